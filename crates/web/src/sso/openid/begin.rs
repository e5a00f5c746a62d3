//! Sending a browser to the provider.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::response::Response;
use domain::Secret;
use futures_util::FutureExt as _;
use http::{HeaderMap, StatusCode};
use oidc::{AuthorizationRequest, Pkce};
use rand::RngCore;
use store::state::TokenHash;

use super::{Remembered, place};
use crate::app::{App, Shared};
use crate::connectors::oidc::{Client, load, redirect_url};
use crate::error::ApiError;
use crate::session::new_secret;
use crate::sso::begin::{Begun, Purpose, Sent, Wanted, away, may_begin, page_of, remember};
use crate::sso::page;

/// Sends the browser to the provider.
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
        Ok(Some(client)) => begin(&app, &client, &headers, Purpose::SignIn(&go_to)).await,
        Ok(None) => return page::unknown(),
        Err(error) => Err(error),
    };
    away(begun)
}

/// Writes the request, remembers it, and binds it to the browser.
pub(crate) async fn begin(
    app: &App,
    client: &Client,
    headers: &HeaderMap,
    purpose: Purpose<'_>,
) -> Result<Begun, ApiError> {
    let provider = app.oidc.provider(app, &client.spec.issuer).await;
    let provider = provider.map_err(|refusal| {
        ApiError::new(StatusCode::BAD_GATEWAY, "provider", refusal.to_string()).hint(refusal.advice())
    })?;
    let mut entropy = [0; 32];
    rand::rng().fill_bytes(&mut entropy);
    let (state, nonce, pkce) = (new_secret(), new_secret(), Pkce::new(entropy));
    let redirect_uri = redirect_url(app, &client.row.name);
    let request = AuthorizationRequest {
        provider: &provider,
        client_id: &client.spec.client_id,
        redirect_uri: &redirect_uri,
        scopes: &client.spec.scopes,
        state: &state,
        nonce: &nonce,
        pkce: &pkce,
        force_authn: client.spec.force_authn,
    };
    let url = request
        .url()
        .map_err(|refusal| ApiError::new(StatusCode::CONFLICT, "connector", refusal.to_string()))?;
    // Whoever reads the database learns neither what answers a sign-in nor what exchanges its code.
    let id = TokenHash::of(&state).as_str().to_owned();
    let remembered = Remembered {
        nonce,
        verifier: pkce.verifier().to_owned(),
    };
    let text = Secret::new(serde_json::to_string(&remembered).map_err(ApiError::internal)?);
    let sealed = app
        .parts
        .vault
        .seal(&text, &place(&id))
        .map_err(ApiError::internal)?;
    let sent = Sent {
        connector: &client.row.name,
        id,
        url,
        detail: sealed,
    };
    remember(app, headers, purpose, sent).boxed().await
}
