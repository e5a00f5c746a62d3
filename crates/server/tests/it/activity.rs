//! What the shell says of events: files that are none, spans in which nothing lies, ids by their beginning, and what of
//! the server itself is told to whom.

use crate::house::{House, portolan, text};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn answer(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn count(house: &House, q: &str) -> u64 {
    let found = house.portolan(&["activity", "search", q, "--format", "json"]);
    answer(&found)["count"].as_u64().unwrap()
}

fn file(house: &House, name: &str, content: &str) -> String {
    let path = house.folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.to_string_lossy().into_owned()
}

fn push(number: usize) -> String {
    let event = json!({
        "uuid": format!("push-{number}"),
        "published": format!("2026-02-01T10:0{number}:00.000Z"),
        "eventType": "user.mfa.okta_verify.deny_push",
        "outcome": {"result": "FAILURE"},
        "actor": {"id": "00uVictim", "type": "User", "alternateId": "victim@acme.example"},
        "client": {"ipAddress": "192.0.2.1"},
    });
    format!("{event}\n")
}

#[test]
fn a_file_of_something_else_leaves_no_trace_and_a_torn_one_is_told() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let import = |name: &str| house.portolan(&["activity", "import", "--source", "okta", name]);
    let wrong = file(
        &house,
        "passwd",
        "root:x:0:0:root:/root:/bin/sh\nsync:x:4:65534::/bin:/bin/sync\n",
    );
    let refused = import(&wrong);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("is it the right file"),
        "{}",
        text(&refused.stderr)
    );
    assert_eq!(count(&house, "event_type:malformed"), 0);

    let torn = file(&house, "torn.json", &format!("{}torn\n", push(0)));
    let taken = import(&torn);
    assert!(taken.status.success());
    assert!(
        text(&taken.stderr).contains("warning: 1 of 2 texts in"),
        "{}",
        text(&taken.stderr)
    );
    assert_eq!(count(&house, "event_type:malformed"), 1);

    let empty = import(&file(&house, "empty", ""));
    assert!(
        empty.status.success() && text(&empty.stderr).contains("nothing was read"),
        "{}",
        text(&empty.stderr)
    );

    let mut child = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .env("PORTOLAN_URL", house.fact("url"))
        .env("PORTOLAN_TOKEN", house.fact("token"))
        .args(["activity", "import", "--source", "okta", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(push(1).as_bytes()).unwrap();
    let done = answer(&child.wait_with_output().unwrap());
    assert_eq!(
        (&done["files"][0]["file"], &done["files"][0]["stored"]),
        (&json!("standard input"), &json!(1))
    );
}

#[test]
fn an_alert_is_found_by_the_beginning_of_its_id_and_a_plan_is_no_failure() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let pushes: String = (0..5).map(push).collect();
    let pushes = file(&house, "okta.json", &pushes);
    answer(&house.portolan(&[
        "activity", "import", "--source", "okta", &pushes, "--format", "json",
    ]));
    let alerts =
        answer(&house.portolan(&["alerts", "ls", "--rule", "okta.push-bombing", "--format", "json"]));
    let id = alerts["alerts"][0]["id"].as_str().unwrap();
    let shown = answer(&house.portolan(&["alerts", "show", &id[..10], "--format", "json"]));
    assert_eq!(shown["alert"]["id"], id);
    assert_eq!(
        house.portolan(&["alerts", "show", &id[..7]]).status.code(),
        Some(1),
        "too short"
    );
    let plan = house.portolan(&["alerts", "act", &id[..10], "clear-sessions", "--format", "json"]);
    let refused = text(&plan.stderr);
    // The victim is nobody of the simulated organization: told as such, and never as wrong usage.
    assert_ne!(plan.status.code(), Some(2), "{refused}");

    for wrong in [
        ["activity", "search", "--from", "1h", "--until", "2h"],
        [
            "activity",
            "stats",
            "--from",
            "2026-02-01",
            "--until",
            "2026-02-01",
        ],
    ] {
        let told = house.portolan(&wrong);
        assert_eq!(told.status.code(), Some(2));
        assert!(
            text(&told.stderr).contains("nothing lies between"),
            "{}",
            text(&told.stderr)
        );
    }
}

#[test]
fn what_was_done_to_the_server_is_told_to_whoever_may_read_the_audit_log() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let role = file(
        &house,
        "role.yaml",
        "kind: role\nmetadata: {name: watcher}\nspec: {allow: {rules: [{resources: [activity, access_graph], verbs: [list, read]}]}}\n",
    );
    assert!(house.portolan(&["create", "-f", &role]).status.success());
    let added = house.portolan(&["tokens", "add", "watch", "--roles", "watcher"]);
    assert!(added.status.success(), "{}", text(&added.stderr));
    let token = text(&added.stdout).trim().to_owned();
    // What was just done comes to the archive in a moment.
    let mut tries = 0;
    while count(&house, "source:self") == 0 {
        tries += 1;
        assert!(tries < 2_000, "the audit log does not come");
    }
    let environment = [
        ("PORTOLAN_URL", house.fact("url")),
        ("PORTOLAN_TOKEN", token.as_str()),
    ];
    let ask = |arguments: &[&str]| {
        answer(&portolan(
            &environment,
            &[arguments, &["--format", "json"]].concat(),
        ))
    };
    assert_eq!(ask(&["activity", "search", "source:self"])["count"], 0);
    assert!(
        ask(&["activity", "search", ""])["count"].as_u64() > Some(0),
        "others are seen"
    );
    let by_source = ask(&["activity", "stats", "--by", "source"]).to_string();
    assert!(
        by_source.contains("okta") && !by_source.contains("\"self\""),
        "{by_source}"
    );
    let held = ask(&["activity", "stats"]);
    assert!(!held["sources"].to_string().contains("\"self\""), "{held}");
    let rows = ask(&[
        "query",
        "SELECT source, count(*) AS n FROM activity GROUP BY source",
    ]);
    assert!(
        rows.to_string().contains("okta") && !rows.to_string().contains("self"),
        "{rows}"
    );
    let exported = portolan(&environment, &["activity", "export", "source:self"]);
    assert!(exported.status.success() && exported.stdout.is_empty());
    let seen = answer(&house.portolan(&[
        "activity",
        "search",
        "source:self",
        "--limit",
        "1",
        "--format",
        "json",
    ]));
    assert_eq!(seen["events"][0]["source"], "self");
}
