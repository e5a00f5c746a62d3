//! Rows of a segment, read back: columns from a block, the raw text from its shape and values.

use super::columns::{BLOCK, stream_of};
use super::dict::Block;
use super::fields::{self, Kind};
use super::raw;
use super::read::Segment;
use crate::bits::{Packed, unordered};
use crate::chunk::{Chunk, Fixed};
use crate::error::SearchError;
use activity::event::{COLUMNS, Field, LIST_SEPARATOR, Moment, Source};
use std::ops::Range;
use std::sync::Arc;

/// Reads rows one after another; rows that are near each other cost less.
pub(crate) struct Fetcher<'s> {
    segment: &'s Segment,
    block: Option<usize>,
    bytes: Vec<u8>,
    raws: raw::Rows,
    /// The raw text that was read last, and its row.
    text: Vec<u8>,
    text_row: Option<usize>,
    terms: Vec<Option<(u64, Arc<Block>, usize)>>,
    words: Words,
}

/// The columns of one row that are texts, in one buffer.
#[derive(Debug, Default)]
struct Words {
    buffer: String,
    texts: Vec<(Field, Range<usize>)>,
}

impl Words {
    fn clear(&mut self) {
        self.buffer.clear();
        self.texts.clear();
    }

    fn get(&self, span: &Range<usize>) -> &str {
        self.buffer.get(span.clone()).unwrap_or_default()
    }
}

impl<'s> Fetcher<'s> {
    pub(crate) fn new(segment: &'s Segment) -> Self {
        Self {
            segment,
            block: None,
            bytes: Vec::new(),
            raws: raw::Rows::default(),
            text: Vec::new(),
            text_row: None,
            terms: vec![None; COLUMNS.len()],
            words: Words::default(),
        }
    }

