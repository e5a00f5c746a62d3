//! The service provider's own key: signs what is sent, opens what was encrypted for it.

use std::fmt;

use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use rsa::{RsaPrivateKey, rand_core};

use crate::key::TrustedKey;

const BITS: usize = 2048;
const YEARS_VALID: i32 = 10;

/// Why the service provider's key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpKeyFault {
    /// Not a PKCS#8 RSA key, or not one of 2048 bits or more.
    #[error("the service provider's key is not an RSA key of at least 2048 bits in PKCS#8: make a new one")]
    NotAnRsaKey,
    /// The certificate does not parse or does not hold this key.
    #[error("the service provider's certificate does not fit its key: make both anew")]
    OtherCertificate,
    /// No key or certificate could be made.
    #[error("no key could be made: try again")]
    Generating,
    /// Something could not be signed.
    #[error("the message could not be signed with the service provider's key: make a new key")]
    Signing,
}

/// An RSA key pair with its self-signed certificate. It prints as its certificate's fingerprint.
pub struct SpKey {
    signing: KeyPair,
    decrypting: RsaPrivateKey,
    certificate: TrustedKey,
}

impl SpKey {
    /// Reads a private key (PKCS#8, DER) and its certificate (X.509, DER).
    pub fn from_der(private_key: &[u8], certificate: &[u8]) -> Result<Self, SpKeyFault> {
        let signing = KeyPair::from_pkcs8(private_key).map_err(|_| SpKeyFault::NotAnRsaKey)?;
        let decrypting = RsaPrivateKey::from_pkcs8_der(private_key).map_err(|_| SpKeyFault::NotAnRsaKey)?;
        let key = Self {
            signing,
            decrypting,
            certificate: TrustedKey::from_der(certificate).map_err(|_| SpKeyFault::OtherCertificate)?,
        };
        let probe = key.sign(b"probe")?;
        if key
            .certificate
            .verifies(crate::signature::Method::RsaSha256, b"probe", &probe)
        {
            Ok(key)
        } else {
            Err(SpKeyFault::OtherCertificate)
        }
    }

    /// Makes a new key and a self-signed certificate for ten years. Takes up to a second of processor time.
    ///
    /// Returns private key (PKCS#8, DER; a secret, to be sealed) and certificate (X.509, DER).
    pub fn generate(common_name: &str, now: Timestamp) -> Result<(Vec<u8>, Vec<u8>), SpKeyFault> {
        let make = || -> Option<(Vec<u8>, Vec<u8>)> {
            let private = RsaPrivateKey::new(&mut rand_core::OsRng, BITS).ok()?;
            let der = private.to_pkcs8_der().ok()?.as_bytes().to_vec();
            let pair =
                rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&der.as_slice().into(), &rcgen::PKCS_RSA_SHA256)
                    .ok()?;
            let mut parameters = rcgen::CertificateParams::default();
            parameters.distinguished_name = rcgen::DistinguishedName::new();
            parameters
                .distinguished_name
                .push(rcgen::DnType::CommonName, common_name);
            let first = now.to_zoned(jiff::tz::TimeZone::UTC);
            let (year, month, day) = (
                i32::from(first.year()),
                first.month().unsigned_abs(),
                first.day().unsigned_abs(),
            );
            parameters.not_before = rcgen::date_time_ymd(year, month, day);
            // The 28th is in every month.
            parameters.not_after = rcgen::date_time_ymd(year + YEARS_VALID, month, day.min(28));
            let certificate = parameters.self_signed(&pair).ok()?;
            Some((der, certificate.der().to_vec()))
        };
        make().ok_or(SpKeyFault::Generating)
    }

    /// The certificate in DER: for metadata, and for the administrator to hand to the identity provider.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        self.certificate.certificate()
    }

    /// RSA PKCS#1 v1.5 with SHA-256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SpKeyFault> {
        let mut signature = vec![0; self.signing.public().modulus_len()];
        self.signing
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SpKeyFault::Signing)?;
        Ok(signature)
    }

    /// Opens an RSA-OAEP key transport, blinded against timing.
    pub(crate) fn open(&self, padding: rsa::Oaep, sealed: &[u8]) -> Option<Vec<u8>> {
        self.decrypting
            .decrypt_blinded(&mut rand_core::OsRng, padding, sealed)
            .ok()
    }
}

impl fmt::Debug for SpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SpKey").field(&self.certificate).finish()
    }
}
