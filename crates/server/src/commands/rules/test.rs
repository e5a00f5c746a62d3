//! Runs the examples of rule files, without a server.

use super::super::print::{self, Rows};
use crate::cli::Shape;
use activity::detect::check::try_examples;
use activity::detect::{Rule, Tuning, load, shipped};
use anyhow::{Context as _, anyhow};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Runs the examples of these files, or of the shipped rules.
pub(super) fn run(paths: &[PathBuf], format: Shape) -> anyhow::Result<()> {
    let others = shipped::rules(&Tuning::default())?;
    let mut faults = Vec::new();
    let mut rules = Vec::new();
    if paths.is_empty() {
        rules.clone_from(&others);
    }
    for file in files(paths)? {
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        match load(&file.display().to_string(), &text, &Tuning::default()) {
            Ok(read) => rules.extend(read),
            Err(fault) => faults.push(fault.to_string()),
        }
    }
    let mut tried = Vec::new();
    for rule in &rules {
        match try_rule(rule, &others) {
            Ok(rows) => tried.extend(rows),
            Err(fault) => faults.push(fault),
        }
    }
    let failed = tried.iter().filter(|row| row["passed"] == false).count();
    tell(&tried, &faults, rules.len(), format)?;
    match (failed, faults.len()) {
        (0, 0) => Ok(()),
        (failed, 0) => Err(anyhow!("{failed} examples do not go as they say")),
        (_, unreadable) => Err(anyhow!(
            "{unreadable} rules cannot be read:\n{}",
            faults.join("\n")
        )),
    }
}

fn try_rule(rule: &Rule, others: &[Rule]) -> Result<Vec<Value>, String> {
    let tried = try_examples(rule, others).map_err(|fault| fault.to_string())?;
    let row = |one: activity::detect::check::Tried| json!({ "rule": one.rule, "example": one.example, "passed": one.passed, "alerts": one.alerts.len() });
    Ok(tried.into_iter().map(row).collect())
}

fn tell(tried: &[Value], faults: &[String], rules: usize, format: Shape) -> anyhow::Result<()> {
    if format == Shape::Json {
        print::pretty(&json!({ "rules": rules, "examples": tried, "faults": faults }));
        return Ok(());
    }
    let failed: Vec<&Value> = tried.iter().filter(|row| row["passed"] == false).collect();
    if !failed.is_empty() {
        let columns = ["rule", "example", "alerts"];
        let rows = failed
            .iter()
            .map(|row| columns.iter().map(|column| row[*column].clone()).collect());
        print::table(&Rows {
            rows: rows.collect(),
            columns: columns.map(str::to_owned).to_vec(),
        })?;
    }
    super::super::note(&format!(
        "{rules} rules, {} examples, {} go as they say",
        tried.len(),
        tried.len() - failed.len()
    ));
    Ok(())
}

/// The YAML files of files and folders, in order.
fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        collect(path, true, &mut found)?;
    }
    Ok(found)
}

fn collect(path: &Path, is_named: bool, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let is_yaml = path.extension().is_some_and(|end| end == "yaml" || end == "yml");
    if path.is_dir() {
        let entries =
            std::fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let mut inner: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        inner.sort();
        return inner.iter().try_for_each(|path| collect(path, false, found));
    }
    if is_named || is_yaml {
        found.push(path.to_owned());
    }
    Ok(())
}
