use super::check::try_examples;
use super::*;

#[test]
fn every_shipped_rule_passes_its_examples() {
    let rules = shipped::rules(&Tuning::default()).unwrap_or_else(|fault| panic!("{fault}"));
    let mut failed = Vec::new();
    for rule in &rules {
        let tried = try_examples(rule, &rules).unwrap_or_else(|fault| panic!("{fault}"));
        for one in tried.iter().filter(|one| !one.passed) {
            failed.push(format!(
                "{}: {} gave {} alerts",
                one.rule,
                one.example,
                one.alerts.len()
            ));
        }
        let fires = rule
            .examples
            .iter()
            .filter(|example| example.fires != Some(0))
            .count();
        let quiet = rule.examples.len() - fires;
        if fires == 0 || quiet == 0 {
            failed.push(format!(
                "{}: {fires} examples that fire, {quiet} that stay quiet",
                rule.id
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
