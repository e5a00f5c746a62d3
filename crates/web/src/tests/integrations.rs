//! Connecting, checking, editing, scanning, watching and disconnecting an organization.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{MARKER, Setup, World, all};
use crate::view::ProgressView;

pub(super) const PATH: &str = "/api/v1/integrations/okta";

pub(super) fn install() -> Value {
    json!({"org_url": "acme.okta.com", "credential": {"kind": "api_token", "token": MARKER}})
}

#[tokio::test]
async fn an_organization_is_checked_sealed_and_scanned() {
    let world = World::empty().await;
    let admin = world.admin().await;
    assert_eq!(admin.get(PATH).await.status, StatusCode::NOT_FOUND);
    let made = admin.post(PATH, install()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let view = made.json();
    assert_eq!(
        (&view["org_url"], &view["state"]),
        (&json!("https://acme.okta.com"), &json!("waiting"))
    );
    assert_eq!(
        view["settings"],
        json!({"scan_interval_s": 1800, "share_percent": 50, "scan_enabled": true, "refresh_interval_s": 60,
            "log_interval_s": null, "log_history_days": 90})
    );
    assert_eq!(
        world.loops.asked(),
        [
            "check https://acme.okta.com",
            "changed https://acme.okta.com",
            "wake https://acme.okta.com install"
        ]
    );
    let again = admin.post(PATH, install()).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (StatusCode::CONFLICT, "exists")
    );
    let stored = world.state.integrations().await.unwrap();
    assert!(stored[0].sealed_credential.starts_with("v1."));
    assert!(!format!("{stored:?}").contains(MARKER));
    let others = [
        admin.get("/api/v1/integrations").await,
        admin.get(PATH).await,
        admin.get("/api/v1/home").await,
        admin.get("/api/v1/audit").await,
    ];
    for reply in others.iter().chain([&made, &again]) {
        assert!(
            !reply.text.contains(MARKER) && !reply.text.contains("v1."),
            "{}",
            reply.text
        );
    }
}

