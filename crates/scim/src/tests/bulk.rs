//! `POST /Bulk` (RFC 7644 section 3.7).

use serde_json::{Value, json};

use super::world::{BASE, World};
use crate::{Limits, urn};

fn bulk(world: &World, operations: &Value) -> Value {
    let reply = world.send(
        "POST",
        "/Bulk",
        &json!({ "schemas": [urn::BULK_REQUEST], "Operations": operations }),
    );
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.body["schemas"], json!([urn::BULK_RESPONSE]));
    reply.body["Operations"].clone()
}

#[test]
fn section_3_7_2_a_group_refers_to_a_user_made_after_it() {
    let world = World::new();
    let done = bulk(
        &world,
        &json!([
            { "method": "POST", "path": "/Groups", "bulkId": "ytrewq", "data": {
                "schemas": [urn::GROUP], "displayName": "Tour Guides",
                "members": [{ "type": "User", "value": "bulkId:qwerty" }] } },
            { "method": "POST", "path": "/Users", "bulkId": "qwerty", "data": { "schemas": [urn::USER], "userName": "Alice" } }
        ]),
    );
    let user = world.get("/Users").ids().remove(0);
    let group = world.get("/Groups").ids().remove(0);
    assert_eq!(
        done,
        json!([
            { "location": format!("{BASE}/Groups/{group}"), "method": "POST", "bulkId": "ytrewq", "version": "W/\"1\"", "status": "201" },
            { "location": format!("{BASE}/Users/{user}"), "method": "POST", "bulkId": "qwerty", "version": "W/\"1\"", "status": "201" }
        ])
    );
    assert_eq!(world.members(&group), [user]);
}

#[test]
fn section_3_7_3_every_method_in_one_request() {
    let world = World::new();
    let ids: Vec<String> = ["ann", "bob", "eve"].map(|name| world.user(name)).to_vec();
    let done = bulk(
        &world,
        &json!([
            { "method": "POST", "path": "/Users", "bulkId": "q", "data": { "userName": "Alice" } },
            { "method": "PUT", "path": format!("/Users/{}", ids[0]), "version": "W/\"1\"", "data": { "userName": "Ann2" } },
            { "method": "PATCH", "path": format!("/Users/{}", ids[1]), "version": "W/\"9\"", "data": {
                "schemas": [urn::PATCH_OP], "Operations": [{ "op": "remove", "path": "nickName" }] } },
            { "method": "DELETE", "path": format!("/Users/{}", ids[2]) },
            { "method": "PATCH", "path": "/Users/bulkId:q", "data": {
                "schemas": [urn::PATCH_OP], "Operations": [{ "op": "add", "path": "nickName", "value": "A" }] } },
            { "method": "POST", "path": "/Users", "bulkId": "r", "data": { "userName": "alice" } }
        ]),
    );
    let statuses: Vec<_> = done
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["201", "200", "412", "204", "200", "409"]);
    assert_eq!(done[5]["response"]["scimType"], "uniqueness");
    assert_eq!(done[2]["response"]["status"], "412");
    assert_eq!(done[0].get("response"), None);
}

#[test]
fn circles_and_lost_references_fail_alone() {
    let world = World::new();
    let group = |bulk_id: &str, member: &str| {
        json!({ "method": "POST", "path": "/Groups", "bulkId": bulk_id, "data": {
            "displayName": bulk_id, "members": [{ "value": format!("bulkId:{member}") }] } })
    };
    let done = bulk(
        &world,
        &json!([
            group("a", "b"), group("b", "a"), group("c", "b"), group("d", "nobody"), group("e", "f"),
            { "method": "POST", "path": "/Users", "bulkId": "f", "data": {} },
            { "method": "POST", "path": "/Users", "bulkId": "g", "data": { "userName": "ann" } }
        ]),
    );
    let statuses: Vec<_> = done
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["409", "409", "409", "409", "409", "400", "201"]);
}

#[test]
fn the_rest_is_left_undone_after_too_many_failures() {
    let world = World::new();
    let body = json!({
        "schemas": [urn::BULK_REQUEST], "failOnErrors": 1,
        "Operations": [
            { "method": "POST", "path": "/Users", "bulkId": "a", "data": { "userName": "ann" } },
            { "method": "POST", "path": "/Users", "bulkId": "b", "data": { "userName": "" } },
            { "method": "POST", "path": "/Users", "bulkId": "c", "data": { "userName": "eve" } }
        ]
    });
    let done = world.send("POST", "/Bulk", &body);
    assert_eq!(done.body["Operations"].as_array().unwrap().len(), 2);
    assert_eq!(world.get("/Users").body["totalResults"], 1);
}

#[test]
fn limits_and_nonsense() {
    let world = World::within(Limits {
        bulk_operations_max: 1,
        ..Limits::default()
    });
    let delete = json!({ "method": "DELETE", "path": "/Users/1" });
    let send = |operations: Value| {
        world.send(
            "POST",
            "/Bulk",
            &json!({ "schemas": [urn::BULK_REQUEST], "Operations": operations }),
        )
    };
    assert_eq!(send(json!([delete, delete])).fault(), "413 -");
    assert_eq!(send(json!([delete])).body["Operations"][0]["status"], "404");
    assert_eq!(
        send(json!([{ "method": "GET", "path": "/Users" }])).fault(),
        "400 invalidSyntax"
    );
    assert_eq!(
        send(json!([{ "method": "POST", "path": "/Bulk" }])).body["Operations"][0]["status"],
        "400"
    );
    assert_eq!(send(json!("x")).fault(), "400 invalidSyntax");
    assert_eq!(
        world
            .send("POST", "/Bulk", &json!({ "Operations": [], "failOnErrors": -1 }))
            .fault(),
        "400 invalidValue"
    );
}
