//! The twelve requests of Okta's published SCIM 2.0 specification test, in its order, with its assertions.

use serde_json::json;

use super::world::World;
use crate::urn;

#[test]
fn the_twelve_requests() {
    let world = World::new();
    world.make(
        "/Users",
        &json!({
            "schemas": [urn::USER], "userName": "first@example.com", "active": true,
            "name": { "givenName": "First", "familyName": "Person" },
            "emails": [{ "value": "first@example.com", "primary": true, "type": "work" }]
        }),
    );
    let list = world.get("/Users?count=1&startIndex=1");
    assert_eq!(list.status, 200);
    assert_eq!(list.body["schemas"], json!([urn::LIST_RESPONSE]));
    for number in ["itemsPerPage", "startIndex", "totalResults"] {
        assert!(list.body[number].is_u64(), "{number}");
    }
    let item = &list.body["Resources"][0];
    for path in [
        "/id",
        "/name/familyName",
        "/name/givenName",
        "/userName",
        "/active",
        "/emails/0/value",
    ] {
        assert!(item.pointer(path).is_some(), "{path}");
    }
    let id = item["id"].as_str().unwrap();
    let one = world.get(&format!("/Users/{id}"));
    assert_eq!((one.status, &one.body), (200, item));
    let absent = world.get("/Users?filter=userName%20eq%20%22nobody%22");
    assert_eq!((absent.status, &absent.body["totalResults"]), (200, &json!(0)));
    assert_eq!(world.get("/Users/abcdefgh").fault(), "404 -");
    let body = json!({
        "schemas": [urn::USER], "userName": "Runscope300@example.com",
        "name": { "givenName": "Run", "familyName": "Scope" }, "active": true,
        "emails": [{ "primary": true, "type": "work", "value": "Runscope300@example.com" }]
    });
    assert_eq!(
        world
            .get("/Users?filter=userName%20eq%20%22Runscope300%40example.com%22")
            .body["totalResults"],
        0
    );
    let made = world.send("POST", "/Users", &body);
    assert_eq!(made.status, 201);
    for name in ["schemas", "userName", "name", "active"] {
        assert_eq!(made.body[name], body[name], "{name}");
    }
    assert_eq!(world.get(&format!("/Users/{}", made.id())).body, made.body);
    assert_eq!(world.send("POST", "/Users", &body).fault(), "409 uniqueness");
    let capitals = world.get("/Users?filter=userName%20eq%20%22RUNSCOPE300%40EXAMPLE.COM%22");
    assert_eq!(capitals.ids(), [made.id()]);
    let groups = world.get("/Groups");
    assert!(groups.status == 200 && groups.body["Resources"].is_array());
    let refused = crate::Response::refuse(&crate::Fault::unauthorized());
    assert_eq!(refused.status, 401);
    assert!(
        refused
            .headers
            .iter()
            .any(|(name, _)| *name == "www-authenticate")
    );
    assert_eq!(world.get("/Users/00919288221112222").fault(), "404 -");
}
