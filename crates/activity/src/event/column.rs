//! The 45 columns: names, shapes, meaning, and the names that users of Teleport's tools know.

/// A column, as a small number that is stable within one version of the schema.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Field {
    /// When it happened, microseconds UTC.
    EventTime,
    /// Day of `event_time` in UTC, the partition.
    EventDate,
    /// When we took it in.
    IngestTime,
    /// Okta, aws, github, teleport, self.
    Source,
    /// Okta organization, AWS account, GitHub organization, Teleport cluster.
    SourceOrg,
    /// Part of the source: app of the request, AWS service, repository, node.
    SourcePart,
    /// The source's own event id; unique with `source` and `source_org`.
    Uid,
    /// The source's own name for what happened, untouched.
    EventType,
    /// OCSF class, numbers of 1.8.
    ClassUid,
    /// OCSF activity of that class.
    ActivityId,
    /// Our verb: login, mfa.reset, role.grant, …; `other` when unknown.
    Action,
    /// Success, failure, challenge, unknown.
    Status,
    /// The source's result and reason, or its error code.
    StatusDetail,
    /// OCSF severity, 0 unknown to 6 fatal.
    SeverityId,
    /// Who did it, as the source's id.
    ActorId,
    /// Who did it, as login, mail or name.
    ActorName,
    /// User, admin, app, token, bot, role, system, support.
    ActorKind,
    /// The person or workload behind the actor, after correlation.
    IdentityId,
    /// Token, key, hash of an access token, certificate.
    CredentialId,
    /// Session of the source.
    SessionId,
    /// First session of the chain.
    SessionRoot,
    /// Impersonated or assumed identity.
    OnBehalfOf,
    /// Password, push, fastpass, webauthn, otp, saml, oidc, token, ….
    AuthMethod,
    /// Whether a second factor was used, when known.
    IsMfa,
    /// Issuer, connector or provider.
    IdpId,
    /// Address of the client.
    Ip,
    /// ISO 3166 code of two letters.
    Country,
    /// State or region.
    Region,
    /// City.
    City,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// Autonomous system number.
    Asn,
    /// Name of the network, or the calling service.
    AsOrg,
    /// Proxy, VPN, Tor or hosting, when known.
    IsAnonymiser,
    /// User agent, untouched.
    UserAgent,
    /// Browser/system.
    UaFamily,
    /// Device, or hash of the device token.
    DeviceId,
    /// Id of the main target.
    TargetId,
    /// Name of the main target.
    TargetName,
    /// User, group, app, role, policy, idp, token, device, repo, ….
    TargetKind,
    /// All targets as `kind:id`.
    TargetIds,
    /// Before and after, or the parameters that matter, as JSON.
    Changes,
    /// Low, medium, high.
    RiskLevel,
    /// Facts found in the event: new_device, new_ip, privilege:…, network:anywhere, ….
    Signals,
    /// The source's text, byte for byte.
    Raw,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Microseconds since the epoch, UTC.
    Time,
    /// Days since the epoch, UTC.
    Date,
    /// A word of few distinct values: dictionary-coded in storage.
    Word,
    /// A text of many distinct values.
    Text,
    /// A number.
    Number,
    /// True, false or unknown.
    Truth,
    /// A list of texts.
    List,
}

/// One column of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Which one.
    pub field: Field,
    /// Its name in queries, rules and files.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// What it means.
    pub meaning: &'static str,
    /// Other names that queries may use.
    pub aliases: &'static [&'static str],
}

impl Field {
    /// The column of that name or alias.
    pub fn of_name(name: &str) -> Option<Self> {
        let named = COLUMNS.iter().find(|column| column.name == name);
        let known = named.or_else(|| COLUMNS.iter().find(|column| column.aliases.contains(&name)));
        known.map(|column| column.field)
    }

    /// Its line in the schema.
    pub fn column(self) -> &'static Column {
        COLUMNS.get(self as usize).unwrap_or(&COLUMNS[0])
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.column().name
    }
}

