//! Enveloped XML signatures (XML Signature Syntax and Processing, section 8.1) as Okta writes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::Pkcs1v15Sign;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::keys::SigningKey;
use super::xml::Element;

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// The beginning of a DER `DigestInfo` for SHA-1 (RFC 8017 section 9.2).
const SHA1_PREFIX: [u8; 15] = [
    0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
];

/// The hash functions that Okta offers, for the signature and for the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

impl Hash {
    /// From `RSA_SHA1`, `SHA256` and the like; what is unknown is the default.
    pub(super) fn parse(word: &str) -> Self {
        if word.ends_with("SHA1") {
            Self::Sha1
        } else {
            Self::Sha256
        }
    }

    fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
        }
    }

    fn digest_uri(self) -> &'static str {
        match self {
            Self::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
            Self::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
        }
    }

    fn signature_uri(self) -> &'static str {
        match self {
            Self::Sha1 => "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            Self::Sha256 => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        }
    }

    fn padding(self) -> Pkcs1v15Sign {
        match self {
            Self::Sha1 => Pkcs1v15Sign {
                hash_len: Some(20),
                prefix: Box::from(SHA1_PREFIX),
            },
            Self::Sha256 => Pkcs1v15Sign::new::<rsa::sha2::Sha256>(),
        }
    }
}

/// How to sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Algorithms {
    pub(super) signature: Hash,
    pub(super) digest: Hash,
}

/// Signs an element that has an `ID` and puts the signature behind its first child. `prefixes` is the list of
/// prefixes that count although no name uses them; `None` when there are none.
pub(super) fn sign(
    element: &mut Element,
    key: &SigningKey,
    algorithms: Algorithms,
    prefixes: Option<&str>,
) -> Result<(), SignError> {
    let id = element.attribute("ID").unwrap_or_default();
    let digest = algorithms.digest.of(element.canonical().as_bytes());
    let mut exclusive = Element::new("ds:Transform").with("Algorithm", EXCLUSIVE);
    if let Some(prefixes) = prefixes {
        exclusive = exclusive.child(Element::new("ec:InclusiveNamespaces").with("PrefixList", prefixes));
    }
    let reference = Element::new("ds:Reference")
        .with("URI", format!("#{id}"))
        .child(
            Element::new("ds:Transforms")
                .child(Element::new("ds:Transform").with("Algorithm", ENVELOPED))
                .child(exclusive),
        )
        .child(Element::new("ds:DigestMethod").with("Algorithm", algorithms.digest.digest_uri()))
        .child(Element::new("ds:DigestValue").text(STANDARD.encode(digest)));
    let info = Element::new("ds:SignedInfo")
        .child(Element::new("ds:CanonicalizationMethod").with("Algorithm", EXCLUSIVE))
        .child(Element::new("ds:SignatureMethod").with("Algorithm", algorithms.signature.signature_uri()))
        .child(reference);
    let value = sign_bytes(info.canonical().as_bytes(), key, algorithms.signature)?;
    let signature = Element::new("ds:Signature")
        .child(info)
        .child(Element::new("ds:SignatureValue").text(STANDARD.encode(value)))
        .child(key_info(&key.certificate));
    element.insert_second(signature);
    Ok(())
}

/// A plain signature.
pub(super) fn sign_bytes(bytes: &[u8], key: &SigningKey, hash: Hash) -> Result<Vec<u8>, SignError> {
    key.private
        .sign(hash.padding(), &hash.of(bytes))
        .map_err(|_| SignError)
}

/// `ds:KeyInfo` with a certificate in base64.
pub(super) fn key_info(certificate: &str) -> Element {
    let certificate = Element::new("ds:X509Certificate").text(certificate);
    Element::new("ds:KeyInfo").child(Element::new("ds:X509Data").child(certificate))
}

/// A key is too small for its hash, which no key of the simulator is.
#[derive(Debug, thiserror::Error)]
#[error("the message could not be signed with the app's key; generate another one")]
pub(super) struct SignError;
