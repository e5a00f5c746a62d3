//! Input that no honest client sends: it gets an answer in form, and changes nothing.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::world::{World, now};
use crate::{Limits, Request, urn};

fn post(world: &World, body: &[u8]) -> String {
    world
        .ask(Request {
            method: "POST",
            path: "/Users",
            body,
            ..Request::default()
        })
        .fault()
}

#[test]
fn bodies_that_are_not_json_or_not_plain() {
    let world = World::new();
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"userName\":\"a\"} x",
        "{\"userName\":\"a\",\"userName\":\"b\"}",
        "{\"userName\":\"a\",\"USERNAME\":\"b\"}",
        "{\"userName\":\"a\\u0000b\"}",
        "{\"userName\":\"\\ud800\"}",
        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"userName\":\"a\"}",
    ] {
        assert_eq!(post(&world, body.as_bytes()), "400 invalidSyntax", "{body}");
    }
    assert_eq!(post(&world, b"{\"userName\":\"\xff\"}"), "400 invalidSyntax");
    let deep = format!(
        "{{\"userName\":\"a\",\"x\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(post(&world, deep.as_bytes()), "400 invalidSyntax");
    assert_eq!(world.get("/Users").body["totalResults"], 0);
}

#[test]
fn values_of_the_wrong_type() {
    let world = World::new();
    let long = "x".repeat(2000);
    for body in [
        json!({}),
        json!({ "userName": " " }),
        json!({ "userName": 7 }),
        json!({ "userName": ["a"] }),
        json!({ "userName": long }),
        json!({ "userName": "a", "externalId": long }),
        json!({ "userName": "a", "active": "yes" }),
        json!({ "userName": "a", "name": "Ann Lee" }),
        json!({ "userName": "a", "emails": [7] }),
        json!({ "userName": "a", "emails": vec![json!({ "value": "x" }); 1001] }),
        json!({ "userName": "a", "emails": [{ "value": { "deep": true } }] }),
        json!({ "userName": "a", "x509Certificates": [{ "value": "not base64!" }] }),
        json!({ "userName": "a", urn::ENTERPRISE_USER: "Sales" }),
    ] {
        assert_eq!(
            world.send("POST", "/Users", &body).fault(),
            "400 invalidValue",
            "{body}"
        );
    }
    for members in [
        json!([7]),
        json!([{}]),
        json!([{ "value": "" }]),
        json!([{ "value": "x", "type": "Robot" }]),
        json!([{ "value": "nobody" }]),
    ] {
        let body = json!({ "displayName": "G", "members": members });
        assert_eq!(
            world.send("POST", "/Groups", &body).fault(),
            "400 invalidValue",
            "{members}"
        );
    }
    assert_eq!(world.get("/Groups").body["totalResults"], 0);
}

#[test]
fn names_hold_no_control_characters() {
    let world = World::new();
    for text in ["a\nb", "a\u{1b}[2Jb", "a\rb", "\u{9b}a", "a\tb", "a\u{7f}"] {
        for body in [
            json!({ "userName": text }),
            json!({ "userName": "a", "displayName": text }),
            json!({ "userName": "a", "name": { "familyName": text } }),
            json!({ "userName": "a", "emails": [{ "value": text }] }),
        ] {
            let refused = world.send("POST", "/Users", &body).fault();
            assert_eq!(refused, "400 invalidValue", "{body}");
        }
        let refused = world
            .send("POST", "/Groups", &json!({ "displayName": text }))
            .fault();
        assert_eq!(refused, "400 invalidValue", "{text:?}");
    }
    let path = format!("/Users/{}", world.user("ann"));
    let rename = json!([{ "op": "replace", "path": "userName", "value": "a\nb" }]);
    assert_eq!(world.patch(&path, &rename).fault(), "400 invalidValue");
    // An address has lines.
    let body = json!({ "userName": "b", "addresses": [{ "formatted": "1 Road\nTown" }] });
    assert_eq!(world.send("POST", "/Users", &body).status, 201);
}

