//! SCIM through the real router: Okta's calls, and everybody else's.

use http::{Method, StatusCode};
use serde_json::{Value, json};
use store::state::{NewWebSession, TokenHash};

use super::world::{Client, MARKER, Reply, World};

const SETTINGS: &str = "/api/v1/integrations/okta/scim";
const BASE: &str = "/v1/webapi/scim/okta";
const DAY_S: i64 = 24 * 3600;

/// A server with SCIM on.
struct Provisioned {
    world: World,
    admin: Client,
    token: String,
}

impl Provisioned {
    async fn new() -> Self {
        let world = World::empty().await;
        let admin = world.admin().await;
        let install =
            json!({"org_url": "acme.okta.com", "credential": {"kind": "api_token", "token": MARKER}});
        let made = admin.post("/api/v1/integrations/okta", install).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let token = switch_on(&admin).await;
        Self { world, admin, token }
    }

    fn okta(&self) -> Client {
        self.with(&self.token)
    }

    fn with(&self, token: &str) -> Client {
        self.world
            .nobody()
            .header("authorization", &format!("Bearer {token}"))
    }

    async fn ok(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let reply = self.okta().send(method, &format!("{BASE}{path}"), body).await;
        assert!(
            reply.status.is_success(),
            "{path}: {} {}",
            reply.status,
            reply.text
        );
        if reply.text.is_empty() {
            Value::Null
        } else {
            reply.json()
        }
    }

    async fn user(&self, name: &str) -> String {
        let body = json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name, "active": true});
        let made = self.ok(Method::POST, "/Users", Some(body)).await;
        made["id"].as_str().unwrap().to_owned()
    }
}

async fn switch_on(admin: &Client) -> String {
    let on = admin.post(SETTINGS, json!({})).await;
    assert_eq!(on.status, StatusCode::CREATED, "{}", on.text);
    on.json()["token"].as_str().unwrap().to_owned()
}

fn patch(operations: Value) -> Option<Value> {
    Some(json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations}))
}

