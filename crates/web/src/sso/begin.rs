//! Sending a browser to the identity provider, and our metadata for it.

use axum::Extension;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use futures_util::FutureExt as _;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use rand::RngCore;
use saml::AuthnRequest;
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;
use store::state::{SsoRequest, TokenHash};

use super::{browser, page};
use crate::app::{App, Shared};
use crate::connectors::provider::instant;
use crate::connectors::{Provider, load};
use crate::error::ApiError;
use crate::session::{client_address, new_secret};

/// What a sign-in is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose<'a> {
    /// To sign in and open this page.
    SignIn(&'a str),
    /// To see what a sign-in would be.
    Trial,
}

/// A sign-in that begins.
#[derive(Debug)]
pub(crate) struct Begun {
    /// Id of the message to the identity provider.
    pub(crate) id: String,
    /// Where to send the browser.
    pub(crate) url: String,
    /// `Set-Cookie` that binds it to the browser.
    pub(crate) cookie: String,
}

/// What a link to a sign-in may ask for.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    /// The page to open afterwards.
    #[serde(default)]
    pub(super) go: Option<String>,
}

/// Sends the browser to the identity provider.
pub(crate) async fn login(
    State(app): State<Shared>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    if let Err(wait_s) = may_begin(&app, peer, &headers) {
        return page::too_many(wait_s);
    }
    let go_to = page_of(wanted.go.as_deref());
    let begun = match load(&app, &name).await {
        Ok(Some(provider)) => begin(&app, &provider, &headers, Purpose::SignIn(&go_to)).await,
        Ok(None) => return page::unknown(),
        Err(error) => Err(error),
    };
    away(begun)
}

/// Whether somebody may begin a sign-in, which is remembered for a while; if not, in how many seconds. Nobody needs to be
/// signed in for it, so an address gets so many and no more.
pub(super) fn may_begin(
    app: &App,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: &HeaderMap,
) -> Result<(), u64> {
    let peer = peer.map(|Extension(peer)| peer);
    let address = client_address(headers, peer, app.parts.settings.behind_proxy);
    app.guards.begun.check(&address, app.now())?;
    app.guards.begun.failed(&address, app.now());
    Ok(())
}

/// Our metadata, to be read by the identity provider.
pub(crate) async fn metadata(State(app): State<Shared>, Path(name): Path<String>) -> Response {
    match load(&app, &name).await {
        Ok(Some(provider)) => {
            let xml = saml::write_metadata(&provider.sp, provider.spec.name_id_format.as_deref());
            ([(CONTENT_TYPE, "application/samlmetadata+xml")], xml).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, "there is no such connector\n").into_response(),
        Err(error) => error.into_response(),
    }
}

/// Writes the request, remembers it, and binds it to the browser.
pub(crate) async fn begin(
    app: &App,
    provider: &Provider,
    headers: &HeaderMap,
    purpose: Purpose<'_>,
) -> Result<Begun, ApiError> {
    let mut entropy = [0; 20];
    rand::rng().fill_bytes(&mut entropy);
    let request = AuthnRequest {
        sp: &provider.sp,
        idp: &provider.idp,
        now: instant(app.now()),
        entropy,
        relay_state: "",
        force_authn: provider.spec.force_authn,
        name_id_format: provider.spec.name_id_format.as_deref(),
        authn_contexts: &[],
        sign: provider.spec.sign_requests,
    };
    let redirect = request
        .redirect()
        .map_err(|fault| ApiError::new(StatusCode::CONFLICT, "connector", fault.to_string()))?;
    let sent = Sent {
        connector: &provider.row.name,
        id: redirect.id,
        url: redirect.url,
        detail: json!({}).to_string(),
    };
    remember(app, headers, purpose, sent).boxed().await
}

/// What is sent to a provider of either kind.
pub(super) struct Sent<'a> {
    /// Name of the connector.
    pub(super) connector: &'a str,
    /// Id of the message.
    pub(super) id: String,
    /// Where the browser goes.
    pub(super) url: String,
    /// What is needed when the answer comes.
    pub(super) detail: String,
}

/// Remembers what was sent until it is answered, and binds it to the browser.
pub(super) async fn remember(
    app: &App,
    headers: &HeaderMap,
    purpose: Purpose<'_>,
    sent: Sent<'_>,
) -> Result<Begun, ApiError> {
    let (now, is_https) = (app.now(), app.parts.settings.is_https());
    // One browser keeps one secret, so that two tabs do not forget each other's.
    let secret = browser::read(headers, is_https)
        .filter(|secret| secret.len() == 43)
        .map_or_else(new_secret, str::to_owned);
    let (go_to, is_trial) = match purpose {
        Purpose::SignIn(page) => (page, false),
        Purpose::Trial => ("/", true),
    };
    let row = SsoRequest {
        id: sent.id.clone(),
        connector: sent.connector.to_owned(),
        browser: TokenHash::of(&secret).as_str().to_owned(),
        go_to: go_to.to_owned(),
        is_trial,
        detail: sent.detail,
        created: now,
        expires: now.plus_ms(i64::from(browser::WAIT_S) * 1000),
    };
    app.parts.state.begin_sso(&row, now).await?;
    Ok(Begun {
        id: sent.id,
        url: sent.url,
        cookie: browser::set(&secret, is_https),
    })
}

/// Leads the browser away, or says why not.
pub(super) fn away(begun: Result<Begun, ApiError>) -> Response {
    match begun {
        Ok(begun) => ([(SET_COOKIE, begun.cookie)], Redirect::to(&begun.url)).into_response(),
        Err(error) => error.into_response(),
    }
}

/// A page of this server, or the first one: a link must not lead people elsewhere after they signed in.
pub(super) fn page_of(wanted: Option<&str>) -> String {
    let is_ours = |path: &str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && path.len() <= 2048
            && path.bytes().all(|byte| (0x21..0x7f).contains(&byte))
    };
    wanted.filter(|path| is_ours(path)).unwrap_or("/").to_owned()
}