/// The schema, in the order of [`Field`].
#[rustfmt::skip]
pub const COLUMNS: [Column; 45] = [
    Column { field: Field::EventTime, name: "event_time", shape: Shape::Time, meaning: "when it happened, microseconds UTC", aliases: &["time"] },
    Column { field: Field::EventDate, name: "event_date", shape: Shape::Date, meaning: "day of `event_time` in UTC, the partition", aliases: &[] },
    Column { field: Field::IngestTime, name: "ingest_time", shape: Shape::Time, meaning: "when we took it in", aliases: &[] },
    Column { field: Field::Source, name: "source", shape: Shape::Word, meaning: "okta, aws, github, teleport, self", aliases: &["event_source"] },
    Column { field: Field::SourceOrg, name: "source_org", shape: Shape::Word, meaning: "Okta organization, AWS account, GitHub organization, Teleport cluster", aliases: &["origin", "okta_org", "aws_account_id", "github_organization", "teleport_cluster"] },
    Column { field: Field::SourcePart, name: "source_part", shape: Shape::Word, meaning: "part of the source: app of the request, AWS service, repository, node", aliases: &["aws_service", "github_repo"] },
    Column { field: Field::Uid, name: "uid", shape: Shape::Text, meaning: "the source's own event id; unique with `source` and `source_org`", aliases: &[] },
    Column { field: Field::EventType, name: "event_type", shape: Shape::Word, meaning: "the source's own name for what happened, untouched", aliases: &["type"] },
    Column { field: Field::ClassUid, name: "class_uid", shape: Shape::Number, meaning: "OCSF class, numbers of 1.8", aliases: &[] },
    Column { field: Field::ActivityId, name: "activity_id", shape: Shape::Number, meaning: "OCSF activity of that class", aliases: &[] },
    Column { field: Field::Action, name: "action", shape: Shape::Word, meaning: "our verb: login, mfa.reset, role.grant, …; `other` when unknown", aliases: &[] },
    Column { field: Field::Status, name: "status", shape: Shape::Word, meaning: "success, failure, challenge, unknown", aliases: &[] },
    Column { field: Field::StatusDetail, name: "status_detail", shape: Shape::Text, meaning: "the source's result and reason, or its error code", aliases: &[] },
    Column { field: Field::SeverityId, name: "severity_id", shape: Shape::Number, meaning: "OCSF severity, 0 unknown to 6 fatal", aliases: &[] },
    Column { field: Field::ActorId, name: "actor_id", shape: Shape::Text, meaning: "who did it, as the source's id", aliases: &[] },
    Column { field: Field::ActorName, name: "actor_name", shape: Shape::Text, meaning: "who did it, as login, mail or name", aliases: &["identity"] },
    Column { field: Field::ActorKind, name: "actor_kind", shape: Shape::Word, meaning: "user, admin, app, token, bot, role, system, support", aliases: &["identity_kind"] },
    Column { field: Field::IdentityId, name: "identity_id", shape: Shape::Text, meaning: "the person or workload behind the actor, after correlation", aliases: &[] },
    Column { field: Field::CredentialId, name: "credential_id", shape: Shape::Text, meaning: "token, key, hash of an access token, certificate", aliases: &["token"] },
    Column { field: Field::SessionId, name: "session_id", shape: Shape::Text, meaning: "session of the source", aliases: &[] },
    Column { field: Field::SessionRoot, name: "session_root", shape: Shape::Text, meaning: "first session of the chain", aliases: &[] },
    Column { field: Field::OnBehalfOf, name: "on_behalf_of", shape: Shape::Text, meaning: "impersonated or assumed identity", aliases: &[] },
    Column { field: Field::AuthMethod, name: "auth_method", shape: Shape::Word, meaning: "password, push, fastpass, webauthn, otp, saml, oidc, token, …", aliases: &[] },
    Column { field: Field::IsMfa, name: "is_mfa", shape: Shape::Truth, meaning: "whether a second factor was used, when known", aliases: &[] },
    Column { field: Field::IdpId, name: "idp_id", shape: Shape::Text, meaning: "issuer, connector or provider", aliases: &[] },
    Column { field: Field::Ip, name: "ip", shape: Shape::Text, meaning: "address of the client", aliases: &[] },
    Column { field: Field::Country, name: "country", shape: Shape::Word, meaning: "ISO 3166 code of two letters", aliases: &[] },
    Column { field: Field::Region, name: "region", shape: Shape::Word, meaning: "state or region", aliases: &[] },
    Column { field: Field::City, name: "city", shape: Shape::Word, meaning: "city", aliases: &[] },
    Column { field: Field::Latitude, name: "latitude", shape: Shape::Number, meaning: "degrees north", aliases: &[] },
    Column { field: Field::Longitude, name: "longitude", shape: Shape::Number, meaning: "degrees east", aliases: &[] },
    Column { field: Field::Asn, name: "asn", shape: Shape::Number, meaning: "autonomous system number", aliases: &[] },
    Column { field: Field::AsOrg, name: "as_org", shape: Shape::Word, meaning: "name of the network, or the calling service", aliases: &[] },
    Column { field: Field::IsAnonymiser, name: "is_anonymiser", shape: Shape::Truth, meaning: "proxy, VPN, Tor or hosting, when known", aliases: &[] },
    Column { field: Field::UserAgent, name: "user_agent", shape: Shape::Text, meaning: "user agent, untouched", aliases: &["agent"] },
    Column { field: Field::UaFamily, name: "ua_family", shape: Shape::Word, meaning: "browser/system", aliases: &[] },
    Column { field: Field::DeviceId, name: "device_id", shape: Shape::Text, meaning: "device, or hash of the device token", aliases: &[] },
    Column { field: Field::TargetId, name: "target_id", shape: Shape::Text, meaning: "id of the main target", aliases: &[] },
    Column { field: Field::TargetName, name: "target_name", shape: Shape::Text, meaning: "name of the main target", aliases: &["resource", "target_resource"] },
    Column { field: Field::TargetKind, name: "target_kind", shape: Shape::Word, meaning: "user, group, app, role, policy, idp, token, device, repo, …", aliases: &["kind"] },
    Column { field: Field::TargetIds, name: "target_ids", shape: Shape::List, meaning: "all targets as `kind:id`", aliases: &[] },
    Column { field: Field::Changes, name: "changes", shape: Shape::Text, meaning: "before and after, or the parameters that matter, as JSON", aliases: &[] },
    Column { field: Field::RiskLevel, name: "risk_level", shape: Shape::Word, meaning: "low, medium, high", aliases: &[] },
    Column { field: Field::Signals, name: "signals", shape: Shape::List, meaning: "facts found in the event: new_device, new_ip, privilege:…, network:anywhere, …", aliases: &[] },
    Column { field: Field::Raw, name: "raw", shape: Shape::Text, meaning: "the source's text, byte for byte", aliases: &["event_data"] },
];
