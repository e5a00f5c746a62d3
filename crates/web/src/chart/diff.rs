//! What changed between two snapshots.

use std::collections::BTreeMap;

use axum::extract::State;
use graph::diff::{AccessChange, Diff, diff as compare};
use graph::{Edge, EdgeType, Graph, NodeIx};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::{App, Charted, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::nodes::{kind_label, node_ref};
use crate::paging::Page;
use crate::past::{snapshot_before, snapshot_named};
use crate::snapshot::snapshot_ref;
use crate::view::{ChangeWord, DiffCount, DiffRow, DiffView, ErrorBody};

/// Which snapshots.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiffParams {
    /// Snapshot id or moment (RFC 3339); the snapshot before `to` when left out.
    #[serde(default)]
    from: Option<String>,
    /// Snapshot id or moment; the newest when left out.
    #[serde(default)]
    to: Option<String>,
    /// Only changes of this class.
    #[serde(default)]
    class: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Access gained and lost between two snapshots.
#[utoipa::path(
    get,
    path = "/api/v1/graph/diff",
    operation_id = "diff",
    tag = "graph",
    params(DiffParams),
    responses(
        (status = 200, description = "The changes", body = DiffView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn diff(State(app): State<Shared>, Params(wanted): Params<DiffParams>) -> Answer<DiffView> {
    let page = Page::read(wanted.cursor.as_deref(), wanted.limit)?;
    if let Some(class) = wanted.class.as_deref().filter(|class| !CLASSES.contains(class)) {
        let error = ApiError::invalid("class", format!("there is no class `{}`", class.escape_debug()));
        return Err(error.hint(format!("one of {}", CLASSES.join(", "))));
    }
    let asked = app.clone();
    app.ask(move |charted| view(&asked, charted, &wanted, page)).await
}

/// Classes of changes: access first, since that is what people ask for; then what made it, then things.
const CLASSES: [&str; 7] = [
    "access",
    "memberships",
    "assignments",
    "administration",
    "credentials",
    "nodes",
    "status",
];

fn view(app: &App, charted: &Charted, wanted: &DiffParams, page: Page) -> Result<DiffView, ApiError> {
    let org_url = &charted.snapshot.info().organization.url;
    let newer = match &wanted.to {
        Some(text) => snapshot_named(app, org_url, text)?,
        None => charted.snapshot.clone(),
    };
    let older = match &wanted.from {
        Some(text) => snapshot_named(app, org_url, text)?,
        None => snapshot_before(app, &newer)?,
    };
    let (old, new) = (app.past.graph(charted, &older)?, app.past.graph(charted, &newer)?);
    let diff = compare(&old, &new);
    let changes = changes(&diff);
    let listed: Vec<&Change> = changes
        .iter()
        .filter(|change| wanted.class.as_deref().is_none_or(|class| class == change.class))
        .collect();
    Ok(DiffView {
        from: snapshot_ref(older.info(), app.now()),
        to: snapshot_ref(newer.info(), app.now()),
        summary: summary(&changes),
        rows: page.of(&listed).iter().map(|change| row(&diff, change)).collect(),
        total: listed.len() as u64,
        next_cursor: page.next(listed.len()),
    })
}

/// A change before it is put into words.
struct Change {
    class: &'static str,
    change: ChangeWord,
    what: What,
}

enum What {
    /// A person can open an app, or no longer.
    Access(AccessChange),
    Edge(Edge),
    Node(NodeIx),
    /// The same person in the old and the new graph.
    Status(NodeIx, NodeIx),
}

fn changes(diff: &Diff<'_>) -> Vec<Change> {
    let (gained, lost) = diff.access();
    let both = |change: ChangeWord, accesses: Vec<AccessChange>, edges: &[Edge], nodes: &[NodeIx]| {
        let accesses = accesses
            .into_iter()
            .map(|access| ("access", What::Access(access)));
        let edges = edges
            .iter()
            .map(|edge| (class_of_edge(edge.kind), What::Edge(*edge)));
        let nodes = nodes.iter().map(|node| ("nodes", What::Node(*node)));
        let all = accesses.chain(edges).chain(nodes);
        all.map(|(class, what)| Change { class, change, what })
            .collect::<Vec<_>>()
    };
    let mut all = both(ChangeWord::Gained, gained, &diff.edges_added, &diff.nodes_added);
    all.extend(both(
        ChangeWord::Lost,
        lost,
        &diff.edges_removed,
        &diff.nodes_removed,
    ));
    all.extend(diff.status_changed.iter().map(|(old, new)| {
        let is_enabled = diff
            .new_graph()
            .user_status(*new)
            .is_none_or(domain::facts::UserStatus::is_enabled);
        let change = if is_enabled {
            ChangeWord::Gained
        } else {
            ChangeWord::Lost
        };
        Change {
            class: "status",
            change,
            what: What::Status(*old, *new),
        }
    }));
    all.sort_by_key(|change| CLASSES.iter().position(|class| *class == change.class));
    all
}

const fn class_of_edge(edge: EdgeType) -> &'static str {
    match edge {
        EdgeType::MemberOf => "memberships",
        EdgeType::AssignedTo | EdgeType::AssignedByUnseenGroup => "assignments",
        EdgeType::Owns
        | EdgeType::HasRole
        | EdgeType::ScopedTo
        | EdgeType::Contains
        | EdgeType::GrantedScope
        | EdgeType::RuleAddsTo => "administration",
        EdgeType::TokenOf | EdgeType::SecretOf | EdgeType::KeyOf => "credentials",
    }
}

fn summary(changes: &[Change]) -> Vec<DiffCount> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for change in changes {
        let count = counts.entry(change.class).or_default();
        match change.change {
            ChangeWord::Gained => count.0 += 1,
            ChangeWord::Lost => count.1 += 1,
        }
    }
    let count = |class: &&str| {
        let (gained, lost) = counts.get(class).copied().unwrap_or_default();
        DiffCount {
            class: (*class).to_owned(),
            gained,
            lost,
        }
    };
    CLASSES.iter().map(count).collect()
}

fn row(diff: &Diff<'_>, change: &Change) -> DiffRow {
    let is_gain = change.change == ChangeWord::Gained;
    let graph = if is_gain { diff.new_graph() } else { diff.old() };
    let now = if is_gain { "now" } else { "no longer" };
    let (from, to, edge, explanation) = match &change.what {
        What::Access(access) => {
            let causes = if is_gain {
                diff.causes_of_gain(*access)
            } else {
                diff.causes_of_loss(*access)
            };
            let causes: Vec<String> = causes
                .iter()
                .take(3)
                .map(|edge| sentence(graph, edge, is_gain))
                .chain(states(diff, *access, is_gain))
                .collect();
            let why = if causes.is_empty() {
                String::new()
            } else {
                format!(": {}", causes.join("; "))
            };
            let (who, app) = (graph.name(access.user), graph.name(access.app));
            let text = format!("{who} can {now} open {app}{why}");
            (access.user, Some(access.app), Some("can_access"), text)
        }
        What::Edge(edge) => (
            edge.from,
            Some(edge.to),
            Some(edge.kind.as_str()),
            sentence(graph, edge, is_gain),
        ),
        What::Node(node) => {
            let kind = kind_label(graph.kind(*node)).to_lowercase();
            let text = if is_gain { "is new among" } else { "is gone from" };
            (
                *node,
                None,
                None,
                format!("{} {text} the {kind}", graph.name(*node)),
            )
        }
        What::Status(old, new) => return status_row(diff, change.change, *old, *new),
    };
    DiffRow {
        change: change.change,
        class: change.class.to_owned(),
        from: node_ref(graph, from),
        to: to.map(|node| node_ref(graph, node)),
        edge: edge.map(str::to_owned),
        explanation,
    }
}

/// The states that gave or took access beside all facts: of the account, and of the app.
fn states(diff: &Diff<'_>, access: AccessChange, is_gain: bool) -> Vec<String> {
    let states = if is_gain {
        [
            (diff.is_gain_by_status(access), "the account is enabled now"),
            (diff.is_gain_by_app(access), "the app is active now"),
        ]
    } else {
        [
            (diff.is_loss_by_status(access), "the account is no longer enabled"),
            (diff.is_loss_by_app(access), "the app is no longer active"),
        ]
    };
    let told = states.into_iter().filter(|(is_so, _)| *is_so);
    told.map(|(_, words)| words.to_owned()).collect()
}

fn status_row(diff: &Diff<'_>, change: ChangeWord, old: NodeIx, new: NodeIx) -> DiffRow {
    let word = |graph: &Graph, node| {
        graph
            .user_status(node)
            .map_or("?", domain::facts::UserStatus::as_str)
    };
    let (before, after) = (word(diff.old(), old), word(diff.new_graph(), new));
    DiffRow {
        change,
        class: "status".to_owned(),
        from: node_ref(diff.new_graph(), new),
        to: None,
        edge: None,
        explanation: format!("{} went from {before} to {after}", diff.new_graph().name(new)),
    }
}

fn sentence(graph: &Graph, edge: &Edge, is_gain: bool) -> String {
    let (now, before) = words(edge.kind);
    let words = if is_gain { now } else { before };
    let detail =
        crate::nodes::connections::detail(graph, edge).map_or(String::new(), |detail| format!(" ({detail})"));
    format!(
        "{} {words} {}{detail}",
        graph.name(edge.from),
        graph.name(edge.to)
    )
}

/// What a fact says when it is new, and when it is gone.
const fn words(edge: EdgeType) -> (&'static str, &'static str) {
    match edge {
        EdgeType::MemberOf => ("is now a member of", "is no longer a member of"),
        EdgeType::AssignedTo => ("is now assigned to", "is no longer assigned to"),
        EdgeType::AssignedByUnseenGroup => (
            "is now assigned, by a group that was not seen, to",
            "is no longer assigned, by a group that was not seen, to",
        ),
        EdgeType::Owns => ("now owns", "no longer owns"),
        EdgeType::HasRole => ("now holds", "no longer holds"),
        EdgeType::ScopedTo => ("is now given over", "is no longer given over"),
        EdgeType::Contains => ("now contains", "no longer contains"),
        EdgeType::TokenOf => ("now acts as", "no longer acts as"),
        EdgeType::SecretOf | EdgeType::KeyOf => ("now signs in as", "no longer signs in as"),
        EdgeType::GrantedScope => ("now has an OAuth scope over", "no longer has an OAuth scope over"),
        EdgeType::RuleAddsTo => ("now adds people to", "no longer adds people to"),
    }
}
