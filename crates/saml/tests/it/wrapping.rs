//! Signature wrapping: XSW 1 to 8 by the names of SAML Raider, and its relatives.
//!
//! In all of them a signature is right, and what an incautious reader reads is something else.

use crate::forge::{Assertion, Response, Signer};
use crate::world::{refusal, sign_in};

fn evil() -> Assertion {
    Assertion {
        id: "evil",
        name_id: "admin@example.com",
        ..Assertion::default()
    }
}

/// The good assertion, its signature apart.
fn good() -> (Assertion, String) {
    let assertion = Assertion::default();
    let signature = Signer::default().sign(assertion.id, &assertion.text(""));
    (assertion, signature)
}

fn unsigned_response() -> Response {
    Response {
        sign_response: None,
        sign_assertion: None,
        ..Response::default()
    }
}

/// How a response is refused whose only signature is within `content`.
fn wrapped(content: &str) -> &'static str {
    refusal(&unsigned_response().around(content))
}

/// Puts `inner` right before the end of the element that `signature` ends in.
fn inside_signature(signature: &str, inner: &str) -> String {
    signature.replacen(
        "</ds:Signature>",
        &format!("<ds:Object>{inner}</ds:Object></ds:Signature>"),
        1,
    )
}

/// The evil response of 1 and 2: another id, and another assertion.
fn evil_response() -> (Response, String) {
    let response = Response {
        id: "evilresponse",
        sign_response: None,
        sign_assertion: None,
        ..Response::default()
    };
    (response, evil().text(""))
}

#[test]
fn xsw1_the_signed_response_hidden_in_the_signature_of_an_evil_one() {
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    let original = response.text("", &response.assertion.text(""));
    let signature = Signer::default().sign(response.id, &original);
    let (outer, assertion) = evil_response();
    let xml = outer.text(&inside_signature(&signature, &original), &assertion);
    assert_eq!(refusal(&xml), "shape");
}

#[test]
fn xsw2_the_signed_response_beside_a_detached_signature() {
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    let original = response.text("", &response.assertion.text(""));
    let signature = Signer::default().sign(response.id, &original);
    let (outer, assertion) = evil_response();
    let xml = outer.text(&[original.as_str(), &signature].concat(), &assertion);
    assert_eq!(refusal(&xml), "shape");
}

#[test]
fn xsw3_an_evil_assertion_before_the_signed_one() {
    let (assertion, signature) = good();
    let content = [evil().text(""), assertion.text(&signature)].concat();
    assert_eq!(wrapped(&content), "several_assertions");
}

#[test]
fn xsw4_the_signed_assertion_within_an_evil_one() {
    let (assertion, signature) = good();
    let content = evil().text("").replace(
        "</saml2:Assertion>",
        &format!("{}</saml2:Assertion>", assertion.text(&signature)),
    );
    assert_eq!(wrapped(&content), "several_assertions");
}

#[test]
fn xsw5_the_evil_assertion_carries_the_signature_of_the_good_one_behind_it() {
    let (assertion, signature) = good();
    let content = [evil().text(&signature), assertion.text("")].concat();
    assert_eq!(wrapped(&content), "several_assertions");
}

#[test]
fn xsw6_the_good_assertion_within_the_signature_of_the_evil_one() {
    let (assertion, signature) = good();
    let hidden = signature.replacen(
        "</ds:SignatureValue>",
        &format!("</ds:SignatureValue>{}", assertion.text("")),
        1,
    );
    assert_eq!(wrapped(&evil().text(&hidden)), "several_assertions");
}

#[test]
fn xsw7_the_evil_assertion_within_extensions() {
    let (assertion, signature) = good();
    let extensions = format!("<saml2p:Extensions>{}</saml2p:Extensions>", evil().text(""));
    let content = [extensions, assertion.text(&signature)].concat();
    assert_eq!(wrapped(&content), "several_assertions");
}

#[test]
fn xsw8_the_good_assertion_within_an_object_of_the_signature() {
    let (assertion, signature) = good();
    let content = evil().text(&inside_signature(&signature, &assertion.text("")));
    assert_eq!(wrapped(&content), "several_assertions");
}

#[test]
fn the_good_assertion_hidden_without_a_name_that_is_known() {
    // As 8, but what is hidden is called otherwise, with the id that the reference looks for.
    let (assertion, signature) = good();
    let hidden = assertion.text("").replace("saml2:Assertion", "saml2:Other");
    let content = evil().text(&inside_signature(&signature, &hidden));
    assert_eq!(wrapped(&content), "signature_shape");
    let content = evil().text(&signature);
    assert_eq!(wrapped(&content), "signature_other_element");
}

#[test]
fn the_id_of_the_good_one_in_other_spellings() {
    for name in ["Id", "id", "xml:id"] {
        let (assertion, signature) = good();
        let hidden = assertion
            .text("")
            .replacen(" ID=", &format!(" {name}="), 1)
            .replace("saml2:Assertion", "saml2:Other");
        let mut evil = evil();
        evil.id = assertion.id;
        let extensions = format!("<saml2p:Extensions>{hidden}</saml2p:Extensions>");
        let content = [extensions, evil.text(&signature)].concat();
        assert_eq!(wrapped(&content), "xml_repeated_id", "{name}");
    }
}

