use http::Method;
use serde_json::{Value, json};

use super::base32;
use crate::asking::Desk;

fn types(roles: &Value) -> Vec<(String, String)> {
    let text = |role: &Value, name: &str| role[name].as_str().unwrap().to_owned();
    roles
        .as_array()
        .unwrap()
        .iter()
        .map(|role| (text(role, "type"), text(role, "assignmentType")))
        .collect()
}

#[test]
fn ids_of_roles_with_targets_are_their_type_in_base_32() {
    assert_eq!(base32("APP_ADMIN"), "IFIFAX2BIRGUSTQ");
    assert_eq!(base32("USER_ADMIN"), "KVJUKUS7IFCE2SKO");
    assert_eq!(base32("HELP_DESK_ADMIN"), "JBCUYUC7IRCVGS27IFCE2SKO");
    assert_eq!(
        base32("GROUP_MEMBERSHIP_ADMIN"),
        "I5JE6VKQL5GUKTKCIVJFGSCJKBPUCRCNJFHA"
    );
}

#[test]
fn a_role_comes_and_goes_and_is_logged() {
    let desk = Desk::small();
    let (user, before) = desk.newcomer();
    let roles = format!("/api/v1/users/{user}/roles");
    let made = desk.asks(Method::POST, &roles, Some(json!({"type": "SUPER_ADMIN"})), 201);
    assert!(made["id"].as_str().unwrap().starts_with("ra1"));
    assert_eq!(made["label"], "Super Administrator");
    assert_eq!(
        made["_links"]["assignee"]["href"],
        format!("https://harborline.okta.com/api/v1/users/{user}")
    );
    assert_eq!(
        desk.asks(Method::POST, &roles, Some(json!({"type": "SUPER_ADMIN"})), 409)["errorCode"],
        "E0000090"
    );
    assert_eq!(
        desk.asks(Method::POST, &roles, Some(json!({"type": "KING"})), 400)["errorCode"],
        "E0000001"
    );
    let id = made["id"].as_str().unwrap();
    assert_eq!(desk.get(&format!("{roles}/{id}"))["type"], "SUPER_ADMIN");
    desk.delete(&format!("{roles}/{id}"), 204);
    assert_eq!(
        desk.delete(&format!("{roles}/{id}"), 404)["errorSummary"],
        format!("Not found: Resource not found: {id} (RoleAssignment)")
    );
    let events = desk.events_since(before);
    assert_eq!(
        events,
        [
            "user.account.privilege.grant",
            "user.account.privilege.grant",
            "user.account.privilege.revoke"
        ]
    );
}

