//! The calls that Okta makes, in its order and its words, for both kinds of app.

use serde_json::{Value, json};

use super::world::World;

/// The body with which both kinds of app create and replace a user.
fn profile(active: bool) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "test.user@okta.local",
        "name": { "givenName": "Test", "familyName": "User" },
        "emails": [{ "primary": true, "value": "test.user@okta.local", "type": "work" }],
        "displayName": "Test User",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": active
    })
}

const BY_NAME: &str = "/Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100";

#[test]
fn the_set_up_test_gets_real_lists_even_when_there_is_nothing() {
    let world = World::new();
    for address in [
        "/Users?startIndex=1&count=2",
        "/Groups?startIndex=1&count=100",
        BY_NAME,
    ] {
        let empty = world.get(address);
        assert_eq!(empty.status, 200);
        assert_eq!(
            empty.body,
            json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": []
            })
        );
    }
}

#[test]
fn an_assigned_person_is_looked_for_then_created() {
    let world = World::new();
    assert_eq!(world.get(BY_NAME).body["totalResults"], 0);
    let made = world.send("POST", "/Users", &profile(true));
    assert_eq!(made.status, 201);
    let id = made.id();
    assert_eq!(
        made.header("location"),
        Some(format!("https://example.com/v2/Users/{id}").as_str())
    );
    assert_eq!(made.header("content-type"), Some("application/scim+json"));
    assert_eq!(made.body["externalId"], "00ujl29u0le5T6Aj10h7");
    assert_eq!(made.body["active"], true);
    assert_eq!(made.body.get("password"), None, "a password is never given back");
    assert_eq!(
        world.get(&format!("/Users/{id}")).body,
        made.body,
        "the answer is what is kept"
    );
    assert_eq!(world.get(BY_NAME).ids(), [id]);
}

#[test]
fn a_person_known_from_sign_in_is_adopted_and_not_refused() {
    let world = World::new();
    let known = crate::Document::from_json(json!({ "userName": "Test.User@okta.local" }));
    let id = world.store.know(known).unwrap();
    let adopted = world.send("POST", "/Users", &profile(true));
    assert_eq!((adopted.status, adopted.id()), (201, id));
    assert_eq!(adopted.body["externalId"], "00ujl29u0le5T6Aj10h7");
    assert_eq!(
        world.send("POST", "/Users", &profile(true)).fault(),
        "409 uniqueness"
    );
}

#[test]
fn a_catalogue_app_deactivates_by_patch_without_path() {
    let world = World::new();
    let path = format!("/Users/{}", world.make("/Users", &profile(true)));
    let off = world.patch(&path, &json!([{ "op": "replace", "value": { "active": false } }]));
    assert_eq!((off.status, &off.body["active"]), (200, &json!(false)));
    let read = world.get(&path);
    assert_eq!(read.body["active"], false, "a deactivated person stays readable");
    assert_eq!(read.body["externalId"], "00ujl29u0le5T6Aj10h7");
    let on = world.patch(&path, &json!([{ "op": "replace", "value": { "active": true } }]));
    assert_eq!(on.body["active"], true);
}

#[test]
fn a_custom_app_deactivates_by_put() {
    let world = World::new();
    let path = format!("/Users/{}", world.make("/Users", &profile(true)));
    let off = world.send("PUT", &path, &profile(false));
    assert_eq!((off.status, &off.body["active"]), (200, &json!(false)));
    assert_eq!(world.get(&path).body["active"], false);
}

#[test]
fn a_put_drops_nothing_that_okta_does_not_send_back() {
    let world = World::new();
    let id = world.make("/Users", &profile(false));
    let group = world.group("Engineering", &[&id]);
    let path = format!("/Users/{id}");
    let mut body = profile(false);
    let sent = body.as_object_mut().unwrap();
    sent.remove("externalId");
    sent.remove("active");
    sent.insert("id".into(), json!("another"));
    sent.insert("meta".into(), json!({ "resourceType": "Nonsense" }));
    sent.insert("displayName".into(), json!("Renamed"));
    let put = world.send("PUT", &path, &body);
    assert_eq!(put.status, 200);
    assert_eq!(put.body["id"], json!(id));
    assert_eq!(put.body["meta"]["resourceType"], "User");
    assert_eq!(put.body["externalId"], "00ujl29u0le5T6Aj10h7");
    assert_eq!(put.body["displayName"], "Renamed");
    assert_eq!(
        put.body["active"], false,
        "a profile change does not let a person in again"
    );
    assert_eq!(
        put.body["groups"][0]["value"],
        json!(group),
        "`groups: []` changes no membership"
    );
}

