//! Nodes: in lists, in the panel, in connections.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::SnapshotRef;

/// What a node is in the graph; the words of the `kind` column in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KindWord {
    /// A person or a service app.
    Identity,
    /// An Okta group.
    IdentityGroup,
    /// An administrator role.
    Action,
    /// A resource set.
    ResourceGroup,
    /// An app, and what else can be reached or governs access.
    Resource,
    /// An API token, a client secret or a client key.
    Credential,
    /// The Okta organization itself.
    Organization,
}

/// A node, as much as a link to it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NodeRef {
    /// Text id, for example `okta/acme.okta.com/00u1a2b3`. URL-encode it in paths.
    #[schema(example = "okta/acme.okta.com/00u1a2b3")]
    pub id: String,
    /// What people call it: login, group name, app label.
    pub name: String,
    /// What it is in the graph.
    pub kind: KindWord,
    /// What it is in Okta: `okta_user`, `service_app`, `okta_group`, `okta_app`, `okta_role`, `okta_resource_set`,
    /// `api_token`, `client_secret`, `client_key`, `okta_group_rule`, `okta_identity_provider`, `okta_policy`,
    /// `okta_network_zone`, `okta_org`.
    #[schema(example = "okta_user")]
    pub sub_kind: String,
    /// Second line: display name of a person, description of a group, catalogue name of an app.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// State in Okta (`ACTIVE`, `SUSPENDED`, …), where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub status: Option<String>,
}

/// One found node.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    /// The node.
    pub node: NodeRef,
    /// The name or alias that matched.
    pub matched: String,
    /// How well, higher is better; only to compare hits of one answer.
    pub score: f64,
}

/// What a search found.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SearchView {
    /// Best first.
    pub hits: Vec<SearchHit>,
    /// The snapshot that was searched.
    pub snapshot: SnapshotRef,
}

/// A row of the browse list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NodeRow {
    /// The node.
    pub node: NodeRef,
    /// Distinct resources reached without asking anybody; only for identities.
    pub standing_privileges: Option<u64>,
    /// Members of a group, people assigned to an app, holders of a role; `null` where it has no meaning.
    pub population: Option<u64>,
    /// When Okta made it, RFC 3339.
    pub created: Option<String>,
    /// Last change in Okta, RFC 3339.
    pub last_updated: Option<String>,
}

/// A page of the browse list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NodePage {
    /// The rows.
    pub rows: Vec<NodeRow>,
    /// Rows on all pages.
    pub total: u64,
    /// Pass it as `cursor` for the next page; `null` on the last one.
    pub next_cursor: Option<String>,
    /// Nodes of each kind, whatever the filter.
    pub facets: Vec<KindCount>,
    /// Classes among the listed that were not read whole: an empty list may be no proof of absence.
    pub not_read: Vec<NotRead>,
    /// The snapshot that was listed.
    pub snapshot: SnapshotRef,
}

/// How many nodes there are of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct KindCount {
    /// Kind.
    pub kind: KindWord,
    /// Kind in Okta's words.
    pub sub_kind: String,
    /// Plural for people: `Users`, `API tokens`.
    pub label: String,
    /// How many; `null` when the class was not read at all.
    pub count: Option<u64>,
    /// Why the number is missing or too low.
    pub not_read: Option<String>,
}

/// A class that was not read whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NotRead {
    /// The class: `users`, `memberships`, `api_tokens`, …
    pub class: String,
    /// `partial` or `not_read`.
    pub reading: ReadingWord,
    /// Why, and what to do.
    pub reason: String,
}

/// How a class was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReadingWord {
    /// To the end.
    Whole,
    /// In part.
    Partial,
    /// Not at all.
    NotRead,
}

/// Everything the side panel shows of a node at once.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NodePanel {
    /// The node.
    pub node: NodeRef,
    /// Other names it answers to.
    pub aliases: Vec<String>,
    /// Labels (`teleport.dev/origin`, `okta/org`, …).
    pub labels: BTreeMap<String, String>,
    /// What is known of it, in the order to show it.
    pub fields: Vec<Field>,
    /// The same as data.
    #[schema(value_type = Object)]
    pub properties: BTreeMap<String, Value>,
    /// Distinct resources reached without asking anybody; only for identities.
    pub standing_privileges: Option<u64>,
    /// Lists around the node, in the order to show them; each holds its first rows.
    pub sections: Vec<PanelSection>,
    /// Things worth a look: owner has an admin role, token not bound to a zone, …
    pub notices: Vec<Notice>,
    /// Where an administrator changes it, in Okta's Admin Console.
    pub okta_url: Option<String>,
    /// Whether `GET /api/v1/nodes/{id}/raw` has the object as Okta sent it.
    pub has_raw: bool,
    /// The snapshot it was read from.
    pub snapshot: SnapshotRef,
}

