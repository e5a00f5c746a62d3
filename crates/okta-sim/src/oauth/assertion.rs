//! Checks of a client assertion (RFC 7523 section 3, with Okta's rules and words).

use serde_json::Value;

use super::jose::{self, Jwt};
use super::{find_client, invalid_client, oauth_setting};
use crate::reply::Refusal;
use crate::stamp::Stamp;
use crate::state::{App, Org};

/// Okta refuses assertions that live longer than an hour, in seconds.
const LONGEST: i64 = 3600;
/// Clocks may differ by so much, in seconds.
const LEEWAY: i64 = 300;

/// A client that has proved to be itself.
#[derive(Debug)]
pub(super) struct Proved {
    pub(super) app: u32,
    /// Id of the assertion and its end: it may be used once.
    pub(super) once: Option<(String, Stamp)>,
}

/// Checks the assertion. `endpoints` are the addresses that it may be made out to.
pub(super) fn check(org: &Org, compact: &str, endpoints: &[String], now: Stamp) -> Result<Proved, Refusal> {
    let token =
        Jwt::parse(compact).ok_or_else(|| invalid_client("The parsing of the client_assertion failed."))?;
    if !token
        .header_text("alg")
        .is_some_and(|name| jose::ALGORITHMS.contains(&name))
    {
        return Err(invalid_client(
            "The client_assertion JWT signature algorithm is invalid.",
        ));
    }
    let subject = token.text("sub").unwrap_or_default();
    if token.text("iss") != Some(subject) {
        return Err(invalid_client(
            "The issuer claim for client_assertion is not a valid client_id.",
        ));
    }
    let ordinal = find_client(org, subject)
        .ok_or_else(|| invalid_client("The subject claim for client_assertion is not a valid client_id."))?;
    let app = org.apps.get(ordinal).filter(|app| app.active).ok_or_else(|| {
        invalid_client(
            "Client authentication failed. Either the client or the client credentials are invalid.",
        )
    })?;
    check_audience(&token, endpoints)?;
    let expires = check_times(&token, now)?;
    check_signature(org, app, &token)?;
    let once = token
        .text("jti")
        .map(|jti| (format!("assertion {subject} {jti}"), expires));
    if once.as_ref().is_some_and(|(id, _)| org.oauth.was_used(id, now)) {
        return Err(invalid_client(
            "The client_assertion token has already been used.",
        ));
    }
    Ok(Proved { app: ordinal, once })
}

/// Every key that may sign for the app: in its settings, added one by one, or behind its `jwks_uri`.
pub(super) fn keys(org: &Org, app: &App) -> Vec<Value> {
    let list = |set: &Value| {
        set.get("keys")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let mut keys = oauth_setting(app, "jwks").map(list).unwrap_or_default();
    let added = format!("apps/{}/credentials/jwks", app.id);
    keys.extend(org.docs.list(&added).cloned().map(Value::Object));
    if let Some(url) = oauth_setting(app, "jwks_uri").and_then(Value::as_str) {
        keys.extend(org.oauth.key_set(url).as_ref().map(list).unwrap_or_default());
    }
    keys.retain(|key| key.get("status").and_then(Value::as_str) != Some("INACTIVE"));
    keys
}

fn check_audience(token: &Jwt, endpoints: &[String]) -> Result<(), Refusal> {
    let fits = |audience: &Value| {
        audience
            .as_str()
            .is_some_and(|text| endpoints.iter().any(|endpoint| endpoint == text))
    };
    let meant = token.claims.get("aud").is_some_and(|audience| match audience {
        Value::Array(all) => all.iter().any(fits),
        one => fits(one),
    });
    if meant {
        return Ok(());
    }
    Err(invalid_client(
        "The audience claim for client_assertion must be the endpoint invoked for the request.",
    ))
}

fn check_times(token: &Jwt, now: Stamp) -> Result<Stamp, Refusal> {
    let expires = token.seconds("exp").ok_or_else(|| {
        invalid_client("The client_assertion must contain the 'exp' claim as seconds since epoch.")
    })?;
    let at = now.seconds();
    if expires <= at {
        return Err(invalid_client("The client_assertion token is expired."));
    }
    if expires > at.saturating_add(LONGEST + LEEWAY) {
        return Err(invalid_client(
            "The client_assertion token has an expiration too far into the future.",
        ));
    }
    if token.seconds("iat").is_some_and(|issued| issued > at + LEEWAY) {
        return Err(invalid_client(
            "The client_assertion token must be issued before the current time.",
        ));
    }
    Ok(Stamp(expires.saturating_mul(1000)))
}

fn check_signature(org: &Org, app: &App, token: &Jwt) -> Result<(), Refusal> {
    let mut keys = keys(org, app);
    if keys.is_empty() {
        return Err(invalid_client(
            "The client does not have a JWKSet configured, but the client_assertion requires one.",
        ));
    }
    if let Some(kid) = token.header_text("kid") {
        keys.retain(|key| key.get("kid").and_then(Value::as_str) == Some(kid));
        if keys.is_empty() {
            return Err(invalid_client("The client_assertion JWT kid is invalid."));
        }
    }
    if keys.iter().any(|key| token.verifies(key)) {
        return Ok(());
    }
    Err(invalid_client("The client_assertion signature is invalid."))
}
