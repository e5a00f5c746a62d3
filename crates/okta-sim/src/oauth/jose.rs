//! JSON Web Tokens and Keys (RFC 7515, 7517, 7519): taking them apart and verifying them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The algorithms that Okta takes for assertions and proofs.
pub(super) const ALGORITHMS: [&str; 6] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/// A token taken apart, not verified yet.
#[derive(Debug)]
pub(super) struct Jwt {
    pub(super) header: Value,
    pub(super) claims: Value,
    signed: String,
    signature: Vec<u8>,
}

impl Jwt {
    /// Takes a compact token apart; `None` when it is none.
    pub(super) fn parse(compact: &str) -> Option<Self> {
        let (signed, signature) = compact.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            signed: signed.to_owned(),
            signature: URL_SAFE_NO_PAD.decode(signature.trim_end_matches('=')).ok()?,
        })
    }

    /// A text member of the header.
    pub(super) fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name)?.as_str()
    }

    /// A text claim.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }

    /// A claim in seconds since 1970; fractions are cut off.
    pub(super) fn seconds(&self, name: &str) -> Option<i64> {
        let value = self.claims.get(name)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a cast from float saturates, which is what a time limit needs"
        )]
        value
            .as_i64()
            .or_else(|| value.as_f64().map(|seconds| seconds as i64))
    }

    /// Whether the key made the signature with the algorithm that the header names.
    pub(super) fn verifies(&self, key: &Value) -> bool {
        let Some(algorithm) = self.header_text("alg") else {
            return false;
        };
        if key
            .get("alg")
            .and_then(Value::as_str)
            .is_some_and(|wanted| wanted != algorithm)
        {
            return false;
        }
        self.check(algorithm, key).is_some()
    }

    fn check(&self, algorithm: &str, key: &Value) -> Option<()> {
        let message = self.signed.as_bytes();
        let rsa = |parameters: &'static RsaParameters| {
            let key = RsaPublicKeyComponents {
                n: member(key, "n")?,
                e: member(key, "e")?,
            };
            key.verify(parameters, message, &self.signature).ok()
        };
        let curve = |name: &str| (key.get("crv")?.as_str()? == name).then_some(());
        match algorithm {
            "RS256" => rsa(&RSA_PKCS1_2048_8192_SHA256),
            "RS384" => rsa(&RSA_PKCS1_2048_8192_SHA384),
            "RS512" => rsa(&RSA_PKCS1_2048_8192_SHA512),
            "ES256" => {
                curve("P-256")?;
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point(key, 32)?)
                    .verify(message, &self.signature)
                    .ok()
            }
            "ES384" => {
                curve("P-384")?;
                UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point(key, 48)?)
                    .verify(message, &self.signature)
                    .ok()
            }
            "ES512" => {
                curve("P-521")?;
                verify_p521(&point(key, 66)?, message, &self.signature)
            }
            _ => None,
        }
    }
}

/// `ring` knows no P-521, hence the other library.
fn verify_p521(point: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    use p521::ecdsa::signature::Verifier;
    let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
    let signature = p521::ecdsa::Signature::from_slice(signature).ok()?;
    key.verify(message, &signature).ok()
}

/// The thumbprint of a public key (RFC 7638); `None` when it is no RSA or EC key.
pub(super) fn thumbprint(key: &Value) -> Option<String> {
    let text = |name: &str| key.get(name)?.as_str();
    let canonical = match text("kty")? {
        "RSA" => json!({"e": text("e")?, "kty": "RSA", "n": text("n")?}),
        "EC" => json!({"crv": text("crv")?, "kty": "EC", "x": text("x")?, "y": text("y")?}),
        _ => return None,
    };
    Some(hash(canonical.to_string().as_bytes()))
}

/// SHA-256 in base64url, the form of `ath` and thumbprints.
pub(super) fn hash(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

fn object(part: &str) -> Option<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object)
}

fn member(key: &Value, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(key.get(name)?.as_str()?.trim_end_matches('='))
        .ok()
}

/// The uncompressed point of an EC key whose coordinates have `width` bytes.
fn point(key: &Value, width: usize) -> Option<Vec<u8>> {
    let mut point = vec![4];
    for name in ["x", "y"] {
        let coordinate = member(key, name)?;
        point.extend(std::iter::repeat_n(0, width.checked_sub(coordinate.len())?));
        point.extend(coordinate);
    }
    Some(point)
}
