//! Signs in with name and password.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::view::{ErrorBody, SessionView, SignIn};

/// Signs in; sets the session cookie.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    operation_id = "sign_in",
    tag = "session",
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = SessionView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sign_in(State(_app): State<Shared>, Body(_wanted): Body<SignIn>) -> Answer<SessionView> {
    Err(ApiError::no_snapshot())
}
