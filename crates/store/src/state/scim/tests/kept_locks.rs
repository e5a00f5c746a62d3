//! A lock of somebody who is gone is kept by the id in the organization while the name is somebody else's.

use super::*;
use crate::state::{PersonFacts, PersonStep, cause};

const GONE: &str = "00ugone0000000000001";
const OTHER: &str = "00uother000000000002";

async fn provision(world: &World, name: &str, of: &str) -> String {
    let document = json!({ "userName": name, "externalId": of, "active": true });
    match world.create(document).await.unwrap() {
        Created::New(stored) | Created::Adopted(stored) => stored.id,
    }
}

async fn sync(world: &World, steps: &[PersonStep]) {
    let state = &world.directory.state;
    let lease = state
        .take_lease("user-sync", "test", at(50))
        .await
        .unwrap()
        .unwrap();
    state
        .apply_people(&lease, ORG, steps, at(DAY_MS), at(50))
        .await
        .unwrap();
    state.end_lease(&lease).await.unwrap();
}

fn facts(name: &str, of: &str) -> PersonFacts {
    PersonFacts {
        okta_id: of.to_owned(),
        name: name.to_owned(),
        display_name: String::new(),
        email: String::new(),
        traits: "{}".to_owned(),
    }
}

/// Cause and name of every lock.
async fn locks(world: &World) -> Vec<(String, String)> {
    let locks = world.directory.state.locks(at(60)).await.unwrap();
    locks.into_iter().map(|lock| (lock.cause, lock.target)).collect()
}

fn scim(target: &str) -> Vec<(String, String)> {
    vec![(cause::SCIM.to_owned(), target.to_owned())]
}

/// Deleted by SCIM; somebody else has the name since.
async fn with_the_name_taken() -> World {
    let world = world().await;
    let gone = provision(&world, "eve@acme.example", GONE).await;
    let was_there = world
        .directory
        .delete(Kind::User, &gone, &|_| Ok(()))
        .await
        .unwrap();
    assert!(was_there);
    assert_eq!(locks(&world).await, scim("eve@acme.example"));
    provision(&world, "eve@acme.example", OTHER).await;
    world
}

#[tokio::test]
async fn whoever_takes_the_name_is_free_and_who_comes_back_under_another_is_locked() {
    let world = with_the_name_taken().await;
    assert_eq!(locks(&world).await, scim(GONE), "kept by id");
    sync(
        &world,
        &[PersonStep::Create {
            facts: facts("eva@acme.example", GONE),
            role: None,
        }],
    )
    .await;
    assert_eq!(
        locks(&world).await,
        scim("eva@acme.example"),
        "and in force again"
    );
}

#[tokio::test]
async fn scim_lifts_the_kept_lock_when_it_provisions_the_person_again() {
    let world = with_the_name_taken().await;
    provision(&world, "eva@acme.example", GONE).await;
    assert_eq!(locks(&world).await, []);
}

#[tokio::test]
async fn a_rename_to_the_name_keeps_the_lock_too_and_who_leaves_it_takes_none_along() {
    let world = world().await;
    let gone = provision(&world, "eve@acme.example", GONE).await;
    let other = provision(&world, "bob@acme.example", OTHER).await;
    world
        .directory
        .delete(Kind::User, &gone, &|_| Ok(()))
        .await
        .unwrap();
    let rename = async |from: &str, to: &str| {
        let update = PersonStep::Update {
            id: other.clone(),
            name: from.to_owned(),
            facts: facts(to, OTHER),
            add_role: None,
            absorbs: false,
        };
        sync(&world, &[update]).await;
    };
    rename("bob@acme.example", "eve@acme.example").await;
    assert_eq!(locks(&world).await, scim(GONE));
    rename("eve@acme.example", "ben@acme.example").await;
    assert_eq!(locks(&world).await, scim(GONE));
    provision(&world, "bob@acme.example", "00uthird000000000003").await;
    sync(
        &world,
        &[PersonStep::Create {
            facts: facts("eve@acme.example", GONE),
            role: None,
        }],
    )
    .await;
    assert_eq!(locks(&world).await, scim("eve@acme.example"));
}

#[tokio::test]
async fn who_is_known_by_the_id_only_later_is_as_scim_says() {
    let world = with_the_name_taken().await;
    let document = json!({ "userName": "eva@acme.example", "active": true });
    let (Created::New(made) | Created::Adopted(made)) = world.create(document.clone()).await.unwrap();
    assert_eq!(locks(&world).await, scim(GONE), "nobody knows yet who it is");
    let mut told = document;
    told["externalId"] = json!(GONE);
    let decide = move |_: &Stored| {
        Ok(Change {
            document: Some(Document::from_json(told.clone())),
            members: Vec::new(),
        })
    };
    let wish = Wish::default();
    world
        .directory
        .change(Kind::User, &made.id, wish, wish, &decide)
        .await
        .unwrap();
    assert_eq!(locks(&world).await, []);
}
