//! Text to a query, by descent: alternatives, of conditions side by side, each perhaps turned around.

mod range;

use super::foreign;
use super::near::near;
use super::value::{self, Value};
use super::{KEYWORDS, QueryError, TEXT, WORD};
use crate::error::SearchError;
use crate::query::{Column, Filter, Operator, Query, compile, moment};
use activity::event::{Field, Source};
use domain::Timestamp;

/// Parentheses inside parentheses.
const DEPTH_MAX: usize = 32;
/// Bytes of the longest query.
const LENGTH_MAX: usize = 64 << 10;

/// The query of a text. The empty text is every event.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let mut parser = Parser { text, at: 0 };
    if text.len() > LENGTH_MAX {
        return Err(parser.error(0, text.len(), "at most 65536 bytes", Vec::new()));
    }
    parser.skip();
    if parser.rest().is_empty() {
        return Ok(Query::default());
    }
    let filter = parser.any(0)?;
    parser.skip();
    if !parser.rest().is_empty() {
        return Err(parser.error_here("a condition or the end"));
    }
    Ok(lift(filter))
}

/// Whether a bare value of a column means a network.
pub(super) fn is_network(column: &Column, value: &str) -> bool {
    *column == Column::One(Field::Ip) && value.contains('/')
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn error(&self, position: usize, length: usize, expected: &str, near: Vec<String>) -> QueryError {
        let found = self.text.get(position..position + length).unwrap_or("");
        let found = if found.is_empty() {
            "the end of the query".to_owned()
        } else {
            let short: String = found.chars().take(40).collect();
            format!("`{short}`")
        };
        QueryError {
            position,
            length,
            found,
            expected: expected.to_owned(),
            near,
        }
    }

    fn error_here(&self, expected: &str) -> QueryError {
        let rest = self.rest();
        let word = rest.find(value::ends_bare).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        self.error(self.at, word.max(first), expected, Vec::new())
    }

    /// Takes a keyword that stands alone.
    fn keyword(&mut self, word: &str) -> bool {
        self.skip();
        let rest = self.rest().strip_prefix(word);
        let is_whole = rest.is_some_and(|rest| rest.chars().next().is_none_or(value::ends_bare));
        if is_whole {
            self.at += word.len();
        }
        is_whole
    }

    fn any(&mut self, depth: usize) -> Result<Filter, QueryError> {
        let mut filters = vec![self.all(depth)?];
        while self.keyword("OR") {
            filters.push(self.all(depth)?);
        }
        Ok(single(filters, Filter::Or))
    }

    fn all(&mut self, depth: usize) -> Result<Filter, QueryError> {
        let mut filters = vec![self.not(depth)?];
        loop {
            if self.keyword("AND") {
                filters.push(self.not(depth)?);
                continue;
            }
            let begun = self.at;
            if self.rest().is_empty() || self.rest().starts_with(')') || self.keyword("OR") {
                self.at = begun;
                return Ok(single(filters, Filter::And));
            }
            filters.push(self.not(depth)?);
        }
    }

    fn not(&mut self, depth: usize) -> Result<Filter, QueryError> {
        if depth > DEPTH_MAX {
            return Err(self.error_here("at most 32 levels of parentheses and negations"));
        }
        self.skip();
        if self.rest().starts_with('-') {
            self.at += 1;
            return Ok(Filter::Not(Box::new(self.not(depth + 1)?)));
        }
        if self.keyword("NOT") {
            return Ok(Filter::Not(Box::new(self.not(depth + 1)?)));
        }
        self.condition(depth)
    }

    fn condition(&mut self, depth: usize) -> Result<Filter, QueryError> {
        if self.rest().starts_with('(') {
            let open = self.at;
            self.at += 1;
            let filter = self.any(depth + 1)?;
            self.skip();
            if !self.rest().starts_with(')') {
                let mut error = self.error_here("`)`");
                error.expected = format!("`)` to close the parenthesis of byte {open}");
                return Err(error);
            }
            self.at += 1;
            return Ok(filter);
        }
        if let Some((name, op)) = column_and_operator(self.rest()) {
            return self.column(name, op);
        }
        let start = self.at;
        let (value, length) = self.value("a condition")?;
        let word = self.text.get(start..start + length).unwrap_or("");
        if let Some(expected) = foreign::word(word, self.rest()) {
            return Err(self.error(start, length, expected, Vec::new()));
        }
        match value {
            Value::Exact {
                text,
                is_quoted: true,
            } => Ok(Filter::Substring(text)),
            Value::Exact { .. } if KEYWORDS.contains(&word) => {
                self.at = start;
                Err(self.error_here("a condition"))
            }
            Value::Exact { text, .. } => Ok(Filter::Word(text)),
            Value::Form(form) if form == "*" => Ok(Filter::All),
            Value::Regex(_) => Err(self.error(
                start,
                length,
                "a column before a regular expression; text:/expression/ looks at the raw text",
                Vec::new(),
            )),
            Value::Form(_) => Err(self.error(
                start,
                length,
                "a whole word, \"any part\" in quotes, or column:form*",
                Vec::new(),
            )),
        }
    }

    /// A value, which must not be missing.
    fn value(&mut self, expected: &str) -> Result<(Value, usize), QueryError> {
        let (value, length) = match value::read(self.rest()) {
            Ok(read) => read,
            Err(length) => {
                return Err(self.error(self.at + length, 0, "`\"` to close the quotes", Vec::new()));
            }
        };
        if length == 0 {
            return Err(self.error_here(expected));
        }
        self.at += length;
        Ok((value, length))
    }

    fn column(&mut self, name: &'t str, op: &'t str) -> Result<Filter, QueryError> {
        let start = self.at;
        let column = Column::of_name(&name.to_ascii_lowercase());
        let is_text = name == WORD || name == TEXT;
        if column.is_none() && !is_text {
            let names = Column::names();
            let near = near(name, names.into_iter().chain([WORD, TEXT]));
            let expected = "the name of a column; put the text in quotes to look for it";
            return Err(self.error(start, name.len(), expected, near));
        }
        self.at += name.len() + op.len();
        let at = self.at;
        if let Some(expected) = foreign::sign(op, self.rest()) {
            return Err(self.error_here(expected));
        }
        let filter = match (column, op) {
            (Some(column), ":" | "=") => self.is(column)?,
            (Some(column), op) => {
                let (value, length) = self.value("a value")?;
                let Value::Exact { text, .. } = value else {
                    return Err(self.error(at, length, "a value without `*` or slashes", Vec::new()));
                };
                let op = match op {
                    "<" => Operator::Less,
                    "<=" => Operator::AtMost,
                    ">" => Operator::More,
                    _ => Operator::AtLeast,
                };
                let value = text;
                Filter::Compare { column, op, value }
            }
            (None, _) => {
                let (value, length) = self.value("a text")?;
                match value {
                    Value::Exact { text, .. } if name == WORD => Filter::Word(text),
                    Value::Exact { text, .. } => Filter::Substring(text),
                    Value::Regex(pattern) if name == TEXT => {
                        self.expression(at, Column::One(Field::Raw), pattern)?
                    }
                    Value::Regex(_) => {
                        return Err(self.error(
                            at,
                            length,
                            "a text; text:/expression/ takes expressions",
                            Vec::new(),
                        ));
                    }
                    Value::Form(_) => return Err(self.error(at, length, "a text without `*`", Vec::new())),
                }
            }
        };
        self.check(at, &filter)?;
        Ok(filter)
    }

    fn is(&mut self, column: Column) -> Result<Filter, QueryError> {
        if self.rest().starts_with('(') {
            return self.list(column);
        }
        if self.rest().starts_with('[') {
            return self.range(column);
        }
        let at = self.at;
        let (value, _) = self.value("a value")?;
        Ok(match value {
            Value::Regex(pattern) => self.expression(at, column, pattern)?,
            Value::Form(form) if form == "*" => Filter::Exists { column },
            Value::Form(pattern) => Filter::Like { column, pattern },
            Value::Exact { text, is_quoted } if !is_quoted && is_network(&column, &text) => Filter::Within {
                column,
                network: text,
            },
            Value::Exact { text, .. } => Filter::Is {
                column,
                values: vec![text],
            },
        })
    }

    /// `(a OR b OR c)` after a column.
    fn list(&mut self, column: Column) -> Result<Filter, QueryError> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip();
            if self.rest().starts_with(')') {
                self.at += 1;
                return Ok(Filter::Is { column, values });
            }
            if !values.is_empty() {
                let _ = self.keyword("OR");
                self.skip();
            }
            let at = self.at;
            let (value, length) = self.value("a value or `)`")?;
            match value {
                Value::Exact { text, .. } => values.push(text),
                Value::Form(_) | Value::Regex(_) => {
                    let expected =
                        "a value without `*` or slashes; forms are alternatives of their own: (c:a* OR c:b*)";
                    return Err(self.error(at, length, expected, Vec::new()));
                }
            }
        }
    }

    /// Whether the value can be one of the column.
    fn check(&self, at: usize, filter: &Filter) -> Result<(), QueryError> {
        let query = Query {
            filter: filter.clone(),
            ..Query::default()
        };
        let end = self.at;
        if let Err(SearchError::BadValue { expected, .. }) = compile(&query) {
            return Err(self.error(at, end - at, expected, Vec::new()));
        }
        if let Filter::Is { column, values } = filter
            && *column == Column::One(Field::Source)
        {
            let words = || Source::ALL.iter().map(|source| source.word());
            let wrong = |value: &&String| words().all(|word| !word.eq_ignore_ascii_case(value));
            if let Some(value) = values.iter().find(wrong) {
                let expected = "okta, aws, github, teleport or self";
                return Err(self.error(at, end - at, expected, near(value, words())));
            }
        }
        Ok(())
    }
}

