//! An authenticator made here; the verifier must take its right answers and no other.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use serde_json::json;

use super::cbor::{first, whole};
use super::*;

const SITE: Site<'static> = Site {
    id: "portolan.example.com",
    origin: "https://portolan.example.com",
};
const PRESENT_AND_VERIFIED: u8 = 0b101;

struct Authenticator(EcdsaKeyPair);

fn head(major: u8, number: usize) -> Vec<u8> {
    match number {
        0..=23 => vec![major << 5 | number as u8],
        24..=255 => vec![major << 5 | 24, number as u8],
        _ => [&[major << 5 | 25][..], &(number as u16).to_be_bytes()].concat(),
    }
}

fn int(number: i64) -> Vec<u8> {
    if number < 0 {
        head(1, (-1 - number) as usize)
    } else {
        head(0, number as usize)
    }
}

fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len()), bytes.to_vec()].concat()
}

fn text(text: &str) -> Vec<u8> {
    [head(3, text.len()), text.as_bytes().to_vec()].concat()
}

fn map(members: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let parts = members
        .iter()
        .flat_map(|(key, value)| [key.clone(), value.clone()]);
    std::iter::once(head(5, members.len()))
        .chain(parts)
        .flatten()
        .collect()
}

fn client_data(kind: &str, origin: &str, more: serde_json::Value) -> Vec<u8> {
    let mut data = json!({"type": kind, "challenge": "Y2hhbGxlbmdl", "origin": origin, "crossOrigin": false});
    for (name, value) in more.as_object().unwrap() {
        data[name] = value.clone();
    }
    data.to_string().into_bytes()
}

fn created() -> ClientData {
    ClientData::read(&client_data("webauthn.create", SITE.origin, json!({}))).unwrap()
}

fn asked() -> Vec<u8> {
    client_data("webauthn.get", SITE.origin, json!({}))
}

fn data(site: &str, flags: u8, counter: u32) -> Vec<u8> {
    let hash = digest(&SHA256, site.as_bytes());
    [hash.as_ref(), &[flags], &counter.to_be_bytes()].concat()
}

impl Authenticator {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap())
    }

    fn key(&self) -> Vec<u8> {
        let point = self.0.public_key().as_ref();
        map(&[
            (int(1), int(2)),
            (int(3), int(-7)),
            (int(-1), int(1)),
            (int(-2), bytes(&point[1..33])),
            (int(-3), bytes(&point[33..])),
        ])
    }

    fn attestation(&self, flags: u8) -> Vec<u8> {
        self.attested(&data(SITE.id, flags | 1 << 6, 7), &self.key(), &[])
    }

    fn attested(&self, data: &[u8], key: &[u8], behind: &[u8]) -> Vec<u8> {
        let credential = [&[0; 16][..], &3_u16.to_be_bytes(), b"id1", key].concat();
        let whole = [data, &credential, behind].concat();
        map(&[
            (text("fmt"), text("none")),
            (text("attStmt"), map(&[])),
            (text("authData"), bytes(&whole)),
        ])
    }

    fn sign(&self, data: &[u8], client: &[u8]) -> Vec<u8> {
        let message = [data, digest(&SHA256, client).as_ref()].concat();
        self.0
            .sign(&SystemRandom::new(), &message)
            .unwrap()
            .as_ref()
            .to_vec()
    }
}

#[test]
fn a_passkey_is_made_and_used() {
    let authenticator = Authenticator::new();
    let made = register(&created(), &authenticator.attestation(PRESENT_AND_VERIFIED), SITE).unwrap();
    assert_eq!((made.id.as_slice(), made.counter), (&b"id1"[..], 7));
    let (data, client) = (data(SITE.id, PRESENT_AND_VERIFIED, 8), asked());
    let signature = authenticator.sign(&data, &client);
    let client = ClientData::read(&client).unwrap();
    assert_eq!(client.challenge, "Y2hhbGxlbmdl");
    assert_eq!(sign_in(&client, &data, &signature, &made.public_key, SITE), Ok(8));
    assert_eq!(
        sign_in(&client, &data, &signature, &Authenticator::new().key(), SITE),
        Err(PasskeyFault::Signature)
    );
}

#[test]
fn answers_to_something_else_or_elsewhere_are_refused() {
    let authenticator = Authenticator::new();
    let attestation = authenticator.attestation(PRESENT_AND_VERIFIED);
    let made = |kind, origin, more| {
        let client = ClientData::read(&client_data(kind, origin, more)).unwrap();
        register(&client, &attestation, SITE).map(drop)
    };
    assert_eq!(made("webauthn.create", SITE.origin, json!({})), Ok(()));
    assert_eq!(
        made("webauthn.get", SITE.origin, json!({})),
        Err(PasskeyFault::OtherCeremony)
    );
    for origin in [
        "https://evil.example",
        "http://portolan.example.com",
        "https://portolan.example.com:8443",
    ] {
        let told = made("webauthn.create", origin, json!({}));
        assert_eq!(told, Err(PasskeyFault::OtherOrigin(origin.to_owned())));
    }
    let framed = made("webauthn.create", SITE.origin, json!({"crossOrigin": true}));
    assert!(matches!(framed, Err(PasskeyFault::OtherOrigin(_))));
    let elsewhere = Site {
        id: "evil.example",
        ..SITE
    };
    assert_eq!(
        register(&created(), &attestation, elsewhere),
        Err(PasskeyFault::OtherSite)
    );
}

