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
    assert_eq!(house.portolan(&["get", "rolle"]).status.code(), Some(2));
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
        Some(2)
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
    assert!(text(&asked.stderr).contains("--yes"), "{}", text(&asked.stderr));
    assert_eq!(asked.status.code(), Some(0), "a plan is no failure");

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

#[test]
fn a_kind_that_there_is_not_is_wrong_usage() {
    let house = House::demo(&["--events-per-minute", "0"]);
    for arguments in [&["get", "rol"][..], &["get", "rol/ops"], &["rm", "rol/ops"]] {
        let refused = house.portolan(arguments);
        let told = text(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains("did you mean `role`?"), "{told}");
    }
    let refused = house.edit("nonsense/x", "true");
    let told = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("rule_tuning") && told.contains("forward"), "{told}");
    // What is not there is no wrong usage.
    assert_eq!(house.portolan(&["get", "role/nobody"]).status.code(), Some(1));
}

/// What `create --force` does with a file, first and second time.
fn twice(house: &House, name: &str, content: &str) -> (String, String) {
    let file = house.file(name, content);
    let create = || good(house.portolan(&["create", "-f", &file, "--force"]));
    (create(), create())
}

#[test]
fn a_forward_is_kept_in_a_file_without_its_target() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let whole = "kind: forward\nmetadata: {name: hook}\nspec:\n  kind: webhook\n  target: https://hooks.example/s3cret-path\n  \
                 secret: signs-it\n  min_severity: high\n";
    let told = twice(&house, "forward.yaml", whole);
    assert_eq!(
        told,
        (
            "forward/hook created\n".to_owned(),
            "forward/hook unchanged\n".to_owned()
        )
    );
    let shown = good(house.portolan(&["get", "forwards"]));
    assert!(
        shown.contains("target_host: hooks.example") && shown.contains("min_severity: high"),
        "{shown}"
    );
    assert!(
        !shown.contains("s3cret") && !shown.contains("signs-it"),
        "{shown}"
    );
    // What is shown can be changed and brought back: the target that is kept stays.
    let (first, second) = twice(
        &house,
        "shown.yaml",
        &shown.replace("enabled: true", "enabled: false"),
    );
    assert_eq!(
        (first.as_str(), second.as_str()),
        ("forward/hook replaced\n", "forward/hook unchanged\n")
    );
    assert_eq!(
        twice(&house, "forward.yaml", whole).0,
        "forward/hook replaced\n",
        "on again"
    );
    let (_, again) = twice(&house, "other.yaml", &whole.replace("s3cret-path", "another"));
    assert_eq!(again, "forward/hook unchanged\n");
    let wrong = house.file("wrong.yaml", &whole.replace("https://", "gopher://"));
    let refused = house.portolan(&["create", "-f", &wrong, "--force"]);
    assert!(
        text(&refused.stderr).contains("line 5"),
        "{}",
        text(&refused.stderr)
    );
    assert_eq!(good(house.portolan(&["rm", "forward/hook"])), "");
    assert_eq!(good(house.portolan(&["get", "forwards"])), "");
    let audit = json_of(&house, &["audit", "ls", "--target", "forward/hook"]).to_string();
    assert!(
        audit.contains("forward.update") && !audit.contains("s3cret"),
        "{audit}"
    );
}

