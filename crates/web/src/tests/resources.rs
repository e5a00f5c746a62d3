//! Resources over HTTP: taken whole or not at all, by those who may, and back again without a difference.

use domain::role::{Resource, Verb};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{Client, MARKER, RoleWord, World, all};

const OPS: &str = "
kind: role
version: v7
metadata: {name: ops, description: On call}
spec:
  options: {max_session_ttl: 8h}
  allow:
    rules:
    - resources: [user, lock]
      verbs: ['*']
    app_labels: {env: [prod, 'st*'], team: ops}
    request: {roles: [access]}
  deny:
    rules: [{resources: [user], verbs: [delete]}]
---
kind: user
version: v2
metadata: {name: grace}
spec: {roles: [ops, access]}
---
kind: lock
version: v2
metadata: {name: until-monday}
spec: {target: {user: grace}, message: 'laptop: stolen', expires: '2026-02-02T08:00:00Z'}
";

async fn send(client: &Client, query: &str, text: &str) -> super::world::Reply {
    client
        .send_text(Method::POST, &format!("/api/v1/resources{query}"), text)
        .await
}

/// What became of each, as `kind/name outcome`.
async fn applied(client: &Client, query: &str, text: &str) -> Vec<String> {
    let reply = send(client, query, text).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let list = reply.json()["resources"].as_array().unwrap().clone();
    list.iter()
        .map(|one| {
            format!(
                "{}/{} {}",
                word(&one["kind"]),
                word(&one["name"]),
                word(&one["outcome"])
            )
        })
        .collect()
}

