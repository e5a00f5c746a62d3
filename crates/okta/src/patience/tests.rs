use super::*;

fn waits(cause: Cause, patience: Patience) -> Vec<u64> {
    let mut tries = Tries::new(patience, Duration::ZERO);
    let fault = Fault::new(cause, "GET /x", "/x");
    let mut now = Duration::ZERO;
    let mut waits = Vec::new();
    while let Some(wait) = tries.after(&fault, now, 1.0) {
        waits.push(wait.as_secs());
        now += wait.max(Duration::from_secs(60) * u32::from(wait.is_zero()));
    }
    waits
}

#[test]
fn failures_are_tried_for_minutes_with_longer_and_longer_waits() {
    assert_eq!(
        waits(Cause::ServerError, Patience::SCAN),
        [1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30, 30, 30]
    );
    assert_eq!(waits(Cause::Unreachable, Patience::PROBE), [0; 0]);
}

#[test]
fn broken_answers_get_two_more_chances_and_refusals_none() {
    assert_eq!(waits(Cause::BrokenJson, Patience::SCAN), [1, 2]);
    assert_eq!(waits(Cause::WrongShape, Patience::SCAN), [0; 0]);
    assert_eq!(waits(Cause::Forbidden, Patience::SCAN), [0; 0]);
}

#[test]
fn a_429_is_left_to_the_budget_for_half_an_hour() {
    assert_eq!(waits(Cause::RateLimited, Patience::SCAN), [0; 30]);
}
