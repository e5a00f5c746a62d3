//! One SCIM call over HTTP: admitted, read within its limits, answered by the provider, noted.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use domain::Timestamp;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, IF_MATCH, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use scim::Fault;
use store::state::{NewFault, ScimDirectory};

use super::door::{Admitted, Refused, admit};
use super::journal::{Call, Refusal, short};
use super::{PREFIX, settings::ScimSettings};
use crate::app::{App, Shared};
use crate::session::{Template, address_of};

/// SCIM's name in the error log.
const COMPONENT: &str = "scim";

/// What a user is given whom SCIM makes.
const ROLE: &str = "okta-requester";

/// Answers a SCIM call, whatever it is.
pub(crate) async fn serve(State(app): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let now = app.now();
    let address = address_of(&parts, app.parts.settings.behind_proxy);
    let rest = parts.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let (plugin, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let answer = match admit(&app, plugin, &parts.headers, &address, now).await {
        Ok(admitted) => {
            let answer = answer(&app, &admitted, plugin, path, &parts, body).await;
            note_call(
                &app,
                plugin,
                Call::new(parts.method.as_str(), path, answer.status, now),
            );
            let called = Called {
                method: &parts.method,
                path,
                address: &address,
                org_url: &admitted.caller.org_url,
            };
            note_refusal(&app, &called, &answer, now).await;
            answer
        }
        Err(Refused { fault, is_noted }) => {
            let answer = scim::Response::refuse(&fault);
            if is_noted {
                let called = Called {
                    method: &parts.method,
                    path,
                    address: &address,
                    org_url: "",
                };
                note_refusal(&app, &called, &answer, now).await;
            }
            answer
        }
    };
    into_http(answer)
}

async fn answer(
    app: &Shared,
    admitted: &Admitted,
    plugin: &str,
    path: &str,
    parts: &Parts,
    body: Body,
) -> scim::Response {
    let provider = &app.provision.provider;
    let body = match read_body(&parts.headers, body, provider.limits().body_bytes_max).await {
        Ok(body) => body,
        Err(fault) => return scim::Response::refuse(&fault),
    };
    let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let method = if parts.method == Method::HEAD {
        "GET"
    } else {
        parts.method.as_str()
    };
    let base = base_url(app, &parts.headers, plugin);
    let request = scim::Request {
        method,
        path,
        query: parts.uri.query().unwrap_or_default(),
        content_type: text(CONTENT_TYPE),
        if_match: text(IF_MATCH),
        if_none_match: text(IF_NONE_MATCH),
        base: &base,
        body: &body,
    };
    let directory = directory(app, &admitted.caller.org_url, &admitted.settings, plugin);
    provider.handle(&directory, request).await
}

/// Where a plugin's people are.
pub(super) fn directory(app: &Shared, org_url: &str, settings: &ScimSettings, plugin: &str) -> ScimDirectory {
    let clock = app.parts.clock.clone();
    ScimDirectory {
        state: app.parts.state.clone(),
        plugin: plugin.to_owned(),
        org_url: org_url.to_owned(),
        roles: vec![ROLE.to_owned()],
        retention: settings.retention(),
        turns: app.provision.turns.clone(),
        clock: Box::new(move || clock()),
    }
}

/// The address under which clients reach a plugin's SCIM.
pub(super) fn base_url(app: &App, headers: &HeaderMap, plugin: &str) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let base = match (&app.parts.settings.public_url, host) {
        (Some(url), _) => url.trim_end_matches('/').to_owned(),
        (None, Some(host)) => format!("http://{host}"),
        (None, None) => String::new(),
    };
    format!("{base}{PREFIX}{plugin}")
}

/// The body, if it is not too large; one that says so itself is not read at all.
async fn read_body(headers: &HeaderMap, body: Body, bytes_max: usize) -> Result<axum::body::Bytes, Fault> {
    let said = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let said = said.and_then(|value| value.parse::<u64>().ok()).unwrap_or(0);
    if said > u64::try_from(bytes_max).unwrap_or(u64::MAX) {
        return Err(Fault::too_large(bytes_max));
    }
    // A body that breaks off has no reader for the answer either.
    to_bytes(body, bytes_max)
        .await
        .map_err(|_| Fault::too_large(bytes_max))
}

fn note_call(app: &Shared, plugin: &str, call: Call) {
    let Some(text) = app.provision.journal().called(call) else {
        return;
    };
    let (state, name) = (app.parts.state.clone(), last_call_name(plugin));
    tokio::spawn(async move {
        if let Err(error) = state.set_meta(&name, &text).await {
            tracing::warn!(%error, "the last SCIM call could not be written down");
        }
    });
}

/// The name under which the last call is written down.
pub(super) fn last_call_name(plugin: &str) -> String {
    format!("scim.{plugin}.last_call")
}

/// What is noted of a call that was refused.
struct Called<'a> {
    method: &'a Method,
    path: &'a str,
    address: &'a str,
    /// Empty where nobody was let in.
    org_url: &'a str,
}

/// Every refusal is in the journal; its kind is in the error log of the integration.
async fn note_refusal(app: &App, called: &Called<'_>, answer: &scim::Response, now: Timestamp) {
    if answer.status < 400 {
        return;
    }
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let logged = {
        let mut journal = app.provision.journal();
        journal.refused(Refusal {
            call: Call::new(called.method.as_str(), called.path, answer.status, now),
            reason: short(body["detail"].as_str().unwrap_or_default()),
            address: called.address.to_owned(),
        });
        // That somebody asked for what is not there is no fault: Okta itself does.
        let is_ordinary = answer.status == 404 && !called.org_url.is_empty();
        if is_ordinary {
            None
        } else {
            journal.due_in_log(answer.status, now)
        }
    };
    let Some(kind) = logged else { return };
    let fault = NewFault {
        org_url: called.org_url,
        component: COMPONENT,
        message: kind.message,
        advice: kind.advice,
    };
    if let Err(error) = app.parts.state.note_fault(&fault, now).await {
        tracing::warn!(%error, "a refusal of SCIM could not be written into the error log");
    }
}

fn into_http(answer: scim::Response) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = http::StatusCode::from_u16(answer.status).unwrap_or_default();
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
        .extensions_mut()
        .insert(Template(format!("{PREFIX}{{plugin}}")));
    response
}
