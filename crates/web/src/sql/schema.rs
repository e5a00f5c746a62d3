//! Tables and columns, for completion.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::view::{ErrorBody, SchemaView};

/// Tables, columns and functions with their meanings.
#[utoipa::path(
    get,
    path = "/api/v1/query/schema",
    operation_id = "query_schema",
    tag = "sql",
    responses(
        (status = 200, description = "The tables", body = SchemaView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query_schema(State(_app): State<Shared>) -> Answer<SchemaView> {
    Err(ApiError::no_snapshot())
}
