//! What was read of one segment: its columns as numbers, block by block, and the texts of these numbers.

use super::shelf::{Failed, Shelf};
use crate::bitmap::Bitmap;
use crate::bits::Packed;
use crate::error::SearchError;
use crate::query::{Needle, Plan};
use crate::search::within;
use crate::segment::{BLOCK, Fetcher, Segment, fields, stream_of};
use activity::event::{COLUMNS, Field, LIST_SEPARATOR};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How JSON begins a letter that it does not write plainly.
const ESCAPED: &str = "\\u";

/// What is known of one segment.
#[derive(Debug)]
pub(super) struct Book {
    number: u64,
    columns: Vec<Column>,
    /// How many texts are kept.
    words: usize,
    /// The rows that may be asked for.
    within: Bitmap,
    /// Rows that may have a text somewhere, for the texts that were asked: few, so that looking at each is quickest.
    says: Vec<(Box<str>, Bitmap)>,
    unpacked: Vec<u64>,
    shelf: Arc<Shelf>,
}

/// A column of the block that was read last.
#[derive(Debug, Default)]
struct Column {
    block: Option<usize>,
    /// By row of the block.
    numbers: Vec<u32>,
    /// By number.
    texts: Vec<Option<Rc<str>>>,
    /// Lists have numbers of their own, from 1 on.
    lists: HashMap<Box<[u64]>, u32>,
}

impl Book {
    /// Knows nothing yet.
    pub(super) fn new(
        segment: Arc<Segment>,
        span: &Range<i64>,
        failed: Arc<Failed>,
    ) -> Result<Self, SearchError> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Ok(Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            columns: COLUMNS.iter().map(|_| Column::default()).collect(),
            words: 0,
            within: within(&segment, span)?,
            says: Vec::new(),
            unpacked: Vec::new(),
            shelf: Arc::new(Shelf { segment, failed }),
        })
    }

    /// No other book is called so.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// How many texts are kept.
    pub(super) const fn words(&self) -> usize {
        self.words
    }

    pub(super) fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf)
    }

    /// The number of a row's text or list; `None` for columns without numbers.
    pub(super) fn number_of(
        &mut self,
        fetcher: &mut Fetcher<'_>,
        field: Field,
        row: usize,
    ) -> Result<Option<u32>, SearchError> {
        let Some(column) = self.columns.get_mut(field as usize) else {
            return Ok(None);
        };
        if column.block != Some(row / BLOCK) {
            column.block = None;
            let rows = BLOCK.min(self.shelf.segment.rows() - row / BLOCK * BLOCK);
            match fields::kind(field) {
                fields::Kind::Dict { .. } => {
                    let stream = fetcher.stream(row / BLOCK, stream_of(field))?;
                    stream.unpack(rows, &mut self.unpacked);
                    column.numbers.clear();
                    let numbers = self
                        .unpacked
                        .iter()
                        .map(|number| u32::try_from(*number).unwrap_or(0));
                    column.numbers.extend(numbers);
                }
                fields::Kind::List => {
                    let (counts, items) = fetcher.streams(row / BLOCK, stream_of(field))?;
                    column.read_lists(rows, counts, items);
                }
                _ => return Ok(None),
            }
            column.block = Some(row / BLOCK);
        }
        Ok(column.numbers.get(row % BLOCK).copied())
    }

    /// The text of a column with numbers; the items of a list are joined.
    pub(super) fn text(
        &mut self,
        fetcher: &mut Fetcher<'_>,
        field: Field,
        row: usize,
    ) -> Result<Option<Rc<str>>, SearchError> {
        let number = self.number_of(fetcher, field, row)?.unwrap_or(0) as usize;
        let Some(column) = self.columns.get_mut(field as usize).filter(|_| number > 0) else {
            return Ok(None);
        };
        if let Some(Some(text)) = column.texts.get(number) {
            return Ok(Some(Rc::clone(text)));
        }
        let text: Rc<str> = match fields::kind(field) {
            fields::Kind::List => joined(fetcher, field, row)?.into(),
            _ => fetcher.word(field, number as u64)?.into(),
        };
        if column.texts.len() <= number {
            column.texts.resize(number + 1, None);
        }
        if let Some(place) = column.texts.get_mut(number) {
            *place = Some(Rc::clone(&text));
            self.words += 1;
        }
        Ok(Some(text))
    }

    /// Whether the raw text of a row may have a text somewhere, however JSON writes it.
    pub(super) fn may_say(&mut self, text: &str, row: usize) -> Result<bool, SearchError> {
        if let Some((_, rows)) = self.says.iter().find(|(known, _)| **known == *text) {
            return Ok(rows.contains(row));
        }
        let mut rows = self.find(text)?;
        rows.or(&self.find(ESCAPED)?);
        let is_there = rows.contains(row);
        self.says.push((text.into(), rows));
        Ok(is_there)
    }

    fn find(&self, text: &str) -> Result<Bitmap, SearchError> {
        let plan = Plan::Text(Box::new(Needle::new(text, false)));
        self.shelf.segment.eval(&plan, &self.within)
    }
}

impl Column {
    fn read_lists(&mut self, rows: usize, counts: Packed<'_>, items: Packed<'_>) {
        self.numbers.clear();
        if counts.constant() == Some(0) {
            self.numbers.resize(rows, 0);
            return;
        }
        let mut at = 0;
        let mut list = Vec::new();
        for row in 0..rows {
            let count = counts.get(row) as usize;
            list.clear();
            list.extend((at..at + count).map(|place| items.get(place)));
            at += count;
            let number = match (count, self.lists.get(list.as_slice())) {
                (0, _) => 0,
                (_, Some(known)) => *known,
                (_, None) => {
                    let number = self.lists.len() as u32 + 1;
                    self.lists.insert(list.as_slice().into(), number);
                    number
                }
            };
            self.numbers.push(number);
        }
    }
}

fn joined(fetcher: &mut Fetcher<'_>, field: Field, row: usize) -> Result<String, SearchError> {
    let mut codes = Vec::new();
    fetcher.codes(field, row, &mut codes)?;
    let mut joined = String::new();
    for (index, code) in codes.iter().enumerate() {
        if index > 0 {
            joined.push(LIST_SEPARATOR);
        }
        joined.push_str(&fetcher.word(field, *code)?);
    }
    Ok(joined)
}