#[test]
fn somebody_must_be_there_and_be_verified() {
    let authenticator = Authenticator::new();
    for (flags, fault) in [
        (0b100, PasskeyFault::NotPresent),
        (0b001, PasskeyFault::NotVerified),
    ] {
        let told = register(&created(), &authenticator.attestation(flags), SITE);
        assert_eq!(told, Err(fault.clone()));
        let (data, client) = (data(SITE.id, flags, 8), asked());
        let signature = authenticator.sign(&data, &client);
        let client = ClientData::read(&client).unwrap();
        assert_eq!(
            sign_in(&client, &data, &signature, &authenticator.key(), SITE),
            Err(fault)
        );
    }
}

#[test]
fn whatever_is_changed_the_signature_notices() {
    let authenticator = Authenticator::new();
    let (data, client) = (data(SITE.id, PRESENT_AND_VERIFIED, 8), asked());
    let signature = authenticator.sign(&data, &client);
    let read = ClientData::read(&client).unwrap();
    for at in 0..data.len() {
        let mut changed = data.clone();
        changed[at] ^= 1;
        assert!(
            sign_in(&read, &changed, &signature, &authenticator.key(), SITE).is_err(),
            "{at}"
        );
    }
    let other = client_data("webauthn.get", SITE.origin, json!({"challenge": "b3RoZXI"}));
    let other = ClientData::read(&other).unwrap();
    assert_eq!(
        sign_in(&other, &data, &signature, &authenticator.key(), SITE),
        Err(PasskeyFault::Signature)
    );
    for length in 0..signature.len() {
        let cut = &signature[..length];
        assert!(
            sign_in(&read, &data, cut, &authenticator.key(), SITE).is_err(),
            "{length}"
        );
    }
}

#[test]
fn keys_of_other_kinds() {
    let random = SystemRandom::new();
    let pair = Ed25519KeyPair::from_pkcs8(Ed25519KeyPair::generate_pkcs8(&random).unwrap().as_ref()).unwrap();
    let public = pair.public_key().as_ref();
    let key = map(&[
        (int(1), int(1)),
        (int(3), int(-8)),
        (int(-1), int(6)),
        (int(-2), bytes(public)),
    ]);
    let (data, client) = (data(SITE.id, PRESENT_AND_VERIFIED, 0), asked());
    let message = [&data[..], digest(&SHA256, &client).as_ref()].concat();
    let client = ClientData::read(&client).unwrap();
    assert_eq!(
        sign_in(&client, &data, pair.sign(&message).as_ref(), &key, SITE),
        Ok(0)
    );
    let none = map(&[(int(1), int(4)), (int(3), int(5))]);
    assert_eq!(
        sign_in(&client, &data, b"", &none, SITE),
        Err(PasskeyFault::Algorithm)
    );
    // A key on one curve does not answer to the name of another algorithm.
    let mixed = map(&[
        (int(1), int(1)),
        (int(3), int(-7)),
        (int(-1), int(6)),
        (int(-2), bytes(public)),
    ]);
    assert_eq!(
        sign_in(&client, &data, b"", &mixed, SITE),
        Err(PasskeyFault::Algorithm)
    );
}

#[test]
fn extensions_are_skipped_and_nothing_else_may_follow() {
    let authenticator = Authenticator::new();
    let (flags, key) = (PRESENT_AND_VERIFIED | 1 << 6, authenticator.key());
    let extensions = map(&[(text("credProtect"), int(2))]);
    let with = authenticator.attested(&data(SITE.id, flags | 1 << 7, 0), &key, &extensions);
    assert!(register(&created(), &with, SITE).is_ok());
    let unannounced = authenticator.attested(&data(SITE.id, flags, 0), &key, &extensions);
    assert!(register(&created(), &unannounced, SITE).is_err());
    let missing = authenticator.attested(&data(SITE.id, flags | 1 << 7, 0), &key, &[]);
    assert!(register(&created(), &missing, SITE).is_err());
}

#[test]
fn broken_answers_are_refused_and_never_panic() {
    let authenticator = Authenticator::new();
    let whole = authenticator.attestation(PRESENT_AND_VERIFIED);
    for length in 0..whole.len() {
        assert!(register(&created(), &whole[..length], SITE).is_err(), "{length}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x5a;
        // Some changes are of no meaning, as those of the authenticator's kind.
        let _ = register(&created(), &changed, SITE);
    }
    for broken in [&b""[..], b"[]", b"{}", b"{\"type\":1}", b"\xff"] {
        assert!(ClientData::read(broken).is_err());
    }
}

#[test]
fn cbor_is_read_strictly() {
    assert!(
        whole(&map(&[(int(1), int(2)), (int(1), int(3))])).is_none(),
        "the same twice"
    );
    assert!(whole(&[int(1), int(2)].concat()).is_none(), "two values");
    assert_eq!(first(&[int(1), int(2)].concat()).unwrap().1, int(2));
    for broken in [
        &[0x5f_u8][..],
        &[0xbf],
        &[0x1c],
        &[0x5b, 255, 255, 255, 255, 255, 255, 255, 255],
        &[0xf9, 0, 0],
    ] {
        assert!(whole(broken).is_none(), "{broken:?}");
    }
    let deep = [vec![0x81; 20], int(1)].concat();
    assert!(whole(&deep).is_none());
    assert_eq!(URL_SAFE_NO_PAD.encode(int(-257)), "OQEA");
}
