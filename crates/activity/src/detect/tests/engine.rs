//! The same history gives the same alerts: any batches, any order within the lateness, over a restart.

use super::*;
use crate::detect::alert::Alert;
use crate::event::{Batch, Event, Moment, Source, View};
use crate::normalise::{Normaliser, Origin};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const START_MS: i64 = 1_772_442_000_000;

/// A small history: who, what, when (minutes), where.
pub(super) type Step = (u8, u8, u16, u8);

fn history(steps: &[Step]) -> (Batch, Vec<u8>) {
    history_in(steps, 60_000)
}

/// The same with steps so many milliseconds long.
pub(super) fn history_in(steps: &[Step], unit_ms: i64) -> (Batch, Vec<u8>) {
    let mut lines = String::new();
    for (number, (who, what, minute, place)) in steps.iter().enumerate() {
        let (kind, result) = [
            ("user.session.start", "SUCCESS"),
            ("user.session.start", "FAILURE"),
            ("user.mfa.okta_verify.deny_push", "FAILURE"),
            ("user.mfa.factor.reset_all", "SUCCESS"),
            ("user.account.reset_password", "SUCCESS"),
            ("user.mfa.factor.activate", "SUCCESS"),
            ("system.idp.lifecycle.create", "SUCCESS"),
            ("user.authentication.auth_via_IDP", "SUCCESS"),
            ("system.api_token.create", "SUCCESS"),
        ][usize::from(*what) % 9];
        let (country, lat, lon) = [
            ("Germany", 52.5, 13.4),
            ("Australia", -33.9, 151.2),
            ("Brazil", -23.5, -46.6),
        ][usize::from(*place) % 3];
        // Somebody else does it now and then.
        let whom = who + place % 2;
        lines.push_str(&format!(
            r#"{{"uuid":"e{number}","published":{},"eventType":"{kind}","actor":{{"id":"u{who}","type":"User","alternateId":"u{who}@acme.io"}},"outcome":{{"result":"{result}","reason":"INVALID_CREDENTIALS"}},"client":{{"ipAddress":"10.0.{place}.{who}","geographicalContext":{{"country":"{country}","geolocation":{{"lat":{lat},"lon":{lon}}}}}}},"target":[{{"type":"User","id":"u{whom}","alternateId":"u{whom}@acme.io"}}]}}"#,
            START_MS + i64::from(*minute) * unit_ms,
        ));
        lines.push('\n');
    }
    let input = lines.into_bytes();
    let mut batch = Batch::default();
    Normaliser::new().intake(
        Origin {
            source: Source::Okta,
            org: "acme",
        },
        &input,
        Moment(0),
        &mut batch,
    );
    (batch, input)
}

/// Shipped rules, all waiting as long as the engine does.
pub(super) fn rules() -> Arc<RuleSet> {
    let rules = shipped::rules(&Tuning::default()).unwrap().into_iter();
    Arc::new(RuleSet::new(
        rules
            .map(|rule| Rule {
                lateness_us: None,
                ..rule
            })
            .collect(),
    ))
}

pub(super) fn finish(mut engine: Engine, mut known: BTreeMap<String, Alert>) -> Vec<Alert> {
    engine.advance(Moment((START_MS + 400 * 86_400_000) * 1_000), &NoGraph);
    check::keep(&mut known, engine.changes());
    known.into_values().collect()
}

/// Alerts that only one of them has.
fn differences(left: &[Alert], right: &[Alert]) -> (Vec<Alert>, Vec<Alert>) {
    let without = |these: &[Alert], those: &[Alert]| {
        let these = these.iter().filter(|alert| !those.contains(alert));
        these.cloned().collect()
    };
    (without(left, right), without(right, left))
}

