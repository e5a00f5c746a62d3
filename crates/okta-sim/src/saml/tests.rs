//! Sign-ons from outside: pages, forms, what is in the response, and what xmlsec1 says to its signatures.

mod service_provider;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde_json::{Value, json};

use crate::asking::Desk;
use crate::connect::{ConnectError, ConnectedApp, ConnectedFacts};
use crate::request::{Request, Response};
use crate::sim::Sim;

const BASE: &str = "https://harborline.okta.com";
const ACS: &str = "https://portolan.example/acs";
const GRACE: &str = "grace.kim@harborline.example";

/// A browser: keeps the session cookie.
struct Browser<'d> {
    desk: &'d Desk,
    cookie: String,
}

impl<'d> Browser<'d> {
    fn new(desk: &'d Desk) -> Self {
        Self {
            desk,
            cookie: String::new(),
        }
    }

    fn send(&mut self, method: Method, url: &str, form: &[(&str, &str)]) -> Response {
        let target = url.strip_prefix(BASE).unwrap_or(url);
        let mut request = Request::new(method, target)
            .header("host", "harborline.okta.com")
            .header(
                "user-agent",
                "Mozilla/5.0 (X11; Linux x86_64) Chrome/144.0.0.0 Safari/537.36",
            )
            .header("cookie", &self.cookie);
        request.body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish()
            .into_bytes();
        let response = self.desk.sim.handle(&request, self.desk.now);
        if let Some(cookie) = response.headers.get("set-cookie") {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        }
        response
    }

    fn get(&mut self, url: &str) -> Response {
        self.send(Method::GET, url, &[])
    }

    /// Fills in the sign-in form.
    fn sign_in(&mut self, url: &str, who: &str, request: &str, relay: &str) -> Response {
        let form = [
            ("username", who),
            ("password", Sim::PASSWORD),
            ("SAMLRequest", request),
            ("RelayState", relay),
        ];
        self.send(Method::POST, url, &form)
    }
}

/// The value of a hidden field.
fn field(response: &Response, name: &str) -> Option<String> {
    let html = String::from_utf8(response.body.clone()).unwrap();
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

fn xml(response: &Response) -> String {
    let encoded = field(response, "SAMLResponse").unwrap();
    String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
}

fn attribute(xml: &str, element: &str, name: &str) -> Option<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let node = document
        .descendants()
        .find(|node| node.tag_name().name() == element)?;
    node.attribute(name).map(str::to_owned)
}

fn texts(xml: &str, element: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let nodes = document
        .descendants()
        .filter(|node| node.tag_name().name() == element);
    nodes.filter_map(|node| node.text().map(str::to_owned)).collect()
}

fn authn_request(extra: &str) -> String {
    format!(
        "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_r1\" Version=\"2.0\" {extra}>\
         <saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">sp</saml:Issuer></samlp:AuthnRequest>"
    )
}

fn posted(xml: &str) -> String {
    STANDARD.encode(xml)
}

fn redirected(xml: &str) -> String {
    STANDARD.encode(miniz_oxide::deflate::compress_to_vec(xml.as_bytes(), 6))
}

fn connect(desk: &Desk, settings: Value) -> ConnectedFacts {
    let wanted = ConnectedApp {
        settings,
        ..ConnectedApp::new(ACS)
    };
    desk.sim.connect(&wanted, BASE, desk.now).unwrap()
}

/// Lets xmlsec1 verify the signature below the element of this name with the certificate of the metadata.
fn verifies(desk: &Desk, facts: &ConnectedFacts, xml: &str, element: &str) -> Option<bool> {
    if std::process::Command::new("xmlsec1")
        .arg("--version")
        .output()
        .is_err()
    {
        println!("skipped: xmlsec1 is not installed");
        return None;
    }
    let metadata = Browser::new(desk).get(&facts.metadata_url);
    let metadata = String::from_utf8(metadata.body).unwrap();
    let certificate = texts(&metadata, "X509Certificate").remove(0);
    let folder = tempfile::tempdir().unwrap();
    let (pem, file) = (folder.path().join("cert.pem"), folder.path().join("response.xml"));
    std::fs::write(
        &pem,
        format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n"),
    )
    .unwrap();
    std::fs::write(&file, xml).unwrap();
    let namespace = match element {
        "Assertion" => "urn:oasis:names:tc:SAML:2.0:assertion",
        _ => "urn:oasis:names:tc:SAML:2.0:protocol",
    };
    let done = std::process::Command::new("xmlsec1")
        .arg("--verify")
        .arg("--pubkey-cert-pem")
        .arg(&pem)
        .args(["--id-attr:ID", &format!("{namespace}:{element}")])
        .args([
            "--node-xpath",
            &format!("//*[local-name()='{element}']/*[local-name()='Signature']"),
        ])
        .arg(&file)
        .output()
        .unwrap();
    Some(done.status.success())
}

