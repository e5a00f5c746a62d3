//! Stops a running query.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::view::{CancelledView, ErrorBody};

/// Cancels a running query of your own.
#[utoipa::path(
    delete,
    path = "/api/v1/query/{id}",
    operation_id = "query_cancel",
    tag = "sql",
    params(("id" = String, Path, description = "Name of the query")),
    responses(
        (status = 200, description = "Cancelled, or ended before", body = CancelledView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query_cancel(
    State(_app): State<Shared>,
    Segment(_id): Segment<String>,
) -> Answer<CancelledView> {
    Err(ApiError::no_snapshot())
}
