use http::Method;
use serde_json::{Value, json};

use super::lifecycle::{Step, next};
use crate::asking::Desk;
use crate::state::Status;
use crate::{LimitMode, Request, World};

fn new_user(desk: &Desk, login: &str, department: &str) -> Value {
    desk.post("/api/v1/users", json!({
        "profile": {"firstName": "New", "lastName": "Person", "login": login, "email": login, "department": department},
        "credentials": {"password": {"value": "Correct-Horse-9"}, "recovery_question": {"question": "Who?", "answer": "Me"}},
    }))
}

#[test]
fn a_created_user_never_shows_password_or_answer() {
    let desk = Desk::small();
    let user = new_user(&desk, "new.person@harborline.example", "Legal");
    assert_eq!(user["status"], "ACTIVE");
    assert_eq!(user["credentials"]["password"], json!({}));
    assert_eq!(
        user["credentials"]["recovery_question"],
        json!({"question": "Who?"})
    );
    assert!(!user.to_string().contains("Correct-Horse"));
    let by_login = desk.get("/api/v1/users/new.person%40harborline.example");
    assert_eq!(by_login["id"], user["id"]);
}

#[test]
fn statuses_lead_where_okta_leads_them() {
    let table = [
        (Step::Activate, Status::Staged, true, Ok(Status::Active)),
        (Step::Activate, Status::Staged, false, Ok(Status::Provisioned)),
        (Step::Activate, Status::Active, true, Err("E0000016")),
        (Step::Activate, Status::Deprovisioned, true, Ok(Status::Active)),
        (Step::Reactivate, Status::Active, true, Err("E0000038")),
        (Step::Suspend, Status::Active, true, Ok(Status::Suspended)),
        (Step::Suspend, Status::Staged, true, Err("E0000001")),
        (Step::Unsuspend, Status::Suspended, true, Ok(Status::Active)),
        (Step::Unlock, Status::LockedOut, true, Ok(Status::Active)),
        (Step::Unlock, Status::Active, true, Err("E0000032")),
        (
            Step::ExpirePassword,
            Status::Active,
            true,
            Ok(Status::PasswordExpired),
        ),
        (Step::ExpirePassword, Status::Suspended, true, Err("E0000038")),
        (Step::ResetPassword, Status::LockedOut, true, Ok(Status::Recovery)),
        (
            Step::Deactivate,
            Status::Suspended,
            true,
            Ok(Status::Deprovisioned),
        ),
    ];
    for (step, from, password, expected) in table {
        let seen = next(from, step, password).map_err(|refusal| refusal.code);
        assert_eq!(seen, expected, "{step:?} from {from:?}");
    }
}

#[test]
fn post_changes_what_is_named_and_put_replaces() {
    let desk = Desk::small();
    let user = new_user(&desk, "a.b@harborline.example", "Legal");
    let path = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
    let changed = desk.post(&path, json!({"profile": {"nickName": "Al"}}));
    assert_eq!(
        (&changed["profile"]["nickName"], &changed["profile"]["department"]),
        (&json!("Al"), &json!("Legal"))
    );
    let core = json!({"firstName": "A", "lastName": "B", "login": "a.b@harborline.example", "email": "a.b@harborline.example"});
    let replaced = desk.put(&path, json!({"profile": core}));
    assert_eq!(replaced["profile"]["department"], Value::Null);
    assert_eq!(replaced["profile"].as_object().unwrap().get("nickName"), None);
}

#[test]
fn the_first_delete_deactivates_and_the_second_one_deletes() {
    let desk = Desk::small();
    let user = new_user(&desk, "gone@harborline.example", "Legal");
    let path = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
    desk.delete(&path, 204);
    assert_eq!(desk.get(&path)["status"], "DEPROVISIONED");
    desk.delete(&path, 204);
    let refused = desk.asks(Method::GET, &path, None, 404);
    let id = user["id"].as_str().unwrap();
    assert_eq!(
        refused["errorSummary"],
        format!("Not found: Resource not found: {id} (User)")
    );
    assert_eq!(refused["errorCode"], "E0000007");
}

#[test]
fn plain_lists_and_q_leave_leavers_out_filter_and_search_show_them() {
    let desk = Desk::small();
    let count = |target: &str| desk.get(target).as_array().unwrap().len();
    assert_eq!(count("/api/v1/users?limit=200"), 195);
    assert_eq!(count("/api/v1/users?filter=status%20eq%20%22DEPROVISIONED%22"), 8);
    assert_eq!(count("/api/v1/users?search=status%20eq%20%22DEPROVISIONED%22"), 8);
    assert_eq!(count("/api/v1/users?q=oskar"), 0);
    assert_eq!(count("/api/v1/users?q=ingrid"), 1);
}

