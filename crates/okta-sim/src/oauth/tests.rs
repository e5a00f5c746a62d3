use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};

use super::{by_access_token, token};
use crate::call::Call;
use crate::caller::Caller;
use crate::reply::{Answer, Body, Refusal};
use crate::request::Request;
use crate::stamp::Stamp;
use crate::state::{App, Identity, Org};

const NOW: Stamp = Stamp(1_800_000_000_000);
const BASE: &str = "https://acme.okta.com";
const CLIENT: &str = "0oaservice000000005d7";

/// A P-256 key pair for tests: number `n`.
struct Key(p256::ecdsa::SigningKey, String);

impl Key {
    fn new(n: u8) -> Self {
        Self(
            p256::ecdsa::SigningKey::from_slice(&[n; 32]).unwrap(),
            format!("key{n}"),
        )
    }

    fn public(&self) -> Value {
        let point = self.0.verifying_key().to_encoded_point(false);
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"kty": "EC", "crv": "P-256", "kid": self.1, "x": part(point.x().unwrap()), "y": part(point.y().unwrap())})
    }

    fn sign(&self, header: Value, claims: &Value) -> String {
        let mut header = header;
        header["alg"] = json!("ES256");
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(claims));
        let signature: p256::ecdsa::Signature = self.0.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    fn assertion(&self, changes: Value) -> String {
        let mut claims = json!({
            "iss": CLIENT, "sub": CLIENT, "aud": format!("{BASE}/oauth2/v1/token"), "jti": "one",
            "iat": NOW.seconds(), "exp": NOW.seconds() + 300,
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        self.sign(json!({"kid": self.1}), &claims)
    }

    fn proof(&self, changes: Value) -> String {
        let mut claims = json!({
            "htm": "POST", "htu": format!("{BASE}/oauth2/v1/token"), "jti": "p1", "iat": NOW.seconds(),
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        self.sign(json!({"typ": "dpop+jwt", "jwk": self.public()}), &claims)
    }
}

fn org(settings: Value) -> Org {
    let identity = Identity {
        id: "00oacme".into(),
        subdomain: "acme".into(),
        company: "Acme".into(),
        user_type: "oty1".into(),
        created: NOW,
    };
    let mut org = Org::empty(identity, 1);
    let body = json!({"settings": {"oauthClient": settings}});
    org.apps.push(App {
        id: CLIENT.into(),
        name: "oidc_client".into(),
        label: "Scanner".into(),
        active: true,
        created: NOW,
        last_updated: NOW,
        sign_on: Some("OPENID_CONNECT".into()),
        body: Box::new(body.as_object().unwrap().clone()),
        groups: std::collections::BTreeMap::new(),
        users: Vec::new(),
        assignments: std::collections::BTreeMap::new(),
    });
    for scope in ["okta.users.read", "okta.groups.read"] {
        let grant = json!({"id": scope, "scopeId": scope, "status": "ACTIVE"});
        org.docs.put(
            &format!("apps/{CLIENT}/grants"),
            scope,
            grant.as_object().unwrap().clone(),
        );
    }
    org
}

fn service(more: Value) -> Org {
    let mut settings = json!({
        "application_type": "service", "grant_types": ["client_credentials"], "jwks": {"keys": [Key::new(1).public()]},
    });
    for (name, value) in more.as_object().unwrap() {
        settings[name] = value.clone();
    }
    org(settings)
}

fn ask(org: &mut Org, form: &str, proof: Option<&str>) -> Answer {
    let mut request = Request::new(Method::POST, "/oauth2/v1/token").header("host", "acme.okta.com");
    if let Some(proof) = proof {
        request = request.header("dpop", proof);
    }
    request.body = form.as_bytes().to_vec();
    with_call(&request, |call| token::token(org, call))
}

fn with_call<T>(request: &Request, run: impl FnOnce(&Call<'_>) -> T) -> T {
    let caller = Caller::anonymous();
    let query = url::form_urlencoded::parse(request.query.as_bytes())
        .into_owned()
        .collect();
    run(&Call {
        request,
        now: NOW,
        caller: &caller,
        base: BASE,
        request_id: "req1",
        params: Vec::new(),
        query,
    })
}

fn form(assertion: &str, scope: &str) -> String {
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("grant_type", "client_credentials"),
            ("client_assertion_type", kind),
        ])
        .extend_pairs([("client_assertion", assertion), ("scope", scope)])
        .finish()
}

fn body(answer: Answer) -> Value {
    match answer.unwrap().body {
        Body::Json(value) => value,
        other => panic!("{other:?}"),
    }
}

fn description(answer: Answer) -> String {
    let refusal = answer.unwrap_err();
    refusal.body.unwrap()["error_description"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn call_api(org: &Org, scheme_is_dpop: bool, access: &str, proof: Option<&str>) -> Result<Caller, Refusal> {
    let mut request = Request::new(Method::GET, "/api/v1/users?limit=1").header("host", "acme.okta.com");
    if let Some(proof) = proof {
        request = request.header("dpop", proof);
    }
    with_call(&request, |call| {
        by_access_token(org, call, access, scheme_is_dpop)
    })
}

#[test]
fn a_good_assertion_gets_the_granted_scopes_only() {
    let mut org = service(json!({}));
    let answer = body(ask(
        &mut org,
        &form(
            &Key::new(1).assertion(json!({})),
            "okta.users.read okta.apps.read",
        ),
        None,
    ));
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["expires_in"], 3600);
    assert_eq!(answer["scope"], "okta.users.read");
    let caller = call_api(&org, false, answer["access_token"].as_str().unwrap(), None).unwrap();
    assert!(caller.rights.in_scope("okta.users.read") && !caller.rights.in_scope("okta.users.manage"));
    assert!(!caller.rights.may("okta.users.read"), "the app has no role");
    assert_eq!(org.log.len(), 1);
}

#[test]
fn parameters_may_stand_in_the_query() {
    let mut org = service(json!({}));
    let target = format!(
        "/oauth2/v1/token?{}",
        form(&Key::new(1).assertion(json!({})), "okta.users.read")
    );
    let request = Request::new(Method::POST, &target).header("host", "acme.okta.com");
    assert_eq!(
        body(with_call(&request, |call| token::token(&mut org, call)))["scope"],
        "okta.users.read"
    );
}

#[test]
fn an_access_token_is_a_signed_jwt_that_the_published_key_verifies() {
    let mut org = service(json!({}));
    let answer = body(ask(
        &mut org,
        &form(&Key::new(1).assertion(json!({})), "okta.users.read"),
        None,
    ));
    let jwt = super::jose::Jwt::parse(answer["access_token"].as_str().unwrap()).unwrap();
    let mut key = org.oauth.signer().unwrap().public().clone();
    assert!(jwt.verifies(&key));
    key["n"] = json!(URL_SAFE_NO_PAD.encode([7_u8; 256]));
    assert!(!jwt.verifies(&key));
    assert_eq!(
        (jwt.text("cid"), jwt.seconds("exp")),
        (Some(CLIENT), Some(NOW.seconds() + 3600))
    );
}

#[test]
fn bad_assertions_are_refused_with_oktas_words() {
    let told = |assertion: String| {
        description(ask(
            &mut service(json!({})),
            &form(&assertion, "okta.users.read"),
            None,
        ))
    };
    let with = |changes: Value| told(Key::new(1).assertion(changes));
    assert_eq!(told("abc".into()), "The parsing of the client_assertion failed.");
    assert_eq!(
        with(json!({"iss": "other"})),
        "The issuer claim for client_assertion is not a valid client_id."
    );
    assert_eq!(
        with(json!({"iss": "x", "sub": "x"})),
        "The subject claim for client_assertion is not a valid client_id."
    );
    assert_eq!(
        with(json!({"aud": "https://acme.okta.com"})),
        "The audience claim for client_assertion must be the endpoint invoked for the request."
    );
    assert_eq!(
        with(json!({"exp": NOW.seconds() - 1})),
        "The client_assertion token is expired."
    );
    assert_eq!(
        with(json!({"exp": NOW.seconds() + 7300})),
        "The client_assertion token has an expiration too far into the future."
    );
    assert_eq!(
        with(json!({"exp": null})),
        "The client_assertion must contain the 'exp' claim as seconds since epoch."
    );
    assert_eq!(
        told(Key::new(2).assertion(json!({}))),
        "The client_assertion JWT kid is invalid."
    );
    let forged = Key(Key::new(2).0, "key1".into());
    assert_eq!(
        told(forged.assertion(json!({}))),
        "The client_assertion signature is invalid."
    );
}

#[test]
fn an_assertion_with_an_id_works_once() {
    let mut org = service(json!({}));
    let form = form(&Key::new(1).assertion(json!({})), "okta.users.read");
    assert!(ask(&mut org, &form, None).is_ok());
    assert_eq!(
        description(ask(&mut org, &form, None)),
        "The client_assertion token has already been used."
    );
}

#[test]
fn other_ways_to_ask_are_refused_as_okta_does() {
    let mut org = service(json!({}));
    let mut told = |form: &str| {
        let refusal = ask(&mut org, form, None).unwrap_err();
        refusal.body.unwrap()["error"].as_str().unwrap().to_owned()
    };
    assert_eq!(told(""), "invalid_request");
    assert_eq!(told("grant_type=password"), "unsupported_grant_type");
    assert_eq!(told("grant_type=client_credentials"), "invalid_client");
    let secret =
        format!("grant_type=client_credentials&client_id={CLIENT}&client_secret=x&scope=okta.users.read");
    assert_eq!(told(&secret), "invalid_client");
    let fresh = |jti: &str| Key::new(1).assertion(json!({"jti": jti}));
    assert_eq!(told(&form(&fresh("a"), "")), "invalid_scope");
    assert_eq!(told(&form(&fresh("b"), "openid")), "invalid_scope");
    assert_eq!(told(&form(&fresh("c"), "okta.logs.read")), "consent_required");
}

#[test]
fn keys_come_from_a_fetched_set_too() {
    let url = "https://keys.example/jwks";
    let mut org = org(json!({"application_type": "service", "jwks_uri": url}));
    let form = form(&Key::new(1).assertion(json!({})), "okta.users.read");
    let request = Request {
        body: form.clone().into_bytes(),
        ..Request::new(Method::POST, "/oauth2/v1/token")
    };
    assert_eq!(
        with_call(&request, |call| super::wanted_jwks(&org, call)).as_deref(),
        Some(url)
    );
    assert!(description(ask(&mut org, &form, None)).contains("does not have a JWKSet"));
    org.oauth
        .keep_key_set(url, json!({"keys": [Key::new(1).public()]}));
    assert!(ask(&mut org, &form, None).is_ok());
}

#[test]
fn dpop_asks_for_a_nonce_first_and_then_binds_the_token() {
    let mut org = service(json!({"dpop_bound_access_tokens": true}));
    let key = Key::new(3);
    let request = form(&Key::new(1).assertion(json!({})), "okta.users.read");
    assert_eq!(
        description(ask(&mut org, &request, None)),
        "The DPoP proof JWT header is missing."
    );
    let refusal = ask(&mut org, &request, Some(&key.proof(json!({})))).unwrap_err();
    assert_eq!(refusal.body.as_ref().unwrap()["error"], "use_dpop_nonce");
    let (_, nonce) = refusal
        .headers
        .iter()
        .find(|(name, _)| name == "dpop-nonce")
        .unwrap();
    let proof = key.proof(json!({"nonce": nonce.to_str().unwrap(), "jti": "p2"}));
    let answer = body(ask(&mut org, &request, Some(&proof)));
    assert_eq!(answer["token_type"], "DPoP");
    let access = answer["access_token"].as_str().unwrap();

    let ath = super::jose::hash(access.as_bytes());
    let good = json!({"htm": "GET", "htu": format!("{BASE}/api/v1/users"), "ath": ath, "jti": "c1"});
    assert!(call_api(&org, true, access, Some(&key.proof(good.clone()))).is_ok());
    let refused = |proof: Option<String>, dpop: bool| {
        let refusal = call_api(&org, dpop, access, proof.as_deref()).unwrap_err();
        refusal.body.unwrap()["error_description"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        refused(Some(key.proof(good.clone())), true),
        "The DPoP proof JWT has already been used."
    );
    assert!(refused(None, false).contains("must use the DPoP authentication scheme"));
    assert_eq!(refused(None, true), "The resource request requires a DPoP proof.");
    let changed = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims["jti"] = json!(format!("{name} {value}"));
        claims[name] = value;
        refused(Some(key.proof(claims)), true)
    };
    assert!(changed("htm", json!("POST")).starts_with("'htm'"));
    assert!(changed("htu", json!("https://acme.okta.com/api/v1/groups")).starts_with("'htu'"));
    assert!(changed("ath", json!("x")).starts_with("'ath'"));
    assert!(changed("iat", json!(NOW.seconds() - 400)).contains("five minutes"));
    assert!(changed("iat", json!(NOW.seconds() + 400)).contains("future"));
    let mut other = good.clone();
    other["jti"] = json!("c9");
    assert!(refused(Some(Key::new(4).proof(other)), true).contains("not bound"));
}

#[test]
fn unknown_and_expired_tokens_are_invalid() {
    let org = service(json!({}));
    assert_eq!(
        call_api(&org, false, "eyJ.a.b", None).unwrap_err().code,
        "E0000011"
    );
}

#[test]
fn every_algorithm_of_the_elliptic_curves_is_known() {
    use p521::ecdsa::signature::RandomizedSigner as _;
    use rand::SeedableRng as _;
    let mut source = super::signer::Source(rand_chacha::ChaCha20Rng::seed_from_u64(1));
    let key = p521::ecdsa::SigningKey::from_slice(&[[0_u8; 1].as_slice(), &[7; 65]].concat()).unwrap();
    let point = p521::ecdsa::VerifyingKey::from(&key).to_encoded_point(false);
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let jwk =
        json!({"kty": "EC", "crv": "P-521", "x": part(point.x().unwrap()), "y": part(point.y().unwrap())});
    let signed = format!("{}.{}", part(br#"{"alg":"ES512"}"#), part(b"{}"));
    let signature: p521::ecdsa::Signature = key.sign_with_rng(&mut source, signed.as_bytes());
    let jwt = super::jose::Jwt::parse(&format!("{signed}.{}", part(&signature.to_bytes()))).unwrap();
    assert!(jwt.verifies(&jwk));
    assert!(
        !super::jose::Jwt::parse(&format!(
            "{}.{}.{}",
            part(br#"{"alg":"ES512"}"#),
            part(b"{\"a\":1}"),
            part(&signature.to_bytes())
        ))
        .unwrap()
        .verifies(&jwk)
    );
}

proptest::proptest! {
    #[test]
    fn taking_a_token_apart_never_panics(text in "[A-Za-z0-9_.=-]{0,80}") {
        let _ = super::jose::Jwt::parse(&text).map(|jwt| jwt.verifies(&Key::new(1).public()));
    }
}
