use http::Method;
use serde_json::json;

use crate::asking::Desk;

const ROLES: [&str; 8] = [
    "SUPER_ADMIN",
    "ORG_ADMIN",
    "APP_ADMIN",
    "USER_ADMIN",
    "GROUP_MEMBERSHIP_ADMIN",
    "HELP_DESK_ADMIN",
    "READ_ONLY_ADMIN",
    "REPORT_ADMIN",
];

/// One letter for each of [`ROLES`]: `+` allowed, `-` refused with E0000006.
fn who_may(desk: &Desk, method: &Method, target: &str, body: Option<serde_json::Value>) -> String {
    let letter = |role: &str| {
        let user = desk.get(&format!(
            "/api/v1/users/{}@harborline.example",
            role.to_lowercase()
        ));
        let secret = format!("00Test{}", user["id"].as_str().unwrap());
        let response = desk.call(&secret, method.clone(), target, body.clone());
        match (response.status, response.json()["errorCode"].as_str()) {
            (403, Some("E0000006")) => '-',
            (401 | 500.., _) => '!',
            _ => '+',
        }
    };
    ROLES.iter().map(|role| letter(role)).collect()
}

#[test]
fn each_standard_role_may_what_okta_says() {
    let desk = Desk::small();
    for role in ROLES {
        desk.token_with(role);
    }
    let (user, _) = desk.newcomer();
    let group = desk.group("Sales");
    let may = |method: Method, target: &str| who_may(&desk, &method, target, None);
    let read = |target: &str| may(Method::GET, target);
    //                                    SOAUGHRP
    assert_eq!(read("/api/v1/users"), "+++++++-");
    assert_eq!(read(&format!("/api/v1/users/{user}/factors")), "+++++++-");
    assert_eq!(read("/api/v1/groups"), "+++++++-");
    assert_eq!(read("/api/v1/apps"), "+++---+-");
    assert_eq!(read("/api/v1/iam/roles"), "+-------");
    assert_eq!(read(&format!("/api/v1/users/{user}/roles")), "+-------");
    assert_eq!(read("/api/v1/api-tokens"), "+-------");
    assert_eq!(read("/api/v1/principal-rate-limits"), "+-------");
    assert_eq!(read("/api/v1/zones"), "++----+-");
    assert_eq!(read("/api/v1/logs"), "+++---++");
    let member = format!("/api/v1/groups/{group}/users/{user}");
    assert_eq!(may(Method::PUT, &member), "++-++---");
    assert_eq!(
        may(
            Method::POST,
            &format!("/api/v1/users/{user}/lifecycle/reset_factors")
        ),
        "++-+-+--"
    );
    assert_eq!(
        may(Method::POST, &format!("/api/v1/users/{user}/lifecycle/suspend")),
        "++-+----"
    );
    let zone = || Some(json!({"type": "IP", "name": "same"}));
    assert_eq!(who_may(&desk, &Method::POST, "/api/v1/zones", zone()), "++------");
    let app = || {
        Some(
            json!({"label": "New", "signOnMode": "BOOKMARK", "name": "bookmark", "settings": {"app": {"url": "https://a.example"}}}),
        )
    };
    assert_eq!(who_may(&desk, &Method::POST, "/api/v1/apps", app()), "+-+-----");
}

