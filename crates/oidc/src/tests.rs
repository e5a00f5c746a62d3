//! A provider made here signs what it is told to; the client must take the one right answer and no other.

mod flow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://acme.okta.com";
const CLIENT: &str = "0oaclient";
const NOW: i64 = 1_769_853_600;

struct Provider {
    pair: EcdsaKeyPair,
    kid: &'static str,
}

impl Provider {
    fn new(kid: &'static str) -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Self { pair, kid }
    }

    fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let part = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({"kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65), "kid": self.kid, "use": "sig"})
    }

    fn keys(&self) -> KeySet {
        KeySet::read(json!({"keys": [self.jwk()]}).to_string().as_bytes()).unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = unsigned(header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    fn token(&self, claims: &Value) -> String {
        self.sign(&json!({"alg": "ES256", "kid": self.kid}), claims)
    }
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn at_hash(access_token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest(&SHA256, access_token.as_bytes()).as_ref()[..16])
}

fn good() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "00u1", "nonce": "n-1", "iat": NOW - 5, "exp": NOW + 3600,
        "at_hash": at_hash("at-1"), "auth_time": NOW - 60, "preferred_username": "ada@acme.example",
        "groups": ["Everyone", "IT"], "email_verified": true, "address": {"country": "FR"},
    })
}

fn with(changes: Value) -> Value {
    let mut claims = good();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        client_id: CLIENT,
        nonce: "n-1",
        access_token: "at-1",
        now_s: NOW,
        authenticated_after_s: None,
    }
}

/// The code of the refusal; empty when it is taken.
fn judged(provider: &Provider, changes: Value) -> &'static str {
    let token = provider.token(&with(changes));
    match verify_id_token(&token, &provider.keys(), &expected()) {
        Ok(_) => "",
        Err(refusal) => refusal.code(),
    }
}

#[test]
fn a_right_token_says_who_it_is() {
    let provider = Provider::new("k1");
    let claims = verify_id_token(&provider.token(&good()), &provider.keys(), &expected()).unwrap();
    assert_eq!(claims.subject, "00u1");
    let told: Vec<String> = claims
        .attributes
        .iter()
        .map(|(name, values)| format!("{name}={}", values.join(",")))
        .collect();
    assert_eq!(
        told,
        [
            "email_verified=true",
            "groups=Everyone,IT",
            "preferred_username=ada@acme.example",
            "sub=00u1"
        ]
    );
}

#[test]
fn what_a_token_says_must_be_right() {
    let provider = Provider::new("k1");
    for (changes, code) in [
        (json!({}), ""),
        (json!({"aud": [CLIENT]}), ""),
        (json!({"azp": CLIENT}), ""),
        (json!({"at_hash": null}), ""),
        (json!({"exp": NOW - 59}), ""),
        (json!({"iat": NOW + 60}), ""),
        (json!({"iss": "https://evil.okta.com"}), "issuer"),
        (json!({"iss": "https://acme.okta.com/"}), "issuer"),
        (json!({"iss": null}), "issuer"),
        (json!({"aud": "0oaother"}), "audience"),
        (json!({"aud": [CLIENT, "0oaother"]}), "audience"),
        (json!({"aud": []}), "audience"),
        (json!({"aud": null}), "audience"),
        (json!({"azp": "0oaother"}), "audience"),
        (json!({"exp": NOW - 60}), "expired"),
        (json!({"exp": null}), "time"),
        (json!({"exp": "tomorrow"}), "time"),
        (json!({"exp": NOW + 25 * 3600}), "time"),
        (json!({"iat": NOW + 61}), "time"),
        (json!({"iat": NOW - 601}), "time"),
        (json!({"iat": null}), "time"),
        (json!({"nbf": NOW + 61}), "time"),
        (json!({"nonce": "n-2"}), "nonce"),
        (json!({"nonce": null}), "nonce"),
        (json!({"at_hash": at_hash("at-2")}), "access_token"),
        (json!({"at_hash": 7}), "access_token"),
        (json!({"sub": ""}), "subject"),
        (json!({"sub": null}), "subject"),
    ] {
        assert_eq!(judged(&provider, changes.clone()), code, "{changes}");
    }
}

