//! What brings events, and how that goes.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::session::Principal;
use crate::view::{CollectorList, CollectorWoken, ErrorBody};

/// What brings events: state, lag, last failure and what to do about it.
#[utoipa::path(
    get,
    path = "/api/v1/collectors",
    operation_id = "collectors",
    tag = "activity",
    responses(
        (status = 200, description = "The collectors", body = CollectorList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn collectors(State(app): State<Shared>) -> Answer<CollectorList> {
    Ok(Json(app.parts.activity.collectors().await?))
}

/// Asks the collectors of a source, or the one with that name, to read now.
#[utoipa::path(
    post,
    path = "/api/v1/collectors/{source}/run",
    operation_id = "collector_run",
    tag = "activity",
    params(("source" = String, Path, description = "`okta`, `self`, `aws`, `github`, or the name of a source")),
    responses(
        (status = 202, description = "They read now", body = CollectorWoken),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn collector_run(
    State(app): State<Shared>,
    principal: Principal,
    Segment(source): Segment<String>,
) -> Result<(StatusCode, Json<CollectorWoken>), ApiError> {
    let port = &app.parts.activity;
    let woken = port.collector_run(&source, &principal.actor()).await?;
    Ok((StatusCode::ACCEPTED, Json(woken)))
}
