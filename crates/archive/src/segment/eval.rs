//! Which rows of a segment are what was asked for.

use super::columns::{BLOCK, stream_of};
use super::dict::{begins, folded};
use super::fields::{self, Kind};
use super::postings::Posting;
use super::read::Segment;
use super::rows::Fetcher;
use crate::bitmap::Bitmap;
use crate::bits::unordered;
use crate::error::SearchError;
use crate::hash;
use crate::query::{Bound, Plan, Test};
use activity::event::Field;

/// What is dearer than this reads raw texts.
pub(crate) const COST_OF_READING: u8 = 4;

impl Segment {
    /// The rows of `within` that match.
    pub(crate) fn eval(&self, plan: &Plan, within: &Bitmap) -> Result<Bitmap, SearchError> {
        match plan {
            Plan::And(all) => {
                let mut rows = within.clone();
                for plan in by_cost(all) {
                    if rows.is_empty() {
                        break;
                    }
                    rows = self.eval(plan, &rows)?;
                }
                Ok(rows)
            }
            Plan::Or(any) => {
                let mut rows = Bitmap::none(self.rows());
                let mut rest = within.clone();
                for plan in by_cost(any) {
                    rows.or(&self.eval(plan, &rest)?);
                    rest.minus(&rows);
                }
                Ok(rows)
            }
            Plan::Not(plan) => {
                let mut rows = self.eval(plan, within)?;
                rows.complement_in(within);
                Ok(rows)
            }
            Plan::Span { field, from, until } => self.span(*field, *from, *until, within),
            Plan::Text(needle) => self.text(needle, within),
            Plan::Leaf { fields, test } => {
                let mut rows = Bitmap::none(self.rows());
                for field in fields {
                    rows.or(&self.leaf(*field, test, within)?);
                }
                rows.and(within);
                Ok(rows)
            }
        }
    }

    fn span(&self, field: Field, from: i64, until: i64, within: &Bitmap) -> Result<Bitmap, SearchError> {
        if field == Field::EventTime {
            let (start, end) = (self.first_row_at(from)?, self.first_row_at(until)?);
            let mut rows = Bitmap::range(self.rows(), start, end);
            rows.and(within);
            return Ok(rows);
        }
        let mut rows = Bitmap::none(self.rows());
        let mut fetcher = Fetcher::new(self);
        for (block, range) in blocks_of(within) {
            let times = fetcher.stream(block, stream_of(field))?;
            for row in within.iter_range(range.start, range.end) {
                if (from..until).contains(&unordered(times.get(row % BLOCK))) {
                    rows.insert(row);
                }
            }
        }
        Ok(rows)
    }

    fn leaf(&self, field: Field, test: &Test, within: &Bitmap) -> Result<Bitmap, SearchError> {
        match (fields::kind(field), test) {
            (Kind::Time, Test::Any) => Ok(within.clone()),
            (Kind::Derived, Test::Any) => Ok(within.clone()),
            (Kind::Time, _) => Ok(Bitmap::none(self.rows())),
            (Kind::Derived, _) if field == Field::Raw => {
                let mut rows = Bitmap::none(self.rows());
                Fetcher::new(self).each_raw(within.iter(), &mut |row, raw| {
                    if test.passes(&String::from_utf8_lossy(raw)) {
                        rows.insert(row);
                    }
                })?;
                Ok(rows)
            }
            (Kind::Derived, _) => Ok(Bitmap::none(self.rows())),
            (Kind::Dict { .. } | Kind::List, Test::Any) => {
                self.scan(&[stream_of(field)], within, &|code| code != 0)
            }
            (Kind::Quoted, Test::Any) => {
                let stream = stream_of(field);
                self.scan(&[stream, stream + 1], within, &|code| code != 0)
            }
            (Kind::Quoted, _) => self.quoted(field, test, within),
            (Kind::Dict { postings: true } | Kind::List, _) => {
                let mut rows = Bitmap::none(self.rows());
                for (_, posting) in self.terms(field, test)? {
                    self.dict(field).rows(&self.container, posting, &mut rows)?;
                }
                Ok(rows)
            }
            (Kind::Dict { postings: false }, _) => {
                let terms = self.terms(field, test)?;
                if terms.is_empty() {
                    return Ok(Bitmap::none(self.rows()));
                }
                let mut wanted = vec![false; self.dict(field).len(&self.container)? + 1];
                for (number, _) in terms {
                    wanted[number + 1] = true;
                }
                self.scan(&[stream_of(field)], within, &|code| {
                    wanted.get(code as usize).copied().unwrap_or(false)
                })
            }
        }
    }

