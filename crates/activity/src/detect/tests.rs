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

mod engine;
mod files;
mod sieve;
mod sigma;
mod subject;

#[test]
fn every_rule_file_is_shipped() {
    let root = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("rules");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(&root).unwrap() {
        let folder = folder.unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let name = file.unwrap().file_name();
            found.push(format!(
                "{}/{}",
                folder.file_name().to_string_lossy(),
                name.to_string_lossy()
            ));
        }
    }
    found.sort();
    let listed: Vec<&str> = shipped::files().iter().map(|(name, _)| *name).collect();
    assert_eq!(found, listed);
}

#[test]
fn every_shipped_rule_says_all_that_an_investigator_needs() {
    for rule in shipped::rules(&Tuning::default()).unwrap() {
        let says = !rule.title.is_empty() && !rule.description.is_empty() && !rule.steps.is_empty();
        assert!(says && !rule.false_positives.is_empty(), "{}", rule.id);
        let of_alerts = rule.sources.iter().any(|source| source == "alert");
        assert!(
            of_alerts || (!rule.tactics.is_empty() && !rule.techniques.is_empty()),
            "{}",
            rule.id
        );
        assert_eq!(rule.file, format!("{}.yaml", rule.id.replacen('.', "/", 1)));
    }
}
