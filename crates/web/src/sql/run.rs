//! Runs one SELECT.

use axum::extract::State;
use axum::response::Response;

use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Body;
use crate::view::{ErrorBody, QueryBody, QueryView};

/// Runs one `SELECT`. With `Accept: application/x-ndjson` or `text/csv` the rows are streamed in that form.
#[utoipa::path(
    post,
    path = "/api/v1/query",
    operation_id = "query",
    tag = "sql",
    request_body = QueryBody,
    responses(
        (status = 200, description = "The rows", body = QueryView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query(
    State(_app): State<Shared>,
    Body(_wanted): Body<QueryBody>,
) -> Result<Response, ApiError> {
    Err(ApiError::no_snapshot())
}
