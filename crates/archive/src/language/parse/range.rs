//! What stands after a column beside plain values: ranges and regular expressions.

use super::super::QueryError;
use super::{Parser, single};
use crate::query::{Column, Filter, Operator, Pattern, moment};
use activity::event::Field;

impl Parser<'_> {
    /// `[a TO b]` after a column: both ends belong to it, and `*` is no end.
    pub(super) fn range(&mut self, column: Column) -> Result<Filter, QueryError> {
        let open = self.at;
        let rest = self.rest();
        let Some(length) = rest.find(']') else {
            let expected = "`]` to close the range, as severity:[3 TO 5]";
            return Err(self.error(self.text.len(), 0, expected, Vec::new()));
        };
        let inner = rest.get(1..length).unwrap_or("");
        let ends = inner
            .split_once(" TO ")
            .map(|(from, to)| (from.trim(), to.trim()));
        let wrong = |end: &str| end.is_empty() || end.contains(char::is_whitespace);
        let Some((from, to)) = ends.filter(|(from, to)| !wrong(from) && !wrong(to)) else {
            let expected = "two values with TO between, as [3 TO 5], [2026-01-01 TO 2026-02-01] or [3 TO *]";
            return Err(self.error(open, length + 1, expected, Vec::new()));
        };
        let mut filters = Vec::new();
        for (op, end) in [(Operator::AtLeast, from), (Operator::AtMost, to)] {
            let found = match op {
                Operator::AtLeast => rest.find(end),
                _ => rest.get(..length).and_then(|inner| inner.rfind(end)),
            };
            let at = open + found.unwrap_or(0);
            let value = upper(column, op, end.trim_matches('"'));
            if end != "*" {
                let filter = Filter::Compare { column, op, value };
                self.at = at + end.len();
                self.check(at, &filter)?;
                filters.push(filter);
            }
        }
        self.at = open + length + 1;
        Ok(match filters.len() {
            0 => Filter::Exists { column },
            _ => single(filters, Filter::And),
        })
    }

    /// A regular expression that was read at a place.
    pub(super) fn expression(
        &self,
        at: usize,
        column: Column,
        pattern: String,
    ) -> Result<Filter, QueryError> {
        match Pattern::new(&pattern) {
            Ok(_) => Ok(Filter::Matches { column, pattern }),
            Err(reason) => {
                let expected = format!("another regular expression: {reason}");
                Err(self.error(at, self.at - at, &expected, Vec::new()))
            }
        }
    }
}

/// The end of a range: a day as the end of times is meant whole.
fn upper(column: Column, op: Operator, value: &str) -> String {
    let is_time = matches!(column, Column::One(Field::EventTime | Field::IngestTime));
    let is_day = value.len() == 10 && moment(value).is_some();
    if op == Operator::AtMost && is_time && is_day {
        return format!("{value}T23:59:59.999999Z");
    }
    value.to_owned()
}
