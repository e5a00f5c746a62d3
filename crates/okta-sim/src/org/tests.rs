//! The smaller administrator endpoints, each from creation to deletion.

use http::Method;
use serde_json::{Value, json};

use crate::asking::Desk;

fn names(value: &Value) -> Vec<String> {
    let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
    names.sort();
    names
}

/// First good answer of a recorded file, or `None` without recordings.
fn recorded(file: &str) -> Option<Value> {
    let Ok(folder) = std::env::var("PORTOLAN_RECORDED_DATA") else {
        println!("skipped: PORTOLAN_RECORDED_DATA is not set");
        return None;
    };
    let text = std::fs::read_to_string(format!("{folder}/okta/recorded/{file}.ndjson")).unwrap();
    let mut lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let good = |body: &Value| body.is_object() || body.as_array().is_some_and(|list| !list.is_empty());
    lines.find_map(|line| {
        Some(line["response"]["body"].clone()).filter(|body| line["response"]["status"] == 200 && good(body))
    })
}

#[test]
fn a_zone_from_birth_to_death() {
    let desk = Desk::small();
    let body = json!({"type": "IP", "name": "Lab", "status": "ACTIVE", "gateways": [{"type": "CIDR", "value": "1.2.3.4/24"}]});
    let zone = desk.post("/api/v1/zones", body.clone());
    let path = format!("/api/v1/zones/{}", zone["id"].as_str().unwrap());
    assert_eq!(
        (&zone["usage"], &zone["system"]),
        (&json!("POLICY"), &json!(false))
    );
    assert!(
        zone["_links"]["deactivate"]["href"]
            .as_str()
            .unwrap()
            .ends_with("/lifecycle/deactivate")
    );
    desk.asks(Method::POST, "/api/v1/zones", Some(body), 400);
    let off = desk.post(&format!("{path}/lifecycle/deactivate"), json!({}));
    assert_eq!(off["status"], "INACTIVE");
    assert!(off["_links"].get("activate").is_some() && off["_links"].get("deactivate").is_none());
    let changed = desk.put(&path, json!({"type": "IP", "name": "Laboratory", "gateways": []}));
    assert_eq!(
        (&changed["name"], &changed["status"]),
        (&json!("Laboratory"), &json!("INACTIVE"))
    );
    desk.delete(&path, 204);
    desk.delete(&path, 404);
    assert_eq!(
        desk.events_since(0),
        ["zone.create", "zone.deactivate", "zone.update", "zone.delete"]
    );
    if let Some(theirs) = recorded("zones/GET_api__v1__zones__zoneId") {
        assert_eq!(names(&zone), names(&theirs).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_policy_and_its_rules() {
    let desk = Desk::small();
    assert_eq!(
        desk.asks(Method::GET, "/api/v1/policies", None, 400)["errorCode"],
        "E0000001"
    );
    let defaults = desk
        .get("/api/v1/policies?type=OKTA_SIGN_ON")
        .as_array()
        .unwrap()
        .len();
    let policy = desk.post(
        "/api/v1/policies",
        json!({"type": "OKTA_SIGN_ON", "name": "Strict", "description": "For everybody"}),
    );
    let path = format!("/api/v1/policies/{}", policy["id"].as_str().unwrap());
    let all = desk.get("/api/v1/policies?type=OKTA_SIGN_ON");
    let order: Vec<i64> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| policy["priority"].as_i64().unwrap())
        .collect();
    assert!(order.is_sorted() && order.len() == defaults + 1);
    assert_eq!(all.as_array().unwrap().last().unwrap()["system"], true);
    let rule = desk.post(
        &format!("{path}/rules"),
        json!({"name": "Always", "actions": {"signon": {"access": "ALLOW"}}}),
    );
    assert_eq!((&rule["type"], &rule["priority"]), (&json!("SIGN_ON"), &json!(1)));
    let rule_path = format!("{path}/rules/{}", rule["id"].as_str().unwrap());
    desk.asks(
        Method::POST,
        &format!("{rule_path}/lifecycle/deactivate"),
        None,
        204,
    );
    assert_eq!(desk.get(&rule_path)["status"], "INACTIVE");
    let changed = desk.put(
        &rule_path,
        json!({"name": "Never", "actions": {"signon": {"access": "DENY"}}}),
    );
    assert_eq!(
        (&changed["name"], &changed["status"], &changed["type"]),
        (&json!("Never"), &json!("INACTIVE"), &json!("SIGN_ON"))
    );
    desk.delete(&rule_path, 204);
    desk.asks(Method::POST, &format!("{path}/lifecycle/deactivate"), None, 204);
    assert_eq!(desk.get(&path)["status"], "INACTIVE");
    desk.delete(&path, 204);
    let system = all.as_array().unwrap().last().unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        desk.delete(&format!("/api/v1/policies/{system}"), 403)["errorCode"],
        "E0000077"
    );
    let events = desk.events_since(0);
    assert_eq!(
        events.first().map(String::as_str),
        Some("policy.lifecycle.create")
    );
    assert_eq!(events.len(), 7);
    if let Some(theirs) = recorded("policies/GET_api__v1__policies__policyId") {
        assert_eq!(names(&policy), names(&theirs));
    }
    if let Some(theirs) = recorded("policies/GET_api__v1__policies__policyId__rules__ruleId") {
        assert_eq!(names(&rule), names(&theirs));
    }
}

#[test]
fn tokens_are_listed_restricted_and_revoked() {
    let desk = Desk::small();
    let tokens = desk.get("/api/v1/api-tokens");
    let forgotten = tokens
        .as_array()
        .unwrap()
        .iter()
        .find(|token| token["name"] == "migration-2024")
        .unwrap();
    assert!(forgotten.get("~token").is_none());
    if let Some(theirs) = recorded("api-tokens/GET_api__v1__api-tokens") {
        assert_eq!(names(forgotten), names(&theirs[0]));
    }
    let path = format!("/api/v1/api-tokens/{}", forgotten["id"].as_str().unwrap());
    let zone = desk.get("/api/v1/zones")[0]["id"].clone();
    let changed = desk.put(
        &path,
        json!({"network": {"connection": "ZONE", "include": [zone]}}),
    );
    assert_eq!(changed["network"]["connection"], "ZONE");
    let secret = "00SimulatedForgottenTokenOfWendellPrice003";
    assert_eq!(desk.call(secret, Method::GET, "/api/v1/org", None).status, 403);
    assert!(
        desk.events_since(0)
            .contains(&"system.api_token.request_outside_allowed_range".to_owned())
    );
    desk.put(&path, json!({"network": {"connection": "ANYWHERE"}}));
    assert_eq!(desk.call(secret, Method::GET, "/api/v1/org", None).status, 200);
    desk.delete(&path, 204);
    assert_eq!(desk.call(secret, Method::GET, "/api/v1/org", None).status, 401);
    assert_eq!(
        desk.delete("/api/v1/api-tokens/00Tnobody", 404)["errorSummary"],
        "Not found: Resource not found: 00Tnobody (Token)"
    );
}

#[test]
fn secrets_keys_and_grants_of_a_service_app() {
    let desk = Desk::small();
    let app = format!("/api/v1/apps/{}", desk.sim.credentials().client_id);
    let secret = desk.asks(Method::POST, &format!("{app}/credentials/secrets"), None, 201);
    if let Some(theirs) = recorded("apps/GET_api__v1__apps__appId__credentials__secrets") {
        assert_eq!(names(&secret), names(&theirs[0]));
    }
    let second = desk.asks(Method::POST, &format!("{app}/credentials/secrets"), None, 201);
    desk.asks(Method::POST, &format!("{app}/credentials/secrets"), None, 400);
    let path = format!("{app}/credentials/secrets/{}", second["id"].as_str().unwrap());
    desk.delete(&path, 400);
    assert_eq!(
        desk.post(&format!("{path}/lifecycle/deactivate"), json!({}))["status"],
        "INACTIVE"
    );
    desk.delete(&path, 204);
    let weak = json!({"kid": "k", "kty": "RSA", "use": "sig", "n": "AQAB", "e": "AQAB"});
    let refused = desk.asks(Method::POST, &format!("{app}/credentials/jwks"), Some(weak), 400);
    assert!(
        refused["errorCauses"][0]["errorSummary"]
            .as_str()
            .unwrap()
            .contains("2,048")
    );
    let grants = desk.get(&format!("{app}/grants")).as_array().unwrap().len();
    let made = desk.post(
        &format!("{app}/grants"),
        json!({"scopeId": "okta.devices.read", "issuer": "https://harborline.okta.com"}),
    );
    if let Some(theirs) = recorded("apps/GET_api__v1__apps__appId__grants") {
        let ours = desk.get(&format!("{app}/grants/{}", made["id"].as_str().unwrap()));
        assert_eq!(names(&ours), names(&theirs[0]));
    }
    desk.delete(&format!("{app}/grants/{}", made["id"].as_str().unwrap()), 204);
    assert_eq!(
        desk.get(&format!("{app}/grants")).as_array().unwrap().len(),
        grants
    );
}

#[test]
fn factors_are_enrolled_activated_and_reset() {
    let desk = Desk::small();
    let (user, before) = desk.newcomer();
    let path = format!("/api/v1/users/{user}/factors");
    assert_eq!(desk.get(&path), json!([]));
    let body = json!({"factorType": "sms", "provider": "OKTA", "profile": {"phoneNumber": "+15550100200"}});
    let factor = desk.post(&path, body.clone());
    assert_eq!(factor["status"], "PENDING_ACTIVATION");
    desk.asks(Method::POST, &path, Some(body), 400);
    let own = format!("{path}/{}", factor["id"].as_str().unwrap());
    assert_eq!(
        desk.post(
            &format!("{own}/lifecycle/activate"),
            json!({"passCode": "123456"})
        )["status"],
        "ACTIVE"
    );
    desk.delete(&own, 204);
    assert_eq!(
        desk.events_since(before),
        ["user.mfa.factor.activate", "user.mfa.factor.deactivate"]
    );
}

#[test]
fn identity_providers_event_hooks_and_others_are_kept() {
    let desk = Desk::small();
    let idp = desk.post(
        "/api/v1/idps",
        json!({"type": "OIDC", "name": "Partner", "protocol": {"type": "OIDC"}, "policy": {}}),
    );
    assert_eq!(
        (&idp["issuerMode"], &idp["policy"]["maxClockSkew"]),
        (&json!("ORG_URL"), &json!(0))
    );
    assert!(
        idp["_links"]["authorize"]["href"]
            .as_str()
            .unwrap()
            .contains("client_id={clientId}")
    );
    let scheme = json!({"type": "HEADER", "key": "Authorization", "value": "hush"});
    let channel = json!({"type": "HTTP", "version": "1.0.0", "config": {"uri": "https://a.example", "authScheme": scheme}});
    let hook = desk.post(
        "/api/v1/eventHooks",
        json!({"name": "h", "events": {"type": "EVENT_TYPE", "items": []}, "channel": channel}),
    );
    assert!(!hook.to_string().contains("hush"));
    desk.post(
        "/api/v1/trustedOrigins",
        json!({"name": "o", "origin": "https://o.example", "scopes": []}),
    );
    desk.asks(
        Method::POST,
        "/api/v1/trustedOrigins",
        Some(json!({"name": "p"})),
        400,
    );
}

#[test]
fn settings_of_the_organization() {
    let desk = Desk::small();
    let org = desk.get("/api/v1/org");
    if let Some(theirs) = recorded("org/GET_api__v1__org") {
        assert_eq!(names(&org), names(&theirs));
    }
    assert_eq!(
        desk.post(
            "/api/v1/org",
            json!({"website": "https://harborline.example", "id": "x"})
        )["id"],
        org["id"]
    );
    assert_eq!(desk.get("/api/v1/org")["website"], "https://harborline.example");
    assert_eq!(desk.get("/api/v1/org/privacy/oktaSupport")["support"], "DISABLED");
    assert_eq!(
        desk.post("/api/v1/org/privacy/oktaSupport/grant", json!({}))["support"],
        "ENABLED"
    );
    assert!(
        desk.get("/api/v1/org/privacy/oktaSupport")["_links"]
            .get("revoke")
            .is_some()
    );
    assert_eq!(desk.get("/api/v1/org/contacts")[0]["contactType"], "BILLING");
    assert_eq!(desk.get("/api/v1/meta/types/user")[0]["default"], true);
}

#[test]
fn shares_of_rate_limits_can_be_read_and_set() {
    let desk = Desk::small();
    let refused = desk.asks(Method::GET, "/api/v1/principal-rate-limits", None, 400);
    assert_eq!(
        refused["errorSummary"],
        "Api validation failed: principalRateLimitMediated"
    );
    let filter = "/api/v1/principal-rate-limits?filter=principalType%20eq%20%22SSWS_TOKEN%22";
    let row = desk.get(filter)[0].clone();
    if let Some(theirs) = recorded("rate-limits/GET_api__v1__principal-rate-limits") {
        assert_eq!(names(&row), names(&theirs[0]));
    }
    let path = format!("/api/v1/principal-rate-limits/{}", row["id"].as_str().unwrap());
    let body =
        json!({"principalId": row["principalId"], "principalType": "SSWS_TOKEN", "defaultPercentage": 80});
    assert_eq!(desk.put(&path, body)["defaultPercentage"], 80);
    assert_eq!(desk.get(filter)[0]["defaultPercentage"], 80);
    desk.asks(Method::PUT, &path, Some(json!({"defaultPercentage": 0})), 400);
}

#[test]
fn the_log_is_read_through_its_links() {
    let desk = Desk::small();
    desk.newcomer();
    let token = &desk.sim.credentials().super_admin_token;
    let first = desk.call(
        token,
        Method::GET,
        &format!("/api/v1/logs?limit=1&since={}", desk.now.plus_ms(-1)),
        None,
    );
    assert_eq!(first.json().as_array().unwrap().len(), 1);
    let next = first.link("next").unwrap();
    assert!(next.starts_with("https://harborline.okta.com/api/v1/logs?since=") && next.contains("&after="));
    let event = first.json()[0].clone();
    assert_eq!(
        event["transaction"]["detail"]["requestApiTokenId"],
        "00Tharborln0000015d7"
    );
    assert_eq!(event["actor"]["type"], "User");
    assert_eq!(
        desk.asks(Method::GET, "/api/v1/logs?limit=5000", None, 400)["errorCode"],
        "E0000001"
    );
}

#[test]
fn too_many_at_a_time_are_refused_with_a_limit_of_zero() {
    let desk = Desk::small();
    desk.sim.set_limits(crate::LimitMode::Real, 50);
    let token = &desk.sim.credentials().super_admin_token;
    let under_way: Vec<_> = (0..76).map(|_| desk.sim.enter()).collect();
    let refused = desk.call(token, Method::GET, "/api/v1/org", None);
    assert_eq!(
        (refused.status, &refused.headers["x-rate-limit-limit"]),
        (429, &http::HeaderValue::from_static("0"))
    );
    drop(under_way);
    assert_eq!(desk.call(token, Method::GET, "/api/v1/org", None).status, 200);
}

#[test]
fn a_limit_is_halved_refused_logged_and_raised_by_its_own_endpoint() {
    let desk = Desk::small();
    desk.sim.set_limits(crate::LimitMode::Real, 50);
    let token = &desk.sim.credentials().super_admin_token;
    let ask = || desk.call(token, Method::GET, "/api/v1/apps?limit=1", None);
    let first = ask();
    let header = |response: &crate::Response, name: &str| response.headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        (
            header(&first, "x-rate-limit-limit"),
            header(&first, "x-rate-limit-remaining")
        ),
        ("50".into(), "49".into())
    );
    let mut last = ask();
    for _ in 1..50 {
        last = ask();
    }
    assert_eq!(
        (last.status, last.json()["errorCode"].as_str().unwrap().to_owned()),
        (429, "E0000047".to_owned())
    );
    assert!(!last.headers.contains_key("retry-after"));
    assert!(
        desk.events_since(0)
            .contains(&"system.operation.rate_limit.violation".to_owned())
    );
    desk.put(
        "/api/v1/principal-rate-limits/prlharborln0000015d7",
        json!({"defaultPercentage": 100}),
    );
    assert_eq!(header(&ask(), "x-rate-limit-limit"), "100");
}