#[test]
fn targets_bound_what_a_group_administrator_reaches() {
    let desk = Desk::small();
    let (sales, finance) = (desk.group("Sales"), desk.group("Finance"));
    let (user, _) = desk.newcomer();
    let roles = format!("/api/v1/users/{user}/roles");
    desk.post(&roles, json!({"type": "USER_ADMIN"}));
    desk.asks(
        Method::PUT,
        &format!("{roles}/KVJUKUS7IFCE2SKO/targets/groups/{sales}"),
        None,
        204,
    );
    let token = desk.token_of(&user);
    let seller = desk.get(&format!("/api/v1/groups/{sales}/users"))[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let status = |method: Method, target: &str| desk.call(&token, method, target, None).status;
    assert_eq!(status(Method::GET, &format!("/api/v1/users/{seller}")), 200);
    assert_eq!(status(Method::GET, &format!("/api/v1/groups/{finance}")), 403);
    let ids = |list: serde_json::Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|user| user["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let seen = ids(desk
        .call(&token, Method::GET, "/api/v1/users?limit=200", None)
        .json());
    let members = ids(desk.get(&format!("/api/v1/groups/{sales}/users?limit=1000")));
    assert!(seen.len() > 20 && seen.iter().all(|id| members.contains(id)));
    assert_eq!(
        status(Method::PUT, &format!("/api/v1/groups/{finance}/users/{seller}")),
        403
    );
}

#[test]
fn nobody_below_manages_an_administrator() {
    let desk = Desk::small();
    let ingrid = desk.get("/api/v1/users/me")["id"].as_str().unwrap().to_owned();
    for role in ["ORG_ADMIN", "USER_ADMIN", "HELP_DESK_ADMIN"] {
        let token = desk.token_with(role);
        let reset = format!("/api/v1/users/{ingrid}/lifecycle/reset_factors");
        assert_eq!(
            desk.call(&token, Method::POST, &reset, None).json()["errorCode"],
            "E0000006",
            "{role}"
        );
        let read = desk.call(&token, Method::GET, &format!("/api/v1/users/{ingrid}"), None);
        assert_eq!(read.status, 200, "{role}");
    }
    let token = desk.token_with("GROUP_MEMBERSHIP_ADMIN");
    let (user, _) = desk.newcomer();
    let way_up = format!("/api/v1/groups/{}/users/{user}", desk.group("Break Glass"));
    assert_eq!(
        desk.call(&token, Method::PUT, &way_up, None).json()["errorCode"],
        "E0000006"
    );
}

#[test]
fn a_token_follows_its_owner() {
    let desk = Desk::small();
    let token = desk.token_with("READ_ONLY_ADMIN");
    let owner = desk.get("/api/v1/users/read_only_admin@harborline.example")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let status = |target: &str| desk.call(&token, Method::GET, target, None).status;
    assert_eq!(
        (status("/api/v1/users"), status("/api/v1/api-tokens")),
        (200, 403)
    );
    desk.post(
        &format!("/api/v1/users/{owner}/roles"),
        json!({"type": "SUPER_ADMIN"}),
    );
    assert_eq!(status("/api/v1/api-tokens"), 200);
    desk.asks(
        Method::POST,
        &format!("/api/v1/users/{owner}/lifecycle/deactivate"),
        None,
        200,
    );
    assert_eq!(
        desk.call(&token, Method::GET, "/api/v1/users", None).json()["errorCode"],
        "E0000011"
    );
}

#[test]
fn a_token_without_any_role_is_refused() {
    let desk = Desk::small();
    let (user, _) = desk.newcomer();
    let token = desk.token_of(&user);
    assert_eq!(
        desk.call(&token, Method::GET, "/api/v1/users", None).json()["errorCode"],
        "E0000006"
    );
    assert_eq!(
        desk.call(&token, Method::GET, "/api/v1/users/me", None).json()["id"],
        user.as_str()
    );
    assert_eq!(
        desk.call("00nonsense", Method::GET, "/api/v1/users", None).json()["errorCode"],
        "E0000011"
    );
}

#[test]
fn a_custom_role_gives_its_permissions_on_its_resources_only() {
    let desk = Desk::small();
    let sales = desk.group("Sales");
    let (user, _) = desk.newcomer();
    let url = |path: &str| format!("https://harborline.okta.com/api/v1/{path}");
    let body = json!({"label": "Sellers", "resources": [url(&format!("groups/{sales}")), url(&format!("groups/{sales}/users"))]});
    let set = desk.post("/api/v1/iam/resource-sets", body);
    let permissions = [
        "okta.users.read",
        "okta.groups.read",
        "okta.groups.members.manage",
    ];
    let role = desk.post(
        "/api/v1/iam/roles",
        json!({"label": "Seller desk", "permissions": permissions}),
    );
    let body = json!({"type": "CUSTOM", "role": role["id"], "resource-set": set["id"]});
    desk.post(&format!("/api/v1/users/{user}/roles"), body);
    let token = desk.token_of(&user);
    let status = |method: Method, target: &str| desk.call(&token, method, target, None).status;
    let finance = desk.group("Finance");
    assert_eq!(status(Method::GET, &format!("/api/v1/groups/{sales}")), 200);
    assert_eq!(status(Method::GET, &format!("/api/v1/groups/{finance}")), 403);
    assert_eq!(
        status(Method::PUT, &format!("/api/v1/groups/{sales}/users/{user}")),
        204
    );
    assert_eq!(
        status(Method::PUT, &format!("/api/v1/groups/{finance}/users/{user}")),
        403
    );
    assert_eq!(status(Method::DELETE, &format!("/api/v1/groups/{sales}")), 403);
    assert_eq!(status(Method::GET, "/api/v1/apps"), 403);
}
