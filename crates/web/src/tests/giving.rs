//! Nobody hands out more than they hold, and nobody sheds a denial.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::connectors::{ONE, metadata};
use super::world::{Client, World};

const PASSWORD: &str = "correct horse battery";

fn rules(resource: &str, verbs: &[&str]) -> Value {
    json!({"rules": [{"resources": [resource], "verbs": verbs}]})
}

/// A role with this name; somebody of the same name has it and the other ones.
async fn somebody(world: &World, name: &str, allow: Value, deny: Value, others: &[&str]) -> Client {
    let admin = world.admin().await;
    let role = json!({"name": name, "allow": allow, "deny": deny});
    let made = admin.post("/api/v1/roles", role).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let roles: Vec<&str> = others.iter().copied().chain([name]).collect();
    let person = json!({"name": name, "password": PASSWORD, "roles": roles});
    let made = admin.post("/api/v1/users", person).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    sign_in(world, name).await
}

pub(super) async fn sign_in(world: &World, name: &str) -> Client {
    let credentials = json!({"name": name, "password": PASSWORD});
    let reply = world.nobody().post("/api/v1/session", credentials).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    world
        .nobody()
        .header("cookie", &reply.cookie())
        .header("x-portolan-csrf", reply.json()["csrf_token"].as_str().unwrap())
}

async fn id_of(world: &World, name: &str) -> String {
    world.state.user_named(name).await.unwrap().unwrap().id
}

#[tokio::test]
async fn who_may_manage_people_makes_and_takes_over_no_editor() {
    let world = World::new().await;
    let desk = rules("user", &["list", "read", "create", "update"]);
    let desk = somebody(&world, "desk", desk, json!({}), &[]).await;
    let editor = json!({"name": "mine", "password": PASSWORD, "roles": ["editor"]});
    let refused = desk.post("/api/v1/users", editor).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::FORBIDDEN, "beyond_own_rights"),
        "{}",
        refused.text
    );
    let own = format!("/api/v1/users/{}", id_of(&world, "desk").await);
    let root = format!("/api/v1/users/{}", id_of(&world, "root").await);
    for (path, change) in [
        (&own, json!({"roles": ["desk", "editor"]})),
        (&root, json!({"password": "another horse battery"})),
        (&root, json!({"second_factor": false})),
    ] {
        let refused = desk.send(Method::PATCH, path, Some(change)).await;
        assert_eq!(refused.code(), "beyond_own_rights", "{path}: {}", refused.text);
    }
    // Their own kind they may look after.
    let peer = json!({"name": "peer", "password": PASSWORD, "roles": ["desk"]});
    let made = desk.post("/api/v1/users", peer).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let peer = format!("/api/v1/users/{}", id_of(&world, "peer").await);
    let reset = json!({"password": "another horse battery"});
    let done = desk.send(Method::PATCH, &peer, Some(reset)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
}

