//! What the archive holds.

use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::error::Answer;
use crate::view::{ActivityStats, ErrorBody};

/// What the archive holds, by source, and what no table knows.
#[utoipa::path(
    get,
    path = "/api/v1/activity/stats",
    operation_id = "activity_stats",
    tag = "activity",
    responses(
        (status = 200, description = "What it holds", body = ActivityStats),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_stats(State(app): State<Shared>) -> Answer<ActivityStats> {
    Ok(Json(app.parts.activity.stats().await?))
}
