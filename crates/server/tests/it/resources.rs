//! Resources, people, locks, tokens and the audit log, from the shell.

use crate::house::{House, portolan, text};
use serde_json::{Value, json};
use std::process::Output;

const RULE: &str = r#"
kind: rule
version: v1
metadata: {name: own.zone-removed}
spec:
  text: |
    # Kept as it is written.
    id: own.zone-removed
    title: Network zone removed
    description: Somebody removed a zone.
    source: okta
    severity: low
    select:
      gone: {event_type: zone.delete}
    examples:
      - {name: one, fires: 1, events: [{okta: {eventType: zone.delete}}]}
"#;

fn good(output: Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn json_of(house: &House, arguments: &[&str]) -> Value {
    let all = [arguments, &["--format", "json"]].concat();
    serde_json::from_str(&good(house.portolan(&all))).unwrap()
}

impl House {
    fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }

    /// `portolan edit` with an editor that runs this script on the file.
    fn edit(&self, what: &str, script: &str) -> Output {
        let editor = self.file("editor.sh", &format!("set -e\n{script}\n"));
        let environment = [
            ("PORTOLAN_URL", self.fact("url")),
            ("PORTOLAN_TOKEN", self.fact("token")),
            ("EDITOR", &format!("sh {editor}")),
            ("VISUAL", ""),
        ];
        portolan(&environment, &["edit", what])
    }
}

#[test]
fn everything_is_exported_and_comes_back_without_a_change() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let rule = house.file("rule.yaml", RULE);
    assert_eq!(
        good(house.portolan(&["create", "-f", &rule])),
        "rule/own.zone-removed created\n"
    );
    let all = good(house.portolan(&["get", "all"]));
    for part in [
        "kind: saml",
        "kind: plugin",
        "kind: user",
        "    # Kept as it is written.",
        "entity_descriptor: ",
    ] {
        assert!(all.contains(part), "no `{part}` in {all}");
    }
    assert!(!all.contains("PRIVATE KEY") && !all.contains("sealed"), "{all}");
    let file = house.file("all.yaml", &all);
    let before = json_of(&house, &["audit", "ls", "--limit", "1"])["entries"][0]["id"].clone();
    let outcomes = good(house.portolan(&["create", "-f", &file, "--force"]));
    assert!(
        outcomes.lines().count() > 100,
        "people came with user sync: {outcomes}"
    );
    let changed: Vec<&str> = outcomes
        .lines()
        .filter(|line| !line.ends_with(" unchanged"))
        .collect();
    assert!(changed.is_empty(), "{changed:?}");
    assert_eq!(
        json_of(&house, &["audit", "ls", "--limit", "1"])["entries"][0]["id"],
        before
    );
    let as_json = json_of(&house, &["get", "rule/own.zone-removed"]);
    assert_eq!(as_json[0]["kind"], "rule");
    assert_eq!(good(house.portolan(&["rm", "rule/own.zone-removed"])), "");
    assert_eq!(good(house.portolan(&["get", "rules"])), "");
}

#[test]
fn a_resource_is_edited_until_it_is_right() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let role = house.file(
        "role.yaml",
        "kind: role\nmetadata: {name: ops}\nspec: {allow: {request: {roles: [access]}}}\n",
    );
    good(house.portolan(&["create", "-f", &role]));
    assert!(text(&house.edit("role/ops", "true").stderr).contains("nothing was changed"));
    // First a mistake, then, told of it, the right word.
    let script = "if grep -q '^#! ' \"$1\"; then sed -i 's/alow:/allow:/; s/access/auditor/' \"$1\"; \
                  else sed -i 's/allow:/alow:/' \"$1\"; fi";
    let edited = house.edit("role/ops", script);
    assert_eq!(good(edited), "role/ops replaced\n");
    let role = json_of(&house, &["get", "role/ops"]);
    assert_eq!(role[0]["spec"]["allow"]["request"]["roles"], json!(["auditor"]));
    let stubborn = house.edit("role/ops", "sed -i 's/allow:/alow:/' \"$1\"");
    assert_eq!(stubborn.status.code(), Some(1));
    assert!(
        text(&stubborn.stderr).contains("kept in"),
        "{}",
        text(&stubborn.stderr)
    );
    // Somebody else is quicker.
    let other = format!(
        "PORTOLAN_URL={} PORTOLAN_TOKEN={} {} create --force -f {} >&2\nsed -i 's/auditor/reviewer/' \"$1\"",
        house.fact("url"),
        house.fact("token"),
        env!("CARGO_BIN_EXE_portolan"),
        house.file(
            "other.yaml",
            "kind: role\nmetadata: {name: ops, description: Quicker}\n"
        ),
    );
    let late = house.edit("role/ops", &other);
    assert_eq!(late.status.code(), Some(1));
    assert!(
        text(&late.stderr).contains("changed since revision"),
        "{}",
        text(&late.stderr)
    );
}

#[test]
fn mistakes_are_told_with_file_line_and_column() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let wrong = house.file(
        "wrong.yaml",
        "kind: user\nmetadata: {name: x}\nspec:\n  rolls: [access]\n",
    );
    let refused = house.portolan(&["create", "-f", &wrong]);
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused.stderr);
    assert!(
        said.contains("wrong.yaml")
            && said.contains("line 4, column 3")
            && said.contains("did you mean `roles`?"),
        "{said}"
    );
    assert_eq!(house.portolan(&["rm", "role"]).status.code(), Some(2));
    assert_eq!(house.portolan(&["get", "rolle"]).status.code(), Some(1));
    let missing = house.portolan(&["create", "-f", "/nowhere.yaml"]);
    assert!(
        text(&missing.stderr).contains("/nowhere.yaml"),
        "{}",
        text(&missing.stderr)
    );
}

