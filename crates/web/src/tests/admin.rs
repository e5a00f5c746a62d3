//! API tokens and the audit log.

use http::{Method, StatusCode};
use serde_json::json;

use super::world::{World, all};

#[tokio::test]
async fn a_token_is_shown_once_works_and_is_revoked() {
    let world = World::new().await;
    let browser = world.browser().await;
    let made = browser
        .post(
            "/api/v1/tokens",
            json!({"name": "grafana", "roles": ["editor"], "days": 30}),
        )
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let value = made.json()["token"].as_str().unwrap().to_owned();
    assert!(value.starts_with("portolan_"));
    assert_eq!(made.json()["view"]["created_by"], "ada");
    assert_eq!(made.json()["view"]["expires_at"], "2026-03-02T10:00:00.000Z");
    let program = world.nobody().header("authorization", &format!("Bearer {value}"));
    let list = program.get("/api/v1/tokens").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(!list.text.contains(&value), "the value is nowhere else");
    world.pass_s(30 * 24 * 3600);
    assert_eq!(
        program.get("/api/v1/home").await.code(),
        "bad_token",
        "its end has come"
    );
    let browser = world.browser().await;
    let id = made.json()["view"]["id"].as_str().unwrap().to_owned();
    assert_eq!(browser.see("/api/v1/tokens").await["tokens"][0]["expired"], true);
    let left = browser
        .send(Method::DELETE, &format!("/api/v1/tokens/{id}"), None)
        .await;
    assert_eq!(
        (left.status, left.json()["tokens"].as_array().unwrap().len()),
        (StatusCode::OK, 0)
    );
    let gone = browser
        .send(Method::DELETE, &format!("/api/v1/tokens/{id}"), None)
        .await;
    assert_eq!(
        (gone.status, gone.code().as_str()),
        (StatusCode::NOT_FOUND, "not_found")
    );
}

#[tokio::test]
async fn tokens_have_a_name_a_known_role_and_an_end() {
    let world = World::new().await;
    let admin = world.admin().await;
    for (body, field) in [
        (json!({"name": " ", "roles": ["editor"]}), "name"),
        (json!({"name": "x", "roles": ["editor"], "days": 0}), "days"),
        (json!({"name": "x", "roles": ["editor"], "days": 367}), "days"),
        (json!({"name": "x", "roles": []}), "roles"),
    ] {
        let reply = admin.post("/api/v1/tokens", body).await;
        assert_eq!(
            (reply.status, reply.json()["error"]["field"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some(field))
        );
    }
    assert_eq!(
        admin
            .post("/api/v1/tokens", json!({"name": "x", "roles": ["root"]}))
            .await
            .json()["error"]["field"],
        "roles"
    );
}

#[tokio::test]
async fn the_audit_log_tells_who_did_what_without_secrets() {
    let world = World::new().await;
    let browser = world.browser().await;
    world
        .nobody()
        .post(
            "/api/v1/session",
            json!({"name": "ada\n\"x", "password": "hunter2hunter2"}),
        )
        .await;
    let made = browser
        .post("/api/v1/tokens", json!({"name": "ci", "roles": ["access"]}))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let made = made.json();
    let log = browser.get("/api/v1/audit").await;
    let entries = &log.json()["entries"];
    assert_eq!(
        all(entries, "/action"),
        ["token.create", "session.refuse", "session.create", "user.create"]
    );
    assert_eq!(all(entries, "/actor"), ["ada", "anonymous", "ada", "system"]);
    assert_eq!(
        all(entries, "/outcome"),
        ["success", "failure", "success", "success"]
    );
    assert!(!log.text.contains("hunter2") && !log.text.contains(made["token"].as_str().unwrap()));
    let first = browser.see("/api/v1/audit?limit=3").await;
    let rest = browser
        .see(&format!(
            "/api/v1/audit?limit=3&cursor={}",
            first["next_cursor"].as_str().unwrap()
        ))
        .await;
    assert_eq!(all(&rest["entries"], "/action"), ["user.create"]);
    assert_eq!(rest["next_cursor"], serde_json::Value::Null);
}
