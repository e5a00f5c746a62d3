//! What rules say of a history does not depend on playing only those who may be found.

use super::engine::{Step, finish, history_in, judge_within};
use super::*;
use crate::detect::alert::Alert;
use crate::detect::engine::Stats;
use crate::event::{Event, Moment, View};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One rule of each logic, with windows that a few steps fill.
const RULES: &str = r#"
{id: t.count, title: t, severity: low, select: {s: {event_type: user.session.start}}, match: s, count: {by: [person], within: 3h, at_least: 3}}
---
{id: t.distinct, title: t, severity: low, select: {s: {source: okta}}, match: s, count: {by: [actor_name], within: 2h, distinct: {ip: 2, event_type: 2}}}
---
{id: t.spread, title: t, severity: low, select: {s: {status: failure}}, match: s, count: {by: [country], within: 5h, at_least: 4, distinct: {person: 2}, each_at_most: {person: 3}}}
---
{id: t.pairs, title: t, severity: low, select: {s: {status: success}}, match: s, count: {by: [person, ip], within: 4h, at_least: 3}}
---
{id: t.by-raw, title: t, severity: low, select: {s: {status: success}}, match: s, count: {by: [raw.actor.id], within: 2h, distinct: {raw.client.ipAddress: 3}}}
---
{id: t.order, title: t, severity: low, select: {a: {event_type: user.mfa.okta_verify.deny_push}, b: {event_type: user.session.start}}, sequence: {by: [person], within: 3h, steps: [{is: a, at_least: 2}, b]}}
---
{id: t.three, title: t, severity: low, select: {a: {event_type: user.account.reset_password}, b: {event_type: user.mfa.factor.reset_all}, c: {event_type: user.mfa.factor.activate}}, sequence: {by: [person], within: 12h, ordered: false, steps: [a, b, c]}}
---
{id: t.differ, title: t, severity: low, select: {s: {status: success}}, sequence: {by: [person], within: 2h, steps: [s, s], differ: [ip, country]}}
---
{id: t.differ-many, title: t, severity: low, select: {a: {status: failure}, b: {status: success}}, sequence: {by: [source_org], within: 2h, steps: [{is: a, at_least: 2}, b], differ: [actor_name]}}
---
{id: t.excused, title: t, severity: low, select: {a: {event_type: user.session.start}, b: {event_type: user.mfa.factor.activate}}, sequence: {by: [person], within: 1s, steps: [a], not_before: {is: b, within: 6h}}}
---
{id: t.unanswered, title: t, severity: low, select: {a: {event_type: user.account.reset_password}, b: {event_type: user.session.start}}, sequence: {by: [person], within: 1h, steps: [a], not_after: {is: b, within: 5h}}}
---
{id: t.first, title: t, severity: low, select: {s: {status: success}, f: {status: failure}}, match: s, baseline: f, first_seen: {by: [person], value: [country], memory: 20h, warm_up: 6h}}
---
{id: t.first-pair, title: t, severity: low, select: {s: {source: okta}}, match: s, first_seen: {by: [source_org], value: [actor_name, ip], memory: 400h, warm_up: 0s}}
---
{id: t.travel, title: t, severity: low, select: {s: {status: success}}, match: s, travel: {by: [person], faster_than_kmh: 900, farther_than_km: 500, within: 24h}}
---
{id: t.dormant, title: t, severity: low, select: {s: {event_type: user.session.start}, o: {status: failure}}, match: s, dormant: {by: [person], after: 30h}}
---
{id: t.several, title: t, source: alert, severity: high, select: {s: {severity_id|gte: 1}}, match: s, count: {by: [actor_name], within: 24h, distinct: {event_type: 3}}}
"#;

fn small() -> Arc<RuleSet> {
    Arc::new(RuleSet::new(load("t.yaml", RULES, &Tuning::default()).unwrap()))
}