#[test]
fn a_group_role_shows_in_the_list_of_its_members() {
    let desk = Desk::small();
    let group = desk.group("Auditors");
    let member = desk.get(&format!("/api/v1/groups/{group}/users"))[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let own = desk.get(&format!("/api/v1/users/{member}/roles"));
    assert!(types(&own).contains(&("READ_ONLY_ADMIN".into(), "GROUP".into())));
    let inherited = own
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["type"] == "READ_ONLY_ADMIN")
        .unwrap();
    assert!(
        inherited["_links"]["assignee"]["href"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/api/v1/groups/{group}"))
    );
    assert!(types(&own).contains(&("CUSTOM".into(), "GROUP".into())));
}

#[test]
fn targets_narrow_and_the_last_one_stays() {
    let desk = Desk::small();
    let (user, _) = desk.newcomer();
    let roles = format!("/api/v1/users/{user}/roles");
    desk.post(&roles, json!({"type": "USER_ADMIN"}));
    let targets = format!("{roles}/KVJUKUS7IFCE2SKO/targets/groups");
    assert_eq!(desk.get(&targets), json!([]));
    let (sales, finance) = (desk.group("Sales"), desk.group("Finance"));
    desk.asks(Method::PUT, &format!("{targets}/{sales}"), None, 204);
    desk.asks(Method::PUT, &format!("{targets}/{finance}"), None, 204);
    let first = desk.get(&format!("{targets}?limit=1"));
    assert_eq!(first.as_array().unwrap().len(), 1);
    assert_eq!(first[0]["profile"]["name"], "Sales");
    desk.delete(&format!("{targets}/{sales}"), 204);
    assert_eq!(
        desk.delete(&format!("{targets}/{finance}"), 400)["errorCode"],
        "E0000001"
    );
    let expanded = desk.get(&format!("{roles}?expand=targets/groups"));
    assert_eq!(
        expanded[0]["_embedded"]["targets"]["groups"][0]["id"],
        finance.as_str()
    );
    assert_eq!(
        desk.asks(Method::PUT, &format!("{targets}/00gnobody"), None, 404)["errorCode"],
        "E0000007"
    );
    let all = desk.get(&format!("{roles}/USER_ADMIN/targets?assignmentType=USER"));
    assert!(
        all[0]["orn"]
            .as_str()
            .unwrap()
            .ends_with(&format!(":groups:{finance}"))
    );
    assert_eq!(
        desk.get(&format!("{roles}/USER_ADMIN/targets?assignmentType=GROUP")),
        json!([])
    );
    let apps = format!("{roles}/KVJUKUS7IFCE2SKO/targets/catalog/apps/slack");
    assert_eq!(desk.asks(Method::PUT, &apps, None, 403)["errorCode"], "E0000006");
}

#[test]
fn app_targets_are_instances_or_whole_catalogue_apps() {
    let desk = Desk::small();
    let group = desk.group("Finance");
    let roles = format!("/api/v1/groups/{group}/roles");
    desk.post(&roles, json!({"type": "APP_ADMIN"}));
    let targets = format!("{roles}/IFIFAX2BIRGUSTQ/targets/catalog/apps");
    let app = desk
        .get("/api/v1/apps?limit=200")
        .as_array()
        .unwrap()
        .iter()
        .find(|app| app["name"] == "salesforce")
        .cloned()
        .unwrap();
    desk.asks(
        Method::PUT,
        &format!("{targets}/salesforce/{}", app["id"].as_str().unwrap()),
        None,
        204,
    );
    assert_eq!(desk.get(&targets)[0]["id"], app["id"]);
    desk.asks(Method::PUT, &format!("{targets}/salesforce"), None, 204);
    let whole = desk.get(&targets);
    assert_eq!(
        (whole.as_array().unwrap().len(), &whole[0]["name"]),
        (1, &json!("salesforce"))
    );
    assert_eq!(
        desk.asks(Method::PUT, &format!("{targets}/no_such_app"), None, 404)["errorCode"],
        "E0000007"
    );
}

#[test]
fn service_apps_hold_roles_by_client_id() {
    let desk = Desk::small();
    let client = &desk.sim.credentials().client_id;
    let roles = desk.get(&format!("/oauth2/v1/clients/{client}/roles"));
    assert!(types(&roles).contains(&("READ_ONLY_ADMIN".into(), "CLIENT".into())));
    let made = desk.post(
        &format!("/oauth2/v1/clients/{client}/roles"),
        json!({"type": "HELP_DESK_ADMIN"}),
    );
    assert_eq!(made["id"], "JBCUYUC7IRCVGS27IFCE2SKO");
    assert_eq!(
        desk.asks(Method::GET, "/oauth2/v1/clients/0oanobody/roles", None, 404)["errorCode"],
        "E0000007"
    );
}

#[test]
fn roles_have_the_members_of_recorded_ones() {
    let Ok(folder) = std::env::var("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return;
    };
    let path = format!("{folder}/okta/recorded/groups/POST_api__v1__groups__groupId__roles.ndjson");
    let text = std::fs::read_to_string(path).unwrap();
    let recorded: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let desk = Desk::small();
    let group = desk.group("Finance");
    let ours = desk.post(
        &format!("/api/v1/groups/{group}/roles"),
        json!({"type": "USER_ADMIN"}),
    );
    let names = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(names(&ours), names(&recorded["response"]["body"]));
    assert_eq!(ours["id"], recorded["response"]["body"]["id"]);
}