#[test]
fn people_are_looked_after_from_the_shell() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let made = house.portolan(&["users", "add", "grace", "--roles", "access"]);
    let password = good(made).trim().to_owned();
    assert!(password.len() > 40, "{password}");
    let short = house.file("short", "hunter2\n");
    let refused = house.portolan(&[
        "users",
        "add",
        "bob",
        "--roles",
        "access",
        "--password-file",
        &short,
    ]);
    assert!(
        text(&refused.stderr).contains("12 characters"),
        "{}",
        text(&refused.stderr)
    );
    let person = json_of(&house, &["users", "roles", "grace", "--add", "auditor"]);
    assert_eq!(person["roles"], json!(["access", "auditor"]));
    good(house.portolan(&["users", "lock", "Grace", "--message", "stolen", "--hours", "2"]));
    assert_eq!(json_of(&house, &["users", "show", "grace"])["state"], "locked");
    let locks = json_of(&house, &["locks", "ls"]);
    assert_eq!(
        (&locks["locks"][0]["target"], &locks["locks"][0]["message"]),
        (&json!("grace"), &json!("stolen"))
    );
    good(house.portolan(&["users", "unlock", "grace"]));
    assert_eq!(
        house.portolan(&["users", "unlock", "grace"]).status.code(),
        Some(1)
    );
    let new = good(house.portolan(&["users", "reset", "grace"]))
        .trim()
        .to_owned();
    assert_ne!(new, password);
    let token = json_of(
        &house,
        &["tokens", "add", "ci", "--roles", "access", "--days", "3"],
    );
    let id = token["view"]["id"].as_str().unwrap();
    good(house.portolan(&["locks", "add", "token", id]));
    good(house.portolan(&["tokens", "rm", id]));
    assert!(good(house.portolan(&["roles", "ls"])).contains("okta-requester"));
    assert!(good(house.portolan(&["connectors", "show", "okta"])).contains("/v1/webapi/saml/acs/okta"));
    let tested = good(house.portolan(&["connectors", "test", "okta"]));
    assert!(tested.contains("can be read and used"), "{tested}");
    good(house.portolan(&["users", "rm", "grace"]));
    assert_eq!(house.portolan(&["users", "show", "grace"]).status.code(), Some(1));

    let entries = json_of(&house, &["audit", "ls", "--target", "user/grace", "--limit", "3"]);
    assert_eq!(entries["entries"][0]["action"], "user.delete");
    assert_eq!(entries["entries"].as_array().unwrap().len(), 3);
    let failed = json_of(&house, &["audit", "ls", "--outcome", "failure"]);
    assert!(
        failed["entries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["outcome"] == "failure")
    );
    assert_eq!(json_of(&house, &["audit", "verify"])["whole"], true);
    assert_eq!(good(house.portolan(&["audit", "verify"])).trim().len(), 64);
    assert_eq!(
        house
            .portolan(&["audit", "ls", "--from", "yesterday"])
            .status
            .code(),
        Some(1)
    );
}

fn deny(login: &str, id: &str, number: usize) -> Value {
    json!({
        "uuid": format!("push-{login}-{number}"),
        "published": format!("2026-02-01T10:0{number}:00.000Z"),
        "eventType": "user.mfa.okta_verify.deny_push",
        "outcome": {"result": "FAILURE"},
        "actor": {"id": id, "type": "User", "alternateId": login, "displayName": login},
        "client": {"ipAddress": "192.0.2.1"},
    })
}

#[test]
fn something_is_done_about_an_alert() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let person =
        house.query("SELECT id, login FROM okta_users WHERE status = 'ACTIVE' ORDER BY login DESC LIMIT 1");
    let (id, login) = (
        person[0]["id"].as_str().unwrap(),
        person[0]["login"].as_str().unwrap(),
    );
    let events: Vec<Value> = (0..5).map(|number| deny(login, id, number)).collect();
    let file = house.file("events.json", &Value::Array(events).to_string());
    good(house.portolan(&["activity", "import", "--source", "okta", &file]));
    let alerts = json_of(&house, &["alerts", "ls", "--rule", "okta.push-bombing"]);
    let alert = alerts["alerts"][0]["id"].as_str().unwrap().to_owned();
    let asked = house.portolan(&["alerts", "act", &alert, "suspend"]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(text(&asked.stderr).contains("--yes"), "{}", text(&asked.stderr));

    let done = good(house.portolan(&["alerts", "act", &alert, "clear-sessions", "--yes"]));
    assert!(done.contains("cleared the sessions of"), "{done}");
    let done = good(house.portolan(&["alerts", "act", &alert, "suspend", "--yes", "--note", "drill"]));
    assert!(done.starts_with("suspended"), "{done}");
    let again = good(house.portolan(&["alerts", "act", &alert, "suspend", "--yes"]));
    assert!(again.contains("already"), "{again}");
    let locked = json_of(&house, &["alerts", "act", &alert, "lock", "--yes"]);
    let history = locked["alert"]["history"].as_array().unwrap();
    let deeds = history.iter().filter(|line| line["action"] == "action");
    assert_eq!(deeds.count(), 4, "{history:?}");
    let log = json_of(&house, &["audit", "ls", "--target", &format!("alert/{alert}")]);
    let actions: Vec<&str> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["action"].as_str())
        .collect();
    assert!(
        actions.contains(&"alert.suspend.ask") && actions.contains(&"alert.lock"),
        "{actions:?}"
    );
}
