//! Encrypted assertions: what opens, and everything that does not.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Oaep, Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey, rand_core};

use crate::forge::{ATTACKER, Assertion, Pem, Response, SP, Signer, der};
use crate::saml::SpKey;
use crate::world::{Bench, code, refusal, sign_in};

const OAEP: &str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const OAEP11: &str = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// How to encrypt.
struct Seal {
    cipher: &'static str,
    transport: &'static str,
    digest: &'static str,
    mask: Option<&'static str>,
    pem: &'static Pem,
    beside: bool,
}

impl Default for Seal {
    fn default() -> Self {
        Self {
            cipher: "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            transport: OAEP,
            digest: SHA1,
            mask: None,
            pem: &SP,
            beside: false,
        }
    }
}

impl Seal {
    fn content(&self, key: &[u8], plain: &[u8]) -> Vec<u8> {
        if self.cipher.ends_with("gcm") {
            let algorithm = if key.len() == 16 {
                &AES_128_GCM
            } else {
                &AES_256_GCM
            };
            let sealing = LessSafeKey::new(UnboundKey::new(algorithm, key).unwrap());
            let mut sealed = plain.to_vec();
            sealing
                .seal_in_place_append_tag(Nonce::assume_unique_for_key([7; 12]), Aad::empty(), &mut sealed)
                .unwrap();
            return [[7; 12].as_slice(), &sealed].concat();
        }
        let padding = 16 - plain.len() % 16;
        let mut padded = plain.to_vec();
        // Padding that is random but for its last byte, as the standard has it.
        padded.extend(std::iter::repeat_n(0xEE, padding - 1));
        padded.push(u8::try_from(padding).unwrap());
        let (iv, length) = ([9; 16], padded.len());
        if key.len() == 16 {
            let cipher = cbc::Encryptor::<aes::Aes128>::new_from_slices(key, &iv).unwrap();
            cipher.encrypt_padded::<NoPadding>(&mut padded, length).unwrap();
        } else {
            let cipher = cbc::Encryptor::<aes::Aes256>::new_from_slices(key, &iv).unwrap();
            cipher.encrypt_padded::<NoPadding>(&mut padded, length).unwrap();
        }
        [iv.as_slice(), &padded].concat()
    }

    fn key(&self, key: &[u8]) -> Vec<u8> {
        let private = RsaPrivateKey::from_pkcs8_der(&der(self.pem.key)).unwrap();
        let public = RsaPublicKey::from(&private);
        let random = &mut rand_core::OsRng;
        if self.transport.ends_with("rsa-1_5") {
            return public.encrypt(random, Pkcs1v15Encrypt, key).unwrap();
        }
        let mask_is_256 = self.mask.is_some_and(|mask| mask.ends_with("256"));
        let padding = match (self.digest, mask_is_256) {
            (SHA256, true) => Oaep::new::<sha2::Sha256>(),
            (SHA256, false) => Oaep::new_with_mgf_hash::<sha2::Sha256, sha1::Sha1>(),
            (_, true) => Oaep::new_with_mgf_hash::<sha1::Sha1, sha2::Sha256>(),
            (_, false) => Oaep::new::<sha1::Sha1>(),
        };
        public.encrypt(random, padding, key).unwrap()
    }

    fn element(&self, plain: &str) -> String {
        let key = vec![0x42; if self.cipher.contains("128") { 16 } else { 32 }];
        let content = STANDARD.encode(self.content(&key, plain.as_bytes()));
        let sealed = STANDARD.encode(self.key(&key));
        self.write(&content, &sealed)
    }

