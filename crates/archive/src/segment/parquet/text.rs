//! Columns of text as Parquet has them, made without arrays: each distinct value once, and a number for each row.

use super::hybrid;
use crate::segment::terms::Terms;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::io;
use zstd::bulk::Compressor;

/// A column of longer values says nothing about their range.
const TOLD: usize = 64;

/// Makes one column after another.
pub(super) struct Encoder {
    packer: Compressor<'static>,
    level: ZstdLevel,
    body: Vec<u8>,
}

/// A column whose values may be null and often recur. Values have numbers elsewhere.
#[derive(Default)]
pub(super) struct Recurring {
    /// The values that occur, in the order of their first rows.
    values: Vec<u32>,
    /// For each row that is not null, which of them it has.
    codes: Vec<u32>,
    /// For each row, whether it has a value.
    present: Vec<u32>,
}

impl Recurring {
    /// A column whose rows have numbers already, one more; zero is null. `order` says which row comes when.
    pub(super) fn of_codes(terms: usize, numbers: &[u32], order: &[usize]) -> Self {
        let mut column = Self::default();
        let mut known = vec![0_u32; terms];
        column.present.reserve(order.len());
        for place in order {
            let number = numbers.get(*place).copied().unwrap_or(0).checked_sub(1);
            column.present.push(number.is_some().into());
            if let Some(number) = number
                && let Some(known) = known.get_mut(number as usize)
            {
                if *known == 0 {
                    column.values.push(number);
                    *known = column.values.len() as u32;
                }
                column.codes.push(*known - 1);
            }
        }
        column
    }

    /// A column of texts, which get numbers.
    pub(super) fn of_values<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> (Terms, Self) {
        let (mut terms, mut column) = (Terms::default(), Self::default());
        for text in texts {
            column.present.push(text.is_some().into());
            if let Some(text) = text {
                let last = column.codes.last().copied();
                let last = last.filter(|last| terms.get(*last as usize) == text.as_bytes());
                let code = last.unwrap_or_else(|| terms.intern(text.as_bytes()));
                column.codes.push(code);
            }
        }
        column.values = (0..terms.len() as u32).collect();
        (terms, column)
    }
}

/// A column of a row group, and what the file says about it.
pub(super) type Chunk = (Bytes, ColumnCloseResult);

/// Pages one after another.
struct Pages {
    sink: TrackedWrite<Vec<u8>>,
    unpacked: usize,
    encodings: Vec<Encoding>,
    dictionary_at: Option<u64>,
    data_at: Option<u64>,
}

impl Encoder {
    pub(super) fn new(level: ZstdLevel) -> io::Result<Self> {
        Ok(Self {
            packer: Compressor::new(level.compression_level())?,
            level,
            body: Vec::new(),
        })
    }

    /// Makes a column whose values may be null and often recur.
    pub(super) fn recurring(
        &mut self,
        descr: ColumnDescPtr,
        terms: &Terms,
        column: &Recurring,
    ) -> Result<Chunk> {
        let mut pages = Pages::new();
        let text = |value: &u32| terms.get(*value as usize);
        let is_plain = column.values.len() * 2 > column.codes.len();
        if !is_plain {
            self.body.clear();
            let values = column.values.iter();
            values.for_each(|value| put_plain(text(value), &mut self.body));
            let page = |buf| Page::DictionaryPage {
                buf,
                num_values: column.values.len() as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            self.page(&mut pages, page)?;
        }
        self.body.clear();
        if descr.max_def_level() > 0 {
            self.put_levels(&column.present);
        }
        let encoding = if is_plain {
            for code in &column.codes {
                let value = column.values.get(*code as usize);
                put_plain(value.map(text).unwrap_or_default(), &mut self.body);
            }
            Encoding::PLAIN
        } else {
            let width = hybrid::width(column.values.len());
            self.body.push(width as u8);
            hybrid::put(&column.codes, width, &mut self.body);
            Encoding::RLE_DICTIONARY
        };
        let rows = column.present.len();
        self.page(&mut pages, |buf| data(buf, rows, encoding))?;
        let nulls = (rows - column.codes.len()) as u64;
        let range = range(column.values.iter().map(text), nulls);
        pages.finish(descr, rows, self.level, Some(range))
    }

    /// Makes a column whose values are long, and never null: about so many bytes of them are packed together.
    pub(super) fn long<'t>(
        &mut self,
        descr: ColumnDescPtr,
        page_bytes: usize,
        values: impl Iterator<Item = &'t [u8]>,
    ) -> Result<Chunk> {
        let mut pages = Pages::new();
        let (mut rows, mut in_page) = (0, 0);
        self.body.clear();
        for value in values {
            // Whole texts are checked many times as fast as they are repaired.
            match std::str::from_utf8(value) {
                Ok(text) => put_plain(text.as_bytes(), &mut self.body),
                Err(_) => put_plain(String::from_utf8_lossy(value).as_bytes(), &mut self.body),
            }
            rows += 1;
            in_page += 1;
            if self.body.len() >= page_bytes {
                self.page(&mut pages, |buf| data(buf, in_page, Encoding::PLAIN))?;
                self.body.clear();
                in_page = 0;
            }
        }
        if in_page > 0 || rows == 0 {
            self.page(&mut pages, |buf| data(buf, in_page, Encoding::PLAIN))?;
        }
        pages.finish(descr, rows, self.level, None)
    }

