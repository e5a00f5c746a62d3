//! From a file, or from the simulated organization, to a search and to an alert.

use crate::house::{House, portolan, text};
use serde_json::{Value, json};
use std::path::PathBuf;

fn json_of(house: &House, arguments: &[&str]) -> Value {
    let all = [arguments, &["--format", "json"]].concat();
    let output = house.portolan(&all);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Writes a file of events into the folder of the house.
fn file(house: &House, name: &str, bytes: &[u8]) -> String {
    let path: PathBuf = house.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

fn push(number: usize) -> Value {
    json!({
        "uuid": format!("push-{number}"),
        "published": format!("2026-02-01T10:0{number}:00.000Z"),
        "eventType": "user.mfa.okta_verify.deny_push",
        "outcome": {"result": "FAILURE"},
        "actor": {"id": "00uVictim", "type": "User", "alternateId": "victim@acme.example", "displayName": "V"},
        "client": {"ipAddress": "192.0.2.1"},
    })
}

fn import(house: &House, source: &str, file: &str) -> Value {
    let done = json_of(house, &["activity", "import", "--source", source, file]);
    done["files"][0].clone()
}

#[test]
fn what_is_imported_is_found_judged_and_worked_on() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let pushes = Value::Array((0..5).map(push).collect()).to_string();
    let okta = file(&house, "okta.json", pushes.as_bytes());
    let done = import(&house, "okta", &okta);
    assert_eq!(
        (&done["stored"], &done["repeated"]),
        (&json!(5), &json!(0)),
        "{done}"
    );
    assert_eq!(import(&house, "okta", &okta)["repeated"], 5);

    let found = json_of(&house, &["activity", "search", "actor:\"victim@acme.example\""]);
    assert_eq!(found["count"], 5, "{found}");
    let alerts = json_of(&house, &["alerts", "ls", "--rule", "okta.push-bombing"]);
    let id = alerts["alerts"][0]["id"].as_str().unwrap().to_owned();
    let set = [
        "alerts", "set", &id, "--status", "triaged", "--owner", "demo", "--note", "seen",
    ];
    let shown = json_of(&house, &set);
    assert_eq!(shown["alert"]["status"], "triaged");
    assert_eq!(shown["evidence"].as_array().unwrap().len(), 5);
    let sql = "SELECT actor_name, count(*), min(event_time), max(ip) FROM activity \
        WHERE event_type = 'user.mfa.okta_verify.deny_push' AND event_time > '2026-02-01T10:00:00Z' GROUP BY actor_name";
    let told = house.portolan(&["query", sql, "--format", "csv"]);
    let told = text(&told.stdout);
    let row = told.lines().last().unwrap();
    assert!(
        row.starts_with("victim@acme.example,4,2026-02-01T10:01:00"),
        "{told}"
    );
    let sql =
        "SELECT status, owner, events, array_length(evidence) FROM alerts WHERE rule = 'okta.push-bombing'";
    let told = house.portolan(&["query", sql, "--format", "csv"]);
    let told = text(&told.stdout);
    assert_eq!(told.lines().last(), Some("triaged,demo,5,5"), "{told}");
    let replayed = json_of(
        &house,
        &["rules", "replay", "okta.push-bombing", "--from", "2026-01-01"],
    );
    assert_eq!(replayed["alerts"].as_array().unwrap().len(), 1, "{replayed}");
    let table = house.portolan(&["alerts", "show", &id]);
    assert!(
        text(&table.stdout).contains("what to do"),
        "{}",
        text(&table.stdout)
    );
}

#[test]
fn every_source_is_taken_in() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let aws = json!({"Records": [{
        "eventVersion": "1.08", "eventID": "a-1", "eventTime": "2026-02-01T10:00:00Z", "eventName": "ConsoleLogin",
        "eventSource": "signin.amazonaws.com", "recipientAccountId": "111122223333",
        "userIdentity": {"type": "Root", "accountId": "111122223333", "principalId": "111122223333"},
        "responseElements": {"ConsoleLogin": "Success"}, "sourceIPAddress": "192.0.2.2",
    }]});
    let github = json!({
        "_document_id": "g-1", "@timestamp": 1_769_940_000_000_i64, "action": "repo.create", "actor": "ada",
        "actor_id": 42, "org": "acme", "repo": "acme/x",
    });
    let teleport = json!({
        "uid": "t-1", "time": "2026-02-01T10:00:00Z", "event": "user.login", "code": "T1000I", "success": true,
        "user": "ada", "cluster_name": "acme", "method": "local",
    });
    for (source, text) in [
        ("aws", aws.to_string()),
        ("github", format!("{github}\n")),
        ("teleport", teleport.to_string()),
    ] {
        let name = file(&house, source, text.as_bytes());
        let done = import(&house, source, &name);
        assert_eq!(
            (&done["stored"], &done["unknown"]),
            (&json!(1), &json!(0)),
            "{done}"
        );
        let found = json_of(&house, &["activity", "search", &format!("source:{source}")]);
        assert_eq!(found["count"], 1, "{found}");
    }
    let stats = json_of(&house, &["activity", "stats"]);
    assert!(stats["sources"].as_array().unwrap().len() >= 3, "{stats}");
}

