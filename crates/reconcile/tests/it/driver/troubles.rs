//! What can go wrong in a run: it is told with its advice, the last snapshot stays, and the next run is good again.

use super::*;

/// After a good run, a run during `trouble` fails with this kind, message and advice; the snapshot and what people
/// see stay, and when the trouble is over the next run is good again.
async fn comes_back(trouble: impl Fn(&House), kind: &str, message: &str, advice: &str) {
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    let before = house.snapshot_ids();
    trouble(&house);
    let run = house.again().await;
    let fault = run.fault.unwrap_or_else(|| panic!("{message}: the run was good"));
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, kind),
        "{fault:?}"
    );
    assert!(fault.message.contains(message), "{}", fault.message);
    assert!(fault.advice.contains(advice), "{}", fault.advice);
    assert_eq!(house.snapshot_ids(), before);
    assert_eq!(house.published.lock().unwrap().len(), 1);
    house.heal();
    assert_eq!(house.again().await.state, RunState::Done);
    assert_eq!(house.snapshot_ids().len(), 2);
    assert_eq!(house.published.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn an_address_that_is_no_organization() {
    let page = |_: &str, _: u16, _: Vec<u8>| (200, b"<html>hello</html>".to_vec());
    let trouble = move |house: &House| house.twist(page);
    comes_back(trouble, "malformed", "does not answer", "is an Okta organization").await;
    let missing = |_: &str, _: u16, _: Vec<u8>| (404, b"{}".to_vec());
    let trouble = move |house: &House| house.twist(missing);
    comes_back(trouble, "gone", "does not answer", "").await;
}

#[tokio::test]
async fn a_wrong_token_and_then_the_right_one() {
    let sim = okta_sim::World::small();
    let right = sim.credentials().super_admin_token.clone();
    let mut house = House::with_token(sim, "00wrong").await;
    house.gate.add_permits(MANY);
    let run = house.first().await;
    let fault = run.fault.unwrap();
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, "needs_person")
    );
    assert!(fault.advice.contains("create a new one"), "{}", fault.advice);
    assert!(house.snapshot_ids().is_empty());
    house.rotate(&right).await;
    let woken = house.driver().wake(URL, "settings").unwrap();
    assert_eq!(house.ended(&woken.run_id).await.state, RunState::Done);
}

#[tokio::test]
async fn lists_that_are_empty_for_want_of_rights_are_an_error_with_advice() {
    let empty = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/api/v1/users?") {
        true => (200, b"[]".to_vec()),
        false => (status, body),
    };
    let trouble = move |house: &House| house.twist(empty);
    comes_back(
        trouble,
        "needs_person",
        "empty list of users",
        "Read-Only Administrator",
    )
    .await;
}

#[tokio::test]
async fn a_credential_that_is_revoked_in_mid_scan() {
    let trouble = |house: &House| house.fault(json!({ "kind": "revoke", "after": 30 }));
    comes_back(trouble, "needs_person", "token is not valid", "create a new one").await;
}

#[tokio::test]
async fn answers_that_are_cut_or_of_another_kind() {
    let cut = |house: &House| house.fault(json!({ "kind": "cut_body", "path": "/api/v1/apps" }));
    comes_back(cut, "retry_later", "cannot be reached", "tried again").await;
    let broken = |house: &House| house.fault(json!({ "kind": "broken_json", "path": "/api/v1/groups" }));
    comes_back(broken, "malformed", "cut or broken", "proxy").await;
    let html = |house: &House| house.fault(json!({ "kind": "html", "path": "/api/v1/users" }));
    comes_back(html, "malformed", "not JSON", "is an Okta organization").await;
}

#[tokio::test]
async fn an_object_of_another_shape_is_named() {
    let other = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/api/v1/groups?") {
        true => (
            200,
            br#"[{"id":"00g1","profile":{"name":"a"}},{"id":"00g2","profile":{"name":7}}]"#.to_vec(),
        ),
        false => (status, body),
    };
    let trouble = move |house: &House| house.twist(other);
    let message = "reading groups stopped: GET /api/v1/groups: the answer has an unexpected shape in field \
                   profile.name of object 00g2";
    comes_back(
        trouble,
        "malformed",
        message,
        "report it with the endpoint and field",
    )
    .await;
}

#[tokio::test]
async fn a_next_link_that_leads_astray() {
    for (kind, message) in [
        ("next_elsewhere", "leads to another host"),
        ("next_self", "page that was read before"),
    ] {
        let trouble = |house: &House| {
            // Enough people for a second page.
            for number in 0..210 {
                let login = format!("number.{number}@acme.test");
                let profile = json!({ "login": login, "email": login, "firstName": "N", "lastName": "N" });
                house.ask(
                    http::Method::POST,
                    "/api/v1/users",
                    &json!({ "profile": profile }),
                );
            }
            house.fault(json!({ "kind": kind, "path": "/api/v1/users" }));
        };
        comes_back(trouble, "malformed", message, "proxy").await;
    }
}

#[tokio::test]
async fn being_told_to_wait_without_being_told_how_long() {
    let mut house = House::new().await;
    house.fault(json!({ "kind": "rate_limit_without_headers", "times": 5 }));
    assert_eq!(house.first().await.state, RunState::Done);
    house.fault(json!({ "kind": "rate_limit_without_headers" }));
    let run = house.again().await;
    let fault = run.fault.unwrap();
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, "retry_later"),
        "{fault:?}"
    );
    assert!(fault.message.contains("rate limit"), "{}", fault.message);
    let mut status = house.status();
    let next = status
        .wait_for(|status| status.next.is_some())
        .await
        .unwrap()
        .next;
    assert_eq!(
        next,
        Some(run.started.plus_ms(5 * 60_000)),
        "sooner than the schedule"
    );
    assert_eq!(house.snapshot_ids().len(), 1);
}

#[tokio::test]
async fn another_organization_under_the_same_address() {
    let other = |path: &str, status: u16, body: Vec<u8>| match path.starts_with("/.well-known") {
        true => (200, br#"{"id":"00oAnother","pipeline":"idx"}"#.to_vec()),
        false => (status, body),
    };
    let trouble = move |house: &House| house.twist(other);
    comes_back(
        trouble,
        "needs_person",
        "another organization answers",
        "remove the integration",
    )
    .await;
}

/// A disk on which nothing new can be made: the folder of the parts is not one.
#[tokio::test]
async fn a_disk_that_takes_no_more() {
    let parts = |house: &House| {
        let mut found = vec![house.folder.path().join("snapshots")];
        while let Some(folder) = found.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && path.ends_with("parts") {
                    return path;
                }
                found.extend(path.is_dir().then_some(path));
            }
        }
        panic!("no parts");
    };
    let mut house = House::new().await;
    assert_eq!(house.first().await.state, RunState::Done);
    let (folder, away) = (parts(&house), house.folder.path().join("away"));
    std::fs::rename(&folder, &away).unwrap();
    std::fs::write(&folder, "full").unwrap();
    let run = house.again().await;
    let fault = run.fault.unwrap();
    assert_eq!(
        (run.state, fault.kind.as_str()),
        (RunState::Failed, "storage"),
        "{fault:?}"
    );
    assert!(fault.advice.contains("make room"), "{}", fault.advice);
    std::fs::remove_file(&folder).unwrap();
    std::fs::rename(&away, &folder).unwrap();
    assert_eq!(house.snapshot_ids().len(), 1);
    assert_eq!(house.again().await.state, RunState::Done);
    assert_eq!(house.snapshot_ids().len(), 2);
}
