//! The index file: named sections one after another, and a directory of them at the end.

use crate::bytes::{Reader, put_varint};
use crate::error::SearchError;
use crate::files::{Sink, Source};
use crate::hash;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::PathBuf;

const MAGIC: &[u8; 8] = b"PTLIDX02";
/// Length and checksum of the directory, and the magic.
const TAIL: usize = 16;
const BUFFER: usize = 1 << 20;

/// What a section holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Section {
    /// Rows in blocks.
    Blocks,
    /// Where each block begins and its first time.
    BlockStarts,
    /// Half a hash of each id, in the order of rows.
    Hashes,
    /// All ids, roughly.
    Bloom,
    /// Rows with words too long for the index.
    Overlong,
    /// What raw texts have in common.
    RawShapes,
    /// Values of raw texts that recur.
    RawTexts,
    /// Where each block of them begins.
    RawTextStarts,
    /// What is left of each raw text.
    RawRows,
    /// Where each block of that begins.
    RawRowStarts,
    /// Words that are ever new.
    Rare,
    /// Where each bucket of them begins.
    RareStarts,
    /// Rows of terms.
    Postings,
    /// Terms of a column; [`WORDS`] is the raw text.
    Terms(u8),
    /// Where each block of terms begins.
    TermStarts(u8),
}

/// The number that stands for the words of the raw text among columns.
pub(crate) const WORDS: u8 = 255;

impl Section {
    const fn number(self) -> u64 {
        match self {
            Self::Blocks => 1,
            Self::BlockStarts => 2,
            Self::Hashes => 3,
            Self::Bloom => 4,
            Self::Overlong => 6,
            Self::RawShapes => 7,
            Self::RawTexts => 8,
            Self::RawTextStarts => 9,
            Self::RawRows => 10,
            Self::RawRowStarts => 11,
            Self::Rare => 12,
            Self::RareStarts => 13,
            Self::Postings => 14,
            Self::Terms(column) => 0x100 + column as u64,
            Self::TermStarts(column) => 0x200 + column as u64,
        }
    }
}

/// Writes an index file.
pub(crate) struct Writer {
    sink: Box<dyn Sink>,
    buffer: Vec<u8>,
    at: u64,
    directory: Vec<(u64, u64, u64)>,
    /// By the hash of a section, where it is: sections that are the same are written once.
    known: HashMap<(u64, u64), u64>,
    /// Nobody can know which sections would have the same hashes.
    seed: u64,
}

impl Writer {
    pub(crate) fn new(sink: Box<dyn Sink>) -> Self {
        Self {
            sink,
            known: HashMap::new(),
            seed: RandomState::new().hash_one(0),
            buffer: Vec::new(),
            at: 0,
            directory: Vec::new(),
        }
    }

    pub(crate) fn section(&mut self, section: Section, bytes: &[u8]) -> io::Result<()> {
        let sum = (hash::of(bytes), hash::seeded(bytes, self.seed));
        let known = *self.known.entry(sum).or_insert(self.at);
        self.directory.push((section.number(), known, bytes.len() as u64));
        if known != self.at {
            return Ok(());
        }
        self.at += bytes.len() as u64;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER {
            self.sink.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes the directory and makes all durable; returns the length of the file.
    pub(crate) fn finish(mut self, rows: usize) -> io::Result<u64> {
        let mut directory = Vec::new();
        put_varint(&mut directory, rows as u64);
        for (number, at, length) in &self.directory {
            for value in [number, at, length] {
                put_varint(&mut directory, *value);
            }
        }
        self.buffer.extend_from_slice(&directory);
        self.buffer
            .extend_from_slice(&(directory.len() as u32).to_le_bytes());
        self.buffer
            .extend_from_slice(&hash::checksum(&directory).to_le_bytes());
        self.buffer.extend_from_slice(MAGIC);
        self.sink.write_all(&self.buffer)?;
        self.sink.sync()?;
        Ok(self.at + (directory.len() + TAIL) as u64)
    }
}

/// An index file that is open.
#[derive(Debug)]
pub(crate) struct Container {
    source: Box<dyn Source>,
    pub(crate) path: PathBuf,
    pub(crate) rows: usize,
    sections: Sections,
}

/// Where each section begins, and how long it is.
type Sections = HashMap<u64, (u64, u64)>;

impl Container {
    pub(crate) fn open(source: Box<dyn Source>, path: PathBuf) -> Result<Self, SearchError> {
        let damaged = |what| SearchError::Damaged {
            path: path.clone(),
            what,
        };
        let length = source.length()?;
        let tail_at = length
            .checked_sub(TAIL as u64)
            .ok_or_else(|| damaged("it is too short"))?;
        let mut tail = [0; TAIL];
        source.read_at(tail_at, &mut tail)?;
        let mut reader = Reader::new(&tail);
        let (size, sum) = (reader.u32().unwrap_or(0), reader.u32().unwrap_or(0));
        if reader.rest() != MAGIC {
            return Err(damaged("it is no index file of this version"));
        }
        let at = tail_at
            .checked_sub(size.into())
            .ok_or_else(|| damaged("its directory is too long"))?;
        let mut directory = vec![0; size as usize];
        source.read_at(at, &mut directory)?;
        if hash::checksum(&directory) != sum {
            return Err(damaged("its directory has another checksum"));
        }
        let (rows, sections) =
            parse(&directory, at).ok_or_else(|| damaged("its directory makes no sense"))?;
        Ok(Self {
            source,
            path,
            rows,
            sections,
        })
    }

    pub(crate) fn damaged(&self, what: &'static str) -> SearchError {
        SearchError::Damaged {
            path: self.path.clone(),
            what,
        }
    }

    /// How long a section is.
    pub(crate) fn length(&self, section: Section) -> u64 {
        self.sections
            .get(&section.number())
            .map_or(0, |(_, length)| *length)
    }

    /// A whole section.
    pub(crate) fn read(&self, section: Section) -> Result<Vec<u8>, SearchError> {
        let length = self.length(section);
        let mut out = Vec::new();
        self.read_into(section, 0, length as usize, &mut out)?;
        Ok(out)
    }

    /// A part of a section.
    pub(crate) fn read_into(
        &self,
        section: Section,
        from: u64,
        length: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), SearchError> {
        out.clear();
        if length == 0 {
            return Ok(());
        }
        let (at, whole) = self
            .sections
            .get(&section.number())
            .ok_or_else(|| self.damaged("a section is missing"))?;
        if from + length as u64 > *whole {
            return Err(self.damaged("a section is too short"));
        }
        out.resize(length, 0);
        self.source.read_at(at + from, out)?;
        Ok(())
    }
}

fn parse(directory: &[u8], end: u64) -> Option<(usize, Sections)> {
    let mut reader = Reader::new(directory);
    let rows = reader.size()?;
    let mut sections = HashMap::new();
    while !reader.is_empty() {
        let (number, at, length) = (reader.varint()?, reader.varint()?, reader.varint()?);
        if at.checked_add(length)? > end {
            return None;
        }
        sections.insert(number, (at, length));
    }
    Some((rows, sections))
}