#[test]
fn oauth_clients_are_the_apps_with_oauth_settings() {
    let desk = Desk::small();
    let client = desk.sim.credentials().client_id.clone();
    let all = desk.get("/oauth2/v1/clients?limit=200");
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .any(|row| row["client_id"] == client.as_str())
    );
    let one = desk.get(&format!("/oauth2/v1/clients/{client}"));
    assert_eq!(
        (&one["application_type"], &one["grant_types"]),
        (&json!("service"), &json!(["client_credentials"]))
    );
    assert_eq!(
        desk.asks(Method::GET, "/oauth2/v1/clients/0oanobody", None, 404)["errorCode"],
        "E0000007"
    );
}

#[test]
fn the_control_interface_steers_and_reports() {
    let desk = Desk::small();
    let steer = |method: Method, path: &str, body: Value| {
        let request = crate::Request::new(method, path).json(&body);
        desk.sim.handle(&request, desk.now)
    };
    desk.get("/api/v1/groups");
    let state = steer(Method::GET, "/_sim/state", json!({})).json();
    let rows = state["endpoints"].as_array().unwrap();
    assert!(
        rows.iter()
            .any(|row| row["path"] == "/api/v1/groups" && row["calls"] == 1 && row["statuses"]["200"] == 1)
    );
    let told = steer(Method::POST, "/_sim/stories", json!({"story": "push_bombing"})).json();
    assert_eq!(told["events"], 28);
    assert_eq!(
        steer(Method::POST, "/_sim/stories", json!({"story": "tea_party"})).status,
        400
    );
    steer(Method::POST, "/_sim/log", json!({"old_since": "refused"}));
    let old = desk.asks(Method::GET, "/api/v1/logs?since=2020-01-01T00:00:00Z", None, 400);
    assert_eq!(old["errorCode"], "E0000053");
    steer(
        Method::POST,
        "/_sim/faults",
        json!({"kind": "server_error", "times": 1}),
    );
    desk.asks(Method::GET, "/api/v1/groups", None, 500);
    desk.get("/api/v1/groups");
    steer(Method::POST, "/_sim/traffic", json!({"per_minute": 600}));
    let before = desk.sim.read().log.appended();
    for step in 0..20 {
        desk.sim.tick(desk.now.plus_ms(step * 1000));
    }
    assert!(desk.sim.read().log.appended() > before + 100);
    assert_eq!(steer(Method::GET, "/_sim/nothing", json!({})).status, 404);
}

