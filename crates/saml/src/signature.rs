//! XML signatures, narrowed to the one shape SAML allows (`saml-core-2.0-os` section 5.4).
//!
//! A signature counts only as a direct child of the element it signs, with exactly one reference, to that element's
//! id, through the enveloped-signature transform and exclusive canonicalisation and nothing else. Keys come from the
//! caller; `KeyInfo` is not even read. The outcome is the canonical text that was signed, for the caller to parse
//! anew: nobody gets to read the tree that was judged.

mod fault;
mod method;
mod sign;
#[cfg(test)]
mod tests;

pub use fault::SignatureFault;
pub(crate) use method::{Method, RSA_SHA256};
pub(crate) use sign::sign_enveloped;

use method::Digest;
use ring::digest;

use crate::base64_text;
use crate::c14n::canonicalize;
use crate::key::TrustedKey;
use crate::names::{DSIG, ENVELOPED, EXC_C14N};
use crate::refusal::shown;
use crate::xml::{Node, attribute, children, elements, ensure_plain, is, text};

const ID_BYTES_MAX: usize = 256;

/// An element whose signature is right.
#[derive(Debug)]
pub(crate) struct Signed {
    /// The canonical form of the element without its signature: what was signed, byte by byte.
    pub(crate) canonical: String,
    /// The fingerprint of the pinned key that made the signature.
    pub(crate) key: String,
}

/// Checks the signature that `element` carries as a direct child; `None` if it carries none.
pub(crate) fn verify(element: Node<'_, '_>, keys: &[TrustedKey]) -> Result<Option<Signed>, SignatureFault> {
    let mut signatures = children(element, DSIG, "Signature");
    let Some(signature) = signatures.next() else {
        return Ok(None);
    };
    if signatures.next().is_some() {
        return Err(SignatureFault::SeveralSignatures);
    }
    let parts = Parts::read(signature)?;
    let info = SignedInfo::read(parts.signed_info)?;
    let id = attribute(element, "ID").ok_or(SignatureFault::NoId)?;
    if !is_id(id) {
        return Err(SignatureFault::NoId);
    }
    if info.uri.strip_prefix('#') != Some(id) {
        return Err(SignatureFault::OtherElement(shown(info.uri)));
    }
    let canonical =
        canonicalize(element, Some(signature), &info.content_prefixes).ok_or(SignatureFault::TooLarge)?;
    if digest::digest(info.digest.algorithm(), canonical.as_bytes()).as_ref() != info.digest_value {
        return Err(SignatureFault::Changed);
    }
    let signed_bytes =
        canonicalize(parts.signed_info, None, &info.own_prefixes).ok_or(SignatureFault::TooLarge)?;
    let key = keys
        .iter()
        .find(|key| key.verifies(info.method, signed_bytes.as_bytes(), &parts.value))
        .ok_or(SignatureFault::NoPinnedKey)?;
    Ok(Some(Signed {
        canonical,
        key: key.fingerprint(),
    }))
}

/// Whether a text can be an id here: an XML name without colon, of bounded length.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() <= ID_BYTES_MAX
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The children of `Signature`: exactly `SignedInfo`, `SignatureValue` and perhaps `KeyInfo`, in this order.
struct Parts<'a, 'i> {
    signed_info: Node<'a, 'i>,
    value: Vec<u8>,
}

impl<'a, 'i> Parts<'a, 'i> {
    fn read(signature: Node<'a, 'i>) -> Result<Self, SignatureFault> {
        let mut inner = elements(signature);
        let signed_info = expect(inner.next(), "SignedInfo")?;
        let value = expect(inner.next(), "SignatureValue")?;
        let has_key_info_at_most = match inner.next() {
            None => true,
            Some(last) => is(last, DSIG, "KeyInfo") && inner.next().is_none(),
        };
        if !has_key_info_at_most {
            return Err(SignatureFault::Shape("Signature"));
        }
        if !ensure_plain(signed_info) || !ensure_plain(value) {
            return Err(SignatureFault::Comment);
        }
        Ok(Self {
            signed_info,
            value: bytes(value)?,
        })
    }
}

/// What `SignedInfo` says.
struct SignedInfo<'a> {
    method: Method,
    own_prefixes: Vec<&'a str>,
    uri: &'a str,
    content_prefixes: Vec<&'a str>,
    digest: Digest,
    digest_value: Vec<u8>,
}

impl<'a> SignedInfo<'a> {
    fn read<'i: 'a>(info: Node<'a, 'i>) -> Result<Self, SignatureFault> {
        let mut inner = elements(info);
        let canonicalization = expect(inner.next(), "CanonicalizationMethod")?;
        let method = expect(inner.next(), "SignatureMethod")?;
        let reference = expect(inner.next(), "Reference")?;
        if inner.next().is_some() {
            return Err(SignatureFault::SeveralReferences);
        }
        if elements(method).next().is_some() {
            return Err(SignatureFault::Shape("SignatureMethod"));
        }
        let method = Method::named(algorithm(method)?)?;
        let own_prefixes = exclusive(canonicalization)?;

        let mut inner = elements(reference);
        let transforms = expect(inner.next(), "Transforms")?;
        let digest_method = expect(inner.next(), "DigestMethod")?;
        let digest_value = expect(inner.next(), "DigestValue")?;
        if inner.next().is_some() {
            return Err(SignatureFault::Shape("Reference"));
        }
        let mut steps = elements(transforms);
        let first = expect(steps.next(), "Transform")?;
        if algorithm(first)? != ENVELOPED {
            return Err(SignatureFault::Transform(shown(algorithm(first)?)));
        }
        let second = expect(steps.next(), "Transform")?;
        let content_prefixes = exclusive(second)?;
        if let Some(third) = steps.next() {
            return Err(SignatureFault::Transform(shown(algorithm(third)?)));
        }
        Ok(Self {
            method,
            own_prefixes,
            uri: attribute(reference, "URI").unwrap_or_default(),
            content_prefixes,
            digest: Digest::named(algorithm(digest_method)?)?,
            digest_value: bytes(digest_value)?,
        })
    }
}

fn expect<'a, 'i>(node: Option<Node<'a, 'i>>, local: &'static str) -> Result<Node<'a, 'i>, SignatureFault> {
    node.filter(|node| is(*node, DSIG, local))
        .ok_or(SignatureFault::Shape(local))
}

fn algorithm<'a>(node: Node<'a, '_>) -> Result<&'a str, SignatureFault> {
    attribute(node, "Algorithm").ok_or(SignatureFault::Shape("Algorithm"))
}

fn bytes(node: Node<'_, '_>) -> Result<Vec<u8>, SignatureFault> {
    text(node)
        .and_then(|text| base64_text::decode(&text))
        .filter(|bytes| !bytes.is_empty())
        .ok_or(SignatureFault::Base64)
}

/// The prefix list of an exclusive canonicalisation without comments; any other algorithm is refused.
fn exclusive<'a, 'i: 'a>(node: Node<'a, 'i>) -> Result<Vec<&'a str>, SignatureFault> {
    let name = algorithm(node)?;
    if name != EXC_C14N {
        return Err(SignatureFault::Transform(shown(name)));
    }
    let mut inner = elements(node);
    let list = match inner.next() {
        None => return Ok(Vec::new()),
        Some(list) if is(list, EXC_C14N, "InclusiveNamespaces") && inner.next().is_none() => list,
        Some(_) => return Err(SignatureFault::Shape("Transform")),
    };
    Ok(attribute(list, "PrefixList")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .collect())
}