#[test]
fn no_algorithm_but_two_and_no_public_key_as_a_secret() {
    let provider = Provider::new("k1");
    let refused = |token: &str| {
        verify_id_token(token, &provider.keys(), &expected())
            .unwrap_err()
            .code()
    };
    let none = format!("{}.", unsigned(&json!({"alg": "none", "kid": "k1"}), &good()));
    assert_eq!(refused(&none), "algorithm");
    for name in ["HS256", "ES384", "RS512", "None", "es256", ""] {
        let token = provider.sign(&json!({"alg": name, "kid": "k1"}), &good());
        assert_eq!(refused(&token), "algorithm", "{name}");
    }
    // The classic: the public key, which everybody knows, as the secret of an HMAC.
    let signed = unsigned(&json!({"alg": "HS256", "kid": "k1"}), &good());
    let secret = hmac::Key::new(hmac::HMAC_SHA256, provider.jwk().to_string().as_bytes());
    let tag = hmac::sign(&secret, signed.as_bytes());
    assert_eq!(
        refused(&format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))),
        "algorithm"
    );
    // A key is for one algorithm: an EC key does not answer to an RSA name.
    let token = provider.sign(&json!({"alg": "RS256", "kid": "k1"}), &good());
    assert_eq!(refused(&token), "unknown_key");
}

#[test]
fn keys_are_known_by_their_id_and_roll_over() {
    let (old, new) = (Provider::new("k1"), Provider::new("k2"));
    let refused = |token: &str, keys: &KeySet| match verify_id_token(token, keys, &expected()) {
        Ok(_) => "",
        Err(refusal) => refusal.code(),
    };
    assert_eq!(refused(&new.token(&good()), &old.keys()), "unknown_key");
    let both = json!({"keys": [old.jwk(), new.jwk()]}).to_string();
    let both = KeySet::read(both.as_bytes()).unwrap();
    assert_eq!(refused(&new.token(&good()), &both), "");
    assert_eq!(refused(&old.token(&good()), &both), "");
    // The right id with the wrong key.
    let forged = new.sign(&json!({"alg": "ES256", "kid": "k1"}), &good());
    assert_eq!(refused(&forged, &both), "signature");
    let nameless = old.sign(&json!({"alg": "ES256"}), &good());
    assert_eq!(refused(&nameless, &both), "malformed");
    // What the token itself brings along is not looked at.
    let own = json!({"alg": "ES256", "kid": "k9", "jwk": new.jwk(), "jku": "https://evil.example/keys"});
    assert_eq!(refused(&new.sign(&own, &good()), &both), "unknown_key");
}

#[test]
fn any_change_of_a_token_is_noticed() {
    let provider = Provider::new("k1");
    let token = provider.token(&good());
    let keys = provider.keys();
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verify_id_token(&changed, &keys, &expected()).is_err(), "{at}");
    }
    for broken in [
        "",
        ".",
        "..",
        "a.b.c",
        "a.b.c.d",
        &format!("{token}.x"),
        &token[..token.len() - 2],
    ] {
        assert!(verify_id_token(broken, &keys, &expected()).is_err(), "{broken}");
    }
    let extended = provider.sign(&json!({"alg": "ES256", "kid": "k1", "crit": ["exp"]}), &good());
    assert_eq!(
        verify_id_token(&extended, &keys, &expected()).unwrap_err().code(),
        "malformed"
    );
}

#[test]
fn a_new_authentication_is_one_since_the_sign_in_began() {
    let provider = Provider::new("k1");
    let anew = Expected {
        authenticated_after_s: Some(NOW),
        ..expected()
    };
    let told = |changes| {
        let token = provider.token(&with(changes));
        verify_id_token(&token, &provider.keys(), &anew).map_err(|refusal| refusal.code())
    };
    assert!(told(json!({"auth_time": NOW - 60})).is_ok());
    assert_eq!(told(json!({"auth_time": NOW - 61})), Err("not_anew"));
    assert_eq!(told(json!({"auth_time": null})), Err("not_anew"));
}

#[test]
fn key_sets_without_a_usable_key_are_none() {
    let provider = Provider::new("k1");
    let read = |keys: Value| KeySet::read(json!({"keys": keys}).to_string().as_bytes()).is_ok();
    assert!(read(json!([provider.jwk()])));
    assert!(read(
        json!([{"kty": "oct", "k": "x", "kid": "s"}, provider.jwk()])
    ));
    assert!(!read(json!([])));
    assert!(!read(json!([{"kty": "oct", "k": "x", "kid": "s"}])));
    for (name, value) in [
        ("use", json!("enc")),
        ("alg", json!("RS256")),
        ("kid", json!("")),
        ("x", json!("AA")),
    ] {
        let mut key = provider.jwk();
        key[name] = value;
        assert!(!read(json!([key])), "{name}");
    }
    assert_eq!(KeySet::read(b"<html>"), Err(Refusal::Keys));
}
