//! SQL over HTTP.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::world::{World, all};

#[tokio::test]
async fn rows_come_as_json_with_types() {
    let world = World::new().await;
    let admin = world.admin().await;
    let sql = "SELECT identity, resource, action, identity_group, standing_privileges FROM access_path \
        WHERE identity = 'dave@acme.example' AND resource = 'wiki'";
    let reply = admin.post("/api/v1/query", json!({"sql": sql})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let answer = reply.json();
    assert_eq!(
        all(&answer["columns"], "/type"),
        ["text", "text", "text", "list", "int"]
    );
    assert_eq!(
        answer["rows"],
        json!([["dave@acme.example", "wiki", "access", ["everyone"], 5]])
    );
    assert_eq!(
        (&answer["row_count"], &answer["truncated"]),
        (&json!(1), &json!(false))
    );
    assert_eq!(answer["snapshot"]["org_url"], "https://acme.okta.com");
}

#[tokio::test]
async fn json_columns_are_json_and_moments_are_text() {
    let world = World::new().await;
    let admin = world.admin().await;
    let sql = "SELECT labels, alias, created FROM nodes WHERE name = 'github'";
    let answer = admin.post("/api/v1/query", json!({"sql": sql})).await.json();
    assert_eq!(answer["rows"][0][0]["okta/org"], "https://acme.okta.com");
    assert!(answer["rows"][0][1].is_array());
    let moment = admin
        .post("/api/v1/query", json!({"sql": "SELECT taken_at FROM snapshots"}))
        .await
        .json();
    assert_eq!(moment["rows"], json!([["2026-01-31T09:59:00.000Z"]]));
}

#[tokio::test]
async fn answers_are_cut_at_the_asked_number_of_rows() {
    let world = World::new().await;
    let admin = world.admin().await;
    let answer = admin
        .post(
            "/api/v1/query",
            json!({"sql": "SELECT name FROM nodes", "max_rows": 2}),
        )
        .await
        .json();
    assert_eq!(
        (&answer["row_count"], &answer["truncated"]),
        (&json!(2), &json!(true))
    );
    for rows in [0, 100_001] {
        let reply = admin
            .post("/api/v1/query", json!({"sql": "SELECT 1", "max_rows": rows}))
            .await;
        assert_eq!(reply.json()["error"]["field"], "max_rows");
    }
}

#[tokio::test]
async fn rows_stream_as_lines_and_as_csv() {
    let world = World::new().await;
    let admin = world.admin().await;
    let body = json!({"sql": "SELECT name, standing_privileges FROM identities WHERE sub_kind = 'okta_user' ORDER BY name LIMIT 2"});
    let lines = admin
        .clone()
        .header("accept", "application/x-ndjson")
        .post("/api/v1/query", body.clone())
        .await;
    assert_eq!(lines.header("content-type"), "application/x-ndjson");
    let rows: Vec<Value> = lines
        .text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((rows.len(), &rows[0]["name"]), (2, &json!("alice@acme.example")));
    let csv = admin
        .clone()
        .header("accept", "text/csv")
        .post("/api/v1/query", body)
        .await;
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"portolan.csv\""
    );
    assert!(
        csv.text
            .starts_with("name,standing_privileges\r\nalice@acme.example,"),
        "{}",
        csv.text
    );
    let formulas = json!({"sql": "SELECT '-1' AS minus, '' AS nothing, NULL AS unknown, -1 AS number"});
    for (accept, row) in [
        ("text/csv", "'-1,,,-1"),
        ("text/csv; formulas=as-is", "-1,\"\",,-1"),
    ] {
        let csv = admin.clone().header("accept", accept);
        let csv = csv.post("/api/v1/query", formulas.clone()).await;
        assert_eq!(csv.text, format!("minus,nothing,unknown,number\r\n{row}\r\n"));
    }
    let cut = json!({"sql": "SELECT name FROM nodes", "max_rows": 1});
    let cut = admin
        .header("accept", "application/x-ndjson")
        .post("/api/v1/query", cut)
        .await;
    assert!(
        cut.text
            .lines()
            .last()
            .unwrap()
            .contains("\"code\":\"truncated\""),
        "{}",
        cut.text
    );
}

#[tokio::test]
async fn mistakes_are_told_with_place_and_advice() {
    let world = World::new().await;
    let admin = world.admin().await;
    let wrong = async |sql: &str| admin.post("/api/v1/query", json!({"sql": sql})).await;
    let column = wrong("SELECT *\nFROM access_path WHERE identty = 'x'").await;
    assert_eq!(
        (column.status, column.code().as_str()),
        (StatusCode::BAD_REQUEST, "unknown_column")
    );
    assert_eq!(column.json()["error"]["position"]["line"], 2);
    assert!(
        column.json()["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("identity"),
        "{}",
        column.text
    );
    for (sql, code) in [
        ("DELETE FROM nodes", "read_only"),
        ("SELEC 1", "syntax"),
        ("SELECT * FROM users_of_mars", "unknown_table"),
    ] {
        let reply = wrong(sql).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (StatusCode::BAD_REQUEST, code),
            "{sql}: {}",
            reply.text
        );
    }
}

