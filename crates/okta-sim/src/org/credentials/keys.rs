//! Public keys of an app (JWKs) and the certificates that it signs with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{MANAGE, READ};
use crate::call::Call;
use crate::org::events::Target;
use crate::org::{apps, text};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::saml;
use crate::state::{App, Org};

/// Keys in the app's own settings, then the ones added one by one.
pub(super) fn list_jwks(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = apps::within(org, call, READ)?;
    let keys: Vec<Value> = keys(org, app).iter().map(|key| shown(&app.id, key)).collect();
    Ok(Reply::json(Value::Array(keys)))
}

pub(super) fn get_jwk(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = apps::within(org, call, READ)?;
    let keys = keys(org, app);
    let found = keys.iter().find(|key| text(key, "id") == Some(call.param(1)));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(1), "OAuth2ClientJsonWebKey"))?;
    Ok(Reply::json(shown(&app.id, found)))
}

pub(super) fn add_jwk(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let app = app.id.to_string();
    let mut key = call.object()?;
    check(&key)?;
    let kid = text(&key, "kid").map(str::to_owned);
    let collection = collection(&app);
    if org
        .docs
        .list(&collection)
        .any(|known| text(known, "kid") == kid.as_deref())
    {
        return Err(Refusal::validation(
            "JsonWebKey",
            "Each key in 'jwks' must have a unique 'kid'.",
        ));
    }
    let id = org.mint.id("pks");
    for (member, value) in [("use", json!("sig")), ("status", json!("ACTIVE"))] {
        key.entry(member).or_insert(value);
    }
    for (member, value) in [
        ("id", json!(id)),
        ("created", json!(call.now.to_string())),
        ("lastUpdated", json!(call.now.to_string())),
    ] {
        key.insert(member.to_owned(), value);
    }
    org.docs.put(&collection, &id, key.clone());
    log(org, call, ordinal, "create", &id);
    Ok(Reply::json(shown(&app, &key)).status(201))
}

pub(super) fn remove_jwk(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let collection = collection(&app.id);
    let found = org.docs.get(&collection, call.param(1));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(1), "OAuth2ClientJsonWebKey"))?;
    if text(found, "status") == Some("ACTIVE") {
        return Err(Refusal::validation(
            "JsonWebKey",
            "An active key cannot be deleted.",
        ));
    }
    org.docs.remove(&collection, call.param(1));
    log(org, call, ordinal, "delete", call.param(1));
    Ok(Reply::none())
}

pub(super) fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let app = app.id.to_string();
    let step = call.param(2);
    let status = match step {
        "activate" => "ACTIVE",
        "deactivate" => "INACTIVE",
        _ => return Err(Refusal::not_found(step, "Endpoint")),
    };
    let key = org.docs.get_mut(&collection(&app), call.param(1));
    let key = key.ok_or_else(|| Refusal::not_found(call.param(1), "OAuth2ClientJsonWebKey"))?;
    key.insert("status".to_owned(), json!(status));
    let shown = shown(&app, key);
    log(org, call, ordinal, step, call.param(1));
    Ok(Reply::json(shown))
}

/// Keys and certificates that an app signs with; SAML apps get their first one when somebody asks.
pub(super) fn signing(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, READ)?;
    let collection = saml::keys::collection(&app.id);
    if app.sign_on.as_deref() == Some("SAML_2_0") {
        saml::keys::ensure(org, ordinal)?;
    }
    let rows: Vec<Value> = org.docs.list(&collection).cloned().map(Value::Object).collect();
    Ok(Reply::json(Value::Array(rows)))
}