#[tokio::test]
async fn who_may_change_roles_adds_nothing_they_do_not_hold() {
    let world = World::new().await;
    let keeper = rules("role", &["list", "read", "update"]);
    let keeper = somebody(&world, "keeper", keeper, json!({}), &[]).await;
    let more = json!({"allow": {"rules": [{"resources": ["role", "lock"], "verbs": ["read", "create"]}]}});
    let refused = keeper.send(Method::PUT, "/api/v1/roles/keeper", Some(more)).await;
    assert_eq!(refused.code(), "beyond_own_rights", "{}", refused.text);
    let less = json!({"allow": rules("role", &["read", "update"])});
    let done = keeper.send(Method::PUT, "/api/v1/roles/keeper", Some(less)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
}

#[tokio::test]
async fn a_denial_holds_when_its_role_is_locked_or_a_token_leaves_it_out() {
    let world = World::new().await;
    let denied = rules("lock", &["create"]);
    let dan = somebody(&world, "nolocks", json!({}), denied, &["editor"]).await;
    let lock = json!({"kind": "user", "target": "root", "message": "x"});
    let refused = dan.post("/api/v1/locks", lock.clone()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);

    let token = dan
        .post("/api/v1/tokens", json!({"name": "loose", "roles": ["editor"]}))
        .await;
    let token = token.json()["token"].as_str().unwrap().to_owned();
    let program = world.nobody().header("authorization", &format!("Bearer {token}"));
    assert_eq!(program.get("/api/v1/locks").await.status, StatusCode::OK);
    assert_eq!(
        program.post("/api/v1/locks", lock.clone()).await.status,
        StatusCode::FORBIDDEN
    );

    let own = json!({"roles": ["editor"]});
    let path = format!("/api/v1/users/{}", id_of(&world, "nolocks").await);
    let shed = dan.send(Method::PATCH, &path, Some(own)).await;
    assert_eq!(shed.code(), "beyond_own_rights", "{}", shed.text);

    let locked = json!({"kind": "role", "target": "nolocks", "message": "x"});
    let made = world.admin().await.post("/api/v1/locks", locked).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert_eq!(
        dan.post("/api/v1/locks", lock).await.status,
        StatusCode::FORBIDDEN,
        "a locked role gives nothing, and forbids what it did"
    );
}

#[tokio::test]
async fn who_may_manage_connectors_decides_nothing_about_trust() {
    let world = World::new().await;
    let admin = world.admin().await;
    let xml = metadata(&[ONE], "");
    let spec = |change: Value| {
        let mut spec = json!({
            "metadata_xml": xml,
            "attributes_to_roles": [{"name": "groups", "value": "IT", "roles": ["editor"]}],
        });
        for (name, value) in change.as_object().unwrap() {
            spec[name] = value.clone();
        }
        json!({"spec": spec, "confirm": true})
    };
    let mut new = spec(json!({}));
    new["name"] = "okta".into();
    let made = admin.post("/api/v1/connectors", new.clone()).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);

    let desk = rules("saml", &["list", "read", "create", "update"]);
    let desk = somebody(&world, "ways", desk, json!({}), &[]).await;
    new["name"] = "mine".into();
    let refused = desk.post("/api/v1/connectors", new).await;
    assert_eq!(refused.code(), "beyond_own_rights", "{}", refused.text);
    let oidc = json!({"issuer": "https://evil.okta.com", "client_id": "0oa1"});
    let body = json!({"name": "mine", "oidc": oidc, "client_secret": "x"});
    let refused = desk.post("/api/v1/connectors", body).await;
    assert_eq!(refused.code(), "beyond_own_rights", "{}", refused.text);
    let put = async |change: Value| {
        desk.send(Method::PUT, "/api/v1/connectors/okta", Some(spec(change)))
            .await
    };
    for change in [
        json!({"metadata_xml": xml.replace("exk1", "exk2")}),
        json!({"metadata_url": "https://evil.okta.com/m"}),
        json!({"name_attribute": "nickname"}),
        json!({"allow_idp_initiated": true}),
        json!({"organization": "https://victim.okta.com"}),
        json!({"attributes_to_roles": [{"name": "groups", "value": "*", "roles": ["editor"]}]}),
    ] {
        let refused = put(change.clone()).await;
        assert_eq!(refused.code(), "beyond_own_rights", "{change}: {}", refused.text);
    }
    // What trusts nobody else stays theirs to change.
    let lines = json!([
        {"name": "groups", "value": "IT", "roles": ["editor"]},
        {"name": "groups", "value": "Desk", "roles": ["ways"]},
    ]);
    let done = put(json!({"display": "Okta", "attributes_to_roles": lines})).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let done = put(json!({"attributes_to_roles": []})).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
}

#[tokio::test]
async fn a_line_that_forbids_goes_only_by_who_may_do_everything() {
    let world = World::new().await;
    let admin = world.admin().await;
    let denied = json!({"name": "nolocks", "deny": rules("lock", &["create"])});
    let made = admin.post("/api/v1/roles", denied).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let lines = json!([{"name": "groups", "value": "Contractors", "roles": ["nolocks"]}]);
    let xml = metadata(&[ONE], "");
    let spec = json!({"metadata_xml": xml, "attributes_to_roles": lines});
    let made = admin
        .post("/api/v1/connectors", json!({"name": "okta", "spec": spec}))
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let desk = rules("saml", &["list", "read", "update"]);
    let desk = somebody(&world, "ways", desk, json!({}), &[]).await;
    let without = json!({"spec": {"metadata_xml": xml}});
    let path = "/api/v1/connectors/okta";
    let refused = desk.send(Method::PUT, path, Some(without.clone())).await;
    assert_eq!(refused.code(), "beyond_own_rights", "{}", refused.text);
    let done = admin.send(Method::PUT, path, Some(without)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
}

#[tokio::test]
async fn nobody_locks_the_role_that_lifts_locks() {
    let world = World::new().await;
    let desk = rules("lock", &["list", "read", "create", "delete"]);
    let desk = somebody(&world, "desk", desk, json!({}), &[]).await;
    let lock = json!({"kind": "role", "target": "editor", "message": "x"});
    let refused = desk.post("/api/v1/locks", lock).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "last_editor"),
        "{}",
        refused.text
    );
    let admin = world.admin().await;
    assert_eq!(admin.get("/api/v1/users").await.status, StatusCode::OK);
    let other = json!({"kind": "role", "target": "auditor", "message": "x"});
    let done = desk.post("/api/v1/locks", other).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
}
