//! Finds nodes by what people type.

use axum::extract::State;
use graph::Quality;
use serde::Deserialize;
use utoipa::IntoParams;

use super::node_ref;
use crate::app::{Charted, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{ErrorBody, SearchHit, SearchView, SnapshotRef};

/// What to find.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchParams {
    /// What was typed; small mistakes are forgiven.
    q: String,
    /// Hits at most, 1 to 100; 20 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Search over names and aliases of every node.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    operation_id = "search",
    tag = "nodes",
    params(SearchParams),
    responses(
        (status = 200, description = "Hits, best first", body = SearchView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn search(
    State(app): State<Shared>,
    Params(wanted): Params<SearchParams>,
) -> Answer<SearchView> {
    let limit = wanted.limit.unwrap_or(20) as usize;
    if !(1..=100).contains(&limit) {
        return Err(ApiError::invalid("limit", "`limit` must be 1 to 100"));
    }
    if wanted.q.len() > 200 {
        return Err(ApiError::invalid("q", "`q` must have at most 200 bytes"));
    }
    let asked = app.clone();
    app.ask(move |charted| Ok(found(charted, &wanted.q, limit, asked.snapshot_ref(charted))))
        .await
}

fn found(charted: &Charted, q: &str, limit: usize, snapshot: SnapshotRef) -> SearchView {
    let graph = &charted.graph;
    let hits = graph.search(q, limit).into_iter().map(|hit| SearchHit {
        node: node_ref(graph, hit.node),
        matched: matched(graph, hit.node, q),
        score: score(hit.quality),
    });
    SearchView {
        hits: hits.collect(),
        snapshot,
    }
}

/// The name or alias that the hit is likely for.
fn matched(graph: &graph::Graph, node: graph::NodeIx, q: &str) -> String {
    let q = q.trim().to_lowercase();
    let mut names = std::iter::once(graph.name(node)).chain(graph.aliases(node));
    let found = names.find(|name| name.to_lowercase().contains(&q));
    found.unwrap_or_else(|| graph.name(node)).to_owned()
}

fn score(quality: Quality) -> f64 {
    match quality {
        Quality::Exact => 1.0,
        Quality::Prefix => 0.9,
        Quality::WordPrefix => 0.8,
        Quality::Substring => 0.6,
        Quality::OneError => 0.4,
        Quality::TwoErrors => 0.2,
    }
}