/// `POST /api/v1/apps/{id}/credentials/keys/generate?validityYears=2`: a key that is not in use before the app's
/// `credentials.signing.kid` names it.
pub(super) fn generate(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, MANAGE)?;
    let id = app.id.to_string();
    let years = call
        .query("validityYears")
        .and_then(|text| text.parse::<i64>().ok());
    let years = years.filter(|years| (2..=10).contains(years)).ok_or_else(|| {
        Refusal::validation(
            "generateKey",
            "Validity years out of range. It should be 2 - 10 years",
        )
    })?;
    saml::keys::ensure(org, ordinal)?;
    let key = saml::keys::generate(org, &id, years, call.now)?;
    let targets = [Target::app(org, ordinal)];
    org.log_event(call, "app.keys.generate", &targets);
    Ok(Reply::json(Value::Object(key)).status(201))
}

pub(super) fn signing_one(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = apps::within(org, call, READ)?;
    if app.sign_on.as_deref() == Some("SAML_2_0") {
        saml::keys::ensure(org, ordinal)?;
    }
    let (_, app) = apps::within(org, call, READ)?;
    let found = org
        .docs
        .get(&format!("apps/{}/credentials/keys", app.id), call.param(1));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(1), "JsonWebKey"))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

fn collection(app: &str) -> String {
    format!("apps/{app}/credentials/jwks")
}

fn keys(org: &Org, app: &App) -> Vec<Object> {
    let set = app
        .body
        .get("settings")
        .and_then(|settings| settings.get("oauthClient")?.get("jwks")?.get("keys")?.as_array());
    let mut keys: Vec<Object> = set
        .into_iter()
        .flatten()
        .filter_map(|key| key.as_object().cloned())
        .collect();
    for (key, position) in keys.iter_mut().zip(0..) {
        let id = format!("pks{}{position}", app.id.get(3..).unwrap_or_default());
        key.entry("id").or_insert(json!(id));
        for (member, value) in [
            ("status", json!("ACTIVE")),
            ("use", json!("sig")),
            ("created", json!(app.created.to_string())),
        ] {
            key.entry(member).or_insert(value);
        }
        key.entry("lastUpdated")
            .or_insert(json!(app.last_updated.to_string()));
    }
    let added: Vec<&Object> = org.docs.list(&collection(&app.id)).collect();
    keys.retain(|key| !added.iter().any(|other| text(other, "kid") == text(key, "kid")));
    keys.extend(added.into_iter().cloned());
    keys
}

fn shown(app: &str, key: &Object) -> Value {
    let mut key = key.clone();
    let id = text(&key, "id").unwrap_or_default();
    let own = format!("{{{{org}}}}/api/v1/apps/{app}/credentials/jwks/{id}");
    let step = if text(&key, "status") == Some("INACTIVE") {
        "activate"
    } else {
        "deactivate"
    };
    let links = json!({step: {"href": format!("{own}/lifecycle/{step}"), "hints": {"allow": ["POST"]}}});
    key.insert("_links".to_owned(), links);
    Value::Object(key)
}

fn check(key: &Object) -> Result<(), Refusal> {
    let refused = |cause: &str| Err(Refusal::validation("JsonWebKey", cause));
    let bytes =
        |name: &str| text(key, name).and_then(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok());
    match text(key, "kty") {
        Some("RSA") if bytes("n").is_none_or(|n| n.len() < 256) => {
            refused("RSA key length in the 'jwks' is less than '2,048' bits for the given key.")
        }
        Some("RSA") if bytes("e").is_none() => refused("The 'e' member of the key is missing."),
        Some("EC") if bytes("x").is_none() || bytes("y").is_none() => {
            refused("The key has no point on a curve.")
        }
        Some("RSA" | "EC") if key.contains_key("d") => refused("The key must be a public one."),
        Some("RSA" | "EC") => Ok(()),
        _ => refused("'kty' must be RSA or EC."),
    }
}

fn log(org: &mut Org, call: &Call<'_>, app: u32, step: &str, id: &str) {
    let targets = [
        Target::app(org, app),
        Target::new("ClientJsonWebKey", id, "unknown", "Public key"),
    ];
    org.log_event(
        call,
        &format!("app.oauth2.credentials.lifecycle.{step}"),
        &targets,
    );
}
