//! What people and tokens hold, and what ends with what.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::connectors::{ONE, metadata};
use super::giving::sign_in;
use super::world::{Client, World};

const PASSWORD: &str = "correct horse battery";

async fn token(by: &Client, name: &str) -> (String, String) {
    let wanted = json!({"name": name, "roles": ["editor"]});
    let made = by.post("/api/v1/tokens", wanted).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    (text(&made["view"]["id"]), text(&made["token"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn with(world: &World, token: &str) -> Client {
    world.nobody().header("authorization", &format!("Bearer {token}"))
}

async fn holds(world: &World, token: &str) -> bool {
    with(world, token).get("/api/v1/account").await.status == StatusCode::OK
}

#[tokio::test]
async fn what_ends_a_token_ends_those_that_were_made_with_it() {
    let world = World::new().await;
    let admin = world.admin().await;
    let (first_id, first) = token(&admin, "first").await;
    let (_, second) = token(&with(&world, &first), "second").await;
    let (_, third) = token(&with(&world, &second), "third").await;
    let (_, other) = token(&admin, "other").await;
    let lock = json!({"kind": "token", "target": first_id, "message": "leaked"});
    let locked = admin.post("/api/v1/locks", lock).await;
    assert_eq!(locked.status, StatusCode::CREATED, "{}", locked.text);
    for (token, expected) in [(&second, false), (&third, false), (&other, true)] {
        assert_eq!(holds(&world, token).await, expected);
    }
    let path = format!(
        "/api/v1/locks/{}",
        locked.json()["locks"][0]["id"].as_str().unwrap()
    );
    admin.send(Method::DELETE, &path, None).await;
    assert!(holds(&world, &third).await);
    let path = format!("/api/v1/tokens/{first_id}");
    let left = admin.send(Method::DELETE, &path, None).await;
    assert_eq!(left.status, StatusCode::OK, "{}", left.text);
    assert!(!holds(&world, &third).await && !holds(&world, &second).await && holds(&world, &other).await);
}

#[tokio::test]
async fn everybody_sees_and_revokes_their_own_tokens_and_no_others() {
    let world = World::new().await;
    let admin = world.admin().await;
    let (foreign, _) = token(&admin, "of root").await;
    let person = json!({"name": "ada", "password": PASSWORD, "roles": ["access"]});
    let made = admin.post("/api/v1/users", person).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let ada = sign_in(&world, "ada").await;
    let own = ada.get("/api/v1/account/tokens").await;
    assert_eq!((own.status, &own.json()["tokens"]), (StatusCode::OK, &json!([])));
    let path = format!("/api/v1/account/tokens/{foreign}");
    let refused = ada.send(Method::DELETE, &path, None).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text);
    let names = |list: &Value| {
        let all = list["tokens"].as_array().unwrap().iter();
        all.map(|token| text(&token["name"]))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let root = admin.get("/api/v1/account/tokens").await.json();
    assert_eq!(names(&root), ["of root".to_owned(), "test".to_owned()].into());
    let left = admin.send(Method::DELETE, &path, None).await.json();
    assert_eq!(names(&left), ["test".to_owned()].into());
}

#[tokio::test]
async fn ending_sessions_takes_the_tokens_along_when_asked_to() {
    let world = World::new().await;
    let admin = world.admin().await;
    let person = json!({"name": "ada", "password": PASSWORD, "roles": ["editor"]});
    let id = admin.post("/api/v1/users", person).await.json()["id"].clone();
    let path = format!("/api/v1/users/{}/sessions", id.as_str().unwrap());
    let (_, value) = token(&sign_in(&world, "ada").await, "script").await;
    assert_eq!(admin.get(&path).await.json()["tokens"], 1);
    admin.send(Method::DELETE, &path, None).await;
    assert!(holds(&world, &value).await);
    let left = admin
        .send(Method::DELETE, &format!("{path}?tokens=true"), None)
        .await;
    assert_eq!((left.status, &left.json()["tokens"]), (StatusCode::OK, &json!(0)));
    assert!(!holds(&world, &value).await);
}

#[tokio::test]
async fn roles_are_changed_on_what_was_seen_and_each_change_counts() {
    let world = World::new().await;
    let admin = world.admin().await;
    let person = json!({"name": "ada", "password": PASSWORD, "roles": ["access"]});
    let made = admin.post("/api/v1/users", person).await.json();
    let path = format!("/api/v1/users/{}", made["id"].as_str().unwrap());
    let give = |role: &str| json!({"roles": [role], "revision": made["revision"]});
    let first = admin.send(Method::PATCH, &path, Some(give("auditor"))).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert!(first.json()["revision"].as_i64() > made["revision"].as_i64());
    let second = admin.send(Method::PATCH, &path, Some(give("editor"))).await;
    assert_eq!(
        (second.status, second.code().as_str()),
        (StatusCode::CONFLICT, "conflict")
    );
    assert_eq!(admin.get(&path).await.json()["roles"], json!(["auditor"]));
}

#[tokio::test]
async fn a_role_that_a_mapping_or_user_sync_gives_is_not_removed() {
    let world = World::new().await;
    let admin = world.admin().await;
    let role = json!({"name": "given", "allow": {"rules": [{"resources": ["lock"], "verbs": ["list"]}]}});
    let made = admin.post("/api/v1/roles", role).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let connector = json!({"name": "okta", "confirm": true, "spec": {
        "metadata_xml": metadata(&[ONE], ""),
        "attributes_to_roles": [{"name": "groups", "value": "eng", "roles": ["given"]}],
    }});
    let made = admin.post("/api/v1/connectors", connector).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let refused = admin.send(Method::DELETE, "/api/v1/roles/given", None).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "in_use")
    );
    assert!(
        refused.text.contains("the mapping of the connector `okta`"),
        "{}",
        refused.text
    );
    admin.send(Method::DELETE, "/api/v1/connectors/okta", None).await;
    let removed = admin.send(Method::DELETE, "/api/v1/roles/given", None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{}", removed.text);
}