#[test]
fn a_person_signs_on_by_the_request_of_the_service_provider() {
    let desk = Desk::small();
    let facts = connect(&desk, json!({}));
    let mut browser = Browser::new(&desk);
    let request = redirected(&authn_request(
        "AssertionConsumerServiceURL=\"https://elsewhere.example\"",
    ));
    let query: String = url::form_urlencoded::byte_serialize(request.as_bytes()).collect();
    let url = format!("{}?SAMLRequest={query}&RelayState=back%20%22here", facts.sso_url);
    let page = browser.get(&url);
    assert_eq!(
        (page.status, field(&page, "SAMLRequest").unwrap()),
        (200, request.clone())
    );
    assert_eq!(field(&page, "RelayState").unwrap(), "back &quot;here");
    let wrong = browser.send(
        Method::POST,
        &facts.sso_url,
        &[("username", GRACE), ("password", "guess")],
    );
    assert_eq!((wrong.status, field(&wrong, "SAMLResponse")), (401, None));
    let answer = browser.sign_in(&facts.sso_url, "Grace.Kim", &request, "back \"here");
    assert_eq!(field(&answer, "RelayState").unwrap(), "back &quot;here");
    let xml = xml(&answer);
    for element in ["Response", "Assertion"] {
        assert_ne!(
            verifies(&desk, &facts, &xml, element),
            Some(false),
            "{element}: {xml}"
        );
        let changed = xml.replace("grace.kim", "harriet.cole");
        assert_ne!(
            verifies(&desk, &facts, &changed, element),
            Some(true),
            "{element}"
        );
    }
    assert_eq!(attribute(&xml, "Response", "InResponseTo").unwrap(), "_r1");
    assert_eq!(attribute(&xml, "Response", "Destination").unwrap(), ACS);
    assert_eq!(
        attribute(&xml, "SubjectConfirmationData", "Recipient").unwrap(),
        ACS
    );
    assert_eq!(texts(&xml, "Audience"), [ACS]);
    assert_eq!(texts(&xml, "NameID"), [GRACE]);
    assert_eq!(texts(&xml, "Issuer"), [facts.issuer.clone(), facts.issuer]);
    let values = texts(&xml, "AttributeValue");
    assert_eq!(values, [GRACE, "Grace", "Kim", GRACE, "Everyone", "Sales"]);
    let log = desk.events_since(0);
    assert_eq!(
        log,
        [
            "user.session.start",
            "policy.evaluate_sign_on",
            "user.session.start",
            "user.authentication.sso",
        ]
    );
}

#[test]
fn whoever_is_signed_in_signs_on_again_without_a_word() {
    let desk = Desk::small();
    let facts = connect(&desk, json!({"defaultRelayState": "start"}));
    let mut browser = Browser::new(&desk);
    browser.sign_in(BASE, GRACE, "", "");
    let first = browser.get(&facts.sso_url);
    assert_eq!(
        (first.status, field(&first, "RelayState").unwrap().as_str()),
        (200, "start")
    );
    assert_eq!(attribute(&xml(&first), "Response", "InResponseTo"), None);
    let second = browser.get(&format!("/home/{}/{}/1", facts.name, facts.app_id));
    let id = |response| attribute(&xml(response), "Assertion", "ID").unwrap();
    assert_ne!(id(&first), id(&second));
    let forced = posted(&authn_request("ForceAuthn=\"true\""));
    let page = browser.send(Method::POST, &facts.sso_url, &[("SAMLRequest", &forced)]);
    assert_eq!(field(&page, "SAMLResponse"), None, "must ask again");
    desk.delete(&format!("/api/v1/users/{GRACE}/sessions"), 204);
    assert_eq!(field(&browser.get(&facts.sso_url), "SAMLResponse"), None);
}

