//! From a filter to the condition that an index can answer. The condition lets through at least what the filter does.

use super::Operator;
use super::bind::{Bound, Expected};
use crate::condition::{Comparison, Condition, Key, TimeKey};
use crate::schema::{Attribute, Target};

/// A condition, and whether it says all that the filter says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lowered {
    pub(crate) condition: Condition,
    pub(crate) exact: bool,
}

/// Lowers a filter to the keys that `answers` names.
pub(crate) fn lower(filter: &Bound<'_>, answers: &dyn Fn(Key) -> bool) -> Lowered {
    lower_in(filter, None, answers)
}

fn lower_in(filter: &Bound<'_>, list: Option<&Attribute>, answers: &dyn Fn(Key) -> bool) -> Lowered {
    match filter {
        Bound::And(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| lower_in(part, list, answers)).collect();
            // Within a list, all tests are about one and the same value, which conditions cannot say.
            let exact = list.is_none() && parts.iter().all(|part| part.exact);
            let needed = parts
                .into_iter()
                .map(|part| part.condition)
                .filter(|part| *part != Condition::All);
            Lowered {
                condition: one_or(needed.collect(), Condition::All, Condition::And),
                exact,
            }
        }
        Bound::Or(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| lower_in(part, list, answers)).collect();
            let exact = parts.iter().all(|part| part.exact);
            if parts.iter().any(|part| part.condition == Condition::All) {
                return Lowered {
                    condition: Condition::All,
                    exact,
                };
            }
            let parts = parts.into_iter().map(|part| part.condition).collect();
            Lowered {
                condition: one_or(parts, Condition::Or(Vec::new()), Condition::Or),
                exact,
            }
        }
        Bound::Within(
            Target::Attribute {
                extension: None,
                attribute,
                ..
            },
            inner,
        ) => lower_in(inner, Some(attribute), answers),
        Bound::Compare(target, operator, expected) => compare(target, *operator, expected, list)
            .filter(|(key, _)| answers(*key))
            .map_or(everything(), |(_, condition)| Lowered {
                condition,
                exact: true,
            }),
        Bound::Present(target) if list.is_none() && is_always_there(target) => Lowered {
            condition: Condition::All,
            exact: true,
        },
        Bound::Absent { matches: false } => Lowered {
            condition: Condition::Or(Vec::new()),
            exact: true,
        },
        Bound::Absent { matches: true } => Lowered {
            condition: Condition::All,
            exact: true,
        },
        Bound::Not(_) | Bound::Present(_) | Bound::Within(..) => everything(),
    }
}

fn everything() -> Lowered {
    Lowered {
        condition: Condition::All,
        exact: false,
    }
}

fn one_or(mut parts: Vec<Condition>, none: Condition, many: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.len() {
        0 => none,
        1 => parts.pop().unwrap_or(none),
        _ => many(parts),
    }
}

fn compare(
    target: &Target<'_>,
    operator: Operator,
    expected: &Expected,
    list: Option<&Attribute>,
) -> Option<(Key, Condition)> {
    let Target::Attribute {
        extension: None,
        attribute,
        sub,
    } = target
    else {
        return None;
    };
    let path = match list {
        Some(list) => (list.name, attribute.name),
        None => (attribute.name, sub.map_or("", |sub| sub.name)),
    };
    let key = match path {
        ("id", "") => Key::Id,
        ("externalId", "") => Key::ExternalId,
        ("userName", "") => Key::UserName,
        ("displayName", "") => Key::DisplayName,
        ("emails", "value") => Key::Email,
        ("members", "value") => Key::Member,
        ("active", "") => Key::Active,
        ("meta", "created") => return time(TimeKey::Created, operator, expected),
        ("meta", "lastModified") => return time(TimeKey::LastModified, operator, expected),
        _ => return None,
    };
    let condition = match (expected, operator) {
        (Expected::Bool(value), Operator::Equal) => Condition::Active(*value),
        (Expected::Exact(text), _) if !key.folds() => text_condition(key, operator, text)?,
        (Expected::Folded(text), _) if key.folds() => text_condition(key, operator, text)?,
        _ => return None,
    };
    Some((key, condition))
}

fn text_condition(key: Key, operator: Operator, text: &str) -> Option<Condition> {
    match operator {
        Operator::Equal => Some(Condition::Is(key, text.to_owned())),
        Operator::StartsWith if key != Key::Member => Some(Condition::StartsWith(key, text.to_owned())),
        _ => None,
    }
}

fn time(key: TimeKey, operator: Operator, expected: &Expected) -> Option<(Key, Condition)> {
    let Expected::Time(time) = expected else {
        return None;
    };
    let comparison = match operator {
        Operator::Equal => Comparison::Equal,
        Operator::Greater => Comparison::Greater,
        Operator::GreaterOrEqual => Comparison::GreaterOrEqual,
        Operator::Less => Comparison::Less,
        Operator::LessOrEqual => Comparison::LessOrEqual,
        _ => return None,
    };
    Some((Key::Time, Condition::Time(key, comparison, *time)))
}

/// Every resource has an id, and what the schema requires.
fn is_always_there(target: &Target<'_>) -> bool {
    match target {
        Target::Attribute {
            extension: None,
            attribute,
            sub: None,
        } => attribute.required || matches!(attribute.name, "id" | "meta"),
        _ => false,
    }
}