    pub(crate) const fn segment(&self) -> &'s Segment {
        self.segment
    }

    /// The time of a row, microseconds.
    pub(crate) fn time(&mut self, row: usize) -> Result<i64, SearchError> {
        self.load_block(row / BLOCK)?;
        let times = self.segment.stream(&self.bytes, stream_of(Field::EventTime))?;
        Ok(unordered(times.get(row % BLOCK)))
    }

    /// A column of times of a row, microseconds.
    pub(crate) fn moment(&mut self, field: Field, row: usize) -> Result<i64, SearchError> {
        self.load_block(row / BLOCK)?;
        let times = self.segment.stream(&self.bytes, stream_of(field))?;
        Ok(unordered(times.get(row % BLOCK)))
    }

    /// The number of a row's term, one more; zero is null. Numbers are the same in all rows of the segment.
    pub(crate) fn code(&mut self, field: Field, row: usize) -> Result<u64, SearchError> {
        self.load_block(row / BLOCK)?;
        let codes = self.segment.stream(&self.bytes, stream_of(field))?;
        Ok(codes.get(row % BLOCK))
    }

    /// The numbers of the terms of a row of a list.
    pub(crate) fn codes(&mut self, field: Field, row: usize, out: &mut Vec<u64>) -> Result<(), SearchError> {
        self.load_block(row / BLOCK)?;
        let (place, stream) = (row % BLOCK, stream_of(field));
        let lengths = self.segment.stream(&self.bytes, stream)?;
        let before: u64 = (0..place).map(|place| lengths.get(place)).sum();
        let items = self.segment.stream(&self.bytes, stream + 1)?;
        out.clear();
        out.extend((0..lengths.get(place)).map(|item| items.get((before + item) as usize)));
        Ok(())
    }

    /// The text of a term by its number.
    pub(crate) fn word(&mut self, field: Field, code: u64) -> Result<String, SearchError> {
        let mut text = String::new();
        self.put_term(field, code, &mut text)?;
        Ok(text)
    }

    /// Appends the text of a term of a column that is no list; false is null.
    pub(crate) fn put_word(
        &mut self,
        field: Field,
        code: u64,
        out: &mut String,
    ) -> Result<bool, SearchError> {
        match fields::kind(field) {
            Kind::Dict { .. } => self.put_term(field, code, out),
            _ => Ok(false),
        }
    }

    /// The raw text of a row, byte for byte.
    pub(crate) fn raw(&mut self, row: usize) -> Result<&[u8], SearchError> {
        if self.text_row != Some(row) {
            self.text_row = None;
            self.text.clear();
            let container = &self.segment.container;
            let known = self.segment.raws.known(container)?;
            self.raws.read(container, known, row, &mut self.text)?;
            self.text_row = Some(row);
        }
        Ok(&self.text)
    }

    /// Adds a row to a chunk.
    pub(crate) fn row(&mut self, row: usize, into: &mut Chunk) -> Result<(), SearchError> {
        self.raw(row)?;
        self.load_block(row / BLOCK)?;
        let mut words = std::mem::take(&mut self.words);
        words.clear();
        let read = self.words_of(row % BLOCK, &mut words);
        if let Ok(fixed) = &read {
            let plain = words.texts.iter().filter(|(field, _)| is_plain(*field));
            into.push_row(
                fixed,
                &self.text,
                plain.map(|(field, span)| (*field, words.get(span))),
            );
        }
        self.words = words;
        read.map(drop)
    }

    /// The words of a row of the block that is loaded, and the columns that are no texts.
    fn words_of(&mut self, place: usize, words: &mut Words) -> Result<Fixed, SearchError> {
        for field in fields::with_terms() {
            let start = words.buffer.len();
            if self.put_text(field, place, &mut words.buffer)? {
                words.texts.push((field, start..words.buffer.len()));
            }
        }
        self.fixed(place, words)
    }

    /// A column with terms of one row, as text.
    pub(crate) fn cell(&mut self, field: Field, row: usize) -> Result<Option<String>, SearchError> {
        if fields::kind(field) == Kind::Quoted {
            self.raw(row)?;
        }
        self.load_block(row / BLOCK)?;
        let mut text = String::new();
        let is_some = self.put_text(field, row % BLOCK, &mut text)?;
        Ok(is_some.then_some(text))
    }

    fn fixed(&self, place: usize, words: &Words) -> Result<Fixed, SearchError> {
        let time = |field| -> Result<Moment, SearchError> {
            let stream = self.segment.stream(&self.bytes, stream_of(field))?;
            Ok(Moment(unordered(stream.get(place))))
        };
        let text = |wanted| {
            let found = words.texts.iter().find(|(field, _)| *field == wanted);
            found.map(|(_, span)| words.get(span))
        };
        let number = |field| text(field).and_then(|text| text.parse::<u32>().ok());
        let degrees = |field| text(field).and_then(|text| text.parse::<f32>().ok());
        let truth = |field| text(field).map(|text| text == "true");
        let source = text(Field::Source)
            .and_then(Source::of_word)
            .ok_or_else(|| self.segment.container.damaged("an event has no source"))?;
        Ok(Fixed {
            time: time(Field::EventTime)?,
            ingested: time(Field::IngestTime)?,
            source,
            class_uid: number(Field::ClassUid).unwrap_or(0) as u16,
            activity_id: number(Field::ActivityId).unwrap_or(0) as u8,
            severity_id: number(Field::SeverityId).unwrap_or(0) as u8,
            is_mfa: truth(Field::IsMfa),
            is_anonymiser: truth(Field::IsAnonymiser),
            place: degrees(Field::Latitude).zip(degrees(Field::Longitude)),
            asn: number(Field::Asn),
        })
    }

    /// Appends a column of a row of the block that is loaded; false is null. The raw text of the row is loaded too when
    /// the column is quoted from it.
    fn put_text(&mut self, field: Field, place: usize, out: &mut String) -> Result<bool, SearchError> {
        let (segment, stream) = (self.segment, stream_of(field));
        let kind = fields::kind(field);
        if matches!(kind, Kind::Time | Kind::Derived) {
            return Ok(false);
        }
        let first = segment.stream(&self.bytes, stream)?;
        let code = first.get(place);
        match kind {
            Kind::Quoted => {
                let at = segment.stream(&self.bytes, stream + 1)?.get(place) as usize;
                let length = segment.stream(&self.bytes, stream + 2)?.get(place) as usize;
                let Some(start) = at.checked_sub(1) else {
                    return self.put_term(field, code, out);
                };
                let text = self.text.get(start..start + length);
                let text = text.and_then(|text| std::str::from_utf8(text).ok());
                out.push_str(
                    text.ok_or_else(|| segment.container.damaged("a quoted value is not in its raw text"))?,
                );
                Ok(true)
            }
            Kind::List => {
                let before: u64 = (0..place).map(|place| first.get(place)).sum();
                for item in 0..code {
                    let items = segment.stream(&self.bytes, stream + 1)?;
                    if item > 0 {
                        out.push(LIST_SEPARATOR);
                    }
                    self.put_term(field, items.get((before + item) as usize), out)?;
                }
                Ok(code > 0)
            }
            _ => self.put_term(field, code, out),
        }
    }

    /// Appends a term; false is null.
    fn put_term(&mut self, field: Field, code: u64, out: &mut String) -> Result<bool, SearchError> {
        let Some(number) = code.checked_sub(1) else {
            return Ok(false);
        };
        let segment = self.segment;
        let known = &mut self.terms[field as usize];
        if known.as_ref().is_none_or(|(known, ..)| *known != number) {
            let (block, place) = segment.dict(field).term(&segment.container, number as usize)?;
            *known = Some((number, block, place));
        }
        let text = known
            .as_ref()
            .map_or(&[][..], |(_, block, place)| block.text(*place));
        match std::str::from_utf8(text) {
            Ok(text) => out.push_str(text),
            Err(_) => out.push_str(&String::from_utf8_lossy(text)),
        }
        Ok(true)
    }

    fn load_block(&mut self, block: usize) -> Result<(), SearchError> {
        if self.block != Some(block) {
            self.block = None;
            self.segment.block(block, &mut self.bytes)?;
            self.block = Some(block);
        }
        Ok(())
    }

    /// Calls with the raw text of each of those rows, in order.
    pub(crate) fn each_raw(
        &mut self,
        rows: impl Iterator<Item = usize>,
        f: &mut dyn FnMut(usize, &[u8]),
    ) -> Result<(), SearchError> {
        for row in rows {
            f(row, self.raw(row)?);
        }
        Ok(())
    }

    /// Both streams of a list in a block: how many, and which.
    pub(crate) fn streams(
        &mut self,
        block: usize,
        stream: usize,
    ) -> Result<(Packed<'_>, Packed<'_>), SearchError> {
        self.load_block(block)?;
        let read = |stream| self.segment.stream(&self.bytes, stream);
        Ok((read(stream)?, read(stream + 1)?))
    }

    /// The stream of a column in the block of a row.
    pub(crate) fn stream(&mut self, block: usize, stream: usize) -> Result<Packed<'_>, SearchError> {
        self.load_block(block)?;
        self.segment.stream(&self.bytes, stream)
    }
}

/// Whether a batch holds the column as text.
fn is_plain(field: Field) -> bool {
    !matches!(
        field,
        Field::Source
            | Field::ClassUid
            | Field::ActivityId
            | Field::SeverityId
            | Field::IsMfa
            | Field::IsAnonymiser
            | Field::Latitude
            | Field::Longitude
            | Field::Asn
    )
}
