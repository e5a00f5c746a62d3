//! The examples of RFC 7644, in and out. Section numbers name them.

use serde_json::{Value, json};

use super::world::{BASE, World};
use crate::urn;

fn barbara() -> Value {
    json!({
        "schemas": [urn::USER], "userName": "bjensen", "externalId": "bjensen",
        "name": { "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Barbara" }
    })
}

#[test]
fn section_3_3_creating() {
    let world = World::new();
    let made = world.send("POST", "/Users", &barbara());
    let id = made.id();
    let location = format!("{BASE}/Users/{id}");
    assert_eq!(made.status, 201);
    assert_eq!(made.header("location"), Some(location.as_str()));
    assert_eq!(made.header("etag"), Some("W/\"1\""));
    assert_eq!(
        made.body,
        json!({
            "schemas": [urn::USER], "id": id, "externalId": "bjensen", "userName": "bjensen",
            "meta": {
                "resourceType": "User", "created": "2027-01-15T08:00:00Z", "lastModified": "2027-01-15T08:00:00Z",
                "location": location, "version": "W/\"1\""
            },
            "name": { "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Barbara" }
        })
    );
}

#[test]
fn section_3_4_1_reading() {
    let world = World::new();
    let id = world.make("/Users", &barbara());
    let read = world.get(&format!("/Users/{id}"));
    assert_eq!((read.status, &read.body["userName"]), (200, &json!("bjensen")));
    assert_eq!(
        world.get("/Users/2819c223-7f76-453a-919d-413861904646").fault(),
        "404 -"
    );
}

#[test]
fn section_3_4_2_listing_with_chosen_attributes() {
    let world = World::new();
    let ids = [world.user("bjensen"), world.user("jsmith")];
    let list = world.get("/Users?attributes=userName");
    assert_eq!(
        list.body,
        json!({
            "schemas": [urn::LIST_RESPONSE], "totalResults": 2, "startIndex": 1, "itemsPerPage": 2,
            "Resources": [
                { "schemas": [urn::USER], "id": ids[0], "userName": "bjensen" },
                { "schemas": [urn::USER], "id": ids[1], "userName": "jsmith" }
            ]
        })
    );
}

#[test]
fn section_3_4_3_searching_by_post() {
    let world = World::new();
    let smith = world.make(
        "/Users",
        &json!({ "schemas": [urn::USER], "userName": "jsmith", "displayName": "Smith, James" }),
    );
    let group = world.group("Smith Family", &[]);
    world.user("bjensen");
    let found = world.send(
        "POST",
        "/.search",
        &json!({
            "schemas": [urn::SEARCH_REQUEST], "attributes": ["displayName", "userName"],
            "filter": "displayName sw \"smith\"", "startIndex": 1, "count": 10
        }),
    );
    assert_eq!(
        found.body,
        json!({
            "schemas": [urn::LIST_RESPONSE], "totalResults": 2, "itemsPerPage": 2, "startIndex": 1,
            "Resources": [
                { "schemas": [urn::USER], "id": smith, "displayName": "Smith, James", "userName": "jsmith" },
                { "schemas": [urn::GROUP], "id": group, "displayName": "Smith Family" }
            ]
        })
    );
}

#[test]
fn section_3_5_1_replacing() {
    let world = World::new();
    let id = world.make("/Users", &barbara());
    let mut body = barbara();
    body["roles"] = json!([]);
    body["emails"] = json!([{ "value": "bjensen@example.com" }, { "value": "babs@jensen.org" }]);
    body["name"]["middleName"] = json!("Jane");
    let put = world.send("PUT", &format!("/Users/{id}"), &body);
    assert_eq!(put.status, 200);
    assert_eq!(put.header("etag"), Some("W/\"2\""));
    assert_eq!(
        put.body["emails"],
        json!([{ "value": "bjensen@example.com" }, { "value": "babs@jensen.org" }])
    );
    assert_eq!(put.body["name"]["middleName"], "Jane");
    assert_eq!(put.body.get("roles"), None, "an empty list means unassigned");
}

#[test]
fn section_3_5_2_1_adding() {
    let world = World::new();
    let babs = world.user("babs");
    let group = world.group("Employees", &[]);
    let add = json!([{
        "op": "add", "path": "members",
        "value": [{ "display": "Babs Jensen", "$ref": format!("{BASE}/Users/{babs}"), "value": babs }]
    }]);
    assert_eq!(world.patch(&format!("/Groups/{group}"), &add).status, 204);
    assert_eq!(
        world.get(&format!("/Groups/{group}")).body["members"],
        json!([{ "value": babs, "$ref": format!("{BASE}/Users/{babs}"), "type": "User" }])
    );
    let add = json!([{ "op": "add", "value": {
        "emails": [{ "value": "babs@jensen.org", "type": "home" }], "nickname": "Babs"
    } }]);
    let patched = world.patch(&format!("/Users/{babs}"), &add);
    assert_eq!(
        patched.body["nickName"], "Babs",
        "names are found in any letter case"
    );
    assert_eq!(
        patched.body["emails"],
        json!([{ "value": "babs@jensen.org", "type": "home" }])
    );
    assert_eq!(patched.header("etag"), Some("W/\"2\""));
}

