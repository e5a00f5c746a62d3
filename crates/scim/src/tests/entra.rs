//! What Entra ID sends that the RFC does not have.

use serde_json::json;

use super::world::World;
use crate::urn;

#[test]
fn capital_operations_and_truth_as_text() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let off = world.patch(
        &path,
        &json!([{ "op": "Replace", "path": "active", "value": "False" }]),
    );
    assert_eq!((off.status, &off.body["active"]), (200, &json!(false)));
    let on = world.patch(&path, &json!([{ "op": "Add", "value": { "active": "True" } }]));
    assert_eq!(on.body["active"], true);
}

#[test]
fn dotted_and_full_names_without_path() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let patched = world.patch(
        &path,
        &json!([{ "op": "replace", "value": {
            "name.givenName": "Ann", "name.familyName": "Lee", "displayName": "Ann Lee",
            format!("{}:department", urn::ENTERPRISE_USER): "Sales",
            "emails[type eq \"work\"].unknown": "dropped",
            "no such attribute": 1
        } }]),
    );
    assert_eq!(patched.status, 200);
    assert_eq!(
        patched.body["name"],
        json!({ "givenName": "Ann", "familyName": "Lee" })
    );
    assert_eq!(
        patched.body[urn::ENTERPRISE_USER],
        json!({ "department": "Sales" })
    );
    assert_eq!(patched.body["schemas"], json!([urn::USER, urn::ENTERPRISE_USER]));
}

#[test]
fn an_add_by_filter_makes_the_value_that_the_filter_describes() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let add =
        |value: &str| json!([{ "op": "Add", "path": "emails[type eq \"work\"].value", "value": value }]);
    let patched = world.patch(&path, &add("ann@example.com"));
    assert_eq!(
        patched.body["emails"],
        json!([{ "type": "work", "value": "ann@example.com" }])
    );
    let patched = world.patch(&path, &add("ann@example.org"));
    assert_eq!(
        patched.body["emails"],
        json!([{ "type": "work", "value": "ann@example.org" }])
    );
}

#[test]
fn members_to_remove_in_the_value() {
    let world = World::new();
    let people: Vec<String> = ["ann", "bob", "eve"].map(|name| world.user(name)).to_vec();
    let group = world.group("All", &[&people[0], &people[1], &people[2]]);
    let path = format!("/Groups/{group}");
    let remove = json!([{ "op": "Remove", "path": "members", "value": [{ "value": people[0] }] }]);
    assert_eq!(world.patch(&path, &remove).status, 204);
    assert_eq!(world.members(&group), [people[1].clone(), people[2].clone()]);
    let nobody = json!([{ "op": "Remove", "path": "members", "value": [] }]);
    assert_eq!(world.patch(&path, &nobody).status, 204);
    assert_eq!(world.members(&group).len(), 2, "an empty list removes nobody");
}

#[test]
fn a_manager_as_bare_text() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let manager = format!("{}:manager", urn::ENTERPRISE_USER);
    let patched = world.patch(&path, &json!([{ "op": "Add", "path": manager, "value": "m1" }]));
    assert_eq!(
        patched.body[urn::ENTERPRISE_USER],
        json!({ "manager": { "value": "m1" } })
    );
    let removed = world.patch(&path, &json!([{ "op": "Remove", "path": manager }]));
    assert_eq!(
        removed.body["schemas"],
        json!([urn::USER]),
        "an empty extension is none"
    );
}

#[test]
fn a_comparison_after_a_value_filter() {
    let world = World::new();
    let ann = world.make(
        "/Users",
        &json!({ "userName": "ann", "emails": [
            { "type": "work", "value": "ann@example.com" }, { "type": "home", "value": "home@example.com" }
        ] }),
    );
    let by = |text: &str| {
        world
            .get(&format!(
                "/Users?filter={}",
                text.replace(' ', "%20").replace('"', "%22")
            ))
            .ids()
    };
    assert_eq!(by("emails[type eq \"work\"].value eq \"ann@example.com\""), [ann]);
    assert!(by("emails[type eq \"work\"].value eq \"home@example.com\"").is_empty());
}

#[test]
fn one_primary_value_at_most() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let add = |value: &str| json!([{ "op": "add", "path": "emails", "value": { "value": value, "primary": "True" } }]);
    world.patch(&path, &add("a@x.org"));
    let patched = world.patch(&path, &add("b@x.org"));
    assert_eq!(
        patched.body["emails"],
        json!([{ "value": "a@x.org", "primary": false }, { "value": "b@x.org", "primary": true }])
    );
    let back = json!([{ "op": "replace", "path": "emails[value eq \"a@x.org\"].primary", "value": true }]);
    let patched = world.patch(&path, &back);
    assert_eq!(patched.body["emails"][0]["primary"], true);
    assert_eq!(patched.body["emails"][1]["primary"], false);
    let both = json!({ "userName": "bob", "emails": [{ "value": "a", "primary": true }, { "value": "b", "primary": true }] });
    assert_eq!(world.send("POST", "/Users", &both).fault(), "400 invalidValue");
}
