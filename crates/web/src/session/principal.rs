//! From a cookie or a bearer token to the one who is asking.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use domain::Timestamp;
use domain::role::{Resource, Role, Verb};
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use store::state::TokenHash;

use super::cookie;
use super::policy::{Asker, Right};
use crate::app::App;
use crate::error::ApiError;
use crate::view::{PrincipalView, SessionView, SignInWay};

/// A session ends after so long without a request …
const IDLE_MS: i64 = 12 * 3_600_000;
/// … and at the latest after so long.
pub(crate) const SESSION_MS: i64 = 7 * 24 * 3_600_000;

/// Who is asking.
#[derive(Clone, Debug)]
pub(crate) struct Principal {
    /// Id of the local account, or of the token's owner.
    pub(crate) user_id: String,
    /// Name of the account, or of the token.
    pub(crate) name: String,
    /// Names of the roles.
    pub(crate) role_names: Vec<String>,
    /// What they permit, without those that are locked or unknown.
    pub(crate) roles: Arc<[Role]>,
    /// The connector that vouched for the person.
    pub(crate) connector: Option<String>,
    /// When session or token ends.
    pub(crate) expires: Option<Timestamp>,
    /// The CSRF token of a cookie session; `None` for an API token.
    pub(crate) csrf: Option<String>,
    /// Hash of what vouches: of the cookie, or of the token.
    pub(crate) proof: TokenHash,
    /// A password alone vouches, and this server asks for more: nothing is permitted but to add it.
    pub(crate) needs_second_factor: bool,
}

