//! Signed rightly, but not for us, not now, not this way: each with its own reason.

use crate::forge::{Assertion, Response, attribute};
use crate::saml::{Refusal, Waiting, names};
use crate::world::{Bench, code, identity_provider, refusal};

fn with(change: impl FnOnce(&mut Response)) -> String {
    let mut response = Response::default();
    change(&mut response);
    response.xml()
}

fn with_assertion(change: impl FnOnce(&mut Assertion)) -> String {
    with(|response| change(&mut response.assertion))
}

#[test]
fn wrong_audience() {
    assert_eq!(
        refusal(&with_assertion(|a| a.audience = "https://other.example")),
        "audience"
    );
    // A name that only begins with ours.
    assert_eq!(
        refusal(&with_assertion(|a| a.audience = "https://portolan.example/saml/x")),
        "audience"
    );
}

#[test]
fn every_audience_restriction_must_name_us() {
    let xml = with_assertion(|a| {
        a.audience = "https://portolan.example/saml</saml2:Audience></saml2:AudienceRestriction>\
                      <saml2:AudienceRestriction><saml2:Audience>https://other.example";
    });
    assert_eq!(refusal(&xml), "audience");
}

#[test]
fn no_audience_at_all() {
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    let text = response.assertion.text("");
    let start = text.find("<saml2:AudienceRestriction>").unwrap();
    let end_tag = "</saml2:AudienceRestriction>";
    let end = text.find(end_tag).unwrap() + end_tag.len();
    assert_eq!(
        refusal(&response.around(&[&text[..start], &text[end..]].concat())),
        "shape"
    );
}

#[test]
fn wrong_recipient() {
    assert_eq!(
        refusal(&with_assertion(
            |a| a.recipient = "https://portolan.example/saml/acs/"
        )),
        "recipient"
    );
}

#[test]
fn wrong_destination() {
    assert_eq!(
        refusal(&with(|r| r.destination = Some("https://other.example/acs"))),
        "destination"
    );
}

#[test]
fn a_signed_response_without_destination() {
    assert_eq!(refusal(&with(|r| r.destination = None)), "shape");
    // Nothing signed asks for one here.
    let xml = with(|r| {
        r.destination = None;
        r.sign_response = None;
    });
    assert!(crate::world::sign_in(&xml).is_ok());
}

#[test]
fn wrong_issuer() {
    assert_eq!(
        refusal(&with(|r| r.issuer = "http://www.okta.com/exk2other")),
        "issuer"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.issuer = "http://www.okta.com/exk2other")),
        "issuer"
    );
}

#[test]
fn too_late_and_too_early() {
    assert_eq!(
        refusal(&with_assertion(|a| a.bearer_until = "2026-01-31T11:59:00Z")),
        "expired"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.until = "2026-01-31T11:59:00Z")),
        "expired"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.from = "2026-01-31T12:01:01Z")),
        "not_yet_valid"
    );
    assert_eq!(
        refusal(&with(|r| r.issued = "2026-01-31T12:02:00Z")),
        "not_yet_valid"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.issued = "2026-01-31T12:02:00Z")),
        "not_yet_valid"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.authenticated = "2026-01-31T12:02:00Z")),
        "not_yet_valid"
    );
}

#[test]
fn a_life_without_end() {
    assert_eq!(
        refusal(&with_assertion(|a| a.bearer_until = "2036-01-31T12:00:00Z")),
        "lives_too_long"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.until = "2036-01-31T12:00:00Z")),
        "lives_too_long"
    );
}

#[test]
fn times_that_are_none() {
    for time in [
        "",
        "2026-01-31",
        "2026-01-31T12:05:00",
        "2026-01-31T12:05:00+02:00",
        "2026-13-31T12:05:00Z",
        "next year",
    ] {
        let time: &'static str = Box::leak(time.to_owned().into_boxed_str());
        assert_eq!(
            refusal(&with_assertion(|a| a.bearer_until = time)),
            "shape",
            "{time}"
        );
    }
}

#[test]
fn a_session_that_is_over() {
    assert_eq!(
        refusal(&with_assertion(|a| a.session_until = Some("2026-01-31T11:00:00Z"))),
        "expired"
    );
    let xml = with_assertion(|a| a.session_until = Some("2026-01-31T20:00:00Z"));
    let until = crate::world::sign_in(&xml).unwrap().session_until.unwrap();
    assert_eq!(until.to_string(), "2026-01-31T20:00:00Z");
}

#[test]
fn the_answer_to_another_request() {
    assert_eq!(
        refusal(&with(|r| r.in_response_to = Some("_request2"))),
        "other_request"
    );
    assert_eq!(
        refusal(&with_assertion(|a| a.in_response_to = Some("_request2"))),
        "other_request"
    );
    let bench = Bench {
        waiting: Waiting::Nothing,
        ..Bench::default()
    };
    assert_eq!(code(bench.sign_in(&Response::default().xml())), "other_request");
}

