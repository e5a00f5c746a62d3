//! All rules as they hold here: shipped ones and our own, with what people changed about them.
//!
//! One rule that cannot be read costs itself: its tuning is left out, or, when it is our own, the rule; why is told.

use activity::detect::{Fault, Rule, RuleSet, Tuning, load, shipped};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::state::{OwnRule, RuleSetting};

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Inside the binary.
    Shipped,
    /// Somebody's here.
    Own,
}

/// A rule of the book.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The rule, tuned.
    pub rule: Rule,
    /// Where it comes from.
    pub origin: Origin,
    /// Its file.
    pub text: Arc<str>,
    /// What is changed about it here.
    pub setting: Option<RuleSetting>,
    /// Why what is changed about it does not hold.
    pub problem: Option<String>,
}

/// All rules as they hold here.
#[derive(Clone, Debug, Default)]
pub struct RuleBook {
    entries: BTreeMap<String, Entry>,
    /// Files of our own that could not be read: name and why.
    pub unreadable: Vec<(String, String)>,
}

impl RuleBook {
    /// Reads all rules.
    pub fn read(settings: &[RuleSetting], own: &[OwnRule]) -> Self {
        let mut book = Self::default();
        for (name, text) in shipped::files() {
            book.add(name, text, Origin::Shipped, settings);
        }
        for file in own {
            book.add(&file.file, &file.text, Origin::Own, settings);
        }
        book
    }

    /// All rules, by id.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// One rule.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Those that run, compiled.
    pub fn set(&self) -> Arc<RuleSet> {
        let rules = self.entries.values().map(|entry| entry.rule.clone());
        Arc::new(RuleSet::new(rules.collect()))
    }

    /// All rules, for trying examples of rules over alerts.
    pub fn rules(&self) -> Vec<Rule> {
        self.entries.values().map(|entry| entry.rule.clone()).collect()
    }

    fn add(&mut self, name: &str, text: &str, origin: Origin, settings: &[RuleSetting]) {
        let plain = match load(name, text, &Tuning::default()) {
            Ok(plain) => plain,
            Err(fault) => {
                self.unreadable.push((name.to_owned(), fault.to_string()));
                return;
            }
        };
        let shared: Arc<str> = text.into();
        let of = |id: &str| settings.iter().find(|setting| setting.rule == id);
        let tuning = tuning(plain.iter().filter_map(|rule| of(&rule.id)));
        let (rules, problem) = match tuning.and_then(|tuning| load(name, text, &tuning)) {
            Ok(rules) => (rules, None),
            Err(fault) => (plain, Some(fault.to_string())),
        };
        for mut rule in rules {
            let setting = of(&rule.id);
            if problem.is_some()
                && let Some(enabled) = setting.and_then(|setting| setting.enabled)
            {
                // A parameter that is gone must not switch on what somebody switched off.
                rule.enabled = enabled;
            }
            let entry = Entry {
                origin,
                text: Arc::clone(&shared),
                setting: setting.cloned(),
                problem: problem.clone().filter(|_| setting.is_some()),
                rule,
            };
            self.entries.insert(entry.rule.id.clone(), entry);
        }
    }
}

/// Settings as a tuning file: JSON is YAML.
fn tuning<'s>(settings: impl Iterator<Item = &'s RuleSetting>) -> Result<Tuning, Fault> {
    let mut file = Map::new();
    for setting in settings {
        let read = |text: &str| serde_json::from_str::<Value>(text).ok();
        let mut rule = Map::new();
        if let Some(enabled) = setting.enabled {
            rule.insert("enabled".to_owned(), enabled.into());
        }
        if let Some(severity) = &setting.severity {
            rule.insert("severity".to_owned(), json!(severity));
        }
        if let Some(parameters) = read(&setting.parameters).filter(|value| !is_empty(value)) {
            rule.insert("parameters".to_owned(), parameters);
        }
        if let Some(exceptions) = read(&setting.exceptions).filter(|value| !is_empty(value)) {
            rule.insert("exceptions".to_owned(), without_nulls(exceptions));
        }
        if !rule.is_empty() {
            file.insert(setting.rule.clone(), rule.into());
        }
    }
    if file.is_empty() {
        return Ok(Tuning::default());
    }
    Tuning::read("settings", &Value::Object(file).to_string())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .collect::<Map<_, _>>()
            .into(),
        other => other,
    }
}
