//! Checks of a DPoP proof (RFC 9449 section 4.3, with Okta's words).

use http::HeaderMap;
use serde_json::Value;

use super::jose::{self, Jwt};
use super::store::OAuth;
use crate::reply::Refusal;
use crate::stamp::Stamp;

/// A proof may be this old, in seconds.
const OLDEST: i64 = 300;
/// Clocks may differ by so much, in seconds.
const LEEWAY: i64 = 60;

/// What a proof is checked against.
#[derive(Debug)]
pub(super) struct Expected<'e> {
    pub(super) method: &'e str,
    /// Addresses of the request without query; any of them will do.
    pub(super) addresses: &'e [String],
    pub(super) now: Stamp,
    /// The access token that the proof goes with, on calls of the API.
    pub(super) access_token: Option<&'e str>,
    /// Whether the server's nonce has to be in it, as at the token endpoint.
    pub(super) nonce: bool,
}

/// The proof of a request: `None` when there is none.
///
/// # Errors
/// Refused when there are several.
pub(super) fn proof(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let mut all = headers.get_all("dpop").iter();
    let first = all.next();
    if all.next().is_some() {
        return Err(invalid("Multiple DPoP proof JWT headers are not allowed."));
    }
    Ok(first.and_then(|value| value.to_str().ok()))
}

/// Checks a proof and gives the thumbprint of its key.
pub(super) fn check(oauth: &OAuth, compact: &str, expected: &Expected<'_>) -> Result<String, Refusal> {
    let proof = Jwt::parse(compact).ok_or_else(|| invalid("The DPoP proof JWT cannot be parsed."))?;
    if proof.header_text("typ") != Some("dpop+jwt") {
        return Err(invalid("'typ' must be 'dpop+jwt' in the DPoP proof JWT."));
    }
    if !proof
        .header_text("alg")
        .is_some_and(|name| jose::ALGORITHMS.contains(&name))
    {
        return Err(invalid("The DPoP proof JWT signature algorithm is invalid."));
    }
    let key = proof.header.get("jwk").filter(|key| key.get("d").is_none());
    let key = key.ok_or_else(|| invalid("The DPoP proof JWT is invalid."))?;
    if !proof.verifies(key) {
        return Err(invalid("The DPoP proof JWT signature is invalid."));
    }
    check_target(&proof, expected)?;
    check_time(&proof, expected.now)?;
    if let Some(token) = expected.access_token
        && proof.text("ath") != Some(&jose::hash(token.as_bytes()))
    {
        return Err(invalid(
            "'ath' claim in the DPoP proof does not match the presented access_token.",
        ));
    }
    check_nonce(oauth, &proof, expected)?;
    let jti = proof.text("jti").filter(|jti| !jti.is_empty());
    let jti = jti.ok_or_else(|| invalid("'jti' claim in the DPoP proof JWT is invalid."))?;
    let thumbprint = jose::thumbprint(key).ok_or_else(|| invalid("The DPoP proof JWT is invalid."))?;
    let until = expected.now.plus_ms((OLDEST + LEEWAY) * 1000);
    if !oauth.first_use(format!("proof {thumbprint} {jti}"), expected.now, until) {
        return Err(invalid("The DPoP proof JWT has already been used."));
    }
    Ok(thumbprint)
}

pub(super) fn invalid(description: &str) -> Refusal {
    Refusal::oauth(400, "invalid_dpop_proof", description)
}

fn check_target(proof: &Jwt, expected: &Expected<'_>) -> Result<(), Refusal> {
    if proof.text("htm") != Some(expected.method) {
        return Err(invalid("'htm' claim in the DPoP proof JWT is invalid."));
    }
    let meant = proof.text("htu").unwrap_or_default();
    let meant = meant.split(['?', '#']).next().unwrap_or_default();
    if !expected.addresses.iter().any(|address| address == meant) {
        return Err(invalid("'htu' claim in the DPoP proof JWT is invalid."));
    }
    Ok(())
}

fn check_time(proof: &Jwt, now: Stamp) -> Result<(), Refusal> {
    let issued = proof
        .seconds("iat")
        .ok_or_else(|| invalid("'iat' claim in the DPoP proof JWT is invalid."))?;
    if issued > now.seconds() + LEEWAY {
        return Err(invalid("The DPoP proof JWT is issued in the future."));
    }
    if issued < now.seconds() - OLDEST {
        return Err(invalid(
            "The DPoP proof JWT is issued more than five minutes in the past.",
        ));
    }
    if proof
        .seconds("exp")
        .is_some_and(|expires| expires < now.seconds())
    {
        return Err(invalid("The DPoP proof JWT is expired."));
    }
    Ok(())
}

fn check_nonce(oauth: &OAuth, proof: &Jwt, expected: &Expected<'_>) -> Result<(), Refusal> {
    let sent = proof.claims.get("nonce").and_then(Value::as_str);
    let good = match sent {
        Some(nonce) => oauth.knows_nonce(nonce, expected.now),
        None => !expected.nonce,
    };
    if good {
        return Ok(());
    }
    let refusal = Refusal::oauth(
        400,
        "use_dpop_nonce",
        "Authorization server requires nonce in DPoP proof.",
    );
    Err(refusal.header("dpop-nonce", &oauth.nonce(expected.now)))
}
