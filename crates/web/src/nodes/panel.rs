//! Everything the side panel shows of a node.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::view::{ErrorBody, NodePanel};

/// A node with its properties and the first rows of its lists.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}",
    operation_id = "node",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded")),
    responses(
        (status = 200, description = "The node", body = NodePanel),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn node(State(_app): State<Shared>, Segment(_id): Segment<String>) -> Answer<NodePanel> {
    Err(ApiError::no_snapshot())
}