#[test]
fn a_rule_outlives_its_group_until_it_is_deleted() {
    let desk = Desk::small();
    let group = desk.post("/api/v1/groups", json!({"profile": {"name": "Short-lived"}}));
    let id = group["id"].as_str().unwrap();
    let rule = desk.post(
        "/api/v1/groups/rules",
        json!({
            "type": "group_rule", "name": "To it",
            "conditions": {"expression": {"type": "urn:okta:expression:1.0", "value": "hasWorkdayUser()"}},
            "actions": {"assignUserToGroups": {"groupIds": [id]}},
        }),
    );
    let nobody = json!({"users": {"exclude": []}, "groups": {"exclude": []}});
    assert_eq!(rule["conditions"]["people"], nobody);
    desk.delete(&format!("/api/v1/groups/{id}"), 204);
    let rule = format!("/api/v1/groups/rules/{}", rule["id"].as_str().unwrap());
    desk.asks(Method::POST, &format!("{rule}/lifecycle/deactivate"), None, 204);
    desk.delete(&rule, 202);
}

#[test]
fn attributes_are_added_to_a_schema_and_taken_away() {
    let desk = Desk::small();
    let path = "/api/v1/meta/schemas/user/default";
    let with = |property: Value| json!({"definitions": {"custom": {"properties": {"badge": property}}}});
    let changed = desk.post(path, with(json!({"title": "Badge", "type": "string"})));
    assert_eq!(
        changed["definitions"]["custom"]["properties"]["badge"]["scope"],
        "NONE"
    );
    assert_eq!(desk.get(path)["definitions"]["base"]["required"][0], "login");
    desk.asks(Method::POST, path, Some(with(json!({"type": "string"}))), 400);
    desk.post(path, with(Value::Null));
    assert_eq!(desk.get(path)["definitions"]["custom"]["properties"], json!({}));
}