#[test]
fn a_shipped_rule_is_tuned_by_a_file_and_as_it_was_without() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let rules = json_of(&house, &["rules", "ls"]);
    let rule = rules["rules"][0]["id"].as_str().unwrap().to_owned();
    let tuning = format!(
        "kind: rule_tuning\nmetadata: {{name: {rule}}}\nspec:\n  enabled: false\n  severity: low\n  exceptions:\n  \
         - reason: the scanner\n    when: {{\"ip|cidr\": 192.0.2.0/24}}\n"
    );
    let (first, second) = twice(&house, "tuning.yaml", &tuning);
    assert_eq!(first, format!("rule_tuning/{rule} created\n"));
    assert_eq!(second, format!("rule_tuning/{rule} unchanged\n"));
    let seen = json_of(&house, &["get", &format!("rule_tuning/{rule}")]);
    assert_eq!(seen[0]["status"]["origin"], "shipped");
    assert_eq!(seen[0]["spec"]["severity"], "low");
    let row = |house: &House| {
        let all = json_of(house, &["rules", "ls"]);
        let all = all["rules"].as_array().unwrap().clone();
        all.into_iter().find(|row| row["id"] == rule.as_str()).unwrap()
    };
    assert_eq!(
        (&row(&house)["enabled"], &row(&house)["tuned"]),
        (&json!(false), &json!(true))
    );
    let shown = good(house.portolan(&["get", "rule_tunings"]));
    assert_eq!(
        twice(&house, "shown.yaml", &shown).0,
        second,
        "what is shown is what is there"
    );
    for (wrong, why) in [
        ("severity: low", "severity: loud"),
        ("name: ", "name: no."),
        ("spec:", "spec:\n  parameters: {no_such: [1]}"),
    ] {
        let file = house.file("wrong.yaml", &tuning.replacen(wrong, why, 1));
        let refused = house.portolan(&["create", "-f", &file, "--force"]);
        assert_eq!(refused.status.code(), Some(1), "{why}");
        assert!(
            text(&refused.stderr).contains("line "),
            "{}",
            text(&refused.stderr)
        );
    }
    assert_eq!(good(house.portolan(&["rm", &format!("rule_tuning/{rule}")])), "");
    assert_eq!(
        (&row(&house)["enabled"], &row(&house)["tuned"]),
        (&json!(true), &json!(false))
    );
}

#[test]
fn an_openid_connector_is_kept_in_a_file_and_its_secret_is_not() {
    let house = House::demo(&["--events-per-minute", "0"]);
    let (issuer, id) = (house.fact("okta_url"), "0oaclient");
    let whole = format!(
        "kind: oidc\nversion: v3\nmetadata: {{name: other}}\nspec:\n  issuer_url: {issuer}\n  client_id: {id}\n  \
         client_secret: never-shown\n  scope: groups\n  claims_to_roles:\n  - {{claim: groups, value: IT, roles: [access]}}\n"
    );
    let told = twice(&house, "oidc.yaml", &whole);
    assert_eq!(
        told,
        (
            "oidc/other created\n".to_owned(),
            "oidc/other unchanged\n".to_owned()
        )
    );
    let shown = good(house.portolan(&["get", "oidc/other"]));
    assert!(
        shown.contains("has_secret: true") && !shown.contains("never-shown"),
        "{shown}"
    );
    assert_eq!(twice(&house, "shown.yaml", &shown).0, "oidc/other unchanged\n");
    let changed = whole.replace("never-shown", "another-one");
    assert_eq!(twice(&house, "oidc.yaml", &changed).0, "oidc/other replaced\n");
    for (field, why) in [
        ("prompt: login", "force_authn"),
        ("google_admin_email: a@b", "alike"),
        ("scopes: [a]", "scope"),
    ] {
        let file = house.file("wrong.yaml", &format!("{whole}  {field}\n"));
        let refused = house.portolan(&["create", "-f", &file, "--force"]);
        assert!(
            text(&refused.stderr).contains(why),
            "{field}: {}",
            text(&refused.stderr)
        );
    }
    // Connectors of both kinds share their names.
    let taken = house.file("taken.yaml", &whole.replace("name: other", "name: okta"));
    let refused = house.portolan(&["create", "-f", &taken, "--force"]);
    assert!(
        text(&refused.stderr).contains("kind saml"),
        "{}",
        text(&refused.stderr)
    );
    assert_eq!(good(house.portolan(&["rm", "oidc/other"])), "");
}
