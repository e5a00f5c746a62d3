//! Proofs of possession (RFC 9449): a token that is useless without this process's key.

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::jwt::{random_id, signed};
use super::key::{KeyError, SigningKey};

/// The key that tokens are bound to, and the nonces that the servers gave last.
pub(crate) struct DpopKey {
    key: SigningKey,
    /// One for the token endpoint, one for the API: they are different servers by RFC 9449 section 8.2.
    nonces: Mutex<[Option<String>; 2]>,
}

/// Whose nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// The token endpoint.
    Token,
    /// The API.
    Api,
}

impl DpopKey {
    /// A key of its own, made here and never stored.
    pub(crate) fn generate() -> Result<Self, KeyError> {
        Ok(Self {
            key: SigningKey::generate()?,
            nonces: Mutex::default(),
        })
    }

    /// Keeps a nonce that `server` sent.
    pub(crate) fn keep_nonce(&self, server: Server, nonce: &str) {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = nonces.get_mut(server as usize) {
            *place = Some(nonce.to_owned());
        }
    }

    /// A fresh proof for one request. `url` without query and fragment; `token` for API calls.
    pub(crate) fn proof(
        &self,
        server: Server,
        method: &str,
        url: &str,
        now: i64,
        token: Option<&str>,
    ) -> Result<String, KeyError> {
        let url = url.split(['?', '#']).next().unwrap_or(url);
        let mut claims = json!({ "htm": method, "htu": url, "iat": now, "jti": random_id()? });
        if let Value::Object(members) = &mut claims {
            if let Some(token) = token {
                members.insert("ath".to_owned(), B64.encode(Sha256::digest(token)).into());
            }
            if let Some(nonce) = self.nonce(server) {
                members.insert("nonce".to_owned(), nonce.into());
            }
        }
        let header = json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": self.key.bare_public() });
        signed(&self.key, &header, &claims)
    }

    fn nonce(&self, server: Server) -> Option<String> {
        let nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.get(server as usize).cloned().flatten()
    }
}

impl std::fmt::Debug for DpopKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DpopKey(•••)")
    }
}
