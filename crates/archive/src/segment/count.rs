//! Counts over the rows of a segment: by value, by time, and by both. Nothing but packed numbers is read.

use super::columns::{BLOCK, stream_of};
use super::eval::blocks_of;
use super::fields::{self, Kind};
use super::read::Segment;
use super::rows::Fetcher;
use crate::bitmap::Bitmap;
use crate::bits::unordered;
use crate::error::SearchError;
use crate::hash::Seeded;
use activity::event::Field;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Counts of all rows of a segment are kept for columns of so many terms at most.
const TERMS_KEPT: usize = 1 << 16;

/// How often each value was there.
pub(crate) type Counts<'s> = HashMap<Cow<'s, str>, u64, Seeded>;

/// Counts of values by column in one segment: each value once.
pub(crate) type Part<'s> = Vec<(Cow<'s, str>, u64)>;

/// Counts of values by column, over several segments.
#[derive(Debug, Default)]
pub(crate) struct Tally<'s> {
    pub(crate) columns: Vec<(Field, Counts<'s>)>,
}

impl<'s> Tally<'s> {
    pub(crate) fn new(columns: &[Field]) -> Self {
        Self {
            columns: columns.iter().map(|field| (*field, Counts::default())).collect(),
        }
    }

    /// Counts one value.
    pub(crate) fn add(&mut self, column: usize, value: &str, count: u64) {
        if let Some((_, counts)) = self.columns.get_mut(column) {
            match counts.get_mut(value) {
                Some(known) => *known += count,
                None => {
                    counts.insert(Cow::Owned(value.to_owned()), count);
                }
            }
        }
    }

    /// Adds the counts of a segment, in the order of the columns.
    pub(crate) fn absorb(&mut self, parts: Vec<Part<'s>>) {
        for ((_, counts), part) in self.columns.iter_mut().zip(parts) {
            if counts.is_empty() {
                counts.reserve(part.len());
            }
            for (value, count) in part {
                *counts.entry(value).or_default() += count;
            }
        }
    }
}

