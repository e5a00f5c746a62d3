use http::Method;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Resource;
use crate::asking::Desk;

#[test]
fn resources_are_named_by_orn_or_address() {
    let same = |orn: &str, url: &str| {
        assert_eq!(Resource::parse(orn), Resource::parse(url), "{orn}");
        Resource::parse(orn).unwrap()
    };
    assert_eq!(
        same("orn:okta:directory:00o1:users", "https://a.okta.com/api/v1/users"),
        Resource::Users
    );
    assert_eq!(
        same(
            "orn:okta:directory:00o1:groups:00g1:contained_resources",
            "https://a.okta.com/api/v1/groups/00g1/users"
        ),
        Resource::GroupMembers("00g1".into())
    );
    assert_eq!(
        same(
            "orn:okta:directory:00o1:groups:00g1",
            "https://a/api/v1/groups/00g1"
        ),
        Resource::Group("00g1".into())
    );
    assert_eq!(
        same("orn:okta:idp:00o1:apps:slack", "https://a/api/v1/apps/slack"),
        Resource::AppName("slack".into())
    );
    assert_eq!(
        Resource::parse("orn:okta:idp:00o1:apps:slack:0oa1"),
        Some(Resource::App("0oa1".into()))
    );
    assert_eq!(Resource::parse("groups"), None);
}

proptest! {
    #[test]
    fn naming_resources_never_panics(text in "(orn|https|api|v1|:|/|groups|00g|\\?|é){0,12}") {
        let _ = Resource::parse(&text).map(|resource| resource.path());
    }
}

#[test]
fn a_custom_role_from_birth_to_death() {
    let desk = Desk::small();
    let body = json!({"label": "Resetters", "description": "d", "permissions": ["okta.users.read"]});
    let role = desk.post("/api/v1/iam/roles", body);
    let id = role["id"].as_str().unwrap();
    let own = format!("https://harborline-admin.okta.com/api/v1/iam/roles/{id}");
    assert_eq!(role["_links"]["self"]["href"], own);
    assert_eq!(desk.get("/api/v1/iam/roles/Resetters")["id"], id);
    desk.asks(
        Method::POST,
        &format!("/api/v1/iam/roles/{id}/permissions/okta.groups.read"),
        None,
        204,
    );
    let permissions = desk.get(&format!("/api/v1/iam/roles/{id}/permissions"));
    assert_eq!(permissions["permissions"].as_array().unwrap().len(), 2);
    assert_eq!(permissions["permissions"][1]["label"], "okta.groups.read");
    desk.delete(
        &format!("/api/v1/iam/roles/{id}/permissions/okta.groups.read"),
        204,
    );
    desk.delete(
        &format!("/api/v1/iam/roles/{id}/permissions/okta.users.read"),
        400,
    );
    let renamed = desk.put(
        &format!("/api/v1/iam/roles/{id}"),
        json!({"label": "Other", "description": "e"}),
    );
    assert_eq!(
        (renamed["label"].as_str(), renamed["id"].as_str()),
        (Some("Other"), Some(id))
    );
    desk.delete(&format!("/api/v1/iam/roles/{id}"), 204);
    let gone = desk.asks(Method::GET, &format!("/api/v1/iam/roles/{id}"), None, 404);
    assert_eq!(
        gone["errorSummary"],
        format!("Not found: Resource not found: {id} (CustomRole)")
    );
    let wrong = desk.asks(
        Method::POST,
        "/api/v1/iam/roles",
        Some(json!({"label": "x", "permissions": ["root"]})),
        400,
    );
    assert_eq!(wrong["errorCode"], "E0000001");
}

