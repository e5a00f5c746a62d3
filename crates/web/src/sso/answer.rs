//! The assertion consumer service: what a browser brings back from the identity provider.

use axum::extract::{ConnectInfo, Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form};
use domain::Timestamp;
use http::HeaderMap;
use serde::Deserialize;
use std::net::SocketAddr;
use store::state::{SingleSignOn, SsoRequest, TokenHash};

use super::enter::{Refused, Vouched, conclude, refuse};
use super::goodbye::hint;
use super::judge::{Accepted, NO_NAME, Outcome, judge};
use super::{browser, login, page};
use crate::app::{App, Shared};
use crate::connectors::{Provider, Space, load};
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
    let waiting = waiting(app, provider, field, headers).await?;
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
    // Who began in Okta answers nothing that waits here, be it a trial that somebody left behind.
    let answered = accepted.sign_in.request_id.clone();
    let waiting = waiting.filter(|waiting| answered.as_deref() == Some(waiting.id.as_str()));
    if let Some(fault) = login::fault(&accepted.name) {
        let refused = no_name(provider, accepted, fault);
        return refuse(app, &provider.row.name, waiting.as_ref(), refused, address).await;
    }
    let vouched = vouched(app, provider, accepted);
    conclude(app, vouched, waiting.as_ref(), headers, address).await
}

/// What this browser began with this connector and is answered now, by the id that the answer names: several tabs wait each
/// for their own. An answer that names nothing that waits is judged by what was begun last.
async fn waiting(
    app: &App,
    provider: &Provider,
    field: &str,
    headers: &HeaderMap,
) -> Result<Option<SsoRequest>, ApiError> {
    let Some(secret) = browser::read(headers, app.parts.settings.is_https()) else {
        return Ok(None);
    };
    let (state, hash) = (&app.parts.state, TokenHash::of(secret));
    let (name, browser) = (&provider.row.name, hash.as_str());
    if let Some(id) = saml::answered_request(field)
        && let Some(named) = state.sso_request_named(&id, name, browser, app.now()).await?
    {
        return Ok(Some(named));
    }
    Ok(state.sso_request(name, browser, app.now()).await?)
}

/// Who is called by what nobody can read gets in nowhere; and into no list by that name.
fn no_name(provider: &Provider, accepted: Accepted, fault: &str) -> Refused {
    let from = match &provider.spec.name_attribute {
        Some(attribute) => format!("the attribute `{attribute}`"),
        None => "the NameID".to_owned(),
    };
    Refused {
        code: NO_NAME.to_owned(),
        message: format!("{from} holds no login: it {fault}"),
        advice: "look at what the app in Okta sends as name (tab Sign On), or name another attribute in the connector".to_owned(),
        outcome: Outcome {
            name: None,
            ..accepted.outcome
        },
    }
}

fn vouched(app: &App, provider: &Provider, accepted: Accepted) -> Vouched {
    let sign_in = accepted.sign_in;
    let is_ended = provider.spec.single_logout;
    let hint = is_ended.then(|| hint(app, &provider.row.name, &sign_in.name_id));
    Vouched {
        name: accepted.name,
        issuer: sign_in.issuer,
        space: Space::of_saml(provider),
        subject: None,
        behind: SingleSignOn {
            connector: provider.row.name.clone(),
            name_id: sign_in.name_id.value,
            session_index: sign_in.session_index,
            sealed_hint: hint.flatten(),
        },
        said: Some(Timestamp::from_ms(sign_in.issued_at.as_millisecond())),
        until: sign_in
            .session_until
            .map(|at| Timestamp::from_ms(at.as_millisecond())),
        outcome: Outcome {
            assertion_xml: Some(sign_in.assertion_xml),
            ..accepted.outcome
        },
    }
}
