//! Single log-out: the identity provider says that a person's sessions are over, or answers our own request.

use axum::Form;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use rand::RngCore;
use saml::{IncomingLogout, LogoutMessage, LogoutResponse, LogoutStatus, Rules, Waiting, receive_logout};
use serde::Deserialize;
use serde_json::json;
use store::state::AuditEntry;

use super::page;
use crate::app::{App, Shared};
use crate::connectors::provider::instant;
use crate::connectors::{Provider, load};
use crate::error::ApiError;

/// Most seconds for which a log-out message is remembered as used.
const REMEMBER_MS: i64 = 3_600_000;

/// The form of a log-out message.
#[derive(Deserialize)]
pub(crate) struct Posted {
    #[serde(rename = "SAMLRequest", default)]
    request: Option<String>,
    #[serde(rename = "SAMLResponse", default)]
    response: Option<String>,
}

/// Takes a log-out message that came by redirect.
pub(crate) async fn log_out(
    State(app): State<Shared>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    take(&app, &name, IncomingLogout::Redirect(&query)).await
}

/// Takes a log-out message that was posted.
pub(crate) async fn log_out_posted(
    State(app): State<Shared>,
    Path(name): Path<String>,
    Form(posted): Form<Posted>,
) -> Response {
    let field = posted.request.or(posted.response).unwrap_or_default();
    take(&app, &name, IncomingLogout::Post(&field)).await
}

async fn take(app: &App, name: &str, incoming: IncomingLogout<'_>) -> Response {
    let provider = match load(app, name).await {
        Ok(Some(provider)) => provider,
        Ok(None) => return page::unknown(),
        Err(error) => return error.into_response(),
    };
    let taken = judge(app, &provider, incoming).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn judge(app: &App, provider: &Provider, incoming: IncomingLogout<'_>) -> Result<Response, ApiError> {
    let now = app.now();
    let judged = receive_logout(
        incoming,
        &provider.sp,
        &provider.idp,
        &Rules::default(),
        Waiting::Nothing,
        instant(now),
    );
    let message = match judged {
        Ok(message) => message,
        Err(refusal) => {
            let detail = json!({
                "connector": provider.row.name, "code": refusal.code(), "reason": refusal.to_string(),
            });
            let entry = AuditEntry {
                detail,
                ..AuditEntry::new("anonymous", "session.logout.refuse", "session")
            };
            app.parts.state.record(&entry, now).await?;
            return Ok(page::refused());
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
        LogoutMessage::Response { .. } => Ok(Redirect::to("/sign-in").into_response()),
    }
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