/// Judges in this order, looking at the time after every `batch` events.
fn judge(rules: &Arc<RuleSet>, events: &[Event<'_>], batch: usize) -> Vec<Alert> {
    let limits = Limits {
        lateness_us: 86_400_000_000,
        ..Limits::default()
    };
    judge_within(limits, rules, events, batch)
}

pub(super) fn judge_within(
    limits: Limits,
    rules: &Arc<RuleSet>,
    events: &[Event<'_>],
    batch: usize,
) -> Vec<Alert> {
    let mut engine = Engine::new(Arc::clone(rules), limits);
    let (mut known, mut now) = (BTreeMap::new(), Moment(i64::MIN));
    for chunk in events.chunks(batch.max(1)) {
        for event in chunk {
            now = now.max(event.time());
            engine.observe(event, &NoGraph);
        }
        engine.advance(now, &NoGraph);
        check::keep(&mut known, engine.changes());
    }
    assert_eq!(engine.stats().too_late, 0);
    finish(engine, known)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn order_and_batches_do_not_matter(
        steps in prop::collection::vec((0..3_u8, 0..9_u8, 0..600_u16, 0..3_u8), 1..60),
        batch in 1..20_usize,
        shuffle in prop::collection::vec(any::<u32>(), 60),
    ) {
        let rules = rules();
        let (events, input) = history(&steps);
        let mut ordered: Vec<Event<'_>> = events.events(Some(&input)).collect();
        let mut shuffled: Vec<(u32, Event<'_>)> = shuffle.into_iter().zip(ordered.iter().copied()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Event<'_>> = shuffled.into_iter().map(|(_, event)| event).collect();
        ordered.sort_by_key(|event| event.time());
        let expected = judge(&rules, &ordered, 1);
        prop_assert_eq!(&judge(&rules, &ordered, batch), &expected);
        prop_assert_eq!(&judge(&rules, &shuffled, batch), &expected);
        // Events that come twice are judged once.
        let twice: Vec<Event<'_>> = shuffled.iter().flat_map(|event| [*event, *event]).collect();
        prop_assert_eq!(&judge(&rules, &twice, batch), &expected);
    }

    /// Over a year, most of which is settled long before it ends; the reference settles nothing.
    #[test]
    fn what_is_settled_early_makes_no_difference(
        steps in prop::collection::vec((0..2_u8, 0..9_u8, 0..9_000_u16, 0..3_u8), 1..80),
        usual in 0..4_u16,
        late in prop::collection::vec(0..43_200_i64, 80),
    ) {
        let rules = rules();
        // One who comes each day from the same place, so that most of it is nothing new.
        let daily = (0..360_u16).step_by(usize::from(usual) + 1).map(|day| (0, 0, day * 24, 0));
        let steps: Vec<Step> = steps.into_iter().chain(daily).collect();
        let (events, input) = history_in(&steps, 3_600_000);
        let mut ordered: Vec<Event<'_>> = events.events(Some(&input)).collect();
        ordered.sort_by_key(|event| event.time());
        let expected = judge(&rules, &ordered, ordered.len());
        prop_assert_eq!(differences(&judge(&rules, &ordered, 1), &expected), (vec![], vec![]));
        let patient = judge_within(Limits::of_history(), &rules, &ordered, 7);
        prop_assert_eq!(differences(&patient, &expected), (vec![], vec![]));
        let mut arriving: Vec<(Moment, Event<'_>)> = ordered
            .iter()
            .zip(late.iter().cycle())
            .map(|(event, late)| (event.time().plus_us(late * 1_000_000), *event))
            .collect();
        arriving.sort_by_key(|(arrives, _)| *arrives);
        let arriving: Vec<Event<'_>> = arriving.into_iter().map(|(_, event)| event).collect();
        prop_assert_eq!(differences(&judge(&rules, &arriving, 1), &expected), (vec![], vec![]));
    }

    #[test]
    fn a_restart_in_the_middle_changes_nothing(
        steps in prop::collection::vec((0..3_u8, 0..9_u8, 0..600_u16, 0..3_u8), 1..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let rules = rules();
        let (events, input) = history(&steps);
        let mut ordered: Vec<Event<'_>> = events.events(Some(&input)).collect();
        ordered.sort_by_key(|event| event.time());
        let expected = judge(&rules, &ordered, 1);
        let (first, second) = ordered.split_at(cut.index(ordered.len()));
        let limits = Limits { lateness_us: 86_400_000_000, ..Limits::default() };
        let mut engine = Engine::new(Arc::clone(&rules), limits);
        let mut known = BTreeMap::new();
        for event in first {
            engine.observe(event, &NoGraph);
            engine.advance(event.time(), &NoGraph);
        }
        check::keep(&mut known, engine.changes());
        let written = serde_json::to_string(&engine.save()).unwrap();
        let (mut engine, anew) = Engine::restore(Arc::clone(&rules), limits, serde_json::from_str(&written).unwrap());
        prop_assert!(anew.is_empty());
        for event in second {
            engine.observe(event, &NoGraph);
            engine.advance(event.time(), &NoGraph);
        }
        check::keep(&mut known, engine.changes());
        prop_assert_eq!(finish(engine, known), expected);
    }
}

#[test]
fn alerts_come_at_once_and_late_events_may_withdraw_them() {
    let text = "id: t.first\ntitle: t\nseverity: low\nselect: {s: {event_type: user.session.start}}\n\
                first_seen: {by: [person], value: [country], memory: 30d, warm_up: 0s}\n";
    let set = Arc::new(RuleSet::new(load("t.yaml", text, &Tuning::default()).unwrap()));
    let (events, input) = history(&[(1, 0, 100, 0), (1, 0, 300, 0)]);
    let events: Vec<Event<'_>> = events.events(Some(&input)).collect();
    let limits = Limits {
        lateness_us: 86_400_000_000,
        ..Limits::default()
    };
    let mut engine = Engine::new(Arc::clone(&set), limits);
    engine.observe(&events[1], &NoGraph);
    let said = engine.changes();
    assert!(
        matches!(&said[..], [Change::Is(alert)] if alert.provisional && alert.first_seen == events[1].time())
    );
    engine.observe(&events[0], &NoGraph);
    let said = engine.changes();
    assert!(
        said.iter()
            .any(|change| matches!(change, Change::Withdrawn { .. })),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|change| matches!(change, Change::Is(alert) if alert.first_seen == events[0].time()))
    );
}

#[test]
fn a_rule_is_warmed_from_history_without_a_word() {
    let rules = rules();
    let (events, input) = history(&[
        (1, 2, 0, 0),
        (1, 2, 1, 0),
        (1, 2, 2, 0),
        (1, 2, 3, 0),
        (1, 2, 4, 0),
    ]);
    let mut engine = Engine::new(rules, Limits::default());
    engine.speak_since(Moment(i64::MAX));
    for event in events.events(Some(&input)) {
        engine.observe(&event, &NoGraph);
    }
    assert!(engine.changes().is_empty() && engine.remembered() > 0);
}

#[test]
fn a_window_that_is_heard_in_part_is_not_said() {
    let steps: Vec<Step> = (0..40).map(|n| (1, 6, n * 60, 0)).collect();
    let (events, input) = history(&steps);
    let mut engine = Engine::new(rules(), Limits::default());
    let since = Moment((START_MS + 10 * 3_600_000) * 1_000);
    engine.speak_since(since);
    let mut said = BTreeMap::new();
    for event in events.events(Some(&input)) {
        engine.observe(&event, &NoGraph);
        check::keep(&mut said, engine.changes());
    }
    assert!(!said.is_empty());
    assert!(said.values().all(|alert| alert.first_seen >= since), "{said:?}");
}

#[test]
fn findings_of_one_long_window_are_one_alert_however_far_apart_they_are() {
    let text = "id: t.day\ntitle: t\nseverity: low\nfold: 24h\nselect: {s: {event_type: user.session.start}}\nmatch: s\n\
                by: [actor_name]\n";
    let set = Arc::new(RuleSet::new(load("t.yaml", text, &Tuning::default()).unwrap()));
    // START is in the morning: five hours later is the same day.
    let (events, input) = history(&[(1, 0, 0, 0), (1, 0, 300, 0)]);
    let events: Vec<Event<'_>> = events.events(Some(&input)).collect();
    for limits in [Limits::default(), Limits::of_history()] {
        let told = judge_within(limits, &set, &events, 1);
        let [alert] = &told[..] else { panic!("{told:?}") };
        assert_eq!(
            (alert.findings, alert.first_seen),
            (2, events[0].time()),
            "{limits:?}"
        );
    }
}

#[test]
fn memory_is_bounded_and_says_what_it_cut() {
    let steps: Vec<Step> = (0..50).map(|who| (who, 2, u16::from(who), 0)).collect();
    let (events, input) = history(&steps);
    let mut engine = Engine::new(
        rules(),
        Limits {
            keys_max: 10,
            ..Limits::default()
        },
    );
    for event in events.events(Some(&input)) {
        engine.observe(&event, &NoGraph);
    }
    assert!(engine.stats().keys_full > 0);
    engine.advance(Moment((START_MS + 400 * 86_400_000) * 1_000), &NoGraph);
    engine.changes();
    let lasting = engine.remembered();
    assert!(lasting <= 10, "{lasting} keys are still remembered");
}