#[test]
fn a_request_stripped_from_the_unsigned_part() {
    // A stolen answer to somebody else's request, made to look as if nobody had asked.
    let xml = with(|r| {
        r.sign_response = None;
        r.in_response_to = None;
    });
    let mut bench = Bench::default();
    bench.rules.allow_idp_initiated = true;
    assert_eq!(code(bench.sign_in(&xml)), "requests_differ");
    bench.waiting = Waiting::Nothing;
    assert_eq!(code(bench.sign_in(&xml)), "other_request");
}

#[test]
fn an_answer_whose_assertion_answers_nothing() {
    let xml = with_assertion(|a| a.in_response_to = None);
    assert_eq!(refusal(&xml), "shape");
    let mut bench = Bench::default();
    bench.rules.allow_idp_initiated = true;
    assert_eq!(code(bench.sign_in(&xml)), "shape");
}

#[test]
fn a_failure_says_what_the_identity_provider_said() {
    let xml = with(|r| r.status = "urn:oasis:names:tc:SAML:2.0:status:Responder");
    let Err(Refusal::Status { code, .. }) = crate::world::sign_in(&xml) else {
        panic!("not refused for its status")
    };
    assert_eq!(code, "urn:oasis:names:tc:SAML:2.0:status:Responder");
}

#[test]
fn another_name_format_than_asked_for() {
    let mut bench = Bench::default();
    bench.rules.name_id_format = Some(names::NAME_ID_PERSISTENT.to_owned());
    assert_eq!(code(bench.sign_in(&Response::default().xml())), "name_id_format");
    bench.rules.name_id_format = Some(names::NAME_ID_EMAIL.to_owned());
    assert!(bench.sign_in(&Response::default().xml()).is_ok());
}

#[test]
fn an_old_authentication_when_a_new_one_was_asked_for() {
    let mut bench = Bench::default();
    bench.rules.authenticated_after = Some("2026-01-31T11:59:30Z".parse().unwrap());
    assert!(bench.sign_in(&Response::default().xml()).is_ok());
    let old = with_assertion(|a| a.authenticated = "2026-01-31T08:00:00Z");
    assert_eq!(code(bench.sign_in(&old)), "authenticated_before");
}

#[test]
fn a_condition_that_nobody_knows() {
    let xml = Response {
        sign_assertion: None,
        ..Response::default()
    };
    let text = xml.assertion.text("").replace(
        "</saml2:Conditions>",
        "<saml2:Condition></saml2:Condition></saml2:Conditions>",
    );
    assert_eq!(refusal(&xml.around(&text)), "condition");
}

#[test]
fn no_statement_of_authentication() {
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    let text = response.assertion.text("");
    let start = text.find("<saml2:AuthnStatement").unwrap();
    let end_tag = "</saml2:AuthnStatement>";
    let end = text.find(end_tag).unwrap() + end_tag.len();
    assert_eq!(
        refusal(&response.around(&[&text[..start], &text[end..]].concat())),
        "shape"
    );
}

#[test]
fn confirmation_by_other_means_than_bearer() {
    let response = Response {
        sign_assertion: None,
        ..Response::default()
    };
    let text = response
        .assertion
        .text("")
        .replace("cm:bearer", "cm:holder-of-key");
    assert_eq!(refusal(&response.around(&text)), "no_bearer");
}

#[test]
fn attributes_that_could_be_read_in_two_ways() {
    let twice = [attribute("groups", &["a"]), attribute("groups", &["b"])].concat();
    assert_eq!(
        refusal(&with_assertion(|a| a.attributes = twice)),
        "repeated_attribute"
    );
    let nested = "<saml2:Attribute Name=\"groups\"><saml2:AttributeValue><saml2:NameID>admin</saml2:NameID>\
                  </saml2:AttributeValue></saml2:Attribute>";
    assert_eq!(
        refusal(&with_assertion(|a| a.attributes = nested.to_owned())),
        "complex_attribute"
    );
}

#[test]
fn an_empty_name() {
    assert_eq!(refusal(&with_assertion(|a| a.name_id = " ")), "shape");
}

#[test]
fn no_pinned_keys_and_old_metadata() {
    let xml = Response::default().xml();
    let mut bench = Bench {
        idp: identity_provider(&[]),
        ..Bench::default()
    };
    assert_eq!(code(bench.sign_in(&xml)), "no_pinned_keys");
    bench = Bench::default();
    bench.idp.valid_until = Some("2026-01-31T12:00:00Z".parse().unwrap());
    assert_eq!(code(bench.sign_in(&xml)), "metadata_expired");
}

#[test]
fn foreign_text_in_a_reason_is_one_short_line() {
    let long = format!("x\n{}", "y".repeat(10_000));
    let long: &'static str = Box::leak(long.into_boxed_str());
    let text = match crate::world::sign_in(&with_assertion(|a| a.audience = long)) {
        Err(refusal) => refusal.to_string(),
        Ok(_) => panic!("accepted"),
    };
    assert!(text.len() < 400 && !text.contains('\n'), "{text}");
    assert!(!Refusal::PUBLIC.contains("audience"));
}
