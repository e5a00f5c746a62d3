use super::{SignatureFault, is_id, sign_enveloped, verify};
use crate::key::TrustedKey;
use crate::sp_key::SpKey;
use crate::xml::parse;

const MESSAGE: &str = "<p:R xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_1\"><s:Issuer \
                       xmlns:s=\"urn:oasis:names:tc:SAML:2.0:assertion\">x</s:Issuer><p:B>y</p:B></p:R>";

fn key() -> SpKey {
    let (private, certificate) = SpKey::generate("test", "2026-02-28T00:00:00Z".parse().unwrap()).unwrap();
    SpKey::from_der(&private, &certificate).unwrap()
}

#[test]
fn what_is_signed_here_verifies_and_what_is_read_is_what_was_signed() {
    let key = key();
    let pinned = [TrustedKey::from_der(key.certificate()).unwrap()];
    let signed = sign_enveloped(MESSAGE, &key).unwrap();
    let document = parse(&signed).unwrap();
    let outcome = verify(document.root_element(), &pinned).unwrap().unwrap();
    assert_eq!(outcome.canonical, MESSAGE);
    assert_eq!(outcome.key, pinned[0].fingerprint());

    let changed = signed.replace(">y<", ">z<");
    let document = parse(&changed).unwrap();
    assert_eq!(
        verify(document.root_element(), &pinned).unwrap_err(),
        SignatureFault::Changed
    );
    let document = parse(&signed).unwrap();
    assert_eq!(
        verify(document.root_element(), &[]).unwrap_err(),
        SignatureFault::NoPinnedKey
    );
    let document = parse(MESSAGE).unwrap();
    assert!(verify(document.root_element(), &pinned).unwrap().is_none());
}

#[test]
fn a_generated_certificate_lasts_ten_years() {
    let (_, certificate) = SpKey::generate("test", "2024-02-29T10:00:00Z".parse().unwrap()).unwrap();
    let key = TrustedKey::from_der(&certificate).unwrap();
    assert_eq!(key.expires().unwrap().to_string(), "2034-02-28T00:00:00Z");
}

#[test]
fn a_key_with_the_certificate_of_another_is_refused() {
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    let (private, _) = SpKey::generate("one", now).unwrap();
    let (_, other) = SpKey::generate("two", now).unwrap();
    assert!(SpKey::from_der(&private, &other).is_err());
    assert!(SpKey::from_der(b"x", &other).is_err());
    let key = SpKey::from_der(&private, &other).map(|key| format!("{key:?}"));
    assert!(key.is_err());
}

#[test]
fn ids() {
    for id in ["_a", "id1-2.3", "A"] {
        assert!(is_id(id), "{id}");
    }
    for id in ["", "1a", "a b", "a:b", "a#", "é", "-a"] {
        assert!(!is_id(id), "{id}");
    }
    assert!(!is_id(&"a".repeat(257)));
}
