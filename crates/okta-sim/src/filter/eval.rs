//! Evaluates a checked expression over an object's attributes.

use std::cmp::Ordering;

use super::{Literal, Node, Op};

/// One value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'v> {
    /// Text; compared without regard to case, and as an instant where both sides are one.
    Text(&'v str),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// Milliseconds since 1970-01-01 UTC.
    Instant(i64),
}

/// Anything that can show its attributes by dotted path (`profile.login`, `target.id`).
pub(crate) trait Attributes {
    /// Calls `each` for every value that stands under `path`: none when absent, several for lists.
    fn visit(&self, path: &str, each: &mut dyn FnMut(Value<'_>));
}

impl<F: Fn(&str, &mut dyn FnMut(Value<'_>))> Attributes for F {
    fn visit(&self, path: &str, each: &mut dyn FnMut(Value<'_>)) {
        self(path, each);
    }
}

impl Attributes for serde_json::Value {
    fn visit(&self, path: &str, each: &mut dyn FnMut(Value<'_>)) {
        walk(self, path, each);
    }
}

/// Lists are looked through at every step, so `target.id` shows the ids of all targets.
fn walk(json: &serde_json::Value, path: &str, each: &mut dyn FnMut(Value<'_>)) {
    use serde_json::Value as Json;
    if let Json::Array(items) = json {
        items.iter().for_each(|item| walk(item, path, each));
        return;
    }
    if path.is_empty() {
        match json {
            Json::String(text) => each(Value::Text(text)),
            Json::Number(number) => each(Value::Number(number.as_f64().unwrap_or(f64::NAN))),
            Json::Bool(flag) => each(Value::Bool(*flag)),
            Json::Null | Json::Object(_) | Json::Array(_) => {}
        }
        return;
    }
    let Json::Object(members) = json else { return };
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some(inner) = members.get(first) {
        walk(inner, rest, each);
    } else if let Some(inner) = members.get(path) {
        walk(inner, "", each);
    }
}

pub(super) fn holds(node: &Node, attributes: &(impl Attributes + ?Sized)) -> bool {
    match node {
        Node::And(parts) => parts.iter().all(|part| holds(part, attributes)),
        Node::Or(parts) => parts.iter().any(|part| holds(part, attributes)),
        Node::Not(inner) => !holds(inner, attributes),
        Node::Test {
            attribute,
            op,
            literal,
            instant,
            folded,
        } => {
            let wanted = Wanted {
                literal,
                instant: *instant,
                folded,
            };
            test(attribute, *op, &wanted, attributes)
        }
    }
}

/// The right-hand side with what was worked out once at parse time.
struct Wanted<'f> {
    literal: &'f Literal,
    instant: Option<i64>,
    folded: &'f str,
}

fn test(attribute: &str, op: Op, wanted: &Wanted<'_>, attributes: &(impl Attributes + ?Sized)) -> bool {
    let mut present = false;
    let mut matched = false;
    let wants = if op == Op::Ne { Op::Eq } else { op };
    attributes.visit(attribute, &mut |value| {
        let filled = value != Value::Text("");
        present |= filled;
        matched |= match wants {
            Op::Pr => filled,
            _ => compare(value, wants, wanted),
        };
    });
    match (op, wanted.literal) {
        (Op::Eq, Literal::Null) => !present,
        (Op::Ne, Literal::Null) => present,
        (Op::Ne, _) => !matched,
        _ => matched,
    }
}

fn compare(value: Value<'_>, op: Op, wanted: &Wanted<'_>) -> bool {
    match op {
        Op::Sw | Op::Ew | Op::Co => text_matches(value, op, wanted.folded),
        _ => order(value, wanted).is_some_and(|found| ordered(found, op)),
    }
}

fn text_matches(value: Value<'_>, op: Op, wanted: &str) -> bool {
    let Value::Text(text) = value else { return false };
    let text = text.to_lowercase();
    match op {
        Op::Sw => text.starts_with(wanted),
        Op::Ew => text.ends_with(wanted),
        _ => text.contains(wanted),
    }
}

fn order(value: Value<'_>, wanted: &Wanted<'_>) -> Option<Ordering> {
    match (value, wanted.literal) {
        (Value::Instant(found), Literal::Text(_)) => Some(found.cmp(&wanted.instant?)),
        (Value::Text(found), Literal::Text(_)) => Some(match wanted.instant.zip(instant(found)) {
            Some((wanted, found)) => found.cmp(&wanted),
            None => found.to_lowercase().as_str().cmp(wanted.folded),
        }),
        (Value::Number(found), Literal::Number(wanted)) => found.partial_cmp(wanted),
        (Value::Number(found), Literal::Text(text)) => found.partial_cmp(&text.parse().ok()?),
        (Value::Bool(found), Literal::Bool(wanted)) => Some(found.cmp(wanted)),
        (Value::Bool(found), Literal::Text(text)) => Some(found.cmp(&text.parse().ok()?)),
        (Value::Text(found), Literal::Bool(wanted)) => Some(found.parse::<bool>().ok()?.cmp(wanted)),
        _ => None,
    }
}

const fn ordered(found: Ordering, op: Op) -> bool {
    match op {
        Op::Eq => found.is_eq(),
        Op::Gt => found.is_gt(),
        Op::Ge => found.is_ge(),
        Op::Lt => found.is_lt(),
        Op::Le => found.is_le(),
        _ => false,
    }
}

/// Milliseconds since 1970 of an ISO 8601 instant such as `2026-08-01T12:00:00.000Z`; a bare date is midnight UTC.
pub(super) fn instant(text: &str) -> Option<i64> {
    if text.len() < 10 || !text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.as_millisecond());
    }
    let date: jiff::civil::Date = text.parse().ok()?;
    Some(
        date.to_zoned(jiff::tz::TimeZone::UTC)
            .ok()?
            .timestamp()
            .as_millisecond(),
    )
}