fn single(mut filters: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match filters.len() {
        1 => filters.pop().unwrap_or_default(),
        _ => join(filters),
    }
}

/// A name and the operator after it, at the beginning of a text.
fn column_and_operator(text: &str) -> Option<(&str, &str)> {
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let (name, rest) = text.split_at(length);
    let op = [">=", "<=", ">", "<", ":", "="]
        .into_iter()
        .find(|op| rest.starts_with(op))?;
    let is_name = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    is_name.then(|| (name, rest.split_at(op.len()).0))
}

/// Moves a span of event times from the conditions that must all be true to the query.
fn lift(filter: Filter) -> Query {
    let mut query = Query::default();
    let conditions = match filter {
        Filter::And(filters) => filters,
        filter => vec![filter],
    };
    let mut rest = Vec::new();
    for condition in conditions {
        match bound(&condition) {
            Some((Operator::AtLeast, time)) if query.from.is_none() => query.from = Some(time),
            Some((Operator::Less, time)) if query.until.is_none() => query.until = Some(time),
            _ => rest.push(condition),
        }
    }
    query.filter = match rest.len() {
        0 => Filter::All,
        _ => single(rest, Filter::And),
    };
    query
}

fn bound(condition: &Filter) -> Option<(Operator, Timestamp)> {
    let Filter::Compare { column, op, value } = condition else {
        return None;
    };
    let us = (*column == Column::One(Field::EventTime))
        .then(|| moment(value))??
        .0;
    (us % 1_000 == 0).then(|| (*op, Timestamp::from_ms(us / 1_000)))
}
