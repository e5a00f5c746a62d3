//! Rules that change while events come.

use super::{World, okta, push, pushes};
use crate::{Origin, RuleBook};
use store::state::{AuditEntry, OwnRule, RuleSetting};

const OWN: &str = "
id: mine.flag
title: A flag
description: Any flag.
source: okta
severity: low
tactics: [discovery]
techniques: [T1087]
select:
  flagged: {event_type: custom.flag}
count: {by: [person], within: 10m, at_least: 2}
steps: [Look.]
examples:
  - {name: two, fires: 1, events: [{okta: {eventType: custom.flag}, repeat: 2, every: 30s}]}
  - {name: one, fires: false, events: [{okta: {eventType: custom.flag}}]}
";

fn setting(enabled: Option<bool>, parameters: &str, exceptions: &str) -> RuleSetting {
    RuleSetting {
        rule: "okta.push-bombing".to_owned(),
        enabled,
        severity: None,
        parameters: parameters.to_owned(),
        exceptions: exceptions.to_owned(),
    }
}

async fn set(world: &World, setting: RuleSetting) {
    let entry = AuditEntry::new("ada", "rule.update", "rule/okta.push-bombing");
    let now = domain::Timestamp::from_ms(super::NOON_MS);
    world.state.set_rule(&setting, &entry, now).await.unwrap();
    world.center.reload_rules().await.unwrap();
}

#[tokio::test]
async fn a_rule_that_is_off_says_nothing_and_remembers_when_it_is_on_again() {
    let world = World::new().await;
    set(&world, setting(Some(false), "{}", "[]")).await;
    world.take(&pushes("e", 4, -300)).await;
    set(&world, setting(None, "{}", "[]")).await;
    assert_eq!(world.alerts().await, [], "what was warmed is not said");
    world.take(&push("last", -150)).await;
    assert_eq!(world.alerts().await.len(), 1);
}

#[tokio::test]
async fn other_rules_keep_what_they_remember_when_one_changes() {
    let world = World::new().await;
    world.take(&pushes("e", 4, -300)).await;
    let entry = AuditEntry::new("ada", "rule.create", "rule/mine.flag");
    let own = OwnRule {
        file: "mine.yaml".to_owned(),
        text: OWN.to_owned(),
    };
    let now = domain::Timestamp::from_ms(super::NOON_MS);
    world.state.put_own_rule(&own, &entry, now).await.unwrap();
    world.center.reload_rules().await.unwrap();
    let flags = okta("f1", -100, "custom.flag") + &okta("f2", -90, "custom.flag");
    world.take(&(push("last", -150) + &flags)).await;
    let told: Vec<String> = world.alerts().await.into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(told, ["mine.flag", "okta.push-bombing"]);
}

#[tokio::test]
async fn parameters_and_exceptions_hold() {
    let world = World::new().await;
    set(&world, setting(None, r#"{"at_least": 2}"#, "[]")).await;
    world.take(&pushes("a", 2, -300)).await;
    assert_eq!(world.alerts().await.len(), 1);
    let exception = r#"[{"reason": "a test", "when": {"ip|cidr": "192.0.2.0/24"}, "until": null}]"#;
    let world = World::new().await;
    set(&world, setting(None, "{}", exception)).await;
    world.take(&pushes("b", 9, -300)).await;
    assert_eq!(world.alerts().await, []);
}

#[test]
fn a_setting_that_does_not_fit_costs_only_itself() {
    let book = RuleBook::read(&[setting(Some(false), r#"{"gone": 2}"#, "[]")], &[]);
    let entry = book.get("okta.push-bombing").unwrap();
    assert!(entry.problem.as_deref().unwrap().contains("`gone`"));
    assert!(!entry.rule.enabled, "what somebody switched off stays off");
    assert_eq!(entry.origin, Origin::Shipped);
    assert!(book.entries().count() > 100);
    assert_eq!(book.unreadable, []);
}

#[test]
fn a_file_that_cannot_be_read_costs_only_itself() {
    let broken = OwnRule {
        file: "broken.yaml".to_owned(),
        text: "id: [".to_owned(),
    };
    let book = RuleBook::read(&[], &[broken]);
    assert_eq!(book.unreadable[0].0, "broken.yaml");
    assert!(book.entries().count() > 100);
}