#[test]
fn a_resource_set_with_a_binding_gives_and_takes_a_role() {
    let desk = Desk::small();
    let group = desk.group("Finance");
    let (user, before) = desk.newcomer();
    let missing = desk.asks(
        Method::POST,
        "/api/v1/iam/resource-sets",
        Some(json!({"resources": []})),
        400,
    );
    assert_eq!(
        missing["errorCauses"][0]["errorSummary"],
        "label: Label must be specified"
    );
    let url = format!("https://harborline.okta.com/api/v1/groups/{group}");
    let set = desk.post(
        "/api/v1/iam/resource-sets",
        json!({"label": "Money", "description": "", "resources": [url]}),
    );
    let set = set["id"].as_str().unwrap();
    let resources = desk.get(&format!("/api/v1/iam/resource-sets/{set}/resources"));
    assert!(
        resources["resources"][0]["orn"]
            .as_str()
            .unwrap()
            .ends_with(&format!(":groups:{group}"))
    );
    let role = desk.post(
        "/api/v1/iam/roles",
        json!({"label": "Clerk", "permissions": ["okta.groups.read"]}),
    );
    let role = role["id"].as_str().unwrap();
    let member = format!("https://harborline.okta.com/api/v1/users/{user}");
    desk.post(
        &format!("/api/v1/iam/resource-sets/{set}/bindings"),
        json!({"role": role, "members": [member]}),
    );
    let held = desk.get(&format!("/api/v1/users/{user}/roles"));
    assert_eq!(
        (&held[0]["type"], &held[0]["resource-set"], &held[0]["role"]),
        (&json!("CUSTOM"), &json!(set), &json!(role))
    );
    assert_eq!(
        desk.get(&format!("/api/v1/iam/resource-sets/{set}/bindings"))["roles"][0]["id"],
        role
    );
    let members = format!("/api/v1/iam/resource-sets/{set}/bindings/{role}/members");
    let listed = desk.get(&members);
    assert_eq!(listed["members"][0]["_links"]["self"]["href"], member);
    desk.delete(&format!("/api/v1/iam/roles/{role}"), 400);
    desk.delete(
        &format!("{members}/{}", listed["members"][0]["id"].as_str().unwrap()),
        204,
    );
    assert_eq!(desk.get(&format!("/api/v1/users/{user}/roles")), json!([]));
    let events = desk.events_since(before);
    assert!(
        events.contains(&"iam.resourceset.create".to_owned())
            && events.contains(&"iam.resourceset.bindings.add".to_owned())
    );
    desk.delete(&format!("/api/v1/iam/resource-sets/{set}"), 204);
    let gone = desk.asks(
        Method::GET,
        &format!("/api/v1/iam/resource-sets/{set}"),
        None,
        404,
    );
    assert_eq!(
        gone["errorSummary"],
        format!("Not found: Resource not found: {set} (IAMPolicy)")
    );
}

#[test]
fn a_role_through_the_users_endpoint_can_be_custom_and_is_taken_away_there_too() {
    let desk = Desk::small();
    let (user, _) = desk.newcomer();
    let sets = desk.get("/api/v1/iam/resource-sets");
    let roles = desk.get("/api/v1/iam/roles");
    let body = json!({"type": "CUSTOM", "role": roles["roles"][0]["id"], "resource-set": sets["resource-sets"][0]["id"]});
    let made = desk.post(&format!("/api/v1/users/{user}/roles"), body.clone());
    assert!(made["id"].as_str().unwrap().starts_with("irb"));
    desk.asks(
        Method::POST,
        &format!("/api/v1/users/{user}/roles"),
        Some(body),
        409,
    );
    desk.delete(
        &format!("/api/v1/users/{user}/roles/{}", made["id"].as_str().unwrap()),
        204,
    );
    assert_eq!(desk.get(&format!("/api/v1/users/{user}/roles")), json!([]));
}

#[test]
fn assignees_are_listed_once_and_paged_in_the_body() {
    let desk = Desk::small();
    let mut path = "/api/v1/iam/assignees/users?limit=5".to_owned();
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..50 {
        let page = desk.get(&path);
        seen.extend(
            page["value"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        match page["_links"]["next"]["href"].as_str() {
            Some(next) => path = next.split_once(".com").unwrap().1.to_owned(),
            None => break,
        }
    }
    let mut distinct = seen.clone();
    distinct.sort();
    distinct.dedup();
    assert!(seen.len() > 5 && distinct.len() == seen.len());
    let with_roles = |id: &String| {
        !desk
            .get(&format!("/api/v1/users/{id}/roles"))
            .as_array()
            .unwrap()
            .is_empty()
    };
    assert!(seen.iter().all(with_roles));
}

#[test]
fn wrapped_lists_have_the_members_of_recorded_ones() {
    let Ok(folder) = std::env::var("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return;
    };
    let desk = Desk::small();
    let set = desk.get("/api/v1/iam/resource-sets")["resource-sets"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let role = desk.get("/api/v1/iam/roles")["roles"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let pairs = [
        (
            "GET_api__v1__iam__resource-sets__resourceSetId",
            format!("/api/v1/iam/resource-sets/{set}"),
        ),
        (
            "GET_api__v1__iam__roles__roleId__permissions__permissionType",
            format!("/api/v1/iam/roles/{role}/permissions/okta.users.read"),
        ),
        (
            "GET_api__v1__iam__assignees__users",
            "/api/v1/iam/assignees/users".to_owned(),
        ),
    ];
    for (file, path) in pairs {
        let text = std::fs::read_to_string(format!("{folder}/okta/recorded/iam/{file}.ndjson")).unwrap();
        let mut good = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let recorded = good.find(|line| line["response"]["status"] == 200).unwrap();
        let ours = desk.get(&path);
        for name in recorded["response"]["body"].as_object().unwrap().keys() {
            assert!(ours.get(name).is_some(), "{path}: {name} is missing");
        }
    }
}
