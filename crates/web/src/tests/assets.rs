//! Static files, health and metrics.

use http::StatusCode;

use super::world::RoleWord;
use super::world::World;

#[tokio::test]
async fn every_page_is_the_application() {
    let world = World::empty().await;
    let root = world.nobody().get("/").await;
    assert_eq!(
        (root.status, root.header("content-type")),
        (StatusCode::OK, "text/html; charset=utf-8")
    );
    assert_eq!(root.header("cache-control"), "no-cache");
    let deep = world
        .nobody()
        .get("/explore/okta%2Facme.okta.com%2F00ualice?x=1")
        .await;
    assert_eq!(deep.text, root.text);
    let named = world.nobody().get("/browse/alice@acme.example").await;
    assert_eq!(named.status, StatusCode::OK, "a dot in a path is no file");
}

#[tokio::test]
async fn a_missing_script_is_not_answered_with_a_page() {
    let world = World::empty().await;
    for path in ["/assets/index-0000.js", "/missing.css", "/assets/x"] {
        assert_eq!(
            world.nobody().get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        world.nobody().get("/../../etc/passwd").await.status,
        StatusCode::OK,
        "only the application's page"
    );
}

#[tokio::test]
async fn unchanged_files_are_not_sent_twice() {
    let world = World::empty().await;
    let first = world.nobody().get("/").await;
    let again = world
        .nobody()
        .header("if-none-match", first.header("etag"))
        .get("/")
        .await;
    assert_eq!(
        (again.status, again.text.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    let other = world.nobody().header("if-none-match", "\"00\"").get("/").await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn health_needs_nobody() {
    let world = World::empty().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(world.nobody().see(path).await["status"], "ok");
    }
}

#[tokio::test]
async fn metrics_are_for_this_machine_and_for_tokens() {
    let world = World::new().await;
    world.nobody().get("/api/v1/home").await;
    assert_eq!(
        world.nobody().get("/metrics").await.status,
        StatusCode::UNAUTHORIZED
    );
    let near = world.nobody().with_peer("127.0.0.1");
    assert_eq!(
        near.clone()
            .header("x-forwarded-for", "1.2.3.4")
            .get("/metrics")
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    let text = near.get("/metrics").await.text;
    for line in [
        "portolan_graph_nodes{org=\"https://acme.okta.com\",kind=\"okta_user\"} 4",
        "portolan_snapshot_age_seconds{org=\"https://acme.okta.com\"} 60",
        "portolan_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/home\",status=\"401\"} 1",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    let reader = world.with_token(RoleWord::Reader).await;
    assert_eq!(reader.get("/metrics").await.status, StatusCode::OK);
}