#[test]
fn section_3_5_2_2_removing() {
    let world = World::new();
    let people: Vec<String> = ["babs", "james"].map(|name| world.user(name)).to_vec();
    let group = world.group("Employees", &[&people[0], &people[1]]);
    let path = format!("/Groups/{group}");
    let one = json!([{ "op": "remove", "path": format!("members[value eq \"{}\"]", people[0]) }]);
    assert_eq!(world.patch(&path, &one).status, 204);
    assert_eq!(world.members(&group), [people[1].clone()]);
    assert_eq!(
        world
            .patch(&path, &json!([{ "op": "remove", "path": "members" }]))
            .status,
        204
    );
    assert!(world.members(&group).is_empty());
    let user = format!("/Users/{}", people[0]);
    world.patch(
        &user,
        &json!([{ "op": "add", "path": "emails", "value": [
        { "type": "work", "value": "a@example.com" }, { "type": "home", "value": "b@x.org" }
    ] }]),
    );
    let filtered =
        json!([{ "op": "remove", "path": "emails[type eq \"work\" and value ew \"example.com\"]" }]);
    assert_eq!(
        world.patch(&user, &filtered).body["emails"],
        json!([{ "type": "home", "value": "b@x.org" }])
    );
    let swapped = json!([
        { "op": "remove", "path": format!("members[value eq \"{}\"]", people[1]) },
        { "op": "add", "path": "members", "value": [{ "display": "Babs", "value": people[0] }] }
    ]);
    assert_eq!(world.patch(&path, &swapped).status, 204);
    assert_eq!(world.members(&group), [people[0].clone()]);
}

#[test]
fn section_3_5_2_3_replacing_with_paths() {
    let world = World::new();
    let id = world.make(
        "/Users",
        &json!({ "schemas": [urn::USER], "userName": "bjensen", "addresses": [
            { "type": "home", "streetAddress": "1 Home Lane", "country": "US" },
            { "type": "work", "streetAddress": "911 Universal City Plaza", "country": "US" }
        ] }),
    );
    let path = format!("/Users/{id}");
    let work = json!({
        "type": "work", "streetAddress": "911 Universal City Plaza", "locality": "Hollywood", "region": "CA",
        "postalCode": "91608", "country": "US", "primary": true
    });
    let whole = world.patch(
        &path,
        &json!([{ "op": "replace", "path": "addresses[type eq \"work\"]", "value": work }]),
    );
    assert_eq!(whole.body["addresses"][1], work);
    let part = json!([{ "op": "replace", "path": "addresses[type eq \"work\"].streetAddress", "value": "1010 Broadway Ave" }]);
    let part = world.patch(&path, &part);
    assert_eq!(part.body["addresses"][1]["streetAddress"], "1010 Broadway Ave");
    assert_eq!(part.body["addresses"][1]["region"], "CA");
    let many = world.patch(
        &path,
        &json!([{ "op": "replace", "value": {
        "emails": [
            { "value": "bjensen@example.com", "type": "work", "primary": true },
            { "value": "babs@jensen.org", "type": "home" }
        ],
        "nickname": "Babs"
    } }]),
    );
    assert_eq!(
        (
            many.body["emails"].as_array().unwrap().len(),
            &many.body["nickName"]
        ),
        (2, &json!("Babs"))
    );
    let nowhere = json!([{ "op": "replace", "path": "addresses[type eq \"other\"].country", "value": "FR" }]);
    assert_eq!(world.patch(&path, &nowhere).fault(), "400 noTarget");
}

#[test]
fn section_3_5_2_a_patch_is_all_or_nothing() {
    let world = World::new();
    let id = world.user("bjensen");
    let path = format!("/Users/{id}");
    let before = world.get(&path).body;
    let half = json!([
        { "op": "replace", "path": "nickName", "value": "Babs" },
        { "op": "remove", "path": "userName" }
    ]);
    assert_eq!(world.patch(&path, &half).fault(), "400 mutability");
    assert_eq!(world.get(&path).body, before);
    let group = world.group("Employees", &[]);
    let half = json!([
        { "op": "add", "path": "members", "value": [{ "value": id }] },
        { "op": "add", "path": "members", "value": [{ "value": "nobody" }] }
    ]);
    assert_eq!(
        world.patch(&format!("/Groups/{group}"), &half).fault(),
        "400 invalidValue"
    );
    assert!(world.members(&group).is_empty());
}

#[test]
fn section_3_6_deleting() {
    let world = World::new();
    let id = world.user("bjensen");
    let group = world.group("Employees", &[&id]);
    let gone = world.delete(&format!("/Users/{id}"));
    assert_eq!((gone.status, &gone.body), (204, &Value::Null));
    assert_eq!(world.get(&format!("/Users/{id}")).fault(), "404 -");
    assert_eq!(world.delete(&format!("/Users/{id}")).fault(), "404 -");
    assert!(world.members(&group).is_empty(), "who is gone is in no group");
    world.user("bjensen");
}

#[test]
fn section_3_11_me_is_not_served() {
    let world = World::new();
    assert_eq!(world.get("/Me").fault(), "501 -");
    assert_eq!(world.patch("/Me", &json!([])).fault(), "501 -");
}

#[test]
fn section_3_12_an_error_has_its_form() {
    let world = World::new();
    world.user("bjensen");
    let taken = world.send(
        "POST",
        "/Users",
        &json!({ "schemas": [urn::USER], "userName": "BJensen" }),
    );
    assert_eq!(
        taken.body,
        json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "409",
            "scimType": "uniqueness", "detail": "`userName` is taken by another resource"
        })
    );
    assert_eq!(taken.header("content-type"), Some("application/scim+json"));
}
