//! Tells who is asking.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::view::{ErrorBody, SessionView};

/// Who is signed in. Answers 200 also when nobody is.
#[utoipa::path(
    get,
    path = "/api/v1/session",
    operation_id = "session",
    tag = "session",
    responses(
        (status = 200, description = "Who is asking", body = SessionView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn session(State(_app): State<Shared>) -> Answer<SessionView> {
    Err(ApiError::no_snapshot())
}
