//! Ways, blast radius, differences, pictures.

use http::StatusCode;
use serde_json::{Value, json};

use super::world::{ACME, World, all};

#[tokio::test]
async fn the_shortest_way_is_told_step_by_step() {
    let world = World::new().await;
    let admin = world.admin().await;
    let way = admin
        .see("/api/v1/graph/path?from=dave@acme.example&to=wiki")
        .await;
    assert_eq!(way["found"], true);
    insta::assert_snapshot!(all(&way["steps"], "/explanation").join("\n"), @"
    dave@acme.example is a member of everyone and has what the group has
    wiki is assigned to the group everyone: every member can open it
    ");
    let none = admin
        .see("/api/v1/graph/path?from=carol@acme.example&to=github")
        .await;
    assert_eq!(
        (&none["found"], none["steps"].as_array().unwrap().len()),
        (&json!(false), 0)
    );
    assert_eq!(
        none["summary"],
        "whoever takes over carol@acme.example does not get to github"
    );
    let same = admin.see("/api/v1/graph/path?from=github&to=github").await;
    assert_eq!(same["found"], true);
    assert_eq!(
        admin
            .get("/api/v1/graph/path?from=github&to=nowhere")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn blast_radius_of_a_help_desk_and_of_a_super_administrator() {
    let world = World::new().await;
    let admin = world.admin().await;
    let token = admin.see("/api/v1/graph/blast?node=ci").await;
    assert_eq!(
        token["reaches_organization"], true,
        "the token acts as a super administrator"
    );
    let desk = admin.see("/api/v1/graph/blast?node=dave@acme.example").await;
    assert_eq!(
        desk["reaches_organization"], false,
        "the barrier keeps the help desk from administrators"
    );
    insta::assert_snapshot!(all(&desk["rows"], "/explanation").join("\n"), @"
    dave@acme.example is a member of everyone and has what the group has
    dave@acme.example is a member of helpdesk and has what the group has
    dave@acme.example is assigned to github directly
    wiki is assigned to the group everyone: every member can open it
    helpdesk holds the role Help Desk Admin: it can reset password and factors of bob@acme.example
    bob@acme.example is a member of eng and has what the group has
    ");
    let worst = admin
        .see("/api/v1/graph/blast?node=dave@acme.example&assume_worst=true")
        .await;
    assert_eq!(
        worst["reaches_organization"], true,
        "without it a reset of alice's password is the whole organization"
    );
    let first = admin.see("/api/v1/graph/blast?node=ci&limit=2").await;
    assert_eq!(
        (
            first["rows"].as_array().unwrap().len(),
            first["next_cursor"].is_string()
        ),
        (2, true)
    );
    let sources = admin.see("/api/v1/graph/blast?node=00oacme&direction=to").await;
    let mut names = all(&sources["rows"], "/node/name");
    names.sort();
    assert_eq!(names, ["alice@acme.example", "ci"]);
}

#[tokio::test]
async fn differences_name_what_came_and_what_went() {
    let world = World::new().await;
    let later = ACME
        .replace(
            "group eng OKTA_GROUP: alice@acme.example bob@acme.example",
            "group eng OKTA_GROUP: alice@acme.example carol@acme.example",
        )
        .replace(
            "user carol@acme.example SUSPENDED",
            "user carol@acme.example ACTIVE",
        )
        .replace("token old: bob@acme.example\n", "");
    let before = world.admin().await.see("/api/v1/snapshots").await["snapshots"][0]["snapshot"]["id"].clone();
    world.scan(&later, 60_000);
    world.pass_s(120);
    let admin = world.admin().await;
    let diff = admin.see("/api/v1/graph/diff").await;
    assert_eq!(diff["from"]["id"], before);
    insta::assert_snapshot!(all(&diff["rows"], "/explanation").join("\n"), @"
    carol@acme.example can now open github: carol@acme.example is now a member of eng; the account is enabled now
    carol@acme.example can now open wiki: the account is enabled now
    bob@acme.example can no longer open github: bob@acme.example is no longer a member of eng
    carol@acme.example is now a member of eng
    bob@acme.example is no longer a member of eng
    old no longer acts as bob@acme.example
    old is gone from the api tokens
    carol@acme.example went from SUSPENDED to ACTIVE
    ");
    let count = |class: &str| {
        let summary = diff["summary"].as_array().unwrap();
        let found = summary.iter().find(|count| count["class"] == class).unwrap();
        (found["gained"].as_u64().unwrap(), found["lost"].as_u64().unwrap())
    };
    assert_eq!(
        [count("access"), count("memberships"), count("status")],
        [(2, 1), (1, 1), (1, 0)]
    );
    let some = admin.see("/api/v1/graph/diff?class=status").await;
    assert_eq!(some["total"], 1);
    let named = admin
        .see(&format!(
            "/api/v1/graph/diff?from={}&to=2026-01-31T10:02:00Z",
            before.as_str().unwrap()
        ))
        .await;
    assert_eq!(named["total"], diff["total"]);
    let early = admin.get("/api/v1/graph/diff?from=2020-01-01").await;
    assert_eq!(
        (early.status, early.code().as_str()),
        (StatusCode::NOT_FOUND, "not_found")
    );
    assert_eq!(
        admin.get("/api/v1/graph/diff?class=x").await.json()["error"]["field"],
        "class"
    );
}

#[tokio::test]
async fn one_snapshot_has_nothing_to_compare_with() {
    let world = World::new().await;
    let reply = world.admin().await.get("/api/v1/graph/diff").await;
    assert_eq!(
        reply.json()["error"]["message"],
        "there is no earlier snapshot to compare with"
    );
}

/// A picture: nodes, then edges and folds.
fn drawn(view: &Value) -> String {
    let name = |id: &Value| {
        let id = id.as_str().unwrap();
        id.rsplit('/').next().unwrap().to_owned() + if id.contains(':') { "…" } else { "" }
    };
    let mut nodes: Vec<String> = view["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            format!(
                "{}|{}",
                node["column"].as_str().unwrap(),
                node["node"]["name"].as_str().unwrap()
            )
        })
        .collect();
    nodes.sort();
    let edge = |edge: &Value| {
        format!(
            "{} -{}-> {}",
            name(&edge["from"]),
            edge["edge"].as_str().unwrap(),
            name(&edge["to"])
        )
    };
    let mut edges: Vec<String> = view["edges"].as_array().unwrap().iter().map(edge).collect();
    edges.sort();
    let folds = all(&view["folds"], "/label");
    format!(
        "{}\n\n{}\n\n{}",
        nodes.join("\n"),
        edges.join("\n"),
        folds.join("\n")
    )
}

#[tokio::test]
async fn explore_shows_what_surrounds_a_node() {
    let world = World::new().await;
    let admin = world.admin().await;
    let view = admin.see("/api/v1/graph/explore?nodes=eng").await;
    insta::assert_snapshot!(drawn(&view), @"
    action|Help Desk Admin
    group|eng
    group|engineers
    identity|alice@acme.example
    identity|bob@acme.example
    resource|github

    00geng -assigned_to-> 0oagithub
    00ualice@acme.example -can_add_member-> 00geng
    00ualice@acme.example -member_of-> 00geng
    00ubob@acme.example -member_of-> 00geng
    00ubob@acme.example -owns-> 00geng
    0prengineers -rule_adds_to-> 00geng
    HELP_DESK_ADMIN -scoped_to-> 00geng
    ");
}

#[tokio::test]
async fn explore_folds_big_fans_and_opens_them() {
    let world = World::new().await;
    let admin = world.admin().await;
    let view = admin
        .see("/api/v1/graph/explore?nodes=everyone&fold_above=2")
        .await;
    insta::assert_snapshot!(drawn(&view), @"
    group|everyone
    resource|wiki

    00geveryone -assigned_to-> 0oawiki
    00geveryone… -member_of-> 00geveryone

    4 members
    ");
    let fold = view["folds"][0]["id"].as_str().unwrap();
    let open = admin
        .see(&format!(
            "/api/v1/graph/explore?nodes=everyone&fold_above=2&unfold={fold}"
        ))
        .await;
    assert_eq!(open["folds"], json!([]));
    assert_eq!(open["nodes"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn explore_draws_view_access_from_left_to_right() {
    let world = World::new().await;
    let admin = world.admin().await;
    let view = admin
        .see("/api/v1/graph/explore?nodes=dave@acme.example&mode=access")
        .await;
    insta::assert_snapshot!(drawn(&view), @"
    action|Help Desk Admin
    group|eng
    group|everyone
    group|helpdesk
    identity|dave@acme.example
    resource|github
    resource|wiki

    00geng -assigned_to-> 0oagithub
    00geveryone -assigned_to-> 0oawiki
    00ghelpdesk -has_role-> HELP_DESK_ADMIN
    00udave@acme.example -assigned_to-> 0oagithub
    00udave@acme.example -member_of-> 00geveryone
    00udave@acme.example -member_of-> 00ghelpdesk
    HELP_DESK_ADMIN -scoped_to-> 00geng
    ");
    let to = admin.see("/api/v1/graph/explore?nodes=github&mode=access").await;
    insta::assert_snapshot!(drawn(&to), @"
    group|eng
    identity|alice@acme.example
    identity|bob@acme.example
    identity|dave@acme.example
    resource|github

    00geng -assigned_to-> 0oagithub
    00ualice@acme.example -member_of-> 00geng
    00ubob@acme.example -member_of-> 00geng
    00ubob@acme.example -owns-> 00geng
    00udave@acme.example -assigned_to-> 0oagithub
    ");
}

#[tokio::test]
async fn explore_is_bounded() {
    let world = World::new().await;
    let admin = world.admin().await;
    let many = vec!["eng"; 101].join(",");
    for query in [
        "nodes=",
        "nodes=eng&fold_above=0",
        "nodes=eng&fold_above=501",
        &format!("nodes={many}"),
    ] {
        let reply = admin.get(&format!("/api/v1/graph/explore?{query}")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    assert_eq!(
        admin.get("/api/v1/graph/explore?nodes=nowhere").await.status,
        StatusCode::NOT_FOUND
    );
    let too_many = admin
        .post("/api/v1/graph/subgraph", json!({"nodes": vec!["eng"; 1001]}))
        .await;
    assert_eq!(too_many.json()["error"]["field"], "nodes");
}

#[tokio::test]
async fn a_result_is_drawn_with_the_edges_among_its_nodes() {
    let world = World::new().await;
    let admin = world.admin().await;
    let body = json!({"nodes": ["alice@acme.example", "eng", "github", "nowhere"]});
    let view = admin.post("/api/v1/graph/subgraph", body).await.json();
    insta::assert_snapshot!(drawn(&view), @"
    group|eng
    identity|alice@acme.example
    resource|github

    00geng -assigned_to-> 0oagithub
    00ualice@acme.example -member_of-> 00geng
    ");
    assert_eq!(
        view["left_out"],
        "1 of the names are not in this snapshot, or not clear"
    );
}
