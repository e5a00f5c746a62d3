//! Counts of values, and counts over time.

use super::{each_hot, each_segment, within};
use crate::archive::Archive;
use crate::error::SearchError;
use crate::event::word;
use crate::query::{Query, compile};
use crate::segment::fields::is_facet;
use crate::segment::{Counts, Tally};
use activity::event::{COLUMNS, Field, Shape, View};
use std::borrow::Cow;
use std::collections::BTreeMap;

const SECOND_US: i64 = 1_000_000;

/// The values of a column among the events that match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facet {
    /// The column.
    pub column: Field,
    /// Values with how many events have them, the most frequent first; equal ones in the order of their letters.
    pub values: Vec<(String, u64)>,
    /// How many values there are in all.
    pub distinct: u64,
}

impl Archive {
    /// For each column, the most frequent values among the events that match. Events without a value do not count; in a
    /// list, each item does.
    pub fn facets(&self, query: &Query, columns: &[Field], top: usize) -> Result<Vec<Facet>, SearchError> {
        columns.iter().try_for_each(|field| check(*field))?;
        let (span, plan) = compile(query)?;
        let state = self.inner.state();
        let mut tally = Tally::new(columns);
        let parts = each_segment(&state, &span, |segment| {
            let rows = segment.eval(&plan, &within(segment, &span)?)?;
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            segment.tally(&rows, columns)
        })?;
        for part in parts {
            tally.absorb(part);
        }
        let mut buffer = String::new();
        each_hot(&state, &plan, &span, &mut |event, _| {
            for (column, field) in columns.iter().enumerate() {
                if COLUMNS[*field as usize].shape == Shape::List {
                    event.items(*field).for_each(|item| tally.add(column, item, 1));
                } else if let Some(text) = word(&event, *field, &mut buffer) {
                    tally.add(column, text, 1);
                }
            }
        });
        Ok(tally
            .columns
            .into_iter()
            .map(|(column, counts)| facet(column, counts, top))
            .collect())
    }

    /// How many matching events happened in each span of that many seconds; spans without any are left out. Spans begin
    /// at whole multiples of their length since 1970, in seconds.
    pub fn timeline(&self, query: &Query, bucket: u32) -> Result<Vec<(i64, u64)>, SearchError> {
        let width = i64::from(bucket.max(1)) * SECOND_US;
        let (span, plan) = compile(query)?;
        let state = self.inner.state();
        let mut counts = BTreeMap::new();
        let parts = each_segment(&state, &span, |segment| {
            let mut counts = BTreeMap::new();
            let rows = segment.eval(&plan, &within(segment, &span)?)?;
            segment.timeline(&rows, width, &mut counts)?;
            Ok(counts)
        })?;
        for (start, count) in parts.into_iter().flatten() {
            *counts.entry(start).or_default() += count;
        }
        each_hot(&state, &plan, &span, &mut |event, _| {
            *counts.entry(event.time().0.div_euclid(width)).or_default() += 1;
        });
        let start = |bucket: i64| bucket.saturating_mul(width / SECOND_US);
        Ok(counts
            .into_iter()
            .map(|(bucket, count)| (start(bucket), count))
            .collect())
    }

    /// The same for each value of a column: start in seconds, value, count.
    pub fn histogram(
        &self,
        query: &Query,
        column: Field,
        bucket: u32,
    ) -> Result<Vec<(i64, String, u64)>, SearchError> {
        check(column)?;
        if column.column().shape == Shape::List {
            return Err(SearchError::NoFacet {
                column: column.name(),
            });
        }
        let width = i64::from(bucket.max(1)) * SECOND_US;
        let (span, plan) = compile(query)?;
        let state = self.inner.state();
        let mut counts = BTreeMap::new();
        let parts = each_segment(&state, &span, |segment| {
            let mut counts = BTreeMap::new();
            let rows = segment.eval(&plan, &within(segment, &span)?)?;
            segment.histogram(&rows, column, width, &mut counts)?;
            Ok(counts)
        })?;
        for (key, count) in parts.into_iter().flatten() {
            *counts.entry(key).or_default() += count;
        }
        let mut buffer = String::new();
        each_hot(&state, &plan, &span, &mut |event, _| {
            let bucket = event.time().0.div_euclid(width);
            if let Some(text) = word(&event, column, &mut buffer) {
                *counts.entry((bucket, text.to_owned())).or_default() += 1;
            }
        });
        let start = |bucket: i64| bucket.saturating_mul(width / SECOND_US);
        Ok(counts
            .into_iter()
            .map(|((bucket, value), count)| (start(bucket), value, count))
            .collect())
    }
}

fn check(field: Field) -> Result<(), SearchError> {
    if is_facet(field) {
        Ok(())
    } else {
        Err(SearchError::NoFacet { column: field.name() })
    }
}

fn facet(column: Field, counts: Counts<'_>, top: usize) -> Facet {
    let distinct = counts.len() as u64;
    let mut values: Vec<_> = counts.into_iter().collect();
    let rank = |a: &(Cow<'_, str>, u64), b: &(Cow<'_, str>, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0));
    if values.len() > top && top > 0 {
        values.select_nth_unstable_by(top - 1, rank);
    }
    values.truncate(top);
    values.sort_by(rank);
    let values = values
        .into_iter()
        .map(|(value, count)| (value.into_owned(), count));
    Facet {
        column,
        values: values.collect(),
        distinct,
    }
}
