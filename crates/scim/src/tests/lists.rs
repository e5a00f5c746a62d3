//! Filters, orders and pages over HTTP addresses.

use serde_json::{Value, json};

use super::world::World;
use crate::{Limits, urn};

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn world() -> World {
    let world = World::new();
    let people: [(&str, Value); 4] = [
        (
            "bjensen",
            json!({ "title": "Tour Guide", "userType": "Employee", "active": true, "externalId": "e1",
            "name": { "familyName": "O'Malley" },
            "emails": [{ "type": "work", "value": "b@example.com" }, { "type": "home", "value": "b@jensen.org", "primary": true }] }),
        ),
        (
            "jsmith",
            json!({ "userType": "Intern", "active": false, "displayName": "Zoe",
            "emails": [{ "type": "work", "value": "j@example.org" }] }),
        ),
        (
            "Carol",
            json!({ "userType": "employee", "displayName": "adam", urn::ENTERPRISE_USER: { "department": "Sales", "manager": { "value": "m9" } } }),
        ),
        (
            "dave",
            json!({ "displayName": "Mia", "addresses": [{ "country": "US", "locality": "Hollywood" }] }),
        ),
    ];
    for (name, mut body) in people {
        body["userName"] = json!(name);
        world.make("/Users", &body);
    }
    world
}

