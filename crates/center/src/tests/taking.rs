//! What becomes of events.

use super::{World, push, pushes};
use activity::correlate::Account;
use activity::event::{Field, Source, View as _};
use std::sync::atomic::Ordering;
use store::state::{AccountCorrection, AlertQuery, AuditEntry};

const BOMBING: &str = "okta.push-bombing";

#[tokio::test]
async fn an_alert_is_there_when_the_intake_returns() {
    let world = World::new().await;
    let taken = world.take(&pushes("e", 5, -300)).await;
    assert_eq!((taken.read, taken.stored, taken.repeated), (5, 5, 0));
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
}

#[tokio::test]
async fn what_comes_twice_counts_once() {
    let world = World::new().await;
    world.take(&pushes("e", 4, -300)).await;
    let again = world.take(&pushes("e", 4, -300)).await;
    assert_eq!((again.stored, again.repeated), (0, 4));
    assert_eq!(world.alerts().await, []);
}

#[tokio::test]
async fn everything_that_was_read_is_counted() {
    let world = World::new().await;
    let one = push("one", -300);
    let other = one.replace("deny_push", "other");
    let taken = world
        .take(&[&*one, &one, &other, &push("two", -200)].concat())
        .await;
    assert_eq!(
        (taken.read, taken.stored, taken.repeated, taken.differing),
        (4, 2, 2, 1)
    );
}

#[tokio::test]
async fn rules_remember_over_a_restart() {
    let world = World::new().await;
    world.take(&pushes("e", 4, -300)).await;
    let world = world.again().await;
    assert_eq!(world.alerts().await, []);
    world.take(&push("last", -150)).await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
}

