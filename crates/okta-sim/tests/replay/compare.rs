//! Two answers side by side: their members, the types of their leaves, their errors.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::session::Names;

/// Members whose inside belongs to the organization: schema attributes of its own.
const OPEN: &[&str] = &["profile"];

/// What differs between the recorded answer and ours, both of the same status.
pub(crate) fn bodies(recorded: &Value, ours: &Value, names: &Names) -> Vec<String> {
    match (recorded, ours) {
        (Value::Array(recorded), Value::Array(ours)) => lists(recorded, ours, names),
        (Value::Object(_), Value::Object(_)) => objects(recorded, ours),
        (Value::Null, Value::Null) | (Value::String(_), _) => Vec::new(),
        (Value::Null, Value::Object(members)) if members.is_empty() => Vec::new(),
        (Value::Object(members), Value::Null) if members.is_empty() => Vec::new(),
        _ => vec![format!("body is {}, ours {}", word(recorded), word(ours))],
    }
}

/// What differs between two errors.
pub(crate) fn errors(recorded: &Value, ours: &Value, names: &Names) -> Vec<String> {
    let mut found = Vec::new();
    for member in ["errorCode", "errorSummary", "error"] {
        let wanted = recorded[member].as_str().map(|text| names.replaced(text));
        let seen = ours[member].as_str();
        if wanted.as_deref() != seen {
            let text = |value: Option<&str>| names.anonymous(value.unwrap_or("-"));
            found.push(format!(
                "{member} {} | ours {}",
                text(wanted.as_deref()),
                text(seen)
            ));
            // The summary of another error says nothing more.
            break;
        }
    }
    found
}

/// Elements of the same id are compared as single objects are; the others are objects of one organization only.
fn lists(recorded: &[Value], ours: &[Value], names: &Names) -> Vec<String> {
    let mut found = BTreeSet::new();
    for element in recorded {
        let id = element["id"].as_str().map(|id| names.replaced(id));
        let same = ours
            .iter()
            .find(|other| id.is_some() && other["id"].as_str() == id.as_deref());
        if let Some(same) = same {
            found.extend(objects(element, same));
        }
    }
    found.into_iter().collect()
}

fn objects(recorded: &Value, ours: &Value) -> Vec<String> {
    let (mut wanted, mut seen) = (Leaves::default(), Leaves::default());
    wanted.add(recorded, "");
    seen.add(ours, "");
    let mut found = Vec::new();
    for (path, leaf) in &wanted.0 {
        match seen.0.get(path) {
            None if seen.is_below_absent(path, &wanted) => {}
            None => found.push(format!("missing {path}")),
            Some(other) => found.extend(leaf.difference(other, path)),
        }
    }
    for path in seen.0.keys().filter(|path| !wanted.0.contains_key(*path)) {
        if !wanted.is_below_absent(path, &seen) {
            found.push(format!("invented {path}"));
        }
    }
    found
}

/// All members of an answer by their path, positions in lists left out.
#[derive(Default)]
struct Leaves(BTreeMap<String, Leaf>);

#[derive(Default)]
struct Leaf {
    types: BTreeSet<&'static str>,
    /// Texts of `hints.allow`.
    allowed: BTreeSet<String>,
    filled: bool,
}

impl Leaves {
    fn add(&mut self, value: &Value, path: &str) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let here = if path.is_empty() {
                        name.clone()
                    } else {
                        format!("{path}.{}", label(path, name))
                    };
                    let leaf = self.0.entry(here.clone()).or_default();
                    leaf.types.insert(word(member));
                    if let Value::Array(items) = member {
                        leaf.filled |= !items.is_empty();
                        let texts = items.iter().filter_map(Value::as_str).map(str::to_owned);
                        if here.ends_with("hints.allow") {
                            leaf.allowed.extend(texts);
                        }
                    }
                    if !OPEN.contains(&name.as_str()) {
                        self.add(member, &here);
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item, path)),
            _ => {}
        }
    }

    /// Whether this answer lacks the parent, too (told once, at the parent), has null there, or has an empty list.
    fn is_below_absent(&self, path: &str, other: &Self) -> bool {
        let Some((parent, _)) = path.rsplit_once('.') else {
            return false;
        };
        match self.0.get(parent) {
            None => other.0.contains_key(parent),
            Some(leaf) => {
                let only = |word: &str| leaf.types.len() == 1 && leaf.types.contains(word);
                only("null") || (only("list") && !leaf.filled)
            }
        }
    }
}

impl Leaf {
    fn difference(&self, ours: &Self, path: &str) -> Option<String> {
        let some = |leaf: &Self| -> BTreeSet<&str> {
            leaf.types
                .iter()
                .copied()
                .filter(|word| *word != "null")
                .collect()
        };
        let (wanted, seen) = (some(self), some(ours));
        if !wanted.is_empty() && !seen.is_empty() && wanted.is_disjoint(&seen) {
            return Some(format!("type of {path}: {wanted:?}, ours {seen:?}"));
        }
        let whole = |leaf: &BTreeSet<&str>| leaf.contains("object") || leaf.contains("list");
        if seen.is_empty() && whole(&wanted) {
            return Some(format!("null {path}"));
        }
        if wanted.is_empty() && whole(&seen) {
            return Some(format!("not null {path}"));
        }
        if self.allowed != ours.allowed {
            return Some(format!(
                "allowed {path}: {:?}, ours {:?}",
                self.allowed, ours.allowed
            ));
        }
        None
    }
}

/// Names that follow from the name or the id of something are one name.
fn label(path: &str, name: &str) -> String {
    if path.ends_with("appLinks") && name.ends_with("_link") {
        "{app}_link".to_owned()
    } else if path.ends_with("groupIdToGroupNameMap") {
        "{group}".to_owned()
    } else {
        name.to_owned()
    }
}

fn word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
