//! Makes a segment: rows in order of time and tie go in, a Parquet file and its index come out.

use super::bloom::Bloom;
use super::columns::Columns;
use super::container::{self, Section};
use super::parquet::{self, GROUP, Row};
use super::postings::Postings;
use super::raw::Raws;
use super::words::Words;
use crate::files::Files;
use crate::hash;
use crate::options::Options;
use activity::event::{Event, Field, View};
use std::io;
use std::path::Path;

/// A segment in the making. Dropped before [`Writer::finish`], it leaves files that nobody names.
pub(crate) struct Writer {
    /// None when only the index is made.
    parquet: Option<parquet::Writer>,
    index: container::Writer,
    columns: Columns,
    raws: Raws,
    ids: Vec<u64>,
    raw_bytes: u64,
    span: (i64, i64),
}

/// What came out.
pub(crate) struct Written {
    pub(crate) rows: u64,
    /// Zero when only the index was made.
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
        let mut writer = Self::of_index(files, index)?;
        let events = parquet::Writer::new(files.create(events)?, options.level, options.page_bytes)?;
        writer.parquet = Some(events);
        Ok(writer)
    }

    /// Makes the index of a Parquet file that is there.
    pub(crate) fn of_index(files: &dyn Files, index: &Path) -> io::Result<Self> {
        Ok(Self {
            parquet: None,
            index: container::Writer::new(files.create(index)?),
            columns: Columns::default(),
            raws: Raws::default(),
            ids: Vec::new(),
            raw_bytes: 0,
            span: (i64::MAX, i64::MIN),
        })
    }

    /// Adds rows in order of time to both files.
    pub(crate) fn add(&mut self, rows: &[Row<'_>]) -> io::Result<()> {
        for rows in rows.chunks(GROUP) {
            let begun = self.rows();
            rows.iter().for_each(|(event, raw)| self.index(event, raw));
            if let Some(parquet) = &mut self.parquet {
                let codes = |field| {
                    let (terms, codes) = self.columns.codes(field)?;
                    Some((terms, codes.get(begun..)?))
                };
                parquet.group(rows, &codes).map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    /// Writes rows into the Parquet file, in order of time, at any moment before or after they are indexed.
    pub(crate) fn write(&mut self, rows: &[Row<'_>]) -> io::Result<()> {
        self.parquet
            .as_mut()
            .map_or(Ok(()), |parquet| parquet.write(rows))
    }

    /// Copies the rows of another Parquet file instead.
    pub(crate) fn copy(&mut self, file: Vec<u8>) -> io::Result<()> {
        let file = file.into();
        self.parquet
            .as_mut()
            .map_or(Ok(()), |parquet| parquet.copy(&file))
    }

    /// Adds the next row to the index.
    pub(crate) fn index(&mut self, event: &Event<'_>, raw: &[u8]) {
        let time = event.time().0;
        let spans = self.raws.push(raw);
        self.columns.push(event, raw, spans);
        self.ids.push(hash::id(event.get(Field::Uid).unwrap_or_default()));
        self.raw_bytes += raw.len() as u64;
        self.span = (self.span.0.min(time), self.span.1.max(time));
    }

    pub(crate) fn rows(&self) -> usize {
        self.columns.rows()
    }

    /// Makes the files whole and durable.
    pub(crate) fn finish(mut self) -> io::Result<Written> {
        let rows = self.columns.rows();
        let events_bytes = self.parquet.map_or(Ok(0), parquet::Writer::finish)?;
        let mut postings = Postings::new(rows);
        self.columns.finish(&mut postings, &mut self.index)?;
        let raws = self.raws.settle();
        raws.write(&mut self.index)?;
        Words::of(&raws).finish(rows, &mut postings, &mut self.index)?;
        postings.finish(&mut self.index)?;
        let mut bloom = Bloom::new(rows);
        let mut hashes = Vec::with_capacity(rows * 4);
        for id in &self.ids {
            bloom.insert(*id);
            hashes.extend_from_slice(&(*id as u32).to_le_bytes());
        }
        self.index.section(Section::Hashes, &hashes)?;
        self.index.section(Section::Bloom, &bloom.to_bytes())?;
        let index_bytes = self.index.finish(rows)?;
        Ok(Written {
            rows: rows as u64,
            events_bytes,
            index_bytes,
            raw_bytes: self.raw_bytes,
            oldest: self.span.0,
            newest: self.span.1,
        })
    }
}