#[test]
fn null_and_empty_mean_unassigned() {
    let world = World::new();
    let body = json!({ "userName": "a", "nickName": null, "emails": [], "name": {}, "title": "", "phoneNumbers": [null] });
    let made = world.send("POST", "/Users", &body);
    let names: Vec<_> = made
        .body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(names, ["id", "meta", "schemas", "title", "userName"]);
}

#[test]
fn a_number_of_things_too_many() {
    let limits = Limits {
        body_bytes_max: 500,
        members_max: 2,
        patch_operations_max: 2,
        ..Limits::default()
    };
    let world = World::within(limits);
    let path = format!("/Users/{}", world.user("ann"));
    let group = format!("/Groups/{}", world.group("G", &[]));
    let operation = json!({ "op": "remove", "path": "title" });
    assert_eq!(
        world
            .patch(&path, &json!([operation, operation, operation]))
            .fault(),
        "413 -"
    );
    let add = |ids: &[&str]| json!({ "op": "add", "path": "members", "value": ids });
    assert_eq!(
        world.patch(&group, &json!([add(&["a", "b", "c"])])).fault(),
        "413 -"
    );
    assert_eq!(
        world
            .patch(&group, &json!([add(&["a", "b"]), add(&["c"])]))
            .fault(),
        "413 -"
    );
    assert_eq!(
        world
            .send(
                "PUT",
                &path,
                &json!({ "userName": "a", "title": "x".repeat(500) })
            )
            .fault(),
        "413 -"
    );
}

#[test]
fn other_media_types_are_refused() {
    let world = World::new();
    let send = |content_type| {
        world.ask(Request {
            method: "POST",
            path: "/Users",
            content_type,
            body: b"{\"userName\":\"a\"}",
            ..Request::default()
        })
    };
    assert_eq!(send(Some("application/x-www-form-urlencoded")).fault(), "415 -");
    assert_eq!(send(Some("text/plain")).fault(), "415 -");
    assert_eq!(send(Some("Application/JSON; charset=utf-8")).status, 201);
}

#[test]
fn patches_that_make_no_sense() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let group = format!("/Groups/{}", world.group("G", &[]));
    for (operation, fault) in [
        (json!({ "op": "destroy", "path": "title" }), "400 invalidSyntax"),
        (json!({ "path": "title", "value": "x" }), "400 invalidSyntax"),
        (json!("remove"), "400 invalidSyntax"),
        (json!({ "op": "remove" }), "400 noTarget"),
        (json!({ "op": "add", "value": "x" }), "400 invalidValue"),
        (json!({ "op": "add", "path": "title" }), "400 invalidValue"),
        (
            json!({ "op": "add", "path": "nothing", "value": "x" }),
            "400 invalidPath",
        ),
        (
            json!({ "op": "add", "path": "emails[type eq", "value": "x" }),
            "400 invalidPath",
        ),
        (json!({ "op": "add", "path": 7, "value": "x" }), "400 invalidPath"),
        (
            json!({ "op": "add", "path": "name[givenName eq \"x\"]", "value": "x" }),
            "400 invalidPath",
        ),
        (
            json!({ "op": "add", "path": "emails[type eq \"work\"].nothing", "value": "x" }),
            "400 invalidPath",
        ),
        (
            json!({ "op": "add", "path": "emails[nothing eq \"work\"]", "value": "x" }),
            "400 invalidFilter",
        ),
        (
            json!({ "op": "replace", "path": "id", "value": "x" }),
            "400 mutability",
        ),
        (json!({ "op": "remove", "path": "meta" }), "400 mutability"),
        (
            json!({ "op": "add", "path": "groups", "value": [{ "value": "g" }] }),
            "400 mutability",
        ),
        (json!({ "op": "remove", "path": "userName" }), "400 mutability"),
        (
            json!({ "op": "replace", "path": "userName", "value": null }),
            "400 mutability",
        ),
        (
            json!({ "op": "replace", "path": "userName", "value": "" }),
            "400 invalidValue",
        ),
        (
            json!({ "op": "replace", "path": "active", "value": "maybe" }),
            "400 invalidValue",
        ),
    ] {
        assert_eq!(
            world.patch(&path, &json!([operation])).fault(),
            fault,
            "{operation}"
        );
    }
    for (operation, fault) in [
        (
            json!({ "op": "replace", "path": "members[value eq \"x\"].display", "value": "y" }),
            "400 mutability",
        ),
        (
            json!({ "op": "replace", "path": "members[value eq \"x\"]", "value": { "value": "y" } }),
            "400 mutability",
        ),
        (json!({ "op": "remove", "path": "displayName" }), "400 mutability"),
    ] {
        assert_eq!(
            world.patch(&group, &json!([operation])).fault(),
            fault,
            "{operation}"
        );
    }
    assert_eq!(world.patch(&path, &json!([])).fault(), "400 invalidSyntax");
    assert_eq!(
        world
            .send(
                "PATCH",
                &path,
                &json!({ "schemas": [urn::USER], "Operations": [] })
            )
            .fault(),
        "400 invalidSyntax"
    );
    assert_eq!(
        world
            .patch("/Users/nobody", &json!([{ "op": "remove", "path": "title" }]))
            .fault(),
        "404 -"
    );
    assert_eq!(world.get(&path).body["meta"]["version"], "W/\"1\"");
}