#[test]
fn group_push_of_a_catalogue_app() {
    let world = World::new();
    let (ann, bob) = (world.user("ann"), world.user("bob"));
    assert_eq!(
        world
            .get("/Groups?filter=displayName%20eq%20%22Test%20SCIMv2%22")
            .body["totalResults"],
        0
    );
    let made = world.send(
        "POST",
        "/Groups",
        &json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Test SCIMv2", "members": [] }),
    );
    assert_eq!(made.status, 201);
    let id = made.id();
    let path = format!("/Groups/{id}");
    let added = world.patch(
        &path,
        &json!([{ "op": "add", "path": "members", "value": [{ "value": ann, "display": "ann" }] }]),
    );
    assert_eq!((added.status, &added.body), (204, &Value::Null));
    let changed = world.patch(
        &path,
        &json!([
            { "op": "remove", "path": format!("members[value eq \"{ann}\"]") },
            { "op": "add", "path": "members", "value": [{ "value": bob, "display": "bob" }] }
        ]),
    );
    assert_eq!(changed.status, 204);
    assert_eq!(world.members(&id), std::slice::from_ref(&bob));
    let renamed = world.patch(
        &path,
        &json!([{ "op": "replace", "value": { "id": id, "displayName": "Test SCIMv2 b" } }]),
    );
    assert_eq!(
        renamed.status, 204,
        "the read-only `id` in the value does not fail it"
    );
    assert_eq!(world.get(&path).body["displayName"], "Test SCIMv2 b");
    assert_eq!(world.members(&id), [bob]);
    assert_eq!(world.delete(&path).status, 204);
    assert_eq!(world.get(&path).fault(), "404 -");
}

#[test]
fn group_push_of_a_custom_app() {
    let world = World::new();
    let (ann, bob) = (world.user("ann"), world.user("bob"));
    let id = world.group("Test SCIMv2", &[]);
    let path = format!("/Groups/{id}");
    let body = |name: &str, members: Value| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "id": id, "displayName": name, "members": members
        })
    };
    let both = json!([{ "value": ann, "display": "ann" }, { "value": bob, "display": "bob" }]);
    let put = world.send("PUT", &path, &body("Test SCIMv2", both));
    assert_eq!(
        (put.status, put.body["members"].as_array().unwrap().len()),
        (200, 2)
    );
    let put = world.send("PUT", &path, &body("Renamed", json!([{ "value": bob }])));
    assert_eq!(put.body["displayName"], "Renamed");
    assert_eq!(world.members(&id), [bob]);
}

#[test]
fn push_now_of_an_empty_group_empties_it() {
    let world = World::new();
    let ann = world.user("ann");
    let id = world.group("Empty", &[&ann]);
    let path = format!("/Groups/{id}");
    for _ in 0..2 {
        let pushed = world.patch(
            &path,
            &json!([{ "op": "replace", "path": "members", "value": [] }]),
        );
        assert_eq!(pushed.status, 204);
        assert!(world.members(&id).is_empty());
    }
}

#[test]
fn a_full_push_replaces_all_members() {
    let world = World::new();
    let people: Vec<String> = (0..4)
        .map(|number| world.user(&format!("person{number}")))
        .collect();
    let id = world.group("All", &[&people[0], &people[1]]);
    let wanted = json!([{ "value": people[1] }, { "value": people[2], "display": "x" }]);
    let pushed = world.patch(
        &format!("/Groups/{id}"),
        &json!([{ "op": "replace", "path": "members", "value": wanted }]),
    );
    assert_eq!(pushed.status, 204);
    assert_eq!(world.members(&id), [people[1].clone(), people[2].clone()]);
}

#[test]
fn an_import_pages_to_the_end_in_one_order_with_an_honest_total() {
    let world = World::new();
    let made: Vec<String> = (0..25)
        .map(|number| world.user(&format!("person{number:02}")))
        .collect();
    for size in [1, 7, 10, 100] {
        let mut seen = Vec::new();
        let mut start = 1;
        loop {
            let page = world.get(&format!("/Users?startIndex={start}&count={size}"));
            assert_eq!(page.body["totalResults"], 25);
            assert_eq!(page.body["startIndex"], start);
            let ids = page.ids();
            assert_eq!(page.body["itemsPerPage"], ids.len());
            start += ids.len();
            if ids.is_empty() {
                break;
            }
            seen.extend(ids);
        }
        assert_eq!(seen, made, "page size {size}");
    }
}

#[test]
fn members_who_are_added_at_once_all_stay() {
    let world = World::new();
    let people: Vec<String> = (0..16)
        .map(|number| world.user(&format!("person{number:02}")))
        .collect();
    let id = world.group("Busy", &[]);
    std::thread::scope(|scope| {
        for person in &people {
            let (world, id) = (&world, &id);
            scope.spawn(move || {
                let add = json!([{ "op": "add", "path": "members", "value": [{ "value": person }] }]);
                assert_eq!(world.patch(&format!("/Groups/{id}"), &add).status, 204);
            });
        }
    });
    assert_eq!(world.members(&id), people);
}