fn names(world: &World, query: &str) -> Vec<String> {
    let reply = world.get(&format!("/Users?{query}"));
    assert_eq!(reply.status, 200, "{query}: {reply:?}");
    let listed = reply.body["Resources"].as_array().unwrap();
    assert!(reply.body["totalResults"].as_u64().unwrap() >= listed.len() as u64);
    listed
        .iter()
        .map(|user| user["userName"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn filters_of_section_3_4_2_2() {
    let world = world();
    for (filter, expected) in [
        (r#"userName Eq "BJENSEN""#, "bjensen"),
        (r#"name.familyName co "O'Malley""#, "bjensen"),
        (r#"userName sw "J""#, "jsmith"),
        (
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#,
            "jsmith",
        ),
        (r#"userName ew "E""#, "dave"),
        ("title pr", "bjensen"),
        (
            r#"meta.lastModified gt "2011-05-13T04:42:34Z""#,
            "bjensen jsmith Carol dave",
        ),
        (r#"meta.lastModified lt "2011-05-13T04:42:34Z""#, ""),
        (r#"meta.lastModified ge "2027-01-15T08:00:02Z""#, "Carol dave"),
        (r#"title pr and userType eq "Employee""#, "bjensen"),
        (r#"title pr or userType eq "Intern""#, "bjensen jsmith"),
        (
            r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
            "bjensen",
        ),
        (
            r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
            "dave",
        ),
        (r#"userType eq "Employee" and (emails.type eq "work")"#, "bjensen"),
        (
            r#"userType eq "Employee" and emails[type eq "work" and value co "@example.com"]"#,
            "bjensen",
        ),
        (r#"emails[type eq "home" and value co "@example.com"]"#, ""),
        (
            r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
            "bjensen",
        ),
        (
            r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#,
            "Carol",
        ),
        ("not (schemas pr)", ""),
        (
            r#"meta.resourceType eq "User" and meta.version eq "W/\"1\"" and userName eq "dave""#,
            "dave",
        ),
        (r#"externalId eq "e1""#, "bjensen"),
        (r#"externalId eq "E1""#, ""),
        ("active eq true", "bjensen"),
        (r#"active eq "False""#, "jsmith"),
        ("active eq null", "Carol dave"),
        ("not (active pr)", "Carol dave"),
        (
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales""#,
            "Carol",
        ),
        (
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "m9""#,
            "Carol",
        ),
        (r#"addresses[country eq "us" and locality sw "holly"]"#, "dave"),
        (r#"userName gt "c" and userName le "dave""#, "Carol dave"),
        (
            r#"userType eq "Intern" or userType eq "Employee" and title pr"#,
            "bjensen jsmith",
        ),
        (
            r#"(userType eq "Intern" or userType eq "Employee") and title pr"#,
            "bjensen",
        ),
    ] {
        let expected: Vec<&str> = expected.split_whitespace().collect();
        assert_eq!(
            names(&world, &format!("filter={}", encode(filter))),
            expected,
            "{filter}"
        );
    }
}

#[test]
fn filters_that_make_no_sense_say_why_and_where() {
    let world = world();
    for (filter, detail) in [
        (
            "userName eq bjensen",
            "expected a value: a text in double quotes, a number, true, false or null, at character 13",
        ),
        (
            "userName is \"x\"",
            "expected an operator: eq, ne, co, sw, ew, gt, ge, lt, le or pr, at character 10",
        ),
        ("(userName pr", "expected `and`, `or` or `)`, at character 13"),
        ("userName pr)", "expected the end, at character 12"),
        (
            "userName eq \"x",
            "the text that begins here is not closed by a double quote, at character 13",
        ),
        (
            "userName eq \"x\" & title pr",
            "`&` has no place here, at character 17",
        ),
        ("nobody eq \"x\"", "there is no attribute `nobody`"),
        ("password eq \"x\"", "there is no attribute `password`"),
        ("active gt true", "`active` cannot be compared by `gt`"),
        ("userName eq 7", "`userName` cannot be compared with `7`"),
        (
            "name eq \"x\"",
            "`name` is not one value: name a sub-attribute of it",
        ),
        (
            "meta.created gt \"yesterday\"",
            "`meta.created` cannot be compared with `\"yesterday\"`",
        ),
        (
            "userName[value eq \"x\"]",
            "`userName` has no sub-attributes to filter by",
        ),
    ] {
        let reply = world.get(&format!("/Users?filter={}", encode(filter)));
        assert_eq!(reply.fault(), "400 invalidFilter", "{filter}");
        assert_eq!(reply.body["detail"], detail, "{filter}");
    }
}

#[test]
fn orders_by_index_and_by_value() {
    let world = world();
    assert_eq!(
        names(&world, "sortBy=userName"),
        ["bjensen", "Carol", "dave", "jsmith"]
    );
    assert_eq!(
        names(&world, "sortBy=userName&sortOrder=descending&count=2"),
        ["jsmith", "dave"]
    );
    assert_eq!(
        names(&world, "sortBy=displayName"),
        ["Carol", "dave", "jsmith", "bjensen"],
        "missing comes last"
    );
    assert_eq!(
        names(&world, "sortBy=emails"),
        ["bjensen", "jsmith", "Carol", "dave"],
        "the primary address counts"
    );
    assert_eq!(
        names(&world, "sortBy=emails.value&sortOrder=descending"),
        ["Carol", "dave", "jsmith", "bjensen"]
    );
    assert_eq!(
        names(&world, "sortBy=meta.created&sortOrder=descending"),
        ["dave", "Carol", "jsmith", "bjensen"]
    );
    assert_eq!(names(&world, "sortBy=title&startIndex=2&count=1").len(), 1);
    for query in ["sortBy=nothing", "sortBy=name", "sortBy=userName&sortOrder=up"] {
        assert_eq!(world.get(&format!("/Users?{query}")).fault(), "400 invalidValue");
    }
}

#[test]
fn pages_as_section_3_4_2_4_counts_them() {
    let world = world();
    let page = |query: &str| {
        let body = world.get(&format!("/Users?{query}")).body;
        [&body["totalResults"], &body["startIndex"], &body["itemsPerPage"]]
            .map(|number| number.as_u64().unwrap())
    };
    assert_eq!(page("startIndex=0"), [4, 1, 4]);
    assert_eq!(page("startIndex=-5&count=2"), [4, 1, 2]);
    assert_eq!(page("startIndex=3"), [4, 3, 2]);
    assert_eq!(page("startIndex=9"), [4, 9, 0]);
    assert_eq!(page("count=0"), [4, 1, 0]);
    assert_eq!(page("count=-1"), [4, 1, 0]);
    assert_eq!(
        page("startIndex=99999999999999999999&count=99999999999999999999")[0],
        4
    );
    let scanned = format!("filter={}&startIndex=2&count=1", encode("userName co \"a\""));
    assert_eq!(
        page(&scanned),
        [2, 2, 1],
        "a total that no index knows is honest too"
    );
    assert_eq!(world.get("/Users?count=many").fault(), "400 invalidValue");
}

#[test]
fn the_page_is_never_larger_than_the_limit() {
    let world = World::within(Limits {
        page_max: 2,
        page_default: 1,
        ..Limits::default()
    });
    (0..4).for_each(|number| drop(world.user(&format!("person{number}"))));
    assert_eq!(world.get("/Users").ids().len(), 1);
    assert_eq!(world.get("/Users?count=100").ids().len(), 2);
}

#[test]
fn a_search_over_everything_pages_from_users_into_groups() {
    let world = World::new();
    let users: Vec<String> = (0..3).map(|number| world.user(&format!("u{number}"))).collect();
    let groups: Vec<String> = (0..3)
        .map(|number| world.group(&format!("g{number}"), &[]))
        .collect();
    let search = |body: Value| world.send("POST", "/.search", &body);
    let page = search(json!({ "startIndex": 3, "count": 2 }));
    assert_eq!(page.ids(), [users[2].clone(), groups[0].clone()]);
    assert_eq!(page.body["totalResults"], 6);
    let only = search(json!({ "filter": "userName pr" }));
    assert_eq!(only.body["totalResults"], 3, "a group has no userName");
    assert_eq!(
        search(json!({ "filter": "members.value eq \"x\" or userName eq \"u1\"" })).ids(),
        [users[1].clone()]
    );
    assert_eq!(
        world
            .send(
                "POST",
                "/Groups/.search",
                &json!({ "filter": "displayName eq \"G2\"" })
            )
            .ids(),
        [groups[2].clone()]
    );
}

#[test]
fn members_are_found_by_index_and_by_kind() {
    let world = World::new();
    let ann = world.user("ann");
    let inner = world.group("Inner", &[&ann]);
    let outer = world.group("Outer", &[&inner]);
    let by = |filter: &str| world.get(&format!("/Groups?filter={}", encode(filter))).ids();
    assert_eq!(
        by(&format!("members.value eq \"{ann}\"")),
        std::slice::from_ref(&inner)
    );
    assert_eq!(by(&format!("members[value eq \"{ann}\"]")), [inner]);
    assert_eq!(by("members.type eq \"group\""), [outer]);
}

#[test]
fn too_much_to_look_at_is_said() {
    let world = World::within(Limits {
        scan_max: 3,
        ..Limits::default()
    });
    (0..4).for_each(|number| drop(world.user(&format!("person{number}"))));
    let reply = world.get(&format!("/Users?filter={}", encode("title co \"x\"")));
    assert_eq!(reply.fault(), "400 tooMany");
    assert_eq!(
        world
            .get(&format!("/Users?filter={}", encode("userName eq \"person1\"")))
            .ids()
            .len(),
        1
    );
}
