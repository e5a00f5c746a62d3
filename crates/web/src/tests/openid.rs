//! Signing in by OpenID Connect, with a provider made here, and what attackers try.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, StatusCode};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::world::{Client, MARKER, Reply, World};
use crate::{ProviderAnswer, ProviderCall};

const ISSUER: &str = "https://acme.okta.com";

/// What the provider does; tests change it on the way.
struct Okta {
    pair: EcdsaKeyPair,
    kid: String,
    listed: Vec<Value>,
    claims: Value,
    info: Value,
    posted: Vec<String>,
    refuses: Option<&'static str>,
}

fn key_pair() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

impl Okta {
    fn new() -> Self {
        let mut okta = Self {
            pair: key_pair(),
            kid: "k1".to_owned(),
            listed: Vec::new(),
            claims: json!({}),
            info: json!({"sub": "00u1", "preferred_username": "grace@acme.example", "groups": ["Everyone", "IT"]}),
            posted: Vec::new(),
            refuses: None,
        };
        okta.list();
        okta
    }

    fn list(&mut self) {
        let point = self.pair.public_key().as_ref();
        let part = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        let key = json!({"kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65), "kid": self.kid});
        self.listed = vec![key];
    }

    /// Signs with another key, and names it.
    fn roll_over(&mut self, kid: &str) {
        self.pair = key_pair();
        self.kid = kid.to_owned();
        self.list();
    }

    fn answer(&mut self, call: &ProviderCall) -> ProviderAnswer {
        let (status, body) = match call.url.strip_prefix(ISSUER).unwrap_or_default() {
            "/.well-known/openid-configuration" => {
                let at = |path: &str| format!("{ISSUER}/oauth2/v1/{path}");
                let all = json!({
                    "issuer": ISSUER, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
                    "jwks_uri": at("keys"), "userinfo_endpoint": at("userinfo"), "end_session_endpoint": at("logout"),
                });
                (200, all)
            }
            "/oauth2/v1/keys" => (200, json!({"keys": self.listed})),
            "/oauth2/v1/token" => {
                self.posted.push(call.form.as_ref().unwrap().reveal().to_owned());
                let token = self.sign();
                match self.refuses {
                    Some(word) => (400, json!({"error": word})),
                    None => (
                        200,
                        json!({"token_type": "Bearer", "access_token": MARKER, "id_token": token}),
                    ),
                }
            }
            "/oauth2/v1/userinfo" => (200, self.info.clone()),
            _ => (404, json!({})),
        };
        ProviderAnswer {
            status,
            body: body.to_string().into_bytes(),
        }
    }

    fn sign(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!(
            "{}.{}",
            part(&json!({"alg": "ES256", "kid": self.kid})),
            part(&self.claims)
        );
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

struct Signing {
    world: World,
    admin: Client,
    okta: Arc<Mutex<Okta>>,
}

/// A sign-in that was begun: the browser, and what it was sent away with.
struct Begun {
    browser: Client,
    state: String,
    nonce: String,
    challenge: String,
}

impl Signing {
    async fn new() -> Self {
        let world = World::new().await;
        let admin = world.admin().await;
        let okta = Arc::new(Mutex::new(Okta::new()));
        let answering = okta.clone();
        *world.loops.provider.lock().unwrap() =
            Some(Box::new(move |call| answering.lock().unwrap().answer(call)));
        let it = Self { world, admin, okta };
        it.make("okta").await;
        it
    }

    async fn make(&self, name: &str) {
        let spec = json!({
            "issuer": ISSUER, "client_id": "0oa1",
            "attributes_to_roles": [{"name": "groups", "value": "IT", "roles": ["access"]}],
        });
        let body = json!({"name": name, "oidc": spec, "client_secret": MARKER});
        let made = self.admin.post("/api/v1/connectors", body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        assert!(!made.text.contains(MARKER));
    }

    async fn begin(&self) -> Begun {
        let reply = self
            .world
            .nobody()
            .get("/v1/webapi/oidc/login/okta?go=/nodes")
            .await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let url = url::Url::parse(reply.header("location")).unwrap();
        let parameter = |wanted: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(name, _)| name == wanted).unwrap().1.into_owned()
        };
        let begun = Begun {
            browser: self.world.nobody().header("cookie", &reply.cookie()),
            state: parameter("state"),
            nonce: parameter("nonce"),
            challenge: parameter("code_challenge"),
        };
        self.says(&begun, json!({}));
        begun
    }

    /// The provider's next ID token is for this sign-in, with these changes.
    fn says(&self, begun: &Begun, changes: Value) {
        let now = self.world.now().as_ms() / 1000;
        let mut claims = json!({
            "iss": ISSUER, "aud": "0oa1", "sub": "00u1", "nonce": begun.nonce, "iat": now, "exp": now + 3600,
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        self.okta.lock().unwrap().claims = claims;
    }

    async fn answer(&self, browser: &Client, state: &str) -> Reply {
        browser.get(&callback("okta", state)).await
    }

    /// User sync of the organization at this address brings the person whom the provider vouches for, with this login.
    async fn synced(&self, org_url: &str, login: &str) {
        let (state, now) = (&self.world.state, self.world.now());
        let lease = state.take_lease("user-sync", "test", now).await.unwrap().unwrap();
        let facts = store::state::PersonFacts {
            okta_id: "00u1".to_owned(),
            name: login.to_owned(),
            display_name: String::new(),
            email: String::new(),
            traits: "{}".to_owned(),
        };
        let step = store::state::PersonStep::Create { facts, role: None };
        state
            .apply_people(&lease, org_url, &[step], now, now)
            .await
            .unwrap();
    }

    /// Makes a trial sign-in; what it came to.
    async fn trial(&self) -> Value {
        let browser = self.world.browser().await;
        let begun = browser.post("/api/v1/connectors/okta/trials", json!({})).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.text);
        let url = url::Url::parse(begun.json()["url"].as_str().unwrap()).unwrap();
        let parameter = |wanted: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(name, _)| name == wanted).unwrap().1.into_owned()
        };
        let trial = Begun {
            browser: self.world.nobody().header("cookie", &begun.cookie()),
            state: parameter("state"),
            nonce: parameter("nonce"),
            challenge: String::new(),
        };
        self.says(&trial, json!({}));
        let back = self.answer(&trial.browser, &trial.state).await;
        assert_eq!(back.header("location"), "/connectors/okta?tab=trial");
        assert_eq!(back.header("set-cookie"), "");
        let trials = self.admin.see("/api/v1/connectors/okta/trials").await;
        trials["trials"][0].clone()
    }

    /// Why nobody comes in, as the administrator reads it.
    async fn refused(&self) -> String {
        let begun = self.begin().await;
        let refused = self.answer(&begun.browser, &begun.state).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
        assert!(
            !refused.text.contains("connector"),
            "people learn nothing: {}",
            refused.text
        );
        self.refusal().await
    }

    async fn audit(&self) -> String {
        self.admin.see("/api/v1/audit?limit=100").await.to_string()
    }

    /// The code of the last refusal.
    async fn refusal(&self) -> String {
        let audit = self.admin.see("/api/v1/audit?limit=20").await;
        let entries = audit["entries"].as_array().unwrap();
        let last = entries
            .iter()
            .find(|entry| entry["action"] == "session.refuse")
            .unwrap();
        let detail: Value = serde_json::from_str(last["detail"].as_str().unwrap()).unwrap();
        detail["code"].as_str().unwrap().to_owned()
    }
}

fn callback(connector: &str, state: &str) -> String {
    format!("/v1/webapi/oidc/callback/{connector}?code=c0de&state={state}")
}

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let it = Signing::new().await;
    let begun = it.begin().await;
    let entered = it.answer(&begun.browser, &begun.state).await;
    assert_eq!(
        (entered.status, entered.header("location")),
        (StatusCode::SEE_OTHER, "/nodes")
    );
    let session = it.world.nobody().header("cookie", &entered.cookie());
    let whoami = session.see("/api/v1/session").await;
    assert_eq!(whoami["principal"]["name"], "grace@acme.example");
    assert_eq!(whoami["principal"]["roles"], json!(["access"]));
    assert_eq!(whoami["principal"]["connector"], "okta");

    // The code was exchanged with the verifier behind the challenge that was shown before.
    let posted = it.okta.lock().unwrap().posted.clone();
    let verifier = posted[0].split("code_verifier=").nth(1).unwrap();
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()).as_ref());
    assert_eq!(challenge, begun.challenge);

    // The secret, the access token and the ID token are nowhere to be read.
    let row = it.world.state.connector("okta").await.unwrap().unwrap();
    let kept = format!("{:?} {:?} {}", row.sealed_secret, row.spec, it.audit().await);
    assert!(!kept.contains(MARKER));

    let csrf = whoami["csrf_token"].as_str().unwrap();
    let out = session
        .header("x-portolan-csrf", csrf)
        .send(Method::DELETE, "/api/v1/session", None)
        .await;
    let elsewhere = out.json()["logout_url"].as_str().unwrap().to_owned();
    assert!(
        elsewhere.starts_with("https://acme.okta.com/oauth2/v1/logout?client_id=0oa1"),
        "{elsewhere}"
    );
    assert!(elsewhere.contains("id_token_hint=ey"), "{elsewhere}");
}