    /// Which rows have a value.
    fn put_levels(&mut self, present: &[u32]) {
        self.body.extend_from_slice(&[0; 4]);
        hybrid::put(present, 1, &mut self.body);
        let length = (self.body.len() as u32 - 4).to_le_bytes();
        if let Some(head) = self.body.get_mut(..4) {
            head.copy_from_slice(&length);
        }
    }

    /// Writes the body as a page.
    fn page(&mut self, pages: &mut Pages, page: impl FnOnce(Bytes) -> Page) -> Result<()> {
        let packed = self.packer.compress(&self.body)?;
        pages.put(page(packed.into()), self.body.len())
    }
}

impl Pages {
    fn new() -> Self {
        Self {
            sink: TrackedWrite::new(Vec::new()),
            unpacked: 0,
            encodings: vec![Encoding::RLE],
            dictionary_at: None,
            data_at: None,
        }
    }

    fn put(&mut self, page: Page, unpacked: usize) -> Result<()> {
        let at = self.sink.bytes_written() as u64;
        let place = match page {
            Page::DictionaryPage { .. } => &mut self.dictionary_at,
            Page::DataPage { .. } | Page::DataPageV2 { .. } => &mut self.data_at,
        };
        place.get_or_insert(at);
        if !self.encodings.contains(&page.encoding()) {
            self.encodings.push(page.encoding());
        }
        let mut writer = SerializedPageWriter::new(&mut self.sink);
        let written = writer.write_page(CompressedPage::new(page, unpacked))?;
        self.unpacked += written.uncompressed_size;
        Ok(())
    }

    fn finish(
        self,
        column: ColumnDescPtr,
        rows: usize,
        level: ZstdLevel,
        statistics: Option<Statistics>,
    ) -> Result<Chunk> {
        let bytes = self.sink.into_inner()?;
        let mut metadata = ColumnChunkMetaData::builder(column)
            .set_compression(Compression::ZSTD(level))
            .set_encodings(self.encodings)
            .set_total_compressed_size(bytes.len() as i64)
            .set_total_uncompressed_size(self.unpacked as i64)
            .set_num_values(rows as i64)
            .set_data_page_offset(self.data_at.unwrap_or(0) as i64)
            .set_dictionary_page_offset(self.dictionary_at.map(|at| at as i64));
        if let Some(statistics) = statistics {
            metadata = metadata.set_statistics(statistics);
        }
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: rows as u64,
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        Ok((bytes.into(), close))
    }
}

fn data(buf: Bytes, rows: usize, encoding: Encoding) -> Page {
    Page::DataPage {
        buf,
        num_values: rows as u32,
        encoding,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    }
}

fn put_plain(value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(value.len() as u32).to_le_bytes());
    out.extend_from_slice(value);
}

/// The first and the last value in the order of their bytes, when they are short.
fn range<'t>(values: impl Iterator<Item = &'t [u8]>, nulls: u64) -> Statistics {
    let mut ends: Option<(&[u8], &[u8])> = None;
    for value in values {
        let (first, last) = ends.unwrap_or((value, value));
        ends = Some((first.min(value), last.max(value)));
    }
    let ends = ends.filter(|(first, last)| first.len() <= TOLD && last.len() <= TOLD);
    let bytes = |value: &[u8]| ByteArray::from(value.to_vec());
    let (first, last) = ends.map(|(first, last)| (bytes(first), bytes(last))).unzip();
    Statistics::byte_array(first, last, None, Some(nulls), false)
}
