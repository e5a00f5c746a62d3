//! The index file: named sections one after another, a checksum of every page, and a directory at the end.

use crate::bytes::{Reader, put_varint};
use crate::error::SearchError;
use crate::files::{Sink, Source};
use crate::hash;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const MAGIC: &[u8; 8] = b"PTLIDX03";
/// Length and checksum of the directory, and the magic.
const TAIL: usize = 16;
const BUFFER: usize = 1 << 20;
/// Bytes that have a checksum of their own.
const PAGE: usize = 4_096;
/// Bytes of a checksum.
const SUM: usize = 4;

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
    /// Checksums of the pages that were written.
    sums: Vec<u8>,
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
            sums: Vec::new(),
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
            self.write(self.buffer.len() / PAGE * PAGE)?;
        }
        Ok(())
    }

    /// Writes the first bytes of the buffer.
    fn write(&mut self, length: usize) -> io::Result<()> {
        let bytes = self.buffer.get(..length).unwrap_or_default();
        for page in bytes.chunks(PAGE) {
            self.sums.extend_from_slice(&hash::checksum(page).to_le_bytes());
        }
        self.sink.write_all(bytes)?;
        self.buffer.drain(..length);
        Ok(())
    }

    /// Writes the directory and makes all durable; returns the length of the file.
    pub(crate) fn finish(mut self, rows: usize) -> io::Result<u64> {
        self.write(self.buffer.len())?;
        let mut directory = Vec::new();
        for value in [rows as u64, self.at, hash::checksum(&self.sums).into()] {
            put_varint(&mut directory, value);
        }
        for (number, at, length) in &self.directory {
            for value in [number, at, length] {
                put_varint(&mut directory, *value);
            }
        }
        self.buffer.append(&mut self.sums);
        self.buffer.extend_from_slice(&directory);
        self.buffer
            .extend_from_slice(&(directory.len() as u32).to_le_bytes());
        self.buffer
            .extend_from_slice(&hash::checksum(&directory).to_le_bytes());
        self.buffer.extend_from_slice(MAGIC);
        self.sink.write_all(&self.buffer)?;
        self.sink.sync()?;
        Ok(self.at + self.buffer.len() as u64)
    }
}

/// An index file that is open. What is read for the first time is checked.
#[derive(Debug)]
pub(crate) struct Container {
    source: Box<dyn Source>,
    pub(crate) path: PathBuf,
    pub(crate) rows: usize,
    sections: Sections,
    /// Where the checksums of the pages are, which is the end of the sections; and their own checksum.
    sums_at: u64,
    sum_of_sums: u32,
    sums: OnceLock<Vec<u8>>,
    /// One bit for each page that was checked.
    checked: Vec<AtomicU64>,
    is_damaged: AtomicBool,
}

/// Where each section begins, and how long it is.
type Sections = HashMap<u64, (u64, u64)>;

/// What the directory says.
struct Directory {
    rows: usize,
    sums_at: u64,
    sum_of_sums: u32,
    sections: Sections,
}

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
        let directory =
            Directory::parse(&directory, at).ok_or_else(|| damaged("its directory makes no sense"))?;
        let pages = (directory.sums_at as usize).div_ceil(PAGE);
        Ok(Self {
            source,
            path,
            rows: directory.rows,
            sections: directory.sections,
            sums_at: directory.sums_at,
            sum_of_sums: directory.sum_of_sums,
            sums: OnceLock::new(),
            checked: (0..pages.div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            is_damaged: AtomicBool::new(false),
        })
    }

    /// Says what does not fit, and remembers that something does not.
    pub(crate) fn damaged(&self, what: &'static str) -> SearchError {
        self.is_damaged.store(true, Ordering::Relaxed);
        SearchError::Damaged {
            path: self.path.clone(),
            what,
        }
    }

    /// Whether something did not fit.
    pub(crate) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// Where a section begins and how long it is; sections that are the same lie at the same place.
    pub(crate) fn place(&self, section: Section) -> Option<(u64, u64)> {
        self.sections.get(&section.number()).copied()
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
        if from.saturating_add(length as u64) > *whole {
            return Err(self.damaged("a section is too short"));
        }
        let at = (at + from) as usize;
        let pages = at / PAGE..(at + length).div_ceil(PAGE);
        if pages.clone().all(|page| self.is_checked(page)) {
            out.resize(length, 0);
            self.source.read_at(at as u64, out)?;
            return Ok(());
        }
        let (start, end) = (pages.start * PAGE, (pages.end * PAGE).min(self.sums_at as usize));
        out.resize(end - start, 0);
        self.source.read_at(start as u64, out)?;
        self.check(pages, out)?;
        out.truncate(at - start + length);
        out.drain(..at - start);
        Ok(())
    }

    fn is_checked(&self, page: usize) -> bool {
        let word = self.checked.get(page / 64);
        word.is_some_and(|word| word.load(Ordering::Relaxed) >> (page % 64) & 1 == 1)
    }

    /// Compares pages with their checksums.
    fn check(&self, pages: std::ops::Range<usize>, bytes: &[u8]) -> Result<(), SearchError> {
        let sums = self.sums()?.as_chunks::<SUM>().0;
        for (page, bytes) in pages.zip(bytes.chunks(PAGE)) {
            let sum = sums.get(page).map(|sum| u32::from_le_bytes(*sum));
            if sum != Some(hash::checksum(bytes)) {
                return Err(self.damaged("a page has another checksum"));
            }
            if let Some(word) = self.checked.get(page / 64) {
                word.fetch_or(1 << (page % 64), Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn sums(&self) -> Result<&[u8], SearchError> {
        if let Some(sums) = self.sums.get() {
            return Ok(sums);
        }
        let mut sums = vec![0; (self.sums_at as usize).div_ceil(PAGE) * SUM];
        self.source.read_at(self.sums_at, &mut sums)?;
        if hash::checksum(&sums) != self.sum_of_sums {
            return Err(self.damaged("its checksums have another checksum"));
        }
        Ok(self.sums.get_or_init(|| sums))
    }
}

impl Directory {
    fn parse(directory: &[u8], end: u64) -> Option<Self> {
        let mut reader = Reader::new(directory);
        let (rows, sums_at) = (reader.size()?, reader.varint()?);
        let sum_of_sums = u32::try_from(reader.varint()?).ok()?;
        let sums = sums_at.div_ceil(PAGE as u64).checked_mul(SUM as u64)?;
        if sums_at.checked_add(sums)? != end {
            return None;
        }
        let mut sections = HashMap::new();
        while !reader.is_empty() {
            let (number, at, length) = (reader.varint()?, reader.varint()?, reader.varint()?);
            if at.checked_add(length)? > sums_at {
                return None;
            }
            sections.insert(number, (at, length));
        }
        Some(Self {
            rows,
            sums_at,
            sum_of_sums,
            sections,
        })
    }
}
