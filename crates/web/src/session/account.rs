//! Local accounts: the first one by a one-time link, and the beginning of a session.

use domain::Timestamp;
use http::HeaderMap;
use store::state::{
    AuditEntry, LocalUser, NewLocalUser, NewWebSession, State, StateError, TokenHash, new_id,
};

use super::principal::{Principal, SESSION_MS};
use super::{cookie, password, token};
use crate::app::App;
use crate::error::ApiError;
use crate::view::RoleWord;

/// What the one-time link is for.
pub(crate) const SETUP: &str = "setup";
/// How long the link can be used.
const SETUP_LINK_MS: i64 = 24 * 3_600_000;
const NAME_CHARS_MAX: usize = 64;

/// Makes a one-time link for an administrator: the path and query to put behind the server's address. Earlier
/// links stop working. It can be used for 24 hours.
pub async fn setup_link(state: &State, now: Timestamp) -> Result<String, StateError> {
    let code = token::new_secret();
    state
        .create_one_time_link(&TokenHash::of(&code), SETUP, now.plus_ms(SETUP_LINK_MS), now)
        .await?;
    Ok(format!("/setup?code={code}"))
}

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AccountFault {
    /// The name or the password is not allowed.
    #[error("{0}")]
    Refused(String),
    /// The database refused.
    #[error(transparent)]
    State(#[from] StateError),
}

/// Makes an administrator with a password, for programs that set a server up; gives the account's id back.
pub async fn make_admin(
    state: &State,
    name: &str,
    password: &str,
    now: Timestamp,
) -> Result<String, AccountFault> {
    let new = new_admin(name, password)
        .await
        .map_err(|error| AccountFault::Refused(error.detail().message.clone()))?;
    let target = format!("user/{}", new.name);
    state
        .create_user(&new, &AuditEntry::new("system", "user.create", &target), now)
        .await?;
    Ok(new.id)
}

/// Checks name and password of a new administrator and hashes the password.
pub(super) async fn new_admin(name: &str, password: &str) -> Result<NewLocalUser, ApiError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(ApiError::invalid(
            "name",
            format!("the name must have 1 to {NAME_CHARS_MAX} characters"),
        ));
    }
    password::check(name, password).map_err(|weak| {
        ApiError::invalid("password", weak.to_string()).hint("several unrelated words make a good one")
    })?;
    let password_hash = password::hash(password.to_owned())
        .await
        .map_err(ApiError::internal)?;
    let roles = vec![RoleWord::Admin.as_str().to_owned()];
    Ok(NewLocalUser {
        id: new_id(),
        name: name.to_owned(),
        password_hash,
        roles,
    })
}

/// Begins a session: a new id, never the one the request came with, which ends. Gives the `Set-Cookie` value.
pub(super) async fn begin_session(
    app: &App,
    user: &LocalUser,
    headers: &HeaderMap,
) -> Result<(String, Principal), ApiError> {
    let (state, now, is_https) = (&app.parts.state, app.now(), app.parts.settings.is_https());
    if let Some(old) = cookie::read(headers, is_https) {
        state.delete_web_session(&TokenHash::of(old)).await?;
    }
    state.forget_expired_web_sessions(now).await?;
    let secret = token::new_secret();
    let (csrf, expires) = (token::csrf_of(&secret), now.plus_ms(SESSION_MS));
    let new = NewWebSession {
        hash: TokenHash::of(&secret),
        user_id: user.id.clone(),
        csrf,
        expires,
    };
    state.create_web_session(&new, now).await?;
    let is_admin = user.roles.iter().any(|role| role == RoleWord::Admin.as_str());
    let principal = Principal {
        user_id: user.id.clone(),
        name: user.name.clone(),
        role: if is_admin {
            RoleWord::Admin
        } else {
            RoleWord::Reader
        },
        expires: Some(expires),
        csrf: Some(new.csrf),
    };
    let max_age_s = u64::try_from(SESSION_MS / 1000).unwrap_or_default();
    Ok((cookie::start(&secret, max_age_s, is_https), principal))
}
