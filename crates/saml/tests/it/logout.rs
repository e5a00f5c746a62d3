//! Single log-out, both directions and both bindings, and our own messages read back.

use miniz_oxide::deflate::compress_to_vec;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::forge::{ATTACKER, ISSUER, NOW, Pem, SP, Signer, encode};
use crate::saml::{
    AuthnRequest, IdentityProvider, IncomingLogout, LogoutMessage, LogoutRequest, LogoutResponse,
    LogoutStatus, NameId, Refusal, RequestFault, Rules, ServiceProvider, Waiting, names, receive_logout,
};
use crate::world::{Bench, identity_provider, service_provider};

const SLO: &str = "https://portolan.example/saml/slo";

fn request(extra: &str) -> String {
    format!(
        "<saml2p:LogoutRequest xmlns:saml2p=\"urn:oasis:names:tc:SAML:2.0:protocol\" Destination=\"{SLO}\" \
         ID=\"_logout1\" IssueInstant=\"{NOW}\" Version=\"2.0\"><saml2:Issuer \
         xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\">{ISSUER}</saml2:Issuer>{extra}<saml2:NameID \
         xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\">alice@example.com</saml2:NameID>\
         <saml2p:SessionIndex>_session1</saml2p:SessionIndex></saml2p:LogoutRequest>"
    )
}

fn posted(pem: fn() -> &'static Pem) -> String {
    let signature = Signer {
        prefixes: "",
        ..Signer::with(pem)
    }
    .sign("_logout1", &request(""));
    encode(&request(&signature))
}

fn query(message: &[u8], signer: Option<&Signer>, relay_state: &str) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(message);
    let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut query = format!("SAMLRequest={}", escape(&text));
    if !relay_state.is_empty() {
        query.push_str(&format!("&RelayState={}", escape(relay_state)));
    }
    if let Some(signer) = signer {
        query.push_str(&format!("&SigAlg={}", escape(signer.method)));
        let signature = base64::engine::general_purpose::STANDARD.encode(signer.raw(query.as_bytes()));
        query.push_str(&format!("&Signature={}", escape(&signature)));
    }
    query
}

fn receive(incoming: IncomingLogout<'_>) -> Result<LogoutMessage, Refusal> {
    let bench = Bench::default();
    receive_logout(
        incoming,
        &bench.sp,
        &bench.idp,
        &bench.rules,
        Waiting::Request("_ours"),
        NOW.parse().unwrap(),
    )
}

