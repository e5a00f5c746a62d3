//! People, roles, locks, connectors, one's own account.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of people, by name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PeoplePage {
    /// By name.
    pub people: Vec<PersonView>,
    /// How many there are on all pages.
    pub total: u64,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
}

/// Where a person comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OriginWord {
    /// Made here, with a password.
    Local,
    /// Came by signing in through a connector.
    Sso,
    /// Synchronised or provisioned from Okta.
    Okta,
}

/// In which state a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonStateWord {
    /// May sign in.
    Active,
    /// A lock is in force.
    Locked,
    /// Barred by an administrator, or inactive in the organization.
    Inactive,
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    /// Never changes.
    pub id: String,
    /// Unique; for people of an organization their login there.
    pub name: String,
    /// May be empty.
    pub display_name: String,
    /// May be empty.
    pub email: String,
    /// Where the person comes from.
    pub origin: OriginWord,
    /// Whether the person may sign in.
    pub state: PersonStateWord,
    /// The organization, if one is behind the person.
    pub org_url: Option<String>,
    /// The id there.
    pub okta_id: Option<String>,
    /// Text id of the person's node in the access graph.
    pub node: Option<String>,
    /// Roles that were assigned.
    pub roles: Vec<String>,
    /// Roles that the connector's mapping gave at the last sign-in.
    pub mapped_roles: Vec<String>,
    /// The connector of the last sign-in.
    pub connector: Option<String>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// What the organization says of the person.
    pub traits: BTreeMap<String, Vec<String>>,
    /// Whether a password is kept here.
    pub has_password: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// RFC 3339.
    pub last_sign_in_at: Option<String>,
    /// Since when the person is barred or inactive, RFC 3339.
    pub inactive_since: Option<String>,
    /// When the record of an inactive person goes, RFC 3339.
    pub purge_at: Option<String>,
    /// Counts changes.
    pub revision: i64,
}

/// Makes a local administrator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Unique, whatever the letter case.
    pub name: String,
    /// The first password: at least 12 characters.
    #[schema(format = "password")]
    pub password: String,
    /// Names of roles.
    pub roles: Vec<String>,
}

/// Changes a person; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Roles that are assigned.
    #[serde(default)]
    pub roles: Option<Vec<String>>,
    /// Whether the person is barred from signing in.
    #[serde(default)]
    pub disabled: Option<bool>,
    /// `false` takes the second factor away, when its device is lost.
    #[serde(default)]
    pub second_factor: Option<bool>,
}

/// The sessions of a person, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionList {
    /// Newest first.
    pub sessions: Vec<SessionEntry>,
}

/// A session in a browser.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionEntry {
    /// Names the session; signs nobody in.
    pub id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339; to the minute.
    pub last_seen_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// Network address where it began.
    pub address: String,
    /// The browser as it named itself.
    pub user_agent: String,
    /// The connector; none with a password.
    pub connector: Option<String>,
    /// Whether this request comes with it.
    pub is_current: bool,
}

/// All roles by name, presets first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RoleList {
    /// Presets first.
    pub roles: Vec<RoleView>,
    /// Every kind of resource that rules can name.
    pub resources: Vec<String>,
    /// Every verb that rules can name.
    pub verbs: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RoleView {
    /// Unique.
    pub name: String,
    /// For people.
    pub description: String,
    /// Whether every installation has it; then it cannot be changed.
    pub preset: bool,
    /// What it permits.
    pub allow: RoleConditions,
    /// What it forbids, whatever other roles permit.
    pub deny: RoleConditions,
    /// Longest sign-in, in seconds.
    pub max_session_ttl_s: Option<u32>,
    /// Whether a lock makes it worthless.
    pub locked: bool,
    /// How many people have it, assigned or mapped.
    pub people: u64,
    /// Send it back with a change; 0 for presets.
    pub revision: i64,
}

