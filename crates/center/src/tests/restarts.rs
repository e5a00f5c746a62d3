//! What a restart must not change.

use super::{NOON_MS, World, okta};
use activity::correlate::{Link, Person, Reason};
use activity::event::Source;
use std::sync::atomic::Ordering;

const DAY_S: i64 = 86_400;
const AWS: &str = r#"{"eventID":"e1","eventTime":"2026-02-28T00:00:00Z","eventName":"X","recipientAccountId":"1","userIdentity":{"type":"AssumedRole","principalId":"A:ada@acme.example","arn":"arn:aws:sts::1:assumed-role/AWSReservedSSO_R_1/ada@acme.example"}}"#;
const GITHUB: &str = r#"{"action":"git.push","@timestamp":1772236800000,"actor":"octo-ada","actor_id":7,"org":"acme","external_identity_nameid":"ada@acme.example"}"#;
const TELEPORT: &str =
    r#"{"event":"user.login","uid":"t1","time":"2026-02-28T00:00:00Z","user":"ada","cluster_name":"c"}"#;

fn success(uid: &str, day: i64) -> String {
    okta(uid, day * DAY_S, "user.session.start").replace("FAILURE", "SUCCESS")
}

async fn on_day(world: &World, day: i64) {
    world.clock.store(NOON_MS + day * DAY_S * 1_000, Ordering::SeqCst);
    world.center.tick().await.unwrap();
}

#[tokio::test]
async fn silence_is_remembered_for_longer_than_any_restart() {
    let mut world = World::new().await;
    world.take(&success("first", 0)).await;
    for day in [1, 50, 93] {
        on_day(&world, day).await;
        world = world.again().await;
    }
    on_day(&world, 95).await;
    world.take(&success("again", 95)).await;
    assert_eq!(world.alerts().await, [("okta.dormant-account".to_owned(), 1)]);
}

/// Every link, without those of the directory.
async fn links(world: &World) -> Vec<(Source, Link)> {
    let links = |people: &activity::correlate::Correlator| {
        let links = people
            .links()
            .filter(|(_, link)| link.reason != Reason::Directory);
        links.map(|(account, link)| (account.source, link)).collect()
    };
    world.center.people(links).await
}

async fn world_with_accounts() -> World {
    let world = World::new().await;
    for (source, org, text) in [
        (Source::Aws, "1", AWS),
        (Source::Github, "acme", GITHUB),
        (Source::Teleport, "c", TELEPORT),
    ] {
        let taken = world.center.take((source, org), text.into(), None).await.unwrap();
        assert_eq!(taken.stored, 1);
    }
    meet(&world).await;
    // From here on events bear the person that we found out.
    let later = TELEPORT.replace("t1", "t2").replace("28T00", "28T05");
    let own = world
        .center
        .take((Source::Teleport, "c"), later.into(), None)
        .await;
    assert_eq!(own.unwrap().stored, 1);
    world
}

/// The directory is read.
async fn meet(world: &World) {
    let mut judge = world.center.judge.lock().await;
    judge.correlator.person(&Person {
        org: "acme.okta.com",
        id: "00u1",
        login: "ada@acme.example",
        mails: &[],
    });
}

#[tokio::test]
async fn links_and_their_evidence_are_the_same_after_a_restart() {
    let world = world_with_accounts().await;
    let before = links(&world).await;
    let reasons: Vec<Reason> = before.iter().map(|(_, link)| link.reason).collect();
    assert_eq!(
        reasons,
        [Reason::SamlSubject, Reason::ExternalIdentity, Reason::LocalName]
    );
    assert_eq!(before[2].1.event, "teleport/c/t1");
    // Long after the events, and with and without what was written down.
    on_day(&world, 90).await;
    let world = world.again().await;
    assert_eq!(links(&world).await, before);
    world.keep.notes.lock().unwrap().clear();
    let world = world.again().await;
    meet(&world).await;
    assert_eq!(links(&world).await, before);
}

#[tokio::test]
async fn a_checkpoint_that_cannot_be_read_costs_only_time() {
    let world = World::new().await;
    world.take(&super::pushes("e", 4, -300)).await;
    let world = world.again().await;
    for note in world.keep.notes.lock().unwrap().values_mut() {
        note.truncate(note.len() / 2);
    }
    let world = world.again().await;
    world.take(&super::push("last", -150)).await;
    assert_eq!(world.alerts().await, [("okta.push-bombing".to_owned(), 1)]);
}

#[tokio::test]
async fn what_was_late_when_it_broke_off_is_judged_at_the_next_start() {
    let world = World::new().await;
    world.take(&success("now", 0)).await;
    on_day(&world, 1).await;
    let world = world.again().await;
    world.take(&super::pushes("old", 5, -30 * DAY_S)).await;
    assert!(world.keep.notes.lock().unwrap().contains_key("late"));
    let world = world.again().await;
    assert_eq!(world.alerts().await, [("okta.push-bombing".to_owned(), 1)]);
    assert!(!world.keep.notes.lock().unwrap().contains_key("late"));
}

#[tokio::test]
async fn a_known_country_that_comes_to_light_takes_an_alert_back() {
    let from = |uid: &str, day: i64, country: &str| {
        success(uid, day).replace(
            r#""ipAddress""#,
            &format!(r#""geographicalContext":{{"country":"{country}"}},"ipAddress""#),
        )
    };
    let world = World::new().await;
    world.take(&from("a", 0, "Germany")).await;
    on_day(&world, 20).await;
    world.take(&from("b", 20, "France")).await;
    let alerts = world.alerts().await;
    assert!(
        alerts.iter().any(|(rule, _)| rule == "okta.new-country"),
        "{alerts:?}"
    );
    world.take(&from("c", -10, "France")).await;
    world.center.judge_late().await.unwrap();
    let alerts = world.alerts().await;
    assert!(
        alerts.iter().all(|(rule, _)| rule != "okta.new-country"),
        "{alerts:?}"
    );
}