fn code(incoming: IncomingLogout<'_>) -> &'static str {
    receive(incoming).unwrap_err().code()
}

#[test]
fn the_identity_provider_asks() {
    let packed = compress_to_vec(request("").as_bytes(), 6);
    let by_redirect = query(&packed, Some(&Signer::default()), "state 1");
    for incoming in [
        IncomingLogout::Redirect(&by_redirect),
        IncomingLogout::Post(&posted(|| &crate::forge::IDP)),
    ] {
        let Ok(LogoutMessage::Request {
            id,
            name_id,
            session_indexes,
            relay_state,
        }) = receive(incoming)
        else {
            panic!("not a request: {:?}", receive(incoming));
        };
        assert_eq!(
            (id.as_str(), name_id.value.as_str()),
            ("_logout1", "alice@example.com")
        );
        assert_eq!(session_indexes, ["_session1"]);
        let came_by_redirect = matches!(incoming, IncomingLogout::Redirect(_));
        assert_eq!(relay_state.as_deref(), came_by_redirect.then_some("state 1"));
    }
}

#[test]
fn unsigned_or_foreign_ends_nothing() {
    let packed = compress_to_vec(request("").as_bytes(), 6);
    assert_eq!(
        code(IncomingLogout::Redirect(&query(&packed, None, ""))),
        "unsigned"
    );
    assert_eq!(code(IncomingLogout::Post(&encode(&request("")))), "unsigned");
    let foreign = query(&packed, Some(&Signer::with(|| &ATTACKER)), "");
    assert_eq!(code(IncomingLogout::Redirect(&foreign)), "signature_key");
    assert_eq!(code(IncomingLogout::Post(&posted(|| &ATTACKER))), "signature_key");
    let sha1 = Signer {
        method: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        ..Signer::default()
    };
    assert_eq!(
        code(IncomingLogout::Redirect(&query(&packed, Some(&sha1), ""))),
        "signature_algorithm"
    );
}

#[test]
fn a_signed_query_cannot_be_changed() {
    let packed = compress_to_vec(request("").as_bytes(), 6);
    let good = query(&packed, Some(&Signer::default()), "state");
    for changed in [
        good.replace("RelayState=state", "RelayState=other"),
        good.replace("&RelayState=state", ""),
        good.replace("SAMLRequest=", "SAMLRequest=%20"),
    ] {
        assert_eq!(
            code(IncomingLogout::Redirect(&changed)),
            "signature_key",
            "{changed}"
        );
    }
    for changed in [
        format!("{good}&SAMLRequest=x"),
        format!("{good}&RelayState=other"),
        format!("{good}&%52elayState=other"),
        format!("{good}&SAMLResponse=x"),
        good.split("&Signature").next().unwrap().to_owned(),
        format!("{good}&SAMLEncoding=other"),
        String::new(),
    ] {
        assert_eq!(
            code(IncomingLogout::Redirect(&changed)),
            "redirect_parameter",
            "{changed}"
        );
    }
}

#[test]
fn deflate_bombs_and_rubbish() {
    let bomb = compress_to_vec(&vec![b' '; 64 * 1024 * 1024], 9);
    assert!(bomb.len() < 80 * 1024);
    assert_eq!(
        code(IncomingLogout::Redirect(&query(
            &bomb,
            Some(&Signer::default()),
            ""
        ))),
        "inflate"
    );
    assert_eq!(
        code(IncomingLogout::Redirect(&query(
            b"rubbish",
            Some(&Signer::default()),
            ""
        ))),
        "inflate"
    );
}

#[test]
fn wrong_time_place_and_sender() {
    for (from, to, expected) in [
        (SLO, "https://other.example/slo", "destination"),
        (ISSUER, "http://www.okta.com/exk2", "issuer"),
        (NOW, "2026-01-31T10:00:00Z", "expired"),
        (NOW, "2026-01-31T13:00:00Z", "not_yet_valid"),
        (
            "Version=\"2.0\"",
            "NotOnOrAfter=\"2026-01-31T11:00:00Z\" Version=\"2.0\"",
            "expired",
        ),
        ("LogoutRequest", "LogoutOther", "other_message"),
        ("LogoutRequest", "LogoutResponse", "other_message"),
    ] {
        let packed = compress_to_vec(request("").replace(from, to).as_bytes(), 6);
        let query = query(&packed, Some(&Signer::default()), "");
        assert_eq!(code(IncomingLogout::Redirect(&query)), expected, "{to}");
    }
}

/// The other side: as if the identity provider had our key pair, so that what we write can be read by what we read.
fn mirrored() -> (ServiceProvider, IdentityProvider) {
    let sp = ServiceProvider {
        entity_id: ISSUER.to_owned(),
        ..service_provider()
    };
    let mut idp = identity_provider(&[&SP]);
    idp.slo_redirect = Some(SLO.to_owned());
    idp.slo_post = Some(SLO.to_owned());
    (sp, idp)
}

#[test]
fn what_we_send_can_be_read() {
    let (sp, idp) = mirrored();
    let now = NOW.parse().unwrap();
    let name_id = NameId {
        value: "alice & bob <a@example.com>".to_owned(),
        format: names::NAME_ID_EMAIL.to_owned(),
        name_qualifier: Some("q\"\n".to_owned()),
        sp_name_qualifier: None,
    };
    let ask = LogoutRequest {
        sp: &sp,
        idp: &idp,
        now,
        entropy: [3; 20],
        relay_state: "https://portolan.example/after?x=1&y=2",
        name_id: &name_id,
        session_index: Some("_s1"),
    };
    let redirect = ask.redirect().unwrap();
    let (_, form) = ask.post().unwrap();
    let reader = service_provider();
    let query = redirect.url.split_once('?').unwrap().1;
    for incoming in [
        IncomingLogout::Redirect(query),
        IncomingLogout::Post(&form.fields[0].1),
    ] {
        let message =
            receive_logout(incoming, &reader, &idp, &Rules::default(), Waiting::Nothing, now).unwrap();
        let LogoutMessage::Request {
            id,
            name_id: read,
            session_indexes,
            ..
        } = message
        else {
            panic!("not a request")
        };
        assert_eq!((id, read), (redirect.id.clone(), name_id.clone()));
        assert_eq!(session_indexes, ["_s1"]);
    }
    for status in [LogoutStatus::Success, LogoutStatus::Partial, LogoutStatus::Failed] {
        let answer = LogoutResponse {
            sp: &sp,
            idp: &idp,
            now,
            entropy: [4; 20],
            relay_state: "r",
            in_response_to: "_ours",
            status,
        };
        let url = answer.redirect().unwrap().url;
        let form = answer.post().unwrap();
        for incoming in [
            IncomingLogout::Redirect(url.split_once('?').unwrap().1),
            IncomingLogout::Post(&form.fields[0].1),
        ] {
            let read = |waiting| receive_logout(incoming, &reader, &idp, &Rules::default(), waiting, now);
            assert!(
                matches!(read(Waiting::Request("_ours")), Ok(LogoutMessage::Response { status: s, .. }) if s == status)
            );
            assert_eq!(
                read(Waiting::Request("_other")).unwrap_err().code(),
                "other_request"
            );
        }
    }
}

#[test]
fn what_cannot_be_sent() {
    let (mut sp, mut idp) = mirrored();
    let now = NOW.parse().unwrap();
    let long = "x".repeat(81);
    let name_id = NameId {
        value: "a".to_owned(),
        format: names::NAME_ID_EMAIL.to_owned(),
        name_qualifier: None,
        sp_name_qualifier: None,
    };
    let ask = |sp: &ServiceProvider, idp: &IdentityProvider, relay_state: &str| {
        let request = LogoutRequest {
            sp,
            idp,
            now,
            entropy: [3; 20],
            relay_state,
            name_id: &name_id,
            session_index: None,
        };
        request.redirect()
    };
    assert_eq!(ask(&sp, &idp, &long).unwrap_err(), RequestFault::RelayState(81));
    sp.key = None;
    assert_eq!(ask(&sp, &idp, "").unwrap_err(), RequestFault::NoKey);
    idp.slo_redirect = None;
    assert!(matches!(
        ask(&sp, &idp, "").unwrap_err(),
        RequestFault::NoLocation(_)
    ));
    idp.wants_signed_requests = true;
    let request = AuthnRequest {
        sp: &sp,
        idp: &idp,
        now,
        entropy: [1; 20],
        relay_state: "",
        force_authn: false,
        name_id_format: None,
        authn_contexts: &[],
        sign: false,
    };
    assert_eq!(request.redirect().unwrap_err(), RequestFault::NoKey);
}
