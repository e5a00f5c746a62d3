//! A service app against a token endpoint that verifies what it gets.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use okta::{Cause, Client, Credential, FaultKind, Request, SigningKey};
use p256::ecdsa::signature::Verifier as _;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::fake::{Fake, Reply, client_with, path};

/// Okta's side: what it demands and what it has seen.
struct Okta {
    public: Value,
    demands_dpop: bool,
    nonce: Option<&'static str>,
    api_nonce: Option<&'static str>,
    token_type: &'static str,
    life: u64,
    issued: u32,
    revoked: u32,
    proofs: HashSet<String>,
    error: Option<&'static str>,
}

impl Okta {
    fn new(key: &SigningKey) -> Self {
        Self {
            public: serde_json::from_str(&key.public_jwk()).unwrap(),
            demands_dpop: false,
            nonce: None,
            api_nonce: None,
            token_type: "Bearer",
            life: 3600,
            issued: 0,
            revoked: 0,
            proofs: HashSet::new(),
            error: None,
        }
    }

    fn answer(&mut self, request: &Request) -> Reply {
        if path(request) == "/oauth2/v1/token" {
            self.token(request)
        } else {
            self.api(request)
        }
    }

    fn token(&mut self, request: &Request) -> Reply {
        if let Some(error) = self.error {
            return oauth_error(400, error);
        }
        let form: std::collections::HashMap<String, String> =
            url::form_urlencoded::parse(&request.body).into_owned().collect();
        assert_eq!(form["grant_type"], "client_credentials");
        assert_eq!(form["scope"], "okta.users.read okta.groups.read");
        let (header, claims) = verified(&form["client_assertion"], &self.public);
        assert_eq!(header["kid"], self.public["kid"]);
        assert_eq!(
            (claims["iss"].as_str(), claims["sub"].as_str()),
            (Some("0oa1"), Some("0oa1"))
        );
        assert_eq!(claims["aud"], "https://acme.okta.com/oauth2/v1/token");
        assert!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap() <= 3600);
        assert!(
            self.proofs.insert(claims["jti"].to_string()),
            "an assertion is used once"
        );
        if self.demands_dpop && request.headers.get("dpop").is_none() {
            return oauth_error(400, "invalid_dpop_proof");
        }
        if request.headers.contains_key("dpop")
            && let Some(refused) = self.proof(request, self.nonce, None)
        {
            return refused;
        }
        self.issued += 1;
        let (kind, token, life) = (self.token_type, self.issued, self.life);
        let scope = "okta.users.read okta.groups.read";
        Reply::json(format!(
            r#"{{"token_type":"{kind}","expires_in":{life},"access_token":"AT{token}","scope":"{scope}"}}"#
        ))
    }

    fn api(&mut self, request: &Request) -> Reply {
        let shown = request.headers["authorization"].to_str().unwrap().to_owned();
        let (kind, token) = shown.split_once(' ').unwrap();
        assert_eq!(kind, self.token_type);
        if token[2..].parse::<u32>().unwrap() <= self.revoked {
            return Reply::json(r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#)
                .status(401);
        }
        if kind == "DPoP"
            && let Some(refused) = self.proof(request, self.api_nonce, Some(token))
        {
            return refused.status(401);
        }
        Reply::json("[]")
    }

    /// Checks a proof by RFC 9449 section 4.3; a refusal when the nonce is not the wanted one.
    fn proof(&mut self, request: &Request, nonce: Option<&str>, token: Option<&str>) -> Option<Reply> {
        let proof = request.headers["dpop"].to_str().unwrap();
        let header = part(proof, 0);
        assert_eq!(
            (&header["typ"], &header["alg"]),
            (&"dpop+jwt".into(), &"ES256".into())
        );
        assert!(header["jwk"].get("d").is_none());
        let (_, claims) = verified(proof, &header["jwk"]);
        assert_eq!(claims["htm"], request.method.as_str());
        assert_eq!(claims["htu"], request.url.split('?').next().unwrap());
        assert!(
            self.proofs.insert(claims["jti"].to_string()),
            "a proof is used once"
        );
        let hash = token.map(|token| B64.encode(Sha256::digest(token)));
        assert_eq!(claims.get("ath").and_then(Value::as_str), hash.as_deref());
        let wanted = nonce?;
        if claims.get("nonce").and_then(Value::as_str) == Some(wanted) {
            return None;
        }
        Some(oauth_error(400, "use_dpop_nonce").header("dpop-nonce", wanted))
    }
}

