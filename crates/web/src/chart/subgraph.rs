//! Given nodes and the edges among them.

use axum::extract::State;

use super::picture::Picture;
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::nodes::find_quietly;
use crate::view::{ErrorBody, ExploreView, SubgraphRequest};

/// Draws given nodes and the edges among them, for example those of an SQL result.
#[utoipa::path(
    post,
    path = "/api/v1/graph/subgraph",
    operation_id = "subgraph",
    tag = "graph",
    request_body = SubgraphRequest,
    responses(
        (status = 200, description = "The picture", body = ExploreView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn subgraph(
    State(app): State<Shared>,
    Body(wanted): Body<SubgraphRequest>,
) -> Answer<ExploreView> {
    if wanted.nodes.len() > NODES_MAX {
        return Err(ApiError::invalid(
            "nodes",
            format!("at most {NODES_MAX} nodes can be drawn at once"),
        ));
    }
    let asked = app.clone();
    app.ask(move |charted| {
        let mut picture = Picture::new(&charted.graph);
        let found = wanted
            .nodes
            .iter()
            .filter_map(|text| find_quietly(&charted.graph, text));
        let found: Vec<_> = found.collect();
        for node in &found {
            picture.add_seed(*node);
        }
        let missing = wanted.nodes.len() - found.len();
        if missing > 0 {
            picture.leave_out(format!(
                "{missing} of the names are not in this snapshot, or not clear"
            ));
        }
        picture.connect();
        Ok(picture.finish(asked.snapshot_ref(charted)))
    })
    .await
}

/// Nodes of one request at most.
const NODES_MAX: usize = 1000;
