//! Search, browse, panel, connections, access.

use http::StatusCode;
use serde_json::{Value, json};

use super::world::{World, all, id};

#[tokio::test]
async fn search_forgives_and_bounds() {
    let world = World::new().await;
    let admin = world.admin().await;
    let found = admin.see("/api/v1/search?q=alice").await;
    assert_eq!(found["hits"][0]["node"]["name"], "alice@acme.example");
    let typo = admin.see("/api/v1/search?q=gitbub&limit=3").await;
    assert_eq!(typo["hits"][0]["node"]["name"], "github");
    assert_eq!(admin.see("/api/v1/search?q=zzzzzzzz").await["hits"], json!([]));
    for path in ["/api/v1/search?q=a&limit=0", "/api/v1/search?q=a&limit=101"] {
        assert_eq!(
            admin.get(path).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path}"
        );
    }
    assert_eq!(admin.get("/api/v1/search").await.code(), "bad_request");
}

#[tokio::test]
async fn browse_filters_sorts_and_pages() {
    let world = World::new().await;
    let admin = world.admin().await;
    let see = async |query: &str| admin.see(&format!("/api/v1/nodes?{query}")).await;
    let names = |page: &Value| all(&page["rows"], "/node/name");
    assert_eq!(
        names(&see("sub_kind=okta_user").await),
        [
            "alice@acme.example",
            "bob@acme.example",
            "carol@acme.example",
            "dave@acme.example"
        ]
    );
    assert_eq!(
        names(&see("sub_kind=okta_group&sort=-name").await),
        ["helpdesk", "everyone", "eng"]
    );
    assert_eq!(
        names(&see("sub_kind=okta_group&sort=-population").await),
        ["everyone", "eng", "helpdesk"]
    );
    assert_eq!(
        names(&see("sub_kind=okta_user&sort=-standing_privileges&limit=1").await),
        ["alice@acme.example"]
    );
    assert_eq!(
        names(&see("sub_kind=okta_user&q=BUILD").await),
        ["bob@acme.example"],
        "aliases count"
    );
    assert_eq!(
        names(&see("kind=identity&status=SUSPENDED").await),
        ["carol@acme.example"]
    );
    assert_eq!(
        names(&see("kind=identity_group&sub_kind=okta_user").await),
        [""; 0]
    );
    let first = see("sub_kind=okta_user&limit=3").await;
    assert_eq!((&first["total"], names(&first).len()), (&json!(4), 3));
    let rest = see(&format!(
        "sub_kind=okta_user&limit=3&cursor={}",
        first["next_cursor"].as_str().unwrap()
    ))
    .await;
    assert_eq!(
        (names(&rest), &rest["next_cursor"]),
        (vec!["dave@acme.example".to_owned()], &Value::Null)
    );
    let mixed = names(&see("kind=identity").await);
    assert_eq!(
        mixed.last().map(String::as_str),
        Some("worker"),
        "service apps are identities: {mixed:?}"
    );
}

