//! Between whole scans: what the System Log tells is taken over.

use super::*;

impl House {
    async fn set(&self, name: &str, value: Value) {
        let integration = self.integration().await;
        let mut settings = integration.settings.clone();
        settings.other.insert(name.to_owned(), value);
        let change = IntegrationChange {
            settings: Some(settings),
            ..IntegrationChange::default()
        };
        let entry = AuditEntry::new(NOBODY, "integration.change", URL);
        self.state
            .update_integration(&integration.id, integration.revision, change, &entry, self.now())
            .await
            .unwrap();
        self.driver().attach(URL);
    }

    /// Lets the clock of the tests pass an interval between looks at the log, and wakes the loop to see it.
    fn pass(&self, seconds: u64) {
        *self.clock.0.lock().unwrap() += Duration::from_secs(seconds);
        self.driver().attach(URL);
    }
}

#[tokio::test]
async fn a_change_between_scans_is_taken_over_by_the_log() {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    house.set("refresh_interval_s", json!(60)).await;
    let made = house.ask(
        http::Method::POST,
        "/api/v1/groups",
        &json!({ "profile": { "name": "Made between scans" } }),
    );
    house.pass(120);
    let mut status = house.status();
    let wanted = |status: &ScanStatus| status.following.refreshed_at.is_some();
    let following = status.wait_for(wanted).await.unwrap().following.clone();
    assert_eq!(following.problem, None);
    let published = house.published.lock().unwrap().clone();
    let info = published[1].snapshot.info().clone();
    assert_eq!(info.whole_at, Some(published[0].snapshot.info().taken_at));
    assert!(info.requests < 10, "{} requests", info.requests);
    assert!(
        published[1]
            .graph
            .lookup(made["id"].as_str().unwrap())
            .next()
            .is_some()
    );
    assert_eq!(published.len(), 2);
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_said_and_harms_nothing() {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    let denied = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/api/v1/logs") {
        true => (403, br#"{"errorCode":"E0000006","errorSummary":"no"}"#.to_vec()),
        false => (status, body),
    };
    house.twist(denied);
    house.set("refresh_interval_s", json!(60)).await;
    house.pass(120);
    let mut status = house.status();
    let wanted = |status: &ScanStatus| status.following.problem.is_some();
    let problem = status
        .wait_for(wanted)
        .await
        .unwrap()
        .following
        .problem
        .clone()
        .unwrap();
    assert!(
        problem.message.contains("GET /api/v1/logs"),
        "{}",
        problem.message
    );
    assert!(problem.advice.contains("role"), "{}", problem.advice);
    assert_eq!(house.snapshot_ids().len(), 1);
    assert_eq!(house.again().await.state, RunState::Done, "scans go on");
}

#[tokio::test]
async fn a_refresh_that_fails_changes_nothing_and_is_done_again() {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    house.set("refresh_interval_s", json!(60)).await;
    house.ask(
        http::Method::POST,
        "/api/v1/groups",
        &json!({ "profile": { "name": "Made between scans" } }),
    );
    house.twist(|path, status, body| match path.starts_with("/api/v1/groups?") {
        true => (200, b"[{".to_vec()),
        false => (status, body),
    });
    house.pass(120);
    let mut status = house.status();
    status
        .wait_for(|status| status.following.problem.is_some())
        .await
        .unwrap();
    assert_eq!(house.snapshot_ids().len(), 1);
    house.heal();
    house.pass(3600);
    let wanted = |status: &ScanStatus| status.following.refreshed_at.is_some();
    assert_eq!(status.wait_for(wanted).await.unwrap().following.problem, None);
    assert_eq!(house.snapshot_ids().len(), 2, "the same news were found again");
}
