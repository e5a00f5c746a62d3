//! Where events come from besides Okta: made, shown, changed, removed.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::{Principal, new_secret};
use crate::view::{ErrorBody, SourceChange, SourceList, SourceMade, SourceRequest};

/// What tokens of sources begin with, so that secret scanners and people recognise them.
const TOKEN_PREFIX: &str = "ptn_in_";

/// The sources of events besides Okta, without what they are read with.
#[utoipa::path(
    get,
    path = "/api/v1/activity/sources",
    operation_id = "activity_sources",
    tag = "activity",
    responses(
        (status = 200, description = "The sources", body = SourceList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_sources(State(app): State<Shared>) -> Answer<SourceList> {
    Ok(Json(app.parts.activity.sources().await?))
}

/// Makes a source; it is read from now on. One that sends by itself gets a token, which is shown once.
#[utoipa::path(
    post,
    path = "/api/v1/activity/sources",
    operation_id = "activity_source_create",
    tag = "activity",
    request_body = SourceRequest,
    responses(
        (status = 201, description = "Made", body = SourceMade),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_source_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<SourceRequest>,
) -> Result<(StatusCode, Json<SourceMade>), ApiError> {
    let port = &app.parts.activity;
    let made = port
        .source_create(wanted, new_token(), &principal.actor())
        .await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Changes a source, or switches it on or off.
#[utoipa::path(
    patch,
    path = "/api/v1/activity/sources/{name}",
    operation_id = "activity_source_change",
    tag = "activity",
    params(("name" = String, Path, description = "Name of the source")),
    request_body = SourceChange,
    responses(
        (status = 200, description = "Changed", body = SourceMade),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_source_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
    Body(wanted): Body<SourceChange>,
) -> Answer<SourceMade> {
    let port = &app.parts.activity;
    Ok(Json(port.source_change(&name, wanted, &principal.actor()).await?))
}

/// Removes a source with its credential; its events stay.
#[utoipa::path(
    delete,
    path = "/api/v1/activity/sources/{name}",
    operation_id = "activity_source_delete",
    tag = "activity",
    params(("name" = String, Path, description = "Name of the source")),
    responses(
        (status = 200, description = "The sources that are left", body = SourceList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_source_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
) -> Answer<SourceList> {
    let port = &app.parts.activity;
    Ok(Json(port.source_delete(&name, &principal.actor()).await?))
}

/// Makes a new token for a source that sends by itself; the old one does not hold any more. Shown once.
#[utoipa::path(
    post,
    path = "/api/v1/activity/sources/{name}/token",
    operation_id = "activity_source_token",
    tag = "activity",
    params(("name" = String, Path, description = "Name of the source")),
    responses(
        (status = 200, description = "The token", body = SourceMade),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_source_token(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
) -> Answer<SourceMade> {
    let port = &app.parts.activity;
    let made = port.source_token(&name, new_token(), &principal.actor()).await?;
    Ok(Json(made))
}

fn new_token() -> String {
    format!("{TOKEN_PREFIX}{}", new_secret())
}
