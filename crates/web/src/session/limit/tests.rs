use domain::Timestamp;

use super::{KEYS_MAX, Limiter};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_ms(seconds * 1000)
}

#[test]
fn failures_close_the_door_until_the_window_ends() {
    let limiter = Limiter::new(3, 60);
    for second in 0..3 {
        assert_eq!(limiter.check("10.0.0.1", at(second)), Ok(()));
        limiter.failed("10.0.0.1", at(second));
    }
    assert_eq!(limiter.check("10.0.0.1", at(3)), Err(57));
    assert_eq!(
        limiter.check("10.0.0.2", at(3)),
        Ok(()),
        "others are not bothered"
    );
    assert_eq!(limiter.check("10.0.0.1", at(59)), Err(1));
    assert_eq!(limiter.check("10.0.0.1", at(60)), Ok(()));
    limiter.failed("10.0.0.1", at(60));
    assert_eq!(
        limiter.check("10.0.0.1", at(61)),
        Ok(()),
        "a new window counts from one"
    );
}

#[test]
fn success_forgets() {
    let limiter = Limiter::new(1, 60);
    limiter.failed("ada", at(0));
    assert!(limiter.check("ada", at(1)).is_err());
    limiter.succeeded("ada");
    assert_eq!(limiter.check("ada", at(1)), Ok(()));
}

#[test]
fn a_clock_that_goes_back_locks_nobody_out() {
    let limiter = Limiter::new(1, 60);
    limiter.failed("ada", at(1_000));
    assert_eq!(limiter.check("ada", at(10)), Ok(()));
}

#[test]
fn memory_is_bounded() {
    let limiter = Limiter::new(1, 1_000_000);
    limiter.failed("first", at(0));
    for n in 0..KEYS_MAX {
        limiter.failed(&n.to_string(), at(1));
    }
    assert_eq!(limiter.check("first", at(2)), Ok(()), "the oldest made room");
    assert!(limiter.check("7", at(2)).is_err());
    assert_eq!(limiter.seen.lock().unwrap().len(), KEYS_MAX);
}
