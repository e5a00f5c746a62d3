//! The private key of a service app: made here, or brought as JWK or PEM.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use p256::ecdsa::signature::Signer as _;
use ring::rand::SystemRandom;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// A private key that signs (ES256 or RS256). Printing it prints dots; clones share it.
#[derive(Clone)]
pub struct SigningKey {
    kind: Arc<Kind>,
    /// Key id to name in signatures; Okta looks the public key up by it.
    kid: Option<String>,
    /// What [`SigningKey::parse`] takes back.
    text: SecretString,
}

enum Kind {
    Ec(p256::ecdsa::SigningKey),
    Rsa(ring::rsa::KeyPair),
}

/// Why a text is not a usable private key. Never holds a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Neither JSON nor PEM.
    #[error("this is neither a private key as JWK (JSON) nor as PEM (-----BEGIN … PRIVATE KEY-----)")]
    Form,
    /// A public key.
    #[error("this is a public key: the private one is needed to sign")]
    Public,
    /// A password stands before it.
    #[error("this key is encrypted with a password: give it without one")]
    Encrypted,
    /// Another kind of key.
    #[error("only RSA keys of 2048 to 4096 bits and EC keys on the curve P-256 can sign here")]
    Unsupported,
    /// Parts do not fit.
    #[error("the private key is damaged")]
    Damaged,
    /// No randomness.
    #[error("cannot make a key: the system gives no random numbers")]
    Random,
}

impl SigningKey {
    /// Makes a new ES256 key. Its key id is its thumbprint (RFC 7638).
    pub fn generate() -> Result<Self, KeyError> {
        let document = ring::signature::EcdsaKeyPair::generate_pkcs8(
            &ring::signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            &SystemRandom::new(),
        )
        .map_err(|_| KeyError::Random)?;
        let key = ec_from_pkcs8(document.as_ref())?;
        let kind = Kind::Ec(p256::ecdsa::SigningKey::from(&key));
        let kid = thumbprint(&public_part(&kind));
        let mut private = public_part(&kind);
        if let Value::Object(members) = &mut private {
            members.insert("d".to_owned(), B64.encode(key.to_bytes()).into());
            members.insert("kid".to_owned(), kid.clone().into());
        }
        Ok(Self {
            kind: Arc::new(kind),
            kid: Some(kid),
            text: SecretString::from(private.to_string()),
        })
    }

    /// Reads a private key as JWK (with its `kid`) or as PEM (PKCS#8, PKCS#1 or SEC 1).
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let (kind, kid) = if text.starts_with('{') {
            from_jwk(text)?
        } else {
            (from_pem(text)?, None)
        };
        Ok(Self {
            kind: Arc::new(kind),
            kid,
            text: SecretString::from(text.to_owned()),
        })
    }

    /// The same key, named `kid` in signatures: for a PEM key whose public half Okta knows by that id.
    #[must_use]
    pub fn with_kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// Key id that signatures name.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// `ES256` or `RS256`.
    pub fn algorithm(&self) -> &'static str {
        match *self.kind {
            Kind::Ec(_) => "ES256",
            Kind::Rsa(_) => "RS256",
        }
    }

    /// The private key as text that [`SigningKey::parse`] reads: for the vault alone.
    pub fn private_text(&self) -> &SecretString {
        &self.text
    }

    /// The public key as JWK (RFC 7517), to paste under Applications › the app › General › Public keys.
    pub fn public_jwk(&self) -> String {
        self.public_value().to_string()
    }

    /// The public key as a set of one (JWKS), to serve at an address that Okta fetches.
    pub fn public_jwks(&self) -> String {
        json!({ "keys": [self.public_value()] }).to_string()
    }

    fn public_value(&self) -> Value {
        let mut jwk = public_part(&self.kind);
        if let Value::Object(members) = &mut jwk {
            let kid = self
                .kid
                .clone()
                .unwrap_or_else(|| thumbprint(&public_part(&self.kind)));
            members.insert("kid".to_owned(), kid.into());
            members.insert("alg".to_owned(), self.algorithm().into());
            members.insert("use".to_owned(), "sig".into());
        }
        jwk
    }

    /// The public key as a proof names it: nothing but the key.
    pub(super) fn bare_public(&self) -> Value {
        public_part(&self.kind)
    }

    /// Signs `message` as JWS does (RFC 7518 section 3).
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &*self.kind {
            Kind::Ec(key) => {
                let signature: p256::ecdsa::Signature =
                    key.try_sign(message).map_err(|_| KeyError::Damaged)?;
                Ok(signature.to_bytes().to_vec())
            }
            Kind::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                let padding = &ring::signature::RSA_PKCS1_SHA256;
                key.sign(padding, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| KeyError::Random)?;
                Ok(signature)
            }
        }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({}, kid {:?}, •••)", self.algorithm(), self.kid)
    }
}

impl PartialEq for SigningKey {
    fn eq(&self, other: &Self) -> bool {
        self.kid == other.kid && self.text.expose_secret() == other.text.expose_secret()
    }
}