/// One half of a role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RoleConditions {
    /// Kinds of resource with what may be done to them; an empty list of kinds or verbs means every one.
    pub rules: Vec<RoleRule>,
    /// Apps by their labels: every key must match one of its patterns, `*` stands for any text.
    pub app_labels: BTreeMap<String, Vec<String>>,
    /// Groups by their labels.
    pub group_labels: BTreeMap<String, Vec<String>>,
    /// Roles that may be asked for.
    pub request_roles: Vec<String>,
    /// Roles whose requests may be decided.
    pub review_roles: Vec<String>,
}

/// What may be done to some kinds of resource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// Kinds of resource.
    pub resources: Vec<String>,
    /// Verbs.
    pub verbs: Vec<String>,
}

/// Makes or changes a role.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleRequest {
    /// Unique; needed to make one, and must not change.
    #[serde(default)]
    pub name: Option<String>,
    /// For people.
    #[serde(default)]
    pub description: String,
    /// What it permits.
    #[serde(default)]
    pub allow: RoleConditions,
    /// What it forbids.
    #[serde(default)]
    pub deny: RoleConditions,
    /// Longest sign-in, in seconds.
    #[serde(default)]
    #[schema(minimum = 60)]
    pub max_session_ttl_s: Option<u32>,
    /// The revision that was read; needed to change one.
    #[serde(default)]
    pub revision: Option<i64>,
}

/// Locks in force, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LockList {
    /// Newest first.
    pub locks: Vec<LockView>,
}

/// What a lock names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockTargetWord {
    /// A person, by name.
    User,
    /// A role.
    Role,
    /// An API token, by id.
    Token,
}

/// A lock.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LockView {
    /// Id.
    pub id: String,
    /// What it names.
    pub kind: LockTargetWord,
    /// The name.
    pub target: String,
    /// `manual`, `scim` or `sync`.
    pub cause: String,
    /// For people.
    pub message: String,
    /// RFC 3339.
    pub created_at: String,
    /// Who made it.
    pub created_by: String,
    /// RFC 3339; none when it has no end.
    pub expires_at: Option<String>,
}

/// Makes a lock.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockRequest {
    /// What it names.
    pub kind: LockTargetWord,
    /// The name.
    pub target: String,
    /// For people.
    #[serde(default)]
    pub message: String,
    /// Hours until it ends; none for no end.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub hours: Option<u32>,
}

/// Ways to sign in, for the sign-in page.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignInWays {
    /// Through identity providers.
    pub connectors: Vec<SignInConnector>,
}

/// A way to sign in through an identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignInConnector {
    /// Name of the connector.
    pub name: String,
    /// What the button says.
    pub display: String,
    /// Where the button leads; add `?go=` with a path of this server.
    pub login_url: String,
}

/// All connectors by name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectorList {
    /// By name.
    pub connectors: Vec<ConnectorView>,
}

/// A way to sign in through a SAML identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectorView {
    /// Unique; stands in addresses.
    pub name: String,
    /// `saml`.
    pub kind: String,
    /// What the administrator set.
    pub spec: SamlSpec,
    /// What to enter in Okta.
    pub service_provider: ServiceProviderView,
    /// What the pinned metadata says.
    pub identity_provider: IdentityProviderView,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// Send it back with a change.
    pub revision: i64,
}

/// A connector as its administrator sets it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SamlSpec {
    /// What the button on the sign-in page says.
    #[serde(default)]
    pub display: String,
    /// The identity provider's metadata, as XML.
    #[serde(default)]
    pub metadata_xml: String,
    /// Where its metadata can be read again.
    #[serde(default)]
    pub metadata_url: Option<String>,
    /// Our entity id; the ACS address when left out.
    #[serde(default)]
    pub audience: Option<String>,
    /// Whether a sign-in may begin in Okta.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether our requests are signed.
    #[serde(default)]
    pub sign_requests: bool,
    /// Whether the person must authenticate anew each time.
    #[serde(default)]
    pub force_authn: bool,
    /// The name format that is asked for; none for any.
    #[serde(default)]
    pub name_id_format: Option<String>,
    /// The attribute that holds the person's login; the NameID when left out.
    #[serde(default)]
    pub name_attribute: Option<String>,
    /// From attributes to roles: the union of all that match.
    #[serde(default)]
    pub attributes_to_roles: Vec<RoleMapping>,
}

