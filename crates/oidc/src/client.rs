//! Proving to be the client (OpenID Connect Core section 9): with a secret, or with a key of one's own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::json::encoded;

/// How long an assertion holds, in seconds: as soon as a clock is wrong, it shows.
const LASTS_S: i64 = 300;

/// How the client proves to be itself at the token endpoint.
#[derive(Clone, Copy)]
pub enum ClientAuth<'a> {
    /// A secret in the `Authorization` header.
    Basic(&'a str),
    /// A secret in the form.
    Post(&'a str),
    /// An assertion signed with a key.
    Key(&'a ClientKey),
}

impl std::fmt::Debug for ClientAuth<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Basic(_) => "Basic",
            Self::Post(_) => "Post",
            Self::Key(_) => "Key",
        })
    }
}

/// A key for ES256.
pub struct ClientKey {
    pair: EcdsaKeyPair,
}

impl std::fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientKey")
            .field("kid", &self.kid())
            .finish_non_exhaustive()
    }
}

impl ClientKey {
    /// A new key in PKCS#8, DER; `None` when the system gives no random numbers.
    #[must_use]
    pub fn generate() -> Option<Vec<u8>> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        made.ok().map(|document| document.as_ref().to_vec())
    }

    /// A key that was kept.
    #[must_use]
    pub fn read(pkcs8: &[u8]) -> Option<Self> {
        let read = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &SystemRandom::new());
        read.ok().map(|pair| Self { pair })
    }

    /// The public half, to be entered at the provider.
    #[must_use]
    pub fn public_jwk(&self) -> Value {
        let (x, y) = self.coordinates();
        json!({"kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig", "alg": "ES256", "kid": self.kid()})
    }

    /// The thumbprint of the key (RFC 7638).
    fn kid(&self) -> String {
        let (x, y) = self.coordinates();
        let canonical = format!("{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{x}\",\"y\":\"{y}\"}}");
        encoded(digest(&SHA256, canonical.as_bytes()).as_ref())
    }

    fn coordinates(&self) -> (String, String) {
        // An uncompressed point: 4, x, y.
        let point = self.pair.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| encoded(point.get(range).unwrap_or_default());
        (part(1..33), part(33..65))
    }

    /// An assertion for the token endpoint (RFC 7523); `None` when the system gives no random numbers.
    pub(crate) fn assertion(&self, client_id: &str, audience: &str, id: &str, now_s: i64) -> Option<String> {
        let header = json!({"alg": "ES256", "kid": self.kid(), "typ": "JWT"});
        let claims = json!({
            "iss": client_id, "sub": client_id, "aud": audience, "jti": id, "iat": now_s, "exp": now_s + LASTS_S,
        });
        let signed = format!(
            "{}.{}",
            encoded(header.to_string().as_bytes()),
            encoded(claims.to_string().as_bytes())
        );
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
        Some(format!("{signed}.{}", encoded(signature.as_ref())))
    }
}

/// The value of the header (RFC 6749 section 2.3.1).
pub(crate) fn basic(client_id: &str, secret: &str) -> String {
    let form = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", form(client_id), form(secret));
    format!("Basic {}", STANDARD.encode(pair))
}