#[test]
fn people_stand_in_relations_that_are_defined() {
    let desk = Desk::small();
    let side = |name: &str| json!({"name": name, "title": name, "type": "USER"});
    let definitions = "/api/v1/meta/schemas/user/linkedObjects";
    let both = json!({"primary": side("boss"), "associated": side("report")});
    desk.asks(Method::POST, definitions, Some(both.clone()), 201);
    desk.asks(Method::POST, definitions, Some(both), 400);
    let user = |name: &str| format!("/api/v1/users/{name}@harborline.example");
    let boss = desk.get(&user("grace.kim"))["id"].as_str().unwrap().to_owned();
    let below = format!("{}/linkedObjects/boss", user("stefan.brandt"));
    desk.asks(Method::PUT, &format!("{below}/{boss}"), None, 204);
    let above = desk.get(&below)[0]["_links"]["self"]["href"].clone();
    assert!(above.as_str().unwrap().ends_with(&boss));
    let reports = format!("{}/linkedObjects/report", user("grace.kim"));
    assert_eq!(desk.get(&reports).as_array().unwrap().len(), 1);
    desk.delete(&below, 204);
    assert_eq!(desk.get(&below), json!([]));
    desk.delete(&format!("{definitions}/boss"), 204);
    desk.asks(Method::GET, &format!("{definitions}/report"), None, 404);
}

#[test]
fn a_new_app_gets_the_default_policies() {
    let desk = Desk::small();
    let app = desk.post(
        "/api/v1/apps",
        json!({"name": "bookmark", "label": "A", "signOnMode": "BOOKMARK", "settings": {"app": {"url": "https://a.example"}}}),
    );
    for (link, kind) in [
        ("accessPolicy", "ACCESS_POLICY"),
        ("profileEnrollment", "PROFILE_ENROLLMENT"),
    ] {
        let policies = desk.get(&format!("/api/v1/policies?type={kind}"));
        let mut policies = policies.as_array().unwrap().iter();
        let default = policies.find(|policy| policy["system"] == true).unwrap();
        let href = app["_links"][link]["href"].as_str().unwrap();
        assert!(href.ends_with(default["id"].as_str().unwrap()), "{link}: {href}");
    }
}
