//! Signs out.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::view::{ErrorBody, SessionView};

/// Signs out; ends the session on the server and clears the cookie.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    operation_id = "sign_out",
    tag = "session",
    responses(
        (status = 200, description = "Signed out", body = SessionView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sign_out(State(_app): State<Shared>) -> Answer<SessionView> {
    Err(ApiError::no_snapshot())
}
