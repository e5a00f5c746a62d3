//! Stops a running query.

use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::error::Answer;
use crate::extract::Segment;
use crate::session::Principal;
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
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<CancelledView> {
    let cancelled = app.running.cancel(&principal.user_id, &id);
    Ok(Json(CancelledView { id, cancelled }))
}
