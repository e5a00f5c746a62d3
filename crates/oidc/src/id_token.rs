//! Judging an ID token (OpenID Connect Core 3.1.3.7).

use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

use crate::claims::Claims;
use crate::json::{encoded, seconds, shown, text};
use crate::jwt::Jwt;
use crate::keys::KeySet;
use crate::refusal::Refusal;

/// Clocks may differ by so much, in seconds.
const SKEW_S: i64 = 60;
/// An ID token comes fresh: it was made at most so long ago, in seconds …
const AGE_MAX_S: i64 = 600;
/// … and does not hold longer than this.
const LIFE_MAX_S: i64 = 24 * 3600;
const SUBJECT_BYTES_MAX: usize = 255;

/// What an ID token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Who issued it.
    pub issuer: &'a str,
    /// For whom.
    pub client_id: &'a str,
    /// The nonce of the request.
    pub nonce: &'a str,
    /// The access token that came with it.
    pub access_token: &'a str,
    /// The present, in seconds since 1970.
    pub now_s: i64,
    /// When the sign-in began, if the person must have authenticated since.
    pub authenticated_after_s: Option<i64>,
}

/// Verifies an ID token and gives its claims.
///
/// # Errors
/// The first thing that is wrong. After [`Refusal::UnknownKey`] the provider's keys may be read again, once.
pub fn verify_id_token(compact: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Claims, Refusal> {
    let token = Jwt::parse(compact)?;
    match keys.verifies(
        &token.kid,
        token.algorithm,
        token.signed.as_bytes(),
        &token.signature,
    ) {
        Some(true) => {}
        Some(false) => return Err(Refusal::Signature),
        None => return Err(Refusal::UnknownKey(shown(&token.kid))),
    }
    let claims = &token.claims;
    let issuer = text(claims, "iss").unwrap_or_default();
    if issuer != expected.issuer {
        return Err(Refusal::Issuer(shown(issuer)));
    }
    check_audience(claims, expected.client_id)?;
    check_times(claims, expected)?;
    let nonce = text(claims, "nonce").unwrap_or_default();
    if nonce.is_empty() || nonce != expected.nonce {
        return Err(Refusal::Nonce);
    }
    check_access_token(claims, expected.access_token)?;
    let subject = text(claims, "sub").unwrap_or_default();
    if subject.is_empty() || subject.len() > SUBJECT_BYTES_MAX || !subject.is_ascii() {
        return Err(Refusal::Subject);
    }
    Ok(Claims::new(subject, claims))
}

/// For this client and for nobody else: we trust no further audience.
fn check_audience(claims: &Map<String, Value>, client_id: &str) -> Result<(), Refusal> {
    let is_ours = match claims.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(all)) => !all.is_empty() && all.iter().all(|one| one == client_id),
        _ => false,
    };
    let is_authorized = match claims.get("azp") {
        None => true,
        Some(party) => party == client_id,
    };
    if is_ours && is_authorized {
        Ok(())
    } else {
        Err(Refusal::Audience)
    }
}

fn check_times(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Refusal> {
    let now = expected.now_s;
    let expires = seconds(claims, "exp").ok_or(Refusal::Time("exp"))?;
    if expires <= now - SKEW_S {
        return Err(Refusal::Expired);
    }
    let issued = seconds(claims, "iat").ok_or(Refusal::Time("iat"))?;
    if issued > now + SKEW_S || issued < now - AGE_MAX_S {
        return Err(Refusal::Time("iat"));
    }
    if expires - issued > LIFE_MAX_S {
        return Err(Refusal::Time("exp"));
    }
    if claims.contains_key("nbf") && seconds(claims, "nbf").is_none_or(|from| from > now + SKEW_S) {
        return Err(Refusal::Time("nbf"));
    }
    if let Some(began) = expected.authenticated_after_s {
        let since = seconds(claims, "auth_time").ok_or(Refusal::NotAnew)?;
        if since < began - SKEW_S {
            return Err(Refusal::NotAnew);
        }
    }
    Ok(())
}

/// The left half of the hash, if the token names one (OpenID Connect Core 3.1.3.6).
fn check_access_token(claims: &Map<String, Value>, access_token: &str) -> Result<(), Refusal> {
    let Some(named) = claims.get("at_hash") else {
        return Ok(());
    };
    let hash = digest(&SHA256, access_token.as_bytes());
    let half = hash.as_ref().get(..16).unwrap_or_default();
    if named.as_str() == Some(encoded(half).as_str()) {
        Ok(())
    } else {
        Err(Refusal::AccessToken)
    }
}
