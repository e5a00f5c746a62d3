//! Whether a resource, or one value of a list, meets a filter.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::Operator;
use super::bind::{Bound, Expected};
use crate::document::fold;
use crate::render;
use crate::schema::Target;
use crate::store::Stored;

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    /// A resource, with the base address under which it is shown.
    Resource(&'a Stored, &'a str),
    /// One value of a list.
    Element(&'a Value),
}

impl Bound<'_> {
    /// Whether it is met.
    pub(crate) fn matches(&self, source: Source<'_>) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.matches(source)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(source)),
            Self::Not(inner) => !inner.matches(source),
            Self::Absent { matches } => *matches,
            Self::Present(target) => leaves(source, target).iter().any(|value| is_filled(value)),
            Self::Within(target, inner) => leaves(source, target)
                .iter()
                .any(|value| inner.matches(Source::Element(value))),
            Self::Compare(target, operator, expected) => {
                let values = leaves(source, target);
                match (operator, expected) {
                    (Operator::Equal, Expected::Null) => values.is_empty(),
                    (Operator::NotEqual, Expected::Null) => !values.is_empty(),
                    (Operator::NotEqual, _) if values.is_empty() => true,
                    _ => values.iter().any(|value| compares(value, *operator, expected)),
                }
            }
        }
    }
}

/// The values that a target names; those of every element when it is a list.
pub(crate) fn leaves<'v>(source: Source<'v>, target: &Target<'_>) -> Vec<Cow<'v, Value>> {
    let Some((value, sub)) = start(source, target) else {
        return Vec::new();
    };
    let items: Vec<Cow<'v, Value>> = match value {
        Cow::Borrowed(Value::Array(items)) => items.iter().map(Cow::Borrowed).collect(),
        Cow::Owned(Value::Array(items)) => items.into_iter().map(Cow::Owned).collect(),
        one => vec![one],
    };
    let Some(sub) = sub else { return items };
    items.into_iter().filter_map(|item| inside(item, sub)).collect()
}

fn start<'v, 't>(source: Source<'v>, target: &Target<'t>) -> Option<(Cow<'v, Value>, Option<&'t str>)> {
    match (source, *target) {
        (Source::Resource(stored, _), Target::Extension(schema)) => {
            Some((Cow::Borrowed(stored.document.0.get(schema.id)?), None))
        }
        (
            Source::Resource(stored, _),
            Target::Attribute {
                extension: Some(urn),
                attribute,
                sub,
            },
        ) => {
            let value = stored.document.0.get(urn)?.get(attribute.name)?;
            Some((Cow::Borrowed(value), sub.map(|sub| sub.name)))
        }
        (
            Source::Resource(stored, base),
            Target::Attribute {
                extension: None,
                attribute,
                sub,
            },
        ) => Some((
            render::attribute(stored, attribute.name, base)?,
            sub.map(|sub| sub.name),
        )),
        (Source::Element(value), Target::Attribute { attribute, .. }) => {
            Some((Cow::Borrowed(value.get(attribute.name)?), None))
        }
        (Source::Element(_), Target::Extension(_)) => None,
    }
}

fn inside<'v>(item: Cow<'v, Value>, name: &str) -> Option<Cow<'v, Value>> {
    match item {
        Cow::Borrowed(item) => item.get(name).map(Cow::Borrowed),
        Cow::Owned(mut item) => item.get_mut(name).map(Value::take).map(Cow::Owned),
    }
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => items.iter().any(is_filled),
        Value::Object(members) => members.values().any(is_filled),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn compares(value: &Value, operator: Operator, expected: &Expected) -> bool {
    match (value, expected) {
        (Value::String(text), Expected::Exact(expected)) => compare_texts(text, operator, expected),
        (Value::String(text), Expected::Folded(expected)) => compare_texts(&fold(text), operator, expected),
        (Value::String(text), Expected::Time(expected)) => text
            .parse::<Timestamp>()
            .is_ok_and(|time| fits(time.cmp(expected), operator)),
        (Value::Bool(value), Expected::Bool(expected)) => fits(value.cmp(expected), operator),
        (Value::Number(number), Expected::Number(expected)) => {
            let order = number.as_f64().and_then(|number| number.partial_cmp(expected));
            order.is_some_and(|order| fits(order, operator))
        }
        _ => operator == Operator::NotEqual,
    }
}

fn compare_texts(text: &str, operator: Operator, expected: &str) -> bool {
    match operator {
        Operator::Contains => text.contains(expected),
        Operator::StartsWith => text.starts_with(expected),
        Operator::EndsWith => text.ends_with(expected),
        _ => fits(text.cmp(expected), operator),
    }
}

fn fits(order: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Contains | Operator::StartsWith | Operator::EndsWith => false,
    }
}
