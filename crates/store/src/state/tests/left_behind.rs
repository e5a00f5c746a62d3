//! What a deleted integration left: told, cleared in parts, gone on with after a stop.

use super::*;
use crate::state::{LeftKind, PersonFacts, PersonStep, SyncRun};

const ORG: &str = "https://acme.okta.com";

/// People of the organization, beside one who was made here.
async fn people(state: &State, count: usize) {
    let lease = state
        .take_lease("user-sync", "test", at(1))
        .await
        .unwrap()
        .unwrap();
    let steps: Vec<PersonStep> = (0..count)
        .map(|number| PersonStep::Create {
            facts: PersonFacts {
                okta_id: format!("00u{number:017}"),
                name: format!("p{number:03}@acme.example"),
                display_name: String::new(),
                email: String::new(),
                traits: "{}".to_owned(),
            },
            role: None,
        })
        .collect();
    state
        .apply_people(&lease, ORG, &steps, at(DAY_MS), at(1))
        .await
        .unwrap();
    let here = state.people_for_sync().await.unwrap();
    let (first, second) = (&here[0], &here[1]);
    let steps = [
        PersonStep::Suspend {
            id: first.id.clone(),
            name: first.name.clone(),
        },
        PersonStep::Deactivate {
            id: second.id.clone(),
            name: second.name.clone(),
            why: "gone".to_owned(),
        },
    ];
    state
        .apply_people(&lease, ORG, &steps, at(DAY_MS), at(2))
        .await
        .unwrap();
    state.end_lease(&lease).await.unwrap();
    user(state, "root").await;
}

fn counts(left: &LeftBehind) -> Vec<(&'static str, u64)> {
    let some = left.left.iter().filter(|left| left.count > 0);
    some.map(|left| (left.kind.as_str(), left.count)).collect()
}

#[tokio::test]
async fn what_is_left_is_counted_and_named_and_clearing_it_goes_on_after_a_stop() {
    let state = state().await;
    let integration = integration(&state).await;
    people(&state, 230).await;
    state.set_meta("log_position/old", "x").await.unwrap();
    state.set_meta("scim.okta.last_call", "x").await.unwrap();
    let run = SyncRun {
        id: new_id(),
        name: "people".to_owned(),
        org_url: ORG.to_owned(),
        started: at(1),
        ended: at(2),
        outcome: "done".to_owned(),
        woken_by: "scan".to_owned(),
        plan: "{}".to_owned(),
        repeats: 1,
    };
    state.note_sync_run(&run).await.unwrap();
    for kind in LeftKind::ALL {
        let refused = state.clear_left(kind, "ada", at(3)).await;
        assert!(matches!(refused, Err(StateError::Connected)), "{kind:?}");
    }
    state
        .delete_integration(&integration.id, &entry("integration.delete"), at(4))
        .await
        .unwrap();
    let left = state.left_behind().await.unwrap();
    assert_eq!(
        counts(&left),
        [("people", 230), ("locks", 2), ("sync_runs", 1), ("positions", 2)]
    );
    let people = left
        .left
        .iter()
        .find(|left| left.kind == LeftKind::People)
        .unwrap();
    assert_eq!(
        (people.names.len(), people.names[0].as_str()),
        (20, "p000@acme.example")
    );
    // A first part, and then the server stops.
    assert_eq!(
        state.clear_left(LeftKind::People, "ada", at(5)).await.unwrap(),
        200
    );
    assert_eq!(counts(&state.left_behind().await.unwrap())[0], ("people", 30));
    for kind in LeftKind::ALL {
        while state.clear_left(kind, "ada", at(6)).await.unwrap() > 0 {}
    }
    assert_eq!(counts(&state.left_behind().await.unwrap()), []);
    assert!(
        state.user_named("root").await.unwrap().is_some(),
        "who was made here stays"
    );
    let rows = state.audit_rows(None, 1000).await.unwrap();
    let deleted = rows.iter().filter(|row| row.action == "user.delete").count();
    assert_eq!(deleted, 230, "each has a line");
    assert_eq!(state.verify_audit().await.unwrap().broken_at, None);
}

#[tokio::test]
async fn a_lock_by_hand_and_names_of_those_who_stay_are_not_cleared() {
    let state = state().await;
    people(&state, 3).await;
    let lock = Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: "p002@acme.example".to_owned(),
        cause: cause::MANUAL.to_owned(),
        message: "why".to_owned(),
        created: at(5),
        created_by: "ada".to_owned(),
        expires: None,
    };
    state.lock(&lock, &entry("lock.create"), at(5)).await.unwrap();
    for kind in LeftKind::ALL {
        while state.clear_left(kind, "ada", at(6)).await.unwrap() > 0 {}
    }
    let left = state.left_behind().await.unwrap();
    assert_eq!(
        (left.locks_by_hand, left.sign_in_accounts, left.connectors.len()),
        (1, 0, 0)
    );
    assert_eq!(state.locks(at(7)).await.unwrap(), [lock]);
}
