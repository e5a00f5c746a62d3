//! The first page.

use domain::facts::{ClassCoverage, ObjectClass, Reading};
use graph::fixture::ORGANIZATION;
use serde_json::{Value, json};

use super::world::{World, all};

#[tokio::test]
async fn five_questions_are_answered_or_say_why_not() {
    let world = World::new().await;
    let home = world.admin().await.see("/api/v1/home").await;
    let questions = &home["questions"];
    assert_eq!(
        all(questions, "/state"),
        [
            "answered",
            "answered",
            "answered",
            "not_collected",
            "not_collected"
        ]
    );
    insta::assert_snapshot!(all(questions, "/sentence").join("\n"), @"
    4 users reach 2 applications; open a user to see theirs
    2 people and service apps hold administrator roles, 1 of them Super Administrator
    2 API tokens belong to 2 people, 1 of them administrators
    events and alerts could not be asked: see Collectors
    events and alerts could not be asked: see Collectors
    ");
    assert_eq!(questions[1]["number"], 2);
    assert_eq!(questions[3]["number"], Value::Null);
    assert_eq!(questions[1]["link"]["to"], "sql");
    assert_eq!(home["top_standing"][0]["node"]["name"], "alice@acme.example");
    assert_eq!(home["snapshot"]["age_s"], 60);
    assert_eq!(home["counts"][0]["count"], 4);
}

#[tokio::test]
async fn before_the_first_scan_there_are_no_numbers() {
    let world = World::empty().await;
    let home = world.admin().await.see("/api/v1/home").await;
    assert_eq!(
        all(&home["questions"], "/state"),
        [
            "no_snapshot",
            "no_snapshot",
            "no_snapshot",
            "not_collected",
            "not_collected"
        ]
    );
    assert_eq!(
        (&home["snapshot"], &home["integration"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        home["notices"][0]["message"],
        "no Okta organization is connected yet"
    );
    let search = world.admin().await.get("/api/v1/search?q=x").await;
    assert_eq!(
        (search.status.as_u16(), search.code().as_str()),
        (409, "no_snapshot")
    );
}

#[tokio::test]
async fn not_read_is_never_zero() {
    let world = World::empty().await;
    let whole = |class| ClassCoverage {
        class,
        reading: Reading::Whole,
        rows: 0,
        requests: 1,
    };
    let mut classes: Vec<ClassCoverage> = ObjectClass::ALL.into_iter().map(whole).collect();
    for entry in &mut classes {
        if entry.class == ObjectClass::ApiTokens {
            entry.reading = Reading::NotRead("the credential may not read API tokens".to_owned());
        }
        if entry.class == ObjectClass::GroupRoles {
            entry.reading = Reading::Partial("2 groups answered 500".to_owned());
        }
    }
    world.scan_with("user alice ACTIVE", domain::facts::Coverage { classes }, -1000);
    let home = world.admin().await.see("/api/v1/home").await;
    assert_eq!(
        all(&home["questions"], "/state")[..3],
        ["answered", "incomplete", "not_read"]
    );
    assert_eq!(home["questions"][2]["number"], Value::Null);
    let tokens = home["counts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|count| count["sub_kind"] == "api_token")
        .unwrap();
    assert_eq!(tokens["count"], Value::Null);
    assert_eq!(tokens["not_read"], "the credential may not read API tokens");
    let list = world.admin().await.see("/api/v1/nodes?sub_kind=api_token").await;
    assert_eq!(
        list["not_read"],
        json!([{"class": "api_tokens", "reading": "not_read", "reason": "the credential may not read API tokens"}])
    );
    let org = world
        .admin()
        .await
        .see(&format!("/api/v1/nodes/{}", super::world::id(ORGANIZATION.id)))
        .await;
    let section = org["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["id"] == "tokens")
        .unwrap();
    assert_eq!(section["not_read"], "the credential may not read API tokens");
}
