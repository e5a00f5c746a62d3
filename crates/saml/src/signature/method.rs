//! The algorithms that are accepted: an allow list.

use super::SignatureFault;
use crate::refusal::shown;
use ring::digest;

/// How a signature is made. SHA-1, MD5, DSA and HMAC have no place here and cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    RsaSha256,
    RsaSha384,
    RsaSha512,
    /// On P-256 only.
    EcdsaSha256,
    /// On P-384 only.
    EcdsaSha384,
}

impl Method {
    /// By the address of RFC 6931 sections 2.3.2 to 2.3.6.
    pub(crate) fn named(address: &str) -> Result<Self, SignatureFault> {
        match address {
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => Ok(Self::RsaSha256),
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => Ok(Self::RsaSha384),
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => Ok(Self::RsaSha512),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => Ok(Self::EcdsaSha256),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => Ok(Self::EcdsaSha384),
            other => Err(SignatureFault::Algorithm(shown(other))),
        }
    }
}

/// What the method that this room signs with is called.
pub(crate) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
/// What the digest that this room signs with is called.
pub(crate) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// How content is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    /// By the address of XML Encryption 1.1 section 5.8 and RFC 6931 section 2.1.3.
    pub(crate) fn named(address: &str) -> Result<Self, SignatureFault> {
        match address {
            SHA256 => Ok(Self::Sha256),
            "http://www.w3.org/2001/04/xmldsig-more#sha384" => Ok(Self::Sha384),
            "http://www.w3.org/2001/04/xmlenc#sha512" => Ok(Self::Sha512),
            other => Err(SignatureFault::Algorithm(shown(other))),
        }
    }

    pub(crate) fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}
