//! The assertion consumer service: what a browser brings back from the identity provider.

use axum::extract::{ConnectInfo, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use domain::Timestamp;
use http::HeaderMap;
use http::header::SET_COOKIE;
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;
use store::state::{
    AuditEntry, SingleSignOn, SsoPerson, SsoRequest, SsoTrial, StateError, TokenHash, new_id,
};

use super::judge::{ACCEPTED, Accepted, BARRED, LOCAL_NAME, NO_ROLES, Outcome, judge};
use super::{browser, page};
use crate::app::{App, Shared};
use crate::connectors::{Provider, load};
use crate::error::ApiError;
use crate::session::{Beginning, begin_session, client_address};

/// The attributes in which Okta's apps put the name for people and the address.
const DISPLAY_ATTRIBUTES: [&str; 3] = ["displayName", "okta/displayName", "name"];
const EMAIL_ATTRIBUTES: [&str; 3] = ["email", "okta/email", "mail"];

/// The form that the identity provider makes the browser post.
#[derive(Deserialize)]
pub(crate) struct Posted {
    #[serde(rename = "SAMLResponse", default)]
    response: String,
}

/// Why nobody was signed in: code, text and advice, for the administrator alone.
struct Refused {
    code: String,
    message: String,
    advice: String,
    outcome: Outcome,
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
            return refuse(app, provider, waiting.as_ref(), refused, address).await;
        }
    };
    if let Some(trial) = waiting.as_ref().filter(|request| request.is_trial) {
        return finish_trial(app, provider, trial, accepted).await;
    }
    let go_to = waiting
        .as_ref()
        .map_or("/", |request| request.go_to.as_str())
        .to_owned();
    match enter(app, provider, &accepted, headers, address).await? {
        Ok(cookie) => Ok(([(SET_COOKIE, cookie)], Redirect::to(&go_to)).into_response()),
        Err((code, message, advice)) => {
            let refused = Refused {
                code: code.to_owned(),
                message,
                advice: advice.to_owned(),
                outcome: accepted.outcome,
            };
            refuse(app, provider, waiting.as_ref(), refused, address).await
        }
    }
}

type Barred = (&'static str, String, &'static str);

/// Notes the person, and begins the session if they may have one; the cookie.
async fn enter(
    app: &App,
    provider: &Provider,
    accepted: &Accepted,
    headers: &HeaderMap,
    address: &str,
) -> Result<Result<String, Barred>, ApiError> {
    let (state, now) = (&app.parts.state, app.now());
    let known = state.person_named(&accepted.name, now).await?;
    let has_roles =
        !accepted.outcome.roles.is_empty() || known.as_ref().is_some_and(|person| !person.roles.is_empty());
    if !has_roles {
        return Ok(Err((
            NO_ROLES,
            format!("`{}` gets no role from the mapping", accepted.name),
            "add a line to the connector's mapping that matches an attribute of this person, or send the groups along",
        )));
    }
    if let Some(person) = &known
        && !state.may_sign_in(&person.id, now).await?
    {
        return Ok(Err((
            BARRED,
            format!("`{}` is locked, inactive or barred", accepted.name),
            "the page Locks says why; the lock must be lifted first",
        )));
    }
    let person = SsoPerson {
        connector: &provider.row.name,
        name: &accepted.name,
        display_name: first(&accepted.outcome, &DISPLAY_ATTRIBUTES),
        email: first(&accepted.outcome, &EMAIL_ATTRIBUTES),
        traits: &accepted.outcome.attributes,
        mapped_roles: &accepted.outcome.roles,
    };
    let entry = AuditEntry {
        detail: json!({
            "connector": provider.row.name, "address": address, "roles": accepted.outcome.roles,
            "issuer": accepted.sign_in.issuer,
        }),
        ..AuditEntry::new(&accepted.name, "session.create", "session")
    };
    let id = match state.note_sso_sign_in(&person, &entry, now).await {
        Ok(id) => id,
        Err(StateError::Exists { .. }) => {
            return Ok(Err((
                LOCAL_NAME,
                format!("a local account has the name `{}`", accepted.name),
                "rename or remove the local account: an identity provider cannot sign in as it",
            )));
        }
        Err(error) => return Err(error.into()),
    };
    let user = state.user(&id).await?;
    let user = user.ok_or_else(|| ApiError::internal("the person is gone"))?;
    let beginning = Beginning {
        headers,
        address,
        single_sign_on: Some(SingleSignOn {
            connector: provider.row.name.clone(),
            name_id: accepted.sign_in.name_id.value.clone(),
            session_index: accepted.sign_in.session_index.clone(),
        }),
        until: accepted
            .sign_in
            .session_until
            .map(|at| Timestamp::from_ms(at.as_millisecond())),
    };
    let (cookie, _) = begin_session(app, &user, beginning).await?;
    Ok(Ok(cookie))
}

fn first<'a>(outcome: &'a Outcome, names: &[&str]) -> &'a str {
    names
        .iter()
        .find_map(|name| outcome.attributes.get(*name)?.first())
        .map_or("", String::as_str)
}

/// Records why, and tells the person nothing to learn from.
async fn refuse(
    app: &App,
    provider: &Provider,
    waiting: Option<&SsoRequest>,
    refused: Refused,
    address: &str,
) -> Result<Response, ApiError> {
    let name = &provider.row.name;
    let actor = refused
        .outcome
        .name
        .clone()
        .unwrap_or_else(|| "anonymous".to_owned());
    let detail = json!({
        "connector": name, "address": address, "code": refused.code, "reason": refused.message,
        "advice": refused.advice,
    });
    let entry = AuditEntry {
        detail,
        ..AuditEntry::new(&actor, "session.refuse", "session")
    };
    app.parts.state.record(&entry, app.now()).await?;
    if let Some(trial) = waiting.filter(|request| request.is_trial) {
        let outcome = Outcome {
            message: Some(refused.message),
            advice: Some(refused.advice),
            ..refused.outcome
        };
        keep_trial(app, provider, &trial.id, &refused.code, &outcome).await?;
        return Ok(Redirect::to(&trial_page(name)).into_response());
    }
    Ok(page::refused())
}

async fn finish_trial(
    app: &App,
    provider: &Provider,
    trial: &SsoRequest,
    accepted: Accepted,
) -> Result<Response, ApiError> {
    let mut outcome = accepted.outcome;
    outcome.assertion_xml = Some(accepted.sign_in.assertion_xml);
    let code = if outcome.roles.is_empty() {
        outcome.message = Some("no line of the mapping matches".to_owned());
        NO_ROLES
    } else {
        ACCEPTED
    };
    keep_trial(app, provider, &trial.id, code, &outcome).await?;
    Ok(Redirect::to(&trial_page(&provider.row.name)).into_response())
}

async fn keep_trial(
    app: &App,
    provider: &Provider,
    id: &str,
    code: &str,
    outcome: &Outcome,
) -> Result<(), ApiError> {
    let trial = SsoTrial {
        // The id of a request can be answered twice, with a refusal each time.
        id: format!("{id}.{}", new_id()),
        connector: provider.row.name.clone(),
        at: app.now(),
        outcome: code.to_owned(),
        detail: serde_json::to_string(outcome).map_err(ApiError::internal)?,
    };
    Ok(app.parts.state.note_sso_trial(&trial).await?)
}

fn trial_page(connector: &str) -> String {
    format!("/connectors/{connector}?tab=trial")
}
