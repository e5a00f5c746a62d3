//! The shortest way from one node to another.

use axum::extract::State;
use graph::reach::{Hop, ReachOptions, shortest_path};
use graph::{Graph, NodeIx};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::Answer;
use crate::extract::Params;
use crate::nodes::{find, node_ref};
use crate::view::{DerivedEdge, ErrorBody, PathStep, PathView, SnapshotRef};

/// From where to where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PathParams {
    /// Text id, native id or exact name.
    from: String,
    /// Text id, native id or exact name.
    to: String,
    /// Take Okta's barriers as absent.
    #[serde(default)]
    assume_worst: bool,
}

/// The shortest way from one node to another, step by step.
#[utoipa::path(
    get,
    path = "/api/v1/graph/path",
    operation_id = "path",
    tag = "graph",
    params(PathParams),
    responses(
        (status = 200, description = "The way, or that there is none", body = PathView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn path(State(app): State<Shared>, Params(wanted): Params<PathParams>) -> Answer<PathView> {
    let asked = app.clone();
    app.ask(move |charted| {
        let (from, to) = (
            find(&charted.graph, &wanted.from)?,
            find(&charted.graph, &wanted.to)?,
        );
        Ok(view(
            &charted.graph,
            from,
            to,
            wanted.assume_worst,
            asked.snapshot_ref(charted),
        ))
    })
    .await
}

fn view(graph: &Graph, from: NodeIx, to: NodeIx, assume_worst: bool, snapshot: SnapshotRef) -> PathView {
    let hops = shortest_path(graph, from, to, ReachOptions { assume_worst });
    let (start, end) = (graph.name(from), graph.name(to));
    let summary = match &hops {
        _ if from == to => "both ends are the same".to_owned(),
        None => format!("whoever takes over {start} does not get to {end}"),
        Some(hops) if hops.len() == 1 => format!("whoever takes over {start} gets to {end} in one step"),
        Some(hops) => format!("whoever takes over {start} gets to {end} in {} steps", hops.len()),
    };
    PathView {
        from: node_ref(graph, from),
        to: node_ref(graph, to),
        found: hops.is_some() || from == to,
        steps: hops
            .unwrap_or_default()
            .iter()
            .map(|hop| step(graph, hop))
            .collect(),
        summary,
        assume_worst,
        snapshot,
    }
}

/// A hop in the words of pages.
pub(crate) fn step(graph: &Graph, hop: &Hop) -> PathStep {
    PathStep {
        from: node_ref(graph, hop.from),
        to: node_ref(graph, hop.to),
        edge: hop.rule.edge.to_owned(),
        explanation: hop.explanation(graph),
        derived: Some(derived(graph, hop)),
    }
}

/// What a derived edge means, and how it is closed.
pub(crate) fn derived(graph: &Graph, hop: &Hop) -> DerivedEdge {
    let rule = hop.rule;
    DerivedEdge {
        rule: rule.id.as_str().to_owned(),
        explanation: hop.explanation(graph),
        abuse: rule.abuse.to_owned(),
        fix: rule.fix.to_owned(),
        traversable: rule.traversable,
        barrier: rule.barrier.then(|| {
            "only super administrators manage people and groups that carry an administrator role".to_owned()
        }),
    }
}
