//! How far into the past the log is read.

use super::{DAY_MS, task};
use domain::Timestamp;
use serde_json::json;

fn day(number: i64) -> Timestamp {
    Timestamp::from_ms(number * DAY_MS)
}

fn kept(at: i64, from: i64, until: i64, is_done: bool) -> String {
    let ms = |number: i64| number * DAY_MS;
    json!({"position": "p", "at_ms": ms(at), "from_ms": ms(from), "until_ms": ms(until), "done": is_done})
        .to_string()
}

/// Where it goes on, where it ends, whether it is done.
fn told(kept: Option<&str>, days: u32, now: i64) -> (Timestamp, Timestamp, bool) {
    let task = task(kept, days, day(now));
    (task.place.at, task.until, task.is_done)
}

#[test]
fn the_past_is_read_as_far_back_as_it_is_wanted() {
    assert_eq!(told(None, 90, 200), (day(110), day(200), false));
    assert_eq!(told(None, 30, 200), (day(170), day(200), false));
    assert_eq!(
        told(None, 300, 200),
        (day(110), day(200), false),
        "Okta keeps no more"
    );
    assert!(told(None, 0, 200).2);
}

#[test]
fn more_days_are_read_up_to_where_it_began_and_fewer_leave_what_is_here() {
    let done = kept(200, 170, 200, true);
    assert_eq!(told(Some(&done), 30, 201), (day(200), day(200), true));
    assert_eq!(told(Some(&done), 60, 200), (day(140), day(170), false));
    assert!(told(Some(&done), 7, 200).2);
    let under_way = kept(120, 110, 200, false);
    assert_eq!(told(Some(&under_way), 90, 200), (day(120), day(200), false));
    assert_eq!(
        told(Some(&under_way), 30, 200),
        (day(170), day(200), false),
        "the rest is left out"
    );
}

#[test]
fn what_an_earlier_version_read_is_gone_on_with() {
    let old = json!({"position": "p", "at_ms": 5, "until_ms": 9, "done": true}).to_string();
    assert!(told(Some(&old), 90, 200).2);
}