#[test]
fn only_those_who_have_the_app_get_an_assertion() {
    let desk = Desk::small();
    let wanted = ConnectedApp {
        groups: vec!["Engineering".to_owned()],
        ..ConnectedApp::new(ACS)
    };
    let facts = desk.sim.connect(&wanted, BASE, desk.now).unwrap();
    let mut browser = Browser::new(&desk);
    let refused = browser.sign_in(&facts.sso_url, GRACE, "", "");
    assert_eq!((refused.status, field(&refused, "SAMLResponse")), (403, None));
    assert!(
        String::from_utf8(refused.body)
            .unwrap()
            .contains("User is not assigned to this application")
    );
    assert_eq!(desk.events_since(2), ["app.generic.unauth_app_access_attempt"]);
    let suspended = Browser::new(&desk).sign_in(&facts.sso_url, "derek.vance@harborline.example", "", "");
    assert_eq!(suspended.status, 401);
    desk.post(
        &format!("/api/v1/apps/{}/lifecycle/deactivate", facts.app_id),
        json!({}),
    );
    assert_eq!(browser.get(&facts.sso_url).status, 404);
}

#[test]
fn the_settings_decide_what_is_signed_and_how() {
    for (settings, response, assertion) in [
        (json!({"responseSigned": false}), false, true),
        (json!({"assertionSigned": false}), true, false),
        (
            json!({"signatureAlgorithm": "RSA_SHA1", "digestAlgorithm": "SHA1", "attributeStatements": []}),
            true,
            true,
        ),
    ] {
        let desk = Desk::small();
        let facts = connect(&desk, settings.clone());
        let xml = xml(&Browser::new(&desk).sign_in(&facts.sso_url, GRACE, "", ""));
        for (element, signed) in [("Response", response), ("Assertion", assertion)] {
            let verified = verifies(&desk, &facts, &xml, element);
            assert!(
                verified.is_none_or(|verified| verified == signed),
                "{settings}: {element}"
            );
        }
        assert_eq!(
            xml.contains("rsa-sha1"),
            settings["signatureAlgorithm"] == "RSA_SHA1"
        );
    }
}

#[test]
fn group_filters_and_expressions_choose_what_is_told() {
    let desk = Desk::small();
    let group = |filter: &str, value: &str| json!({"type": "GROUP", "name": "g", "filterType": filter, "filterValue": value});
    for (statement, expected) in [
        (group("STARTS_WITH", "Eve"), vec!["Everyone"]),
        (group("EQUALS", "Sales"), vec!["Sales"]),
        (group("CONTAINS", "ale"), vec!["Sales"]),
        (group("REGEX", "S.*"), vec!["Sales"]),
        (group("REGEX", "al"), vec![]),
        (
            json!({"type": "EXPRESSION", "name": "e", "values": ["user.department"]}),
            vec!["Sales"],
        ),
        (
            json!({"type": "EXPRESSION", "name": "e", "values": ["${fn:substringBefore(user.login, \"@\")}"]}),
            vec!["grace.kim"],
        ),
        (
            json!({"type": "EXPRESSION", "name": "e", "values": ["\"fixed\"", "user.nothing"]}),
            vec!["fixed"],
        ),
    ] {
        let facts = connect(&desk, json!({"attributeStatements": [statement.clone()]}));
        let xml = xml(&Browser::new(&desk).sign_in(&facts.sso_url, GRACE, "", ""));
        assert_eq!(texts(&xml, "AttributeValue"), expected, "{statement}");
    }
}

#[test]
fn requests_that_cannot_be_met_get_a_status_and_nonsense_a_page() {
    let desk = Desk::small();
    let facts = connect(&desk, json!({}));
    let mut browser = Browser::new(&desk);
    let passive = posted(&authn_request("IsPassive=\"1\""));
    let answer = browser.send(Method::POST, &facts.sso_url, &[("SAMLRequest", &passive)]);
    assert!(xml(&answer).contains("status:NoPassive"));
    let policy = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_r\">\
                  <samlp:NameIDPolicy Format=\"urn:x\"/></samlp:AuthnRequest>";
    let answer = browser.sign_in(&facts.sso_url, GRACE, &posted(policy), "");
    assert!(xml(&answer).contains("status:InvalidNameIDPolicy"));
    assert!(!xml(&answer).contains("Assertion "));
    for nonsense in [
        "%%%",
        &posted("<a"),
        &posted("<a/>"),
        &posted("<!DOCTYPE a []><a/>"),
        &STANDARD.encode([0xff; 40]),
    ] {
        let answer = browser.send(Method::POST, &facts.sso_url, &[("SAMLRequest", nonsense)]);
        assert_eq!(
            (answer.status, field(&answer, "SAMLResponse")),
            (400, None),
            "{nonsense}"
        );
    }
}