#[tokio::test]
async fn an_answer_is_taken_once_and_only_from_the_browser_that_asked() {
    let it = Signing::new().await;
    let begun = it.begin().await;
    // A stranger with the right state has another cookie, or none.
    let stranger = it.begin().await;
    for client in [&stranger.browser, &it.world.nobody()] {
        let refused = it.answer(client, &begun.state).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!refused.text.contains("state"), "people learn nothing");
    }
    assert_eq!(it.refusal().await, "state");
    it.says(&begun, json!({}));
    assert_eq!(
        it.answer(&begun.browser, &begun.state).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        it.answer(&begun.browser, &begun.state).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(it.refusal().await, "state");
    // Too late is never.
    let late = it.begin().await;
    it.world.pass_s(901);
    assert_eq!(
        it.answer(&late.browser, &late.state).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn of_two_servers_with_the_same_answer_one_lets_in() {
    let it = Signing::new().await;
    let other = it.world.beside();
    let begun = it.begin().await;
    let there = begun.browser.clone().before(other.router.clone());
    let (one, two) = tokio::join!(
        it.answer(&begun.browser, &begun.state),
        it.answer(&there, &begun.state)
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 403]);
}

#[tokio::test]
async fn codes_and_answers_of_others_are_worth_nothing() {
    let it = Signing::new().await;
    it.make("second").await;
    // A code of another sign-in: its ID token carries that one's nonce.
    let (victim, attacker) = (it.begin().await, it.begin().await);
    it.says(&attacker, json!({}));
    assert_eq!(
        it.answer(&victim.browser, &victim.state).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(it.refusal().await, "nonce");
    // An answer that was meant for another connector.
    let begun = it.begin().await;
    let mixed = begun.browser.get(&callback("second", &begun.state)).await;
    assert_eq!(
        (mixed.status, it.refusal().await.as_str()),
        (StatusCode::FORBIDDEN, "state")
    );
    // An answer that says itself that another issuer sent it.
    let named = format!(
        "{}&iss=https%3A%2F%2Fevil.okta.com",
        callback("okta", &begun.state)
    );
    assert_eq!(begun.browser.get(&named).await.status, StatusCode::FORBIDDEN);
    assert_eq!(it.refusal().await, "other_issuer");
    // The provider's own no.
    let begun = it.begin().await;
    let denied = format!(
        "/v1/webapi/oidc/callback/okta?error=access_denied&state={}",
        begun.state
    );
    assert_eq!(begun.browser.get(&denied).await.status, StatusCode::FORBIDDEN);
    assert_eq!(it.refusal().await, "provider");
}

#[tokio::test]
async fn tokens_with_other_claims_are_refused_with_their_reason() {
    let it = Signing::new().await;
    for (changes, code) in [
        (json!({"iss": "https://evil.okta.com"}), "issuer"),
        (json!({"aud": "0oa2"}), "audience"),
        (json!({"exp": 1}), "expired"),
        (json!({"nonce": "x"}), "nonce"),
        (json!({"sub": "00u2"}), "user_info"),
        (json!({"at_hash": "x"}), "access_token"),
    ] {
        let begun = it.begin().await;
        it.says(&begun, changes.clone());
        let refused = it.answer(&begun.browser, &begun.state).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{changes}");
        assert_eq!(it.refusal().await, code, "{changes}");
    }
    let none = it.begin().await;
    it.okta.lock().unwrap().info = json!({"sub": "00u1", "preferred_username": "grace@acme.example"});
    assert_eq!(
        it.answer(&none.browser, &none.state).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(it.refusal().await, "no_roles");
}

#[tokio::test]
async fn keys_roll_over_and_made_up_ones_are_no_storm() {
    let it = Signing::new().await;
    let begun = it.begin().await;
    assert_eq!(
        it.answer(&begun.browser, &begun.state).await.status,
        StatusCode::SEE_OTHER
    );
    it.world.pass_s(120);
    it.okta.lock().unwrap().roll_over("k2");
    let begun = it.begin().await;
    assert_eq!(
        it.answer(&begun.browser, &begun.state).await.status,
        StatusCode::SEE_OTHER
    );

    it.world.pass_s(120);
    it.okta.lock().unwrap().kid = "made-up".to_owned();
    it.world.loops.asked();
    for _ in 0..5 {
        let begun = it.begin().await;
        assert_eq!(
            it.answer(&begun.browser, &begun.state).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(it.refusal().await, "unknown_key");
    }
    let asked = it.world.loops.asked();
    let read = asked
        .iter()
        .filter(|call| call.ends_with("/oauth2/v1/keys"))
        .count();
    assert_eq!(read, 1, "{asked:?}");
}

#[tokio::test]
async fn a_login_that_went_to_somebody_else_does_not_inherit() {
    let it = Signing::new().await;
    let begun = it.begin().await;
    assert_eq!(
        it.answer(&begun.browser, &begun.state).await.status,
        StatusCode::SEE_OTHER
    );
    let begun = it.begin().await;
    it.says(&begun, json!({"sub": "00u9"}));
    it.okta.lock().unwrap().info["sub"] = json!("00u9");
    assert_eq!(
        it.answer(&begun.browser, &begun.state).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(it.refusal().await, "other_person");
}

#[tokio::test]
async fn whoever_has_a_new_login_is_known_by_the_id_and_gets_no_second_account() {
    let it = Signing::new().await;
    let (state, now) = (&it.world.state, it.world.now());
    it.synced(ISSUER, "hopper@acme.example").await;
    let begun = it.begin().await;
    let entered = it.answer(&begun.browser, &begun.state).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let new = state.person_named("grace@acme.example", now).await.unwrap();
    assert_eq!(new, None);
    let same = state.person_named("hopper@acme.example", now).await.unwrap();
    assert_eq!(same.unwrap().mapped_roles.len(), 1);
}

#[tokio::test]
async fn a_connector_of_another_organization_signs_nobody_in_as_its_people() {
    let it = Signing::new().await;
    it.synced("https://id.acme.example", "grace@acme.example").await;
    assert_eq!(it.refused().await, "other_connector");
    assert!(it.audit().await.contains("speaks for https://acme.okta.com"));
    let trial = it.trial().await;
    assert_eq!(trial["refusal"], "other_connector", "{trial}");
    assert!(
        trial["advice"].as_str().unwrap().contains("organization"),
        "{trial}"
    );

    // The same organization under a domain of its own: the administrator says so.
    let oidc = json!({
        "issuer": ISSUER, "client_id": "0oa1", "organization": "https://ID.acme.example/",
        "attributes_to_roles": [{"name": "groups", "value": "IT", "roles": ["access"]}],
    });
    let body = json!({"oidc": oidc});
    let told = it
        .admin
        .send(Method::PUT, "/api/v1/connectors/okta", Some(body))
        .await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    assert_eq!(told.json()["organization"], "https://id.acme.example");
    let begun = it.begin().await;
    let entered = it.answer(&begun.browser, &begun.state).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
}

#[tokio::test]
async fn who_came_through_one_connector_is_nobody_to_another() {
    let it = Signing::new().await;
    let (state, now) = (&it.world.state, it.world.now());
    let person = store::state::SsoPerson {
        connector: "contractor",
        organization: None,
        name: "Grace@acme.example",
        display_name: "",
        email: "",
        traits: &std::collections::BTreeMap::new(),
        mapped_roles: &["editor".to_owned()],
        mapped_by: &[],
        known_as: None,
        said: None,
    };
    let entry = store::state::AuditEntry::new("grace", "session.create", "session");
    state.note_sso_sign_in(&person, &entry, now).await.unwrap();
    assert_eq!(it.refused().await, "other_connector");
    let kept = state
        .person_named("grace@acme.example", now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.connector.as_deref(), kept.mapped_roles),
        (Some("contractor"), vec!["editor".to_owned()])
    );
}

#[tokio::test]
async fn a_trial_lets_nobody_in_and_tells_everything() {
    let it = Signing::new().await;
    let trial = it.trial().await;
    assert_eq!(trial["accepted"], true);
    assert_eq!(trial["attributes"]["groups"], json!(["Everyone", "IT"]));
    assert_eq!(trial["roles"], json!(["access"]));
}

#[tokio::test]
async fn a_secret_stays_with_its_issuer() {
    let it = Signing::new().await;
    let put = |oidc: Value| {
        let admin = it.admin.clone();
        async move {
            admin
                .send(
                    Method::PUT,
                    "/api/v1/connectors/okta",
                    Some(json!({"oidc": oidc})),
                )
                .await
        }
    };
    let kept = put(json!({"issuer": ISSUER, "client_id": "0oa1", "display": "Sign in"})).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text);
    assert_eq!(kept.json()["oidc_client"]["has_secret"], true);
    let other = put(json!({"issuer": ISSUER, "client_id": "0oa2"})).await;
    assert_eq!(other.json()["error"]["field"], "client_secret", "{}", other.text);
    let keyed = put(json!({"issuer": ISSUER, "client_id": "0oa1", "client_auth": "private_key_jwt"})).await;
    let view = keyed.json()["oidc_client"].clone();
    assert_eq!(view["has_secret"], false);
    assert!(view["public_jwk"].as_str().unwrap().contains("ES256"));
    assert!(!view.to_string().contains("\"d\""));
    let elsewhere = put(json!({"issuer": "https://evil.example", "client_id": "0oa1"})).await;
    assert_eq!(elsewhere.json()["error"]["field"], "issuer");
    let neither = it.admin.post("/api/v1/connectors", json!({"name": "x"})).await;
    assert_eq!(neither.json()["error"]["field"], "spec");
}

#[tokio::test]
async fn a_look_at_the_provider_tells_whether_it_takes_the_client() {
    let it = Signing::new().await;
    let look = async |word| {
        it.okta.lock().unwrap().refuses = Some(word);
        it.admin.post("/api/v1/connectors/okta/check", json!({})).await
    };
    let taken = look("invalid_grant").await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text);
    assert_eq!(taken.json()["client_taken"], true);
    assert_eq!(taken.json()["keys"], json!(["ES256 k1"]));
    assert!(!taken.text.contains(MARKER));
    let refused = look("invalid_client").await.json();
    assert_eq!(refused["client_taken"], false);
    assert!(
        refused["advice"].as_str().unwrap().contains("client secret"),
        "{refused}"
    );
    assert_eq!(look("server_error").await.json()["client_taken"], Value::Null);
    // A provider that describes somebody else is told as it is.
    it.okta.lock().unwrap().listed.clear();
    let broken = look("invalid_grant").await;
    assert_eq!(
        (broken.status, broken.code().as_str()),
        (StatusCode::BAD_GATEWAY, "provider")
    );
}
