//! Makes a segment: rows in order of time and tie go in, a Parquet file and its index come out.

use super::bloom::Bloom;
use super::columns::Columns;
use super::container::{self, Section};
use super::parquet;
use super::words::Words;
use crate::bytes::{put_text, put_varint};
use crate::files::Files;
use crate::hash;
use crate::options::Options;
use activity::event::{Event, Field, View};
use std::io;
use std::path::Path;

/// A segment in the making. Dropped before [`Writer::finish`], it leaves files that nobody names.
pub(crate) struct Writer {
    parquet: parquet::Writer,
    index: container::Writer,
    columns: Columns,
    words: Words,
    ids: Vec<u64>,
    binary: Vec<u8>,
    raw_bytes: u64,
    span: (i64, i64),
}

/// What came out.
pub(crate) struct Written {
    pub(crate) rows: u64,
    pub(crate) events_bytes: u64,
    pub(crate) index_bytes: u64,
    pub(crate) raw_bytes: u64,
    pub(crate) oldest: i64,
    pub(crate) newest: i64,
}

impl Writer {
    pub(crate) fn new(files: &dyn Files, events: &Path, index: &Path, options: &Options) -> io::Result<Self> {
        if let Some(folder) = events.parent() {
            files.make_folder(folder)?;
        }
        Ok(Self {
            parquet: parquet::Writer::new(files.create(events)?, options.level, options.page_bytes)?,
            index: container::Writer::new(files.create(index)?),
            columns: Columns::default(),
            words: Words::default(),
            ids: Vec::new(),
            binary: Vec::new(),
            raw_bytes: 0,
            span: (i64::MAX, i64::MIN),
        })
    }

    /// Adds the next row.
    pub(crate) fn push(&mut self, event: &Event<'_>, raw: &[u8]) -> io::Result<()> {
        let row = self.columns.rows();
        let time = event.time().0;
        self.parquet.push(event, raw)?;
        self.columns.push(event, raw);
        self.words.push(row as u32, raw);
        self.ids.push(hash::id(event.get(Field::Uid).unwrap_or_default()));
        if std::str::from_utf8(raw).is_err() {
            put_varint(&mut self.binary, row as u64);
            put_text(&mut self.binary, raw);
        }
        self.raw_bytes += raw.len() as u64;
        self.span = (self.span.0.min(time), self.span.1.max(time));
        Ok(())
    }

    pub(crate) fn rows(&self) -> usize {
        self.columns.rows()
    }

    /// Makes both files whole and durable.
    pub(crate) fn finish(mut self) -> io::Result<Written> {
        let rows = self.columns.rows();
        let written = self.parquet.finish()?;
        self.columns.finish(&mut self.index)?;
        self.words.finish(rows, &mut self.index)?;
        let mut bloom = Bloom::new(rows);
        let mut hashes = Vec::with_capacity(rows * 4);
        for id in &self.ids {
            bloom.insert(*id);
            hashes.extend_from_slice(&(*id as u32).to_le_bytes());
        }
        self.index.section(Section::Hashes, &hashes)?;
        self.index.section(Section::Bloom, &bloom.to_bytes())?;
        self.index.section(Section::Pages, &written.pages)?;
        self.index.section(Section::Binary, &self.binary)?;
        let index_bytes = self.index.finish(rows)?;
        Ok(Written {
            rows: rows as u64,
            events_bytes: written.bytes,
            index_bytes,
            raw_bytes: self.raw_bytes,
            oldest: self.span.0,
            newest: self.span.1,
        })
    }
}
