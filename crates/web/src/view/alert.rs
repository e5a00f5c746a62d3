//! Alerts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of alerts, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct AlertPage {
    /// Newest first.
    pub alerts: Vec<AlertRow>,
    /// Pass it as `cursor` for the next, older page.
    pub next_cursor: Option<String>,
    /// Alerts that the filter finds, on all pages.
    pub count: u64,
    /// Alerts by status, whatever the filter.
    pub by_status: Vec<AlertCount>,
    /// Alerts that are not resolved or closed, by severity.
    pub by_severity: Vec<AlertCount>,
}

/// How many alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertCount {
    /// The status or severity.
    pub word: String,
    /// How many.
    pub count: u64,
}

/// An alert in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertRow {
    /// Id: the same history gives the same id.
    pub id: String,
    /// Id of the rule.
    pub rule: String,
    /// What it found.
    pub title: String,
    /// `info`, `low`, `medium`, `high`, `critical`.
    pub severity: String,
    /// `open`, `in_progress`, `triaged`, `resolved`, `closed`.
    pub status: String,
    /// Who works on it.
    pub owner: Option<String>,
    /// The person or workload it is about.
    pub identity: Option<String>,
    /// What the rule groups by, with values, as one line.
    pub entity: String,
    /// Time of the first event, RFC 3339.
    pub first_seen: String,
    /// Time of the last finding, RFC 3339.
    pub last_seen: String,
    /// How many findings were folded into it.
    pub findings: u64,
    /// Whether a late event may still change it.
    pub provisional: bool,
    /// Whether it was found in history: in files that were imported, or in events of long ago. It is forwarded to nobody,
    /// unless whoever imported the files asked for it.
    pub from_history: bool,
    /// When it was raised here, RFC 3339.
    pub raised_at: String,
}

/// An alert with everything that belongs to it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct AlertView {
    /// The row of the list.
    pub alert: AlertRow,
    /// Why it matters, from the rule.
    pub description: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// When the rule fires without harm.
    pub false_positives: Vec<String>,
    /// MITRE tactics.
    pub tactics: Vec<String>,
    /// MITRE techniques.
    pub techniques: Vec<String>,
    /// What the rule groups by.
    pub entity: Vec<EntityValue>,
    /// Who and where, of the first finding.
    pub about: AlertAbout,
    /// Another user whom it was done to, where the rule is about them and not about who acted.
    #[serde(default)]
    pub victim: Option<AlertVictim>,
    /// The events it rests on, oldest first.
    pub evidence: Vec<EvidenceView>,
    /// How many events beyond those listed.
    pub evidence_left_off: u64,
    /// Node of the access graph whose reach the alert endangers; ask `/api/v1/graph/blast?node=`.
    pub node: Option<String>,
    /// What that node holds and controls, as the graph is now; `null` when there is no node.
    pub reach: Option<AlertReach>,
    /// Query that finds what the identity did around the alert.
    pub q: String,
    /// What people did with it, oldest first.
    pub history: Vec<AlertHistoryRow>,
    /// To whom it was told.
    pub deliveries: Vec<DeliveryRow>,
}

/// What is endangered when an identity is taken over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertReach {
    /// Text id of the node.
    pub node: String,
    /// Its name.
    pub name: String,
    /// What it may use now: `app`, `group`, `administrator role`, `OAuth scope`, `API token`.
    pub holds: Vec<AlertReachCount>,
    /// What whoever takes it over comes to control, by kind: `okta_user`, `okta_group`, `okta_app`, `service_app`,
    /// `okta_role`.
    pub controls: Vec<AlertReachCount>,
    /// Whether that is the whole organization.
    pub reaches_organization: bool,
}

/// How many of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertReachCount {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: u64,
}

/// A value that a rule groups by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntityValue {
    /// The column.
    pub column: String,
    /// Its value.
    pub value: String,
}

/// Who and where, of the first finding; empty texts are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AlertAbout {
    /// The person or workload behind the actor.
    pub person: String,
    /// The actor's id in its source.
    pub actor_id: String,
    /// The actor's name in its source.
    pub actor_name: String,
    /// The client's address.
    pub ip: String,
    /// The country of the address.
    pub country: String,
    /// The session.
    pub session_id: String,
    /// The credential.
    pub credential_id: String,
    /// The main target.
    pub target: String,
    /// Its kind.
    pub target_kind: String,
}

/// A user whom something was done to; empty texts are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AlertVictim {
    /// The person behind the account.
    pub person: String,
    /// The user's id in its source.
    pub id: String,
    /// The user's name in its source.
    pub name: String,
}

/// An event that an alert rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceView {
    /// Id of the event; of an alert, where a rule reads alerts.
    pub id: String,
    /// When it happened, RFC 3339.
    pub time: String,
    /// Its source; `alert` for alerts.
    pub source: String,
    /// Its type.
    pub event_type: String,
}

/// What somebody did with an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertHistoryRow {
    /// RFC 3339.
    pub at: String,
    /// Who; `system` for the rules.
    pub actor: String,
    /// What: `raised`, `status`, `owner`, `note`, `action`, `withdrawn`.
    pub action: String,
    /// The new value, the note, or what came of an action.
    pub detail: String,
}

/// A message about an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeliveryRow {
    /// Name of the forward.
    pub forward: String,
    /// `waiting`, `sent`, `given_up`.
    pub state: String,
    /// How often it was tried.
    pub tries: u64,
    /// Why the last try failed.
    pub error: Option<String>,
    /// When it was sent, RFC 3339.
    pub sent_at: Option<String>,
}

/// Changes an alert; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertChange {
    /// `open`, `in_progress`, `triaged`, `resolved`, `closed`.
    #[serde(default)]
    pub status: Option<String>,
    /// Name of who works on it; an empty text for nobody.
    #[serde(default)]
    pub owner: Option<String>,
    /// A note for the history.
    #[serde(default)]
    pub note: Option<String>,
}

/// What can be done to the person an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertActionWord {
    /// Lock them here.
    Lock,
    /// End their sessions with Okta, and revoke their OAuth tokens.
    ClearSessions,
    /// Suspend them in Okta.
    Suspend,
}

/// To whom it is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertActionTo {
    /// Whom the alert is about.
    #[default]
    Subject,
    /// Who did it, where that is another.
    Actor,
}

/// What can be done about an alert.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AlertActionList {
    /// Whom it is about, as the alert names them.
    pub person: String,
    /// Who did it, where that is another.
    pub actor: Option<String>,
    /// All kinds, for whom it is about and then for who did it.
    pub actions: Vec<AlertAction>,
}

/// Something that can be done.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AlertAction {
    /// What.
    pub kind: AlertActionWord,
    /// To whom.
    pub to: AlertActionTo,
    /// In one sentence.
    pub does: String,
    /// Whether it can be tried. Whether the integration's credential may do it is known when Okta has answered.
    pub available: bool,
    /// What to send as `confirm`: the name of whom it is done to.
    pub confirm: String,
    /// Why it cannot be done.
    pub why_not: Option<String>,
    /// What to do instead.
    pub hint: Option<String>,
}

/// Does something about an alert.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertActionRequest {
    /// What.
    pub kind: AlertActionWord,
    /// To whom; to whom the alert is about when left out.
    #[serde(default)]
    pub to: AlertActionTo,
    /// `confirm` of `GET`: the name of whom it is done to.
    #[serde(default)]
    pub confirm: String,
    /// Why, for the audit log.
    #[serde(default)]
    pub note: String,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AlertActionDone {
    /// In one sentence.
    pub message: String,
    /// The alert now.
    pub alert: AlertView,
}