#[test]
fn other_addresses_only_where_the_app_has_them() {
    let desk = Desk::small();
    let endpoints = json!({"allowMultipleAcsEndpoints": true, "acsEndpoints": [{"url": "https://two.example/acs", "index": 7}]});
    let facts = connect(&desk, endpoints);
    let mut browser = Browser::new(&desk);
    for (extra, destination) in [
        (
            "AssertionConsumerServiceURL=\"https://two.example/acs\"",
            Some("https://two.example/acs"),
        ),
        (
            "AssertionConsumerServiceIndex=\"7\"",
            Some("https://two.example/acs"),
        ),
        ("", Some(ACS)),
        ("AssertionConsumerServiceURL=\"https://three.example/acs\"", None),
    ] {
        let answer = browser.sign_in(&facts.sso_url, GRACE, &posted(&authn_request(extra)), "");
        let got = field(&answer, "SAMLResponse")
            .map(|_| attribute(&xml(&answer), "Response", "Destination").unwrap());
        assert_eq!(got.as_deref(), destination, "{extra}");
    }
}

#[test]
fn a_connection_that_cannot_be_made_changes_nothing() {
    let desk = Desk::small();
    let before = desk.get("/_sim/state")["organization"].clone();
    let group = ConnectedApp {
        groups: vec!["Nobody".to_owned()],
        ..ConnectedApp::new(ACS)
    };
    assert_eq!(
        desk.sim.connect(&group, BASE, desk.now),
        Err(ConnectError::Group("Nobody".to_owned()))
    );
    let address = ConnectedApp::new("javascript:alert(1)");
    assert!(matches!(
        desk.sim.connect(&address, BASE, desk.now),
        Err(ConnectError::Address(_))
    ));
    desk.asks(Method::POST, "/_sim/sso", Some(json!({"acs": ACS})), 400);
    assert_eq!(desk.get("/_sim/state")["organization"], before);
    let facts = desk.asks(
        Method::POST,
        "/_sim/sso",
        Some(json!({"acs_url": ACS, "users": [GRACE]})),
        200,
    );
    assert_eq!(desk.get("/_sim/sso")["apps"].as_array().unwrap().len(), 9);
    let app = desk.get(&format!("/api/v1/apps/{}", facts["app_id"].as_str().unwrap()));
    assert_eq!(app["settings"]["signOn"]["ssoAcsUrl"], ACS);
    let users = desk.get(&format!(
        "/api/v1/apps/{}/users",
        facts["app_id"].as_str().unwrap()
    ));
    assert_eq!(users.as_array().unwrap().len(), 1);
}

#[test]
fn keys_roll_over_when_the_app_says_so() {
    let desk = Desk::small();
    let facts = connect(&desk, json!({}));
    let keys = format!("/api/v1/apps/{}/credentials/keys", facts.app_id);
    let first = desk.get(&keys);
    assert!(first[0].get("~private").is_none());
    desk.asks(
        Method::POST,
        &format!("{keys}/generate?validityYears=1"),
        None,
        400,
    );
    let second = desk.asks(
        Method::POST,
        &format!("{keys}/generate?validityYears=2"),
        None,
        201,
    );
    let certificate = |desk: &Desk| {
        let metadata = Browser::new(desk).get(&facts.metadata_url);
        texts(&String::from_utf8(metadata.body).unwrap(), "X509Certificate").remove(0)
    };
    assert_eq!(certificate(&desk), first[0]["x5c"][0].as_str().unwrap());
    let app = |kid: &Value| json!({"label": "Portolan SSO", "credentials": {"signing": {"kid": kid}}});
    desk.asks(
        Method::PUT,
        &format!("/api/v1/apps/{}", facts.app_id),
        Some(app(&json!("unknown"))),
        400,
    );
    desk.put(&format!("/api/v1/apps/{}", facts.app_id), app(&second["kid"]));
    assert_eq!(certificate(&desk), second["x5c"][0].as_str().unwrap());
    let xml = xml(&Browser::new(&desk).sign_in(&facts.sso_url, GRACE, "", ""));
    assert!(xml.contains(second["x5c"][0].as_str().unwrap()));
    assert_ne!(verifies(&desk, &facts, &xml, "Response"), Some(false));
    // The first key is the same in every run.
    let again = Desk::small();
    let other = connect(&again, json!({}));
    assert_eq!((&other, &again.get(&keys)[0]["x5c"]), (&facts, &first[0]["x5c"]));
}
