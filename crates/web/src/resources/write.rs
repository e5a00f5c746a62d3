//! Writes a resource as YAML: fields in the order of their table, texts in the plainest form that reads back the same.

use serde_json::{Map, Value};

use super::shape::{Field, Shape, span_text};
use crate::view::ResourceView;

/// Longest list that stands on one line, in characters.
const LINE_MAX: usize = 80;

/// One document. Several follow each other with `---` before each.
pub(crate) fn yaml(resource: &ResourceView, fields: &'static [Field]) -> String {
    let mut out = String::new();
    line(&mut out, 0, "kind", &scalar(&resource.kind));
    line(&mut out, 0, "version", &scalar(&resource.version));
    out.push_str("metadata:\n");
    let metadata = serde_json::to_value(&resource.metadata).unwrap_or_default();
    entries(&mut out, &metadata, super::document::METADATA, 2);
    under(&mut out, 0, "spec", &resource.spec, &Shape::One(fields));
    if resource
        .status
        .as_object()
        .is_some_and(|status| !status.is_empty())
    {
        under(&mut out, 0, "status", &resource.status, &Shape::Any);
    }
    out
}

/// A name and what is below it.
fn under(out: &mut String, indent: usize, name: &str, value: &Value, shape: &Shape) {
    let name = scalar(name);
    match value {
        Value::Object(map) if map.is_empty() => line(out, indent, &name, "{}"),
        Value::Object(_) => {
            head(out, indent, &name);
            entries(out, value, shape.fields(), indent + 2);
        }
        Value::Array(items) => match on_one_line(items, indent + name.len()) {
            Some(text) => line(out, indent, &name, &text),
            None => {
                head(out, indent, &name);
                items.iter().for_each(|item| bullet(out, indent, item, shape));
            }
        },
        Value::Number(seconds) if matches!(shape, Shape::Span) => {
            line(out, indent, &name, &span_text(seconds.as_u64().unwrap_or(0)));
        }
        Value::String(text) if is_block(text) => {
            let mark = if text.ends_with('\n') { "|" } else { "|-" };
            line(out, indent, &name, mark);
            for one in text.lines() {
                let spaces = if one.is_empty() { 0 } else { indent + 2 };
                out.push_str(&format!("{:spaces$}{one}\n", ""));
            }
        }
        Value::String(text) => line(out, indent, &name, &scalar(text)),
        other => line(out, indent, &name, &other.to_string()),
    }
}

/// The entries of a map: those of the table first, in its order.
fn entries(out: &mut String, value: &Value, fields: &'static [Field], indent: usize) {
    let empty = Map::new();
    let map = value.as_object().unwrap_or(&empty);
    for field in fields {
        if let Some(value) = map.get(field.name) {
            under(out, indent, field.name, value, &field.shape);
        }
    }
    for (name, value) in map {
        if !fields.iter().any(|field| field.name == name) {
            under(out, indent, name, value, &Shape::Any);
        }
    }
}

/// An item of a list.
fn bullet(out: &mut String, indent: usize, item: &Value, shape: &Shape) {
    match item {
        Value::Object(map) if !map.is_empty() => {
            let mut inner = String::new();
            entries(&mut inner, item, shape.fields(), indent + 2);
            // The first line begins with the dash in place of two of its spaces.
            out.push_str(&format!("{:indent$}- {}", "", inner.trim_start()));
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            out.push_str(&format!("{:indent$}- [{}]\n", "", items.join(", ")));
        }
        other => out.push_str(&format!("{:indent$}- {}\n", "", inline(other))),
    }
}

fn head(out: &mut String, indent: usize, name: &str) {
    out.push_str(&format!("{:indent$}{name}:\n", ""));
}

fn line(out: &mut String, indent: usize, name: &str, value: &str) {
    out.push_str(&format!("{:indent$}{name}: {value}\n", ""));
}

/// `[a, b]`, when there is nothing deeper in it and it is short.
fn on_one_line(items: &[Value], used: usize) -> Option<String> {
    if items.iter().any(|item| item.is_object() || item.is_array()) {
        return None;
    }
    let items: Vec<String> = items.iter().map(inline).collect();
    let text = format!("[{}]", items.join(", "));
    (text.len() + used < LINE_MAX || items.len() < 2).then_some(text)
}

/// Any value on one line: JSON is YAML.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Object(map) => {
            let entries = map
                .iter()
                .map(|(name, value)| format!("{}: {}", scalar(name), inline(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A text as it is where that reads back as the same text, else in quotes.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Whether a text needs no quotes, in a list either: letters first, and nothing that YAML, old or new, reads otherwise.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '_')
        || text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-') && text.contains(':');
    let is_safe =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '+' | ':' | ' ');
    let reserved = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan",
    ];
    begins
        && text.chars().all(is_safe)
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

/// In double quotes, everything escaped that is not a plain sign.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text of several lines can stand as it is, line for line.
fn is_block(text: &str) -> bool {
    let is_printable = |c: char| {
        c == '\n' || c == '\t' || !(c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}'))
    };
    let has_blanks_only = |line: &str| !line.is_empty() && line.trim().is_empty();
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && text.chars().all(is_printable)
        && !body.split('\n').any(has_blanks_only)
}
