//! What `demo` shows of itself: an attack that has just ended, told by every source, with its alerts.

use crate::house::{House, text};
use serde_json::Value;

fn json_of(house: &House, arguments: &[&str]) -> Value {
    let all = [arguments, &["--format", "json"]].concat();
    let output = house.portolan(&all);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_demonstration_opens_with_an_attack_through_every_source() {
    let house = House::demo(&["--events-per-minute", "1"]);
    for source in ["aws", "github", "teleport"] {
        let asked = format!("who:wendell.price@harborline.example source:{source}");
        let found = json_of(&house, &["activity", "search", &asked]);
        assert!(found["count"].as_u64().unwrap() > 1, "{source}: {found}");
    }
    let mut tries = 0;
    loop {
        let alerts = json_of(&house, &["alerts", "ls", "--rule", "okta.admin-session-roamed"]);
        if !alerts["alerts"].as_array().unwrap().is_empty() {
            break;
        }
        tries += 1;
        assert!(tries < 2_000, "no alert");
    }
    let alerts = json_of(&house, &["alerts", "ls"]);
    let rules: Vec<&str> = alerts["alerts"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|alert| alert["rule"].as_str())
        .collect();
    assert!(rules.iter().any(|rule| rule.starts_with("aws.")), "{rules:?}");

    // A search may begin with what is left out.
    let without = json_of(&house, &["activity", "search", "-source:okta -source:self"]);
    assert!(without["count"].as_u64().unwrap() > 100, "{without}");
}
