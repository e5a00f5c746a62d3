//! Encrypted assertions (XML Encryption 1.1): AES with a fresh key, which goes to the holder of a certificate by RSA.

use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::{Oaep, Pkcs1v15Encrypt, RsaPublicKey};
use sha1::Sha1;
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

use super::settings::Encryption;
use super::sign::key_info;
use super::xml::Element;
use crate::oauth::Source;

/// Wraps an assertion; `None` when the settings cannot be carried out (no RSA certificate, unknown cipher).
pub(super) fn encrypt(assertion: &Element, how: &Encryption, mut random: Source) -> Option<Element> {
    use rsa::rand_core::RngCore as _;
    let cipher = Cipher::parse(&how.cipher)?;
    let mut key = vec![0; cipher.key_length()];
    random.fill_bytes(&mut key);
    let mut iv = vec![0; cipher.iv_length()];
    random.fill_bytes(&mut iv);
    let sealed = cipher.seal(&key, &iv, assertion.canonical().as_bytes())?;
    let certificate = Certificate::from_der(&how.certificate).ok()?;
    let public = certificate
        .tbs_certificate
        .subject_public_key_info
        .to_der()
        .ok()?;
    let public = RsaPublicKey::from_public_key_der(&public).ok()?;
    let (wrapped, transport) = if how.oaep {
        let wrapped = public.encrypt(&mut random, Oaep::new::<Sha1>(), &key).ok()?;
        (wrapped, "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")
    } else {
        let wrapped = public.encrypt(&mut random, Pkcs1v15Encrypt, &key).ok()?;
        (wrapped, "http://www.w3.org/2001/04/xmlenc#rsa-1_5")
    };
    let mut method = Element::new("xenc:EncryptionMethod").with("Algorithm", transport);
    if how.oaep {
        let digest = "http://www.w3.org/2000/09/xmldsig#sha1";
        method = method.child(Element::new("ds:DigestMethod").with("Algorithm", digest));
    }
    let encrypted_key = Element::new("xenc:EncryptedKey")
        .child(method)
        .child(key_info(&STANDARD.encode(&how.certificate)))
        .child(cipher_data(&wrapped));
    let data = Element::new("xenc:EncryptedData")
        .with("Type", "http://www.w3.org/2001/04/xmlenc#Element")
        .child(Element::new("xenc:EncryptionMethod").with("Algorithm", cipher.uri()))
        .child(Element::new("ds:KeyInfo").child(encrypted_key))
        .child(cipher_data(&sealed));
    Some(Element::new("saml2:EncryptedAssertion").child(data))
}

fn cipher_data(bytes: &[u8]) -> Element {
    let value = Element::new("xenc:CipherValue").text(STANDARD.encode(bytes));
    Element::new("xenc:CipherData").child(value)
}

#[derive(Clone, Copy, Debug)]
enum Cipher {
    Aes128Cbc,
    Aes256Cbc,
    Aes128Gcm,
    Aes256Gcm,
}

impl Cipher {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "AES128_CBC" => Self::Aes128Cbc,
            "AES256_CBC" => Self::Aes256Cbc,
            "AES128_GCM" => Self::Aes128Gcm,
            "AES256_GCM" => Self::Aes256Gcm,
            _ => return None,
        })
    }

    fn uri(self) -> &'static str {
        match self {
            Self::Aes128Cbc => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            Self::Aes256Cbc => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            Self::Aes128Gcm => "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            Self::Aes256Gcm => "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        }
    }

    fn key_length(self) -> usize {
        match self {
            Self::Aes128Cbc | Self::Aes128Gcm => 16,
            Self::Aes256Cbc | Self::Aes256Gcm => 32,
        }
    }

    fn iv_length(self) -> usize {
        match self {
            Self::Aes128Cbc | Self::Aes256Cbc => 16,
            Self::Aes128Gcm | Self::Aes256Gcm => 12,
        }
    }

    /// The initialization vector, then the sealed text.
    fn seal(self, key: &[u8], iv: &[u8], text: &[u8]) -> Option<Vec<u8>> {
        let body = match self {
            Self::Aes128Cbc => cbc::<cbc::Encryptor<aes::Aes128>>(key, iv, text)?,
            Self::Aes256Cbc => cbc::<cbc::Encryptor<aes::Aes256>>(key, iv, text)?,
            Self::Aes128Gcm => gcm(&AES_128_GCM, key, iv, text)?,
            Self::Aes256Gcm => gcm(&AES_256_GCM, key, iv, text)?,
        };
        Some([iv, &body].concat())
    }
}

/// Padded as XML Encryption 1.1 section 5.2 says: the last byte counts the padding.
fn cbc<E: KeyIvInit + BlockModeEncrypt>(key: &[u8], iv: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let padding = 16 - text.len() % 16;
    let mut body = text.to_vec();
    body.resize(text.len() + padding, u8::try_from(padding).ok()?);
    let length = body.len();
    E::new_from_slices(key, iv)
        .ok()?
        .encrypt_padded::<NoPadding>(&mut body, length)
        .ok()?;
    Some(body)
}

fn gcm(algorithm: &'static Algorithm, key: &[u8], iv: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).ok()?);
    let mut body = text.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(iv).ok()?;
    key.seal_in_place_append_tag(nonce, Aad::empty(), &mut body)
        .ok()?;
    Some(body)
}
