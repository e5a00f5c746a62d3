//! Single log-out: the identity provider says that a person's sessions are over, or answers our own request.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use http::HeaderMap;
use rand::RngCore;
use saml::{IncomingLogout, LogoutMessage, LogoutResponse, LogoutStatus, Rules, Waiting, receive_logout};
use serde::Deserialize;
use serde_json::json;
use store::state::{AuditEntry, SsoRequest, TokenHash};

use super::enter::note_refusal;
use super::goodbye::{Asked, place};
use super::{browser, page};
use crate::app::{App, Shared};
use crate::connectors::provider::instant;
use crate::connectors::{Provider, load};
use crate::error::ApiError;
use crate::session::client_address;

/// Most seconds for which a log-out message is remembered as used.
const REMEMBER_MS: i64 = 3_600_000;

/// The form of a log-out message.
#[derive(Deserialize)]
pub(crate) struct Posted {
    #[serde(rename = "SAMLRequest", default)]
    request: Option<String>,
    #[serde(rename = "SAMLResponse", default)]
    response: Option<String>,
    #[serde(rename = "RelayState", default)]
    relay_state: Option<String>,
}

/// A message, and what came along.
struct Came<'a> {
    incoming: IncomingLogout<'a>,
    /// Beside a posted message; one by redirect carries it under its signature.
    relay_state: Option<String>,
    /// Whether it says to be an answer.
    is_answer: bool,
    /// The browser's secret.
    browser: Option<&'a str>,
    /// Where it comes from.
    address: String,
}

/// Takes a log-out message that came by redirect; without one, tells what is left open.
pub(crate) async fn log_out(
    State(app): State<Shared>,
    Path(name): Path<String>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    if query.is_empty() {
        return match load(&app, &name).await {
            Ok(Some(provider)) => still(&provider, "it could not be asked to end its session"),
            Ok(None) => page::unknown(),
            Err(error) => error.into_response(),
        };
    }
    let came = Came {
        incoming: IncomingLogout::Redirect(&query),
        relay_state: None,
        is_answer: query.split('&').any(|part| part.starts_with("SAMLResponse=")),
        browser: browser::read(&headers, app.parts.settings.is_https()),
        address: address(&app, peer, &headers),
    };
    take(&app, &name, came).await
}

/// Takes a log-out message that was posted.
pub(crate) async fn log_out_posted(
    State(app): State<Shared>,
    Path(name): Path<String>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(posted): Form<Posted>,
) -> Response {
    let is_answer = posted.request.is_none();
    let field = posted.request.or(posted.response).unwrap_or_default();
    let came = Came {
        incoming: IncomingLogout::Post(&field),
        relay_state: posted.relay_state,
        is_answer,
        browser: browser::read(&headers, app.parts.settings.is_https()),
        address: address(&app, peer, &headers),
    };
    take(&app, &name, came).await
}

