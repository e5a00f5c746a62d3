//! A node as Okta sent it.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::view::{ErrorBody, RawView};

/// The object as Okta sent it, from the snapshot, without credentials.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}/raw",
    operation_id = "node_raw",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded")),
    responses(
        (status = 200, description = "The object", body = RawView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn node_raw(State(_app): State<Shared>, Segment(_id): Segment<String>) -> Answer<RawView> {
    Err(ApiError::no_snapshot())
}
