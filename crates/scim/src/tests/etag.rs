//! Versions and conditions on them (RFC 7644 section 3.14).

use serde_json::json;

use super::world::World;
use crate::Request;

#[test]
fn writes_on_a_version_that_is_gone_are_refused() {
    let world = World::new();
    let path = format!("/Users/{}", world.user("ann"));
    let body = json!({ "userName": "ann", "nickName": "A" }).to_string();
    let put = |tag: &str| {
        let request = Request {
            method: "PUT",
            path: &path,
            if_match: Some(tag),
            body: body.as_bytes(),
            ..Request::default()
        };
        world.ask(request)
    };
    assert_eq!(put("W/\"7\"").fault(), "412 -");
    assert_eq!(put("nonsense").fault(), "412 -");
    assert_eq!(put("W/\"1\"").header("etag"), Some("W/\"2\""));
    assert_eq!(put("W/\"1\"").fault(), "412 -");
    assert_eq!(
        put("\"9\", \"2\"").status,
        200,
        "tags are weak, and may be a list"
    );
    assert_eq!(put("*").status, 200);
    let delete = |tag| {
        world.ask(Request {
            method: "DELETE",
            path: &path,
            if_match: Some(tag),
            ..Request::default()
        })
    };
    assert_eq!(delete("W/\"1\"").fault(), "412 -");
    assert_eq!(delete("W/\"2\"").status, 204);
}

#[test]
fn what_is_known_is_not_sent_again() {
    let world = World::new();
    let ann = world.user("ann");
    let group = format!("/Groups/{}", world.group("All", &[]));
    let read = |path: &str, query: &str| {
        world.ask(Request {
            method: "GET",
            path,
            query,
            if_none_match: Some("W/\"1\""),
            ..Request::default()
        })
    };
    let known = read(&group, "");
    assert_eq!(
        (known.status, known.header("etag"), known.body.is_null()),
        (304, Some("W/\"1\""), true)
    );
    world.patch(
        &group,
        &json!([{ "op": "add", "path": "members", "value": [{ "value": ann }] }]),
    );
    assert_eq!(read(&group, "").status, 200, "a new member is a new version");
    let user = format!("/Users/{ann}");
    assert_eq!(
        read(&user, "").status,
        200,
        "the version does not tell whether `groups` changed"
    );
    assert_eq!(read(&user, "excludedAttributes=groups").status, 304);
}

#[test]
fn a_write_that_changes_nothing_keeps_the_version() {
    let world = World::new();
    let ann = world.user("ann");
    let group = world.group("All", &[&ann]);
    let path = format!("/Groups/{group}");
    let version = || world.get(&path).body["meta"].clone();
    let before = version();
    for operation in [
        json!({ "op": "add", "path": "members", "value": [{ "value": ann }] }),
        json!({ "op": "remove", "path": "members[value eq \"nobody\"]" }),
        json!({ "op": "replace", "path": "members", "value": [{ "value": ann }] }),
        json!({ "op": "replace", "value": { "id": group, "displayName": "All" } }),
    ] {
        assert_eq!(world.patch(&path, &json!([operation])).status, 204);
        assert_eq!(version(), before, "{operation}");
    }
}
