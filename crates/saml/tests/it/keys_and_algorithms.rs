//! Which signatures count: by algorithm, by key, by transform.

use crate::forge::{ATTACKER, Assertion, IDP, P256, P384, Response, SHA256, Signer};
use crate::saml::{KeyFault, TrustedKey};
use crate::world::{Bench, code, identity_provider, refusal};

const MORE: &str = "http://www.w3.org/2001/04/xmldsig-more#";

fn signed_by(signer: &Signer) -> String {
    Response {
        sign_response: Some(signer.clone()),
        sign_assertion: Some(signer.clone()),
        ..Response::default()
    }
    .xml()
}

#[test]
fn rsa_with_each_hash() {
    for (method, digest) in [
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", SHA256),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
            "http://www.w3.org/2001/04/xmldsig-more#sha384",
        ),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            "http://www.w3.org/2001/04/xmlenc#sha512",
        ),
    ] {
        let signer = Signer {
            method,
            digest,
            ..Signer::default()
        };
        assert!(crate::world::sign_in(&signed_by(&signer)).is_ok(), "{method}");
    }
}

#[test]
fn elliptic_curves() {
    let p256 = Signer {
        method: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        ..Signer::with(|| &P256)
    };
    let p384 = Signer {
        method: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
        ..Signer::with(|| &P384)
    };
    let bench = Bench {
        idp: identity_provider(&[&P256, &P384]),
        ..Bench::default()
    };
    assert!(bench.sign_in(&signed_by(&p256)).is_ok());
    assert!(bench.sign_in(&signed_by(&p384)).is_ok());
    assert_eq!(refusal(&signed_by(&p256)), "signature_key");
}

#[test]
fn sha1_is_refused_as_signature_and_as_digest() {
    let method = Signer {
        method: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        ..Signer::default()
    };
    assert_eq!(refusal(&signed_by(&method)), "signature_algorithm");
    let digest = Signer {
        digest: "http://www.w3.org/2000/09/xmldsig#sha1",
        ..Signer::default()
    };
    assert_eq!(refusal(&signed_by(&digest)), "signature_algorithm");
}

#[test]
fn the_certificate_as_the_secret_of_an_hmac() {
    let signer = Signer {
        method: "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        ..Signer::default()
    };
    assert_eq!(refusal(&signed_by(&signer)), "signature_algorithm");
}

#[test]
fn no_algorithm_at_all() {
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    for name in [
        "",
        "none",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
    ] {
        let xml = response.xml().replace(&format!("{MORE}rsa-sha256"), name);
        assert_eq!(refusal(&xml), "signature_algorithm", "{name}");
    }
}

#[test]
fn the_algorithm_of_another_kind_of_key() {
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    let xml = response.xml().replace("#rsa-sha256", "#ecdsa-sha256");
    assert_eq!(refusal(&xml), "signature_key");
}

#[test]
fn an_attackers_key_with_its_own_certificate_in_the_message() {
    let signer = Signer::with(|| &ATTACKER);
    assert_eq!(refusal(&signed_by(&signer)), "signature_key");
    let assertion = Assertion::default();
    let certificate: String = ATTACKER
        .certificate
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let key_info = format!(
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
    );
    let signature = signer
        .sign(assertion.id, &assertion.text(""))
        .replace("</ds:SignatureValue>", &format!("</ds:SignatureValue>{key_info}"));
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    assert_eq!(
        refusal(&response.around(&assertion.text(&signature))),
        "signature_key"
    );
    // The certificate in the message is not what decides: with the right key any will do.
    let signature = Signer::default()
        .sign(assertion.id, &assertion.text(""))
        .replace("</ds:SignatureValue>", &format!("</ds:SignatureValue>{key_info}"));
    assert!(crate::world::sign_in(&response.around(&assertion.text(&signature))).is_ok());
}

#[test]
fn transforms_that_choose_what_is_signed() {
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    let xml = response.xml();
    for other in [
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#base64",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    ] {
        let changed = xml.replacen("http://www.w3.org/2000/09/xmldsig#enveloped-signature", other, 1);
        assert_eq!(refusal(&changed), "signature_transform", "{other}");
    }
    for other in [
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
        "http://www.w3.org/2006/12/xml-c14n11",
    ] {
        let changed = xml.replace(
            "Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
            &format!("Algorithm=\"{other}\""),
        );
        assert_eq!(refusal(&changed), "signature_transform", "{other}");
    }
}

#[test]
fn a_third_transform() {
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    let third = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform></ds:Transforms>";
    assert_eq!(
        refusal(&response.xml().replace("</ds:Transforms>", third)),
        "signature_transform"
    );
}

#[test]
fn keys_that_cannot_be_pinned() {
    let weak = include_str!("keys/weak.cert.pem");
    assert_eq!(TrustedKey::from_text(weak).unwrap_err(), KeyFault::RsaBits(1024));
    for text in [
        "",
        "x",
        "AAAA",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        assert_eq!(
            TrustedKey::from_text(text).unwrap_err(),
            KeyFault::NotACertificate
        );
    }
    let key = TrustedKey::from_text(IDP.certificate).unwrap();
    assert_eq!(key.fingerprint().len(), 64);
    assert!(key.expires().unwrap().to_string().starts_with("21"));
    assert!(!format!("{key:?}").is_empty());
}

#[test]
fn a_signature_of_other_content_with_the_right_digest_swapped_in() {
    // The digest in SignedInfo is replaced by that of the evil content: then SignedInfo is not what was signed.
    let evil = Assertion {
        name_id: "admin@example.com",
        ..Assertion::default()
    };
    let good = Assertion::default();
    let signature = Signer::default().sign(good.id, &good.text(""));
    let digest = |text: &str| {
        let start = text.find("<ds:DigestValue>").unwrap();
        let end = text.find("</ds:DigestValue>").unwrap();
        text[start..end].to_owned()
    };
    let of_evil = Signer::default().sign(evil.id, &evil.text(""));
    let swapped = signature.replace(&digest(&signature), &digest(&of_evil));
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    assert_eq!(
        code(crate::world::sign_in(&response.around(&evil.text(&swapped)))),
        "signature_key"
    );
}
