//! Where alerts are forwarded to.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::Principal;
use crate::view::{ErrorBody, ForwardChange, ForwardList, ForwardRequest, ForwardTested};

/// Where alerts are forwarded to, and how that goes.
#[utoipa::path(
    get,
    path = "/api/v1/forwards",
    operation_id = "forwards",
    tag = "alerts",
    responses(
        (status = 200, description = "The forwards", body = ForwardList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn forwards(State(app): State<Shared>) -> Answer<ForwardList> {
    Ok(Json(app.parts.activity.forwards().await?))
}

/// Makes a forward; alerts are told to it from now on.
#[utoipa::path(
    post,
    path = "/api/v1/forwards",
    operation_id = "forward_create",
    tag = "alerts",
    request_body = ForwardRequest,
    responses(
        (status = 200, description = "Checked; all forwards", body = ForwardList),
        (status = 201, description = "Made; all forwards", body = ForwardList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn forward_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<ForwardRequest>,
) -> Result<(StatusCode, Json<ForwardList>), ApiError> {
    let port = &app.parts.activity;
    let status = if wanted.dry_run {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    let list = port.forward_create(wanted, &principal.actor()).await?;
    Ok((status, Json(list)))
}

/// Changes a forward: where to, from which severity on, on or off.
#[utoipa::path(
    patch,
    path = "/api/v1/forwards/{id}",
    operation_id = "forward_change",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the forward")),
    request_body = ForwardChange,
    responses(
        (status = 200, description = "Changed; all forwards", body = ForwardList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn forward_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Body(wanted): Body<ForwardChange>,
) -> Answer<ForwardList> {
    let port = &app.parts.activity;
    Ok(Json(port.forward_change(&id, wanted, &principal.actor()).await?))
}

/// Removes a forward; what waits for it is not sent.
#[utoipa::path(
    delete,
    path = "/api/v1/forwards/{id}",
    operation_id = "forward_delete",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the forward")),
    responses(
        (status = 200, description = "The forwards that are left", body = ForwardList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn forward_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<ForwardList> {
    let port = &app.parts.activity;
    Ok(Json(port.forward_delete(&id, &principal.actor()).await?))
}

/// Sends a test message to a forward, now and once, and tells what the other side said.
#[utoipa::path(
    post,
    path = "/api/v1/forwards/{id}/test",
    operation_id = "forward_test",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the forward")),
    responses(
        (status = 200, description = "It was tried: what came of it", body = ForwardTested),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn forward_test(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<ForwardTested> {
    let port = &app.parts.activity;
    Ok(Json(port.forward_test(&id, &principal.actor()).await?))
}