#[test]
fn pages_follow_each_other_without_gap_or_double() {
    let desk = Desk::small();
    let mut target = "/api/v1/users?limit=50".to_owned();
    let mut ids = Vec::new();
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
    assert_eq!(ids.len(), 195);
    ids.dedup();
    assert_eq!(ids.len(), 195);
    let refused = desk.asks(Method::GET, "/api/v1/users?after=nowhere", None, 400);
    assert_eq!(refused["errorCauses"][0]["errorSummary"], "Invalid cursor.");
}

#[test]
fn search_is_late_and_reading_by_id_is_not() {
    let mut desk = Desk::small();
    desk.sim.set_lag(1000, 0);
    let user = new_user(&desk, "late@harborline.example", "Legal");
    let search = "/api/v1/users?search=profile.login%20eq%20%22late%40harborline.example%22";
    assert_eq!(desk.get(search), json!([]));
    assert_eq!(
        desk.get(&format!("/api/v1/users/{}", user["id"].as_str().unwrap()))["id"],
        user["id"]
    );
    desk.now = desk.now.plus_ms(1001);
    assert_eq!(desk.get(search)[0]["id"], user["id"]);
}

#[test]
fn deactivation_takes_a_moment_and_shows_where_it_leads() {
    let mut desk = Desk::small();
    desk.sim.set_lag(0, 500);
    let user = new_user(&desk, "slow@harborline.example", "Legal");
    let path = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
    desk.post(&format!("{path}/lifecycle/deactivate"), json!({}));
    let pending = desk.get(&path);
    assert_eq!(
        (&pending["status"], &pending["transitioningToStatus"]),
        (&json!("ACTIVE"), &json!("DEPROVISIONED"))
    );
    desk.now = desk.now.plus_ms(500);
    assert_eq!(desk.get(&path)["status"], "DEPROVISIONED");
}

#[test]
fn a_read_only_administrator_reads_and_does_not_write() {
    let desk = Desk::small();
    let token = desk.sim.credentials().read_only_token.clone();
    assert_eq!(desk.call(&token, Method::GET, "/api/v1/users", None).status, 200);
    let refused = desk.call(
        &token,
        Method::POST,
        "/api/v1/groups",
        Some(json!({"profile": {"name": "X"}})),
    );
    assert_eq!(
        (refused.status, refused.json()["errorCode"].clone()),
        (403, json!("E0000006"))
    );
}

#[test]
fn the_help_desk_resets_people_but_no_administrators() {
    let desk = Desk::small();
    // The token of ServiceNow acts with the help desk's role, from the offices only.
    let reset = |name: &str| {
        let target =
            format!("/api/v1/users/{name}@harborline.example/lifecycle/reset_password?sendEmail=false");
        let request = Request::new(Method::POST, &target)
            .ssws("00SimulatedServiceNowTokenOfTheHelpDesk004")
            .header("x-forwarded-for", "192.0.2.17");
        desk.sim.handle(&request, desk.now).status
    };
    assert_eq!(reset("grace.kim"), 200);
    assert_eq!(reset("ingrid.solberg"), 403);
    assert_eq!(reset("kenji.saito"), 403);
}

#[test]
fn the_header_works_without_the_space() {
    let desk = Desk::small();
    let token = &desk.sim.credentials().super_admin_token;
    let request =
        Request::new(Method::GET, "/api/v1/users/me").header("authorization", &format!("SSWS{token}"));
    let response = desk.sim.handle(&request, desk.now);
    assert_eq!(
        response.json()["profile"]["login"],
        "ingrid.solberg@harborline.example"
    );
    let request = Request::new(Method::GET, "/api/v1/users/me").header("authorization", "SSWS 00nobody");
    assert_eq!(
        desk.sim.handle(&request, desk.now).json()["errorCode"],
        "E0000011"
    );
}

#[test]
fn limits_count_and_refuse() {
    let desk = Desk::small();
    desk.sim.set_limits(LimitMode::Real, 50);
    let token = desk.sim.credentials().super_admin_token.clone();
    let status: Vec<u16> = (0..51)
        .map(|_| {
            desk.call(&token, Method::GET, "/api/v1/apps?limit=1", None)
                .status
        })
        .collect();
    assert!(status.iter().take(50).all(|status| *status == 200));
    assert_eq!(status.last(), Some(&429));
}

#[test]
fn a_made_world_is_the_same_for_the_same_seed() {
    let ask = |sim: &crate::Sim| {
        let request = Request::new(Method::GET, "/api/v1/groups?limit=200&expand=stats")
            .ssws(&sim.credentials().super_admin_token);
        sim.handle(&request, crate::Stamp(1_788_249_600_000)).body
    };
    let (first, second) = (World::medium(3), World::medium(3));
    assert_eq!(ask(&first), ask(&second));
}