#[test]
fn renaming_to_a_taken_name_is_refused() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    world.user("bob");
    let rename = |name: &str| json!([{ "op": "replace", "path": "userName", "value": name }]);
    assert_eq!(world.patch(&path, &rename("BOB")).fault(), "409 uniqueness");
    assert_eq!(
        world.send("PUT", &path, &json!({ "userName": "Bob" })).fault(),
        "409 uniqueness"
    );
    assert_eq!(
        world.patch(&path, &rename("ANN")).body["userName"],
        "ANN",
        "one's own name in other letters"
    );
}

/// JSON that looks like SCIM often enough to go deep.
fn json_like() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "schemas",
        "Operations",
        "op",
        "path",
        "value",
        "add",
        "replace",
        "remove",
        "userName",
        "members",
        "emails",
        "emails[type eq \"work\"]",
        "emails[type eq \"work\"].value",
        "name.givenName",
        "active",
        "True",
        "id",
        "meta",
        "displayName",
        "type",
        "primary",
        "$ref",
        "method",
        "data",
        "bulkId",
        "bulkId:1",
        "1",
        "POST",
        "/Users",
        "filter",
        "userName sw \"a\"",
        "sortBy",
        "count",
        "attributes",
        "members[type eq \"User\"]",
        urn::ENTERPRISE_USER,
        urn::PATCH_OP,
        urn::USER,
        "u0000001",
        "g0000002",
        "manager",
        "",
        " ",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((word.clone(), inner), 0..6).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(
        method in "GET|POST|PUT|PATCH|DELETE|[A-Z]{0,4}",
        path in "(/|/Users|/Groups|/Users/u0000001|/Groups/g0000002|/Bulk|/.search|/Schemas|[/%a-zA-Z.0-9]{0,12})",
        query in ".{0,40}",
        header in prop::option::of(".{0,12}"),
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let world = World::new();
        world.group("G", &[&world.user("ann")]);
        let header = header.as_deref();
        let request = Request {
            method: &method, path: &path, query: &query, content_type: None,
            if_match: header, if_none_match: header, base: "", body: &body,
        };
        let response = now(world.provider.handle(&world.store, request));
        prop_assert!((200..600).contains(&response.status) && response.status != 500);
    }

    #[test]
    fn anything_like_scim_gets_an_answer(
        method in "POST|PUT|PATCH",
        path in "(/Users|/Groups|/Users/u0000001|/Groups/g0000002|/Bulk|/.search)",
        body in json_like(),
        operations in prop::option::of(prop::collection::vec(json_like(), 0..4)),
    ) {
        let world = World::new();
        let ann = world.user("ann");
        world.group("G", &[&ann]);
        let body = operations.map_or(body, |operations| json!({ "Operations": operations }));
        let reply = world.send(&method, &path, &body);
        prop_assert!((200..600).contains(&reply.status) && reply.status != 500, "{reply:?}");
        for address in ["/Users", "/Groups"] {
            prop_assert_eq!(world.get(address).status, 200);
        }
    }
}
