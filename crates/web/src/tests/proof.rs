//! What protects an account changes after a fresh proof alone.

use http::{Method, StatusCode};
use serde_json::json;

use super::world::{Client, World};

const PASSWORD: &str = "correct horse battery";
const CODES: &str = "/api/v1/account/second-factor";

async fn remove(browser: &Client) -> (StatusCode, String) {
    let reply = browser.send(Method::DELETE, CODES, None).await;
    let code = if reply.status == StatusCode::OK {
        String::new()
    } else {
        reply.code()
    };
    (reply.status, code)
}

fn refused() -> (StatusCode, String) {
    (StatusCode::FORBIDDEN, "proof_required".to_owned())
}

#[tokio::test]
async fn a_session_alone_changes_nothing_of_it() {
    let world = World::new().await;
    let browser = world.browser().await;
    for (method, path) in [
        (Method::POST, CODES),
        (Method::DELETE, CODES),
        (Method::DELETE, "/api/v1/account/passkeys/x"),
    ] {
        let reply = browser.send(method.clone(), path, None).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::FORBIDDEN, "proof_required"),
            "{method} {path}"
        );
    }
    let wanted = json!({"new": "seven lanterns over the quay"});
    let reply = browser.post("/api/v1/account/password", wanted.clone()).await;
    assert_eq!(reply.code(), "proof_required");
    let proven = browser.proven(PASSWORD).await;
    let reply = proven.post("/api/v1/account/password", wanted).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
}

#[tokio::test]
async fn a_proof_is_good_once_for_a_while_and_in_its_session() {
    let world = World::new().await;
    let (browser, other) = (world.browser().await, world.browser().await);
    let proven = browser.proven(PASSWORD).await;
    assert_eq!(remove(&proven).await.0, StatusCode::OK);
    assert_eq!(remove(&proven).await, refused());
    let late = browser.proven(PASSWORD).await;
    world.pass_s(301);
    assert_eq!(remove(&late).await, refused());
    // Whoever stole another session of the same person cannot use it.
    let reply = browser
        .post("/api/v1/account/proof", json!({"password": PASSWORD}))
        .await;
    let ticket = reply.json()["ticket"].as_str().unwrap().to_owned();
    assert_eq!(
        remove(&other.header("x-portolan-proof", &ticket)).await,
        refused()
    );
    assert_eq!(
        remove(&browser.header("x-portolan-proof", "guess")).await,
        refused()
    );
}

#[tokio::test]
async fn wrong_proofs_are_counted_and_written_down() {
    let world = World::new().await;
    let browser = world.browser().await;
    for _ in 0..20 {
        let reply = browser
            .post("/api/v1/account/proof", json!({"password": "guess"}))
            .await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
    }
    let reply = browser
        .post("/api/v1/account/proof", json!({"password": PASSWORD}))
        .await;
    assert_eq!(reply.status, StatusCode::TOO_MANY_REQUESTS);
    let admin = world.admin().await;
    let audit = admin
        .see("/api/v1/audit?action=user.proof.refuse&limit=100")
        .await;
    assert_eq!(audit["entries"].as_array().unwrap().len(), 20);
    // Neither or both is a mistake, and no guess.
    let other = World::new().await;
    let reply = other
        .browser()
        .await
        .post("/api/v1/account/proof", json!({}))
        .await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
}
