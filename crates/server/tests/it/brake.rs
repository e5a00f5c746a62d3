//! A run of user sync that is held goes ahead for exactly the plan that was looked at: the real binary, from the shell.

use crate::house::{House, text};
use serde_json::Value;

/// Runs user sync; whether it went ahead, what it said in JSON, and the words beside it.
fn run(house: &House, more: &[&str]) -> (bool, Value, String) {
    let words = [&["plugins", "sync", "okta", "--run", "--format", "json"], more].concat();
    let output = house.portolan(&words);
    let said = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.success(), said, text(&output.stderr))
}

fn keep_in_step(house: &House, group: &str) {
    let set = house.portolan(&[
        "plugins",
        "sync",
        "okta",
        "--people",
        "groups",
        "--group",
        group,
        "--brake-count",
        "0",
        "--yes",
    ]);
    assert!(set.status.success(), "{}", text(&set.stderr));
}

#[test]
fn an_approval_names_the_plan_and_another_plan_is_held_again() {
    let house = House::demo(&["--events-per-minute", "0"]);
    keep_in_step(&house, "Engineering");
    let (went, held, told) = run(&house, &[]);
    assert!(!went && held["outcome"] == "held", "{held} {told}");
    let seen = held["plan"]["hash"].as_str().unwrap().to_owned();
    assert!(told.contains(&seen), "{told}");

    // Before the word comes, other people are meant.
    keep_in_step(&house, "Security");
    let (went, other, told) = run(&house, &["--approve", &seen]);
    assert!(!went && other["is_other"] == true, "{other}");
    assert!(told.contains("another one"), "{told}");
    let now = other["plan"]["hash"].as_str().unwrap().to_owned();
    assert_ne!(now, seen);

    let (went, done, told) = run(&house, &["--approve", &now]);
    assert!(went && done["outcome"] == "done", "{done} {told}");
    let (went, nothing, _) = run(&house, &[]);
    assert!(went && nothing["outcome"] == "nothing", "{nothing}");
}
