//! A stand-in for GitHub: the audit log with cursors in `Link`, its limits, and apps that get tokens.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use crate::memory::{Clock, listen};

pub(crate) const TOKEN: &str = "ghp_standin";

/// One answer in place of the right one.
pub(crate) struct Odd {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

#[derive(Default)]
pub(crate) struct World {
    /// Time in milliseconds and id; kept in order.
    pub(crate) events: Vec<(i64, String)>,
    pub(crate) odd: VecDeque<Odd>,
    /// Queries of the audit log, in order.
    pub(crate) asked: Vec<BTreeMap<String, String>>,
    /// Cursors made so far are not taken any more.
    pub(crate) forgets: bool,
    /// The app's public key (PKCS #1 DER).
    pub(crate) app_key: Option<Vec<u8>>,
    pub(crate) tokens_made: u32,
    pub(crate) address: String,
}

#[derive(Clone)]
pub(crate) struct Hub {
    pub(crate) world: Arc<Mutex<World>>,
    clock: Arc<Clock>,
}

impl Hub {
    pub(crate) async fn start(clock: Arc<Clock>) -> (Self, String) {
        let hub = Self {
            world: Arc::default(),
            clock,
        };
        let router = axum::Router::new()
            .route("/api/v3/orgs/{org}/audit-log", get(audit_log))
            .route("/api/v3/enterprises/{org}/audit-log", get(audit_log))
            .route("/api/v3/orgs/{org}/installation", get(installation))
            .route("/api/v3/app/installations/{id}/access_tokens", post(token))
            .with_state(hub.clone());
        let address = listen(router).await;
        hub.world.lock().unwrap().address.clone_from(&address);
        (hub, address)
    }

    pub(crate) fn add(&self, at_ms: i64, id: &str) {
        let mut world = self.world.lock().unwrap();
        world.events.push((at_ms, id.to_owned()));
        world.events.sort();
    }

    pub(crate) fn answers_once(&self, status: u16, headers: &[(&'static str, &str)], body: &str) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let odd = Odd {
            status,
            headers: headers.collect(),
            body: body.to_owned(),
        };
        self.world.lock().unwrap().odd.push_back(odd);
    }
}

async fn audit_log(
    State(hub): State<Hub>,
    Path(org): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let mut world = hub.world.lock().unwrap();
    let bearer = headers["authorization"].to_str().unwrap().to_owned();
    let made = format!("Bearer ghs_{}", world.tokens_made);
    if bearer != format!("Bearer {TOKEN}") && (world.tokens_made == 0 || bearer != made) {
        return (
            StatusCode::UNAUTHORIZED,
            json!({"message": "Bad credentials"}).to_string(),
        )
            .into_response();
    }
    world.asked.push(query.clone());
    if let Some(odd) = world.odd.pop_front() {
        let mut response = (StatusCode::from_u16(odd.status).unwrap(), odd.body).into_response();
        for (name, value) in odd.headers {
            response.headers_mut().insert(name, value.parse().unwrap());
        }
        return response;
    }
    assert_eq!(
        (query["order"].as_str(), query["include"].as_str()),
        ("asc", "all")
    );
    let after = query.get("after").map(|text| of_cursor(text));
    if after.is_some() && world.forgets {
        world.forgets = false;
        return (
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({"message": "cursor is not valid"}).to_string(),
        )
            .into_response();
    }
    let since = query.get("phrase").map_or(i64::MIN, |phrase| {
        let text = phrase.strip_prefix("created:>=").unwrap();
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    });
    let page: usize = query["per_page"].parse().unwrap();
    let found: Vec<&(i64, String)> = world
        .events
        .iter()
        .filter(|event| event.0 >= since && after.as_ref().is_none_or(|after| *event > after))
        .collect();
    let shown = &found[..found.len().min(page)];
    let body: Vec<Value> = shown
        .iter()
        .map(|(at, id)| json!({"@timestamp": at, "_document_id": id, "action": "repo.create", "org": org}))
        .collect();
    let mut response = serde_json::to_string_pretty(&body).unwrap().into_response();
    if let Some(last) = shown.last().filter(|_| found.len() > shown.len()) {
        // The host is GitHub's own name for itself; nobody may follow it blindly.
        let link = format!(
            "<https://evil.example/organizations/1/audit-log?after={}&before=>; rel=\"next\"",
            cursor(last)
        );
        response.headers_mut().insert("link", link.parse().unwrap());
    }
    response
}

fn cursor((at, id): &(i64, String)) -> String {
    format!("{at}%7C{id}")
}

fn of_cursor(text: &str) -> (i64, String) {
    let (at, id) = text.split_once('|').unwrap();
    (at.parse().unwrap(), id.to_owned())
}

/// Checks the proof of the app (RS256).
fn is_app(world: &World, headers: &HeaderMap, now_s: i64) -> bool {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let proof = headers["authorization"]
        .to_str()
        .unwrap()
        .trim_start_matches("Bearer ")
        .to_owned();
    let (text, signature) = proof.rsplit_once('.').unwrap();
    let claims = text.split_once('.').unwrap().1;
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    let lives = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, world.app_key.clone().unwrap());
    key.verify(text.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
        .is_ok()
        && claims["iss"] == "12345"
        && lives <= 600
        && claims["iat"].as_i64().unwrap() <= now_s
}

async fn installation(State(hub): State<Hub>, headers: HeaderMap) -> Response {
    let world = hub.world.lock().unwrap();
    if !is_app(&world, &headers, hub.clock.now().as_ms() / 1_000) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    json!({"id": 77}).to_string().into_response()
}

async fn token(State(hub): State<Hub>, Path(id): Path<u64>, headers: HeaderMap) -> Response {
    let mut world = hub.world.lock().unwrap();
    if id != 77 || !is_app(&world, &headers, hub.clock.now().as_ms() / 1_000) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    world.tokens_made += 1;
    let end = jiff::Timestamp::from_millisecond(hub.clock.now().as_ms() + 3_600_000).unwrap();
    let body = json!({"token": format!("ghs_{}", world.tokens_made), "expires_at": end.to_string()});
    (StatusCode::CREATED, body.to_string()).into_response()
}