#[test]
fn an_attack_on_the_simulated_organization_raises_its_alert() {
    let house = House::demo(&["--events-per-minute", "30"]);
    tell(&house, "push_bombing");
    let mut tries = 0;
    loop {
        let alerts = json_of(&house, &["alerts", "ls", "--rule", "okta.push-bombing"]);
        if !alerts["alerts"].as_array().unwrap().is_empty() {
            break;
        }
        tries += 1;
        assert!(tries < 2_000, "no alert");
    }
    let collectors = json_of(&house, &["activity", "stats"])["collectors"].clone();
    let okta = collectors
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["source"] == "okta");
    assert_eq!(okta.unwrap()["error"], Value::Null, "{collectors}");
}

/// Has the simulated organization attacked.
pub(crate) fn tell(house: &House, story: &str) {
    let url = format!("{}/_sim/stories", house.fact("okta_url"));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let body = json!({ "story": story }).to_string();
        let request = reqwest::Client::new()
            .post(url)
            .header("content-type", "application/json");
        request.body(body).send().await.unwrap()
    });
    assert!(answer.status().is_success(), "{}", answer.status());
}

#[test]
fn a_question_with_a_mistake_points_at_it() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let wrong = house.portolan(&["activity", "search", "acton:login"]);
    assert_eq!(wrong.status.code(), Some(1));
    let said = text(&wrong.stderr);
    assert!(said.contains("line 1, column 1"), "{said}");
    let wrong = house.portolan(&["activity", "search", "", "--from", "yesterday"]);
    assert!(
        text(&wrong.stderr).contains("yesterday"),
        "{}",
        text(&wrong.stderr)
    );
}

#[test]
fn events_outlive_the_death_of_the_server() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let text = push(1).to_string();
    let name = file(&house, "one.json", text.as_bytes());
    import(&house, "okta", &name);
    let folder = house.kill();
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let house = House::start(
        folder,
        &[
            "demo",
            "--listen",
            "127.0.0.1:0",
            "--events-per-minute",
            "0",
            "--data-dir",
            &data,
        ],
    );
    let found = json_of(&house, &["activity", "search", "id:push-1"]);
    assert_eq!(found["count"], 1, "{found}");
}

#[test]
fn rules_are_tested_without_a_server() {
    let shipped = portolan(&[], &["rules", "test"]);
    assert!(shipped.status.success(), "{}", text(&shipped.stderr));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.yaml"), "id: [").unwrap();
    let broken = portolan(&[], &["rules", "test", &folder.path().to_string_lossy()]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(
        text(&broken.stderr).contains("broken.yaml"),
        "{}",
        text(&broken.stderr)
    );
}
