//! What an organization changes about rules without touching them: on or off, severity, parameters, exceptions.

use super::alert::Severity;
use super::expr::{Expr, Source};
use super::op::{Compare, Op};
use super::selection::{Builder, Naming};
use super::yaml::{Fault, File, Node};
use crate::event::{Field, Moment};
use std::collections::BTreeMap;

/// Tuning of all rules.
#[derive(Clone, Debug, Default)]
pub struct Tuning {
    rules: BTreeMap<String, RuleTuning>,
}

/// Tuning of one rule.
#[derive(Clone, Debug, Default)]
pub struct RuleTuning {
    /// On or off.
    pub enabled: Option<bool>,
    /// Another severity.
    pub severity: Option<Severity>,
    /// Other values of parameters.
    pub parameters: BTreeMap<String, Node>,
    /// Events that the rule must not see.
    pub exceptions: Vec<Exception>,
}

/// Events that a rule must not see.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Why, for people.
    pub reason: String,
    /// Which events: a selection over columns.
    pub when: Node,
    /// Only events before this moment.
    pub until: Option<Moment>,
}

impl Tuning {
    /// Reads a tuning file: rule ids, each with `enabled`, `severity`, `parameters`, `exceptions`.
    pub fn read(name: &str, text: &str) -> Result<Self, Fault> {
        let file = File { name, text };
        let mut rules = BTreeMap::new();
        for document in file.parse()? {
            for (key, node) in document.entries() {
                rules.insert(file.text_of(key)?.to_owned(), rule(file, node)?);
            }
        }
        Ok(Self { rules })
    }

    /// The tuning of a rule.
    pub fn of(&self, rule: &str) -> Option<&RuleTuning> {
        self.rules.get(rule)
    }

    /// Ids of rules that are tuned.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }
}

/// What holds of every event that a rule may see: that it is none of its exceptions. They name columns, whatever the
/// rule's own selections name.
pub(crate) fn exceptions(builder: &mut Builder<'_>, tuned: Option<&RuleTuning>) -> Result<Vec<Expr>, Fault> {
    let naming = std::mem::replace(&mut builder.naming, Naming::Own);
    let all = tuned.into_iter().flat_map(|tuned| &tuned.exceptions);
    let guards = all.map(|exception| {
        let mut parts = vec![builder.selection(&exception.when)?];
        if let Some(until) = exception.until {
            let op = Op::Number(Compare::Less, until.0 as f64);
            parts.push(builder.test(Source::Column(Field::EventTime), op));
        }
        Ok(Expr::Not(Box::new(Expr::all(parts))))
    });
    let guards = guards.collect();
    builder.naming = naming;
    guards
}

fn rule(file: File<'_>, node: &Node) -> Result<RuleTuning, Fault> {
    file.only(node, &["enabled", "severity", "parameters", "exceptions"])?;
    let mut tuning = RuleTuning {
        enabled: node
            .get("enabled")
            .and_then(Node::text)
            .map(|word| word == "true"),
        ..RuleTuning::default()
    };
    if let Some(severity) = node.get("severity") {
        let word = file.text_of(severity)?;
        let known = Severity::of_word(word);
        tuning.severity =
            Some(known.ok_or_else(|| file.fault(severity, format!("`{word}` is no severity")))?);
    }
    for (key, value) in node.get("parameters").map_or(&[][..], Node::entries) {
        tuning
            .parameters
            .insert(file.text_of(key)?.to_owned(), value.clone());
    }
    for item in node.get("exceptions").map_or(&[][..], Node::items) {
        file.only(item, &["reason", "when", "until"])?;
        let until = item.get("until").map(|node| {
            let text = file.text_of(node)?;
            let read = crate::normalise::time::of_text(text);
            read.ok_or_else(|| file.fault(node, format!("`{text}` is not a time like 2026-01-31T00:00:00Z")))
        });
        tuning.exceptions.push(Exception {
            reason: file.text_of(file.need(item, "reason")?)?.to_owned(),
            when: file.need(item, "when")?.clone(),
            until: until.transpose()?,
        });
    }
    Ok(tuning)
}