#[test]
fn the_same_id_twice() {
    let (assertion, signature) = good();
    let mut evil = evil();
    evil.id = assertion.id;
    let extensions = format!(
        "<saml2p:Extensions><x ID=\"{}\"></x></saml2p:Extensions>",
        assertion.id
    );
    let content = [extensions, evil.text(&signature)].concat();
    assert_eq!(wrapped(&content), "xml_repeated_id");
}

#[test]
fn an_unsigned_assertion_beside_a_signed_one_within_a_signed_response() {
    let response = Response::default();
    let content = [
        response.assertion.signed(Some(&Signer::default())),
        evil().text(""),
    ]
    .concat();
    assert_eq!(refusal(&response.around(&content)), "several_assertions");
}

#[test]
fn an_assertion_in_advice() {
    let (assertion, _) = good();
    let text = assertion.text("").replace(
        "</saml2:Conditions>",
        &format!(
            "</saml2:Conditions><saml2:Advice>{}</saml2:Advice>",
            evil().text("")
        ),
    );
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    assert_eq!(refusal(&response.around(&text)), "several_assertions");
}

#[test]
fn two_signatures_in_one_element() {
    let (assertion, signature) = good();
    let content = assertion.text(&[signature.as_str(), signature.as_str()].concat());
    assert_eq!(wrapped(&content), "signature_several");
}

#[test]
fn two_signed_infos() {
    let (assertion, signature) = good();
    let evil_info = Signer::default().signed_info("#evil", &evil().text(""));
    let before = signature.replacen("<ds:SignedInfo>", &format!("{evil_info}<ds:SignedInfo>"), 1);
    assert_eq!(wrapped(&assertion.text(&before)), "signature_shape");
    let after = signature.replacen(
        "<ds:SignatureValue>",
        &format!("{evil_info}<ds:SignatureValue>"),
        1,
    );
    assert_eq!(wrapped(&assertion.text(&after)), "signature_shape");
}

#[test]
fn two_references() {
    let (assertion, signature) = good();
    let start = signature.find("<ds:Reference").unwrap();
    let end = signature.find("</ds:SignedInfo>").unwrap();
    let reference = signature[start..end].to_owned();
    let twice = signature.replacen("</ds:SignedInfo>", &format!("{reference}</ds:SignedInfo>"), 1);
    assert_eq!(wrapped(&assertion.text(&twice)), "signature_references");
}

#[test]
fn two_digest_values() {
    let (assertion, signature) = good();
    let twice = signature.replacen(
        "<ds:DigestValue>",
        "<ds:DigestValue>AAAA</ds:DigestValue><ds:DigestValue>",
        1,
    );
    assert_eq!(wrapped(&assertion.text(&twice)), "signature_shape");
}

#[test]
fn a_comment_in_the_digest() {
    let (assertion, signature) = good();
    for element in ["DigestValue", "SignatureValue"] {
        let split = signature.replacen(
            &format!("<ds:{element}>"),
            &format!("<ds:{element}><!-- AAAA -->"),
            1,
        );
        assert_eq!(wrapped(&assertion.text(&split)), "signature_comment");
    }
}

#[test]
fn a_reference_to_the_whole_document_or_to_nothing() {
    let assertion = Assertion::default();
    for uri in [
        "",
        "#",
        "#xpointer(/)",
        "#xpointer(id('id1assertion'))",
        "https://example.com/x",
        "id1assertion",
    ] {
        let signature = Signer::default().sign_reference(uri, &assertion.text(""));
        assert_eq!(
            wrapped(&assertion.text(&signature)),
            "signature_other_element",
            "{uri}"
        );
    }
}

#[test]
fn the_signature_of_the_assertion_moved_to_the_response() {
    let (assertion, signature) = good();
    let xml = unsigned_response().text(&signature, &assertion.text(""));
    assert_eq!(refusal(&xml), "signature_other_element");
}

#[test]
fn a_signature_deep_in_the_assertion() {
    let (assertion, signature) = good();
    let text = assertion.text("").replace(
        "</saml2:AttributeStatement>",
        &format!("{signature}</saml2:AttributeStatement>"),
    );
    assert_eq!(wrapped(&text), "signature_misplaced");
}

#[test]
fn a_signature_that_is_none() {
    let (assertion, signature) = good();
    let foreign = signature.replace(
        "http://www.w3.org/2000/09/xmldsig#\"",
        "http://www.w3.org/2000/09/xmldsig\"",
    );
    assert_eq!(wrapped(&assertion.text(&foreign)), "shape");
}

#[test]
fn the_good_one_still_works() {
    let (assertion, signature) = good();
    assert!(sign_in(&unsigned_response().around(&assertion.text(&signature))).is_ok());
}
