use http::Method;
use serde_json::json;

use crate::asking::Desk;

fn ids(list: &serde_json::Value) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

fn group(desk: &Desk, name: &str) -> String {
    let list = desk.get("/api/v1/groups?limit=200");
    let found = list
        .as_array()
        .unwrap()
        .iter()
        .find(|group| group["profile"]["name"] == name)
        .unwrap();
    found["id"].as_str().unwrap().to_owned()
}

#[test]
fn only_okta_groups_can_be_changed() {
    let desk = Desk::small();
    let user = "00uharborln0000305d7";
    for (name, status, code) in [
        ("Everyone", 501, "E0000060"),
        ("HARBORLINE\\Domain Users", 403, "E0000006"),
    ] {
        let target = format!("/api/v1/groups/{}/users/{user}", group(&desk, name));
        assert_eq!(
            desk.asks(Method::PUT, &target, None, status)["errorCode"],
            code,
            "{name}"
        );
    }
    let target = format!("/api/v1/groups/{}/users/{user}", group(&desk, "Interns 2027"));
    desk.asks(Method::PUT, &target, None, 204);
    desk.asks(Method::PUT, &target, None, 204);
    desk.delete(&target, 204);
    desk.delete(&target, 204);
}

#[test]
fn leavers_are_still_members() {
    let desk = Desk::small();
    let members = desk.get(&format!("/api/v1/groups/{}/users", group(&desk, "GitHub Owners")));
    let statuses: Vec<_> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["ACTIVE", "ACTIVE", "DEPROVISIONED"]);
    assert_eq!(
        ids(&desk.get(&format!("/api/v1/groups/{}/users", group(&desk, "Everyone")))).len(),
        203
    );
}

#[test]
fn a_department_opens_production() {
    let desk = Desk::small();
    let production = format!("/api/v1/groups/{}/users", group(&desk, "AWS Production Admins"));
    let before = ids(&desk.get(&production));
    // The platform team of six, and its leader who left.
    assert_eq!(before.len(), 7);
    let grace = "/api/v1/users/grace.kim@harborline.example";
    let user = desk.post(grace, json!({"profile": {"department": "Platform"}}));
    let id = user["id"].as_str().unwrap().to_owned();
    assert!(ids(&desk.get(&production)).contains(&id));
    // A removal by hand does not stick, a change of the department does.
    desk.delete(&format!("{production}/{id}"), 204);
    assert!(ids(&desk.get(&production)).contains(&id));
    desk.post(grace, json!({"profile": {"department": "Sales"}}));
    assert_eq!(ids(&desk.get(&production)), before);
}

#[test]
fn a_rule_lives_its_life() {
    let desk = Desk::small();
    let target = group(&desk, "Interns 2027");
    let rule = json!({
        "type": "group_rule", "name": "Designers",
        "conditions": {"expression": {"type": "urn:okta:expression:1.0", "value": "user.title==\"Designer\""}},
        "actions": {"assignUserToGroups": {"groupIds": [target]}},
    });
    let made = desk.post("/api/v1/groups/rules", rule.clone());
    assert_eq!(made["status"], "INACTIVE");
    let path = format!("/api/v1/groups/rules/{}", made["id"].as_str().unwrap());
    let members = format!("/api/v1/groups/{target}/users");
    assert_eq!(desk.get(&members), json!([]));
    desk.asks(Method::POST, &format!("{path}/lifecycle/activate"), None, 204);
    let found = desk.get(&members);
    assert!(!found.as_array().unwrap().is_empty());
    assert!(
        found
            .as_array()
            .unwrap()
            .iter()
            .all(|user| user["profile"]["title"] == "Designer")
    );
    desk.asks(Method::PUT, &path, Some(rule), 400);
    desk.delete(&path, 400);
    desk.asks(Method::POST, &format!("{path}/lifecycle/deactivate"), None, 204);
    desk.delete(&format!("{path}?removeUsers=true"), 202);
    assert_eq!(desk.get(&members), json!([]));
    desk.asks(Method::GET, &path, None, 404);
}

#[test]
fn a_wrong_expression_is_refused() {
    let desk = Desk::small();
    let rule = json!({
        "type": "group_rule", "name": "Wrong",
        "conditions": {"expression": {"type": "urn:okta:expression:1.0", "value": "user.title=="}},
        "actions": {"assignUserToGroups": {"groupIds": [group(&desk, "Interns 2027")]}},
    });
    assert_eq!(
        desk.asks(Method::POST, "/api/v1/groups/rules", Some(rule), 400)["errorCode"],
        "E0000001"
    );
}

#[test]
fn changes_are_in_the_log() {
    let desk = Desk::small();
    let target = format!(
        "/api/v1/groups/{}/users/00uharborln0000305d7",
        group(&desk, "Interns 2027")
    );
    desk.asks(Method::PUT, &target, None, 204);
    let events = desk.get("/api/v1/logs?filter=eventType%20eq%20%22group.user_membership.add%22");
    let event = events.as_array().unwrap().last().unwrap();
    assert_eq!(event["actor"]["alternateId"], "ingrid.solberg@harborline.example");
    let kinds: Vec<_> = event["target"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| target["type"].clone())
        .collect();
    assert_eq!(kinds, ["User", "UserGroup"]);
}

#[test]
fn a_group_with_a_role_is_for_super_administrators_only() {
    let desk = Desk::small();
    let owner = "00SimulatedSalesforceTestTokenOfKenji00005";
    let target = format!(
        "/api/v1/groups/{}/users/00uharborln0000305d7",
        group(&desk, "Help Desk")
    );
    assert_eq!(desk.call(owner, Method::PUT, &target, None).status, 403);
}