async fn take(app: &App, name: &str, came: Came<'_>) -> Response {
    let provider = match load(app, name).await {
        Ok(Some(provider)) => provider,
        Ok(None) => return page::unknown(),
        Err(error) => return error.into_response(),
    };
    let taken = judge(app, &provider, came).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

/// The log-out that this browser began and that is not answered yet.
async fn waiting(
    app: &App,
    provider: &Provider,
    browser: Option<&str>,
) -> Result<Option<SsoRequest>, ApiError> {
    let Some(secret) = browser else {
        return Ok(None);
    };
    let (place, hash) = (place(&provider.row.name), TokenHash::of(secret));
    let found = app.parts.state.sso_request(&place, hash.as_str(), app.now());
    Ok(found.await?)
}

async fn judge(app: &App, provider: &Provider, came: Came<'_>) -> Result<Response, ApiError> {
    let (now, address) = (app.now(), came.address.as_str());
    let asked = match came.is_answer {
        true => waiting(app, provider, came.browser).await?,
        false => None,
    };
    let judged = receive_logout(
        came.incoming,
        &provider.sp,
        &provider.idp,
        &Rules::default(),
        asked
            .as_ref()
            .map_or(Waiting::Nothing, |asked| Waiting::Request(&asked.id)),
        instant(now),
    );
    let message = match judged {
        Ok(message) => message,
        Err(refusal) => {
            refused(
                app,
                provider,
                (refusal.code(), refusal.to_string().as_str()),
                address,
            )
            .await?;
            return Ok(match came.is_answer {
                true => still(provider, UNPROVED),
                false => page::refused(),
            });
        }
    };
    match message {
        LogoutMessage::Request {
            id,
            name_id,
            session_indexes,
            relay_state,
        } => {
            let issuer = format!("logout {}", provider.idp.entity_id);
            let until = now.plus_ms(REMEMBER_MS);
            if app
                .parts
                .state
                .use_assertion(&issuer, &id, None, until, now)
                .await?
            {
                end_sessions(app, provider, &name_id.value, &session_indexes).await?;
            }
            answer(app, provider, &id, relay_state.as_deref().unwrap_or_default())
        }
        LogoutMessage::Response { status, relay_state } => {
            let relay_state = relay_state.or(came.relay_state).unwrap_or_default();
            answered(app, provider, asked, (status, relay_state.as_str()), address).await
        }
    }
}

/// What people read of an answer that proves nothing.
const UNPROVED: &str = "its answer could not be checked";

fn still(provider: &Provider, why: &str) -> Response {
    let name = &provider.row.name;
    let display = &provider.spec.display;
    page::still_signed_in(if display.is_empty() { name } else { display }, why)
}

async fn refused(
    app: &App,
    provider: &Provider,
    (code, reason): (&str, &str),
    address: &str,
) -> Result<(), ApiError> {
    let entry = AuditEntry {
        detail: json!({ "connector": provider.row.name, "address": address, "code": code, "reason": reason }),
        ..AuditEntry::new("anonymous", "session.logout.refuse", "session")
    };
    // One beyond the limit is not written down, and answered all the same.
    let _ = note_refusal(app, &entry, address).await?;
    Ok(())
}

fn address(app: &App, peer: Option<Extension<ConnectInfo<SocketAddr>>>, headers: &HeaderMap) -> String {
    let peer = peer.map(|Extension(peer)| peer);
    client_address(headers, peer, app.parts.settings.behind_proxy)
}

/// The identity provider answers our request. An answer counts once, and with what was sent along.
async fn answered(
    app: &App,
    provider: &Provider,
    asked: Option<SsoRequest>,
    (status, relay_state): (LogoutStatus, &str),
    address: &str,
) -> Result<Response, ApiError> {
    let taken = match &asked {
        Some(asked) => {
            let (id, place, browser) = (&asked.id, &asked.connector, &asked.browser);
            let state = &app.parts.state;
            state.take_sso_request(id, place, browser, app.now()).await?
        }
        None => None,
    };
    let sent: Option<Asked> = taken.and_then(|taken| serde_json::from_str(&taken.detail).ok());
    let Some(sent) = sent.filter(|sent| sent.relay_state == relay_state) else {
        let reason = "the answer does not come with the RelayState of a request that waits for one";
        refused(app, provider, ("relay_state", reason), address).await?;
        return Ok(still(provider, UNPROVED));
    };
    let (word, why) = match status {
        LogoutStatus::Success => ("success", None),
        LogoutStatus::Partial => ("partial", Some("it could not sign you out everywhere")),
        LogoutStatus::Failed => ("failed", Some("it says that it could not sign you out")),
    };
    let entry = AuditEntry {
        detail: json!({ "connector": provider.row.name, "status": word }),
        ..AuditEntry::new(&sent.name, "session.logout.answer", "session")
    };
    app.parts.state.record(&entry, app.now()).await?;
    Ok(match why {
        None => Redirect::to("/sign-in").into_response(),
        Some(why) => still(provider, why),
    })
}

async fn end_sessions(
    app: &App,
    provider: &Provider,
    name_id: &str,
    indexes: &[String],
) -> Result<(), ApiError> {
    let (state, connector) = (&app.parts.state, &provider.row.name);
    let mut ended = 0;
    if indexes.is_empty() {
        ended += state.delete_sso_sessions(connector, name_id, None).await?;
    }
    for index in indexes {
        ended += state.delete_sso_sessions(connector, name_id, Some(index)).await?;
    }
    let entry = AuditEntry {
        detail: json!({"connector": connector, "sessions": ended}),
        ..AuditEntry::new(name_id, "session.logout", "session")
    };
    Ok(state.record(&entry, app.now()).await?)
}

fn answer(app: &App, provider: &Provider, id: &str, relay_state: &str) -> Result<Response, ApiError> {
    let mut entropy = [0; 20];
    rand::rng().fill_bytes(&mut entropy);
    let response = LogoutResponse {
        sp: &provider.sp,
        idp: &provider.idp,
        now: instant(app.now()),
        entropy,
        relay_state,
        in_response_to: id,
        status: LogoutStatus::Success,
    };
    match response.redirect() {
        Ok(redirect) => Ok(Redirect::to(&redirect.url).into_response()),
        // The sessions are over; the identity provider has no address to be told so.
        Err(_) => Ok(Redirect::to("/sign-in").into_response()),
    }
}
