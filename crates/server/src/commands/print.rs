//! Prints answers: a table for people, JSON for machines.

use anyhow::Context as _;
use comfy_table::{ContentArrangement, Table};
use serde_json::Value;
use std::io::Write as _;

/// Rows with the names of their columns.
pub(crate) struct Rows {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

/// Standard output. A reader that stops early, as `head` does, is no failure.
pub(crate) struct Output(std::io::BufWriter<std::io::StdoutLock<'static>>);

impl Output {
    pub(crate) fn new() -> Self {
        Self(std::io::BufWriter::new(std::io::stdout().lock()))
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        forgive(self.0.write_all(bytes))
    }

    pub(crate) fn end(mut self) -> anyhow::Result<()> {
        forgive(self.0.flush())
    }
}

fn forgive(written: std::io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other.context("standard output cannot be written"),
    }
}

/// A table as wide as it needs to be.
pub(crate) fn table(rows: &Rows) -> anyhow::Result<()> {
    let mut table = Table::new();
    // Only a line under the header: an answer is to be read, and copied.
    table
        .load_preset("     ─             ")
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(&rows.columns);
    for row in &rows.rows {
        table.add_row(row.iter().map(cell));
    }
    let mut out = Output::new();
    out.write(format!("{}\n", table.trim_fmt()).as_bytes())?;
    out.end()
}

/// Indented JSON.
pub(crate) fn pretty(value: &Value) {
    let mut out = Output::new();
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    // What could not be written is the reader's loss, and said by the shell.
    let _ = out
        .write(text.as_bytes())
        .and_then(|()| out.write(b"\n"))
        .and_then(|()| out.end());
}

/// Text as it is.
pub(crate) fn text(text: &str) -> anyhow::Result<()> {
    let mut out = Output::new();
    out.write(text.as_bytes())?;
    out.end()
}

/// A value as a person reads it: text bare, nothing as empty, lists joined.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Text from elsewhere must not steer the terminal: characters that would are shown, line breaks and tabs stay.
fn harmless(text: &str) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\t' => letter,
        '\u{7f}' => '␡',
        // The pictures of the first 32 characters stand in their order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{fffd}'),
        letter if letter.is_control() || is_turning(letter) => '\u{fffd}',
        letter => letter,
    };
    text.chars().map(shown).collect()
}

/// Characters that turn the direction of writing, and so show a name as what it is not.
const fn is_turning(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests;
