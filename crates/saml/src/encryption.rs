//! Opening an encrypted assertion (XML Encryption 1.1, the part that identity providers use).
//!
//! Called only for what a pinned key has signed, so nobody can ask twice with a changed ciphertext: with no oracle to
//! ask, neither the padding of AES-CBC (which Okta offers) nor that of RSA-OAEP tells anything. Whatever fails after
//! the algorithms are known fails with the same word all the same.

#[cfg(test)]
mod tests;

use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use roxmltree::Document;
use rsa::Oaep;
use sha1::Sha1;
use sha2::Sha256;

use crate::base64_text;
use crate::names::{ASSERTION, DSIG, XENC, XENC11};
use crate::refusal::{Refusal, shown};
use crate::sp_key::SpKey;
use crate::xml::{Node, attribute, child, children, escape_attribute, is, text};

const SHA1_DIGEST: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256_DIGEST: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const RSA_OAEP_MGF1P: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const RSA_OAEP: &str = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
const MGF1_SHA1: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha1";
const MGF1_SHA256: &str = "http://www.w3.org/2009/xmlenc11#mgf1sha256";
const BLOCK_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;

/// The bytes inside an `EncryptedAssertion`, whose integrity the caller has already established.
pub(crate) fn open(encrypted: Node<'_, '_>, keys: &[&SpKey]) -> Result<Vec<u8>, Refusal> {
    if keys.is_empty() {
        return Err(Refusal::NoDecryptionKey);
    }
    let data = required(encrypted, XENC, "EncryptedData")?;
    let cipher = Cipher::named(method_of(data)?)?;
    let sealed_key = encrypted_key(encrypted, data)?;
    let transport = Transport::read(sealed_key)?;
    let sealed_key = cipher_value(sealed_key)?;
    let sealed = cipher_value(data)?;
    keys.iter()
        .filter_map(|key| key.open(transport.padding(), &sealed_key))
        .find_map(|content_key| cipher.open(&content_key, &sealed))
        .ok_or(Refusal::Undecryptable)
}

/// The opened text as if it stood where the encrypted data stood (XML Encryption 1.1 section 4.4): within an element
/// that declares the namespaces of that place. They come from signed bytes, as the place does.
pub(crate) fn in_place(encrypted: Node<'_, '_>, opened: &str) -> String {
    let mut place = String::from("<place");
    for namespace in encrypted
        .namespaces()
        .filter(|namespace| namespace.name() != Some("xml"))
    {
        place.push_str(" xmlns");
        if let Some(prefix) = namespace.name() {
            place.push(':');
            place.push_str(prefix);
        }
        place.push_str("=\"");
        escape_attribute(namespace.uri(), &mut place);
        place.push('"');
    }
    [place.as_str(), ">", opened, "</place>"].concat()
}

/// The one assertion that was opened into its place, with nothing beside it.
pub(crate) fn placed<'a, 'i>(document: &'a Document<'i>) -> Result<Node<'a, 'i>, Refusal> {
    let place = document.root_element();
    let mut parts = place.children();
    match (parts.next(), parts.next()) {
        (Some(only), None) if is(only, ASSERTION, "Assertion") => Ok(only),
        (Some(first), _) => Err(Refusal::OtherMessage(shown(first.tag_name().name()))),
        (None, _) => Err(Refusal::NoAssertion),
    }
}

/// The sealed key: in the `KeyInfo` of the data, or beside the data, where OpenSAML and so Okta may put it.
fn encrypted_key<'a, 'i>(outer: Node<'a, 'i>, data: Node<'a, 'i>) -> Result<Node<'a, 'i>, Refusal> {
    let inside = only(data, DSIG, "KeyInfo")?
        .into_iter()
        .flat_map(|info| children(info, XENC, "EncryptedKey"));
    let mut all = inside.chain(children(outer, XENC, "EncryptedKey"));
    let key = all.next().ok_or(Refusal::Missing("EncryptedKey"))?;
    match all.next() {
        None => Ok(key),
        Some(_) => Err(Refusal::Repeated("EncryptedKey")),
    }
}

/// RSA-OAEP with its two hashes. PKCS#1 v1.5 is refused: its padding has been an oracle too often.
#[derive(Debug, Clone, Copy)]
struct Transport {
    digest_is_sha256: bool,
    mask_is_sha256: bool,
}

