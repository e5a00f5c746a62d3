//! Local accounts: the first one by a one-time link, and the beginning of a session.

use domain::Timestamp;
use domain::role::Role;
use http::HeaderMap;
use http::header::USER_AGENT;
use store::state::{
    AuditEntry, LocalUser, NewLocalUser, NewWebSession, SingleSignOn, State, StateError, TokenHash, new_id,
};

use super::principal::{Principal, SESSION_MS, in_session};
use super::{cookie, password, token};
use crate::app::App;
use crate::error::ApiError;

/// What the one-time link is for.
pub(crate) const SETUP: &str = "setup";
/// How long the link can be used.
const SETUP_LINK_MS: i64 = 24 * 3_600_000;
const NAME_CHARS_MAX: usize = 64;
const USER_AGENT_CHARS_MAX: usize = 256;
/// The preset role of administrators.
pub(crate) const EDITOR: &str = "editor";

/// Makes a one-time link for an administrator: the path and query to put behind the server's address. It can be used for
/// 24 hours, and with its use all others end.
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

/// The name of a new account, checked.
pub(crate) fn account_name(name: &str) -> Result<String, ApiError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(ApiError::invalid(
            "name",
            format!("the name must have 1 to {NAME_CHARS_MAX} characters"),
        ));
    }
    Ok(name.to_owned())
}

/// Checks name and password of a new administrator and hashes the password.
pub(crate) async fn new_admin(name: &str, password: &str) -> Result<NewLocalUser, ApiError> {
    let name = account_name(name)?;
    password::check(&name, password).map_err(|weak| {
        ApiError::invalid("password", weak.to_string()).hint("several unrelated words make a good one")
    })?;
    let password_hash = password::hash(password.to_owned())
        .await
        .map_err(ApiError::internal)?;
    let roles = vec![EDITOR.to_owned()];
    Ok(NewLocalUser {
        id: new_id(),
        name,
        password_hash,
        roles,
    })
}

/// Where a session begins.
pub(crate) struct Beginning<'a> {
    /// The request's headers.
    pub(crate) headers: &'a HeaderMap,
    /// The network address.
    pub(crate) address: &'a str,
    /// The session at the identity provider, when one vouched for the person.
    pub(crate) single_sign_on: Option<SingleSignOn>,
    /// Until when the identity provider lets it last.
    pub(crate) until: Option<Timestamp>,
}

/// Begins a session: a new id, never the one the request came with, which ends. Gives the `Set-Cookie` value.
pub(crate) async fn begin_session(
    app: &App,
    user: &LocalUser,
    beginning: Beginning<'_>,
) -> Result<(String, Principal), ApiError> {
    let (state, now, is_https) = (&app.parts.state, app.now(), app.parts.settings.is_https());
    if let Some(old) = cookie::read(beginning.headers, is_https) {
        state.delete_web_session(&TokenHash::of(old)).await?;
    }
    state.forget_expired_web_sessions(now).await?;
    let connector = beginning.single_sign_on.as_ref().map(|sso| sso.connector.clone());
    let (roles, needs_second_factor) = in_session(app, &user.id, &user.roles, connector.as_deref()).await?;
    let secret = token::new_secret();
    let csrf = token::csrf_of(&secret);
    let expires = end_of_session(&roles, beginning.until, now);
    let proof = TokenHash::of(&secret);
    let new = NewWebSession {
        hash: proof.clone(),
        user_id: user.id.clone(),
        csrf,
        expires,
        address: beginning.address.to_owned(),
        user_agent: user_agent(beginning.headers),
        single_sign_on: beginning.single_sign_on,
    };
    state.create_web_session(&new, now).await?;
    let principal = Principal {
        user_id: user.id.clone(),
        name: user.name.clone(),
        role_names: user.roles.clone(),
        roles,
        connector,
        expires: Some(expires),
        csrf: Some(new.csrf),
        proof,
        needs_second_factor,
    };
    let max_age_s = u64::try_from(expires.since_ms(now) / 1000).unwrap_or_default();
    Ok((cookie::start(&secret, max_age_s, is_https), principal))
}

/// The soonest of what we allow, what the roles allow, and what the identity provider allows.
fn end_of_session(roles: &[Role], until: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let by_roles = roles.iter().filter_map(|role| role.max_session_ttl_s).min();
    let longest_ms = by_roles.map_or(SESSION_MS, |seconds| (i64::from(seconds) * 1000).min(SESSION_MS));
    let end = now.plus_ms(longest_ms);
    until.map_or(end, |until| until.min(end))
}

/// The browser's name for itself, short and printable.
fn user_agent(headers: &HeaderMap) -> String {
    let text = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    text.chars().take(USER_AGENT_CHARS_MAX).collect()
}