impl Principal {
    /// As a decision needs them.
    pub(crate) fn asker(&self) -> Asker<'_> {
        Asker {
            roles: &self.roles,
            is_token: self.is_token(),
        }
    }

    /// Whether an API token vouches for them, not a browser's session.
    pub(crate) fn is_token(&self) -> bool {
        self.csrf.is_none()
    }

    /// Whether the roles permit this.
    pub(crate) fn may(&self, resource: Resource, verb: Verb) -> bool {
        domain::role::decide(&self.roles, resource, verb).is_allowed()
    }

    /// As the audit log names them.
    pub(crate) fn actor(&self) -> String {
        match self.csrf {
            Some(_) => self.name.clone(),
            None => format!("token:{}", self.name),
        }
    }

    /// Everything the roles permit, as `kind.verb`.
    fn permissions(&self) -> Vec<String> {
        let mut permissions = Vec::new();
        for resource in Resource::ALL {
            for verb in Verb::ALL {
                if self.may(*resource, *verb) {
                    permissions.push(format!("{}.{}", resource.as_str(), verb.as_str()));
                }
            }
        }
        permissions
    }

    /// As the session call shows them.
    pub(crate) fn view(&self) -> SessionView {
        let via = if self.csrf.is_some() {
            SignInWay::Session
        } else {
            SignInWay::Token
        };
        SessionView {
            signed_in: true,
            principal: Some(PrincipalView {
                name: self.name.clone(),
                via,
                roles: self.role_names.clone(),
                connector: self.connector.clone(),
                permissions: self.permissions(),
            }),
            csrf_token: self.csrf.clone(),
            expires_at: self.expires.map(crate::view::time_text),
            logout_url: None,
            setup_required: false,
            second_factor_required: self.needs_second_factor,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// Finds out who is asking; `None` when the request proves nothing. A wrong bearer token is an error.
pub(crate) async fn identify(
    app: &App,
    headers: &HeaderMap,
    address: &str,
) -> Result<Option<Principal>, ApiError> {
    let now = app.now();
    match headers.get(AUTHORIZATION) {
        Some(value) => {
            let value = value.to_str().unwrap_or_default();
            by_token(app, value, address, now).await.map(Some)
        }
        None => by_cookie(app, headers, now).await,
    }
}

async fn by_token(app: &App, value: &str, address: &str, now: Timestamp) -> Result<Principal, ApiError> {
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => "",
    };
    let proof = TokenHash::of(token);
    let found = app.parts.state.api_token_by_hash(&proof, now).await?;
    let known = match found {
        Some(token) => {
            let names = token.effective_roles();
            let roles = super::roles::of_token(&app.parts.state, &token, now).await?;
            super::roles::give_something(&roles).then_some((token, names, roles))
        }
        None => None,
    };
    let Some((token, role_names, roles)) = known else {
        let refused = app.guards.token.check(address, now);
        app.guards.token.failed(address, now);
        return Err(match refused {
            Err(wait_s) => too_many(wait_s),
            Ok(()) => ApiError::new(
                StatusCode::UNAUTHORIZED,
                "bad_token",
                "this API token is not valid, or is over",
            )
            .hint("make a new one on the account page, or with `portolan tokens add`"),
        });
    };
    Ok(Principal {
        user_id: token.user_id,
        name: token.name,
        role_names,
        roles,
        connector: None,
        expires: token.expires,
        csrf: None,
        proof,
        needs_second_factor: false,
    })
}

/// The roles that hold in a session, and whether a second factor is missing before any does.
pub(super) async fn in_session(
    app: &App,
    user_id: &str,
    names: &[String],
    connector: Option<&str>,
) -> Result<(Arc<[Role]>, bool), ApiError> {
    let (state, now) = (&app.parts.state, app.now());
    if app.parts.settings.require_second_factor && connector.is_none() {
        let person = state.person(user_id, now).await?;
        if person.is_none_or(|person| person.has_password && !person.has_second_factor) {
            return Ok((Arc::new([]), true));
        }
    }
    Ok((super::roles::resolve(state, names, now).await?, false))
}

async fn by_cookie(app: &App, headers: &HeaderMap, now: Timestamp) -> Result<Option<Principal>, ApiError> {
    let Some(secret) = cookie::read(headers, app.parts.settings.is_https()) else {
        return Ok(None);
    };
    let hash = TokenHash::of(secret);
    let Some(session) = app.parts.state.web_session(&hash, now).await? else {
        return Ok(None);
    };
    if is_idle(session.last_seen, now) {
        app.parts.state.delete_web_session(&hash).await?;
        return Ok(None);
    }
    let connector = session.connector.as_deref();
    let (roles, needs_second_factor) = in_session(app, &session.user_id, &session.roles, connector).await?;
    Ok(Some(Principal {
        needs_second_factor,
        user_id: session.user_id,
        name: session.user_name,
        role_names: session.roles,
        roles,
        connector: session.connector,
        expires: Some(session.expires),
        csrf: Some(session.csrf),
        proof: hash,
    }))
}

/// Whether a session that was seen last then has been left alone for too long.
pub(super) fn is_idle(last_seen: Timestamp, now: Timestamp) -> bool {
    now.since_ms(last_seen) >= IDLE_MS
}

/// 429 with the time to wait.
pub(crate) fn too_many(wait_s: u64) -> ApiError {
    ApiError::new(
        StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "too many failed attempts",
    )
    .hint(format!("try again in {wait_s} seconds"))
    .retry_after_s(wait_s)
}

/// Where a request comes from, and who sends it if that is known.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// Network address as text.
    pub(crate) address: String,
    /// Who, when signed in.
    pub(crate) principal: Option<Principal>,
    /// What the call needs.
    pub(crate) right: Option<Right>,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or_else(|| ApiError::internal("a call has no guard"))
    }
}

impl<S: Sync> FromRequestParts<S> for Principal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let visitor = parts.extensions.get::<Visitor>();
        visitor
            .and_then(|visitor| visitor.principal.clone())
            .ok_or_else(ApiError::signed_out)
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Principal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, ApiError> {
        Ok(parts
            .extensions
            .get::<Visitor>()
            .and_then(|visitor| visitor.principal.clone()))
    }
}
