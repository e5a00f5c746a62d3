//! Public keys of authenticators (RFC 9053), for one algorithm each.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

use crate::cbor::{Value, whole};
use crate::fault::PasskeyFault;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    /// ES256: ECDSA on P-256 with SHA-256.
    P256(Vec<u8>),
    /// EdDSA on Ed25519.
    Ed25519(Vec<u8>),
    /// RS256: RSA, PKCS#1 v1.5, SHA-256.
    Rsa { n: Vec<u8>, e: Vec<u8> },
}

impl Key {
    /// Reads a COSE key.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PasskeyFault> {
        let key = whole(bytes).ok_or(PasskeyFault::Unreadable("its key"))?;
        Self::of(&key).ok_or(PasskeyFault::Algorithm)
    }

    fn of(key: &Value) -> Option<Self> {
        let number = |label| key.numbered(label).and_then(Value::int);
        let bytes = |label| key.numbered(label).and_then(Value::bytes);
        // 1: kind of key; 3: algorithm; -1, -2, -3: its parts.
        match (number(1)?, number(3)?) {
            (2, -7) if number(-1) == Some(1) => {
                let (x, y) = (bytes(-2)?, bytes(-3)?);
                (x.len() == 32 && y.len() == 32).then(|| Self::P256([&[4], x, y].concat()))
            }
            (1, -8) if number(-1) == Some(6) => {
                let x = bytes(-2)?;
                (x.len() == 32).then(|| Self::Ed25519(x.to_vec()))
            }
            (3, -257) => Some(Self::Rsa {
                n: bytes(-1)?.to_vec(),
                e: bytes(-2)?.to_vec(),
            }),
            _ => None,
        }
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
                .verify(message, signature)
                .is_ok(),
            Self::Ed25519(point) => UnparsedPublicKey::new(&ED25519, point)
                .verify(message, signature)
                .is_ok(),
            Self::Rsa { n, e } => RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}
