//! What is asked of events and alerts, as far as the door itself decides.

use serde_json::{Value, json};

use super::world::World;
use crate::view::AwsSource;

#[tokio::test]
async fn a_filter_that_is_none_is_told_before_anybody_is_asked() {
    let world = World::new().await;
    let admin = world.admin().await;
    let wrong = admin.get("/api/v1/alerts?tactic=initial-acess").await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert_eq!(wrong.json()["error"]["field"], "tactic");
    let right = admin
        .get("/api/v1/alerts?tactic=initial-access,credential-access&from=7d")
        .await;
    assert_eq!(right.status.as_u16(), 503);
}

#[test]
fn secrets_of_sources_come_in_and_never_go_out_and_are_described() {
    let source: AwsSource = serde_json::from_value(json!({
        "queue_url": "https://sqs.example/1/t", "access_key_id": "AKIA", "secret_access_key": "s3cret",
    }))
    .unwrap();
    assert_eq!(source.secret_access_key.as_deref(), Some("s3cret"));
    let told = serde_json::to_value(&source).unwrap();
    assert_eq!(
        (
            &told["queue_url"],
            told.get("access_key_id"),
            told.get("secret_access_key")
        ),
        (&json!("https://sqs.example/1/t"), None, None)
    );
    let described: Value = serde_json::from_str(&crate::openapi()).unwrap();
    for (schema, secret) in [
        ("AwsSource", "secret_access_key"),
        ("GitHubSource", "token"),
        ("GitHubSource", "app_key"),
    ] {
        let secret = &described["components"]["schemas"][schema]["properties"][secret];
        assert_eq!(secret["writeOnly"], true, "{schema}: {secret}");
    }
}
