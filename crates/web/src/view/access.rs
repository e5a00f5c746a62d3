//! Ways from identities to resources, each with its reason.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DerivedEdge, KindWord, NodeRef, SnapshotRef};

/// A page of access paths of one node.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AccessPage {
    /// The node.
    pub node: NodeRef,
    /// `from`: what the node can reach. `to`: who can reach the node.
    pub direction: AccessDirection,
    /// The ways.
    pub rows: Vec<AccessRow>,
    /// Ways on all pages.
    pub total: u64,
    /// Distinct resources (`from`) or identities (`to`) on all pages.
    pub distinct: u64,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
    /// The same question in SQL.
    pub sql: String,
    /// The snapshot.
    pub snapshot: SnapshotRef,
}

/// Which end of the path the node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccessDirection {
    /// What the node can reach.
    From,
    /// Who can reach the node.
    To,
}

/// One way.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AccessRow {
    /// Who.
    pub identity: NodeRef,
    /// What.
    pub resource: NodeRef,
    /// What they can do there: `access`, `member`, label of a role, an OAuth scope, `owns`.
    pub action: String,
    /// `assignment`, `membership`, `admin_role`, `oauth_scope`, `credential`.
    pub action_type: String,
    /// `ALLOWED` or `DENIED`.
    pub kind: String,
    /// `standing`, `temporary`, `requestable`.
    pub level: String,
    /// From identity to resource, both included.
    pub path: Vec<PathNode>,
    /// One sentence: why.
    pub why: String,
}

/// A node on a way, with the column it is drawn in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PathNode {
    /// The node.
    pub node: NodeRef,
    /// Where it is drawn.
    pub column: GraphColumn,
}

/// Pictures run left to right: identity, group, action, resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GraphColumn {
    /// People, service apps and their credentials.
    Identity,
    /// Groups.
    Group,
    /// Roles.
    Action,
    /// Resource sets, apps, the organization.
    Resource,
}

/// The shortest ways from one node to another.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PathView {
    /// Start.
    pub from: NodeRef,
    /// End.
    pub to: NodeRef,
    /// Whether there is a way.
    pub found: bool,
    /// The steps, in order; empty when there is none.
    pub steps: Vec<PathStep>,
    /// One sentence.
    pub summary: String,
    /// Whether Okta's barriers were taken as absent.
    pub assume_worst: bool,
    /// The snapshot.
    pub snapshot: SnapshotRef,
}

/// One step.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PathStep {
    /// From here …
    pub from: NodeRef,
    /// … to here …
    pub to: NodeRef,
    /// … by this edge.
    pub edge: String,
    /// In words.
    pub explanation: String,
    /// For derived edges, what they mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub derived: Option<DerivedEdge>,
}

/// All that a node can come to control.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BlastView {
    /// Start.
    pub node: NodeRef,
    /// Whether Okta's barriers were taken as absent.
    pub assume_worst: bool,
    /// Nodes reached, without the start.
    pub total: u64,
    /// The same by kind.
    pub by_kind: Vec<BlastCount>,
    /// Whether the organization itself is reached: everything is lost.
    pub reaches_organization: bool,
    /// Nearest first.
    pub rows: Vec<BlastRow>,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
    /// The snapshot.
    pub snapshot: SnapshotRef,
}

/// Reached nodes of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BlastCount {
    /// Kind.
    pub kind: KindWord,
    /// Kind in Okta's words.
    pub sub_kind: String,
    /// How many are reached.
    pub reached: u64,
    /// Of how many there are.
    pub of: u64,
}

/// One reached node.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BlastRow {
    /// The node.
    pub node: NodeRef,
    /// Steps from the start.
    pub distance: u32,
    /// The node before it on a shortest way.
    pub through: NodeRef,
    /// The last step's edge.
    pub edge: String,
    /// The last step in words.
    pub explanation: String,
}

/// Access gained and lost between two snapshots.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DiffView {
    /// The older.
    pub from: SnapshotRef,
    /// The newer.
    pub to: SnapshotRef,
    /// Counts of what changed, by class.
    pub summary: Vec<DiffCount>,
    /// The changes of this page.
    pub rows: Vec<DiffRow>,
    /// Rows on all pages.
    pub total: u64,
    /// Pass it as `cursor` for the next page.
    pub next_cursor: Option<String>,
}

/// Changes of one class.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DiffCount {
    /// `memberships`, `app_users`, `app_groups`, `roles`, `users`, `groups`, `apps`, …
    pub class: String,
    /// Came.
    pub gained: u64,
    /// Went.
    pub lost: u64,
}

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DiffRow {
    /// Came or went.
    pub change: ChangeWord,
    /// The class.
    pub class: String,
    /// Who or what; the only node for a node that came or went.
    pub from: NodeRef,
    /// What it is bound to; `null` for a node that came or went.
    pub to: Option<NodeRef>,
    /// Edge type; `null` for a node.
    pub edge: Option<String>,
    /// In words.
    pub explanation: String,
}

/// Came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeWord {
    /// In the newer only.
    Gained,
    /// In the older only.
    Lost,
}

/// A part of the graph to draw.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ExploreView {
    /// Nodes.
    pub nodes: Vec<ExploreNode>,
    /// Edges between nodes of this answer, or between a node and a fold.
    pub edges: Vec<ExploreEdge>,
    /// Big fans, folded into one mark each; pass its id in `unfold` to see what is inside.
    pub folds: Vec<Fold>,
    /// Whether something was left out because the picture was full; what, in words.
    pub left_out: Option<String>,
    /// The snapshot.
    pub snapshot: SnapshotRef,
}

/// A node of a picture.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ExploreNode {
    /// The node.
    pub node: NodeRef,
    /// Where it is drawn.
    pub column: GraphColumn,
    /// Whether the request named it.
    pub seed: bool,
    /// Edges it has in the whole graph.
    pub degree: u64,
}

/// An edge of a picture.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ExploreEdge {
    /// Id of a node or fold.
    pub from: String,
    /// Id of a node or fold.
    pub to: String,
    /// Edge type.
    pub edge: String,
    /// For people.
    pub label: String,
    /// Whether a rule derived it from facts.
    pub derived: bool,
}

/// Many nodes folded into one mark.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Fold {
    /// Opaque id; pass it in `unfold`.
    pub id: String,
    /// Text id of the node it hangs on.
    pub anchor: String,
    /// Edge type.
    pub edge: String,
    /// Direction as seen from the anchor.
    pub direction: super::DirectionWord,
    /// How many nodes are inside.
    pub count: u64,
    /// For people: `1,204 members`.
    pub label: String,
    /// Where it is drawn.
    pub column: GraphColumn,
}

/// Nodes to draw together.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubgraphRequest {
    /// Text ids, native ids or names; at most 1000.
    #[schema(max_items = 1000)]
    pub nodes: Vec<String>,
}
