//! All that a node can come to control.

use axum::extract::State;
use graph::reach::{Hop, Reach, ReachOptions, WhoReaches, reach, who_reaches};
use graph::{Graph, NodeIx, NodeKind};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::Answer;
use crate::extract::Params;
use crate::nodes::{find, kind_word, node_ref};
use crate::paging::Page;
use crate::view::{AccessDirection, BlastCount, BlastRow, BlastView, ErrorBody, SnapshotRef};

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlastParams {
    /// Text id, native id or exact name.
    node: String,
    /// Take Okta's barriers as absent.
    #[serde(default)]
    assume_worst: bool,
    /// `from`: what the node can come to control; `to`: who can come to control it. `from` when left out.
    #[serde(default)]
    direction: Option<AccessDirection>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// All that whoever holds this node can come to control.
#[utoipa::path(
    get,
    path = "/api/v1/graph/blast",
    operation_id = "blast",
    tag = "graph",
    params(BlastParams),
    responses(
        (status = 200, description = "What is reached", body = BlastView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn blast(
    State(app): State<Shared>,
    Params(wanted): Params<BlastParams>,
) -> Answer<BlastView> {
    let page = Page::read(wanted.cursor.as_deref(), wanted.limit)?;
    let direction = wanted.direction.unwrap_or(AccessDirection::From);
    let asked = app.clone();
    app.ask(move |charted| {
        let (graph, snapshot) = (&*charted.graph, asked.snapshot_ref(charted));
        let node = find(graph, &wanted.node)?;
        let options = ReachOptions {
            assume_worst: wanted.assume_worst,
        };
        Ok(match direction {
            AccessDirection::From => {
                outward(graph, node, &reach(graph, node, options), options, page, snapshot)
            }
            AccessDirection::To => inward(
                graph,
                node,
                &who_reaches(graph, node, options),
                options,
                page,
                snapshot,
            ),
        })
    })
    .await
}

fn outward(
    graph: &Graph,
    node: NodeIx,
    reached: &Reach<'_>,
    options: ReachOptions,
    page: Page,
    snapshot: SnapshotRef,
) -> BlastView {
    let rows = reached.nodes().skip(page.start).take(page.limit);
    let row = |end| {
        reached
            .path_to(end)
            .and_then(|hops| row(graph, end, hops.len(), hops.last()?, |hop| hop.from))
    };
    let counts = reached.counts();
    BlastView {
        node: node_ref(graph, node),
        assume_worst: options.assume_worst,
        total: reached.len() as u64,
        by_kind: counts
            .into_iter()
            .map(|(kind, reached)| count(graph, kind, reached))
            .collect(),
        reaches_organization: reached.is_everything() || graph.kind(node) == NodeKind::Organization,
        rows: rows.filter_map(row).collect(),
        next_cursor: page.next(reached.len()),
        snapshot,
    }
}

fn inward(
    graph: &Graph,
    node: NodeIx,
    sources: &WhoReaches<'_>,
    options: ReachOptions,
    page: Page,
    snapshot: SnapshotRef,
) -> BlastView {
    let rows = sources.nodes().skip(page.start).take(page.limit);
    let row = |start| {
        sources
            .path_from(start)
            .and_then(|hops| row(graph, start, hops.len(), hops.first()?, |hop| hop.to))
    };
    let kinds = NodeKind::ALL.into_iter().map(|kind| (kind, sources.count(kind)));
    BlastView {
        node: node_ref(graph, node),
        assume_worst: options.assume_worst,
        total: sources.len() as u64,
        by_kind: kinds
            .filter(|(_, reached)| *reached > 0)
            .map(|(kind, reached)| count(graph, kind, reached))
            .collect(),
        reaches_organization: graph.kind(node) == NodeKind::Organization,
        rows: rows.filter_map(row).collect(),
        next_cursor: page.next(sources.len()),
        snapshot,
    }
}

fn row(graph: &Graph, node: NodeIx, hops: usize, hop: &Hop, through: fn(&Hop) -> NodeIx) -> Option<BlastRow> {
    Some(BlastRow {
        node: node_ref(graph, node),
        distance: u32::try_from(hops).ok()?,
        through: node_ref(graph, through(hop)),
        edge: hop.rule.edge.to_owned(),
        explanation: hop.explanation(graph),
    })
}

fn count(graph: &Graph, kind: NodeKind, reached: usize) -> BlastCount {
    BlastCount {
        kind: kind_word(kind),
        sub_kind: kind.sub_kind().to_owned(),
        reached: reached as u64,
        of: graph.nodes_of(kind).count() as u64,
    }
}
