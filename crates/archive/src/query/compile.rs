//! A filter as it is evaluated: values checked and folded once.

use super::test::{network, parts};
use super::{Column, Filter, Needle, Operator, Pattern, Query, Test};
use crate::error::SearchError;
use activity::event::{COLUMNS, Field, Moment, Shape};
use activity::normalise::time;

/// Filters inside filters.
const DEPTH_MAX: usize = 64;
const DAY_US: i64 = 86_400_000_000;

/// A filter that is ready.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    /// A time from the first up to the second, microseconds.
    Span {
        field: Field,
        from: i64,
        until: i64,
    },
    Leaf {
        fields: Vec<Field>,
        test: Test,
    },
    Text(Box<Needle>),
}

/// A query that is ready: a span of event times, and the rest.
pub(crate) fn compile(query: &Query) -> Result<(std::ops::Range<i64>, Plan), SearchError> {
    let us = |time: domain::Timestamp| time.as_ms().saturating_mul(1_000);
    let mut span = query.from.map_or(i64::MIN, us)..query.until.map_or(i64::MAX, us);
    let plan = plan(&query.filter, 0)?;
    narrow(&plan, &mut span);
    Ok((span, plan))
}

/// Takes the conditions on the time that must be true into the span, so that segments out of it are not opened.
fn narrow(plan: &Plan, span: &mut std::ops::Range<i64>) {
    match plan {
        Plan::And(plans) => plans.iter().for_each(|plan| narrow(plan, span)),
        Plan::Span {
            field: Field::EventTime,
            from,
            until,
        } => {
            span.start = span.start.max(*from);
            span.end = span.end.min(*until);
        }
        _ => {}
    }
}

/// A moment from text: RFC 3339, or a day.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    if text.len() < 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    time::of_text(text).or_else(|| day(text))
}

fn day(text: &str) -> Option<Moment> {
    let is_day = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
    is_day
        .then(|| time::of_text(&format!("{text}T00:00:00Z")))
        .flatten()
}

fn plan(filter: &Filter, depth: usize) -> Result<Plan, SearchError> {
    if depth > DEPTH_MAX {
        return Err(SearchError::TooDeep(DEPTH_MAX));
    }
    let all = |filters: &[Filter]| {
        filters
            .iter()
            .map(|filter| plan(filter, depth + 1))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(match filter {
        Filter::All => Plan::And(Vec::new()),
        Filter::And(filters) => Plan::And(all(filters)?),
        Filter::Or(filters) => Plan::Or(all(filters)?),
        Filter::Not(filter) => Plan::Not(Box::new(plan(filter, depth + 1)?)),
        Filter::Word(text) => Plan::Text(Box::new(Needle::new(text, true))),
        Filter::Substring(text) => Plan::Text(Box::new(Needle::new(text, false))),
        Filter::Exists { column } => leaf(column, Test::Any),
        Filter::Is { column, values } => is(column, values)?,
        Filter::Like { column, pattern } => {
            let field = first(column);
            if is_time(field) {
                return Err(bad(field, pattern));
            }
            leaf(column, Test::Glob(parts(pattern)))
        }
        Filter::Matches { column, pattern } => {
            let field = first(column);
            if is_time(field) {
                return Err(bad(field, pattern));
            }
            let pattern = Pattern::new(pattern).map_err(|reason| SearchError::BadPattern {
                pattern: pattern.clone(),
                reason,
            })?;
            leaf(column, Test::Regex(pattern))
        }
        Filter::Within {
            column,
            network: text,
        } => {
            let field = first(column);
            let (address, bits) = network(text).ok_or_else(|| SearchError::BadValue {
                column: field.name(),
                value: text.clone(),
                expected: "an address, or a network like 10.0.0.0/8",
            })?;
            leaf(column, Test::Network(address, bits))
        }
        Filter::Compare { column, op, value } => compare(column, *op, value)?,
    })
}

fn leaf(column: &Column, test: Test) -> Plan {
    Plan::Leaf {
        fields: column.fields().to_vec(),
        test,
    }
}

fn first(column: &Column) -> Field {
    column.fields().first().copied().unwrap_or(Field::Raw)
}

fn is_time(field: Field) -> bool {
    matches!(field.column().shape, Shape::Time | Shape::Date)
}

fn bad(field: Field, value: &str) -> SearchError {
    let expected = match COLUMNS[field as usize].shape {
        Shape::Time => "times like 2026-01-31T08:00:00Z or 2026-01-31",
        Shape::Date => "days like 2026-01-31",
        Shape::Number => "numbers",
        Shape::Truth => "true and false",
        Shape::Word | Shape::Text | Shape::List => "texts",
    };
    SearchError::BadValue {
        column: field.name(),
        value: value.to_owned(),
        expected,
    }
}

fn is(column: &Column, values: &[String]) -> Result<Plan, SearchError> {
    let field = first(column);
    let shape = field.column().shape;
    if is_time(field) {
        let spans = values.iter().map(|value| {
            let start = moment(value).ok_or_else(|| bad(field, value))?.0;
            let length = if day(value).is_some() || shape == Shape::Date {
                DAY_US
            } else {
                1
            };
            Ok(Plan::Span {
                field: time_field(field),
                from: start,
                until: start.saturating_add(length),
            })
        });
        return Ok(Plan::Or(spans.collect::<Result<_, SearchError>>()?));
    }
    let folded = values.iter().map(|value| {
        let folded = value.to_ascii_lowercase();
        match shape {
            Shape::Number => number(field, value),
            Shape::Truth if folded != "true" && folded != "false" => Err(bad(field, value)),
            _ => Ok(folded),
        }
    });
    Ok(leaf(column, Test::OneOf(folded.collect::<Result<_, _>>()?)))
}

/// A number as the columns write it.
fn number(field: Field, text: &str) -> Result<String, SearchError> {
    let written = if matches!(field, Field::Latitude | Field::Longitude) {
        text.parse::<f32>().map(|number| number.to_string()).ok()
    } else {
        text.parse::<u64>().map(|number| number.to_string()).ok()
    };
    written.ok_or_else(|| bad(field, text))
}

fn compare(column: &Column, op: Operator, value: &str) -> Result<Plan, SearchError> {
    let field = first(column);
    match field.column().shape {
        Shape::Time | Shape::Date => {
            let start = moment(value).ok_or_else(|| bad(field, value))?.0;
            let step = if field == Field::EventDate { DAY_US } else { 1 };
            let after = start.saturating_add(step);
            let (from, until) = match op {
                Operator::Less => (i64::MIN, start),
                Operator::AtMost => (i64::MIN, after),
                Operator::More => (after, i64::MAX),
                Operator::AtLeast => (start, i64::MAX),
            };
            Ok(Plan::Span {
                field: time_field(field),
                from,
                until,
            })
        }
        Shape::Number => {
            let number = value.parse().map_err(|_| bad(field, value))?;
            Ok(leaf(column, Test::Number(op, number)))
        }
        _ => Ok(leaf(column, Test::Order(op, value.to_ascii_lowercase()))),
    }
}

const fn time_field(field: Field) -> Field {
    match field {
        Field::IngestTime => Field::IngestTime,
        _ => Field::EventTime,
    }
}
