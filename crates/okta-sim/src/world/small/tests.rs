//! The counts of docs/reference/small-world.md.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::asking::Desk;

fn list(desk: &Desk, target: &str) -> Vec<Value> {
    desk.get(target).as_array().unwrap().clone()
}

fn count_by(items: &[Value], name: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    items.iter().for_each(|item| {
        *counts
            .entry(item[name].as_str().unwrap_or("null").to_owned())
            .or_default() += 1
    });
    counts
}

#[test]
fn people_by_status() {
    let desk = Desk::small();
    let mut users = list(&desk, "/api/v1/users?limit=200");
    assert_eq!(users.len(), 195);
    users.extend(list(
        &desk,
        "/api/v1/users?filter=status%20eq%20%22DEPROVISIONED%22",
    ));
    let counts = count_by(&users, "status");
    assert_eq!(
        (
            users.len(),
            counts["ACTIVE"],
            counts["DEPROVISIONED"],
            counts["SUSPENDED"]
        ),
        (203, 190, 8, 1)
    );
}

#[test]
fn groups_and_their_sizes() {
    let desk = Desk::small();
    let groups = list(&desk, "/api/v1/groups?expand=stats");
    let sizes: Vec<u64> = groups
        .iter()
        .map(|group| group["_embedded"]["stats"]["usersCount"].as_u64().unwrap())
        .collect();
    let expected = [
        203, 0, 5, 7, 7, 10, 3, 3, 3, 3, 2, 2, 1, 6, 4, 0, 53, 17, 33, 10, 12, 8, 15, 18, 4, 18, 7, 2, 39, 10,
    ];
    assert_eq!(sizes, expected);
    assert_eq!(sizes.iter().sum::<u64>(), 505);
    let with_roles = groups
        .iter()
        .filter(|group| group["_embedded"]["stats"]["hasAdminPrivileges"] == true);
    let names: Vec<&str> = with_roles
        .map(|group| group["profile"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "Help Desk",
            "Auditors",
            "Vendor Management",
            "Break Glass",
            "IT Administrators"
        ]
    );
}

#[test]
fn apps_and_their_users() {
    let desk = Desk::small();
    let apps = list(&desk, "/api/v1/apps?limit=200");
    let users = |app: &Value| {
        list(
            &desk,
            &format!("/api/v1/apps/{}/users?limit=500", app["id"].as_str().unwrap()),
        )
        .len()
    };
    let counts: Vec<usize> = apps.iter().map(users).collect();
    assert_eq!(
        counts,
        [
            0, 195, 195, 0, 7, 10, 59, 51, 195, 195, 37, 18, 10, 195, 19, 4, 10, 2, 0, 0, 0, 0
        ]
    );
    assert_eq!(counts.iter().sum::<usize>(), 1202);
}

#[test]
fn administrators_and_tokens() {
    let desk = Desk::small();
    assert_eq!(
        desk.get("/api/v1/iam/assignees/users?limit=200")["value"]
            .as_array()
            .unwrap()
            .len(),
        24
    );
    assert_eq!(list(&desk, "/api/v1/api-tokens").len(), 5);
    let wendell = list(&desk, "/api/v1/users/wendell.price@harborline.example/roles");
    assert_eq!(wendell[0]["type"], "SUPER_ADMIN");
}

#[test]
fn the_forgotten_token_opens_everything() {
    let desk = Desk::small();
    let response = desk.call(
        "00SimulatedForgottenTokenOfWendellPrice003",
        http::Method::GET,
        "/api/v1/api-tokens",
        None,
    );
    assert_eq!(response.status, 200);
}
