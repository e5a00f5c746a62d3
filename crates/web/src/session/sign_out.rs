//! Signs out.

use axum::Json;
use axum::extract::State;
use axum::response::AppendHeaders;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName};
use store::state::{AuditEntry, TokenHash};

use super::cookie;
use super::principal::Principal;
use super::show::signed_out;
use crate::app::Shared;
use crate::error::ApiError;
use crate::sso;
use crate::view::{ErrorBody, SessionView};

/// Signs out; ends the session on the server and clears the cookie. The session at the identity provider comes after that:
/// `logout_url` leads there.
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
) -> Result<(AppendHeaders<Vec<(HeaderName, String)>>, Json<SessionView>), ApiError> {
    let is_https = app.parts.settings.is_https();
    let mut view = signed_out(&app).await?;
    let mut cookies = vec![(SET_COOKIE, cookie::end(is_https))];
    if let Some(secret) = cookie::read(&headers, is_https) {
        let hash = TokenHash::of(secret);
        let behind = app.parts.state.single_sign_on_of(&hash).await?;
        app.parts.state.delete_web_session(&hash).await?;
        let entry = AuditEntry::new(&principal.name, "session.delete", "session");
        app.parts.state.record(&entry, app.now()).await?;
        if let Some(behind) = behind
            && let Some(onward) = sso::goodbye(&app, &behind, &headers, &principal.name).await
        {
            view.logout_url = Some(onward.url);
            cookies.extend(onward.cookie.map(|cookie| (SET_COOKIE, cookie)));
        }
    }
    Ok((AppendHeaders(cookies), Json(view)))
}
