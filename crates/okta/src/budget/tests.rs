//! Whole hours of traffic against a strict model of Okta's buckets, in simulated time.

use super::*;
use proptest::prelude::*;

/// Okta's side: a fixed window, counted strictly, told in whole seconds.
struct Model {
    limit: u32,
    window_ms: u64,
    used: u32,
    refused: u32,
    /// How far Okta's clock is from ours, in milliseconds.
    skew_ms: u64,
}

impl Model {
    fn new(limit: u32, offset_ms: u64) -> Self {
        Self {
            limit,
            window_ms: offset_ms,
            used: 0,
            refused: 0,
            skew_ms: 1_700_000_000_000 + offset_ms * 7,
        }
    }

    fn turn(&mut self, now_ms: u64) {
        while now_ms >= self.window_ms {
            self.window_ms += 60_000;
            self.used = 0;
        }
    }

    fn count(&mut self, now_ms: u64) -> Seen {
        self.turn(now_ms);
        let limited = self.used >= self.limit;
        if limited {
            self.refused += 1;
        } else {
            self.used += 1;
        }
        let epoch = |ms: u64| i64::try_from((ms + self.skew_ms) / 1000).unwrap();
        let (reset_epoch, date) = (epoch(self.window_ms), epoch(now_ms));
        let remaining = self.limit - self.used;
        Seen::Headers {
            limit: self.limit,
            remaining,
            reset_epoch,
            resets_in: reset_epoch - date,
            limited,
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Event {
    AtOkta,
    Back(Seen),
    Other,
}

struct Outcome {
    took_ms: u64,
    refused: u32,
    refused_others: u32,
    most_in_a_window: u32,
}

/// Plays `requests` requests of one class; `latency` in milliseconds each way; others spend evenly.
fn play(limit: u32, share: u8, requests: u32, latency: u64, offset: u64, others_a_minute: u32) -> Outcome {
    let mut budget = Budget::new(share, 10);
    let mut model = Model::new(limit, offset);
    let mut events = std::collections::BTreeMap::<(u64, u32), Event>::new();
    let mut serial = 0u32;
    let mut now = 0u64;
    let (mut sent, mut done, mut refused, mut refused_others) = (0, 0, 0, 0);
    let mut windows = std::collections::BTreeMap::<u64, u32>::new();
    if others_a_minute > 0 {
        events.insert((0, 0), Event::Other);
    }
    while done < requests {
        let mut wake = None;
        while sent < requests {
            match budget.poll(Class::Apps, Duration::from_millis(now)) {
                Decision::Go => {
                    serial += 1;
                    sent += 1;
                    let wobble = u64::from(serial.wrapping_mul(2_654_435_761) % 100) * latency / 100;
                    events.insert((now + latency / 2 + wobble, serial), Event::AtOkta);
                }
                Decision::WaitUntil(at) => {
                    let at_ms = u64::try_from(at.as_nanos().div_ceil(1_000_000)).unwrap();
                    assert!(at_ms > now, "a wait must end later: {at:?} at {now}");
                    wake = Some(at_ms);
                    break;
                }
                Decision::Full => break,
            }
        }
        let next_event = events.keys().next().map(|(at, _)| *at);
        now = match (wake, next_event) {
            (Some(a), Some(b)) => a.min(b),
            (Some(a), None) => a,
            (None, Some(b)) => b,
            (None, None) => panic!("stuck at {now}: {done} of {requests}"),
        };
        while let Some((&key, &event)) = events.iter().next().filter(|((at, _), _)| *at <= now) {
            events.remove(&key);
            serial += 1;
            match event {
                Event::AtOkta => {
                    let seen = model.count(now);
                    *windows.entry(model.window_ms).or_default() += 1;
                    events.insert((now + latency / 2, serial), Event::Back(seen));
                }
                Event::Back(seen) => {
                    budget.answered(Class::Apps, Duration::from_millis(now), seen);
                    budget.finished();
                    if matches!(seen, Seen::Headers { limited: true, .. }) {
                        refused += 1;
                        sent -= 1;
                    } else {
                        done += 1;
                    }
                }
                Event::Other => {
                    let before = model.refused;
                    model.count(now);
                    refused_others += model.refused - before;
                    events.insert((now + 60_000 / u64::from(others_a_minute), serial), Event::Other);
                }
            }
        }
    }
    let most_in_a_window = windows.values().copied().max().unwrap_or(0);
    Outcome {
        took_ms: now,
        refused,
        refused_others,
        most_in_a_window,
    }
}

fn floor_ratio(outcome: &Outcome, limit: u32, share: u8, requests: u32) -> f64 {
    let per_minute = f64::from(limit) * f64::from(share) / 100.0;
    outcome.took_ms as f64 / (f64::from(requests) / per_minute * 60_000.0)
}

#[test]
fn real_limits_are_used_to_the_floor_without_one_429() {
    for (limit, share, requests) in [
        (100, 50, 2_000),
        (100, 100, 4_000),
        (50, 100, 2_000),
        (600, 50, 20_000),
        (500, 100, 20_000),
        (20, 50, 300),
    ] {
        for offset in [0, 999, 1_000, 30_500, 59_999] {
            for latency in [0, 20, 400, 3_000] {
                // Ten at once, each one and a half latencies long: slower than the limit is not our matter.
                if u64::from(limit) * u64::from(share) * latency * 3 / 2 > 9 * 60_000 * 100 {
                    continue;
                }
                let outcome = play(limit, share, requests, latency, offset, 0);
                let at = format!("limit {limit} share {share} offset {offset} latency {latency}");
                assert_eq!(outcome.refused, 0, "{at}");
                let ratio = floor_ratio(&outcome, limit, share, requests);
                assert!(ratio <= 1.1, "{at}: {ratio}");
                assert!(
                    outcome.most_in_a_window <= limit * u32::from(share) / 100 + 11,
                    "{at}"
                );
            }
        }
    }
}

#[test]
fn gives_way_to_others() {
    // Others use 70 of 100 a minute; half of the limit is ours, but only 30 are left.
    let outcome = play(100, 50, 600, 200, 17_000, 70);
    assert_eq!((outcome.refused, outcome.refused_others), (0, 0));
    // Still going on: at least a third of what others leave.
    assert!(outcome.took_ms < 60 * 60_000, "{}", outcome.took_ms);
}

#[test]
fn a_limit_without_others_is_left_to_others_as_promised() {
    let outcome = play(600, 25, 3_000, 100, 12_345, 440);
    assert_eq!((outcome.refused, outcome.refused_others), (0, 0));
    assert!(outcome.most_in_a_window <= 161, "{}", outcome.most_in_a_window);
}

#[test]
fn nothing_known_means_one_at_a_time() {
    let mut budget = Budget::new(50, 10);
    assert_eq!(budget.poll(Class::Users, Duration::ZERO), Decision::Go);
    assert_eq!(budget.poll(Class::Users, Duration::ZERO), Decision::Full);
    assert_eq!(budget.poll(Class::Groups, Duration::ZERO), Decision::Go);
    budget.answered(
        Class::Users,
        Duration::ZERO,
        Seen::NoHeaders {
            limited: false,
            retry_after: None,
            jitter: 0.0,
        },
    );
    budget.finished();
    for _ in 0..9 {
        assert_eq!(budget.poll(Class::Users, Duration::ZERO), Decision::Go);
    }
    assert_eq!(
        budget.poll(Class::Users, Duration::ZERO),
        Decision::Full,
        "ten at once"
    );
}

#[test]
fn a_429_waits_for_the_reset_by_oktas_own_clock() {
    let mut budget = Budget::new(50, 10);
    let now = Duration::from_secs(100);
    assert_eq!(budget.poll(Class::Apps, now), Decision::Go);
    let seen = Seen::Headers {
        limit: 100,
        remaining: 0,
        reset_epoch: 5_000,
        resets_in: 30,
        limited: true,
    };
    budget.answered(Class::Apps, now, seen);
    budget.finished();
    assert_eq!(
        budget.poll(Class::Apps, now),
        Decision::WaitUntil(Duration::from_secs(131))
    );
    assert_eq!(budget.poll(Class::Apps, Duration::from_secs(131)), Decision::Go);
}

#[test]
fn a_429_without_headers_backs_off_and_comes_back_with_one() {
    let mut budget = Budget::new(50, 10);
    let mut now = Duration::ZERO;
    let mut waits = Vec::new();
    for _ in 0..9 {
        assert_eq!(budget.poll(Class::Apps, now), Decision::Go);
        budget.answered(
            Class::Apps,
            now,
            Seen::NoHeaders {
                limited: true,
                retry_after: None,
                jitter: 1.0,
            },
        );
        budget.finished();
        let Decision::WaitUntil(at) = budget.poll(Class::Apps, now) else {
            panic!("must wait")
        };
        waits.push((at - now).as_secs());
        now = at;
    }
    assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60, 60]);
    assert_eq!(budget.poll(Class::Apps, now), Decision::Go);
    assert_eq!(budget.poll(Class::Apps, now), Decision::Full, "one probe");
    budget.answered(
        Class::Apps,
        now,
        Seen::NoHeaders {
            limited: false,
            retry_after: None,
            jitter: 0.0,
        },
    );
    budget.finished();
    assert_eq!(budget.poll(Class::Apps, now), Decision::Go);
    assert_eq!(budget.poll(Class::Apps, now), Decision::Go);
}

#[test]
fn a_reset_in_the_past_or_in_ten_years_does_not_stop_it() {
    for resets_in in [-5, 315_360_000] {
        let mut budget = Budget::new(50, 10);
        assert_eq!(budget.poll(Class::Apps, Duration::ZERO), Decision::Go);
        let seen = Seen::Headers {
            limit: 100,
            remaining: 0,
            reset_epoch: 1,
            resets_in,
            limited: true,
        };
        budget.answered(Class::Apps, Duration::ZERO, seen);
        budget.finished();
        let Decision::WaitUntil(at) = budget.poll(Class::Apps, Duration::ZERO) else {
            panic!("must wait")
        };
        assert!(at <= Duration::from_secs(60), "{at:?}");
        assert_eq!(budget.poll(Class::Apps, at), Decision::Go);
    }
}

#[test]
fn too_many_at_once_lowers_the_cap_for_a_while() {
    let mut budget = Budget::new(50, 8);
    let now = Duration::from_secs(1);
    assert_eq!(budget.poll(Class::Apps, now), Decision::Go);
    let seen = Seen::Headers {
        limit: 0,
        remaining: 0,
        reset_epoch: 0,
        resets_in: 0,
        limited: true,
    };
    budget.answered(Class::Apps, now, seen);
    budget.finished();
    let at_once = |budget: &mut Budget, now| {
        let mut count = 0;
        while budget.poll(Class::Unlimited, now) == Decision::Go {
            budget.answered(
                Class::Unlimited,
                now,
                Seen::NoHeaders {
                    limited: false,
                    retry_after: None,
                    jitter: 0.0,
                },
            );
            count += 1;
        }
        (0..count).for_each(|_| budget.finished());
        count
    };
    assert_eq!(at_once(&mut budget, now), 4);
    assert_eq!(at_once(&mut budget, now + Duration::from_secs(20)), 6);
    assert_eq!(at_once(&mut budget, now + Duration::from_secs(600)), 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn never_a_429_of_our_own_making(
        limit in 10u32..1500, share in 1u8..=100, latency in 0u64..5_000, offset in 0u64..60_000, requests in 20u32..1500,
    ) {
        let requests = requests.min(limit * 5);
        let outcome = play(limit, share, requests, latency, offset, 0);
        prop_assert_eq!(outcome.refused, 0);
    }

    /// Whatever the headers say, a request goes within the longest wait there is.
    #[test]
    fn no_header_stops_it_for_ever(answers in proptest::collection::vec(hostile(), 1..60), share in 1u8..=100) {
        let mut budget = Budget::new(share, 3);
        let mut now = Duration::ZERO;
        for seen in answers {
            let mut waited = Duration::ZERO;
            loop {
                match budget.poll(Class::Apps, now) {
                    Decision::Go => break,
                    Decision::WaitUntil(at) => {
                        prop_assert!(at > now, "{at:?} at {now:?}");
                        waited += at - now;
                        prop_assert!(waited <= Duration::from_secs(700), "{waited:?}");
                        now = at;
                    }
                    Decision::Full => prop_assert!(false, "nothing is under way"),
                }
            }
            budget.answered(Class::Apps, now, seen);
            budget.finished();
        }
    }
}

fn hostile() -> impl Strategy<Value = Seen> {
    let number = || prop_oneof![Just(0), Just(1), Just(u32::MAX), 0u32..700];
    let time = || prop_oneof![Just(i64::MIN / 4), Just(i64::MAX / 4), Just(0), -5i64..700];
    prop_oneof![
        Just(Seen::Lost),
        (any::<bool>(), 0.0..1.0).prop_map(|(limited, jitter)| Seen::NoHeaders {
            limited,
            retry_after: None,
            jitter
        }),
        (number(), number(), time(), time(), any::<bool>()).prop_map(
            |(limit, remaining, reset_epoch, resets_in, limited)| Seen::Headers {
                limit,
                remaining,
                reset_epoch,
                resets_in,
                limited
            }
        ),
    ]
}