/// One line of the mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleMapping {
    /// Name of the attribute, for example `groups`.
    pub name: String,
    /// One of its values must be like this; `*` stands for any text.
    pub value: String,
    /// Names of roles.
    pub roles: Vec<String>,
}

/// What to enter in Okta.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ServiceProviderView {
    /// "Single sign-on URL".
    pub acs_url: String,
    /// "Audience URI (SP Entity ID)".
    pub entity_id: String,
    /// Where our metadata is.
    pub metadata_url: String,
    /// "Single Logout URL".
    pub slo_url: String,
    /// Where a sign-in begins.
    pub login_url: String,
    /// Our certificate, for encryption and signed log-out, as PEM.
    pub certificate_pem: String,
}

/// What the pinned metadata says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IdentityProviderView {
    /// Its entity id.
    pub entity_id: String,
    /// Where people are sent.
    pub sso_url: Option<String>,
    /// Where log-outs are sent.
    pub slo_url: Option<String>,
    /// Pinned keys.
    pub keys: Vec<PinnedKey>,
    /// Until when the metadata holds, RFC 3339.
    pub valid_until: Option<String>,
}

/// A pinned signing key.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PinnedKey {
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
    /// RFC 3339.
    pub expires_at: Option<String>,
}

/// Makes or changes a connector.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectorRequest {
    /// Unique, of letters, digits, `-` and `_`; needed to make one.
    #[serde(default)]
    pub name: Option<String>,
    /// What is set. Without `metadata_xml` the metadata is read from `metadata_url`.
    pub spec: SamlSpec,
    /// The revision that was read; needed to change one.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Agrees to new or missing signing keys in changed metadata.
    #[serde(default)]
    pub confirm: bool,
}

/// Metadata to look at before anything is kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MetadataRequest {
    /// As XML.
    #[serde(default)]
    pub metadata_xml: Option<String>,
    /// Where it can be read.
    #[serde(default)]
    pub metadata_url: Option<String>,
    /// The connector whose pinned metadata it is compared with.
    #[serde(default)]
    pub connector: Option<String>,
}

/// What metadata says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MetadataView {
    /// What it says.
    pub identity_provider: IdentityProviderView,
    /// As it was read.
    pub metadata_xml: String,
    /// What is other than in the connector, in sentences.
    pub changes: Vec<String>,
    /// Whether one of them must be agreed to.
    pub needs_confirmation: bool,
}

/// A trial sign-in that begins: open the address in this browser.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialBegun {
    /// Names the trial.
    pub id: String,
    /// Where to go.
    pub url: String,
}

/// Trial sign-ins, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialList {
    /// Newest first.
    pub trials: Vec<TrialView>,
}

/// What a sign-in would be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialView {
    /// Names the trial.
    pub id: String,
    /// RFC 3339.
    pub at: String,
    /// Whether the person could sign in.
    pub accepted: bool,
    /// The code of the refusal.
    pub refusal: Option<String>,
    /// The refusal in words.
    pub message: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// The login.
    pub name: Option<String>,
    /// Every attribute.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// Lines of the mapping that match.
    pub matched: Vec<RoleMapping>,
    /// The roles that result.
    pub roles: Vec<String>,
    /// The assertion as it was signed.
    pub assertion_xml: Option<String>,
}

/// One's own account.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// The person.
    pub person: PersonView,
    /// What to do for the account's safety.
    pub advice: Vec<String>,
}

/// Changes one's own password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    #[schema(format = "password")]
    pub current: String,
    /// The new one.
    #[schema(format = "password")]
    pub new: String,
}

/// A second factor that is offered, not yet in force.
#[derive(Clone, Serialize, ToSchema)]
pub struct SecondFactorOffer {
    /// For an authenticator app, as an `otpauth:` address.
    pub url: String,
    /// The seed in base32, to type it in.
    pub secret: String,
    /// Send it back with the first code.
    pub ticket: String,
}

/// Puts the offered second factor in force.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorProof {
    /// From the offer.
    pub ticket: String,
    /// What the authenticator app shows now.
    pub code: String,
}
