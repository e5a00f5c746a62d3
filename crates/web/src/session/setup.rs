//! Makes the account that a one-time link stands for.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::view::{ErrorBody, SessionView, Setup};

/// Makes an administrator from a one-time link and signs them in.
#[utoipa::path(
    post,
    path = "/api/v1/setup",
    operation_id = "setup",
    tag = "session",
    request_body = Setup,
    responses(
        (status = 200, description = "Made and signed in", body = SessionView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn setup(State(_app): State<Shared>, Body(_wanted): Body<Setup>) -> Answer<SessionView> {
    Err(ApiError::no_snapshot())
}
