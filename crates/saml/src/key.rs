//! Keys that an administrator has pinned: from certificates in metadata or pasted, never from a message.

use std::fmt;

use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use x509_cert::Certificate;
use x509_cert::der::asn1::{ObjectIdentifier, UintRef};
use x509_cert::der::{Decode, Reader, SliceReader};

use crate::base64_text;
use crate::signature::Method;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");

const RSA_BITS_MIN: usize = 2048;
const RSA_BITS_MAX: usize = 8192;

/// Why a certificate cannot be pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// Neither PEM, base64 nor DER of an X.509 certificate.
    #[error("this is not an X.509 certificate: paste the `.cert` file that the identity provider offers")]
    NotACertificate,
    /// A kind of key that signatures here are not checked with.
    #[error(
        "the certificate's key is neither RSA nor ECDSA on P-256 or P-384: choose one of these at the identity provider"
    )]
    UnknownKind,
    /// RSA outside of 2048 to 8192 bits.
    #[error(
        "the certificate's RSA key has {0} bits, but 2048 to 8192 are needed: make a new certificate at the identity provider"
    )]
    RsaBits(usize),
}

#[derive(Clone, PartialEq, Eq)]
enum Public {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
}

/// A pinned certificate of the identity provider, of which only the key is used: neither its chain nor its end of
/// validity decides, because what is trusted is that an administrator chose it (`saml-metadata-iop`, section 2.5).
#[derive(Clone, PartialEq, Eq)]
pub struct TrustedKey {
    public: Public,
    certificate: Vec<u8>,
}

impl TrustedKey {
    /// Reads a certificate from PEM, with lines of any length, or from the base64 of an `X509Certificate` element.
    pub fn from_text(text: &str) -> Result<Self, KeyFault> {
        let text = text.trim();
        let body = match text.strip_prefix("-----BEGIN CERTIFICATE-----") {
            Some(rest) => rest
                .strip_suffix("-----END CERTIFICATE-----")
                .ok_or(KeyFault::NotACertificate)?,
            None => text,
        };
        Self::from_der(&base64_text::decode(body).ok_or(KeyFault::NotACertificate)?)
    }

    /// Reads a certificate from DER.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyFault> {
        let certificate = Certificate::from_der(der).map_err(|_| KeyFault::NotACertificate)?;
        let info = &certificate.tbs_certificate.subject_public_key_info;
        let bits = info
            .subject_public_key
            .as_bytes()
            .ok_or(KeyFault::NotACertificate)?;
        let curve = || {
            let parameters = info.algorithm.parameters.as_ref()?;
            parameters.decode_as::<ObjectIdentifier>().ok()
        };
        let public = match info.algorithm.oid {
            RSA => rsa(bits)?,
            EC if curve() == Some(P256) => Public::P256(bits.to_vec()),
            EC if curve() == Some(P384) => Public::P384(bits.to_vec()),
            _ => return Err(KeyFault::UnknownKind),
        };
        Ok(Self {
            public,
            certificate: der.to_vec(),
        })
    }

    /// SHA-256 of the certificate in lower-case hexadecimal, as administrators compare it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        digest(&SHA256, &self.certificate)
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The certificate in DER, for keeping it.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Until when the certificate says it is valid: shown to administrators, not enforced.
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        let certificate = Certificate::from_der(&self.certificate).ok()?;
        let end = certificate.tbs_certificate.validity.not_after.to_unix_duration();
        Timestamp::from_second(i64::try_from(end.as_secs()).ok()?).ok()
    }

    /// Whether this key made `signature` over `message` by `method`; a method of another kind of key never fits.
    pub(crate) fn verifies(&self, method: Method, message: &[u8], signature: &[u8]) -> bool {
        match (&self.public, method) {
            (
                Public::Rsa { modulus, exponent },
                Method::RsaSha256 | Method::RsaSha384 | Method::RsaSha512,
            ) => {
                let parameters = match method {
                    Method::RsaSha384 => &signature::RSA_PKCS1_2048_8192_SHA384,
                    Method::RsaSha512 => &signature::RSA_PKCS1_2048_8192_SHA512,
                    _ => &signature::RSA_PKCS1_2048_8192_SHA256,
                };
                let key = RsaPublicKeyComponents {
                    n: modulus,
                    e: exponent,
                };
                key.verify(parameters, message, signature).is_ok()
            }
            (Public::P256(point), Method::EcdsaSha256) => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
                    .verify(message, signature)
                    .is_ok()
            }
            (Public::P384(point), Method::EcdsaSha384) => {
                UnparsedPublicKey::new(&signature::ECDSA_P384_SHA384_FIXED, point)
                    .verify(message, signature)
                    .is_ok()
            }
            _ => false,
        }
    }
}

impl fmt::Debug for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TrustedKey").field(&self.fingerprint()).finish()
    }
}

/// `RSAPublicKey` (RFC 8017 appendix A.1.1).
fn rsa(der: &[u8]) -> Result<Public, KeyFault> {
    let read = || {
        let mut reader = SliceReader::new(der)?;
        reader.sequence(|inner| {
            let modulus = UintRef::decode(inner)?;
            let exponent = UintRef::decode(inner)?;
            Ok((modulus.as_bytes().to_vec(), exponent.as_bytes().to_vec()))
        })
    };
    let (modulus, exponent): (Vec<u8>, Vec<u8>) =
        read().map_err(|_: x509_cert::der::Error| KeyFault::NotACertificate)?;
    let unused = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
    let bits = modulus.len() * 8 - unused;
    if (RSA_BITS_MIN..=RSA_BITS_MAX).contains(&bits) {
        Ok(Public::Rsa { modulus, exponent })
    } else {
        Err(KeyFault::RsaBits(bits))
    }
}
