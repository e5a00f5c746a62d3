//! One person or workload over all sources.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AlertRow, FacetView, TimelineView};

/// What one person or workload did, over all sources.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct IdentityActivity {
    /// The name that was asked for.
    pub name: String,
    /// What the name means: `person` for people and workloads, `credential` or `session` when events bear it as that.
    pub kind: String,
    /// The person it belongs to; the name itself where nobody is known.
    pub person: String,
    /// Who did these events, the most frequent first, at most 20: of a credential or a session, who used it.
    pub people: Vec<PersonBehind>,
    /// Text id of the node of the access graph; `null` when the graph does not know the name.
    pub node: Option<String>,
    /// Query that finds the events; for Investigate.
    pub q: String,
    /// Events found.
    pub events: u64,
    /// Time of the first, RFC 3339.
    pub first: Option<String>,
    /// Time of the last, RFC 3339.
    pub last: Option<String>,
    /// Accounts in all sources, with the evidence for each.
    pub accounts: Vec<LinkedAccount>,
    /// Accounts that may be theirs: they bear a name that whoever acts may choose, such as the session of an AWS role. What
    /// they did is not among the events here; a correction links them.
    #[serde(default)]
    pub hints: Vec<LinkedAccount>,
    /// Events over time.
    pub timeline: TimelineView,
    /// Counts of sources, actions, results, countries, ways of signing in, networks.
    pub facets: Vec<FacetView>,
    /// Sessions, the newest first.
    pub sessions: Vec<SessionRow>,
    /// Places with coordinates, the most frequent first.
    pub places: Vec<PlaceRow>,
    /// Devices and user agents, the newest first.
    pub devices: Vec<DeviceRow>,
    /// Alerts about the person, newest first.
    pub alerts: Vec<AlertRow>,
    /// Events that sessions, places and devices were made of: the newest of all found, at most 5,000.
    pub looked_at: u64,
}

/// Somebody who did some of the events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonBehind {
    /// The person; the actor's name where nobody is known.
    pub person: String,
    /// Events, among those that were looked at.
    pub events: u64,
}

/// An account of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkedAccount {
    /// The source.
    pub source: String,
    /// Its organization.
    pub org: String,
    /// The account's id there.
    pub id: String,
    /// The person.
    pub person: String,
    /// `manual`, `directory`, `external_identity`, `sign_in_attribute`, `saml_subject`, `mail`, `local_name`; of a hint
    /// `session_name`.
    pub reason: String,
    /// The value that told it, or who corrected it.
    pub evidence: String,
    /// Id of the event that told it.
    pub event: Option<String>,
    /// When it was told, RFC 3339.
    pub since: Option<String>,
}

/// Corrects whose account it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountCorrection {
    /// The source.
    pub source: String,
    /// Its organization.
    pub org: String,
    /// The account's id there.
    pub id: String,
    /// The person's login; `null` says that the account is nobody's.
    #[serde(default)]
    pub person: Option<String>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// All accounts of a person.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct LinkedAccounts {
    /// By source.
    pub accounts: Vec<LinkedAccount>,
}

/// A session of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionRow {
    /// The session's id.
    pub session: String,
    /// The source.
    pub source: String,
    /// First event, RFC 3339.
    pub first: String,
    /// Last event, RFC 3339.
    pub last: String,
    /// Its events.
    pub events: u64,
    /// Addresses it came from.
    pub ips: Vec<String>,
    /// Countries it came from.
    pub countries: Vec<String>,
    /// Browsers and systems it showed.
    pub agents: Vec<String>,
}

/// A place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlaceRow {
    /// ISO 3166 code.
    pub country: String,
    /// State or region.
    pub region: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Its events.
    pub events: u64,
    /// First event, RFC 3339.
    pub first: String,
    /// Last event, RFC 3339.
    pub last: String,
}

/// A device, or a browser where the source knows no device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeviceRow {
    /// The device's id, where the source tells one.
    pub device: Option<String>,
    /// Browser and system.
    pub agent: Option<String>,
    /// Its events.
    pub events: u64,
    /// First event, RFC 3339.
    pub first: String,
    /// Last event, RFC 3339.
    pub last: String,
}
