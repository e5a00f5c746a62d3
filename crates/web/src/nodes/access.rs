//! What a node can reach, and who can reach it, each way with its reason.

use axum::extract::State;
use graph::{ActionType, ActionTypeSet, Graph, NodeIx, NodeKind, NodeSet, PathFilter, PathRow, paths};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{find, node_ref};
use crate::app::{Charted, Shared};
use crate::chart::column_of;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::paging::Page;
use crate::view::{AccessDirection, AccessPage, AccessRow, ErrorBody, PathNode, SnapshotRef};

/// Which ways.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessParams {
    /// Which end the node is; `from` for identities and credentials, else `to`.
    #[serde(default)]
    direction: Option<AccessDirection>,
    /// Only `assignment`, `membership`, `admin_role`, `oauth_scope` or `credential`.
    #[serde(default)]
    action_type: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Access paths from or to a node.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}/access",
    operation_id = "access",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded"), AccessParams),
    responses(
        (status = 200, description = "The ways", body = AccessPage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn access(
    State(app): State<Shared>,
    Segment(id): Segment<String>,
    Params(wanted): Params<AccessParams>,
) -> Answer<AccessPage> {
    let page = Page::read(wanted.cursor.as_deref(), wanted.limit)?;
    let action_type = wanted.action_type.as_deref().map(action_type_of).transpose()?;
    let asked = app.clone();
    app.ask(move |charted| {
        let node = find(&charted.graph, &id)?;
        let direction = wanted
            .direction
            .unwrap_or_else(|| usual_direction(&charted.graph, node));
        Ok(view(
            charted,
            node,
            direction,
            action_type,
            page,
            asked.snapshot_ref(charted),
        ))
    })
    .await
}

fn action_type_of(word: &str) -> Result<ActionType, ApiError> {
    ActionType::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = ActionType::ALL.into_iter().map(ActionType::as_str).collect();
        ApiError::invalid("action_type", "there is no such type of action")
            .hint(format!("one of {}", known.join(", ")))
    })
}

/// Identities reach, everything else is reached.
pub(crate) fn usual_direction(graph: &Graph, node: NodeIx) -> AccessDirection {
    if graph.kind(node).is_identity() {
        AccessDirection::From
    } else {
        AccessDirection::To
    }
}

/// The ways of a node. What a group gives are the ways through it; a role's ways are those of its holders.
pub(crate) fn rows_of(
    graph: &Graph,
    node: NodeIx,
    direction: AccessDirection,
    action_type: Option<ActionType>,
) -> Vec<PathRow> {
    let kind = graph.kind(node);
    let mut filter = match (direction, kind) {
        (_, NodeKind::Role | NodeKind::ResourceSet) => PathFilter::default(),
        (AccessDirection::From, NodeKind::Group) => PathFilter {
            groups: Some(vec![node]),
            ..PathFilter::default()
        },
        (AccessDirection::From, _) => PathFilter::of_identity(node),
        (AccessDirection::To, _) => PathFilter::to_resource(node),
    };
    let is_admin = matches!(kind, NodeKind::Role | NodeKind::ResourceSet);
    let action_type = if is_admin {
        Some(ActionType::AdminRole)
    } else {
        action_type
    };
    filter.action_types = action_type.map(|kind| ActionTypeSet::NONE.with(kind));
    let mut rows = Vec::new();
    paths(graph, &filter).next_batch(&mut rows, ROWS_MAX);
    match kind {
        NodeKind::Role => rows.retain(|row| {
            row.assignment()
                .is_some_and(|ix| graph.assignment(ix).role == node)
        }),
        NodeKind::ResourceSet => rows.retain(|row| row.resource_group == Some(node)),
        _ => {}
    }
    rows
}

fn view(
    charted: &Charted,
    node: NodeIx,
    direction: AccessDirection,
    action_type: Option<ActionType>,
    page: Page,
    snapshot: SnapshotRef,
) -> AccessPage {
    let graph = &*charted.graph;
    let rows = rows_of(graph, node, direction, action_type);
    let far = |row: &PathRow| match direction {
        AccessDirection::From => row.resource,
        AccessDirection::To => row.identity,
    };
    AccessPage {
        node: node_ref(graph, node),
        direction,
        rows: page.of(&rows).iter().map(|row| access_row(graph, row)).collect(),
        total: rows.len() as u64,
        distinct: rows.iter().map(far).collect::<NodeSet>().len() as u64,
        next_cursor: page.next(rows.len()),
        sql: sql(graph, node, direction, action_type),
        snapshot,
    }
}

/// Ways looked at for one page and its totals; more than any real resource has.
const ROWS_MAX: usize = 2_000_000;

/// A way with its reason.
pub(crate) fn access_row(graph: &Graph, row: &PathRow) -> AccessRow {
    let why = graph.why(row);
    let step = |node: &NodeIx| PathNode {
        node: node_ref(graph, *node),
        column: column_of(graph.kind(*node)),
    };
    AccessRow {
        identity: node_ref(graph, row.identity),
        resource: node_ref(graph, row.resource),
        action: graph.action_name(row.action).to_owned(),
        action_type: row.action_type().as_str().to_owned(),
        kind: "ALLOWED".to_owned(),
        level: "standing".to_owned(),
        path: why.path.iter().map(step).collect(),
        why: why.explanation,
    }
}

/// The same question in SQL.
fn sql(graph: &Graph, node: NodeIx, direction: AccessDirection, action_type: Option<ActionType>) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let condition = match (direction, graph.kind(node)) {
        (_, NodeKind::Role) => format!(
            "action_type = 'admin_role' AND action = {}",
            quoted(graph.name(node))
        ),
        (_, NodeKind::ResourceSet) => format!("array_has(resource_group, {})", quoted(graph.name(node))),
        (AccessDirection::From, NodeKind::Group) => {
            format!("array_has(identity_group, {})", quoted(graph.name(node)))
        }
        (AccessDirection::From, _) => format!("identity_id = {}", quoted(graph.id(node))),
        (AccessDirection::To, _) => format!("resource_id = {}", quoted(graph.id(node))),
    };
    let more = action_type.map_or(String::new(), |kind| {
        format!(" AND action_type = '{}'", kind.as_str())
    });
    format!("SELECT * FROM access_path WHERE {condition} AND kind = 'ALLOWED'{more}")
}