fn part(jwt: &str, number: usize) -> Value {
    serde_json::from_slice(&B64.decode(jwt.split('.').nth(number).unwrap()).unwrap()).unwrap()
}

fn verified(jwt: &str, public: &Value) -> (Value, Value) {
    let coordinate = |name: &str| B64.decode(public[name].as_str().unwrap()).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).unwrap();
    let (message, signature) = jwt.rsplit_once('.').unwrap();
    let signature = p256::ecdsa::Signature::from_slice(&B64.decode(signature).unwrap()).unwrap();
    key.verify(message.as_bytes(), &signature).unwrap();
    (part(jwt, 0), part(jwt, 1))
}

fn oauth_error(status: u16, code: &str) -> Reply {
    Reply::json(format!(r#"{{"error":"{code}","error_description":"words"}}"#)).status(status)
}

fn setup(dpop: bool, change: impl FnOnce(&mut Okta)) -> (Client, Arc<Mutex<Okta>>, Arc<Fake>) {
    let key = SigningKey::generate().unwrap();
    let mut okta = Okta::new(&key);
    change(&mut okta);
    let okta = Arc::new(Mutex::new(okta));
    let side = Arc::clone(&okta);
    let fake = Fake::new(move |request| side.lock().unwrap().answer(request));
    let scopes = vec!["okta.users.read".to_owned(), "okta.groups.read".to_owned()];
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key,
        scopes,
        dpop,
    };
    (client_with(Arc::clone(&fake), credential), okta, fake)
}

#[tokio::test(start_paused = true)]
async fn one_token_serves_all_calls_and_is_renewed_before_its_end() {
    let (client, okta, _) = setup(false, |_| {});
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.users().all().await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(okta.lock().unwrap().issued, 1, "one renewal at a time");
    tokio::time::sleep(std::time::Duration::from_secs(3290)).await;
    client.users().all().await.unwrap();
    assert_eq!(okta.lock().unwrap().issued, 1);
    tokio::time::sleep(std::time::Duration::from_secs(20)).await;
    client.users().all().await.unwrap();
    assert_eq!(okta.lock().unwrap().issued, 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_fails_for_a_while_does_not_stop_calls() {
    let (client, okta, _) = setup(false, |_| {});
    client.users().all().await.unwrap();
    okta.lock().unwrap().error = Some("temporarily_unavailable");
    tokio::time::sleep(std::time::Duration::from_secs(3400)).await;
    let before = tokio::time::Instant::now();
    client.users().all().await.unwrap();
    assert!(before.elapsed().as_secs() < 1, "the old token still holds");
    tokio::time::sleep(std::time::Duration::from_secs(300)).await;
    let fault = client.users().all().await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::RetryLater, Cause::ServerError)
    );
}

#[tokio::test(start_paused = true)]
async fn dpop_with_nonces_of_both_servers() {
    let (client, okta, fake) = setup(true, |okta| {
        okta.demands_dpop = true;
        okta.token_type = "DPoP";
        okta.nonce = Some("n1");
        okta.api_nonce = Some("a1");
    });
    client.users().all().await.unwrap();
    assert_eq!(fake.paths().len(), 4, "each server asks for its nonce once");
    client.users().all().await.unwrap();
    assert_eq!(fake.paths().len(), 5);
    okta.lock().unwrap().api_nonce = Some("a2");
    client.groups().all().await.unwrap();
    assert_eq!(fake.paths().len(), 7);
    assert_eq!(okta.lock().unwrap().issued, 1);
}

#[tokio::test(start_paused = true)]
async fn dpop_is_done_when_okta_demands_it_though_nobody_asked() {
    let (client, _, _) = setup(false, |okta| {
        okta.demands_dpop = true;
        okta.token_type = "DPoP";
        okta.nonce = Some("n1");
    });
    client.users().all().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_bearer_token_is_refused_where_a_bound_one_was_asked_for() {
    let (client, _, _) = setup(true, |_| {});
    let fault = client.users().all().await.unwrap_err();
    assert_eq!(fault.cause, Cause::BadTokenAnswer, "{fault}");
}

#[tokio::test(start_paused = true)]
async fn a_revoked_token_is_replaced_once() {
    let (client, okta, _) = setup(false, |_| {});
    client.users().all().await.unwrap();
    okta.lock().unwrap().revoked = 1;
    client.users().all().await.unwrap();
    assert_eq!(okta.lock().unwrap().issued, 2);
    okta.lock().unwrap().revoked = 99;
    let fault = client.users().all().await.unwrap_err();
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::NeedsPerson, Cause::InvalidToken)
    );
}

