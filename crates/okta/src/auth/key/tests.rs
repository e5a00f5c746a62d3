use super::*;

fn file(name: &str) -> String {
    let here = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    std::fs::read_to_string(here.join("tests/it/keys").join(name)).unwrap()
}

fn verifies(key: &SigningKey) -> bool {
    let public: Value = serde_json::from_str(&key.public_jwk()).unwrap();
    let part = |name: &str| B64.decode(public[name].as_str().unwrap()).unwrap();
    let signature = key.sign(b"message").unwrap();
    if key.algorithm() == "ES256" {
        let point = [vec![4], part("x"), part("y")].concat();
        let verifier =
            ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, point);
        verifier.verify(b"message", &signature).is_ok()
    } else {
        let parts = ring::signature::RsaPublicKeyComponents {
            n: part("n"),
            e: part("e"),
        };
        parts
            .verify(
                &ring::signature::RSA_PKCS1_2048_8192_SHA256,
                b"message",
                &signature,
            )
            .is_ok()
    }
}

#[test]
fn every_form_of_key_signs_what_its_public_half_verifies() {
    for (name, algorithm) in [
        ("ec.jwk", "ES256"),
        ("ec-sec1.pem", "ES256"),
        ("ec-pkcs8.pem", "ES256"),
        ("rsa-pkcs1.pem", "RS256"),
        ("rsa-pkcs8.pem", "RS256"),
    ] {
        let key = SigningKey::parse(&file(name)).unwrap();
        assert_eq!(key.algorithm(), algorithm, "{name}");
        assert!(verifies(&key), "{name}");
        let again = SigningKey::parse(key.private_text().expose_secret()).unwrap();
        assert_eq!(again.public_jwk(), key.public_jwk(), "{name}");
        assert!(!key.public_jwk().contains("\"d\""), "{name}");
    }
    assert_eq!(SigningKey::parse(&file("ec.jwk")).unwrap().kid(), Some("1"));
}

#[test]
fn what_cannot_sign_says_why() {
    let reason = |text: &str| SigningKey::parse(text).unwrap_err();
    assert_eq!(reason("hello"), KeyError::Form);
    assert_eq!(reason(""), KeyError::Form);
    assert_eq!(reason("{}"), KeyError::Form);
    assert_eq!(reason(r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#), KeyError::Public);
    assert_eq!(
        reason(r#"{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB"}"#),
        KeyError::Damaged
    );
    assert_eq!(
        reason(r#"{"kty":"EC","crv":"P-384","d":"AQAB"}"#),
        KeyError::Unsupported
    );
    assert_eq!(reason(&file("ec.jwk").replace("MKBC", "MKBD")), KeyError::Damaged);
    assert_eq!(reason(&file("rsa-public.pem")), KeyError::Public);
    assert_eq!(reason(&file("ec-encrypted.pem")), KeyError::Encrypted);
    assert_eq!(reason(&file("ec-p384.pem")), KeyError::Unsupported);
    assert_eq!(
        reason("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
        KeyError::Unsupported
    );
}

#[test]
fn a_new_key_is_whole_and_hidden() {
    let key = SigningKey::generate().unwrap();
    assert!(verifies(&key));
    let private: Value = serde_json::from_str(key.private_text().expose_secret()).unwrap();
    let hidden = private["d"].as_str().unwrap();
    assert!(!format!("{key:?}").contains(hidden) && !key.public_jwks().contains(hidden));
    assert_eq!(
        SigningKey::parse(key.private_text().expose_secret()).unwrap(),
        key
    );
    assert_ne!(SigningKey::generate().unwrap().kid(), key.kid());
}

#[test]
fn the_key_id_is_the_thumbprint_of_rfc_7638() {
    // The example of RFC 7638, section 3.1.
    let public = json!({
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
    });
    assert_eq!(thumbprint(&public), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}