#[tokio::test]
async fn browse_refuses_nonsense_with_advice() {
    let world = World::new().await;
    let admin = world.admin().await;
    let unknown = admin.get("/api/v1/nodes?sub_kind=okta_cat").await;
    assert_eq!(unknown.json()["error"]["field"], "sub_kind");
    assert!(
        unknown.json()["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("okta_user")
    );
    assert_eq!(
        admin.get("/api/v1/nodes?limit=1001").await.json()["error"]["field"],
        "limit"
    );
    assert_eq!(
        admin.get("/api/v1/nodes?cursor=x").await.json()["error"]["field"],
        "cursor"
    );
    assert_eq!(
        admin.get("/api/v1/nodes?surprise=1").await.status,
        StatusCode::BAD_REQUEST
    );
}

/// Sections of a panel: `id: rows`.
fn sections(panel: &Value) -> String {
    let section = |section: &Value| {
        let row = |row: &Value| {
            let name = row["node"]["name"].as_str().unwrap_or("-");
            let detail = row["detail"]
                .as_str()
                .map_or(String::new(), |detail| format!(" [{detail}]"));
            format!("{name} ({}){detail}", row["text"].as_str().unwrap())
        };
        let rows: Vec<String> = section["rows"].as_array().unwrap().iter().map(row).collect();
        format!("{}: {}", section["id"].as_str().unwrap(), rows.join(" · "))
    };
    panel["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(section)
        .collect::<Vec<_>>()
        .join("\n")
}

async fn panel(native: &str) -> Value {
    let world = World::new().await;
    world
        .admin()
        .await
        .see(&format!("/api/v1/nodes/{}", id(native)))
        .await
}

#[tokio::test]
async fn panel_of_a_person() {
    let panel = panel("00ualice@acme.example").await;
    insta::assert_snapshot!(sections(&panel), @"
    memberships: everyone (member) · eng (member)
    assignments: github (through eng) · wiki (through everyone)
    roles: Super Admin (direct) [over the whole organization]
    tokens: ci (in force)
    owned_groups:
    ");
    assert_eq!(panel["node"]["detail"], "Alice Liddell");
    assert_eq!(panel["labels"]["okta/org"], "https://acme.okta.com");
    assert_eq!(
        panel["okta_url"],
        "https://acme-admin.okta.com/admin/user/profile/view/00ualice@acme.example"
    );
    assert_eq!(
        panel["notices"][0]["message"],
        "this person is a super administrator"
    );
    assert_eq!(panel["has_raw"], true);
}

#[tokio::test]
async fn panel_of_a_group() {
    insta::assert_snapshot!(sections(&panel("00geng").await), @"
    members: alice@acme.example (member) · bob@acme.example (member)
    owners: bob@acme.example (owner)
    rules: engineers (in force) [user.department == 'eng']
    apps: github (assigned to the group)
    roles: 
    administrators: helpdesk (Help Desk Admin) [over eng]
    eligibility:
    ");
}

#[tokio::test]
async fn panel_of_an_app() {
    insta::assert_snapshot!(sections(&panel("0oagithub").await), @"
    users: alice@acme.example (through a group) · bob@acme.example (through a group) · dave@acme.example (direct)
    groups: eng (2 members)
    credentials: 
    administrators:
    ");
}

#[tokio::test]
async fn panel_of_a_service_app() {
    insta::assert_snapshot!(sections(&panel("0oaworker").await), @"
    users: 
    groups: 
    credentials: ocss1 (client secret)
    administrators: 
    grants: - (okta.users.manage)
    roles:
    ");
}

#[tokio::test]
async fn panel_of_a_role() {
    insta::assert_snapshot!(sections(&panel("HELP_DESK_ADMIN").await), @"
    holders: dave@acme.example (through helpdesk) [over eng]
    assignments: helpdesk (assigned) [over eng]
    permissions:
    ");
}

#[tokio::test]
async fn panel_of_a_token() {
    let panel = panel("00Tci").await;
    insta::assert_snapshot!(sections(&panel), @"
    owner: alice@acme.example (owner)
    roles: Super Admin (direct) [over the whole organization]
    network:
    ");
    insta::assert_snapshot!(all(&panel["notices"], "/message").join("\n"), @"
    this token acts as a super administrator
    this token can be used from anywhere
    ");
}

#[tokio::test]
async fn panel_of_the_organization() {
    insta::assert_snapshot!(sections(&panel("00oacme").await), @"
    administrators: alice@acme.example (Super Admin) [direct]
    tokens: ci (in force) · old (in force)
    ");
}

#[tokio::test]
async fn names_find_nodes_unknown_ones_get_advice() {
    let world = World::new().await;
    let admin = world.admin().await;
    assert_eq!(
        admin.see("/api/v1/nodes/github").await["node"]["id"],
        "okta/acme.okta.com/0oagithub"
    );
    assert_eq!(
        admin.see("/api/v1/nodes/GitHub").await["node"]["id"],
        "okta/acme.okta.com/0oagithub",
        "nothing is written just so, and one differs only in the letter case"
    );
    let unknown = admin.get("/api/v1/nodes/githup").await;
    assert_eq!(
        (unknown.status, unknown.code().as_str()),
        (StatusCode::NOT_FOUND, "not_found")
    );
    assert_eq!(unknown.json()["error"]["hint"], "near it are `github`");
}

#[tokio::test]
async fn raw_objects_come_from_the_snapshot() {
    let world = World::new().await;
    let admin = world.admin().await;
    let raw = admin
        .see(&format!("/api/v1/nodes/{}/raw", id("00ualice@acme.example")))
        .await;
    assert_eq!(raw["raw"], json!({}));
    let none = admin
        .get(&format!("/api/v1/nodes/{}/raw", id("SUPER_ADMIN")))
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn connections_are_folded_and_paged() {
    let world = World::new().await;
    let admin = world.admin().await;
    let path = format!("/api/v1/nodes/{}/connections", id("00geng"));
    let view = admin.see(&path).await;
    let fold = |fold: &Value| {
        let text = |key: &str| fold[key].as_str().unwrap().to_owned();
        format!(
            "{} {} {}: {}",
            text("direction"),
            text("edge"),
            fold["count"],
            text("label")
        )
    };
    let folds: Vec<String> = view["folds"].as_array().unwrap().iter().map(fold).collect();
    insta::assert_snapshot!(folds.join("\n"), @"
    out assigned_to 1: assigned to
    in member_of 2: members
    in owns 1: owners
    in scoped_to 1: roles over it
    in rule_adds_to 1: group rules
    in can_add_member 1: whoever can add members
    ");
    assert_eq!(view["page"], Value::Null);
    let page = admin
        .see(&format!("{path}?edge=member_of&direction=in&limit=1"))
        .await;
    assert_eq!(
        (&page["page"]["total"], &page["page"]["rows"][0]["node"]["name"]),
        (&json!(2), &json!("alice@acme.example"))
    );
    let next = page["page"]["next_cursor"].as_str().unwrap();
    let page = admin
        .see(&format!(
            "{path}?edge=member_of&direction=in&limit=1&cursor={next}"
        ))
        .await;
    assert_eq!(page["page"]["rows"][0]["node"]["name"], "bob@acme.example");
    assert_eq!(
        admin.get(&format!("{path}?edge=likes")).await.json()["error"]["field"],
        "edge"
    );
}

/// Ways as sentences.
fn ways(page: &Value) -> String {
    all(&page["rows"], "/why").join("\n")
}

#[tokio::test]
async fn access_of_a_person_a_group_an_app_and_a_role() {
    let world = World::new().await;
    let admin = world.admin().await;
    let see = async |native: &str, query: &str| {
        admin
            .see(&format!("/api/v1/nodes/{}/access{query}", id(native)))
            .await
    };
    let dave = see("00udave@acme.example", "").await;
    assert_eq!(
        (&dave["direction"], &dave["distinct"]),
        (&json!("from"), &json!(5))
    );
    insta::assert_snapshot!(ways(&dave), @"
    dave@acme.example is a member of everyone
    dave@acme.example is a member of helpdesk
    dave@acme.example is assigned to github directly
    dave@acme.example is a member of everyone, which is assigned to wiki
    dave@acme.example is a member of helpdesk, which holds the role Help Desk Admin over eng
    ");
    assert_eq!(
        dave["sql"],
        "SELECT * FROM access_path WHERE identity_id = 'okta/acme.okta.com/00udave@acme.example' AND kind = 'ALLOWED'"
    );
    insta::assert_snapshot!(ways(&see("0oagithub", "").await), @"
    dave@acme.example is assigned to github directly
    alice@acme.example is a member of eng, which is assigned to github
    bob@acme.example is a member of eng, which is assigned to github
    ");
    insta::assert_snapshot!(ways(&see("00geng", "?direction=from").await), @"
    alice@acme.example is a member of eng, which is assigned to github
    bob@acme.example is a member of eng, which is assigned to github
    ");
    insta::assert_snapshot!(ways(&see("HELP_DESK_ADMIN", "").await), @"dave@acme.example is a member of helpdesk, which holds the role Help Desk Admin over eng");
    let admin_only = see("00udave@acme.example", "?action_type=admin_role").await;
    assert_eq!(admin_only["total"], 1);
    let path: Vec<String> = all(&admin_only["rows"][0]["path"], "/column");
    assert_eq!(path, ["identity", "group", "action", "group"]);
    let bad = admin
        .get(&format!("/api/v1/nodes/{}/access?action_type=x", id("00geng")))
        .await;
    assert_eq!(bad.json()["error"]["field"], "action_type");
}