/// Everything there is, as YAML.
async fn export(client: &Client, kinds: &[&str]) -> String {
    let yaml = client.clone().header("accept", "application/yaml");
    let mut text = String::new();
    for kind in kinds {
        let reply = yaml.get(&format!("/api/v1/resources/{kind}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{kind}: {}", reply.text);
        assert!(reply.header("content-type").starts_with("application/yaml"));
        text.push_str(&reply.text);
    }
    text
}

const KINDS: [&str; 5] = ["role", "saml", "user", "lock", "plugin"];

async fn connect(client: &Client) {
    let body =
        json!({"org_url": "https://acme.okta.com", "credential": {"kind": "api_token", "token": MARKER}});
    let reply = client.post("/api/v1/integrations/okta", body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
}

async fn audit_entries(client: &Client) -> usize {
    let log = client.see("/api/v1/audit?limit=1000").await;
    log["entries"].as_array().unwrap().len()
}

#[tokio::test]
async fn what_is_exported_comes_back_without_a_change() {
    let world = World::new().await;
    let admin = world.admin().await;
    connect(&admin).await;
    assert_eq!(
        applied(&admin, "", OPS).await,
        [
            "role/ops created",
            "user/grace created",
            "lock/until-monday created"
        ]
    );
    let text = export(&admin, &KINDS).await;
    assert!(!text.contains(MARKER), "{text}");
    assert!(
        text.contains("max_session_ttl: 8h") && text.contains("interval: 30m"),
        "{text}"
    );
    let before = audit_entries(&admin).await;
    for query in ["", "?force=true"] {
        let outcomes = applied(&admin, query, &text).await;
        assert!(
            outcomes.len() >= 5 && outcomes.iter().all(|one| one.ends_with(" unchanged")),
            "{outcomes:?}"
        );
    }
    assert_eq!(audit_entries(&admin).await, before, "nothing was changed");
    assert_eq!(export(&admin, &KINDS).await, text);
    let as_json = admin.see("/api/v1/resources/role").await;
    assert_eq!(
        applied(&admin, "", &as_json.to_string()).await,
        ["role/ops unchanged"]
    );
}

#[tokio::test]
async fn another_server_becomes_the_same() {
    let (one, other) = (World::new().await, World::new().await);
    let (from, to) = (one.admin().await, other.admin().await);
    applied(&from, "", OPS).await;
    let text = export(&from, &["role", "user", "lock"]).await;
    // In any order: what others name comes first by itself.
    let mut documents: Vec<&str> = text.split("---\n").filter(|text| !text.is_empty()).collect();
    documents.reverse();
    let outcomes = applied(&to, "", &documents.join("---\n")).await;
    assert!(
        outcomes.contains(&"user/root unchanged".to_owned()),
        "{outcomes:?}"
    );
    assert!(outcomes.contains(&"role/ops created".to_owned()), "{outcomes:?}");
    let of = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.contains("created"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(of(&export(&to, &["role", "user", "lock"]).await), of(&text));
}

#[tokio::test]
async fn nothing_is_done_when_anything_is_wrong() {
    let world = World::new().await;
    let admin = world.admin().await;
    for (wrong, line, column, part) in [
        (
            "kind: user\nmetadata: {name: x}\nspec: {roles: [opps]}",
            9,
            15,
            "no role `opps`",
        ),
        (
            "kind: user\nmetadata: {name: x}\nspec: {rolls: []}",
            9,
            8,
            "did you mean `roles`?",
        ),
        ("kind: role\nmetadata: {name: 'a b'}", 8, 18, "letters, digits"),
        ("kind: role\nmetadata: {name: editor}", 7, 1, "preset"),
        (
            "kind: role\nmetadata: {name: x}\nspec: {allow: {rules: [{resources: [usr], verbs: [list]}]}}",
            9,
            15,
            "`usr`",
        ),
        (
            "kind: role\nmetadata: {name: x}\nspec: {allow: {rules: [{resources: [user], verbs: []}]}}",
            9,
            51,
            "is empty",
        ),
        (
            "kind: role\nmetadata: {name: x}\nspec: {options: {max_session_ttl: 5s}}",
            9,
            35,
            "60 seconds",
        ),
        (
            "kind: lock\nmetadata: {name: x}\nspec: {target: {user: nobody}}",
            9,
            16,
            "no person `nobody`",
        ),
        (
            "kind: lock\nmetadata: {name: x}\nspec: {target: {user: ok, role: access}}",
            9,
            16,
            "names one of",
        ),
        (
            "kind: lock\nmetadata: {name: x}\nspec: {target: {role: access}, expires: soon}",
            9,
            41,
            "is no time",
        ),
        (
            "kind: plugin\nmetadata: {name: okta}",
            8,
            18,
            "cannot be made from a file",
        ),
        ("kind: user\nmetadata: {name: OK}", 8, 18, "stands twice"),
        (
            "kind: user\nmetadata: {name: x, labels: {a: b}}",
            8,
            29,
            "cannot be made from a file",
        ),
    ] {
        let text = format!("kind: user\nmetadata: {{name: ok}}\nspec:\n  roles: []\n---\n\n{wrong}\n");
        for query in ["", "?dry_run=true"] {
            let reply = send(&admin, query, &text).await;
            assert!(reply.status.is_client_error(), "{wrong}: {}", reply.text);
            let error = &reply.json()["error"];
            let message = error["message"].as_str().unwrap();
            assert!(message.contains(part), "{wrong}: {message}");
            assert_eq!(
                error["position"],
                json!({"line": line, "column": column}),
                "{wrong}: {message}"
            );
        }
    }
    let users = admin.see("/api/v1/users?q=ok").await;
    assert_eq!(users["total"], 0, "the first of each file was not made either");
}

#[tokio::test]
async fn what_is_there_is_replaced_on_wish_and_at_the_revision_that_was_read() {
    let world = World::new().await;
    let admin = world.admin().await;
    let role = |text: &str, revision: &str| {
        format!("kind: role\nmetadata: {{name: ops, description: {text}{revision}}}\nspec: {{}}")
    };
    assert_eq!(
        applied(&admin, "?dry_run=true", &role("One", "")).await,
        ["role/ops created"]
    );
    assert_eq!(
        admin.get("/api/v1/resources/role/ops").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(applied(&admin, "", &role("One", "")).await, ["role/ops created"]);
    let refused = send(&admin, "", &role("Two", "")).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "exists")
    );
    assert_eq!(
        applied(&admin, "?force=true", &role("Two", "")).await,
        ["role/ops replaced"]
    );
    let stale = send(&admin, "?force=true", &role("Three", ", revision: '1'")).await;
    assert_eq!(
        (stale.status, stale.code().as_str()),
        (StatusCode::CONFLICT, "conflict")
    );
    assert_eq!(
        applied(&admin, "?force=true", &role("Three", ", revision: '2'")).await,
        ["role/ops replaced"]
    );

    let path = "/api/v1/resources/roles/ops";
    let put = admin.send_text(Method::PUT, path, &role("Four", "")).await;
    assert_eq!(put.json()["resources"][0]["outcome"], "replaced", "{}", put.text);
    let other = admin
        .send_text(Method::PUT, "/api/v1/resources/role/other", &role("Five", ""))
        .await;
    assert_eq!(other.code(), "bad_request");
    assert_eq!(admin.see(path).await["metadata"]["description"], "Four");
    let gone = admin.send(Method::DELETE, path, None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(admin.send(Method::DELETE, path, None).await.code(), "not_found");
}

#[tokio::test]
async fn people_keep_what_their_organization_says_and_the_last_editor_stays() {
    let world = World::new().await;
    let admin = world.admin().await;
    for text in [
        "kind: user\nmetadata: {name: root}\nspec: {roles: [access]}",
        "kind: user\nmetadata: {name: root}\nspec: {roles: [editor, access], disabled: true}",
    ] {
        assert_eq!(
            send(&admin, "?force=true", text).await.code(),
            "last_editor",
            "{text}"
        );
    }
    let removed = admin
        .send(Method::DELETE, "/api/v1/resources/user/root", None)
        .await;
    assert_eq!(removed.code(), "last_editor");
    let traits = "kind: user\nmetadata: {name: root}\nspec: {roles: [editor, access], traits: {a: b}}";
    let refused = send(&admin, "?force=true", traits).await;
    assert_eq!(
        refused.json()["error"]["field"],
        "spec.traits",
        "{}",
        refused.text
    );

    applied(
        &admin,
        "",
        "kind: user\nmetadata: {name: Grace}\nspec: {roles: access, disabled: true}",
    )
    .await;
    let person = admin.see("/api/v1/users?q=grace").await["people"][0].clone();
    assert_eq!(
        (&person["state"], &person["has_password"]),
        (&json!("inactive"), &json!(false))
    );
    let id = person["id"].as_str().unwrap();
    let reset = json!({"password": "correct horse battery", "second_factor": false, "disabled": false});
    let reply = admin
        .send(Method::PATCH, &format!("/api/v1/users/{id}"), Some(reset))
        .await;
    assert_eq!(reply.json()["has_password"], true, "{}", reply.text);
    assert!(!reply.text.contains("horse"));
    let signed_in = json!({"name": "grace", "password": "correct horse battery"});
    assert_eq!(
        world.nobody().post("/api/v1/session", signed_in).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn settings_of_the_integration_are_set_and_its_credentials_stay() {
    let world = World::new().await;
    let admin = world.admin().await;
    connect(&admin).await;
    let settings = "kind: plugin\nversion: v1\nmetadata: {name: okta}\nspec:\n  settings:\n    okta:\n      \
        scan: {interval: 1h, share_percent: 20, enabled: false}\n      \
        sync_settings: {sync_users: true, user_sync_source: groups, groups: ['eng*'], disable_assign_default_roles: true}\n";
    assert_eq!(
        applied(&admin, "?force=true", settings).await,
        ["plugin/okta replaced"]
    );
    assert_eq!(applied(&admin, "", settings).await, ["plugin/okta unchanged"]);
    let shown = admin.see("/api/v1/integrations/okta").await;
    assert_eq!(
        shown["settings"],
        json!({
            "scan_interval_s": 3600, "share_percent": 20, "scan_enabled": false, "refresh_interval_s": 60,
            "log_interval_s": null, "log_history_days": 90,
        })
    );
    let sync = admin.see("/api/v1/integrations/okta/sync").await["settings"].clone();
    assert_eq!(
        (&sync["scope"], &sync["role"], &sync["enabled"]),
        (&json!("groups"), &Value::Null, &json!(true))
    );
    for (wrong, field) in [
        ("scan: {interval: 1s}", "spec.settings.okta.scan.interval"),
        (
            "scan: {share_percent: 0}",
            "spec.settings.okta.scan.share_percent",
        ),
        (
            "sync_settings: {user_sync_source: groups}",
            "spec.settings.okta.sync_settings.groups",
        ),
        (
            "sync_settings: {app_name: x, default_role: nobody}",
            "spec.settings.okta.sync_settings.default_role",
        ),
        ("org_url: https://other.okta.com", "spec.settings.okta.org_url"),
    ] {
        let text =
            format!("kind: plugin\nmetadata: {{name: okta}}\nspec: {{settings: {{okta: {{{wrong}}}}}}}");
        let refused = send(&admin, "?force=true", &text).await;
        assert_eq!(
            refused.json()["error"]["field"],
            field,
            "{wrong}: {}",
            refused.text
        );
    }
}

/// Each kind, each deed, each role: the same as the pages' calls for the same deed.
#[tokio::test]
async fn a_resource_needs_the_right_of_the_pages_call() {
    let world = World::new().await;
    let admin = world.admin().await;
    let reader = world.with_token(RoleWord::Reader).await;
    let may = async |client: &Client| {
        let kinds = client.see("/api/v1/resources").await["kinds"].clone();
        let kinds = kinds.as_array().unwrap().clone();
        let line = |kind: &Value| {
            format!(
                "{}: {}",
                kind["kind"].as_str().unwrap(),
                all(&kind["may"], "").join(" ")
            )
        };
        kinds.iter().map(line).collect::<Vec<_>>()
    };
    let everything = [
        "role",
        "saml",
        "oidc",
        "user",
        "lock",
        "plugin",
        "rule",
        "rule_tuning",
        "forward",
    ]
    .map(|kind| format!("{kind}: list read create update delete"));
    assert_eq!(may(&admin).await, everything);
    assert_eq!(
        may(&reader).await,
        [
            "role: ",
            "saml: ",
            "oidc: ",
            "user: ",
            "lock: ",
            "plugin: list read",
            "rule: list read",
            "rule_tuning: list read",
            "forward: list read"
        ]
    );
    for kind in ["role", "saml", "oidc", "user", "lock"] {
        let reply = reader.get(&format!("/api/v1/resources/{kind}")).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{kind}");
        let reply = reader
            .send(Method::DELETE, &format!("/api/v1/resources/{kind}/x"), None)
            .await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{kind}");
    }
    let reply = send(&reader, "", OPS).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", reply.text);
    assert_eq!(
        world.nobody().get("/api/v1/resources/role").await.code(),
        "signed_out"
    );
    assert_eq!(admin.get("/api/v1/resources/rolle").await.code(), "unknown_kind");
    assert!(Resource::ALL.len() > 3 && Verb::ALL.len() > 3);
}

#[tokio::test]
async fn a_large_file_is_taken_and_an_endless_one_is_not() {
    let world = World::new().await;
    let admin = world.admin().await;
    let many: String = (0..3_000)
        .map(|number| format!("---\nkind: user\nmetadata: {{name: p{number}}}\nspec: {{roles: [access]}}\n"))
        .collect();
    let reply = send(&admin, "?dry_run=true", &many).await;
    assert_eq!(
        reply.json()["resources"].as_array().unwrap().len(),
        3_000,
        "{}",
        &reply.text[..200]
    );
    let deep = format!("{}a{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(send(&admin, "", &deep).await.json()["error"]["field"], "text");
}