#[tokio::test]
async fn a_restart_says_the_same_alerts_once() {
    let world = World::new().await;
    world.take(&pushes("e", 6, -300)).await;
    let before = world.alerts().await;
    assert_eq!(world.again().await.alerts().await, before);
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_judged_and_comes_again() {
    let world = World::new().await;
    *world.keep.is_full.lock().unwrap() = true;
    let okta = (Source::Okta, "acme.okta.com");
    let events = pushes("e", 5, -300).into_bytes();
    let cursor = Some(("okta".to_owned(), "next".to_owned()));
    let refused = world.center.take(okta, events.clone(), cursor.clone()).await;
    assert!(refused.is_err());
    assert_eq!(world.alerts().await, []);
    assert_eq!(world.center.cursor("okta"), None);
    *world.keep.is_full.lock().unwrap() = false;
    world.center.take(okta, events, cursor).await.unwrap();
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
    assert_eq!(world.center.cursor("okta").as_deref(), Some("next"));
}

#[tokio::test]
async fn events_of_long_ago_are_judged_from_what_is_kept() {
    let world = World::new().await;
    world.center.tick().await.unwrap();
    let month = 30 * 86_400;
    world.take(&pushes("old", 5, -month)).await;
    assert_eq!(
        world.alerts().await,
        [],
        "too late for what the live engine remembers"
    );
    assert_eq!(world.center.judge_late().await.unwrap(), 1);
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
    assert_eq!(
        world.center.judge_late().await.unwrap(),
        0,
        "there is nothing left"
    );
}

#[tokio::test]
async fn a_stream_that_is_behind_holds_time_up() {
    let world = World::new().await;
    let behind = world.clock.load(Ordering::SeqCst) - 3 * 3_600_000;
    let behind = domain::Timestamp::from_ms(behind);
    world.center.caught_up("okta", behind).await;
    world.center.tick().await.unwrap();
    world.take(&pushes("e", 5, -3 * 3600)).await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
}

#[tokio::test]
async fn a_correction_holds_from_then_on() {
    let world = World::new().await;
    let account = Account {
        source: Source::Okta,
        org: "acme.okta.com".to_owned(),
        id: "00u1".to_owned(),
    };
    let correction = AccountCorrection {
        source: "okta".to_owned(),
        org: account.org.clone(),
        account: account.id.clone(),
        person: Some("grace@acme.example".to_owned()),
        said_by: "bob".to_owned(),
        said_at: domain::Timestamp::from_ms(super::NOON_MS),
    };
    let entry = AuditEntry::new("bob", "account.correct", "account/okta");
    world.state.correct_account(&correction, &entry).await.unwrap();
    world.center.corrected(account.clone()).await.unwrap();
    let accounts = world.center.accounts_of("grace@acme.example").await;
    assert_eq!(accounts.len(), 1);
    let which = ("okta", "acme.okta.com", "00u1");
    let now = domain::Timestamp::from_ms(super::NOON_MS);
    world.state.uncorrect_account(which, &entry, now).await.unwrap();
    world.center.corrected(account).await.unwrap();
    assert_eq!(world.center.accounts_of("grace@acme.example").await.len(), 0);
}

#[tokio::test]
async fn a_source_that_says_no_place_gets_one_and_one_that_says_it_keeps_its_own() {
    let world = World::new().await;
    let placeless = push("e1", 0).replace("192.0.2.1", "203.0.113.7");
    let client = r#""ipAddress":"203.0.113.7","geographicalContext":{"country":"Germany"}"#;
    let placed = push("e2", 1).replace(r#""ipAddress":"192.0.2.1""#, client);
    let elsewhere = push("e3", 2);
    world.take(&[placeless, placed, elsewhere].concat()).await;
    let judge = world.center.judge.lock().await;
    let told: Vec<_> = judge
        .batch()
        .events(None)
        .map(|event| {
            (
                event.get(Field::Country),
                event.get(Field::City),
                event.number(Field::Asn),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some("BR"), Some("Recife"), Some(64_501.0)),
            // Place and network are told each for itself.
            (Some("DE"), None, Some(64_501.0)),
            (None, None, None),
        ]
    );
}

/// About whom the one alert is, and whom its evidence names.
async fn about(world: &World) -> (String, String, u64) {
    let query = AlertQuery {
        limit: 10,
        ..AlertQuery::default()
    };
    let alerts = world.state.alerts(&query).await.unwrap();
    let [alert] = &alerts[..] else {
        panic!("{alerts:?}")
    };
    let body: serde_json::Value = serde_json::from_str(&alert.record.body).unwrap();
    let person = body["about"]["person"].as_str().unwrap().to_owned();
    (alert.record.identity.clone(), person, alert.record.findings)
}

#[tokio::test]
async fn a_correction_reaches_alerts_that_were_raised_before_and_leaves_their_evidence() {
    let world = World::new().await;
    let (ada, grace) = ("ada@acme.example".to_owned(), "grace@acme.example".to_owned());
    world.take(&pushes("e", 5, 0)).await;
    assert_eq!(about(&world).await, (ada.clone(), ada.clone(), 1));
    let account = Account {
        source: Source::Okta,
        org: "acme.okta.com".to_owned(),
        id: "00u1".to_owned(),
    };
    let entry = AuditEntry::new("bob", "account.correct", "account/okta");
    let is = async |person: Option<&String>| {
        let correction = AccountCorrection {
            source: "okta".to_owned(),
            org: account.org.clone(),
            account: account.id.clone(),
            person: person.cloned(),
            said_by: "bob".to_owned(),
            said_at: domain::Timestamp::from_ms(super::NOON_MS),
        };
        world.state.correct_account(&correction, &entry).await.unwrap();
        world.center.corrected(account.clone()).await.unwrap();
    };
    is(Some(&grace)).await;
    assert_eq!(about(&world).await, (grace.clone(), ada.clone(), 1));
    // Nobody's: the actor is named. What is said of the alert later does not take that back.
    is(None).await;
    assert_eq!(about(&world).await, (ada.clone(), ada.clone(), 1));
    is(Some(&grace)).await;
    world.clock.fetch_add(4 * 3_600_000, Ordering::SeqCst);
    world.center.tick().await.unwrap();
    assert_eq!(about(&world).await, (grace, ada, 1));
}

#[tokio::test]
async fn our_own_audit_log_is_a_source() {
    let world = World::new().await;
    let now = domain::Timestamp::from_ms(super::NOON_MS);
    let entry = AuditEntry::new("ada", "integration.delete", "integration/okta");
    world.state.record(&entry, now).await.unwrap();
    let rows = world.state.audit_rows_after(0, 10).await.unwrap();
    let input = crate::own_events(&rows);
    let taken = world
        .center
        .take((Source::Own, "self"), input, None)
        .await
        .unwrap();
    assert_eq!((taken.stored, taken.malformed, taken.unknown), (1, 0, 0));
}
