//! Prints answers: a table for people, JSON and CSV for machines.
#![expect(clippy::print_stdout, reason = "answers go to standard output")]

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Map, Value};

/// Rows with the names of their columns.
pub(crate) struct Rows {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

/// A table as wide as the terminal.
pub(crate) fn table(rows: &Rows) {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(&rows.columns);
    for row in &rows.rows {
        table.add_row(row.iter().map(cell));
    }
    println!("{table}");
}

/// An array of objects.
pub(crate) fn json(rows: &Rows) {
    let objects: Vec<Value> = rows
        .rows
        .iter()
        .map(|row| Value::Object(rows.columns.iter().cloned().zip(row.iter().cloned()).collect::<Map<_, _>>()))
        .collect();
    pretty(&Value::Array(objects));
}

/// Comma-separated values (RFC 4180), a header first.
pub(crate) fn csv(rows: &Rows) {
    println!("{}", rows.columns.iter().map(|name| field(name)).collect::<Vec<_>>().join(","));
    for row in &rows.rows {
        println!("{}", row.iter().map(|value| field(&cell(value))).collect::<Vec<_>>().join(","));
    }
}

/// Indented JSON.
pub(crate) fn pretty(value: &Value) {
    println!("{}", serde_json::to_string_pretty(value).unwrap_or_default());
}

/// A value as a person reads it: text bare, nothing as empty, lists joined.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Quotes where needed, and keeps a spreadsheet from reading a name as a formula (ASVS 5.0, 1.2.10).
fn field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let safe = if is_formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests;
