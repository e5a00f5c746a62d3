//! Given nodes and the edges among them.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Body;
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
    State(_app): State<Shared>,
    Body(_wanted): Body<SubgraphRequest>,
) -> Answer<ExploreView> {
    Err(ApiError::no_snapshot())
}