fn sifted(rules: &Arc<RuleSet>, events: &[Event<'_>], batch: usize) -> (Vec<Alert>, Sieve, Stats) {
    sifted_by(Sieve::new(Arc::clone(rules)), rules, events, batch)
}

fn sifted_by(
    mut sieve: Sieve,
    rules: &Arc<RuleSet>,
    events: &[Event<'_>],
    batch: usize,
) -> (Vec<Alert>, Sieve, Stats) {
    for event in events {
        sieve.hear(event, &NoGraph);
    }
    let mut engine = Engine::new(Arc::clone(rules), Limits::of_history());
    let (mut known, mut now) = (BTreeMap::new(), Moment(i64::MIN));
    for chunk in events.chunks(batch) {
        for event in chunk {
            now = now.max(event.time());
            engine.observe_sifted(event, &NoGraph, &mut sieve);
        }
        engine.advance(now, &NoGraph);
        check::keep(&mut known, engine.changes());
    }
    let stats = engine.stats();
    (finish(engine, known), sieve, stats)
}

fn ordered<'e>(events: &'e crate::event::Batch, input: &'e [u8]) -> Vec<Event<'e>> {
    let mut events: Vec<Event<'_>> = events.events(Some(input)).collect();
    events.sort_by_key(|event| event.time());
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn rules_say_the_same_when_only_those_are_played_that_may_be_found(
        steps in prop::collection::vec((0..4_u8, 0..9_u8, 0..4_000_u16, 0..3_u8), 1..160),
        // From everything within minutes to more than a year.
        unit_s in prop::sample::select(vec![0_i64, 1, 7, 60, 600, 10_000]),
        batch in 1..20_usize,
    ) {
        let (events, input) = history_in(&steps, unit_s * 1_000 + 1);
        let events = ordered(&events, &input);
        for rules in [small(), super::engine::rules()] {
            let expected = judge_within(Limits::of_history(), &rules, &events, batch);
            let (found, ..) = sifted(&rules, &events, batch);
            prop_assert_eq!(&found, &expected);
            let forgetful = Sieve::forgetful(Arc::clone(&rules), 2);
            let (found, ..) = sifted_by(forgetful, &rules, &events, batch);
            prop_assert_eq!(&found, &expected);
        }
    }
}

#[test]
fn each_logic_finds_something_in_the_histories_above() {
    let mut dice = 7_u64;
    let mut next = |below: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (dice >> 33) % below
    };
    let steps: Vec<Step> = (0..400)
        .map(|_| (next(3) as u8, next(9) as u8, next(4_000) as u16, next(3) as u8))
        .collect();
    let mut said = BTreeSet::new();
    for unit_ms in [20_000, 300_000] {
        let (events, input) = history_in(&steps, unit_ms);
        let (found, ..) = sifted(&small(), &ordered(&events, &input), 10);
        said.extend(found.into_iter().map(|alert| alert.rule));
    }
    assert_eq!(said.len(), small().rules().len(), "{said:?}");
}

#[test]
fn who_does_the_same_each_day_is_not_played() {
    // Ninety days of signing in from the same place, by four, each from another one.
    let steps: Vec<Step> = (0..360)
        .map(|n| ((n % 4) as u8, 0, n * 6, (n % 4) as u8))
        .collect();
    let (events, input) = history_in(&steps, 3_600_000);
    let events = ordered(&events, &input);
    let rules = super::engine::rules();
    let (found, sieve, stats) = sifted(&rules, &events, 10);
    assert_eq!((found, sieve.suspects()), (vec![], Some(0)));
    assert!(sieve.stats().hits > 360, "{:?}", sieve.stats());
    assert_eq!(stats.hits, 0);
    // One of them comes from elsewhere once.
    let mut steps = steps;
    steps.push((1, 0, 2_000, 2));
    let (events, input) = history_in(&steps, 3_600_000);
    let (found, sieve, _) = sifted(&rules, &ordered(&events, &input), 10);
    assert!(!found.is_empty());
    assert!(
        (1..6).contains(&sieve.suspects().unwrap()),
        "{:?}",
        sieve.suspects()
    );
}

#[test]
fn what_does_not_come_in_order_is_played_whole() {
    let (events, input) = history_in(&[(1, 0, 100, 0), (1, 0, 1, 0)], 60_000);
    let events: Vec<Event<'_>> = events.events(Some(&input)).collect();
    let (.., sieve, stats) = sifted(&super::engine::rules(), &events, 10);
    assert_eq!(sieve.suspects(), None);
    assert_eq!(stats.hits, sieve.stats().hits);
}
