//! What must work.

use crate::forge::{Assertion, IDP, NEXT, NOW, REQUEST, Response, Signer, attribute, encode};
use crate::saml::{self, Refusal, Waiting, names};
use crate::world::{Bench, code, identity_provider, sign_in};

#[test]
fn response_and_assertion_signed() {
    let person = sign_in(&Response::default().xml()).unwrap();
    assert_eq!(person.name_id.value, "alice@example.com");
    assert_eq!(person.name_id.format, names::NAME_ID_EMAIL);
    assert_eq!(person.values("groups"), ["Everyone", "Engineering & Design"]);
    assert_eq!(person.values("email"), ["alice@example.com"]);
    assert_eq!(person.values("none"), [] as [&str; 0]);
    assert_eq!(person.request_id.as_deref(), Some(REQUEST));
    assert_eq!(person.session_index.as_deref(), Some("_session1"));
    assert_eq!(
        person.authn_context.as_deref(),
        Some(names::PASSWORD_PROTECTED_TRANSPORT)
    );
    assert_eq!(person.authenticated_at.to_string(), "2026-01-31T11:59:58.123Z");
    assert_eq!(person.issued_at, NOW.parse().unwrap());
    assert!(!person.was_encrypted);
    assert!(person.assertion_xml.starts_with("<saml2:Assertion"));
    assert!(!person.assertion_xml.contains("ds:Signature"));
}

#[test]
fn only_the_assertion_signed() {
    let response = Response {
        sign_response: None,
        ..Response::default()
    };
    assert_eq!(
        sign_in(&response.xml()).unwrap().name_id.value,
        "alice@example.com"
    );
}

#[test]
fn only_the_response_signed() {
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    assert_eq!(
        sign_in(&response.xml()).unwrap().name_id.value,
        "alice@example.com"
    );
}

#[test]
fn begun_at_the_identity_provider_only_if_allowed() {
    let response = Response {
        in_response_to: None,
        assertion: Assertion {
            in_response_to: None,
            ..Assertion::default()
        },
        ..Response::default()
    };
    let mut bench = Bench {
        waiting: Waiting::Nothing,
        ..Bench::default()
    };
    assert_eq!(code(bench.sign_in(&response.xml())), "unsolicited");
    bench.rules.allow_idp_initiated = true;
    assert_eq!(bench.sign_in(&response.xml()).unwrap().request_id, None);
}

#[test]
fn either_key_while_they_are_changed() {
    let next = || Response {
        sign_response: Some(Signer::with(|| &NEXT)),
        sign_assertion: Some(Signer::with(|| &NEXT)),
        ..Response::default()
    };
    let mut bench = Bench::default();
    assert_eq!(code(bench.sign_in(&next().xml())), "signature_key");
    bench.idp = identity_provider(&[&IDP, &NEXT]);
    assert!(bench.sign_in(&next().xml()).is_ok());
    assert!(bench.sign_in(&Response::default().xml()).is_ok());
    bench.idp = identity_provider(&[&NEXT]);
    assert!(bench.sign_in(&next().xml()).is_ok());
    assert_eq!(code(bench.sign_in(&Response::default().xml())), "signature_key");
}

#[test]
fn the_key_that_counted_is_named() {
    let bench = Bench::default();
    let person = bench.sign_in(&Response::default().xml()).unwrap();
    assert_eq!(person.key, bench.idp.keys[0].fingerprint());
}

#[test]
fn the_second_use_is_refused_and_what_to_remember_is_whole() {
    let bench = Bench::default();
    let field = Response::default().field();
    let verified = bench.verify_field(&field).unwrap();
    let one_use = verified.one_use();
    assert_eq!(one_use.assertion_id, "id1assertion");
    assert_eq!(one_use.request_id.as_deref(), Some(REQUEST));
    assert_eq!(one_use.issuer, bench.idp.entity_id);
    // Its end and a minute of clock difference.
    assert_eq!(one_use.until.to_string(), "2026-01-31T12:06:00Z");
    assert_eq!(verified.accept(false).unwrap_err(), Refusal::Replayed);
}

