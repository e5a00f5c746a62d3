use super::AuthnRequest;
use crate::binding::Redirected;
use crate::key::TrustedKey;
use crate::outgoing::new_id;
use crate::provider::{IdentityProvider, ServiceProvider};
use crate::signature;
use crate::sp_key::SpKey;
use crate::xml::parse;
use crate::{base64_text, names};
use insta::assert_snapshot;

fn key() -> SpKey {
    let (private, certificate) = SpKey::generate("test", "2026-01-31T00:00:00Z".parse().unwrap()).unwrap();
    SpKey::from_der(&private, &certificate).unwrap()
}

fn providers(key: Option<SpKey>) -> (ServiceProvider, IdentityProvider) {
    let sp = ServiceProvider {
        entity_id: "https://p.example/saml?a=1&b=2".to_owned(),
        acs_url: "https://p.example/saml/acs".to_owned(),
        slo_url: None,
        key,
        retired_keys: Vec::new(),
    };
    let idp = IdentityProvider {
        entity_id: "http://www.okta.com/exk1".to_owned(),
        sso_redirect: Some("https://org.okta.com/sso?x=1".to_owned()),
        sso_post: Some("https://org.okta.com/sso".to_owned()),
        slo_redirect: None,
        slo_post: None,
        slo_response: None,
        keys: Vec::new(),
        wants_signed_requests: false,
        name_id_formats: Vec::new(),
        valid_until: None,
    };
    (sp, idp)
}

fn request<'a>(sp: &'a ServiceProvider, idp: &'a IdentityProvider) -> AuthnRequest<'a> {
    AuthnRequest {
        sp,
        idp,
        now: "2026-01-31T12:00:00.5Z".parse().unwrap(),
        entropy: [0xab; 20],
        relay_state: "",
        force_authn: false,
        name_id_format: None,
        authn_contexts: &[],
        sign: false,
    }
}

#[test]
fn a_plain_request() {
    let (sp, idp) = providers(None);
    let to = request(&sp, &idp).redirect().unwrap();
    assert_eq!(to.id, new_id([0xab; 20]));
    assert!(to.url.starts_with("https://org.okta.com/sso?x=1&SAMLRequest="));
    let query = to.url.split_once("x=1&").unwrap().1;
    assert_snapshot!(Redirected::read(query).unwrap().message, @r#"<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" AssertionConsumerServiceURL="https://p.example/saml/acs" Destination="https://org.okta.com/sso?x=1" ID="_abababababababababababababababababababab" IssueInstant="2026-01-31T12:00:00Z" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Version="2.0"><saml:Issuer>https://p.example/saml?a=1&amp;b=2</saml:Issuer></samlp:AuthnRequest>"#);
}

#[test]
fn every_wish() {
    let (sp, idp) = providers(None);
    let full = AuthnRequest {
        force_authn: true,
        name_id_format: Some(names::NAME_ID_EMAIL),
        authn_contexts: &[names::PASSWORD_PROTECTED_TRANSPORT],
        relay_state: "next=/a b&c",
        ..request(&sp, &idp)
    };
    let (_, form) = full.post().unwrap();
    assert_eq!(form.action, "https://org.okta.com/sso");
    assert_eq!(form.fields[1], ("RelayState", "next=/a b&c".to_owned()));
    let message = String::from_utf8(base64_text::decode(&form.fields[0].1).unwrap()).unwrap();
    let inside = message.split_once("</saml:Issuer>").unwrap().1;
    assert!(message.contains(" ForceAuthn=\"true\" "));
    assert_snapshot!(inside, @r#"<samlp:NameIDPolicy AllowCreate="true" Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"></samlp:NameIDPolicy><samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>"#);
}

#[test]
fn signed_both_ways() {
    let (sp, mut idp) = providers(Some(key()));
    let pinned = [TrustedKey::from_der(sp.key.as_ref().unwrap().certificate()).unwrap()];
    idp.wants_signed_requests = true;
    let wish = AuthnRequest {
        relay_state: "r/1",
        ..request(&sp, &idp)
    };
    let url = wish.redirect().unwrap().url;
    let read = Redirected::read(url.split_once("x=1&").unwrap().1).unwrap();
    assert_eq!(read.relay_state.as_deref(), Some("r/1"));
    assert!(read.check_signature(&pinned).is_ok());
    let (_, form) = wish.post().unwrap();
    let message = String::from_utf8(base64_text::decode(&form.fields[0].1).unwrap()).unwrap();
    let document = parse(&message).unwrap();
    assert!(
        signature::verify(document.root_element(), &pinned)
            .unwrap()
            .is_some()
    );
}
