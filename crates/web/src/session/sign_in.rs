//! Signs in with name and password.

use axum::Json;
use axum::extract::State;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, StatusCode};
use serde_json::json;
use store::state::{AuditEntry, LocalUser};

use super::account::{Beginning, begin_session};
use super::passkey;
use super::password;
use super::principal::{Visitor, too_many};
use super::second_factor;
use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::extract::Body;
use crate::view::{ErrorBody, PasskeyProof, SessionView, SignIn};

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
    let (code, proof) = (wanted.code.as_deref(), wanted.passkey.as_ref());
    match judge_second(&app, &headers, &user, code, proof).await? {
        Second::Right => {}
        Second::Missing(asked, error) => {
            challenged(&app, &user, &visitor, asked).await?;
            return Err(error);
        }
        Second::Wrong => return Err(refuse(&app, &name_key, &visitor.address).await?),
    }
    // What the address got wrong before is not forgotten: somebody with one account of their own would guess for ever.
    app.guards.name.succeeded(&name_key);
    let entry = AuditEntry {
        detail: json!({"address": visitor.address}),
        ..AuditEntry::new(&user.name, "session.create", "session")
    };
    app.parts.state.record(&entry, now).await?;
    let (cookie, principal) = begin_session(&app, &user, beginning(&headers, &visitor)).await?;
    Ok(([(SET_COOKIE, cookie)], Json(principal.view())))
}

/// What stands beside the password.
enum Second {
    /// Nothing is needed, or it is right.
    Right,
    /// It is needed: which.
    Missing(&'static str, ApiError),
    /// It is wrong.
    Wrong,
}

/// Judges the second factor: a passkey of this person, or a code. Whoever has one needs it.
async fn judge_second(
    app: &App,
    headers: &HeaderMap,
    user: &LocalUser,
    code: Option<&str>,
    proof: Option<&PasskeyProof>,
) -> Result<Second, ApiError> {
    let has_passkey = !app.parts.state.passkeys_of(&user.id).await?.is_empty();
    if let Some(proof) = proof.filter(|_| has_passkey) {
        let owner = passkey::owner(app, headers, proof).await?;
        let is_right = owner.as_deref() == Some(user.id.as_str());
        return Ok(if is_right { Second::Right } else { Second::Wrong });
    }
    let code = code.filter(|code| !code.trim().is_empty());
    Ok(match (&user.sealed_totp, code) {
        (Some(sealed), Some(code)) if second_factor::accepts(app, &user.id, sealed, code).await? => {
            Second::Right
        }
        (Some(_), Some(_)) => Second::Wrong,
        (Some(_), None) => Second::Missing("code", second_factor::required()),
        (None, _) if has_passkey => Second::Missing("passkey", passkey_required()),
        (None, _) => Second::Right,
    })
}

/// 401: the password was right, a passkey is needed.
fn passkey_required() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "passkey_required", "show your passkey")
        .hint("send it as `passkey` with name and password")
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

/// Records that the password was right and something else is asked for: a name for which nothing follows is one whose
/// password somebody else knows.
async fn challenged(app: &App, user: &LocalUser, visitor: &Visitor, asked: &str) -> Result<(), ApiError> {
    let entry = AuditEntry {
        detail: json!({"address": visitor.address, "asked": asked}),
        ..AuditEntry::new(&user.name, "session.challenge", "session")
    };
    Ok(app.parts.state.record(&entry, app.now()).await?)
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
