//! Client secrets of an app: at most two, one of them always active.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{MANAGE, READ};
use crate::call::Call;
use crate::org::events::Target;
use crate::org::{apps, text};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::state::Org;

/// Secrets that an app may have at a time.
const MOST: usize = 2;

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = apps::within(org, call, READ)?;
    let rows: Vec<Value> = org
        .docs
        .list(&collection(&app.id))
        .map(|secret| shown(&app.id, secret))
        .collect();
    Ok(Reply::json(Value::Array(rows)))
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = apps::within(org, call, READ)?;
    Ok(Reply::json(shown(&app.id, find(org, &app.id, call.param(1))?)))
}

pub(super) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let app = app.id.to_string();
    if org.docs.len(&collection(&app)) >= MOST {
        return Err(Refusal::validation(
            "client_secret",
            "You've reached the maximum number of client secrets per client.",
        ));
    }
    let body = call.object()?;
    let secret = text(&body, "client_secret").map_or_else(|| org.mint.secret(64), str::to_owned);
    let digest = Sha256::digest(&secret);
    let id = org.mint.id("ocs");
    let at = call.now.to_string();
    let document = json!({
        "id": id, "created": at, "lastUpdated": at, "status": text(&body, "status").unwrap_or("ACTIVE"),
        "client_secret": secret, "secret_hash": URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or_default()),
    });
    if let Value::Object(document) = document {
        org.docs.put(&collection(&app), &id, document);
    }
    log(org, call, ordinal, "create", &id);
    Ok(Reply::json(shown(&app, find(org, &app, &id)?)).status(201))
}

pub(super) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let app = app.id.to_string();
    if text(find(org, &app, call.param(1))?, "status") == Some("ACTIVE") {
        return Err(Refusal::validation(
            "client_secret",
            "An active client secret cannot be deleted.",
        ));
    }
    org.docs.remove(&collection(&app), call.param(1));
    log(org, call, ordinal, "delete", call.param(1));
    Ok(Reply::none())
}

pub(super) fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let app = app.id.to_string();
    find(org, &app, call.param(1))?;
    let step = call.param(2);
    let status = match step {
        "activate" => "ACTIVE",
        "deactivate" => "INACTIVE",
        _ => return Err(Refusal::not_found(step, "Endpoint")),
    };
    let active = org
        .docs
        .list(&collection(&app))
        .filter(|secret| text(secret, "status") == Some("ACTIVE"))
        .count();
    if step == "deactivate" && active <= 1 {
        return Err(Refusal::validation(
            "client_secret",
            "A client must have at least one active secret.",
        ));
    }
    if let Some(secret) = org.docs.get_mut(&collection(&app), call.param(1)) {
        secret.insert("status".to_owned(), json!(status));
        secret.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    }
    log(org, call, ordinal, step, call.param(1));
    Ok(Reply::json(shown(&app, find(org, &app, call.param(1))?)))
}

fn collection(app: &str) -> String {
    format!("apps/{app}/credentials/secrets")
}

fn find<'o>(org: &'o Org, app: &str, id: &str) -> Result<&'o Object, Refusal> {
    org.docs
        .get(&collection(app), id)
        .ok_or_else(|| Refusal::not_found(id, "OAuth2ClientSecret"))
}

fn shown(app: &str, secret: &Object) -> Value {
    let mut secret = secret.clone();
    let id = text(&secret, "id").unwrap_or_default();
    let own = format!("{{{{org}}}}/api/v1/apps/{app}/credentials/secrets/{id}");
    let links = if text(&secret, "status") == Some("ACTIVE") {
        json!({"deactivate": {"href": format!("{own}/lifecycle/deactivate"), "hints": {"allow": ["POST"]}}})
    } else {
        json!({
            "activate": {"href": format!("{own}/lifecycle/activate"), "hints": {"allow": ["POST"]}},
            "delete": {"href": own, "hints": {"allow": ["DELETE"]}},
        })
    };
    secret.insert("_links".to_owned(), links);
    Value::Object(secret)
}

/// The events name the secret by its id, never by its value.
fn log(org: &mut Org, call: &Call<'_>, app: u32, step: &str, id: &str) {
    let targets = [
        Target::app(org, app),
        Target::new("ClientSecret", id, "unknown", "Client secret"),
    ];
    org.log_event(
        call,
        &format!("app.oauth2.credentials.lifecycle.{step}"),
        &targets,
    );
}