    fn write(&self, content: &str, sealed: &str) -> String {
        let mask = self.mask.map_or_else(String::new, |mask| {
            format!("<xenc11:MGF xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\" Algorithm=\"{mask}\"></xenc11:MGF>")
        });
        let encrypted_key = format!(
            "<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"><xenc:EncryptionMethod \
             Algorithm=\"{}\"><ds:DigestMethod xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" Algorithm=\"{}\">\
             </ds:DigestMethod>{mask}</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>{sealed}\
             </xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>",
            self.transport, self.digest
        );
        let (inside, beside) = if self.beside {
            (String::new(), encrypted_key)
        } else {
            // Within the data its prefix is already declared: canonical text does not repeat it.
            let within = encrypted_key.replacen(" xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"", "", 1);
            let within = within.replace(" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"", "");
            let info =
                format!("<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{within}</ds:KeyInfo>");
            (info, String::new())
        };
        format!(
            "<saml2:EncryptedAssertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\">\
             <xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" \
             Type=\"http://www.w3.org/2001/04/xmlenc#Element\"><xenc:EncryptionMethod Algorithm=\"{}\">\
             </xenc:EncryptionMethod>{inside}<xenc:CipherData><xenc:CipherValue>{content}</xenc:CipherValue>\
             </xenc:CipherData></xenc:EncryptedData>{beside}</saml2:EncryptedAssertion>",
            self.cipher
        )
    }
}

fn sealed(seal: &Seal) -> String {
    let response = Response::default();
    let plain = response.assertion.signed(response.sign_assertion.as_ref());
    response.around(&seal.element(&plain))
}

#[test]
fn every_cipher_and_transport() {
    for cipher in [
        "http://www.w3.org/2009/xmlenc11#aes128-gcm",
        "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
    ] {
        for (transport, digest, mask) in [
            (OAEP, SHA1, None),
            (OAEP, SHA256, None),
            (OAEP11, SHA256, Some("http://www.w3.org/2009/xmlenc11#mgf1sha256")),
            (OAEP11, SHA1, Some("http://www.w3.org/2009/xmlenc11#mgf1sha256")),
            (OAEP11, SHA256, Some("http://www.w3.org/2009/xmlenc11#mgf1sha1")),
            (OAEP11, SHA256, None),
        ] {
            let seal = Seal {
                cipher,
                transport,
                digest,
                mask,
                ..Seal::default()
            };
            let person = sign_in(&sealed(&seal)).unwrap();
            assert!(person.was_encrypted);
            assert_eq!(person.name_id.value, "alice@example.com");
        }
    }
}

#[test]
fn the_key_beside_the_data() {
    let seal = Seal {
        beside: true,
        ..Seal::default()
    };
    assert!(sign_in(&sealed(&seal)).is_ok());
}

#[test]
fn unsigned_inside_a_signed_response() {
    let response = Response::default();
    let content = Seal::default().element(&response.assertion.text(""));
    assert!(sign_in(&response.around(&content)).is_ok());
}

#[test]
fn a_bad_signature_inside_a_signed_response() {
    let response = Response::default();
    let plain = response
        .assertion
        .signed(response.sign_assertion.as_ref())
        .replace("alice", "admin");
    assert_eq!(
        refusal(&response.around(&Seal::default().element(&plain))),
        "signature_changed"
    );
}

#[test]
fn signed_inside_an_unsigned_response() {
    // Whoever can post such a response could ask again and again with a changed ciphertext.
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    let plain = response.assertion.signed(response.sign_assertion.as_ref());
    assert_eq!(
        refusal(&response.around(&Seal::default().element(&plain))),
        "encrypted_in_unsigned"
    );
}

#[test]
fn every_failure_to_open_has_the_same_word() {
    let response = Response::default();
    let plain = response.assertion.signed(None);
    let gcm = Seal::default();
    let cbc = Seal {
        cipher: "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        ..Seal::default()
    };
    let stranger = Seal {
        pem: &ATTACKER,
        ..Seal::default()
    };
    let good_key = STANDARD.encode(gcm.key(&[0x42; 32]));
    let short_key = STANDARD.encode(gcm.key(&[0x42; 7]));
    let bytes = |length| STANDARD.encode(vec![1; length]);
    for content in [
        stranger.element(&plain),
        gcm.write(&bytes(100), &good_key),
        gcm.write(&bytes(3), &good_key),
        cbc.write(&bytes(96), &good_key),
        cbc.write(&bytes(97), &good_key),
        cbc.write(&bytes(16), &good_key),
        cbc.write(&bytes(0), &good_key),
        gcm.write(&bytes(100), &short_key),
        gcm.write(&bytes(100), &bytes(256)),
        gcm.write(&bytes(100), &bytes(1)),
    ] {
        assert_eq!(refusal(&response.around(&content)), "undecryptable");
    }
}

#[test]
fn methods_that_are_refused() {
    for seal in [
        Seal {
            transport: "http://www.w3.org/2001/04/xmlenc#rsa-1_5",
            ..Seal::default()
        },
        Seal {
            digest: "http://www.w3.org/2001/04/xmldsig-more#md5",
            ..Seal::default()
        },
        Seal {
            mask: Some("http://www.w3.org/2009/xmlenc11#mgf1sha256"),
            ..Seal::default()
        },
    ] {
        assert_eq!(refusal(&sealed(&seal)), "encryption_method");
    }
    let response = Response::default();
    let tripledes = Seal::default().element("x").replace(
        "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        "http://www.w3.org/2001/04/xmlenc#tripledes-cbc",
    );
    assert_eq!(refusal(&response.around(&tripledes)), "encryption_method");
}

#[test]
fn a_connector_without_key() {
    let mut bench = Bench::default();
    bench.sp.key = None;
    assert_eq!(
        code(bench.sign_in(&sealed(&Seal::default()))),
        "no_decryption_key"
    );
}

#[test]
fn what_is_inside_must_be_one_assertion() {
    let response = Response::default();
    let seal = Seal::default();
    let good = response.assertion.text("");
    let nested = Seal::default().element(&good);
    let twice = good.replace(
        "</saml2:Assertion>",
        &format!(
            "{}</saml2:Assertion>",
            Assertion {
                id: "other",
                ..Assertion::default()
            }
            .text("")
        ),
    );
    for (plain, expected) in [
        ("<a/>".to_owned(), "other_message"),
        (nested, "other_message"),
        (twice, "several_assertions"),
        (["<!DOCTYPE x>", good.as_str()].concat(), "xml_document_type"),
        ("\u{0}".to_owned(), "xml_malformed"),
        (
            good.replace(
                "</saml2:Subject>",
                &format!("</saml2:Subject>{}", Signer::default().sign("x", ""))
                    .replace("<ds:Signature ", "<ds:Signature Id=\"y\" "),
            ),
            "signature_key",
        ),
    ] {
        let outcome = refusal(&response.around(&seal.element(&plain)));
        let is_expected =
            outcome == expected || (expected == "signature_key" && outcome.starts_with("signature"));
        assert!(is_expected, "{outcome} instead of {expected}");
    }
}

#[test]
fn what_is_inside_stands_in_the_place_of_what_is_outside() {
    // The prefix is declared by the element around only, as XML Encryption allows.
    let response = Response::default();
    let plain = response.assertion.text("");
    let bare = plain.replacen(" xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\"", "", 1);
    assert!(sign_in(&response.around(&Seal::default().element(&bare))).is_ok());
    for (inside, expected) in [
        ([plain.as_str(), "</place><place>"].concat(), "xml_malformed"),
        (["x", plain.as_str()].concat(), "other_message"),
        ([plain.as_str(), "<!-- -->"].concat(), "other_message"),
        (String::new(), "no_assertion"),
    ] {
        assert_eq!(
            refusal(&response.around(&Seal::default().element(&inside))),
            expected
        );
    }
}

#[test]
fn encrypted_and_plain_side_by_side() {
    let response = Response::default();
    let plain = response.assertion.text("");
    let content = [
        Seal::default().element(&plain),
        Assertion {
            id: "evil",
            ..Assertion::default()
        }
        .text(""),
    ]
    .concat();
    assert_eq!(refusal(&response.around(&content)), "several_assertions");
}

#[test]
fn a_retired_key_still_opens() {
    let mut bench = Bench::default();
    let (private, certificate) = SpKey::generate("new", bench.now.parse().unwrap()).unwrap();
    let retired = bench
        .sp
        .key
        .replace(SpKey::from_der(&private, &certificate).unwrap());
    assert_eq!(code(bench.sign_in(&sealed(&Seal::default()))), "undecryptable");
    bench.sp.retired_keys.extend(retired);
    assert!(bench.sign_in(&sealed(&Seal::default())).is_ok());
}
