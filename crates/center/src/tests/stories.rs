//! What the simulated organization tells: on quiet days no rule says anything, and each attack story raises alerts. Every
//! shipped rule listens, events come as the log tells them.

use super::World;
use super::history::{follow, read_all};
use okta_sim::{Stamp, Story, StoryOptions};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

const DAY_MS: i64 = 24 * 3_600_000;
/// Days that rules have heard before.
const DAYS: u32 = 32;
/// The day on which stories are told.
const END_MS: i64 = super::NOON_MS + 40 * DAY_MS;

/// How many alerts each rule raises about ordinary days of that seed and a story after them.
async fn told(seed: u64, story: Option<Story>) -> BTreeMap<String, usize> {
    let sim = okta_sim::World::small();
    sim.set_history(seed, DAYS, 300, Stamp(END_MS));
    let mut end = END_MS;
    if let Some(story) = story {
        end += 2 * 3_600_000;
        sim.play(&StoryOptions::new(story), Stamp(end));
    }
    let events = read_all(&sim, END_MS - (i64::from(DAYS) + 1) * DAY_MS, end + 60_000);
    assert!(events.len() > 5_000, "{}", events.len());
    let world = World::at(events[0].0).await;
    follow(&world, &events).await;
    // What waits for events that come late, or stay away, is said.
    world.clock.fetch_add(2 * DAY_MS, Ordering::SeqCst);
    world.center.tick().await.unwrap();
    let mut counted = BTreeMap::new();
    for (rule, _) in world.alerts().await {
        *counted.entry(rule).or_default() += 1;
    }
    counted
}

#[tokio::test]
async fn quiet_days_raise_no_alert() {
    for seed in [1, 2, 3] {
        assert_eq!(told(seed, None).await, BTreeMap::new(), "seed {seed}");
    }
}

#[tokio::test]
async fn push_bombing_raises_its_alerts_and_no_other() {
    let said = told(1, Some(Story::PushBombing)).await;
    let rules: Vec<&str> = said.keys().map(String::as_str).collect();
    let expected = [
        "cross.several-alerts",
        "okta.admin-console-new-behaviour",
        "okta.alert-after-proxy",
        "okta.everything-new",
        "okta.first-proxy-sign-in",
        "okta.many-mfa-failures",
        "okta.new-country",
        "okta.push-approved-elsewhere",
        "okta.push-bombing",
        "okta.push-bombing-succeeded",
    ];
    assert_eq!(rules, expected);
    assert!(said.values().all(|alerts| *alerts == 1), "{said:?}");
}

#[tokio::test]
async fn each_story_raises_an_alert() {
    for story in Story::ALL {
        let said = told(1, Some(story)).await;
        assert!(!said.is_empty(), "{}", story.name());
    }
}
