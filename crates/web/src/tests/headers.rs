//! Headers of every kind of answer.

use axum::Router;
use axum::routing::get;
use http::Method;

use super::world::{Reply, Setup, World};

fn shown(reply: &Reply) -> String {
    let mut lines: Vec<String> = reply
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "content-length", "etag", "date"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    format!("{}\n{}", reply.status, lines.join("\n"))
}

#[tokio::test]
async fn every_answer_is_protected() {
    let world = World::with(Setup {
        public_url: Some("https://portolan.example.com"),
        ..Setup::default()
    })
    .await;
    let nobody = world.nobody();
    let replies = [
        nobody.get("/").await,
        nobody.get("/api/v1/home").await,
        nobody.get("/api/v1/unheard").await,
        nobody.get("/assets/missing.js").await,
        nobody.send(Method::TRACE, "/", None).await,
        nobody.send(Method::PUT, "/api/v1/home", None).await,
        nobody.get("/healthz").await,
    ];
    for reply in &replies {
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "strict-transport-security",
        ] {
            assert!(
                !reply.header(name).is_empty(),
                "{name} is missing: {}",
                shown(reply)
            );
        }
        assert_eq!(reply.header("x-request-id").len(), 32);
        assert!(!reply.headers.contains_key("server"));
    }
    insta::assert_snapshot!(shown(&replies[1]), @r#"
    401 Unauthorized
    cache-control: no-store
    content-security-policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'
    content-type: application/json
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
    referrer-policy: no-referrer
    strict-transport-security: max-age=31536000
    vary: accept-encoding
    x-content-type-options: nosniff
    x-frame-options: DENY
    "#);
}

#[tokio::test]
async fn plain_http_promises_no_https() {
    let world = World::new().await;
    assert!(
        !world
            .nobody()
            .get("/")
            .await
            .headers
            .contains_key("strict-transport-security")
    );
}

#[tokio::test]
async fn a_plain_request_id_is_taken_over() {
    let world = World::new().await;
    let given = world.nobody().header("x-request-id", "trace-0042");
    assert_eq!(given.get("/healthz").await.header("x-request-id"), "trace-0042");
    let odd = world.nobody().header("x-request-id", "a b; c=d evil");
    assert_eq!(odd.get("/healthz").await.header("x-request-id").len(), 32);
}

#[tokio::test]
async fn wrong_paths_and_methods_are_told_in_json() {
    let world = World::new().await;
    assert_eq!(world.nobody().get("/api/v1/unheard").await.code(), "not_found");
    let reply = world.nobody().send(Method::PUT, "/api/v1/home", None).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (405, "bad_request")
    );
    let huge = serde_json::json!({"name": "a", "password": "x".repeat(600 * 1024)});
    let reply = world.nobody().post("/api/v1/session", huge).await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (413, "too_large"));
}

#[tokio::test]
async fn a_panic_is_a_plain_failure() {
    let world = World::new().await;
    let broken = Router::new().route(
        "/api/v1/broken",
        get(async || -> String { panic!("inner-words") }),
    );
    let reply = world
        .nobody()
        .before(crate::shell::wrap(broken, &world.app))
        .get("/api/v1/broken")
        .await;
    assert_eq!((reply.status.as_u16(), reply.code().as_str()), (500, "internal"));
    assert!(!reply.text.contains("inner-words"));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_description_is_served() {
    let world = World::empty().await;
    let reply = world.nobody().get("/api/openapi.json").await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.text, crate::openapi());
}
