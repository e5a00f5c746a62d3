//! Clocks that are wrong: those of sources, and our own.

use super::{NOON_MS, World, okta, push, pushes};
use std::sync::atomic::Ordering;

const BOMBING: &str = "okta.push-bombing";
const DAY_S: i64 = 86_400;
const CENTURY_S: i64 = 36_525 * DAY_S;

#[tokio::test]
async fn events_of_the_next_century_are_kept_and_move_nothing() {
    let world = World::new().await;
    world.center.tick().await.unwrap();
    let taken = world.take(&pushes("future", 6, CENTURY_S)).await;
    assert_eq!(taken.stored, 6);
    assert_eq!(world.alerts().await, [], "nothing happened then");
    // What happens now is judged as ever: live, late, and after a restart.
    world.take(&pushes("now", 5, -300)).await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
    world.take(&pushes("late", 5, -3 * DAY_S)).await;
    assert!(world.center.judge_late().await.unwrap() > 0);
    assert_eq!(world.alerts().await.len(), 2);
    let world = world.again().await;
    assert_eq!(world.alerts().await.len(), 2);
    world.clock.fetch_add(2 * 3_600_000, Ordering::SeqCst);
    world.center.tick().await.unwrap();
    world.take(&pushes("after", 4, 7_000)).await;
    world.take(&push("last", 7_150)).await;
    assert_eq!(world.alerts().await.len(), 3);
}

#[tokio::test]
async fn a_clock_that_was_ahead_for_a_moment_costs_no_alert() {
    let world = World::new().await;
    world.center.tick().await.unwrap();
    world.take(&pushes("before", 3, -120)).await;
    world.clock.store(NOON_MS + CENTURY_S * 1_000, Ordering::SeqCst);
    world.center.tick().await.unwrap();
    world.take(&okta("between", -20, "user.session.start")).await;
    world.clock.store(NOON_MS, Ordering::SeqCst);
    world.center.tick().await.unwrap();
    world.center.judge_late().await.unwrap();
    world.take(&pushes("after", 2, -10)).await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)], "judged at once");
    assert_eq!(
        world.center.judge_late().await.unwrap(),
        0,
        "nothing is late any more"
    );
    let world = world.again().await;
    assert_eq!(world.alerts().await, [(BOMBING.to_owned(), 1)]);
}
