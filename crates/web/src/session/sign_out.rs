//! Signs out.

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use http::header::SET_COOKIE;
use store::state::{AuditEntry, TokenHash};

use super::cookie;
use super::principal::Principal;
use super::show::signed_out;
use super::sign_in::WithCookie;
use crate::app::Shared;
use crate::error::ApiError;
use crate::sso;
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
pub(crate) async fn sign_out(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
) -> Result<WithCookie, ApiError> {
    let is_https = app.parts.settings.is_https();
    let mut view = signed_out(&app).await?;
    if let Some(secret) = cookie::read(&headers, is_https) {
        let hash = TokenHash::of(secret);
        if let Some(behind) = app.parts.state.single_sign_on_of(&hash).await? {
            view.logout_url = sso::openid::goodbye(&app, &behind).await;
        }
        app.parts.state.delete_web_session(&hash).await?;
        let entry = AuditEntry::new(&principal.name, "session.delete", "session");
        app.parts.state.record(&entry, app.now()).await?;
    }
    Ok(([(SET_COOKIE, cookie::end(is_https))], Json(view)))
}
