//! Signed tokens: the client assertion of RFC 7523.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use ring::rand::{SecureRandom as _, SystemRandom};
use serde_json::{Value, json};

use super::key::{KeyError, SigningKey};

/// How long an assertion holds, in seconds. Short, so that a wrong clock shows early; Okta takes up to an hour.
const ASSERTION_LIFE: i64 = 300;

/// The assertion with which a service app asks for a token. `now` in seconds since the Unix epoch.
pub(super) fn client_assertion(
    key: &SigningKey,
    client_id: &str,
    token_url: &str,
    now: i64,
) -> Result<String, KeyError> {
    let mut header = json!({ "alg": key.algorithm(), "typ": "JWT" });
    if let (Some(kid), Value::Object(members)) = (key.kid(), &mut header) {
        members.insert("kid".to_owned(), kid.into());
    }
    let claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": token_url,
        "iat": now,
        "exp": now + ASSERTION_LIFE,
        "jti": random_id()?,
    });
    signed(key, &header, &claims)
}

/// A JWS in compact form (RFC 7515).
pub(super) fn signed(key: &SigningKey, header: &Value, claims: &Value) -> Result<String, KeyError> {
    let message = format!(
        "{}.{}",
        B64.encode(header.to_string()),
        B64.encode(claims.to_string())
    );
    let signature = key.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", B64.encode(signature)))
}

/// An id that is used once.
pub(super) fn random_id() -> Result<String, KeyError> {
    let mut bytes = [0; 18];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| KeyError::Random)?;
    Ok(B64.encode(bytes))
}