#[test]
fn a_comment_in_what_was_signed_joins_its_text() {
    // The signature is over the text without comments, so a comment can be put in by anybody; it must change nothing.
    let xml = Response::default().xml();
    let commented = xml.replace(
        "alice@example.com</saml2:NameID>",
        "alice@<!-- x -->example.com</saml2:NameID>",
    );
    assert_ne!(xml, commented);
    assert_eq!(sign_in(&commented).unwrap(), sign_in(&xml).unwrap());
}

#[test]
fn character_data_in_what_was_signed_is_text() {
    let xml = Response::default().xml();
    let marked = xml.replace(
        "alice@example.com</saml2:NameID>",
        "<![CDATA[alice@]]>example.com</saml2:NameID>",
    );
    assert_ne!(xml, marked);
    assert_eq!(sign_in(&marked).unwrap(), sign_in(&xml).unwrap());
}

#[test]
fn blanks_around_base64_are_nothing() {
    let field = Response::default().field();
    let broken: Vec<String> = field
        .as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8(line.to_vec()).unwrap())
        .collect();
    assert!(Bench::default().verify_field(&broken.join("\r\n")).is_ok());
}

#[test]
fn two_thousand_groups() {
    let names: Vec<String> = (0..2000).map(|n| format!("g{n}")).collect();
    let values: Vec<&str> = names.iter().map(String::as_str).collect();
    let short = attribute("groups", &values).replace(
        " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\"",
        "",
    );
    let response = Response {
        assertion: Assertion {
            attributes: short,
            ..Assertion::default()
        },
        ..Response::default()
    };
    assert_eq!(sign_in(&response.xml()).unwrap().values("groups").len(), 2000);
}

#[test]
fn empty_and_absent_values() {
    let nil = "<saml2:Attribute Name=\"nil\"><saml2:AttributeValue \
               xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"></saml2:AttributeValue>\
               </saml2:Attribute><saml2:Attribute Name=\"none\"></saml2:Attribute>";
    let response = Response {
        assertion: Assertion {
            attributes: [attribute("empty", &[""]), nil.to_owned()].concat(),
            ..Assertion::default()
        },
        ..Response::default()
    };
    let person = sign_in(&response.xml()).unwrap();
    assert_eq!(person.values("empty"), [""]);
    assert_eq!(person.values("nil").len() + person.values("none").len(), 0);
}

#[test]
fn a_minute_of_clock_difference_and_no_more() {
    let xml = Response::default().xml();
    for (now, expected) in [
        ("2026-01-31T12:05:59Z", None),
        ("2026-01-31T12:06:00Z", Some("expired")),
        ("2026-01-31T11:59:00Z", None),
        ("2026-01-31T11:58:59Z", Some("not_yet_valid")),
    ] {
        let mut bench = Bench {
            now,
            ..Bench::default()
        };
        // What a setting cannot do.
        bench.rules.skew_s = 255;
        let outcome = bench.sign_in(&xml);
        assert_eq!(outcome.err().map(|refusal| refusal.code()), expected, "{now}");
    }
    let mut strict = Bench {
        now: "2026-01-31T12:05:00Z",
        ..Bench::default()
    };
    strict.rules.skew_s = 0;
    assert_eq!(code(strict.sign_in(&xml)), "expired");
}

#[test]
fn the_request_that_an_answer_says_it_answers() {
    let named = |xml: &str| saml::answered_request(&encode(xml));
    assert_eq!(named(&Response::default().xml()).as_deref(), Some(REQUEST));
    let begun_there = Response {
        in_response_to: None,
        ..Response::default()
    };
    assert_eq!(named(&begun_there.xml()), None);
    let open = "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" InResponseTo=";
    for hostile in [
        String::new(),
        "<x InResponseTo=\"_a\"/>".to_owned(),
        format!("<!DOCTYPE x>{open}\"_a\"/>"),
        format!("{open}\"' OR 1=1\"/>"),
        format!("{open}\"_a\""),
    ] {
        assert_eq!(named(&hostile), None, "{hostile}");
    }
    assert_eq!(saml::answered_request("%"), None);
}