impl Transport {
    fn read(sealed_key: Node<'_, '_>) -> Result<Self, Refusal> {
        let method = required(sealed_key, XENC, "EncryptionMethod")?;
        let name = attribute(method, "Algorithm").unwrap_or_default();
        let mask = match (name, only(method, XENC11, "MGF")?) {
            (RSA_OAEP_MGF1P | RSA_OAEP, None) => MGF1_SHA1,
            (RSA_OAEP, Some(mask)) => attribute(mask, "Algorithm").unwrap_or_default(),
            _ => return Err(Refusal::EncryptionMethod(shown(name))),
        };
        let digest = match only(method, DSIG, "DigestMethod")? {
            None => SHA1_DIGEST,
            Some(digest) => attribute(digest, "Algorithm").unwrap_or_default(),
        };
        if children(method, XENC, "OAEPparams").next().is_some() {
            return Err(Refusal::EncryptionMethod("OAEPparams".to_owned()));
        }
        if !matches!(digest, SHA1_DIGEST | SHA256_DIGEST) {
            return Err(Refusal::EncryptionMethod(shown(digest)));
        }
        if !matches!(mask, MGF1_SHA1 | MGF1_SHA256) {
            return Err(Refusal::EncryptionMethod(shown(mask)));
        }
        Ok(Self {
            digest_is_sha256: digest == SHA256_DIGEST,
            mask_is_sha256: mask == MGF1_SHA256,
        })
    }

    fn padding(self) -> Oaep {
        match (self.digest_is_sha256, self.mask_is_sha256) {
            (false, false) => Oaep::new::<Sha1>(),
            (false, true) => Oaep::new_with_mgf_hash::<Sha1, Sha256>(),
            (true, false) => Oaep::new_with_mgf_hash::<Sha256, Sha1>(),
            (true, true) => Oaep::new::<Sha256>(),
        }
    }
}

/// How the content is sealed.
#[derive(Debug, Clone, Copy)]
enum Cipher {
    Aes128Gcm,
    Aes256Gcm,
    Aes128Cbc,
    Aes256Cbc,
}

impl Cipher {
    fn named(address: &str) -> Result<Self, Refusal> {
        match address {
            "http://www.w3.org/2009/xmlenc11#aes128-gcm" => Ok(Self::Aes128Gcm),
            "http://www.w3.org/2009/xmlenc11#aes256-gcm" => Ok(Self::Aes256Gcm),
            "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => Ok(Self::Aes128Cbc),
            "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => Ok(Self::Aes256Cbc),
            other => Err(Refusal::EncryptionMethod(shown(other))),
        }
    }

    fn open(self, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Aes128Gcm => open_gcm(&AES_128_GCM, key, sealed),
            Self::Aes256Gcm => open_gcm(&AES_256_GCM, key, sealed),
            Self::Aes128Cbc => open_cbc::<cbc::Decryptor<aes::Aes128>>(key, sealed),
            Self::Aes256Cbc => open_cbc::<cbc::Decryptor<aes::Aes256>>(key, sealed),
        }
    }
}

/// Nonce, ciphertext, tag (XML Encryption 1.1 section 5.2.4).
fn open_gcm(algorithm: &'static Algorithm, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
    let (nonce, rest) = sealed.split_at_checked(NONCE_BYTES)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut rest = rest.to_vec();
    let opened = key.open_in_place(nonce, Aad::empty(), &mut rest).ok()?;
    Some(opened.to_vec())
}

/// Initial block, then blocks; the last byte counts the padding (XML Encryption 1.1 section 5.2.2).
fn open_cbc<D: KeyIvInit + BlockModeDecrypt>(key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (first, rest) = sealed.split_at_checked(BLOCK_BYTES)?;
    let mut rest = rest.to_vec();
    let opened = D::new_from_slices(key, first)
        .ok()?
        .decrypt_padded::<NoPadding>(&mut rest)
        .ok()?;
    let padding = usize::from(*opened.last()?);
    if !(1..=BLOCK_BYTES).contains(&padding) {
        return None;
    }
    opened
        .get(..opened.len().checked_sub(padding)?)
        .map(<[u8]>::to_vec)
}

fn method_of<'a>(data: Node<'a, '_>) -> Result<&'a str, Refusal> {
    let method = required(data, XENC, "EncryptionMethod")?;
    attribute(method, "Algorithm").ok_or(Refusal::Missing("Algorithm"))
}

fn cipher_value(node: Node<'_, '_>) -> Result<Vec<u8>, Refusal> {
    let value = required(required(node, XENC, "CipherData")?, XENC, "CipherValue")?;
    text(value)
        .and_then(|text| base64_text::decode(&text))
        .ok_or(Refusal::NotBase64)
}

fn only<'a, 'i>(
    node: Node<'a, 'i>,
    namespace: &'static str,
    local: &'static str,
) -> Result<Option<Node<'a, 'i>>, Refusal> {
    child(node, namespace, local).map_err(Refusal::Repeated)
}

fn required<'a, 'i>(
    node: Node<'a, 'i>,
    namespace: &'static str,
    local: &'static str,
) -> Result<Node<'a, 'i>, Refusal> {
    only(node, namespace, local)?.ok_or(Refusal::Missing(local))
}
