//! Evaluation of a rule's expression for one user. What is absent is null; nothing fails.

use serde_json::Value;

use crate::org::users::view::profile_text;
use crate::state::{Org, Profile, User};

use super::parse::{Comparison, Expression, Node};

/// The functions that expressions may call.
pub(super) const FUNCTIONS: &[&str] = &[
    "String.stringContains",
    "String.startsWith",
    "String.toUpperCase",
    "String.toLowerCase",
    "String.substringBefore",
    "String.substringAfter",
    "String.len",
    "String.append",
    "Arrays.contains",
    "Arrays.isEmpty",
    "Arrays.size",
    "isMemberOfGroup",
    "isMemberOfAnyGroup",
    "isMemberOfGroupName",
    "isMemberOfGroupNameStartsWith",
    "isMemberOfGroupNameContains",
    "user.isMemberOf",
    "hasDirectoryUser",
    "hasWorkdayUser",
    "findDirectoryUser",
    "findWorkdayUser",
    "user.getLinkedObject",
    "user.getInternalProperty",
    "user.getGroups",
    "Groups.contains",
    "Groups.startsWith",
    "Groups.endsWith",
    "String.replace",
    "String.replaceFirst",
    "String.removeSpaces",
    "String.stringSwitch",
    "String.substring",
    "Arrays.toCsvString",
    "Convert.toInt",
    "Convert.toNum",
];

/// Whether the expression holds for the user.
pub(super) fn matches(expression: &Expression, org: &Org, ordinal: u32, user: &User) -> bool {
    truth(&Subject { org, ordinal, user }.value(&expression.root))
}

struct Subject<'a> {
    org: &'a Org,
    ordinal: u32,
    user: &'a User,
}

impl Subject<'_> {
    fn value(&self, node: &Node) -> Value {
        match node {
            Node::Text(text) => Value::from(text.as_str()),
            Node::Number(number) => Value::from(*number),
            Node::Bool(flag) => Value::from(*flag),
            Node::Null => Value::Null,
            Node::Attribute(name) => self.attribute(name),
            Node::Call(name, arguments) => self.call(name, arguments),
            Node::Not(inner) => Value::from(!truth(&self.value(inner))),
            Node::And(left, right) => Value::from(truth(&self.value(left)) && truth(&self.value(right))),
            Node::Or(left, right) => Value::from(truth(&self.value(left)) || truth(&self.value(right))),
            Node::Compare(left, comparison, right) => {
                Value::from(compare(&self.value(left), *comparison, &self.value(right)))
            }
            Node::Choose(condition, yes, no) => {
                self.value(if truth(&self.value(condition)) { yes } else { no })
            }
        }
    }

    fn attribute(&self, name: &str) -> Value {
        match (name, &self.user.profile) {
            ("status", _) => Value::from(self.user.status.word()),
            ("id", _) => Value::from(&*self.user.id),
            (_, Profile::Own(profile)) => profile.get(name).cloned().unwrap_or_default(),
            (_, Profile::Made(_)) => profile_text(self.user, name).map(Value::from).unwrap_or_default(),
        }
    }

    fn call(&self, name: &str, arguments: &[Node]) -> Value {
        let argument = |index: usize| {
            arguments
                .get(index)
                .map(|node| self.value(node))
                .unwrap_or_default()
        };
        let word = |index: usize| match argument(index) {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        match name {
            "String.stringContains" => Value::from(word(0).contains(&word(1))),
            "String.startsWith" => Value::from(word(0).starts_with(&word(1))),
            "String.toUpperCase" => Value::from(word(0).to_uppercase()),
            "String.toLowerCase" => Value::from(word(0).to_lowercase()),
            "String.substringBefore" => {
                let (text, mark) = (word(0), word(1));
                Value::from(text.split_once(&mark).map_or(text.as_str(), |(head, _)| head))
            }
            "String.substringAfter" => {
                let (text, mark) = (word(0), word(1));
                Value::from(text.split_once(&mark).map_or("", |(_, tail)| tail))
            }
            "String.len" => Value::from(word(0).chars().count()),
            "String.append" => Value::from(word(0) + &word(1)),
            "String.replace" => Value::from(word(0).replace(&word(1), &word(2))),
            "String.replaceFirst" => Value::from(word(0).replacen(&word(1), &word(2), 1)),
            "String.removeSpaces" => Value::from(word(0).replace(' ', "")),
            // Nobody here comes from a directory or from Workday.
            "hasDirectoryUser" | "hasWorkdayUser" => Value::from(false),
            "Arrays.toCsvString" => {
                let items = argument(0).as_array().cloned().unwrap_or_default();
                let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                Value::from(words.join(","))
            }
            "Convert.toInt" | "Convert.toNum" => word(0).parse::<i64>().map(Value::from).unwrap_or_default(),
            "Arrays.contains" => Value::from(
                argument(0)
                    .as_array()
                    .is_some_and(|items| items.contains(&argument(1))),
            ),
            "Arrays.isEmpty" => Value::from(argument(0).as_array().is_none_or(Vec::is_empty)),
            "Arrays.size" => Value::from(argument(0).as_array().map_or(0, Vec::len)),
            "isMemberOfGroup" | "isMemberOfAnyGroup" | "user.isMemberOf" => {
                let member = |id: &str| {
                    self.org
                        .groups
                        .find(id)
                        .is_some_and(|group| self.org.is_member(group, self.ordinal))
                };
                Value::from((0..arguments.len()).any(|index| member(&word(index))))
            }
            "isMemberOfGroupName" => Value::from(self.in_group(|name| name == word(0))),
            "isMemberOfGroupNameStartsWith" => Value::from(self.in_group(|name| name.starts_with(&word(0)))),
            "isMemberOfGroupNameContains" => Value::from(self.in_group(|name| name.contains(&word(0)))),
            _ => Value::Null,
        }
    }

    fn in_group(&self, named: impl Fn(&str) -> bool) -> bool {
        let groups = self.org.groups_of(self.ordinal);
        groups
            .iter()
            .filter_map(|group| self.org.groups.get(*group))
            .any(|group| named(&group.name))
    }
}

fn truth(value: &Value) -> bool {
    value.as_bool().unwrap_or(false)
}

fn compare(left: &Value, comparison: Comparison, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64().partial_cmp(&right.as_f64()),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => (left == right).then_some(std::cmp::Ordering::Equal),
    };
    match comparison {
        Comparison::Equal => order.is_some_and(std::cmp::Ordering::is_eq),
        Comparison::NotEqual => !order.is_some_and(std::cmp::Ordering::is_eq),
        Comparison::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
        Comparison::GreaterEqual => order.is_some_and(std::cmp::Ordering::is_ge),
        Comparison::Less => order.is_some_and(std::cmp::Ordering::is_lt),
        Comparison::LessEqual => order.is_some_and(std::cmp::Ordering::is_le),
    }
}
