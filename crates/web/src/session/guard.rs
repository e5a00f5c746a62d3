//! The guard before every described call: who is asking, may they, and does a write come from our own pages.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};

use super::policy::{Verdict, decide, required};
use super::principal::{Principal, Visitor, identify};
use super::{origin, token};
use crate::app::{App, Shared};
use crate::error::ApiError;

/// The header that proves that a write comes from a page that can read our answers.
const CSRF_HEADER: &str = "x-portolan-csrf";

/// The path template of the call that answered, for metrics.
#[derive(Clone)]
pub(crate) struct Template(pub(crate) String);

/// Lets a call through, or says why not.
pub(crate) async fn guard(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let template = parts
        .extensions
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str)
        .to_owned();
    let mut response = match admit(&app, &parts, &template).await {
        Ok(visitor) => {
            parts.extensions.insert(visitor);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => error.into_response(),
    };
    response.extensions_mut().insert(Template(template));
    response
}

async fn admit(app: &App, request: &Parts, template: &str) -> Result<Visitor, ApiError> {
    let address = address_of(request, app.parts.settings.behind_proxy);
    let principal = identify(app, &request.headers, &address).await?;
    let right = required(&request.method, template);
    match decide(right, principal.as_ref().map(Principal::asker)) {
        Verdict::Allowed => {}
        Verdict::SignedOut => return Err(ApiError::signed_out()),
        Verdict::Forbidden => return Err(forbidden()),
        Verdict::NotByToken => return Err(not_by_token()),
    }
    if is_write(&request.method) {
        check_source(app, request, principal.as_ref())?;
    }
    Ok(Visitor {
        address,
        principal,
        right,
    })
}

/// A write must come from our own pages, unless an API token vouches for it: no other site can send one.
fn check_source(app: &App, request: &Parts, principal: Option<&Principal>) -> Result<(), ApiError> {
    let csrf = match principal {
        Some(Principal { csrf: None, .. }) => return Ok(()),
        Some(Principal { csrf: Some(csrf), .. }) => Some(csrf),
        None => None,
    };
    let public_url = app.parts.settings.public_url.as_deref().unwrap_or_default();
    if !origin::is_ours(&request.headers, public_url) {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "foreign_origin",
            "this request comes from another site",
        )
        .hint("open Portolan under the address in its setting `public_url`"));
    }
    let sent = request
        .headers
        .get(CSRF_HEADER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match csrf {
        Some(csrf) if !token::same(csrf, sent) => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "csrf",
            "this request does not carry the session's CSRF token",
        )
        .hint("send `csrf_token` of `GET /api/v1/session` as `x-portolan-csrf`, or reload the page")),
        _ => Ok(()),
    }
}

/// Whether the caller may read metrics: from this machine without a proxy between, or signed in.
pub(crate) async fn may_see_metrics(app: &App, request: &Parts) -> Result<(), ApiError> {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>();
    let is_local = peer.is_some_and(|ConnectInfo(peer)| peer.ip().is_loopback());
    let is_forwarded = ["x-forwarded-for", "forwarded"]
        .iter()
        .any(|name| request.headers.contains_key(*name));
    if is_local && !is_forwarded {
        return Ok(());
    }
    let address = address_of(request, app.parts.settings.behind_proxy);
    let principal = identify(app, &request.headers, &address).await?;
    principal
        .map(|_| ())
        .ok_or_else(|| ApiError::signed_out().hint("send `Authorization: Bearer` with an API token"))
}

fn is_write(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn forbidden() -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "forbidden",
        "your role does not allow this",
    )
    .hint("ask an administrator of Portolan")
}

/// 403: only the person, in a browser.
pub(crate) fn not_by_token() -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        "browser_only",
        "an API token cannot do this: password, second factor, passkeys and sessions are their owner's alone",
    )
    .hint("sign in with a browser, and open the account page")
}

/// The caller's address: that of the connection, or what the proxy before us says it is.
pub(crate) fn address_of(request: &Parts, behind_proxy: bool) -> String {
    let peer = request.extensions.get::<ConnectInfo<SocketAddr>>().cloned();
    client_address(&request.headers, peer, behind_proxy)
}

/// The network address of whoever asks: what a proxy before us says, if there is one, else the other end.
pub(crate) fn client_address(
    headers: &HeaderMap,
    peer: Option<ConnectInfo<SocketAddr>>,
    behind_proxy: bool,
) -> String {
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded
        .and_then(|value| value.to_str().ok()?.rsplit(',').next())
        .map(str::trim);
    match (forwarded, peer) {
        (Some(address), _) if behind_proxy => address.chars().take(64).collect(),
        (_, Some(ConnectInfo(peer))) => peer.ip().to_string(),
        _ => "unknown".to_owned(),
    }
}
