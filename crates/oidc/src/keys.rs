//! The provider's keys (RFC 7517), each for one algorithm.

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde_json::{Map, Value};

use crate::json::{decoded, object, text};
use crate::refusal::Refusal;

const KEYS_MAX: usize = 50;

/// The algorithms that are taken. Those with a shared secret and `none` are not among them, so a public key can never
/// be used as a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    /// RSA, PKCS#1 v1.5, SHA-256.
    Rs256,
    /// ECDSA on P-256, SHA-256.
    Es256,
}

impl Algorithm {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Public {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    kid: String,
    public: Public,
}

/// The keys that a provider signs with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet(Vec<Key>);

impl KeySet {
    /// Reads a key set. Keys for other purposes and algorithms are left out.
    ///
    /// # Errors
    /// [`Refusal::Keys`] when there is no key to verify with.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        let members = object(body).ok_or(Refusal::Keys)?;
        let listed = members
            .get("keys")
            .and_then(Value::as_array)
            .ok_or(Refusal::Keys)?;
        let keys: Vec<Key> = listed
            .iter()
            .take(KEYS_MAX)
            .filter_map(|key| read(key.as_object()?))
            .collect();
        if keys.is_empty() {
            return Err(Refusal::Keys);
        }
        Ok(Self(keys))
    }

    /// The keys as an administrator sees them: algorithm and id of each.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let name = |key: &Key| {
            let algorithm = match key.public.algorithm() {
                Algorithm::Rs256 => "RS256",
                Algorithm::Es256 => "ES256",
            };
            format!("{algorithm} {}", crate::json::shown(&key.kid))
        };
        self.0.iter().map(name).collect()
    }

    /// Whether the key with this id made the signature; `None` when there is no such key for this algorithm.
    pub(crate) fn verifies(
        &self,
        kid: &str,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        let fits = |key: &&Key| key.kid == kid && key.public.algorithm() == algorithm;
        let key = self.0.iter().find(fits)?;
        Some(key.public.verifies(message, signature))
    }
}

impl Public {
    const fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { .. } => Algorithm::Rs256,
            Self::P256(_) => Algorithm::Es256,
        }
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa { n, e } => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                    .is_ok()
            }
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, signature)
                .is_ok(),
        }
    }
}

fn read(key: &Map<String, Value>) -> Option<Key> {
    if text(key, "use").is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    let number = |name| text(key, name).and_then(decoded);
    let public = match text(key, "kty")? {
        "RSA" => Public::Rsa {
            n: number("n")?,
            e: number("e")?,
        },
        "EC" if text(key, "crv") == Some("P-256") => {
            let (x, y) = (number("x")?, number("y")?);
            if x.len() != 32 || y.len() != 32 {
                return None;
            }
            Public::P256([&[4], &*x, &*y].concat())
        }
        _ => return None,
    };
    let fits = text(key, "alg").is_none_or(|name| Algorithm::named(name) == Some(public.algorithm()));
    fits.then(|| Key {
        kid: text(key, "kid").unwrap_or_default().to_owned(),
        public,
    })
    .filter(|key| !key.kid.is_empty())
}
