//! Orders (RFC 7644 section 3.4.2.3): by an index where there is one, else by values taken from the resources.

use std::cmp::Ordering;

use serde_json::Value;

use crate::condition::SortKey;
use crate::document::fold;
use crate::fault::Fault;
use crate::filter::matches::{Source, leaves};
use crate::schema::{Attribute, Name, ResourceType, Returned, Target, Type};
use crate::store::Stored;
use crate::value::is_primary;

/// What a client wants to sort by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sort<'s> {
    pub(crate) target: Target<'s>,
    pub(crate) descending: bool,
}

/// A value to sort by. Values of different types do not meet, since the schema says the type.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub(crate) enum SortValue {
    Bool(bool),
    Number(f64),
    Text(String),
}

impl<'s> Sort<'s> {
    /// Reads `sortBy` and `sortOrder`.
    pub(crate) fn read(of: &'s ResourceType, by: &str, order: Option<&str>) -> Result<Self, Fault> {
        let refuse = || Fault::invalid_value(format!("`sortBy` cannot be `{by}`"));
        let target = Name::parse(by)
            .and_then(|name| of.resolve(&name))
            .ok_or_else(refuse)?;
        let target = match target {
            Target::Attribute {
                extension,
                attribute,
                sub: None,
            } if attribute.kind == Type::Complex => Target::Attribute {
                extension,
                attribute,
                sub: attribute.sub("value"),
            },
            other => other,
        };
        let fits = |leaf: &&Attribute| leaf.kind != Type::Complex && leaf.returned != Returned::Never;
        target.leaf().filter(fits).ok_or_else(refuse)?;
        let descending = match order {
            None => false,
            Some(order) if order.eq_ignore_ascii_case("ascending") => false,
            Some(order) if order.eq_ignore_ascii_case("descending") => true,
            Some(_) => {
                return Err(Fault::invalid_value(
                    "`sortOrder` must be `ascending` or `descending`",
                ));
            }
        };
        Ok(Self { target, descending })
    }

    /// The index that gives this order, if there is one.
    pub(crate) fn key(&self) -> Option<SortKey> {
        let Target::Attribute {
            extension: None,
            attribute,
            sub,
        } = self.target
        else {
            return None;
        };
        match (attribute.name, sub.map(|sub| sub.name)) {
            ("id", None) => Some(SortKey::Id),
            ("userName", None) => Some(SortKey::UserName),
            ("displayName", None) => Some(SortKey::DisplayName),
            ("meta", Some("created")) => Some(SortKey::Created),
            ("meta", Some("lastModified")) => Some(SortKey::LastModified),
            _ => None,
        }
    }

    /// The value of a resource: of a list its primary one, else its first (RFC 7644 section 3.4.2.3).
    pub(crate) fn value(&self, stored: &Stored, base: &str) -> Option<SortValue> {
        let Target::Attribute {
            extension,
            attribute,
            sub,
        } = self.target
        else {
            return None;
        };
        let whole = Target::Attribute {
            extension,
            attribute,
            sub: None,
        };
        let items = leaves(Source::Resource(stored, base), &whole);
        let item = items
            .iter()
            .find(|item| is_primary(item))
            .or_else(|| items.first())?;
        let leaf = sub.unwrap_or(attribute);
        match sub.map_or(Some(item.as_ref()), |sub| item.get(sub.name))? {
            Value::Bool(value) => Some(SortValue::Bool(*value)),
            Value::Number(number) => number.as_f64().map(SortValue::Number),
            Value::String(text) if leaf.case_exact => Some(SortValue::Text(text.clone())),
            Value::String(text) => Some(SortValue::Text(fold(text))),
            _ => None,
        }
    }

    /// Which of two values comes first. A missing one is last when ascending.
    pub(crate) fn compare(&self, left: Option<&SortValue>, right: Option<&SortValue>) -> Ordering {
        let order = match (left, right) {
            (Some(left), Some(right)) => left.partial_cmp(right).unwrap_or(Ordering::Equal),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        if self.descending { order.reverse() } else { order }
    }
}
