//! Two servers share a database on PostgreSQL, and one of them is killed. Without `PORTOLAN_TEST_POSTGRES` there is
//! nothing to share.

use crate::house::House;
use crate::scim::Okta;
use crate::sign_on::api;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A schema of its own on the server that is named.
async fn schema() -> Option<String> {
    let Ok(server) = std::env::var("PORTOLAN_TEST_POSTGRES") else {
        println!("skipped: PORTOLAN_TEST_POSTGRES is not set");
        return None;
    };
    sqlx::any::install_default_drivers();
    let schema = format!("test_{:032x}", rand::random::<u128>());
    let admin = sqlx::AnyPool::connect(&server).await.unwrap();
    let made = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    sqlx::query(made).execute(&admin).await.unwrap();
    admin.close().await;
    Some(format!("{server}?options[search_path]={schema}"))
}

/// Another server beside the demonstration: its own folder, the same database and master key.
fn beside(house: &House, database: &str) -> House {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").to_string_lossy().into_owned();
    let key = house.folder.path().join("data").join("master.key");
    let environment = [
        ("PORTOLAN_DATABASE_URL", database),
        ("PORTOLAN_MASTER_KEY_FILE", &key.to_string_lossy()),
        ("PORTOLAN_ALLOW_PRIVATE_ORG_URLS", "true"),
    ];
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--data-dir", &data];
    let mut other = House::start_with(&environment, folder, &arguments);
    for name in ["token", "scim_token"] {
        other.ready[name] = house.fact(name).into();
    }
    let path = house
        .fact("scim_url")
        .strip_prefix(house.fact("url"))
        .unwrap()
        .to_owned();
    other.ready["scim_url"] = format!("{}{path}", other.fact("url")).into();
    other
}

/// Makes people of these numbers until the server is gone; gives the ids that were answered.
async fn provision(okta: &Okta, numbers: std::ops::Range<usize>) -> Vec<String> {
    let mut made = Vec::new();
    for number in numbers {
        let body = json!({ "userName": format!("shared{number}@acme.example"), "active": true });
        let Some((status, user)) = okta.ask(Method::POST, "/Users", Some(body)).await else {
            break;
        };
        assert_eq!(status, StatusCode::CREATED, "{user}");
        made.push(user["id"].as_str().unwrap().to_owned());
    }
    made
}

async fn sees(okta: &Okta, ids: &[String]) {
    for id in ids {
        let (status, user) = okta
            .ask(Method::GET, &format!("/Users/{id}"), None)
            .await
            .unwrap();
        assert_eq!(status, StatusCode::OK, "{user}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_either_server_answered_outlives_the_other() {
    let Some(database) = schema().await else { return };
    let one = House::demo(&["--events-per-minute", "0", "--database-url", &database]);
    let other = beside(&one, &database);

    // Both at once, and the second one dies in the middle.
    let (here, there) = (Okta::of(&one), Okta::of(&other));
    let made_there = tokio::spawn(async move { provision(&there, 1_000..2_000).await });
    let mut made = provision(&here, 0..40).await;
    let folder = other.kill();
    let survived = made_there.await.unwrap();
    assert!(!survived.is_empty(), "it died before it did anything");
    made.extend(provision(&here, 40..60).await);
    made.extend(survived);
    sees(&here, &made).await;
    drop(folder);

    // Another one comes, and sees the same.
    let third = beside(&one, &database);
    sees(&Okta::of(&third), &made).await;
    for house in [&one, &third] {
        let (status, check) = api(house, Method::GET, "/api/v1/audit/verify", None).await;
        assert_eq!(
            (status, &check["whole"]),
            (StatusCode::OK, &json!(true)),
            "{check}"
        );
    }

    // A lock that is made here holds there with the next request.
    let (status, whoami) = api(&third, Method::GET, "/api/v1/session", None).await;
    assert_eq!((status, &whoami["signed_in"]), (StatusCode::OK, &json!(true)));
    let body = json!({"name": "watcher", "roles": ["access"], "days": 1});
    let (_, token) = api(&one, Method::POST, "/api/v1/tokens", Some(body)).await;
    let watcher = token["token"].as_str().unwrap().to_owned();
    let asks = async || {
        let url = format!("{}/api/v1/snapshots", third.fact("url"));
        let answer = reqwest::Client::new().get(url).bearer_auth(&watcher).send().await;
        answer.unwrap().status()
    };
    assert_eq!(asks().await, StatusCode::OK);
    let (_, tokens) = api(&one, Method::GET, "/api/v1/tokens", None).await;
    let all = tokens["tokens"].as_array().unwrap();
    let id = all.iter().find(|token| token["name"] == "watcher").unwrap()["id"].clone();
    let lock = json!({"kind": "token", "target": id, "message": "leaked"});
    let (status, told) = api(&one, Method::POST, "/api/v1/locks", Some(lock)).await;
    assert_eq!(status, StatusCode::CREATED, "{told}");
    assert_eq!(asks().await, StatusCode::UNAUTHORIZED);
}

/// Whether user sync was begun, was being done by the other, or had nothing to do.
fn outcome((status, told): (StatusCode, Value)) -> String {
    match status {
        StatusCode::OK => told["outcome"].as_str().unwrap().to_owned(),
        _ => format!(
            "refused: {}",
            told["error"]["message"].as_str().unwrap_or_default()
        ),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_sync_at_once_agree() {
    let Some(database) = schema().await else { return };
    let one = House::demo(&["--events-per-minute", "0", "--database-url", &database]);
    let other = beside(&one, &database);
    let run = async |house: &House| {
        let path = "/api/v1/integrations/okta/sync/run";
        outcome(api(house, Method::POST, path, Some(json!({}))).await)
    };
    let begun = Instant::now();
    loop {
        // The other one scans for itself first. Which of the two has its turn is left to chance: each is asked alone
        // before both count as done.
        let (here, there) = tokio::join!(run(&one), run(&other));
        let (here, there) = match (here.as_str(), there.as_str()) {
            ("done", _) | (_, "done") => (here, there),
            _ => (run(&one).await, run(&other).await),
        };
        if (here.as_str(), there.as_str()) == ("nothing", "nothing") {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{here}; {there}");
    }
    let people = async |house: &House| {
        let (_, people) = api(house, Method::GET, "/api/v1/users?origin=okta&limit=1000", None).await;
        people
    };
    let (here, there) = (people(&one).await, people(&other).await);
    assert!(here["total"].as_u64().unwrap() > 100, "{}", here["total"]);
    assert_eq!(here, there);
    let (_, made) = api(
        &one,
        Method::GET,
        "/api/v1/audit?action=user.create&limit=1000",
        None,
    )
    .await;
    let targets: Vec<&str> = made["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["target"].as_str())
        .collect();
    let mut each = targets.clone();
    each.sort_unstable();
    each.dedup();
    assert_eq!(each.len(), targets.len(), "somebody was made twice");
}