#[tokio::test(start_paused = true)]
async fn refusals_of_the_token_endpoint_name_what_to_do() {
    // Where no scope is granted, each of the two was asked for alone, too.
    for (error, cause, words, asked) in [
        (
            "invalid_client",
            Cause::InvalidClient,
            "Public key / Private key",
            1,
        ),
        ("invalid_scope", Cause::ScopeNotGranted, "Okta API Scopes", 3),
    ] {
        let (client, _, fake) = setup(false, |okta| okta.error = Some(error));
        let fault = client.users().all().await.unwrap_err();
        assert_eq!((fault.kind, fault.cause), (FaultKind::NeedsPerson, cause));
        assert_eq!(fault.endpoint, "POST /oauth2/v1/token");
        assert!(fault.advice().contains(words), "{}", fault.advice());
        assert_eq!(fake.paths().len(), asked);
    }
}

/// A token endpoint that grants `granted` and refuses every request that asks for more.
fn strict(granted: &'static [&'static str], refusal: &'static str) -> (Client, Arc<Fake>) {
    let fake = Fake::new(move |request| {
        if path(request) != "/oauth2/v1/token" {
            return Reply::json("[]");
        }
        let form: std::collections::HashMap<String, String> =
            url::form_urlencoded::parse(&request.body).into_owned().collect();
        if form["scope"].split(' ').all(|scope| granted.contains(&scope)) {
            return Reply::json(format!(
                r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"AT1","scope":"{}"}}"#,
                form["scope"]
            ));
        }
        oauth_error(400, refusal)
    });
    let scopes = [
        "okta.users.read",
        "okta.groups.read",
        "okta.appGrants.read",
        "okta.logs.read",
    ];
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key: SigningKey::generate().unwrap(),
        scopes: scopes.map(str::to_owned).to_vec(),
        dpop: false,
    };
    (client_with(Arc::clone(&fake), credential), fake)
}

#[tokio::test(start_paused = true)]
async fn scopes_that_are_not_granted_cost_their_part_and_not_the_rest() {
    for refusal in ["invalid_scope", "consent_required"] {
        let (client, fake) = strict(&["okta.users.read", "okta.groups.read"], refusal);
        client.users().all().await.unwrap();
        assert_eq!(
            fake.paths().len(),
            7,
            "all, each of four, those granted, the users"
        );
        let fault = client.app_grants("0oa2").all().await.unwrap_err();
        assert_eq!(
            (fault.kind, fault.cause),
            (FaultKind::Refused, Cause::ScopeMissing)
        );
        assert!(fault.to_string().contains("okta.appGrants.read"), "{fault}");
        assert_eq!(
            fake.paths().len(),
            7,
            "what is known not to be granted is not asked for"
        );
        client.groups().all().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_secs(3500)).await;
        client.users().all().await.unwrap();
        assert_eq!(fake.paths().len(), 10, "a renewal asks for what is granted, once");
    }
}

#[tokio::test(start_paused = true)]
async fn scopes_that_okta_leaves_out_silently_are_known_as_missing() {
    let fake = Fake::new(|request| match path(request) {
        "/oauth2/v1/token" => Reply::json(
            r#"{"token_type":"Bearer","expires_in":3600,"access_token":"AT1","scope":"okta.users.manage"}"#,
        ),
        _ => Reply::json("[]"),
    });
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key: SigningKey::generate().unwrap(),
        scopes: vec!["okta.users.read".to_owned(), "okta.idps.read".to_owned()],
        dpop: false,
    };
    let client = client_with(fake, credential);
    client.users().all().await.unwrap();
    let fault = client.identity_providers().all().await.unwrap_err();
    assert_eq!(
        fault.cause,
        Cause::ScopeMissing,
        "the right to change holds the right to read"
    );
}