impl Segment {
    /// The values of some rows, column by column.
    pub(crate) fn tally<'s>(
        &'s self,
        rows: &Bitmap,
        columns: &[Field],
    ) -> Result<Vec<Part<'s>>, SearchError> {
        let mut counts = Vec::new();
        for field in columns {
            counts.push(vec![0_u64; self.dict(*field).len(&self.container)? + 1]);
        }
        let is_all = rows.count() == self.rows() as u64;
        let mut known = vec![false; columns.len()];
        for ((field, counts), is_known) in columns.iter().zip(&mut counts).zip(&mut known) {
            if let Some(all) = self.counts(*field).get().filter(|_| is_all) {
                counts.clone_from(all);
                *is_known = true;
            }
        }
        if known.contains(&false) {
            self.count_rows(rows, columns, &mut counts, &known)?;
        }
        for ((field, counts), is_known) in columns.iter().zip(&counts).zip(&known) {
            if is_all && !is_known && counts.len() <= TERMS_KEPT {
                // Another thread may have counted the same.
                let _ = self.counts(*field).set(counts.clone());
            }
        }
        let parts = columns.iter().zip(&counts).map(|(field, counts)| {
            let mut part = Part::new();
            self.names(*field, counts, &mut |name, count| part.push((name, count)))?;
            Ok(part)
        });
        parts.collect()
    }

    /// Counts the values of some rows in the columns that are not known.
    fn count_rows(
        &self,
        rows: &Bitmap,
        columns: &[Field],
        counts: &mut [Vec<u64>],
        known: &[bool],
    ) -> Result<(), SearchError> {
        let mut fetcher = Fetcher::new(self);
        let mut values = Vec::with_capacity(BLOCK);
        for (block, range) in blocks_of(rows) {
            let count = rows.count_range(range.start, range.end);
            let columns = columns.iter().zip(&mut *counts).zip(known);
            for ((field, counts), _) in columns.filter(|(_, is_known)| !**is_known) {
                if fields::kind(*field) == Kind::List {
                    self.tally_list(&mut fetcher, *field, rows, &range, counts)?;
                    continue;
                }
                let codes = fetcher.stream(block, stream_of(*field))?;
                if let Some(code) = codes.constant() {
                    add(counts, code, count);
                    continue;
                }
                if count * 4 < range.len() as u64 {
                    for row in rows.iter_range(range.start, range.end) {
                        add(counts, codes.get(row % BLOCK), 1);
                    }
                    continue;
                }
                codes.unpack(range.len(), &mut values);
                for (index, values) in values.chunks(64).enumerate() {
                    let mut word = rows.word(range.start / 64 + index);
                    if word == u64::MAX {
                        values.iter().for_each(|code| add(counts, *code, 1));
                        continue;
                    }
                    while word != 0 {
                        let place = word.trailing_zeros() as usize;
                        add(counts, values.get(place).copied().unwrap_or(0), 1);
                        word &= word - 1;
                    }
                }
            }
        }
        Ok(())
    }

    fn tally_list(
        &self,
        fetcher: &mut Fetcher<'_>,
        field: Field,
        rows: &Bitmap,
        range: &std::ops::Range<usize>,
        counts: &mut [u64],
    ) -> Result<(), SearchError> {
        let block = range.start / BLOCK;
        let mut lengths = Vec::new();
        fetcher
            .stream(block, stream_of(field))?
            .unpack(range.len(), &mut lengths);
        let items = fetcher.stream(block, stream_of(field) + 1)?;
        let mut at = 0;
        for (place, length) in lengths.iter().enumerate() {
            let next = at + *length as usize;
            if rows.contains(range.start + place) {
                (at..next).for_each(|item| add(counts, items.get(item), 1));
            }
            at = next;
        }
        Ok(())
    }

    /// Calls with the text of each term that was counted.
    fn names<'s>(
        &'s self,
        field: Field,
        counts: &[u64],
        f: &mut dyn FnMut(Cow<'s, str>, u64),
    ) -> Result<(), SearchError> {
        let (dict, container) = (self.dict(field), &self.container);
        for (number, count) in counts.iter().skip(1).enumerate() {
            if *count > 0 {
                f(String::from_utf8_lossy(dict.text(container, number)?), *count);
            }
        }
        Ok(())
    }

    /// Adds how many rows fall in each span of `width` microseconds.
    pub(crate) fn timeline(
        &self,
        rows: &Bitmap,
        width: i64,
        into: &mut BTreeMap<i64, u64>,
    ) -> Result<(), SearchError> {
        let mut fetcher = Fetcher::new(self);
        let mut values = Vec::with_capacity(BLOCK);
        for (block, range) in blocks_of(rows) {
            let times = fetcher.stream(block, stream_of(Field::EventTime))?;
            let bucket = |place| unordered(times.get(place)).div_euclid(width);
            let (first, last) = (bucket(0), bucket(range.len() - 1));
            if first == last {
                *into.entry(first).or_default() += rows.count_range(range.start, range.end);
                continue;
            }
            times.unpack(range.len(), &mut values);
            for row in rows.iter_range(range.start, range.end) {
                let time = values.get(row % BLOCK).copied().unwrap_or(0);
                *into.entry(unordered(time).div_euclid(width)).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Adds how many rows fall in each span of `width` microseconds with each value of a column.
    pub(crate) fn histogram(
        &self,
        rows: &Bitmap,
        field: Field,
        width: i64,
        into: &mut BTreeMap<(i64, String), u64>,
    ) -> Result<(), SearchError> {
        let terms = self.dict(field).len(&self.container)? + 1;
        let mut counts = vec![0_u64; terms];
        let mut current = None;
        let mut fetcher = Fetcher::new(self);
        let (mut values, mut codes) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK));
        for (block, range) in blocks_of(rows) {
            fetcher
                .stream(block, stream_of(Field::EventTime))?
                .unpack(range.len(), &mut values);
            fetcher
                .stream(block, stream_of(field))?
                .unpack(range.len(), &mut codes);
            for row in rows.iter_range(range.start, range.end) {
                let time = values.get(row % BLOCK).copied().unwrap_or(0);
                let bucket = unordered(time).div_euclid(width);
                if current != Some(bucket) {
                    self.end_bucket(field, current, &mut counts, into)?;
                    current = Some(bucket);
                }
                add(&mut counts, codes.get(row % BLOCK).copied().unwrap_or(0), 1);
            }
        }
        self.end_bucket(field, current, &mut counts, into)
    }

    fn end_bucket(
        &self,
        field: Field,
        bucket: Option<i64>,
        counts: &mut [u64],
        into: &mut BTreeMap<(i64, String), u64>,
    ) -> Result<(), SearchError> {
        if let Some(bucket) = bucket {
            self.names(field, counts, &mut |name, count| {
                *into.entry((bucket, name.into_owned())).or_default() += count;
            })?;
            counts.fill(0);
        }
        Ok(())
    }
}

#[inline]
fn add(counts: &mut [u64], code: u64, count: u64) {
    if let Some(known) = counts.get_mut(code as usize) {
        *known += count;
    }
}
