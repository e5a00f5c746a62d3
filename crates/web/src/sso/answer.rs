//! The assertion consumer service: what a browser brings back from the identity provider.

use axum::extract::{ConnectInfo, Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use domain::Timestamp;
use http::HeaderMap;
use serde::Deserialize;
use std::net::SocketAddr;
use store::state::{SingleSignOn, TokenHash};

use super::enter::{Refused, Vouched, conclude, refuse};
use super::goodbye::hint;
use super::judge::{Accepted, Outcome, judge};
use super::{browser, page};
use crate::app::{App, Shared};
use crate::connectors::{Provider, load};
use crate::error::ApiError;
use crate::session::client_address;

/// The form that the identity provider makes the browser post.
#[derive(Deserialize)]
pub(crate) struct Posted {
    #[serde(rename = "SAMLResponse", default)]
    response: String,
}

/// Takes the answer of the identity provider.
pub(crate) async fn acs(
    State(app): State<Shared>,
    Path(name): Path<String>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    let provider = match load(&app, &name).await {
        Ok(Some(provider)) => provider,
        Ok(None) => return page::unknown(),
        Err(error) => return error.into_response(),
    };
    let address = client_address(
        &headers,
        peer.map(|Extension(peer)| peer),
        app.parts.settings.behind_proxy,
    );
    let taken = take(&app, &provider, &posted.response, &headers, &address).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(
    app: &App,
    provider: &Provider,
    field: &str,
    headers: &HeaderMap,
    address: &str,
) -> Result<Response, ApiError> {
    let waiting = match browser::read(headers, app.parts.settings.is_https()) {
        Some(secret) => {
            let hash = TokenHash::of(secret);
            app.parts
                .state
                .sso_request(&provider.row.name, hash.as_str(), app.now())
                .await?
        }
        None => None,
    };
    let accepted = match judge(app, provider, field, waiting.as_ref()).await? {
        Ok(accepted) => accepted,
        Err(refusal) => {
            let refused = Refused {
                code: refusal.code().to_owned(),
                message: refusal.to_string(),
                advice: refusal.advice().to_owned(),
                outcome: Outcome::default(),
            };
            return refuse(app, &provider.row.name, waiting.as_ref(), refused, address).await;
        }
    };
    let vouched = vouched(app, provider, accepted);
    conclude(app, vouched, waiting.as_ref(), headers, address).await
}

fn vouched(app: &App, provider: &Provider, accepted: Accepted) -> Vouched {
    let sign_in = accepted.sign_in;
    let is_ended = provider.spec.single_logout;
    let hint = is_ended.then(|| hint(app, &provider.row.name, &sign_in.name_id));
    Vouched {
        name: accepted.name,
        issuer: sign_in.issuer,
        subject: None,
        behind: SingleSignOn {
            connector: provider.row.name.clone(),
            name_id: sign_in.name_id.value,
            session_index: sign_in.session_index,
            sealed_hint: hint.flatten(),
        },
        until: sign_in
            .session_until
            .map(|at| Timestamp::from_ms(at.as_millisecond())),
        outcome: Outcome {
            assertion_xml: Some(sign_in.assertion_xml),
            ..accepted.outcome
        },
    }
}
