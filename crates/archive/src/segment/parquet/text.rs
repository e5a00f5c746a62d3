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

/// A column in the making whose values may be null and often recur.
#[derive(Default)]
pub(super) struct Recurring {
    terms: Terms,
    /// Numbers of the values, those that are null left out.
    codes: Vec<u32>,
    /// For each row, whether it has a value.
    present: Vec<u32>,
}

/// A column in the making whose values are long.
pub(super) struct Long {
    pages: Pages,
    body: Vec<u8>,
    rows: usize,
    in_page: usize,
}

impl Long {
    pub(super) fn new() -> Self {
        Self {
            pages: Pages::new(),
            body: Vec::new(),
            rows: 0,
            in_page: 0,
        }
    }
}

impl Recurring {
    pub(super) fn put(&mut self, value: Option<&str>) {
        self.present.push(value.is_some().into());
        if let Some(value) = value {
            let last = self.codes.last().copied();
            let same = |last: &u32| self.terms.get(*last as usize) == value.as_bytes();
            let code = last.filter(same);
            self.codes
                .push(code.unwrap_or_else(|| self.terms.intern(value.as_bytes())));
        }
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

    /// A column whose values may be null and often recur.
    pub(super) fn recurring(&mut self, column: ColumnDescPtr, values: &Recurring) -> Result<Chunk> {
        let Recurring {
            terms,
            codes,
            present,
        } = values;
        let mut pages = Pages::new();
        let is_plain = terms.len() * 2 > codes.len();
        if !is_plain {
            self.body.clear();
            (0..terms.len()).for_each(|term| put_plain(terms.get(term), &mut self.body));
            let page = |buf| Page::DictionaryPage {
                buf,
                num_values: terms.len() as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            self.page(&mut pages, page)?;
        }
        self.body.clear();
        if column.max_def_level() > 0 {
            self.put_levels(present);
        }
        let encoding = if is_plain {
            codes
                .iter()
                .for_each(|code| put_plain(terms.get(*code as usize), &mut self.body));
            Encoding::PLAIN
        } else {
            let width = hybrid::width(terms.len());
            self.body.push(width as u8);
            hybrid::put(codes, width, &mut self.body);
            Encoding::RLE_DICTIONARY
        };
        let rows = present.len();
        self.page(&mut pages, |buf| data(buf, rows, encoding))?;
        let nulls = (rows - codes.len()) as u64;
        pages.finish(column, rows, self.level, Some(range(terms, nulls)))
    }

    /// Adds a value to a column of long ones; about so many bytes of them are packed together.
    pub(super) fn put_long(&mut self, long: &mut Long, value: &[u8], page_bytes: usize) -> Result<()> {
        // Whole texts are checked many times as fast as they are repaired.
        match std::str::from_utf8(value) {
            Ok(text) => put_plain(text.as_bytes(), &mut long.body),
            Err(_) => put_plain(String::from_utf8_lossy(value).as_bytes(), &mut long.body),
        }
        long.rows += 1;
        long.in_page += 1;
        if long.body.len() >= page_bytes {
            self.end_page(long)?;
        }
        Ok(())
    }

    fn end_page(&mut self, long: &mut Long) -> Result<()> {
        let packed = self.packer.compress(&long.body)?;
        let page = data(packed.into(), long.in_page, Encoding::PLAIN);
        long.pages.put(page, long.body.len())?;
        long.body.clear();
        long.in_page = 0;
        Ok(())
    }

    /// A column whose values are long, and never null.
    pub(super) fn long(&mut self, column: ColumnDescPtr, mut long: Long) -> Result<Chunk> {
        if long.in_page > 0 || long.rows == 0 {
            self.end_page(&mut long)?;
        }
        long.pages.finish(column, long.rows, self.level, None)
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
fn range(terms: &Terms, nulls: u64) -> Statistics {
    let all = || (0..terms.len()).map(|term| terms.get(term));
    let told = |value: Option<&[u8]>| {
        let value = value.filter(|value| value.len() <= TOLD)?;
        Some(ByteArray::from(value.to_vec()))
    };
    let (first, last) = (told(all().min()), told(all().max()));
    let (first, last) = first.zip(last).unzip();
    Statistics::byte_array(first, last, None, Some(nulls), false)
}