#[tokio::test]
async fn past_moments_are_asked_by_snapshot_or_time() {
    let world = World::new().await;
    let before = world.admin().await.see("/api/v1/snapshots").await["snapshots"][0]["snapshot"]["id"].clone();
    world.scan(
        &super::world::ACME
            .replace("user dave@acme.example", "user erin@acme.example")
            .replace("dave@acme.example", "erin@acme.example"),
        60_000,
    );
    world.pass_s(120);
    let admin = world.admin().await;
    let count = async |as_of: Option<&str>| {
        let body =
            json!({"sql": "SELECT count(*) FROM nodes WHERE name = 'dave@acme.example'", "as_of": as_of});
        admin.post("/api/v1/query", body).await.json()["rows"][0][0].clone()
    };
    assert_eq!(count(None).await, 0);
    assert_eq!(count(before.as_str()).await, 1);
    assert_eq!(count(Some("2026-01-31T10:00:00Z")).await, 1);
    let odd = admin
        .post(
            "/api/v1/query",
            json!({"sql": "SELECT 1", "as_of": "yesterdayish"}),
        )
        .await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn cancelling_what_does_not_run_says_so() {
    let world = World::new().await;
    let reply = world
        .admin()
        .await
        .send(Method::DELETE, "/api/v1/query/q-1", None)
        .await;
    assert_eq!(reply.json(), json!({"id": "q-1", "cancelled": false}));
}

#[tokio::test]
async fn the_editor_knows_tables_and_columns() {
    let world = World::new().await;
    let schema = world.admin().await.see("/api/v1/query/schema").await;
    let tables = all(&schema["tables"], "/name");
    for table in ["access_path", "nodes", "edges", "okta_users", "okta_api_tokens"] {
        assert!(tables.iter().any(|known| known == table), "{table} is missing");
    }
    let path = schema["tables"]
        .as_array()
        .unwrap()
        .iter()
        .find(|table| table["name"] == "access_path")
        .unwrap();
    let column = path["columns"]
        .as_array()
        .unwrap()
        .iter()
        .find(|column| column["name"] == "identity_group")
        .unwrap();
    assert_eq!(column["type"], "list");
}

#[tokio::test]
async fn every_example_runs_as_it_is() {
    let world = World::new().await;
    world.pass_s(3 * 24 * 3600);
    let admin = world.admin().await;
    let examples = admin.see("/api/v1/query/examples").await["examples"].clone();
    assert!(examples.as_array().unwrap().len() >= 15);
    for example in examples.as_array().unwrap() {
        let reply = admin.post("/api/v1/query", json!({"sql": example["sql"]})).await;
        // Nothing keeps events here: what asks for them is understood, planned, and has nobody to ask.
        let sql = example["sql"].as_str().unwrap();
        let expected = if sql.contains("FROM activity") || sql.contains("FROM alerts") {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::OK
        };
        assert_eq!(reply.status, expected, "{}: {}", example["sql"], reply.text);
    }
    let first = examples[2]["sql"].as_str().unwrap();
    assert_eq!(
        first,
        "SELECT * FROM access_path WHERE identity = 'alice@acme.example' AND kind = 'ALLOWED';"
    );
}

#[tokio::test]
async fn links_of_the_first_page_run_too() {
    let world = World::new().await;
    let admin = world.admin().await;
    let home = admin.see("/api/v1/home").await;
    for question in home["questions"].as_array().unwrap() {
        if let Some(sql) = question["link"]["sql"].as_str() {
            let reply = admin.post("/api/v1/query", json!({"sql": sql})).await;
            assert_eq!(reply.status, StatusCode::OK, "{sql}: {}", reply.text);
        }
    }
}

#[tokio::test]
async fn events_that_cannot_be_had_are_an_error_and_their_columns_are_told() {
    let world = World::new().await;
    let admin = world.admin().await;
    let sql = "SELECT count(DISTINCT ip) FROM activity";
    let reply = admin.post("/api/v1/query", json!({"sql": sql})).await;
    assert_eq!(
        (reply.status, reply.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    );
    let schema = admin.get("/api/v1/query/schema").await.json();
    let tables = schema["tables"].as_array().unwrap();
    let activity = tables.iter().find(|table| table["name"] == "activity").unwrap();
    assert!(activity["columns"].as_array().unwrap().len() > 45);
}

#[test]
fn tables_of_events_and_alerts_are_open_to_whoever_may_open_their_pages() {
    use crate::session::rights_of;
    use domain::role::{Conditions, Resource, Role, Rule, Verb, preset};
    let auditor = preset("auditor").unwrap();
    assert_eq!(rights_of(&[auditor]), query::Rights::ALL);
    assert_eq!(
        rights_of(&[preset("requester").unwrap()]),
        query::Rights::default()
    );
    let denied = Role {
        name: "denied".to_owned(),
        deny: Conditions {
            rules: vec![Rule {
                resources: vec![Resource::AccessGraph, Resource::Activity, Resource::Alert],
                verbs: vec![Verb::List, Verb::Read],
            }],
            ..Conditions::default()
        },
        ..Role::default()
    };
    let both = [preset("auditor").unwrap(), denied];
    assert_eq!(rights_of(&both), query::Rights::default());
}
