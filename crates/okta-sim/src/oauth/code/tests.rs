//! Signing people in by OpenID Connect, as a client sees it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::Method;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::asking::Desk;
use crate::connect_oidc::{ClientFacts, ConnectedClient};
use crate::request::{Request, Response};
use crate::sim::Sim;

const BASE: &str = "https://harborline.okta.com";
const BACK: &str = "https://portolan.example/cb";
const GRACE: &str = "grace.kim@harborline.example";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn client(desk: &Desk) -> ClientFacts {
    let wanted = ConnectedClient {
        post_logout_redirect_uri: Some("https://portolan.example/out".to_owned()),
        ..ConnectedClient::new(BACK)
    };
    let facts = desk.sim.connect_client(&wanted, BASE, desk.now).unwrap();
    assert_eq!(desk.sim.connect_client(&wanted, BASE, desk.now).unwrap(), facts);
    facts
}

fn send(desk: &Desk, method: Method, target: &str, form: &[(&str, &str)], header: (&str, &str)) -> Response {
    let name: &'static str = match header.0 {
        "authorization" => "authorization",
        _ => "cookie",
    };
    let mut request = Request::new(method, target)
        .header("host", "harborline.okta.com")
        .header(name, header.1);
    request.body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
        .into_bytes();
    desk.sim.handle(&request, desk.now)
}

fn authorize(facts: &ClientFacts, more: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("client_id", facts.client_id.as_str()),
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "openid profile email groups"),
        ("state", "s1"),
        ("nonce", "n1"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ] {
        let changed = more.iter().find(|(other, _)| *other == name);
        pairs.append_pair(name, changed.map_or(value, |(_, value)| value));
    }
    for (name, value) in more.iter().filter(|(name, _)| *name == "prompt") {
        pairs.append_pair(name, value);
    }
    format!("/oauth2/v1/authorize?{}", pairs.finish())
}

fn place(response: &Response) -> String {
    response
        .headers
        .get("location")
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

fn code(desk: &Desk, facts: &ClientFacts) -> String {
    let form = [("username", GRACE), ("password", Sim::PASSWORD)];
    let entered = send(desk, Method::POST, &authorize(facts, &[]), &form, ("", ""));
    let back = url::Url::parse(&place(&entered)).unwrap();
    assert!(back.as_str().starts_with(BACK));
    let pairs: std::collections::HashMap<_, _> = back.query_pairs().into_owned().collect();
    assert_eq!(pairs["state"], "s1");
    pairs["code"].clone()
}

fn exchange(desk: &Desk, facts: &ClientFacts, code: &str, verifier: &str, secret: &str) -> Response {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", BACK),
        ("code_verifier", verifier),
    ];
    let basic = format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{secret}", facts.client_id))
    );
    send(
        desk,
        Method::POST,
        "/oauth2/v1/token",
        &form,
        ("authorization", &basic),
    )
}

fn claims(token: &str) -> (Value, Value) {
    let part = |index: usize| {
        let text = token.split('.').nth(index).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
    };
    (part(0), part(1))
}

#[test]
fn a_code_is_exchanged_for_a_thin_id_token_and_the_rest_is_in_the_user_info() {
    let desk = Desk::small();
    let facts = client(&desk);
    let page = send(&desk, Method::GET, &authorize(&facts, &[]), &[], ("", ""));
    assert!(
        String::from_utf8(page.body)
            .unwrap()
            .contains("okta-signin-username")
    );
    let tokens = exchange(
        &desk,
        &facts,
        &code(&desk, &facts),
        VERIFIER,
        &facts.client_secret,
    )
    .json();
    let (header, id) = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(header["alg"], "RS256");
    assert_eq!(
        (&id["iss"], &id["nonce"]),
        (&serde_json::json!(BASE), &serde_json::json!("n1"))
    );
    assert_eq!(id["aud"], facts.client_id.as_str());
    assert_eq!(id["preferred_username"], Value::Null);
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let info = send(
        &desk,
        Method::GET,
        "/oauth2/v1/userinfo",
        &[],
        ("authorization", &bearer),
    )
    .json();
    assert_eq!(info["sub"], id["sub"]);
    assert_eq!(info["preferred_username"], GRACE);
    assert!(info["groups"].as_array().unwrap().len() > 1);
    let nobody = send(
        &desk,
        Method::GET,
        "/oauth2/v1/userinfo",
        &[],
        ("authorization", "Bearer x"),
    );
    assert_eq!(nobody.status, 401);
}

#[test]
fn a_code_works_once_with_its_verifier_and_its_client() {
    let desk = Desk::small();
    let facts = client(&desk);
    let told = |code: &str, verifier, secret| {
        let response = exchange(&desk, &facts, code, verifier, secret);
        response.json()["error"].as_str().map(str::to_owned)
    };
    let good = facts.client_secret.as_str();
    assert_eq!(
        told(&code(&desk, &facts), VERIFIER, "wrong").as_deref(),
        Some("invalid_client")
    );
    assert_eq!(
        told(&code(&desk, &facts), "other", good).as_deref(),
        Some("invalid_grant")
    );
    let once = code(&desk, &facts);
    assert_eq!(told(&once, VERIFIER, good), None);
    assert_eq!(told(&once, VERIFIER, good).as_deref(), Some("invalid_grant"));
    assert_eq!(told("made-up", VERIFIER, good).as_deref(), Some("invalid_grant"));
}

#[test]
fn what_is_not_registered_or_asked_wrongly_is_refused() {
    let desk = Desk::small();
    let facts = client(&desk);
    let asked = |more: &[(&str, &str)]| send(&desk, Method::GET, &authorize(&facts, more), &[], ("", ""));
    assert_eq!(asked(&[("redirect_uri", "https://evil.example/")]).status, 400);
    assert_eq!(asked(&[("client_id", "0oanobody")]).status, 400);
    for (more, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("scope", "profile"), "invalid_scope"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("prompt", "none"), "login_required"),
    ] {
        let back = place(&asked(&[more]));
        assert!(
            back.contains(&format!("error={error}")) && back.contains("state=s1"),
            "{back}"
        );
    }
}

#[test]
fn keys_roll_over_and_log_out_leads_back() {
    let desk = Desk::small();
    let facts = client(&desk);
    let kids = || -> Vec<String> {
        let keys = send(&desk, Method::GET, "/oauth2/v1/keys", &[], ("", "")).json();
        let keys = keys["keys"].as_array().unwrap().clone();
        keys.iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = kids();
    desk.sim.rotate_keys(false);
    assert_eq!(kids()[1..], first);
    let tokens = exchange(
        &desk,
        &facts,
        &code(&desk, &facts),
        VERIFIER,
        &facts.client_secret,
    )
    .json();
    assert_eq!(
        claims(tokens["id_token"].as_str().unwrap()).0["kid"],
        kids()[0].as_str()
    );
    desk.sim.rotate_keys(true);
    assert_eq!(kids().len(), 1);
    let out = format!(
        "/oauth2/v1/logout?client_id={}&post_logout_redirect_uri=https%3A%2F%2Fportolan.example%2Fout",
        facts.client_id
    );
    assert_eq!(
        place(&send(&desk, Method::GET, &out, &[], ("", ""))),
        "https://portolan.example/out"
    );
}
