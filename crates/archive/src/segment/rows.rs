//! Rows of a segment, read back: columns from a block, the raw text from a page of the Parquet file.

use super::columns::{BLOCK, stream_of};
use super::dict::Block;
use super::fields::{self, Kind};
use super::read::{RawPage, Segment};
use crate::bits::{Packed, unordered};
use crate::bytes::Reader;
use crate::chunk::{Chunk, Fixed};
use crate::error::SearchError;
use activity::event::{COLUMNS, Field, LIST_SEPARATOR, Moment, Source};
use std::sync::Arc;

/// The most that a page may unpack to.
const PAGE_MAX: usize = 1 << 30;

/// Reads rows one after another; rows that are near each other cost less.
pub(crate) struct Fetcher<'s> {
    segment: &'s Segment,
    block: Option<usize>,
    bytes: Vec<u8>,
    page: Option<usize>,
    packed: Vec<u8>,
    unpacked: Vec<u8>,
    /// Where each raw text of the page lies in `unpacked`.
    texts: Vec<(usize, usize)>,
    unzip: Option<zstd::bulk::Decompressor<'static>>,
    terms: Vec<Option<(u64, Arc<Block>, usize)>>,
}

impl<'s> Fetcher<'s> {
    pub(crate) fn new(segment: &'s Segment) -> Self {
        Self {
            segment,
            block: None,
            bytes: Vec::new(),
            page: None,
            packed: Vec::new(),
            unpacked: Vec::new(),
            texts: Vec::new(),
            unzip: None,
            terms: vec![None; COLUMNS.len()],
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

    /// The raw text of a row, byte for byte.
    pub(crate) fn raw(&mut self, row: usize) -> Result<&[u8], SearchError> {
        if let Some(raw) = self.segment.binary()?.get(&row) {
            return Ok(raw);
        }
        self.load_page_of(row)?;
        let damaged = || self.segment.container.damaged("a raw text is missing");
        let pages = self.segment.pages()?;
        let page = self.page.and_then(|page| pages.get(page)).ok_or_else(damaged)?;
        let (start, end) = *self.texts.get(row - page.first_row).ok_or_else(damaged)?;
        self.unpacked.get(start..end).ok_or_else(damaged)
    }

    /// Adds a row to a chunk.
    pub(crate) fn row(&mut self, row: usize, into: &mut Chunk) -> Result<(), SearchError> {
        let raw = self.raw(row)?.to_vec();
        self.load_block(row / BLOCK)?;
        let place = row % BLOCK;
        let mut texts: Vec<(Field, String)> = Vec::with_capacity(32);
        for field in fields::with_terms() {
            if let Some(text) = self.text(field, place, &raw)? {
                texts.push((field, text));
            }
        }
        let fixed = self.fixed(place, &texts)?;
        let plain = texts.iter().filter(|(field, _)| is_plain(*field));
        into.push_row(&fixed, &raw, plain.map(|(field, text)| (*field, text.as_str())));
        Ok(())
    }

    /// A column with terms of one row, as text.
    pub(crate) fn cell(&mut self, field: Field, row: usize) -> Result<Option<String>, SearchError> {
        let raw = if fields::kind(field) == Kind::Quoted {
            self.raw(row)?.to_vec()
        } else {
            Vec::new()
        };
        self.load_block(row / BLOCK)?;
        self.text(field, row % BLOCK, &raw)
    }

    fn fixed(&self, place: usize, texts: &[(Field, String)]) -> Result<Fixed, SearchError> {
        let time = |field| -> Result<Moment, SearchError> {
            let stream = self.segment.stream(&self.bytes, stream_of(field))?;
            Ok(Moment(unordered(stream.get(place))))
        };
        let text = |wanted| {
            let found = texts.iter().find(|(field, _)| *field == wanted);
            found.map(|(_, text)| text.as_str())
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

    /// A column of a row of the block that is loaded.
    fn text(&mut self, field: Field, place: usize, raw: &[u8]) -> Result<Option<String>, SearchError> {
        let (segment, stream) = (self.segment, stream_of(field));
        let first = segment.stream(&self.bytes, stream)?;
        match fields::kind(field) {
            Kind::Time | Kind::Derived => Ok(None),
            Kind::Dict { .. } => self.term(field, first.get(place)),
            Kind::Quoted => {
                let at = segment.stream(&self.bytes, stream + 1)?.get(place) as usize;
                let length = segment.stream(&self.bytes, stream + 2)?.get(place) as usize;
                let Some(start) = at.checked_sub(1) else {
                    return self.term(field, first.get(place));
                };
                let text = raw.get(start..start + length).map(<[u8]>::to_vec);
                let text = text.and_then(|text| String::from_utf8(text).ok());
                text.map(Some)
                    .ok_or_else(|| segment.container.damaged("a quoted value is not in its raw text"))
            }
            Kind::List => {
                let count = first.get(place) as usize;
                let before: u64 = (0..place).map(|place| first.get(place)).sum();
                let items = segment.stream(&self.bytes, stream + 1)?;
                let codes: Vec<u64> = (0..count).map(|item| items.get(before as usize + item)).collect();
                self.list(field, &codes)
            }
        }
    }

    fn list(&mut self, field: Field, codes: &[u64]) -> Result<Option<String>, SearchError> {
        let mut joined: Option<String> = None;
        for code in codes {
            let item = self.term(field, *code)?.unwrap_or_default();
            match &mut joined {
                None => joined = Some(item),
                Some(joined) => {
                    joined.push(LIST_SEPARATOR);
                    joined.push_str(&item);
                }
            }
        }
        Ok(joined)
    }

    fn term(&mut self, field: Field, code: u64) -> Result<Option<String>, SearchError> {
        let Some(number) = code.checked_sub(1) else {
            return Ok(None);
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
        Ok(Some(String::from_utf8_lossy(text).into_owned()))
    }

    fn load_block(&mut self, block: usize) -> Result<(), SearchError> {
        if self.block != Some(block) {
            self.block = None;
            self.segment.block(block, &mut self.bytes)?;
            self.block = Some(block);
        }
        Ok(())
    }

    fn load_page_of(&mut self, row: usize) -> Result<(), SearchError> {
        let pages = self.segment.pages()?;
        let index = pages.partition_point(|page| page.first_row <= row).checked_sub(1);
        let index = index.ok_or_else(|| self.segment.container.damaged("a page is missing"))?;
        if self.page == Some(index) {
            return Ok(());
        }
        self.page = None;
        self.load_page(pages[index])?;
        self.page = Some(index);
        Ok(())
    }

    /// Reads and unpacks a page.
    fn load_page(&mut self, page: RawPage) -> Result<(), SearchError> {
        let segment = self.segment;
        let damaged = || SearchError::Damaged {
            path: segment.entry.events.clone(),
            what: "a page of raw texts makes no sense",
        };
        self.packed.clear();
        self.packed.resize(page.length, 0);
        segment.events.read_at(page.at, &mut self.packed)?;
        let (unpacked, packed) = sizes(&self.packed).ok_or_else(damaged)?;
        let body = self.packed.len().checked_sub(packed).ok_or_else(damaged)?;
        let unzip = match &mut self.unzip {
            Some(unzip) => unzip,
            none => none.insert(zstd::bulk::Decompressor::new()?),
        };
        self.unpacked.clear();
        self.unpacked.reserve(unpacked);
        unzip
            .decompress_to_buffer(&self.packed[body..], &mut self.unpacked)
            .map_err(|_| damaged())?;
        self.texts.clear();
        let mut reader = Reader::new(&self.unpacked);
        while !reader.is_empty() {
            let length = reader.u32().ok_or_else(damaged)? as usize;
            let start = self.unpacked.len() - reader.rest().len();
            reader.take(length).ok_or_else(damaged)?;
            self.texts.push((start, start + length));
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

/// Unpacked and packed length of a Parquet page, from its header: the second and third field of a structure in Thrift's
/// compact protocol, after the kind of page. All three are required and come in this order.
fn sizes(page: &[u8]) -> Option<(usize, usize)> {
    const NEXT_I32: u8 = 0x15;
    let mut reader = Reader::new(page);
    let mut next = || {
        let is_next = reader.byte()? == NEXT_I32;
        let zigzag = reader.size()?;
        is_next.then_some(zigzag / 2)
    };
    next()?;
    let (unpacked, packed) = (next()?, next()?);
    (unpacked <= PAGE_MAX).then_some((unpacked, packed))
}
