//! What each operator says about one value. Source: PostgreSQL documentation, 9.16 and 8.14.3.

use serde_json::Value;

use super::normal::written;

/// A JSON operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operator {
    /// `->`: the member or element, as JSON.
    Get,
    /// `->>`: the member or element, as text.
    GetText,
    /// `#>`: the part at the end of a path of names and places, as JSON.
    GetPath,
    /// `#>>`: the same as text.
    GetPathText,
    /// `@>`
    Contains,
    /// `<@`
    ContainedBy,
    /// `?`
    HasKey,
    /// `?|`
    HasAnyKey,
    /// `?&`
    HasAllKeys,
}

impl Operator {
    /// All operators.
    pub(crate) const ALL: [Self; 9] = [
        Self::Get,
        Self::GetText,
        Self::GetPath,
        Self::GetPathText,
        Self::Contains,
        Self::ContainedBy,
        Self::HasKey,
        Self::HasAnyKey,
        Self::HasAllKeys,
    ];

    /// Name of the function behind the operator.
    pub(crate) const fn function_name(self) -> &'static str {
        match self {
            Self::Get => "json_get",
            Self::GetText => "json_get_text",
            Self::GetPath => "json_get_path",
            Self::GetPathText => "json_get_path_text",
            Self::Contains => "json_contains",
            Self::ContainedBy => "json_contained_by",
            Self::HasKey => "json_has_key",
            Self::HasAnyKey => "json_has_any_key",
            Self::HasAllKeys => "json_has_all_keys",
        }
    }

    /// Whether the answer is text and not yes or no.
    pub(crate) const fn gives_text(self) -> bool {
        matches!(
            self,
            Self::Get | Self::GetText | Self::GetPath | Self::GetPathText
        )
    }

    /// Whether the answer is JSON.
    pub(crate) const fn gives_json(self) -> bool {
        matches!(self, Self::Get | Self::GetPath)
    }

    /// Whether the right side is a list of names.
    pub(crate) const fn takes_names(self) -> bool {
        matches!(
            self,
            Self::HasAnyKey | Self::HasAllKeys | Self::GetPath | Self::GetPathText
        )
    }

    /// Whether the right side is JSON, which must be valid.
    pub(crate) const fn takes_json(self) -> bool {
        matches!(self, Self::Contains | Self::ContainedBy)
    }
}

/// The right side of an operator.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    /// A member's name.
    Name(String),
    /// An element's place, from 0; from the end when negative.
    Place(i64),
    /// Names of members.
    Names(Vec<String>),
    /// A JSON value.
    Json(Value),
}

/// The answer of an operator that says yes or no; text that is no JSON has no answer.
pub(crate) fn test(operator: Operator, left: &str, right: &Key) -> Option<bool> {
    let left: Value = serde_json::from_str(left).ok()?;
    match (operator, right) {
        (Operator::Contains, Key::Json(right)) => Some(contains(&left, right)),
        (Operator::ContainedBy, Key::Json(right)) => Some(contains(right, &left)),
        (Operator::HasKey, Key::Name(name)) => Some(has_key(&left, name)),
        (Operator::HasAnyKey, Key::Names(names)) => Some(names.iter().any(|name| has_key(&left, name))),
        (Operator::HasAllKeys, Key::Names(names)) => Some(names.iter().all(|name| has_key(&left, name))),
        _ => None,
    }
}

/// The answer of an operator that gives a part.
pub(crate) fn get(operator: Operator, left: &str, right: &Key) -> Option<String> {
    let left: Value = serde_json::from_str(left).ok()?;
    let part = match (&left, right) {
        (Value::Object(members), Key::Name(name)) => members.get(name)?,
        (Value::Array(elements), Key::Place(place)) => element(elements, *place)?,
        (_, Key::Names(path)) => path.iter().try_fold(&left, |part, step| match part {
            Value::Object(members) => members.get(step),
            Value::Array(elements) => element(elements, step.parse().ok()?),
            _ => None,
        })?,
        _ => return None,
    };
    match (operator, part) {
        (Operator::GetText | Operator::GetPathText, Value::Null) => None,
        (Operator::GetText | Operator::GetPathText, Value::String(text)) => Some(text.clone()),
        _ => Some(written(part)),
    }
}

/// The element at a place, from the end where that is negative.
fn element(elements: &[Value], place: i64) -> Option<&Value> {
    let place = if place < 0 {
        place.checked_add_unsigned(elements.len() as u64)?
    } else {
        place
    };
    elements.get(usize::try_from(place).ok()?)
}

/// PostgreSQL's containment: every member of `right` is in `left` with a value that contains its own, every
/// element of `right` is contained in some element of `left`; an array also contains a bare scalar at the top.
fn contains(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), scalar) if !scalar.is_array() && !scalar.is_object() => {
            left.iter().any(|element| same_scalar(element, scalar))
        }
        _ => contains_within(left, right),
    }
}

fn contains_within(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => right
            .iter()
            .all(|(name, value)| left.get(name).is_some_and(|found| contains_within(found, value))),
        (Value::Array(left), Value::Array(right)) => right
            .iter()
            .all(|value| left.iter().any(|found| contains_within(found, value))),
        _ => same_scalar(left, right),
    }
}

fn same_scalar(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => false,
        _ => left == right,
    }
}

fn has_key(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.contains_key(name),
        Value::Array(elements) => elements.iter().any(|element| element.as_str() == Some(name)),
        Value::String(text) => text == name,
        _ => false,
    }
}
