//! Files that somebody brings in: judged once all are there, and what is said of them told as wished.

use super::{NOON_MS, World, okta, push, pushes};
use crate::Alerts;
use activity::event::Source;
use std::sync::atomic::Ordering;
use store::state::{AlertQuery, AuditEntry, Forward};

const BOMBING: &str = "okta.push-bombing";
const MONTH_S: i64 = 30 * 86_400;

async fn bring(world: &World, (source, org): (Source, &str), events: &str, wanted: Alerts) {
    let _file = world.center.bring();
    let taken = world
        .center
        .take_by_hand((source, org), events.as_bytes().to_vec(), wanted);
    taken.await.unwrap();
}

async fn okta_file(world: &World, events: &str, wanted: Alerts) {
    bring(world, (Source::Okta, "acme.okta.com"), events, wanted).await;
}

async fn forward(world: &World) {
    let new = Forward {
        id: "f".to_owned(),
        name: "soc".to_owned(),
        kind: "webhook".to_owned(),
        target_host: "hooks.example".to_owned(),
        sealed_target: String::new(),
        min_severity: 0,
        enabled: true,
        last_sent: None,
        last_error: None,
        waiting: 0,
    };
    let now = domain::Timestamp::from_ms(NOON_MS);
    let entry = AuditEntry::new("ada", "forward.create", "forward/soc");
    world.state.create_forward(&new, &entry, now).await.unwrap();
}

/// Whether each alert is from history, and how many messages wait.
async fn told(world: &World) -> (Vec<bool>, u64) {
    let all = AlertQuery {
        limit: 100,
        ..AlertQuery::default()
    };
    let alerts = world.state.alerts(&all).await.unwrap();
    let marks = alerts.iter().map(|alert| alert.record.from_history).collect();
    (marks, world.state.forwards().await.unwrap()[0].waiting)
}

#[tokio::test]
async fn files_are_judged_together_and_not_before_the_last() {
    let world = World::new().await;
    world.center.tick().await.unwrap();
    // The end of the story comes in the first file.
    okta_file(&world, &pushes("b", 2, -MONTH_S + 90), Alerts::Marked).await;
    assert_eq!(
        world.center.judge_late().await.unwrap(),
        0,
        "collectors look every minute"
    );
    okta_file(&world, &pushes("a", 3, -MONTH_S), Alerts::Marked).await;
    assert_eq!(world.alerts().await, []);
    assert_eq!(world.center.judge_brought().await.unwrap(), 1);
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
    assert_eq!(world.center.judge_brought().await.unwrap(), 0, "once");
}

#[tokio::test]
async fn what_half_a_history_would_say_is_never_said() {
    // Whoever has been known for long shows a new value: the file between knows it already.
    let world = World::new().await;
    forward(&world).await;
    world.center.tick().await.unwrap();
    let day = |uid: &str, days: i64, asn: u32| {
        let event = okta(uid, days * 86_400, "user.session.start").replace("FAILURE", "SUCCESS");
        event.replace(
            r#""client""#,
            &format!(r#""transaction":{{"detail":{{"requestApiTokenId":"00T1"}}}},"securityContext":{{"asNumber":{asn}}},"client""#),
        )
    };
    let (known, new): (String, String) = (
        (-80..-41).map(|at| day(&format!("k{at}"), at, 64_500)).collect(),
        (-40..-1).map(|at| day(&format!("n{at}"), at, 64_501)).collect(),
    );
    okta_file(&world, &(known + &day("last", -1, 64_502)), Alerts::Marked).await;
    okta_file(&world, &new, Alerts::Marked).await;
    world.center.judge_brought().await.unwrap();
    let (marks, waiting) = told(&world).await;
    assert!(marks.iter().all(|mark| *mark), "{marks:?}");
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn alerts_of_files_are_marked_told_or_not_raised_as_wished() {
    for (wanted, expected) in [
        (Alerts::Marked, (vec![true], 0)),
        (Alerts::Told, (vec![true], 1)),
        (Alerts::Unsaid, (vec![], 0)),
    ] {
        let world = World::new().await;
        forward(&world).await;
        world.center.tick().await.unwrap();
        okta_file(&world, &pushes("old", 5, -MONTH_S), wanted).await;
        world.center.judge_brought().await.unwrap();
        assert_eq!(told(&world).await, expected, "{wanted:?}");
    }
}

#[tokio::test]
async fn what_happens_meanwhile_is_told_as_ever() {
    let world = World::new().await;
    forward(&world).await;
    world.center.tick().await.unwrap();
    let others = pushes("o", 5, -600)
        .replace("ada@acme", "eve@acme")
        .replace("00u1", "00u2");
    bring(&world, (Source::Okta, "other.okta.com"), &others, Alerts::Marked).await;
    world.take(&pushes("e", 5, -300)).await;
    world.center.judge_brought().await.unwrap();
    let (mut marks, waiting) = told(&world).await;
    marks.sort_unstable();
    assert_eq!((marks, waiting), (vec![false, true], 1));
}

#[tokio::test]
async fn rules_remember_what_was_brought_in_without_a_word() {
    let world = World::new().await;
    okta_file(&world, &pushes("e", 4, -300), Alerts::Unsaid).await;
    world.center.judge_brought().await.unwrap();
    world.take(&push("last", -150)).await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
}

#[tokio::test]
async fn a_run_that_nothing_follows_is_judged_after_a_while_or_at_the_next_start() {
    let world = World::new().await;
    world.center.tick().await.unwrap();
    okta_file(&world, &pushes("old", 5, -MONTH_S), Alerts::Marked).await;
    assert!(!world.center.is_left_unjudged().await);
    world.clock.fetch_add(180_000, Ordering::SeqCst);
    assert!(world.center.is_left_unjudged().await);
    let file = world.center.bring();
    assert!(!world.center.is_left_unjudged().await, "one is on its way");
    drop(file);
    let world = world.again().await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
}

#[tokio::test]
async fn the_silence_of_a_source_that_is_not_there_says_nothing() {
    let login = r#"{"event":"user.login","code":"T1000I","uid":"t","time":"2026-02-01T10:00:00Z","success":true,"user":"ada@acme.example","method":"saml","cluster_name":"c"}"#;
    let teleport = (Source::Teleport, "c");
    let rule = "cross.downstream-login-without-okta";
    let world = World::new().await;
    world.center.tick().await.unwrap();
    bring(&world, teleport, login, Alerts::Marked).await;
    world.center.judge_brought().await.unwrap();
    assert_eq!(world.alerts().await, [], "nobody here knows what Okta did");
    // With Okta's log of the days before it is a finding.
    let other = okta("o", -30 * 86_400, "user.session.start").replace("2026-01-30", "2026-01-20");
    okta_file(&world, &other, Alerts::Marked).await;
    world.center.judge_brought().await.unwrap();
    assert_eq!(world.alerts().await, [(rule.to_owned(), 1)]);
}