fn from_jwk(text: &str) -> Result<(Kind, Option<String>), KeyError> {
    let jwk: Value = serde_json::from_str(text).map_err(|_| KeyError::Form)?;
    // A set of one is what some tools write.
    let jwk = jwk.get("keys").and_then(|keys| keys.get(0)).unwrap_or(&jwk);
    let member = |name: &str| jwk.get(name).and_then(Value::as_str);
    let bytes = |name: &str| {
        let text = member(name).ok_or(KeyError::Damaged)?;
        B64.decode(text.trim_end_matches('='))
            .map_err(|_| KeyError::Damaged)
    };
    let kid = member("kid").map(str::to_owned);
    if member("d").is_none() {
        return Err(if member("kty").is_some() {
            KeyError::Public
        } else {
            KeyError::Form
        });
    }
    let kind = match (member("kty"), member("crv")) {
        (Some("EC"), Some("P-256")) => {
            let key = p256::SecretKey::from_slice(&bytes("d")?).map_err(|_| KeyError::Damaged)?;
            Kind::Ec(p256::ecdsa::SigningKey::from(&key))
        }
        (Some("RSA"), _) => {
            let parts = ring::rsa::KeyPairComponents {
                public_key: ring::rsa::PublicKeyComponents {
                    n: bytes("n")?,
                    e: bytes("e")?,
                },
                d: bytes("d")?,
                p: bytes("p")?,
                q: bytes("q")?,
                dP: bytes("dp")?,
                dQ: bytes("dq")?,
                qInv: bytes("qi")?,
            };
            Kind::Rsa(ring::rsa::KeyPair::from_components(&parts).map_err(rejected)?)
        }
        _ => return Err(KeyError::Unsupported),
    };
    if let (Kind::Ec(_), Ok(x)) = (&kind, bytes("x"))
        && public_part(&kind).get("x").and_then(Value::as_str) != Some(B64.encode(x).as_str())
    {
        return Err(KeyError::Damaged);
    }
    Ok((kind, kid))
}

fn from_pem(text: &str) -> Result<Kind, KeyError> {
    if text.contains("ENCRYPTED") {
        return Err(KeyError::Encrypted);
    }
    if text.contains("PUBLIC KEY-----") || text.contains("BEGIN CERTIFICATE") {
        return Err(KeyError::Public);
    }
    if !text.contains("PRIVATE KEY-----") {
        return Err(KeyError::Form);
    }
    match PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| KeyError::Damaged)? {
        PrivateKeyDer::Pkcs1(der) => Ok(Kind::Rsa(
            ring::rsa::KeyPair::from_der(der.secret_pkcs1_der()).map_err(rejected)?,
        )),
        PrivateKeyDer::Sec1(der) => {
            let key =
                p256::SecretKey::from_sec1_der(der.secret_sec1_der()).map_err(|_| KeyError::Unsupported)?;
            Ok(Kind::Ec(p256::ecdsa::SigningKey::from(&key)))
        }
        PrivateKeyDer::Pkcs8(der) => match ring::rsa::KeyPair::from_pkcs8(der.secret_pkcs8_der()) {
            Ok(key) => Ok(Kind::Rsa(key)),
            Err(_) => Ok(Kind::Ec(p256::ecdsa::SigningKey::from(&ec_from_pkcs8(
                der.secret_pkcs8_der(),
            )?))),
        },
        _ => Err(KeyError::Unsupported),
    }
}

fn ec_from_pkcs8(der: &[u8]) -> Result<p256::SecretKey, KeyError> {
    use p256::pkcs8::DecodePrivateKey as _;
    p256::SecretKey::from_pkcs8_der(der).map_err(|_| KeyError::Unsupported)
}

fn rejected(reason: ring::error::KeyRejected) -> KeyError {
    let words = reason.to_string();
    if words.contains("TooSmall") || words.contains("TooLarge") {
        KeyError::Unsupported
    } else {
        KeyError::Damaged
    }
}

/// The members of the public JWK that make up the key, in the order of RFC 7638.
fn public_part(kind: &Kind) -> Value {
    match kind {
        Kind::Ec(key) => {
            let point = key.verifying_key().to_encoded_point(false);
            let coordinate =
                |bytes: Option<&p256::FieldBytes>| bytes.map(|b| B64.encode(b)).unwrap_or_default();
            json!({ "crv": "P-256", "kty": "EC", "x": coordinate(point.x()), "y": coordinate(point.y()) })
        }
        Kind::Rsa(key) => {
            let parts = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(key.public());
            json!({ "e": B64.encode(parts.e), "kty": "RSA", "n": B64.encode(parts.n) })
        }
    }
}

/// RFC 7638: the hash of the members in alphabetical order, which is how they are written here.
fn thumbprint(public: &Value) -> String {
    B64.encode(Sha256::digest(public.to_string().as_bytes()))
}

#[cfg(test)]
mod tests;
