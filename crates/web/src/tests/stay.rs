//! What a leaked token cannot do, and how answers that go on for long end.

use std::time::Duration;

use futures_util::StreamExt as _;
use http::{Method, StatusCode};
use serde_json::json;
use store::state::{AuditEntry, Lock, LockTarget, cause, new_id};

use super::world::{RoleWord, World};

const OKTA: &str = "/api/v1/integrations/okta";
/// Long beside the second that is promised: only a stream that never ends gets here.
const FOR_EVER: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_token_cannot_touch_what_protects_its_owner() {
    let world = World::new().await;
    let admin = world.admin().await;
    for (method, path, body) in [
        (Method::DELETE, "/api/v1/account/second-factor", None),
        (Method::POST, "/api/v1/account/second-factor", None),
        (
            Method::PUT,
            "/api/v1/account/second-factor",
            Some(json!({"ticket": "t", "code": "000000"})),
        ),
        (
            Method::POST,
            "/api/v1/account/password",
            Some(json!({"current": "correct horse battery", "new": "seven lanterns over the quay"})),
        ),
        (Method::GET, "/api/v1/account/sessions", None),
        (Method::DELETE, "/api/v1/account/sessions/x", None),
    ] {
        let reply = admin.send(method.clone(), path, body).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::FORBIDDEN, "browser_only"),
            "{method} {path}"
        );
    }
    // Nor by way of the people's page.
    let root = world.state.user_named("root").await.unwrap().unwrap();
    let own = format!("/api/v1/users/{}", root.id);
    let reply = admin
        .send(Method::PATCH, &own, Some(json!({"second_factor": false})))
        .await;
    assert_eq!(reply.code(), "browser_only");
    let browser = world.browser().await;
    let sessions = browser.see("/api/v1/account/sessions").await;
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
}

fn lock_of(kind: LockTarget, target: &str, world: &World) -> Lock {
    Lock {
        id: new_id(),
        kind,
        target: target.to_owned(),
        cause: cause::MANUAL.to_owned(),
        message: "test".to_owned(),
        created: world.now(),
        created_by: "test".to_owned(),
        expires: None,
    }
}

async fn with_integration() -> World {
    let world = World::new().await;
    let admin = world.admin().await;
    let credential = json!({"kind": "api_token", "token": "00Tgood"});
    let body = json!({"org_url": "https://acme.okta.com", "credential": credential});
    let made = admin.post(OKTA, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    world
}

/// Opens the stream of progress on another server, decides something on this one, and waits for the stream's end.
async fn ends_after(world: &World, client: super::world::Client, decide: impl AsyncFnOnce(&World)) {
    let other = world.beside();
    let (there, path) = (client.before(other.router.clone()), format!("{OKTA}/events"));
    let mut stream = there.open(&path).await;
    assert!(stream.next().await.is_some());
    decide(world).await;
    let end = tokio::time::timeout(FOR_EVER, stream.next()).await;
    assert!(end.expect("the stream ends").is_none());
}

#[tokio::test]
async fn a_lock_ends_streams_of_sessions_and_tokens_on_every_server() {
    let world = with_integration().await;
    world.another_editor().await;
    let entry = AuditEntry::new("test", "lock.create", "test");
    let browser = world.browser().await;
    ends_after(&world, browser, async |world| {
        let lock = lock_of(LockTarget::User, "ada", world);
        world.state.lock(&lock, &entry, world.now()).await.unwrap();
    })
    .await;
    let reader = world.with_token(RoleWord::Reader).await;
    ends_after(&world, reader, async |world| {
        let lock = lock_of(LockTarget::Role, "access", world);
        world.state.lock(&lock, &entry, world.now()).await.unwrap();
    })
    .await;
    let admin = world.admin().await;
    ends_after(&world, admin, async |world| {
        let root = world.state.user_named("root").await.unwrap().unwrap();
        let off = AuditEntry::new("test", "user.disable", "test");
        world
            .state
            .set_user_disabled(&root.id, true, &off, world.now())
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn signing_out_and_being_left_alone_end_streams_too() {
    let world = with_integration().await;
    let browser = world.browser().await;
    let same = browser.clone();
    ends_after(&world, browser, async |_| {
        let out = same.send(Method::DELETE, "/api/v1/session", None).await;
        assert_eq!(out.status, StatusCode::OK);
    })
    .await;
    let browser = world.browser().await;
    ends_after(&world, browser, async |world| world.pass_s(12 * 3600)).await;
}
