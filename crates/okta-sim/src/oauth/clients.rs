//! `GET /oauth2/v1/clients`: apps as OAuth clients (RFC 7591 section 3.2.1). Clients are made through the apps API.

use serde_json::{Value, json};

use super::{client_id, find_client, oauth_setting};
use crate::call::Call;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{App, Org};

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let limit = call.limit(50, 200)?;
    let start = match call.after() {
        None => 0,
        Some(id) => find_client(org, id)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    let clients = org
        .apps
        .from(start)
        .map(|(_, app)| app)
        .filter(|app| is_client(app));
    let mut page: Vec<&App> = clients.take(limit + 1).collect();
    let more = page.len() > limit;
    page.truncate(limit);
    let next = if more {
        page.last().map(|app| client_id(app).to_owned())
    } else {
        None
    };
    Ok(Reply::json(page.into_iter().map(shown).collect()).paged(limit, next))
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let found = find_client(org, call.param(0))
        .and_then(|app| org.apps.get(app))
        .filter(|app| is_client(app));
    Ok(Reply::json(shown(found.ok_or_else(|| {
        Refusal::not_found(call.param(0), "PublicClientApp")
    })?)))
}

fn is_client(app: &App) -> bool {
    app.body
        .get("settings")
        .and_then(|settings| settings.get("oauthClient"))
        .is_some_and(Value::is_object)
}

fn shown(app: &App) -> Value {
    let setting = |name: &str, default: Value| oauth_setting(app, name).cloned().unwrap_or(default);
    let method = app
        .body
        .get("credentials")
        .and_then(|all| all.get("oauthClient")?.get("token_endpoint_auth_method"));
    json!({
        "client_id": client_id(app),
        "client_id_issued_at": app.created.seconds(),
        "client_name": app.label,
        "client_uri": setting("client_uri", Value::Null),
        "logo_uri": setting("logo_uri", Value::Null),
        "redirect_uris": setting("redirect_uris", json!([])),
        "post_logout_redirect_uris": setting("post_logout_redirect_uris", json!([])),
        "response_types": setting("response_types", json!([])),
        "grant_types": setting("grant_types", json!([])),
        "token_endpoint_auth_method": method.cloned().unwrap_or_else(|| json!("client_secret_basic")),
        "application_type": setting("application_type", json!("web")),
    })
}
