//! The resources of RFC 7643 section 8, in and out: everything that a client may say comes back as it was said.

use serde_json::{Value, json};

use super::world::{BASE, World};
use crate::urn;

/// Section 8.3, with what only the server may say left as a client would send it back.
fn enterprise_user() -> Value {
    json!({
        "schemas": [urn::USER, urn::ENTERPRISE_USER],
        "id": "2819c223-7f76-453a-919d-413861904646",
        "externalId": "701984",
        "userName": "bjensen@example.com",
        "name": {
            "formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen", "givenName": "Barbara",
            "middleName": "Jane", "honorificPrefix": "Ms.", "honorificSuffix": "III"
        },
        "displayName": "Babs Jensen",
        "nickName": "Babs",
        "profileUrl": "https://login.example.com/bjensen",
        "emails": [
            { "value": "bjensen@example.com", "type": "work", "primary": true },
            { "value": "babs@jensen.org", "type": "home" }
        ],
        "addresses": [
            {
                "streetAddress": "100 Universal City Plaza", "locality": "Hollywood", "region": "CA",
                "postalCode": "91608", "country": "USA",
                "formatted": "100 Universal City Plaza\nHollywood, CA 91608 USA", "type": "work", "primary": true
            },
            {
                "streetAddress": "456 Hollywood Blvd", "locality": "Hollywood", "region": "CA",
                "postalCode": "91608", "country": "USA",
                "formatted": "456 Hollywood Blvd\nHollywood, CA 91608 USA", "type": "home"
            }
        ],
        "phoneNumbers": [
            { "value": "555-555-5555", "type": "work" },
            { "value": "555-555-4444", "type": "mobile" }
        ],
        "ims": [{ "value": "someaimhandle", "type": "aim" }],
        "photos": [
            { "value": "https://photos.example.com/profilephoto/72930000000Ccne/F", "type": "photo" },
            { "value": "https://photos.example.com/profilephoto/72930000000Ccne/T", "type": "thumbnail" }
        ],
        "userType": "Employee",
        "title": "Tour Guide",
        "preferredLanguage": "en-US",
        "locale": "en-US",
        "timezone": "America/Los_Angeles",
        "active": true,
        "password": "t1meMa$heen",
        "groups": [{ "value": "e9e30dba-f08f-4109-8486-d5c6a331660a", "$ref": "../Groups/e9e3", "display": "Tour Guides" }],
        "x509Certificates": [{ "value": "MIIDQzCCAqygAwIBAgICEAAwDQYJKoZIhvcNAQEFBQAwTjELMAkGA1UEBhMCVVMx" }],
        urn::ENTERPRISE_USER: {
            "employeeNumber": "701984", "costCenter": "4130", "organization": "Universal Studios",
            "division": "Theme Park", "department": "Tour Operations",
            "manager": {
                "value": "26118915-6090-4610-87e4-49d8ca9f808d",
                "$ref": "../Users/26118915-6090-4610-87e4-49d8ca9f808d",
                "displayName": "John Smith"
            }
        },
        "meta": {
            "resourceType": "User", "created": "2010-01-23T04:56:22Z", "lastModified": "2011-05-13T04:42:34Z",
            "version": "W/\"3694e05e9dff591\"", "location": "https://example.com/v2/Users/2819c223"
        }
    })
}

#[test]
fn section_8_3_an_enterprise_user() {
    let world = World::new();
    let sent = enterprise_user();
    let made = world.send("POST", "/Users", &sent);
    let id = made.id();
    let mut expected = sent.clone();
    let members = expected.as_object_mut().unwrap();
    members.remove("password");
    members.remove("groups");
    members.insert("id".into(), json!(id));
    members.insert(
        "meta".into(),
        json!({
            "resourceType": "User", "created": "2027-01-15T08:00:00Z", "lastModified": "2027-01-15T08:00:00Z",
            "location": format!("{BASE}/Users/{id}"), "version": "W/\"1\""
        }),
    );
    expected[urn::ENTERPRISE_USER]["manager"]
        .as_object_mut()
        .unwrap()
        .remove("displayName");
    assert_eq!(made.body, expected);
    assert_eq!(world.get(&format!("/Users/{id}")).body, expected);
    let put = world.send("PUT", &format!("/Users/{id}"), &sent);
    assert_eq!(put.body, expected, "the same again changes nothing");
}

#[test]
fn names_in_any_letter_case_are_kept_in_that_of_the_schema() {
    let world = World::new();
    let made = world.send(
        "POST",
        "/Users",
        &json!({
            "SCHEMAS": [urn::USER.to_uppercase()], "USERNAME": "ann", "Name": { "GIVENNAME": "Ann" },
            "Emails": [{ "Value": "a@x.org", "TYPE": "Work", "unknown": 1 }],
            urn::ENTERPRISE_USER.to_uppercase(): { "Department": "Sales" }
        }),
    );
    assert_eq!(made.status, 201);
    assert_eq!(made.body["name"], json!({ "givenName": "Ann" }));
    assert_eq!(
        made.body["emails"],
        json!([{ "value": "a@x.org", "type": "work" }]),
        "and so are usual values"
    );
    assert_eq!(made.body[urn::ENTERPRISE_USER], json!({ "department": "Sales" }));
}

#[test]
fn section_8_4_a_group() {
    let world = World::new();
    let (babs, mandy) = (world.user("babs"), world.user("mandy"));
    let made = world.send(
        "POST",
        "/Groups",
        &json!({
            "schemas": [urn::GROUP], "id": "e9e30dba", "displayName": "Tour Guides",
            "members": [
                { "value": babs, "$ref": format!("https://example.com/v2/Users/{babs}"), "display": "Babs Jensen" },
                { "$ref": format!("../Users/{mandy}"), "display": "Mandy Pepperidge" }
            ]
        }),
    );
    let member = |id: &str| json!({ "value": id, "$ref": format!("{BASE}/Users/{id}"), "type": "User" });
    assert_eq!(made.status, 201);
    assert_eq!(
        made.body["members"],
        json!([member(&babs), member(&mandy)]),
        "an address alone names a member too"
    );
    let groups = world.get(&format!("/Users/{babs}")).body["groups"].clone();
    let id = made.id();
    assert_eq!(
        groups,
        json!([{ "value": id, "$ref": format!("{BASE}/Groups/{id}"), "display": "Tour Guides", "type": "direct" }])
    );
}
