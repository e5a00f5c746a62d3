//! The same history gives the same alerts, however it comes: every shipped rule over ninety days of a made world with
//! all attack stories, a part of it followed and a part of it told afterwards.

use super::World;
use crate::{Knowledge, RuleBook, replay};
use activity::event::{Moment, Source};
use okta_sim::{Request, Sim, Stamp, Story, StoryOptions};
use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use store::state::{AlertQuery, AlertRecord};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The day on which the stories are told.
const END_MS: i64 = super::NOON_MS + 220 * DAY_MS;
const ORG: &str = "acme.okta.com";

/// When, and the event's text; in the order of their time.
static HISTORY: LazyLock<Vec<(i64, String)>> = LazyLock::new(history);

fn history() -> Vec<(i64, String)> {
    let sim = okta_sim::World::small();
    sim.set_history(7, 80, 90, Stamp(END_MS));
    for (number, story) in Story::ALL.into_iter().enumerate() {
        let at = END_MS + (number as i64 + 1) * 2 * HOUR_MS;
        sim.play(&StoryOptions::new(story), Stamp(at));
    }
    read_all(&sim, END_MS - 82 * DAY_MS, END_MS + 12 * HOUR_MS)
}

/// All that the log tells between two times, page by page.
pub(super) fn read_all(sim: &Sim, since: i64, now: i64) -> Vec<(i64, String)> {
    let mut target = format!(
        "/api/v1/logs?limit=1000&since={}&until={}",
        Stamp(since),
        Stamp(now)
    );
    let mut events = Vec::new();
    loop {
        let (page, next) = read(sim, &target, now);
        events.extend(page);
        let Some(next) = next else { break };
        target = next;
    }
    events.sort();
    events
}

fn read(sim: &Sim, target: &str, now: i64) -> (Vec<(i64, String)>, Option<String>) {
    let request = Request::new("GET".parse().unwrap(), target).ssws(&sim.credentials().super_admin_token);
    let response = sim.handle(&request, Stamp(now));
    let page = response.json();
    let page = page.as_array().unwrap_or_else(|| panic!("{page}"));
    let event = |event: &serde_json::Value| {
        let at = Stamp::parse(event["published"].as_str().unwrap()).unwrap();
        (at.0, format!("{event}\n"))
    };
    let next = response.link("next").unwrap_or_default();
    let path = next.find("/api/").map(|at| next[at..].to_owned());
    (page.iter().map(event).collect(), path)
}

/// Follows events as they happen.
pub(super) async fn follow(world: &World, events: &[(i64, String)]) {
    for part in events.chunks(40) {
        let last = part.last().unwrap().0;
        world.clock.fetch_max(last, Ordering::SeqCst);
        take(world, part).await;
        world.center.tick().await.unwrap();
    }
}

/// Is told of events, the newest first.
async fn hear(world: &World, events: &[(i64, String)]) {
    for part in events.rchunks(500) {
        take(world, part).await;
    }
}

async fn take(world: &World, part: &[(i64, String)]) {
    let text: String = part.iter().map(|(_, text)| text.as_str()).collect();
    let origin = (Source::Okta, ORG);
    world.center.take(origin, text.into_bytes(), None).await.unwrap();
}

/// Rule, entity, findings, first and last moment of each alert, once nothing can change it any more.
type Said = Vec<(String, String, u64, i64, i64)>;

async fn said(world: &World) -> Said {
    let query = AlertQuery {
        limit: 10_000,
        ..AlertQuery::default()
    };
    let alerts = world.state.alerts(&query).await.unwrap().into_iter();
    told(alerts.map(|alert| alert.record))
}

fn told(records: impl Iterator<Item = AlertRecord>) -> Said {
    let mut told: Said = records
        .map(|record| {
            (
                record.rule,
                record.entity,
                record.findings,
                record.first_seen.as_ms(),
                record.last_seen.as_ms(),
            )
        })
        .collect();
    told.sort();
    told
}

/// What all rules say about all of it, played once and in order.
fn ordered(world: &World) -> Said {
    let rules = RuleBook::read(&[], &[]).set();
    let all = (Moment(i64::MIN / 2), Moment(i64::MAX));
    let now = Moment(world.clock.load(Ordering::SeqCst) * 1_000);
    let replayed = replay(rules, &*world.keep, &Knowledge::default(), all.0, all.1, now).unwrap();
    told(replayed.alerts.iter().map(crate::record))
}

async fn rest(world: &World) {
    world.center.judge_late().await.unwrap();
    world.clock.fetch_add(3 * DAY_MS, Ordering::SeqCst);
    world.center.tick().await.unwrap();
}

#[track_caller]
fn same(live: &Said, ordered: &Said, case: &str) {
    let lacks: Vec<_> = ordered.iter().filter(|one| !live.contains(one)).collect();
    let more: Vec<_> = live.iter().filter(|one| !ordered.contains(one)).collect();
    assert!(
        lacks.is_empty() && more.is_empty(),
        "{case}: lacks {lacks:#?}, has beside {more:#?}"
    );
}

#[tokio::test]
async fn the_past_may_be_told_before_the_present_or_after_it() {
    let mut kinds = std::collections::BTreeSet::new();
    for back in [0, 5, 11, 24, 24 * 20] {
        let split = HISTORY.partition_point(|(at, _)| *at < END_MS + 12 * HOUR_MS - back * HOUR_MS);
        let (past, present) = HISTORY.split_at(split);
        for past_first in [true, false] {
            let world = World::at(past.last().unwrap().0).await;
            world.center.tick().await.unwrap();
            if past_first {
                hear(&world, past).await;
                world.center.judge_late().await.unwrap();
                follow(&world, present).await;
            } else {
                follow(&world, present).await;
                hear(&world, past).await;
            }
            rest(&world).await;
            let ordered = ordered(&world);
            same(
                &said(&world).await,
                &ordered,
                &format!("{back} h followed, past first: {past_first}"),
            );
            kinds.extend(ordered.into_iter().map(|(rule, ..)| rule));
        }
    }
    assert!(kinds.contains("okta.api-token-used-elsewhere"), "{kinds:?}");
    assert!(kinds.len() > 12, "{kinds:?}");
}

#[tokio::test]
async fn the_past_may_come_in_pieces_and_between() {
    let world = World::at(HISTORY[0].0).await;
    let third = HISTORY.len() / 3;
    let (first, second, third) = (
        &HISTORY[..third],
        &HISTORY[third..2 * third],
        &HISTORY[2 * third..],
    );
    let (now, later) = third.split_at(third.len() / 2);
    follow(&world, now).await;
    hear(&world, second).await;
    world.center.judge_late().await.unwrap();
    follow(&world, &later[..later.len() / 2]).await;
    hear(&world, first).await;
    world.center.judge_late().await.unwrap();
    follow(&world, &later[later.len() / 2..]).await;
    rest(&world).await;
    same(&said(&world).await, &ordered(&world), "in pieces");
}

#[tokio::test]
async fn alerts_do_not_depend_on_restarts() {
    let split = HISTORY.partition_point(|(at, _)| *at < END_MS);
    let (past, present) = HISTORY.split_at(split);
    let mut world = World::at(END_MS).await;
    world.center.tick().await.unwrap();
    hear(&world, &past[past.len() / 2..]).await;
    // Before the past is judged.
    world = world.again().await;
    hear(&world, &past[..past.len() / 2]).await;
    world.center.judge_late().await.unwrap();
    for part in present.chunks(25) {
        follow(&world, part).await;
        world = world.again().await;
    }
    rest(&world).await;
    same(&said(&world).await, &ordered(&world), "with restarts");
}