#[tokio::test]
async fn addresses_that_lead_elsewhere_are_refused_before_anything_is_sent() {
    let world = World::empty().await;
    let admin = world.admin().await;
    for url in [
        "http://acme.okta.com",
        "https://acme-admin.okta.com",
        "https://127.0.0.1",
        "https://169.254.169.254",
        "https://user@acme.okta.com",
        "https://acme.okta.com/app",
        "https://localhost",
        "",
    ] {
        let mut body = install();
        body["org_url"] = json!(url);
        let reply = admin.post(PATH, body).await;
        assert_eq!(
            (reply.status, &reply.json()["error"]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("org_url")),
            "{url}"
        );
    }
    assert!(world.loops.asked().is_empty());
    let lab = World::with(Setup {
        facts: None,
        allow_private: true,
        ..Setup::default()
    })
    .await;
    let mut body = install();
    body["org_url"] = json!("http://127.0.0.1:4010");
    assert_eq!(
        lab.admin().await.post(PATH, body).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn a_credential_that_reads_nothing_is_refused_with_what_is_missing() {
    let world = World::empty().await;
    let admin = world.admin().await;
    let with = |token: &str, skip: bool| json!({"org_url": "acme.okta.com", "credential": {"kind": "api_token", "token": token}, "skip_check": skip});
    let bad = admin.post(PATH, with("bad", false)).await;
    assert_eq!(
        (bad.status, bad.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "credential_refused")
    );
    assert_eq!(
        bad.json()["error"]["hint"],
        "the token's owner needs a role that may read users"
    );
    let lost = admin.post(PATH, with("lost", false)).await;
    assert_eq!(
        (lost.status, lost.code().as_str()),
        (StatusCode::BAD_GATEWAY, "check_failed")
    );
    assert_eq!(
        admin.post(PATH, with("two words", false)).await.json()["error"]["field"],
        "credential.token"
    );
    assert_eq!(
        admin.get("/api/v1/integrations").await.json()["integrations"],
        json!([]),
        "nothing was stored"
    );
    assert_eq!(
        admin.post(PATH, with("bad", true)).await.status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn settings_are_edited_within_bounds() {
    let world = World::empty().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    world.loops.asked();
    let patch = async |body: Value| admin.send(Method::PATCH, PATH, Some(body)).await;
    let reply = patch(json!({"scan_interval_s": 600, "scan_enabled": false, "refresh_interval_s": 0})).await;
    assert_eq!(
        reply.json()["settings"],
        json!({"scan_interval_s": 600, "share_percent": 50, "scan_enabled": false, "refresh_interval_s": 0,
            "log_interval_s": null, "log_history_days": 90})
    );
    assert_eq!(reply.json()["state"], "paused");
    assert_eq!(world.loops.asked(), ["changed https://acme.okta.com"]);
    for (body, field) in [
        (json!({"scan_interval_s": 59}), "scan_interval_s"),
        (json!({"share_percent": 0}), "share_percent"),
        (json!({"share_percent": 101}), "share_percent"),
        (json!({"refresh_interval_s": 3601}), "refresh_interval_s"),
    ] {
        assert_eq!(patch(body).await.json()["error"]["field"], field);
    }
    let key = "-----BEGIN PRIVATE KEY-----\nkeymarker\n-----END PRIVATE KEY-----";
    let app = json!({"kind": "service_app", "client_id": "0oaclient", "private_key": key});
    let reply = patch(json!({"credential": app})).await;
    assert_eq!(
        reply.json()["auth"],
        json!({"kind": "service_app", "client_id": "0oaclient", "key_id": null})
    );
    assert!(!reply.text.contains("keymarker"));
    assert_eq!(
        world.loops.asked(),
        [
            "check https://acme.okta.com",
            "changed https://acme.okta.com",
            "wake https://acme.okta.com settings"
        ]
    );
    let refused = patch(json!({"credential": {"kind": "api_token", "token": "bad"}})).await;
    assert_eq!(refused.code(), "credential_refused");
    assert_eq!(
        admin.see(PATH).await["auth"]["kind"],
        "service_app",
        "the old one stays"
    );
}

#[tokio::test]
async fn drafts_and_the_installed_credential_are_checked() {
    let world = World::empty().await;
    let admin = world.admin().await;
    let check = async |body: Value| admin.post(&format!("{PATH}/check"), body).await;
    assert_eq!(check(json!({})).await.status, StatusCode::NOT_FOUND);
    let draft = json!({"org_url": "acme.okta.com", "credential": {"kind": "api_token", "token": "bad"}});
    let report = check(draft).await.json();
    assert_eq!(
        (&report["usable"], &report["endpoints"][0]["ok"]),
        (&json!(false), &json!(false))
    );
    admin.post(PATH, install()).await;
    assert_eq!(check(json!({})).await.json()["usable"], true);
    let elsewhere = check(json!({"org_url": "evil.okta.com"})).await;
    assert_eq!(
        elsewhere.json()["error"]["field"],
        "credential",
        "the stored credential goes nowhere else"
    );
}

#[tokio::test]
async fn scans_start_and_are_watched() {
    let world = World::new().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    world.loops.asked();
    let started = admin.post(&format!("{PATH}/scan"), json!({})).await;
    assert_eq!(
        (started.status, started.json()),
        (
            StatusCode::ACCEPTED,
            json!({"started": true, "run": "run", "message": "the scan starts now"})
        )
    );
    assert_eq!(world.loops.asked(), ["wake https://acme.okta.com request"]);
    *world.loops.progress.lock().unwrap() = ProgressView {
        running: true,
        phase: "users".to_owned(),
        done: 7,
        of: Some(9),
        ..ProgressView::default()
    };
    let events = admin.get(&format!("{PATH}/events")).await;
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert!(
        events
            .text
            .starts_with("event: progress\ndata: {\"running\":true,\"phase\":\"users\",\"done\":7"),
        "{}",
        events.text
    );
    let view = admin.see(PATH).await;
    assert_eq!(
        (&view["state"], &view["scan"]["progress"]["done"]),
        (&json!("scanning"), &json!(7))
    );
}

#[tokio::test]
async fn a_failed_scan_is_told_with_advice_and_the_snapshot_stays() {
    let world = World::new().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    let id = world.state.integrations().await.unwrap().remove(0).id;
    world
        .state
        .start_scan_run("run", &id, "schedule", world.now())
        .await
        .unwrap();
    let fault = store::state::RunFault {
        kind: "needs_person".to_owned(),
        message: "the API token was revoked".to_owned(),
        advice: "make a new one in Okta".to_owned(),
        code: Some("E0000011".to_owned()),
    };
    world
        .state
        .finish_scan_run("run", &store::state::ScanEnd::Failed(fault), world.now())
        .await
        .unwrap();
    let view = admin.see(PATH).await;
    assert_eq!(view["state"], "failing");
    assert_eq!(
        view["summary"],
        "the last scan failed (the API token was revoked); pages show the last whole one"
    );
    assert_eq!(
        (&view["scan"]["error"], &view["scan"]["advice"]),
        (
            &json!("the API token was revoked"),
            &json!("make a new one in Okta")
        )
    );
    assert_eq!(view["snapshot"]["age_s"], 60);
    assert_eq!(view["next_scan_at"], Value::Null);
    *world.loops.next_scan.lock().unwrap() = Some(world.now());
    assert_eq!(admin.see(PATH).await["next_scan_at"], "2026-01-31T10:00:00.000Z");
}

#[tokio::test]
async fn deleting_stops_scans_and_keeps_snapshots() {
    let world = World::new().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    world.loops.asked();
    let gone = admin.send(Method::DELETE, PATH, None).await;
    let gone = gone.json();
    assert_eq!(
        (
            &gone["snapshots_kept"],
            &gone["snapshots_deleted"],
            &gone["dry_run"]
        ),
        (&json!(1), &json!(0), &json!(false))
    );
    assert_eq!(world.loops.asked(), ["deleted https://acme.okta.com"]);
    assert_eq!(admin.get(PATH).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        all(&admin.see("/api/v1/audit").await["entries"], "/action")[0],
        "integration.delete"
    );
}

#[tokio::test]
async fn deleting_snapshots_too_leaves_nothing_to_see() {
    let world = World::new().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    let gone = admin
        .send(Method::DELETE, &format!("{PATH}?snapshots=delete"), None)
        .await;
    let gone = gone.json();
    assert_eq!(
        (
            &gone["snapshots_kept"],
            &gone["snapshots_deleted"],
            &gone["dry_run"]
        ),
        (&json!(0), &json!(1), &json!(false))
    );
    assert_eq!(admin.get("/api/v1/nodes").await.code(), "no_snapshot");
    assert_eq!(
        admin
            .post("/api/v1/query", json!({"sql": "SELECT * FROM nodes"}))
            .await
            .code(),
        "no_snapshot"
    );
}

#[tokio::test]
async fn snapshots_are_listed_newest_first() {
    let world = World::new().await;
    world.scan(super::world::ACME, 30_000);
    world.pass_s(60);
    let admin = world.admin().await;
    let list = admin.see("/api/v1/snapshots").await;
    assert_eq!(
        all(&list["snapshots"], "/snapshot/taken_at"),
        ["2026-01-31T10:00:30.000Z", "2026-01-31T09:59:00.000Z"]
    );
    assert_eq!(
        (&list["snapshots"][0]["current"], &list["snapshots"][1]["current"]),
        (&json!(true), &json!(false))
    );
    let first = admin.see("/api/v1/snapshots?limit=1").await;
    let rest = admin
        .see(&format!(
            "/api/v1/snapshots?limit=1&cursor={}",
            first["next_cursor"].as_str().unwrap()
        ))
        .await;
    assert_eq!(rest["snapshots"][0], list["snapshots"][1]);
}

#[tokio::test]
async fn a_second_organization_is_refused() {
    let world = World::empty().await;
    let admin = world.admin().await;
    admin.post(PATH, install()).await;
    let mut other = install();
    other["org_url"] = json!("other.okta.com");
    let refused = admin.post(PATH, other).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "another_organization")
    );
    assert_eq!(
        refused.json()["error"]["message"],
        "https://acme.okta.com is connected already"
    );
}

#[tokio::test]
async fn what_was_allowed_once_can_be_deleted_later() {
    let world = World::empty().await;
    let admin = world.admin().await;
    let new = store::state::NewIntegration {
        id: "i".to_owned(),
        plugin: "okta".to_owned(),
        name: "sim".to_owned(),
        org_url: "http://127.0.0.1:4010".to_owned(),
        org_id: None,
        credential_kind: "api_token".to_owned(),
        sealed_credential: "v1.x".to_owned(),
        settings: store::state::IntegrationSettings::default(),
    };
    let entry = store::state::AuditEntry::new("test", "test", "test");
    world
        .state
        .create_integration(new, &entry, world.now())
        .await
        .unwrap();
    assert_eq!(admin.see(PATH).await["org_url"], "http://127.0.0.1:4010");
    assert_eq!(
        admin.send(Method::DELETE, PATH, None).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_key_made_here_signs_and_its_private_half_is_never_shown() {
    let world = World::empty().await;
    let admin = world.admin().await;
    let keys = format!("{PATH}/keys");
    let without =
        json!({"org_url": "acme.okta.com", "credential": {"kind": "service_app", "client_id": "0oa1"}});
    let refused = admin.post(PATH, without.clone()).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("credential.private_key"))
    );
    let made = admin.post(&keys, json!({})).await;
    assert_eq!(
        (made.status, &made.json()["kid"]),
        (StatusCode::CREATED, &json!("kid-1"))
    );
    let installed = admin.post(PATH, without).await;
    assert_eq!(installed.status, StatusCode::CREATED, "{}", installed.text);
    assert_eq!(installed.json()["auth"]["key_id"], "kid-1");
    let fetched = world.nobody().see(&format!("{PATH}/jwks")).await;
    assert_eq!(fetched, json!({"keys": [{"kty": "EC", "kid": "kid-1"}]}));
    let listed = admin.get(&keys).await;
    assert_eq!(listed.json()["keys"][0]["in_use"], true);
    let busy = admin.send(Method::DELETE, &format!("{keys}/kid-1"), None).await;
    assert_eq!(
        (busy.status, busy.code().as_str()),
        (StatusCode::CONFLICT, "in_use")
    );
    admin.post(&keys, json!({})).await;
    let gone = admin.send(Method::DELETE, &format!("{keys}/kid-2"), None).await;
    assert_eq!(all(&gone.json()["keys"], "/kid"), ["kid-1"]);
    for reply in [&made, &installed, &listed, &gone] {
        assert!(!reply.text.contains(MARKER), "{}", reply.text);
    }
}