/// Status, and SCIM's word for what is wrong.
fn refusal(reply: &Reply) -> (u16, String) {
    let body = reply.json();
    assert_eq!(
        body["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error",
        "{}",
        reply.text
    );
    assert_eq!(reply.header("content-type"), "application/scim+json");
    (
        reply.status.as_u16(),
        body["scimType"].as_str().unwrap_or_default().to_owned(),
    )
}

#[tokio::test]
async fn is_off_until_switched_on_and_its_token_is_shown_once() {
    let world = World::empty().await;
    let admin = world.admin().await;
    let closed = admin.get(&format!("{BASE}/Users")).await;
    assert_eq!(refusal(&closed).0, 404);
    let it = Provisioned::new().await;
    let view = it.admin.see(SETTINGS).await;
    assert_eq!(view["on"], true);
    assert!(view["base_url"].as_str().unwrap().ends_with(BASE), "{view}");
    assert!(!view.to_string().contains(&it.token));
    assert_eq!(view["last_call"], Value::Null);
    let again = it.admin.post(SETTINGS, json!({})).await;
    assert_eq!(again.code(), "already_on");
    it.ok(Method::GET, "/ServiceProviderConfig", None).await;
    let view = it.admin.see(SETTINGS).await;
    assert_eq!(view["last_call"]["path"], "/ServiceProviderConfig");
    let audit = it.admin.see("/api/v1/audit").await;
    assert!(audit.to_string().contains("scim.on") && !audit.to_string().contains(&it.token));
}

#[tokio::test]
async fn a_scim_token_opens_this_door_only() {
    let it = Provisioned::new().await;
    assert_eq!(
        it.okta().get("/api/v1/home").await.status,
        StatusCode::UNAUTHORIZED
    );
    let with_api_token = it.admin.get(&format!("{BASE}/Users")).await;
    assert_eq!(refusal(&with_api_token).0, 401);
    assert!(with_api_token.header("www-authenticate").starts_with("Bearer"));
    let bare = it.world.nobody().header("authorization", &it.token);
    assert_eq!(bare.get(&format!("{BASE}/Users")).await.status, StatusCode::OK);
    let other = it.okta().get("/v1/webapi/scim/entra/Users").await;
    assert_eq!(refusal(&other).0, 404);
}

#[tokio::test]
async fn a_person_comes_and_goes_by_the_calls_of_a_catalogue_app() {
    let it = Provisioned::new().await;
    for test in ["/Users?startIndex=1&count=2", "/Groups?startIndex=1&count=100"] {
        assert_eq!(it.ok(Method::GET, test, None).await["totalResults"], 0);
    }
    let find = "/Users?filter=userName%20eq%20%22Ann%40acme.example%22&startIndex=1&count=100";
    assert_eq!(it.ok(Method::GET, find, None).await["totalResults"], 0);
    let id = it.user("ann@acme.example").await;
    assert_eq!(
        it.ok(Method::GET, find, None).await["Resources"][0]["id"],
        id.as_str()
    );
    let one = format!("/Users/{id}");
    let mut whole = it.ok(Method::GET, &one, None).await;
    whole["name"] = json!({"givenName": "Ann", "familyName": "Lee"});
    assert_eq!(
        it.ok(Method::PUT, &one, Some(whole)).await["name"]["givenName"],
        "Ann"
    );

    let session = NewWebSession {
        hash: TokenHash::of("cookie"),
        user_id: id.clone(),
        csrf: "c".to_owned(),
        expires: it.world.now().plus_ms(1_000_000),
        address: String::new(),
        user_agent: String::new(),
        single_sign_on: None,
    };
    let state = &it.world.state;
    state.create_web_session(&session, it.world.now()).await.unwrap();
    it.ok(
        Method::PATCH,
        &one,
        patch(json!([{"op": "replace", "value": {"active": false}}])),
    )
    .await;
    assert_eq!(it.ok(Method::GET, &one, None).await["active"], false);
    assert!(
        state
            .web_session(&session.hash, it.world.now())
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(it.admin.see(SETTINGS).await["inactive_users"], 1);
    it.ok(
        Method::PATCH,
        &one,
        patch(json!([{"op": "replace", "value": {"active": true}}])),
    )
    .await;
    assert_eq!(it.ok(Method::GET, &one, None).await["active"], true);
    let audit = it.admin.see("/api/v1/audit").await.to_string();
    for action in ["create", "update", "deactivate", "activate"] {
        assert!(
            audit.contains(&format!("scim.user.{action}")),
            "{action}: {audit}"
        );
    }
}

#[tokio::test]
async fn groups_are_pushed() {
    let it = Provisioned::new().await;
    let (ann, bob) = (it.user("ann").await, it.user("bob").await);
    let push = json!({"displayName": "eng", "members": []});
    let group = it.ok(Method::POST, "/Groups", Some(push)).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let one = format!("/Groups/{group}");
    let add = json!([
        {"op": "add", "path": "members", "value": [{"value": ann, "display": "ann"}, {"value": bob}]},
        {"op": "replace", "value": {"id": group, "displayName": "engineers"}},
    ]);
    it.ok(Method::PATCH, &one, patch(add)).await;
    let shown = it.ok(Method::GET, &one, None).await;
    assert_eq!(shown["displayName"], "engineers");
    assert_eq!(shown["members"].as_array().unwrap().len(), 2);
    let path = format!("members[value eq \"{ann}\"]");
    it.ok(
        Method::PATCH,
        &one,
        patch(json!([{"op": "remove", "path": path}])),
    )
    .await;
    let of_bob = it.ok(Method::GET, &format!("/Users/{bob}"), None).await;
    assert_eq!(of_bob["groups"][0]["value"], group.as_str());
    let whole = json!({"displayName": "engineers", "members": [{"value": ann}]});
    it.ok(Method::PUT, &one, Some(whole)).await;
    let shown = it.ok(Method::GET, &one, None).await;
    assert_eq!(shown["members"][0]["value"], ann.as_str());
    it.ok(Method::DELETE, &one, None).await;
    assert_eq!(
        it.okta().get(&format!("{BASE}{one}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn members_that_come_at_once_are_all_there() {
    let it = Provisioned::new().await;
    let group = it
        .ok(Method::POST, "/Groups", Some(json!({"displayName": "g"})))
        .await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut ids = Vec::new();
    for number in 0..24 {
        ids.push(it.user(&format!("u{number}")).await);
    }
    let one = format!("/Groups/{group}");
    let adds = ids.iter().map(|id| {
        let body = patch(json!([{"op": "add", "path": "members", "value": [{"value": id}]}]));
        it.ok(Method::PATCH, &one, body)
    });
    futures_util::future::join_all(adds).await;
    let shown = it.ok(Method::GET, &one, None).await;
    assert_eq!(shown["members"].as_array().unwrap().len(), 24);
}

#[tokio::test]
async fn wrong_tokens_wait_and_a_right_one_never_does() {
    let it = Provisioned::new().await;
    let path = format!("{BASE}/Users");
    for number in 0..1000 {
        let reply = it.with(&format!("wrong{number}")).get(&path).await;
        let status = if number < 30 { 401 } else { 429 };
        assert_eq!(refusal(&reply).0, status, "{number}");
        assert_eq!(reply.header("retry-after").is_empty(), number < 30);
    }
    assert_eq!(it.okta().get(&path).await.status, StatusCode::OK);
    let elsewhere = it.with("wrong").with_peer("198.51.100.9").get(&path).await;
    assert_eq!(refusal(&elsewhere).0, 401);
    assert_eq!(it.with("").get(&path).await.status, StatusCode::TOO_MANY_REQUESTS);
    let refusals = it.admin.see(SETTINGS).await["refusals"].as_array().unwrap().len();
    assert_eq!(refusals, 31, "a flood does not wash out the rest");
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_scims_words() {
    let it = Provisioned::new().await;
    let users = format!("{BASE}/Users");
    let large = json!({"userName": "x".repeat(5 << 20)});
    assert_eq!(refusal(&it.okta().post(&users, large).await).0, 413);
    let deep = format!("{}userName eq \"a\"{}", "(".repeat(2000), ")".repeat(2000));
    let deep = deep.replace(' ', "%20").replace('"', "%22");
    let reply = it.okta().get(&format!("{users}?filter={deep}")).await;
    assert_eq!(refusal(&reply), (400, "invalidFilter".to_owned()));
    for broken in [
        "{\"userName\":",
        "[]",
        "\"text\"",
        "{\"userName\":\"a\"} more",
        "\u{0}",
    ] {
        let reply = it.okta().send_text(Method::POST, &users, broken).await;
        assert_eq!(refusal(&reply), (400, "invalidSyntax".to_owned()), "{broken}");
    }
    it.user("Ann").await;
    let again = it.okta().post(&users, json!({"userName": "aNN"})).await;
    assert_eq!(refusal(&again), (409, "uniqueness".to_owned()));
    let local = it.okta().post(&users, json!({"userName": "ROOT"})).await;
    assert_eq!(refusal(&local), (409, "uniqueness".to_owned()));
    let view = it.admin.see(SETTINGS).await;
    assert_eq!(view["refusals"].as_array().unwrap().len(), 9);
    assert!(
        view["refusals"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("local account")
    );
    assert_eq!(view["users"], 1);
}

#[tokio::test]
async fn a_flood_of_calls_is_told_to_wait() {
    let it = Provisioned::new().await;
    let slow = it
        .admin
        .send(Method::PATCH, SETTINGS, Some(json!({"requests_per_s": 2})))
        .await;
    assert_eq!(slow.status, StatusCode::OK, "{}", slow.text);
    let path = format!("{BASE}/Users");
    for _ in 0..8 {
        assert_eq!(it.okta().get(&path).await.status, StatusCode::OK);
    }
    let waits = it.okta().get(&path).await;
    assert_eq!((refusal(&waits).0, waits.header("retry-after")), (429, "1"));
    it.world.pass_s(1);
    assert_eq!(it.okta().get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn tokens_are_rotated_with_an_overlap_and_end_with_the_switch() {
    let it = Provisioned::new().await;
    let path = format!("{BASE}/Users");
    let status = async |token: &str| it.with(token).get(&path).await.status.as_u16();
    let made = it.admin.post(&format!("{SETTINGS}/token"), json!({})).await;
    let new = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(made.json()["view"]["tokens"].as_array().unwrap().len(), 2);
    it.world.pass_s(DAY_S - 1);
    assert_eq!((status(&it.token).await, status(&new).await), (200, 200));
    it.world.pass_s(1);
    assert_eq!((status(&it.token).await, status(&new).await), (401, 200));
    let off = it.admin.send(Method::DELETE, SETTINGS, None).await;
    assert_eq!(off.json()["tokens"], json!([]));
    assert_eq!(status(&new).await, 404);
    let rotate = it.admin.post(&format!("{SETTINGS}/token"), json!({})).await;
    assert_eq!(rotate.code(), "scim_off");
    let third = switch_on(&it.admin).await;
    assert_eq!((status(&new).await, status(&third).await), (401, 200));
}

#[tokio::test]
async fn a_record_is_kept_as_long_as_chosen() {
    let it = Provisioned::new().await;
    let edit = it
        .admin
        .send(Method::PATCH, SETTINGS, Some(json!({"purge_after_days": 0})))
        .await;
    assert_eq!(edit.json()["purge_after_days"], 0, "{}", edit.text);
    let id = it.user("ann").await;
    let one = format!("/Users/{id}");
    let gone = it
        .ok(
            Method::PATCH,
            &one,
            patch(json!([{"op": "replace", "value": {"active": false}}])),
        )
        .await;
    assert_eq!(gone["active"], false);
    assert_eq!(
        it.okta().get(&format!("{BASE}{one}")).await.status,
        StatusCode::NOT_FOUND
    );
    let long = it
        .admin
        .send(Method::PATCH, SETTINGS, Some(json!({"purge_after_days": 4000})))
        .await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_person_can_be_removed_by_hand_once_nothing_brings_them_back() {
    let it = Provisioned::new().await;
    let path = format!("/api/v1/users/{}", it.user("ann").await);
    let refused = it.admin.send(Method::DELETE, &path, None).await;
    assert_eq!(refused.code(), "managed_by_okta");
    it.admin.send(Method::DELETE, SETTINGS, None).await;
    let sync = "/api/v1/integrations/okta/sync";
    let mut settings = it.admin.see(sync).await["settings"].clone();
    settings["scope"] = "all".into();
    settings["enabled"] = true.into();
    let on = it.admin.send(Method::PUT, sync, Some(settings.clone())).await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.text);
    let refused = it.admin.send(Method::DELETE, &path, None).await;
    assert_eq!(refused.code(), "managed_by_okta");
    settings["enabled"] = false.into();
    it.admin.send(Method::PUT, sync, Some(settings)).await;
    let removed = it.admin.send(Method::DELETE, &path, None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text);
}

#[tokio::test]
async fn a_token_that_another_server_revoked_ends_within_a_second() {
    let it = Provisioned::new().await;
    let path = format!("{BASE}/Users");
    assert_eq!(it.okta().get(&path).await.status, StatusCode::OK);
    // What another server does, this one is not told of.
    let integration = it.world.state.integrations().await.unwrap().remove(0);
    let switch = store::state::ScimSwitch {
        integration: (&integration.id, integration.revision),
        plugin: "okta",
        settings: &integration.settings,
        earlier_end: Some(it.world.now()),
        token: None,
    };
    let entry = store::state::AuditEntry::new("ada", "scim.token.revoke", "integration/acme");
    it.world
        .state
        .switch_scim(&switch, &entry, it.world.now())
        .await
        .unwrap();
    it.world.pass_s(1);
    assert_eq!(refusal(&it.okta().get(&path).await).0, 401);
}

#[tokio::test]
async fn refusals_are_in_the_error_log_once_for_each_kind() {
    let it = Provisioned::new().await;
    let users = format!("{BASE}/Users");
    for _ in 0..3 {
        assert_eq!(refusal(&it.with("wrong").get(&users).await).0, 401);
    }
    it.user("ann").await;
    for _ in 0..2 {
        assert_eq!(
            refusal(&it.okta().post(&users, json!({"userName": "ANN"})).await).0,
            409
        );
    }
    assert_eq!(
        it.okta().get(&format!("{users}/nobody")).await.status,
        StatusCode::NOT_FOUND
    );
    let shown = it.admin.see("/api/v1/integrations/okta").await;
    let errors = shown["errors"].as_array().unwrap();
    let told: Vec<_> = errors
        .iter()
        .map(|error| (error["label"].as_str().unwrap(), error["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("SCIM", 1), ("SCIM", 1)], "{errors:?}");
    assert!(
        errors
            .iter()
            .all(|error| !error["advice"].as_str().unwrap().is_empty())
    );
    it.world.pass_s(60);
    it.with("wrong").get(&users).await;
    let shown = it.admin.see("/api/v1/integrations/okta").await;
    assert_eq!(shown["errors"][0]["count"], 2, "{shown}");
}

#[tokio::test]
async fn without_a_database_everybody_is_told_to_come_again() {
    let it = Provisioned::new().await;
    assert_eq!(it.world.nobody().get("/readyz").await.status, StatusCode::OK);
    it.world.state.close().await;
    let call = it.okta().get(&format!("{BASE}/Users")).await;
    assert_eq!((refusal(&call).0, call.header("retry-after")), (503, "5"));
    for path in ["/api/v1/home", "/readyz"] {
        let reply = it.admin.get(path).await;
        assert_eq!(
            (reply.status, reply.header("retry-after")),
            (StatusCode::SERVICE_UNAVAILABLE, "5"),
            "{path}: {}",
            reply.text
        );
    }
    assert_eq!(it.world.nobody().get("/healthz").await.status, StatusCode::OK);
}
