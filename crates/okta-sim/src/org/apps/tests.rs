use http::Method;
use serde_json::{Value, json};

use crate::asking::Desk;

const SALESFORCE: &str = "/api/v1/apps/0oaharborln0000085d7";

#[test]
fn a_direct_assignment_hides_the_group() {
    let desk = Desk::small();
    let user = |name: &str| desk.get(&format!("{SALESFORCE}/users/{name}@harborline.example"));
    assert_eq!(user("grace.kim")["scope"], "USER");
    assert_eq!(user("stefan.brandt")["scope"], "USER");
    let paula = user("paula.okafor");
    assert_eq!(
        (&paula["scope"], &paula["_links"]["group"]["name"]),
        (&json!("GROUP"), &json!("Sales"))
    );
}

#[test]
fn a_user_stays_while_a_group_grants_the_app() {
    let desk = Desk::small();
    let target = |name: &str| format!("{SALESFORCE}/users/{name}@harborline.example");
    assert_eq!(desk.delete(&target("paula.okafor"), 403)["errorCode"], "E0000046");
    desk.delete(&target("grace.kim"), 204);
    assert_eq!(desk.get(&target("grace.kim"))["scope"], "GROUP");
    desk.delete(&target("stefan.brandt"), 204);
    desk.asks(Method::GET, &target("stefan.brandt"), None, 404);
}

#[test]
fn the_fan_out_of_a_group_takes_a_moment() {
    let mut desk = Desk::small();
    desk.sim.set_lag(0, 500);
    let app = desk.post("/api/v1/apps", json!({
        "name": "bookmark", "label": "New", "signOnMode": "BOOKMARK", "settings": {"app": {"url": "https://a.example"}},
    }));
    let path = format!("/api/v1/apps/{}", app["id"].as_str().unwrap());
    desk.asks(
        Method::PUT,
        &format!("{path}/groups/00gharborln0000035d7"),
        None,
        200,
    );
    assert_eq!(desk.get(&format!("{path}/users")), json!([]));
    desk.now = desk.now.plus_ms(500);
    assert_eq!(desk.get(&format!("{path}/users")).as_array().unwrap().len(), 5);
    desk.delete(&format!("{path}/groups/00gharborln0000035d7"), 204);
    assert_eq!(desk.get(&format!("{path}/users")), json!([]));
}

#[test]
fn app_users_page_in_order_and_once_each() {
    let desk = Desk::small();
    let mut target = format!("{SALESFORCE}/users?limit=7");
    let mut ids: Vec<String> = Vec::new();
    loop {
        let response = desk.call(
            &desk.sim.credentials().super_admin_token,
            Method::GET,
            &target,
            None,
        );
        ids.extend(
            response
                .json()
                .as_array()
                .unwrap()
                .iter()
                .map(|user| user["id"].as_str().unwrap().to_owned()),
        );
        let Some(next) = response.link("next") else { break };
        target = next
            .strip_prefix("https://harborline.okta.com")
            .unwrap()
            .to_owned();
    }
    // 32 in sales and 18 in support, and the finance chief; the administrators are in sales.
    assert_eq!(ids.len(), 51);
    ids.dedup();
    assert_eq!(ids.len(), 51);
}

#[test]
fn a_secret_is_shown_once() {
    let desk = Desk::small();
    let app = desk.post(
        "/api/v1/apps",
        json!({
            "name": "oidc_client", "label": "Web", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_post"}},
            "settings": {"oauthClient": {"redirect_uris": ["https://a.example"], "application_type": "web"}},
        }),
    );
    assert!(app["credentials"]["oauthClient"]["client_secret"].is_string());
    let again = desk.get(&format!("/api/v1/apps/{}", app["id"].as_str().unwrap()));
    assert_eq!(again["credentials"]["oauthClient"]["client_secret"], Value::Null);
    assert_eq!(again["credentials"]["oauthClient"]["client_id"], app["id"]);
}

#[test]
fn only_inactive_apps_can_be_deleted() {
    let desk = Desk::small();
    assert_eq!(desk.delete(SALESFORCE, 403)["errorCode"], "E0000056");
    desk.post(&format!("{SALESFORCE}/lifecycle/deactivate"), json!({}));
    desk.delete(SALESFORCE, 204);
    desk.asks(Method::GET, SALESFORCE, None, 404);
}

#[test]
fn an_administrator_of_one_app_sees_that_app() {
    let desk = Desk::small();
    let kenji = "00SimulatedSalesforceTestTokenOfKenji00005";
    let list = desk
        .call(kenji, Method::GET, "/api/v1/apps?limit=200", None)
        .json();
    let labels: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|app| app["label"].clone())
        .collect();
    assert_eq!(labels, ["Salesforce"]);
    assert_eq!(
        desk.call(kenji, Method::GET, "/api/v1/apps/0oaharborln0000055d7", None)
            .status,
        403
    );
}

#[test]
fn apps_are_found_by_user_and_by_group() {
    let desk = Desk::small();
    let count = |filter: &str| {
        let query = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect::<String>();
        desk.get(&format!("/api/v1/apps?limit=200&filter={query}"))
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count("group.id eq \"00gharborln0000015d7\""), 5);
    assert_eq!(count("status eq \"INACTIVE\""), 2);
    assert_eq!(count("name eq \"amazon_aws\""), 2);
}