/// One known thing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Field {
    /// Stable word.
    pub key: String,
    /// For people.
    pub label: String,
    /// The value as text; times are RFC 3339.
    pub value: String,
    /// How to show it.
    pub format: FieldFormat,
    /// The node it names, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub node: Option<NodeRef>,
}

/// How to show a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldFormat {
    /// As it is.
    Text,
    /// An RFC 3339 time.
    Time,
    /// A state word.
    Status,
    /// An expression or id, in a fixed-width face.
    Code,
    /// A number.
    Number,
}

/// A list in the panel.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PanelSection {
    /// `memberships`, `members`, `owners`, `assignments`, `roles`, `tokens`, `rules`, `grants`, `groups`, `users`,
    /// `holders`, `targets`, `resources`, `permissions`, …
    pub id: String,
    /// For people.
    pub title: String,
    /// Which tab it belongs to.
    pub tab: PanelTab,
    /// Rows in all.
    pub total: u64,
    /// The first rows.
    pub rows: Vec<PanelRow>,
    /// Where the rest is: `GET /api/v1/nodes/{id}/connections` with this edge and direction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub more: Option<EdgeRef>,
    /// The class behind it was not read whole; why.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub not_read: Option<String>,
    /// What to say when there are no rows.
    pub empty: String,
}

/// A tab of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PanelTab {
    /// What it is and belongs to.
    Overview,
    /// *Permissions & Eligibility*: what it gives.
    Permissions,
}

/// A row of a list in the panel.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PanelRow {
    /// The node, if the row is one.
    pub node: Option<NodeRef>,
    /// What the row says: for a row without a node, its text; else how it is bound (`direct`, `through Engineering`).
    pub text: String,
    /// More words: scope of a role, expiry of a token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// The group, rule or resource set it comes through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<NodeRef>,
}

/// Edges of one type in one direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EdgeRef {
    /// Edge type.
    pub edge: String,
    /// Direction as seen from the node.
    pub direction: DirectionWord,
}

/// Direction of an edge as seen from a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectionWord {
    /// The edge starts here.
    Out,
    /// The edge ends here.
    In,
}

/// Something worth a look.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// How much it matters.
    pub level: NoticeLevel,
    /// One sentence.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub advice: Option<String>,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// Good to know.
    Info,
    /// Look at it.
    Warning,
    /// Act on it.
    Error,
}

/// The object as Okta sent it, without credentials.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RawView {
    /// Text id of the node.
    pub id: String,
    /// Okta's JSON.
    pub raw: Value,
    /// The snapshot it was read from.
    pub snapshot: SnapshotRef,
}

/// What surrounds a node: edges folded by type and direction, and one page of one of them when asked for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionsView {
    /// The node.
    pub node: NodeRef,
    /// Every edge type and direction that occurs, with its count.
    pub folds: Vec<ConnectionFold>,
    /// The page of the edge type and direction that the request named.
    pub page: Option<ConnectionPage>,
    /// The snapshot.
    pub snapshot: SnapshotRef,
}

/// Edges of one type and direction, folded.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionFold {
    /// Edge type.
    pub edge: String,
    /// Direction as seen from the node.
    pub direction: DirectionWord,
    /// For people: `members`, `is a member of`, `assigned to`.
    pub label: String,
    /// How many.
    pub count: u64,
    /// Whether a rule derived the edges from facts.
    pub derived: bool,
    /// Kind of what stands at the other end.
    pub other: KindWord,
    /// The first few others.
    pub sample: Vec<NodeRef>,
}

/// A page of connections.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionPage {
    /// Edge type.
    pub edge: String,
    /// Direction.
    pub direction: DirectionWord,
    /// The rows.
    pub rows: Vec<Connection>,
    /// Rows on all pages.
    pub total: u64,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
}

/// One edge, seen from a node.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Connection {
    /// What stands at the other end.
    pub node: NodeRef,
    /// Why the edge exists and what it means, for derived edges.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub derived: Option<DerivedEdge>,
    /// What the fact says besides: scope, state, priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

/// Why a derived edge exists and what it means.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DerivedEdge {
    /// Id of the rule.
    pub rule: String,
    /// Why the edge exists.
    pub explanation: String,
    /// How it could be abused.
    pub abuse: String,
    /// How to close it.
    pub fix: String,
    /// Whether an attacker can walk it.
    pub traversable: bool,
    /// What of Okta stands in the way, if anything does.
    pub barrier: Option<String>,
}
