//! What a removed organization leaves behind, and how it is cleared.

use http::{Method, StatusCode};
use serde_json::json;

use super::integrations::{PATH, install};
use super::world::{World, all};

#[tokio::test]
async fn cleaning_up_waits_for_the_deletion_and_for_the_word() {
    let world = World::new().await;
    let admin = world.admin().await;
    let cleanup = format!("{PATH}/cleanup");
    admin.post(PATH, install()).await;
    let refused = admin.post(&cleanup, json!({"dry_run": false})).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::CONFLICT, "active")
    );
    admin.send(Method::DELETE, PATH, None).await;
    assert_eq!(admin.get("/api/v1/nodes").await.code(), "no_snapshot");
    let told = admin.post(&cleanup, json!({})).await.json();
    assert_eq!(
        (&told["dry_run"], &told["organizations"][0]["snapshots"]),
        (&json!(true), &json!(1))
    );
    let done = admin.post(&cleanup, json!({"dry_run": false})).await.json();
    assert_eq!(done["organizations"], told["organizations"]);
    let after = admin.post(&cleanup, json!({})).await.json();
    assert_eq!(
        (&after["organizations"], &after["keys"], &after["parts"]),
        (&json!([]), &json!([]), &json!([]))
    );
    assert_eq!(
        all(&after["stays"], "/what"),
        ["the audit log", "events and alerts"]
    );
}

#[tokio::test]
async fn cleaning_up_takes_people_and_what_they_came_with_and_says_what_stays() {
    let world = World::new().await;
    let admin = world.admin().await;
    let cleanup = format!("{PATH}/cleanup");
    admin.post(PATH, install()).await;
    let lease = world
        .state
        .take_lease("user-sync", "test", world.now())
        .await
        .unwrap()
        .unwrap();
    let facts = store::state::PersonFacts {
        okta_id: "00u00000000000000001".to_owned(),
        name: "eve@acme.example".to_owned(),
        display_name: String::new(),
        email: String::new(),
        traits: "{}".to_owned(),
    };
    let step = store::state::PersonStep::Create { facts, role: None };
    world
        .state
        .apply_people(&lease, "https://acme.okta.com", &[step], world.now(), world.now())
        .await
        .unwrap();
    let dry = admin
        .send(Method::DELETE, &format!("{PATH}?dry_run=true"), None)
        .await
        .json();
    assert_eq!(
        (&dry["dry_run"], &dry["snapshots_kept"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(all(&dry["stays"], "/kind"), ["people"]);
    assert_eq!(admin.get(PATH).await.status, StatusCode::OK, "nothing is deleted");
    admin.send(Method::DELETE, PATH, None).await;
    let told = admin.post(&cleanup, json!({})).await.json();
    assert_eq!(
        told["parts"][0],
        json!({"kind": "people", "label": "people of Okta, with their sessions, API tokens and passkeys", "count": 1,
            "names": ["eve@acme.example"]})
    );
    let done = admin.post(&cleanup, json!({"dry_run": false})).await.json();
    assert_eq!(done["parts"], told["parts"]);
    assert_eq!(admin.see("/api/v1/users?origin=okta").await["total"], 0);
    let after = admin.post(&cleanup, json!({})).await.json();
    assert_eq!(after["parts"], json!([]));
}
