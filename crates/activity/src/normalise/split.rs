//! Cutting an answer or a file into events, in whatever form it came.

use crate::json::{Kind, Tape, Value};

/// Members that hold the events when the whole input is one object.
const WRAPPERS: [&str; 7] = ["Records", "records", "data", "events", "items", "value", "logs"];

/// Whether each line of the text is an event of its own: the first one is whole JSON, and it is not alone.
pub(super) fn is_lines(body: &str, tape: &mut Tape) -> bool {
    let first = body.lines().next().unwrap_or("").trim_end();
    body.is_empty() || (first.len() < body.trim_end().len() && tape.scan(first).is_ok())
}

/// Places of the lines that are not empty, without the space around them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let line = rest.get(..length).unwrap_or(rest);
            let start = at + line.len() - line.trim_start().len();
            at += length;
            let trimmed = line.trim();
            if !trimmed.is_empty() {
                return Some((start, start + trimmed.len()));
            }
        }
    })
}

/// The events inside one JSON value: the elements of an array, of a wrapper's list, or the value itself.
pub(super) fn events<'t>(value: Value<'t>) -> impl Iterator<Item = Value<'t>> {
    let list = match value.kind() {
        Kind::Array => Some(value),
        Kind::Object => WRAPPERS
            .iter()
            .filter_map(|name| value.get(name))
            .find(|list| list.kind() == Kind::Array && is_wrapper(value, *list)),
        _ => None,
    };
    let alone = if list.is_none() { Some(value) } else { None };
    list.into_iter().flat_map(Value::members).chain(alone)
}

/// An object that holds a list of objects and no event type of its own wraps events.
fn is_wrapper(value: Value<'_>, list: Value<'_>) -> bool {
    let own = ["eventType", "eventName", "action", "event", "eventVersion"];
    own.iter().all(|name| value.get(name).is_none()) && list.members().all(|item| item.kind() == Kind::Object)
}
