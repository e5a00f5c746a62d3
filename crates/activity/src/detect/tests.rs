use super::check::try_examples;
use super::*;

#[test]
fn every_shipped_rule_passes_its_examples() {
    let mut failed = Vec::new();
    let mut rules = Vec::new();
    for (name, text) in shipped::files() {
        match load(name, text, &Tuning::default()) {
            Ok(read) => rules.extend(read),
            Err(fault) => failed.push(fault.to_string()),
        }
    }
    for rule in &rules {
        let tried = match try_examples(rule, &rules) {
            Ok(tried) => tried,
            Err(fault) => {
                failed.push(fault.to_string());
                continue;
            }
        };
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
        if (fires == 0 && rule.alerting) || quiet == 0 {
            failed.push(format!(
                "{}: {fires} examples that fire, {quiet} that stay quiet",
                rule.id
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
