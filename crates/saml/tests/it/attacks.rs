//! Hostile documents, and signatures taken away.

use crate::forge::{Response, encode};
use crate::world::{Bench, code, refusal};

fn good() -> String {
    Response::default().xml()
}

/// What the judge says of a field that is no good base64 of a document.
fn field(field: &str) -> &'static str {
    match Bench::default().verify_field(field) {
        Ok(_) => panic!("accepted"),
        Err(refusal) => refusal.code(),
    }
}

#[test]
fn signatures_stripped() {
    let response = Response {
        sign_response: None,
        sign_assertion: None,
        ..Response::default()
    };
    assert_eq!(refusal(&response.xml()), "unsigned");
    // Emptied instead of removed.
    let signature = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"></ds:Signature>";
    let xml = response.around(&response.assertion.text(signature));
    assert_eq!(refusal(&xml), "signature_shape");
}

#[test]
fn a_good_response_around_an_assertion_whose_signature_is_bad() {
    let response = Response::default();
    let signed = response.assertion.signed(response.sign_assertion.as_ref());
    let content = signed.replace(
        "alice@example.com</saml2:NameID>",
        "admin@example.com</saml2:NameID>",
    );
    assert_eq!(refusal(&response.around(&content)), "signature_changed");
}

#[test]
fn changed_words() {
    let xml = good();
    for (from, to) in [
        (
            "alice@example.com</saml2:NameID>",
            "admin@example.com</saml2:NameID>",
        ),
        ("Everyone", "Admins"),
        ("_request1", "_request2"),
    ] {
        assert_eq!(refusal(&xml.replace(from, to)), "signature_changed", "{from}");
    }
}

#[test]
fn document_types_and_entities() {
    let xml = good();
    for kind in [
        "<!DOCTYPE r>",
        "<!DOCTYPE r []>",
        "<!DOCTYPE r [<!ENTITY x \"alice\">]>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE r SYSTEM \"http://127.0.0.1/x.dtd\">",
        "<!DOCTYPE r [<!ATTLIST x ID ID #IMPLIED>]>",
        "<!DOCTYPE l [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;\">]>",
    ] {
        assert_eq!(
            refusal(&[kind, xml.as_str()].concat()),
            "xml_document_type",
            "{kind}"
        );
    }
    let entity = xml.replace("alice@example.com</saml2:NameID>", "&alice;</saml2:NameID>");
    assert_eq!(refusal(&entity), "xml_malformed");
}

#[test]
fn processing_instructions() {
    let xml = good();
    assert_eq!(refusal(&["<?x y?>", &xml].concat()), "xml_processing_instruction");
    let inside = xml.replace(
        "alice@example.com</saml2:NameID>",
        "<?x y?>alice@example.com</saml2:NameID>",
    );
    assert_eq!(refusal(&inside), "xml_processing_instruction");
}

#[test]
fn other_encodings() {
    let declared = ["<?xml version=\"1.0\" encoding=\"UTF-16\"?>", &good()].concat();
    assert_eq!(refusal(&declared), "xml_not_utf8");
    let declared = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", &good()].concat();
    assert!(crate::world::sign_in(&declared).is_ok());
    let utf16: Vec<u8> = good().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(field(&base64(&utf16)).starts_with("xml_"));
    assert_eq!(field(&base64(b"<a>\xff</a>")), "xml_not_utf8");
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn huge_deep_wide() {
    let huge = format!("<a>{}</a>", "x".repeat(300 * 1024));
    assert_eq!(field(&encode(&huge)), "xml_too_large");
    assert_eq!(field(&"A".repeat(50 * 1024 * 1024)), "xml_too_large");
    let deep = ["<a>".repeat(40_000), "</a>".repeat(40_000)].concat();
    assert_eq!(field(&encode(&deep[..250_000])), "xml_too_deep");
    let attributes: String = (0..20_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(
        field(&encode(&format!("<a{attributes}/>"))),
        "xml_too_many_attributes"
    );
    let namespaces: String = (0..40).map(|n| format!(" xmlns:a{n}='urn:{n}'")).collect();
    let nested = format!("<a{namespaces}><b{namespaces}/></a>");
    assert_eq!(field(&encode(&nested)), "xml_too_many_namespaces");
    assert_eq!(
        field(&encode(&format!("<{}/>", "a".repeat(70_000)))),
        "xml_name_too_long"
    );
    let many = format!("<a>{}</a>", "<b/>x".repeat(52_000));
    assert_eq!(field(&encode(&many)), "xml_too_many_nodes");
}

#[test]
fn broken_base64() {
    let whole = Response::default().field();
    let truncated = &whole[..whole.len() - 3];
    assert_eq!(field(truncated), "not_base64");
    assert_eq!(field("%%%"), "not_base64");
    assert_eq!(
        field(&whole.replace('=', "")[..whole.len() / 2 / 4 * 4]),
        "xml_malformed"
    );
    assert_eq!(field(""), "xml_malformed");
}

#[test]
fn namespaces_that_are_not_absolute() {
    // Libraries have canonicalised such documents to nothing, whose digest everybody knows.
    let xml = good().replacen("<saml2p:Response", "<saml2p:Response xmlns:ns=\"1\"", 1);
    assert_eq!(refusal(&xml), "xml_relative_namespace");
}

#[test]
fn attributes_that_parsers_see_differently() {
    let xml = good();
    let twice = xml.replacen(" ID=\"id2response\"", " ID=\"id2response\" ID=\"other\"", 1);
    assert_eq!(refusal(&twice), "xml_malformed");
    let prefixed = xml.replacen(
        " ID=\"id2response\"",
        " xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\" p:ID=\"id1assertion\" ID=\"id2response\"",
        1,
    );
    assert_eq!(refusal(&prefixed), "xml_repeated_id");
}

#[test]
fn other_messages() {
    let request = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"/>";
    assert_eq!(refusal(request), "other_message");
    let foreign = good().replace(
        "urn:oasis:names:tc:SAML:2.0:protocol",
        "urn:oasis:names:tc:SAML:1.0:protocol",
    );
    assert_eq!(refusal(&foreign), "other_message");
    let assertion = Response::default()
        .assertion
        .signed(Some(&crate::forge::Signer::default()));
    assert_eq!(refusal(&assertion), "other_message");
}

#[test]
fn nothing_in_a_response() {
    let response = Response::default();
    assert_eq!(refusal(&response.around("")), "no_assertion");
    assert_eq!(
        refusal(&response.around("<saml2p:Other></saml2p:Other>")),
        "shape"
    );
}

#[test]
fn a_response_within_a_response() {
    let response = Response::default();
    let inner = response.xml();
    let outer = Response {
        id: "evil",
        sign_response: None,
        ..Response::default()
    };
    assert_eq!(code(crate::world::sign_in(&outer.around(&inner))), "shape");
}

#[test]
fn saml_of_another_version() {
    let response = Response::default();
    let text = response.xml().replace(
        "Version=\"2.0\"><saml2:Issuer xmlns",
        "Version=\"1.1\"><saml2:Issuer xmlns",
    );
    assert_eq!(refusal(&text), "signature_changed");
    let unsigned = Response {
        sign_response: None,
        ..Response::default()
    };
    let text = unsigned.xml().replace(
        "Version=\"2.0\"><saml2:Issuer xmlns",
        "Version=\"1.1\"><saml2:Issuer xmlns",
    );
    assert_eq!(refusal(&text), "version");
}