    /// The rows of `within` where one of the streams has a wanted number.
    fn scan(
        &self,
        streams: &[usize],
        within: &Bitmap,
        wanted: &impl Fn(u64) -> bool,
    ) -> Result<Bitmap, SearchError> {
        let mut rows = Bitmap::none(self.rows());
        let mut fetcher = Fetcher::new(self);
        let mut values = Vec::with_capacity(BLOCK);
        for (block, range) in blocks_of(within) {
            for stream in streams {
                let codes = fetcher.stream(block, *stream)?;
                match codes.constant() {
                    Some(code) if wanted(code) => {
                        rows.or_range(range.start, range.end);
                    }
                    Some(_) => {}
                    None if within.count_range(range.start, range.end) * 4 < range.len() as u64 => within
                        .iter_range(range.start, range.end)
                        .filter(|row| wanted(codes.get(row % BLOCK)))
                        .for_each(|row| rows.insert(row)),
                    None => {
                        codes.unpack(range.len(), &mut values);
                        for (index, values) in values.chunks(64).enumerate() {
                            let bit = |(place, value): (usize, &u64)| u64::from(wanted(*value)) << place;
                            let word = values.iter().enumerate().map(bit).fold(0, |word, bit| word | bit);
                            rows.or_word(range.start / 64 + index, word);
                        }
                    }
                }
            }
        }
        rows.and(within);
        Ok(rows)
    }

    /// Values that are kept as places in the raw text are looked at there; ids are found by their hashes first.
    fn quoted(&self, field: Field, test: &Test, within: &Bitmap) -> Result<Bitmap, SearchError> {
        let mut maybe = within.clone();
        if let (Field::Uid, Test::OneOf(ids)) = (field, test) {
            let mut found = Bitmap::none(self.rows());
            for id in ids {
                let rows = self.rows_of_id(hash::id(id))?;
                rows.into_iter().for_each(|row| found.insert(row));
            }
            maybe.and(&found);
        }
        let mut rows = Bitmap::none(self.rows());
        let mut fetcher = Fetcher::new(self);
        for row in maybe.iter() {
            if fetcher.cell(field, row)?.is_some_and(|text| test.passes(&text)) {
                rows.insert(row);
            }
        }
        Ok(rows)
    }

    /// The terms that pass, with their rows.
    fn terms(&self, field: Field, test: &Test) -> Result<Vec<(usize, Posting)>, SearchError> {
        let (dict, container) = (self.dict(field), &self.container);
        let mut found = Vec::new();
        match test {
            Test::OneOf(values) => {
                for value in values {
                    let start = dict.lower_bound(container, value.as_bytes())?;
                    dict.each(container, start, &mut |number, term, posting| {
                        let is_same = folded(term, value.as_bytes()).is_eq();
                        if is_same {
                            found.push((number, posting));
                        }
                        is_same
                    })?;
                }
            }
            _ => {
                let head = match test {
                    Test::Glob(parts) => parts.first().map_or("", String::as_str),
                    _ => "",
                };
                let start = dict.lower_bound(container, head.as_bytes())?;
                dict.each(container, start, &mut |number, term, posting| {
                    let is_begun = begins(term, head.as_bytes());
                    if is_begun && std::str::from_utf8(term).is_ok_and(|term| test.passes(term)) {
                        found.push((number, posting));
                    }
                    is_begun
                })?;
            }
        }
        Ok(found)
    }
}

/// The blocks that have rows of the set, with their rows.
pub(super) fn blocks_of(rows: &Bitmap) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> + '_ {
    (0..rows.rows().div_ceil(BLOCK))
        .map(|block| (block, block * BLOCK..((block + 1) * BLOCK).min(rows.rows())))
        .filter(|(_, range)| rows.count_range(range.start, range.end) > 0)
}

fn by_cost(plans: &[Plan]) -> Vec<&Plan> {
    let mut plans: Vec<_> = plans.iter().collect();
    plans.sort_by_key(|plan| cost(plan));
    plans
}

/// How dear a condition is, about: 0 is a look-up, from [`COST_OF_READING`] on raw texts are read.
pub(crate) fn cost(plan: &Plan) -> u8 {
    match plan {
        Plan::And(plans) | Plan::Or(plans) => plans.iter().map(cost).max().unwrap_or(0),
        Plan::Not(plan) => cost(plan),
        Plan::Span { field, .. } => u8::from(*field != Field::EventTime),
        Plan::Leaf { fields, test } => fields
            .iter()
            .map(|field| cost_of_leaf(*field, test))
            .max()
            .unwrap_or(0),
        Plan::Text(needle) if needle.is_one_word => {
            let is_slow = |bound| matches!(bound, Bound::Suffix | Bound::Inside);
            u8::from(needle.pieces.iter().any(|piece| is_slow(piece.bound))) * 3
        }
        Plan::Text(_) => COST_OF_READING,
    }
}

fn cost_of_leaf(field: Field, test: &Test) -> u8 {
    match (fields::kind(field), test) {
        (Kind::Quoted, Test::OneOf(_)) if field == Field::Uid => 0,
        (Kind::Quoted, Test::Any) => 1,
        (Kind::Quoted, _) => COST_OF_READING,
        (Kind::Derived, _) if field == Field::Raw && *test != Test::Any => COST_OF_READING + 1,
        (Kind::Dict { postings: true } | Kind::List, Test::OneOf(_)) => 0,
        (Kind::Dict { .. } | Kind::List, Test::OneOf(_) | Test::Any) => 1,
        _ => 2,
    }
}
