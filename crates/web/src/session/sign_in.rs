//! Signs in with name and password.

use axum::Json;
use axum::extract::State;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::json;
use store::state::AuditEntry;

use super::account::{Beginning, begin_session};
use super::password;
use super::principal::{Visitor, too_many};
use super::second_factor;
use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::extract::Body;
use crate::view::{ErrorBody, SessionView, SignIn};

/// A view with the cookie that goes with it.
pub(super) type WithCookie = ([(HeaderName, String); 1], Json<SessionView>);

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
pub(crate) async fn sign_in(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(wanted): Body<SignIn>,
) -> Result<WithCookie, ApiError> {
    let now = app.now();
    let name_key: String = wanted.name.trim().to_lowercase().chars().take(256).collect();
    app.guards
        .address
        .check(&visitor.address, now)
        .map_err(too_many)?;
    app.guards.name.check(&name_key, now).map_err(too_many)?;
    let user = app.parts.state.user_named(&name_key).await?;
    let kept = user
        .as_ref()
        .map(|user| user.password_hash.clone())
        .filter(|hash| !hash.is_empty());
    let matches = password::verify(wanted.password, kept)
        .await
        .map_err(ApiError::internal)?;
    let Some(user) = user.filter(|_| matches) else {
        return Err(refuse(&app, &name_key, &visitor.address).await?);
    };
    if !app.parts.state.may_sign_in(&user.id, now).await? {
        return Err(refuse(&app, &name_key, &visitor.address).await?);
    }
    if let Some(sealed) = &user.sealed_totp {
        let Some(code) = wanted.code.as_deref().filter(|code| !code.trim().is_empty()) else {
            return Err(second_factor::required());
        };
        if !second_factor::accepts(&app, &user.id, sealed, code).await? {
            return Err(refuse(&app, &name_key, &visitor.address).await?);
        }
    }
    app.guards.address.succeeded(&visitor.address);
    app.guards.name.succeeded(&name_key);
    let entry = AuditEntry {
        detail: json!({"address": visitor.address}),
        ..AuditEntry::new(&user.name, "session.create", "session")
    };
    app.parts.state.record(&entry, now).await?;
    let (cookie, principal) = begin_session(&app, &user, beginning(&headers, &visitor)).await?;
    Ok(([(SET_COOKIE, cookie)], Json(principal.view())))
}

/// A session that begins with a password.
pub(super) fn beginning<'a>(headers: &'a HeaderMap, visitor: &'a Visitor) -> Beginning<'a> {
    Beginning {
        headers,
        address: &visitor.address,
        single_sign_on: None,
        until: None,
    }
}

/// Counts and records a failure. The answer is the same for unknown names and wrong passwords.
async fn refuse(app: &App, name_key: &str, address: &str) -> Result<ApiError, ApiError> {
    let now = app.now();
    app.guards.address.failed(address, now);
    app.guards.name.failed(name_key, now);
    let shown: String = name_key.chars().filter(|c| !c.is_control()).take(64).collect();
    let detail = json!({"address": address, "name": shown});
    let entry = AuditEntry {
        detail,
        ..AuditEntry::new("anonymous", "session.refuse", "session")
    };
    app.parts.state.record(&entry, now).await?;
    Ok(ApiError::new(
        StatusCode::UNAUTHORIZED,
        "wrong_credentials",
        "the name, the password or the code is wrong",
    ))
}
