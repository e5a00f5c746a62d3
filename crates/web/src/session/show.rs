//! Tells who is asking.

use axum::Json;
use axum::extract::State;

use super::principal::Principal;
use crate::app::{App, Shared};
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
pub(crate) async fn session(State(app): State<Shared>, principal: Option<Principal>) -> Answer<SessionView> {
    match principal {
        Some(principal) => Ok(Json(principal.view())),
        None => Ok(Json(signed_out(&app).await?)),
    }
}

/// What the session call says when nobody is signed in.
pub(super) async fn signed_out(app: &App) -> Result<SessionView, ApiError> {
    Ok(SessionView {
        signed_in: false,
        principal: None,
        csrf_token: None,
        expires_at: None,
        logout_url: None,
        second_factor_required: false,
        setup_required: !app.parts.state.has_users().await?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
