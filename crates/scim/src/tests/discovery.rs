//! Discovery (RFC 7644 section 4), and addresses that take other methods.

use serde_json::json;

use super::world::World;
use crate::{Request, urn};

#[test]
fn what_the_server_can_do() {
    let config = World::new().get("/ServiceProviderConfig").body;
    assert_eq!(config["schemas"], json!([urn::SERVICE_PROVIDER_CONFIG]));
    assert_eq!(config["patch"], json!({ "supported": true }));
    assert_eq!(
        config["bulk"],
        json!({ "supported": true, "maxOperations": 1000, "maxPayloadSize": 1_048_576 })
    );
    assert_eq!(config["filter"], json!({ "supported": true, "maxResults": 1000 }));
    assert_eq!(
        (
            &config["pagination"]["cursor"],
            &config["pagination"]["maxPageSize"]
        ),
        (&json!(false), &json!(1000))
    );
    assert_eq!(config["changePassword"]["supported"], false);
    assert_eq!(config["authenticationSchemes"][0]["type"], "oauthbearertoken");
}

#[test]
fn resource_types_name_schemas_that_can_be_read() {
    let world = World::new();
    let types = world.get("/ResourceTypes").body;
    assert_eq!(types["totalResults"], 2);
    for of in types["Resources"].as_array().unwrap() {
        let name = of["name"].as_str().unwrap();
        assert_eq!(&world.get(&format!("/ResourceTypes/{name}")).body, of);
        let schema = of["schema"].as_str().unwrap();
        assert_eq!(world.get(&format!("/Schemas/{schema}")).body["id"], schema);
        assert_eq!(world.get(of["endpoint"].as_str().unwrap()).status, 200);
    }
    assert_eq!(
        types["Resources"][0]["schemaExtensions"],
        json!([{ "schema": urn::ENTERPRISE_USER, "required": false }])
    );
    assert_eq!(world.get("/ResourceTypes/Robot").fault(), "404 -");
    assert_eq!(world.get("/Schemas/urn:none").fault(), "404 -");
}

#[test]
fn schemas_say_what_the_rfc_says() {
    let world = World::new();
    let all = world.get("/Schemas").body;
    let ids: Vec<_> = all["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|schema| schema["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [urn::USER, urn::ENTERPRISE_USER, urn::GROUP]);
    assert_eq!(
        all["Resources"][0]["attributes"][0],
        json!({
            "name": "userName", "type": "string", "multiValued": false,
            "description": "The name with which the person signs in.", "required": true, "caseExact": false,
            "mutability": "readWrite", "returned": "default", "uniqueness": "server"
        })
    );
    let member = &all["Resources"][2]["attributes"][1]["subAttributes"][1];
    assert_eq!(
        (&member["name"], &member["referenceTypes"]),
        (&json!("$ref"), &json!(["User", "Group"]))
    );
    assert_eq!(world.get("/Schemas?filter=id%20pr").fault(), "403 -");
}

#[test]
fn other_methods_and_addresses_are_refused_in_form() {
    let world = World::new();
    for path in ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/"] {
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            let reply = world.ask(Request {
                method,
                path,
                ..Request::default()
            });
            assert_eq!(
                (reply.fault().as_str(), reply.header("allow")),
                ("405 -", Some("GET")),
                "{method} {path}"
            );
        }
    }
    assert_eq!(world.delete("/Users").header("allow"), Some("GET, POST"));
    for path in [
        "/nothing",
        "/users",
        "/Users/1/2",
        "/Users/%ff",
        "/Users/%0",
        "/Users/%00",
    ] {
        assert_eq!(world.get(path).fault(), "404 -", "{path}");
    }
}
