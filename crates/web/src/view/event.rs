//! One event of any source, as pages and programs see it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An event: the 45 columns of the schema; what is null is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventView {
    /// `source/source_org/uid`: names the event in `/api/v1/activity/events/{id}`, URL-encoded.
    pub id: String,
    /// The person behind the actor now, after corrections; `identity_id` is what was known at intake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub person: Option<String>,
    /// When it happened, RFC 3339 to the microsecond.
    pub event_time: String,
    /// Day of `event_time` in UTC, the partition.
    pub event_date: String,
    /// When it was taken in, RFC 3339 to the microsecond.
    pub ingest_time: String,
    /// Okta, aws, github, teleport, self.
    pub source: String,
    /// Okta organization, AWS account, GitHub organization, Teleport cluster.
    pub source_org: String,
    /// Part of the source: app of the request, AWS service, repository, node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source_part: Option<String>,
    /// The source's own event id; unique with `source` and `source_org`.
    pub uid: String,
    /// The source's own name for what happened, untouched.
    pub event_type: String,
    /// OCSF class, numbers of 1.8.
    pub class_uid: u32,
    /// OCSF activity of that class.
    pub activity_id: u32,
    /// Our verb: login, mfa.reset, role.grant, …; `other` when unknown.
    pub action: String,
    /// Success, failure, challenge, unknown.
    pub status: String,
    /// The source's result and reason, or its error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub status_detail: Option<String>,
    /// OCSF severity, 0 unknown to 6 fatal.
    pub severity_id: u32,
    /// Who did it, as the source's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub actor_id: Option<String>,
    /// Who did it, as login, mail or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub actor_name: Option<String>,
    /// User, admin, app, token, bot, role, system, support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub actor_kind: Option<String>,
    /// The person or workload behind the actor, after correlation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub identity_id: Option<String>,
    /// Token, key, hash of an access token, certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub credential_id: Option<String>,
    /// Session of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub session_id: Option<String>,
    /// First session of the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub session_root: Option<String>,
    /// Impersonated or assumed identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub on_behalf_of: Option<String>,
    /// Password, push, fastpass, webauthn, otp, saml, oidc, token, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub auth_method: Option<String>,
    /// Whether a second factor was used, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub is_mfa: Option<bool>,
    /// Issuer, connector or provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub idp_id: Option<String>,
    /// Address of the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ip: Option<String>,
    /// ISO 3166 code of two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub country: Option<String>,
    /// State or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub region: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub city: Option<String>,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub longitude: Option<f64>,
    /// Autonomous system number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub asn: Option<u32>,
    /// Name of the network, or the calling service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub as_org: Option<String>,
    /// Proxy, VPN, Tor or hosting, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub is_anonymiser: Option<bool>,
    /// User agent, untouched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user_agent: Option<String>,
    /// Browser/system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ua_family: Option<String>,
    /// Device, or hash of the device token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device_id: Option<String>,
    /// Id of the main target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub target_id: Option<String>,
    /// Name of the main target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub target_name: Option<String>,
    /// User, group, app, role, policy, idp, token, device, repo, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub target_kind: Option<String>,
    /// All targets as `kind:id`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target_ids: Vec<String>,
    /// Before and after, or the parameters that matter, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub changes: Option<String>,
    /// Low, medium, high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub risk_level: Option<String>,
    /// Facts found in the event: new_device, new_ip, privilege:…, network:anywhere, ….
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<String>,
    /// The source's text, byte for byte
    /// (bytes that are no UTF-8 are replaced here); lists leave it out unless asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub raw: Option<String>,
}
