//! What a browser brings back from the provider.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use oidc::{Callback, Refusal};
use store::state::{SsoRequest, TokenHash};

use super::exchange::{exchange, refused};
use crate::app::{App, Shared};
use crate::connectors::oidc::{Client, load};
use crate::error::ApiError;
use crate::session::client_address;
use crate::sso::enter::{conclude, refuse};
use crate::sso::{browser, page};

/// Takes the answer of the provider.
pub(crate) async fn callback(
    State(app): State<Shared>,
    Path(name): Path<String>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let client = match load(&app, &name).await {
        Ok(Some(client)) => client,
        Ok(None) => return page::unknown(),
        Err(error) => return error.into_response(),
    };
    let address = client_address(
        &headers,
        peer.map(|Extension(peer)| peer),
        app.parts.settings.behind_proxy,
    );
    let taken = take(&app, &client, &query.unwrap_or_default(), &headers, &address).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(
    app: &App,
    client: &Client,
    query: &str,
    headers: &HeaderMap,
    address: &str,
) -> Result<Response, ApiError> {
    let connector = &client.row.name;
    let answer = match Callback::read(query) {
        Ok(answer) => answer,
        Err(refusal) => return refuse(app, connector, None, refused(&refusal), address).await,
    };
    // The sign-in is used up before anything is asked with its answer: whatever comes next, there is no second try.
    let Some(waiting) = waiting(app, client, &answer, headers).await? else {
        return refuse(app, connector, None, refused(&Refusal::State), address).await;
    };
    match exchange(app, client, &waiting, &answer).await? {
        Ok(vouched) => conclude(app, vouched, Some(&waiting), headers, address).await,
        Err(why) => refuse(app, connector, Some(&waiting), why, address).await,
    }
}

/// The sign-in that this browser began with this connector and that is answered now, for the first time.
async fn waiting(
    app: &App,
    client: &Client,
    answer: &Callback,
    headers: &HeaderMap,
) -> Result<Option<SsoRequest>, ApiError> {
    let Some(secret) = browser::read(headers, app.parts.settings.is_https()) else {
        return Ok(None);
    };
    let (id, browser) = (TokenHash::of(&answer.state), TokenHash::of(secret));
    let taken = app
        .parts
        .state
        .take_sso_request(id.as_str(), &client.row.name, browser.as_str(), app.now());
    Ok(taken.await?)
}
