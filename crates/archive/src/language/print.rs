//! A query as text. Parsed again it is the same query.

use super::value::{quote, write, write_form, write_regex};
use super::{KEYWORDS, TEXT, WORD};
use crate::query::{Column, Filter, Operator, Query};
use activity::event::Moment;
use activity::normalise::time::to_text;
use domain::Timestamp;

/// A query as text.
pub fn print(query: &Query) -> String {
    let time = |op: &str, time: Timestamp| {
        let moment = Moment(time.as_ms().saturating_mul(1_000));
        format!("time{op}{}", to_text(moment))
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(query.from.map(|from| time(">=", from)));
    parts.extend(query.until.map(|until| time("<", until)));
    match &query.filter {
        Filter::All if !parts.is_empty() => {}
        Filter::And(filters) if filters.len() > 1 => parts.extend(filters.iter().map(one)),
        Filter::Or(filters) if parts.is_empty() && filters.len() > 1 => {
            parts.push(join(filters, " OR "));
        }
        filter => parts.push(one(filter)),
    }
    parts.join(" ")
}

/// A filter as one condition, in parentheses if it is several.
fn one(filter: &Filter) -> String {
    match filter {
        Filter::All => "*".to_owned(),
        Filter::And(filters) if filters.is_empty() => "*".to_owned(),
        Filter::Or(filters) if filters.is_empty() => "-*".to_owned(),
        Filter::And(filters) => format!("({})", join(filters, " ")),
        Filter::Or(filters) => format!("({})", join(filters, " OR ")),
        Filter::Not(filter) => format!("-{}", one(filter)),
        Filter::Word(text) if is_bare(text) => text.clone(),
        Filter::Word(text) => format!("{WORD}:{}", quote(text)),
        Filter::Substring(text) => quote(text),
        Filter::Exists { column } => format!("{}:*", column.name()),
        Filter::Like { column, pattern } => format!("{}:{}", column.name(), write_form(pattern)),
        Filter::Matches { column, pattern } => format!("{}:{}", column.name(), write_regex(pattern)),
        Filter::Within { column, network } => format!("{}:{}", column.name(), write(network)),
        Filter::Compare { column, op, value } => {
            let op = match op {
                Operator::Less => "<",
                Operator::AtMost => "<=",
                Operator::More => ">",
                Operator::AtLeast => ">=",
            };
            format!("{}{op}{}", column.name(), write(value))
        }
        Filter::Is { column, values } => match values.as_slice() {
            [value] => format!("{}:{}", column.name(), exact(column, value)),
            values => {
                let values: Vec<_> = values.iter().map(|value| exact(column, value)).collect();
                format!("{}:({})", column.name(), values.join(" OR "))
            }
        },
    }
}

/// A value that is meant as it is: not as a network.
fn exact(column: &Column, value: &str) -> String {
    if super::parse::is_network(column, value) {
        quote(value)
    } else {
        write(value)
    }
}

fn join(filters: &[Filter], between: &str) -> String {
    let parts: Vec<_> = filters.iter().map(one).collect();
    parts.join(between)
}

/// Whether a word can stand alone and is read as a word.
fn is_bare(text: &str) -> bool {
    let is_plain = |char: char| char.is_alphanumeric() || matches!(char, '_' | '.' | '@' | '-' | '/' | '+');
    let begins = text.chars().next().is_some_and(|char| char != '-');
    let is_word = begins && text.chars().all(is_plain) && !KEYWORDS.contains(&text) && text != TEXT;
    is_word && !text.starts_with('/') && super::foreign::word(text, "(").is_none()
}
