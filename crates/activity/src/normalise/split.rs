//! Cutting an answer or a file into events, in whatever form it came.

use crate::json::{Kind, Tape, Value};

/// Members that hold the events when the whole input is one object.
const WRAPPERS: [&str; 7] = ["Records", "records", "data", "events", "items", "value", "logs"];

/// Places of the events in the input: first byte and the byte after the last.
#[derive(Debug)]
pub struct Pieces<'i> {
    form: Form<'i>,
}

#[derive(Debug)]
enum Form<'i> {
    Listed(std::vec::IntoIter<(usize, usize)>),
    Lines { text: &'i str, at: usize },
}

/// Cuts the input: JSON lines, one array, `{"Records":[…]}` and its like, one event, or several one after another.
/// Text that is not JSON stays one piece, line by line: nothing is lost.
pub fn pieces(text: &str) -> Pieces<'_> {
    let body = text.trim_start_matches('\u{feff}').trim_start();
    let start = text.len() - body.len();
    let form = match whole(body) {
        Some(mut ranges) => {
            for range in &mut ranges {
                *range = (range.0 + start, range.1 + start);
            }
            Form::Listed(ranges.into_iter())
        }
        None => Form::Lines { text, at: start },
    };
    Pieces { form }
}

impl Iterator for Pieces<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        match &mut self.form {
            Form::Listed(ranges) => ranges.next(),
            Form::Lines { text, at } => loop {
                let rest = text.get(*at..).filter(|rest| !rest.is_empty())?;
                let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
                let line = rest.get(..length).unwrap_or(rest);
                let start = *at + line.len() - line.trim_start().len();
                *at += length;
                let trimmed = line.trim();
                if !trimmed.is_empty() {
                    return Some((start, start + trimmed.len()));
                }
            },
        }
    }
}

/// The events of input that is not simply one JSON text a line; `None` for lines.
fn whole(body: &str) -> Option<Vec<(usize, usize)>> {
    let mut tape = Tape::default();
    let first_line = body.lines().next().unwrap_or("").trim_end();
    let is_lines = first_line.len() < body.trim_end().len() && tape.scan(first_line).is_ok();
    if is_lines || body.is_empty() {
        return None;
    }
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.trim().is_empty()) {
        let end = tape.scan_prefix(rest).ok()?;
        let doc = tape.scan(rest.get(..end)?).ok()?;
        inner(doc.root(), at, &mut ranges);
        at += end;
    }
    Some(ranges)
}

fn inner(value: Value<'_>, offset: usize, ranges: &mut Vec<(usize, usize)>) {
    let list = match value.kind() {
        Kind::Array => Some(value),
        Kind::Object => WRAPPERS
            .iter()
            .filter_map(|name| value.get(name))
            .find(|list| list.kind() == Kind::Array && is_wrapper(value, *list)),
        _ => None,
    };
    match list {
        Some(list) => ranges.extend(list.members().map(|item| place(item, offset))),
        None => ranges.push(place(value, offset)),
    }
}

/// An object that holds a list of objects and no event type of its own wraps events.
fn is_wrapper(value: Value<'_>, list: Value<'_>) -> bool {
    let own = ["eventType", "eventName", "action", "event", "eventVersion"];
    own.iter().all(|name| value.get(name).is_none()) && list.members().all(|item| item.kind() == Kind::Object)
}

fn place(value: Value<'_>, offset: usize) -> (usize, usize) {
    let (start, end) = value.range();
    (offset + start, offset + end)
}
