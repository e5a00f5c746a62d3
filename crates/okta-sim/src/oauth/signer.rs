//! The key that access tokens are signed with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::{RngCore as _, SeedableRng};
use rand_chacha::ChaCha20Rng;
use rsa::pkcs1v15::SigningKey;
use rsa::sha2::Sha256;
use rsa::signature::{SignatureEncoding, Signer as _};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};

use super::jose;

/// An RSA key of 2048 bits. It comes from the organization's seed, so it stays the same over restarts; it protects
/// nothing, since calls are judged by what was remembered.
#[derive(Debug)]
pub(super) struct Signer {
    key: SigningKey<Sha256>,
    public: Value,
    kid: String,
}

impl Signer {
    pub(super) fn new(seed: u64) -> Option<Self> {
        let mut source = Source(ChaCha20Rng::seed_from_u64(seed ^ 0x0A17));
        let key = rsa::RsaPrivateKey::new(&mut source, 2048).ok()?;
        let number = |value: &rsa::BigUint| URL_SAFE_NO_PAD.encode(value.to_bytes_be());
        let mut public =
            json!({"kty": "RSA", "alg": "RS256", "use": "sig", "n": number(key.n()), "e": number(key.e())});
        let kid = jose::thumbprint(&public)?;
        if let Value::Object(members) = &mut public {
            members.insert("kid".to_owned(), json!(kid));
        }
        Some(Self {
            key: SigningKey::new(key),
            public,
            kid,
        })
    }

    /// The public key with its id.
    pub(super) fn public(&self) -> &Value {
        &self.public
    }

    /// A signed access token with these claims.
    pub(super) fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({"typ": "application/okta-internal-at+jwt"}), claims)
    }

    /// A signed compact token with these claims, and these members of the header beside key and algorithm.
    pub(super) fn sign_as(&self, more: &Value, claims: &Value) -> String {
        let mut header = json!({"kid": self.kid, "alg": "RS256"});
        if let (Value::Object(header), Value::Object(more)) = (&mut header, more) {
            header.extend(more.clone());
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature = self.key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

/// The seeded source in the form that the RSA library of this version asks for.
#[derive(Debug)]
pub(crate) struct Source(pub(crate) ChaCha20Rng);

impl rsa::rand_core::RngCore for Source {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill_bytes(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.0.fill_bytes(dest);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for Source {}