#[tokio::test(start_paused = true)]
async fn a_handle_counts_its_own_requests() {
    let fake = Fake::new(|_| Reply::json("[]"));
    let client = crate::fake::client(fake);
    let (one, other) = (client.metered(), client.metered());
    one.users().all().await.unwrap();
    one.clone().groups().all().await.unwrap();
    other.apps().all().await.unwrap();
    assert_eq!((client.sent(), one.sent(), other.sent()), (0, 2, 1));
    assert_eq!(client.progress().requests, 3);
}

/// A proof is made when a request goes, not when it begins to wait for its turn.
#[tokio::test(start_paused = true)]
async fn proofs_are_fresh_however_long_a_request_waits() {
    let key = SigningKey::generate().unwrap();
    let ages = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&ages);
    let start = tokio::time::Instant::now();
    let fake = Fake::new(move |request| {
        // Two requests a minute, and a clock that follows simulated time.
        let now = 1_767_729_000 + start.elapsed().as_secs() as i64;
        let date = jiff::Timestamp::from_second(now).unwrap();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&date)
            .unwrap();
        if path(request) == "/oauth2/v1/token" {
            return Reply::json(r#"{"token_type":"DPoP","access_token":"AT1"}"#).header("date", &date);
        }
        let proof = request.headers["dpop"].to_str().unwrap();
        seen.lock().unwrap().push((
            part(proof, 1)["iat"].as_i64().unwrap(),
            tokio::time::Instant::now(),
        ));
        Reply::json("[]")
            .header("date", &date)
            .header("x-rate-limit-limit", "4")
            .header("x-rate-limit-remaining", "3")
            .header("x-rate-limit-reset", &(now + 60).to_string())
    });
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key,
        scopes: vec![],
        dpop: true,
    };
    let client = client_with(fake, credential);
    let calls: Vec<_> = (0..6)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.users().all().await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // Proofs name real time plus what Okta's `Date` was ahead at the last answer: at most one wait behind.
    let ages = ages.lock().unwrap();
    assert!(ages[5].1 - ages[0].1 > std::time::Duration::from_secs(100));
    assert!(ages[5].0 - ages[0].0 > 60, "{ages:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_corrected_by_oktas() {
    let key = SigningKey::generate().unwrap();
    let fake = Fake::new(|request| {
        if path(request) != "/oauth2/v1/token" {
            return Reply::json("[]");
        }
        // Okta lives in 2040.
        let form: std::collections::HashMap<String, String> =
            url::form_urlencoded::parse(&request.body).into_owned().collect();
        let good = part(&form["client_assertion"], 1)["iat"].as_i64().unwrap() > 2_208_988_000;
        let answer = Reply::json(r#"{"token_type":"Bearer","expires_in":3600,"access_token":"AT1"}"#);
        let answer = if good {
            answer
        } else {
            oauth_error(401, "invalid_client")
        };
        answer.header("date", "Sun, 01 Jan 2040 00:00:00 GMT")
    });
    let scopes = vec!["okta.users.read".to_owned()];
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key,
        scopes,
        dpop: false,
    };
    client_with(fake, credential).users().all().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_missing_scope_is_told_apart_from_a_missing_role() {
    let key = SigningKey::generate().unwrap();
    let fake = Fake::new(|request| {
        if path(request) == "/oauth2/v1/token" {
            return Reply::json(r#"{"token_type":"Bearer","expires_in":3600,"access_token":"AT1"}"#);
        }
        Reply::json("")
            .status(403)
            .header("www-authenticate", r#"Bearer error="insufficient_scope""#)
    });
    let credential = Credential::ServiceApp {
        client_id: "0oa1".to_owned(),
        key,
        scopes: vec![],
        dpop: false,
    };
    let fault = client_with(fake, credential)
        .api_tokens()
        .all()
        .await
        .unwrap_err();
    assert_eq!(
        (fault.kind, fault.cause),
        (FaultKind::Refused, Cause::ScopeMissing)
    );
    assert!(fault.to_string().contains("okta.apiTokens.read"), "{fault}");
}
