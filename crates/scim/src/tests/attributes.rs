//! `attributes` and `excludedAttributes` against what the schema says of each attribute.

use serde_json::{Value, json};

use super::world::World;
use crate::urn;

fn names(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn ann(world: &World) -> String {
    world.make(
        "/Users",
        &json!({
            "userName": "ann", "displayName": "Ann", "name": { "givenName": "Ann", "familyName": "Lee" },
            "emails": [{ "value": "a@x.org", "type": "work" }],
            urn::ENTERPRISE_USER: { "department": "Sales", "costCenter": "7" }
        }),
    )
}

#[test]
fn chosen_attributes_come_with_those_that_always_do() {
    let world = World::new();
    let path = format!("/Users/{}", ann(&world));
    let read = |query: &str| world.get(&format!("{path}?{query}")).body;
    assert_eq!(
        names(&read("attributes=displayName")),
        ["displayName", "id", "schemas"]
    );
    assert_eq!(
        read("attributes=name.givenName")["name"],
        json!({ "givenName": "Ann" })
    );
    assert_eq!(
        read("attributes=emails.value,NAME")["emails"],
        json!([{ "value": "a@x.org" }])
    );
    assert_eq!(read("attributes=emails.value,NAME")["name"]["familyName"], "Lee");
    assert_eq!(names(&read("attributes=nothing")), ["id", "schemas"]);
}

#[test]
fn extensions_by_urn() {
    let world = World::new();
    let path = format!("/Users/{}", ann(&world));
    let urn = urn::ENTERPRISE_USER;
    let one = world.get(&format!("{path}?attributes={urn}:department")).body;
    assert_eq!(one[urn], json!({ "department": "Sales" }));
    let all = world.get(&format!("{path}?attributes={urn}")).body;
    assert_eq!(all[urn], json!({ "department": "Sales", "costCenter": "7" }));
    let none = world.get(&format!("{path}?excludedAttributes={urn}")).body;
    assert_eq!((none.get(urn), &none["displayName"]), (None, &json!("Ann")));
}

#[test]
fn excluded_attributes_go_unless_they_always_come() {
    let world = World::new();
    let path = format!("/Users/{}", ann(&world));
    let read = world
        .get(&format!(
            "{path}?excludedAttributes=id,schemas,meta,emails,name.givenName"
        ))
        .body;
    assert_eq!(
        names(&read),
        [
            "displayName",
            "id",
            "name",
            "schemas",
            urn::ENTERPRISE_USER,
            "userName"
        ]
    );
    assert_eq!(read["name"], json!({ "familyName": "Lee" }));
}

#[test]
fn names_of_members_come_when_asked_for() {
    let world = World::new();
    let ann = ann(&world);
    let group = world.group("All", &[&ann]);
    let path = format!("/Groups/{group}");
    assert_eq!(world.get(&path).body["members"][0].get("display"), None);
    let named = world
        .get(&format!("{path}?attributes=members.display,members.value"))
        .body;
    assert_eq!(named["members"], json!([{ "value": ann, "display": "Ann" }]));
    assert_eq!(
        world
            .get(&format!("{path}?excludedAttributes=members"))
            .body
            .get("members"),
        None
    );
}

#[test]
fn writes_answer_with_what_is_asked_for() {
    let world = World::new();
    let ann = ann(&world);
    let group = world.group("All", &[]);
    let add = json!({ "schemas": [urn::PATCH_OP], "Operations": [{ "op": "add", "path": "members", "value": [{ "value": ann }] }] });
    let answer = world.send(
        "PATCH",
        &format!("/Groups/{group}?attributes=members.value"),
        &add,
    );
    assert_eq!(
        (answer.status, &answer.body["members"]),
        (200, &json!([{ "value": ann }]))
    );
    let made = world.send(
        "POST",
        "/Users?attributes=userName",
        &json!({ "userName": "bob", "nickName": "B" }),
    );
    assert_eq!(names(&made.body), ["id", "schemas", "userName"]);
}

#[test]
fn groups_of_a_person_direct_and_through_groups() {
    let world = World::new();
    let ann = ann(&world);
    let inner = world.group("Inner", &[&ann]);
    let outer = world.group("Outer", &[&inner]);
    assert_eq!(world.send("PUT", &format!("/Groups/{inner}"), &json!({ "displayName": "Inner", "members": [{ "value": ann }, { "value": outer, "type": "Group" }] })).status, 200);
    let groups = world.get(&format!("/Users/{ann}")).body["groups"].clone();
    let shown: Vec<_> = groups
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (&group["display"], &group["type"]))
        .collect();
    assert_eq!(
        shown,
        [
            (&json!("Inner"), &json!("direct")),
            (&json!("Outer"), &json!("indirect"))
        ]
    );
}
