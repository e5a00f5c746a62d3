//! A segment that is open: what is small is in memory, the rest is read where it lies.

use super::bloom::Bloom;
use super::columns::BLOCK;
use super::container::{Container, Section, WORDS};
use super::dict::Dict;
use super::raw;
use super::words;
use crate::bitmap::Bitmap;
use crate::bits::{Packed, unordered};
use crate::bytes::Reader;
use crate::error::SearchError;
use crate::files::Files;
use crate::manifest::Entry;
use activity::event::{COLUMNS, Field};
use std::path::Path;
use std::sync::OnceLock;

/// One segment. Cheap to keep open, and safe to read by many.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) entry: Entry,
    pub(crate) container: Container,
    dicts: Vec<Dict>,
    /// By column, the first one with the very same terms and rows: what is read of one is known of the other.
    alike: Vec<usize>,
    pub(super) words: Dict,
    bloom: Bloom,
    /// Where each block begins, and its first time; and the end.
    starts: Vec<(u64, u64)>,
    pub(super) raws: raw::Reader,
    overlong: OnceLock<Option<Bitmap>>,
    /// How many rows have each term of a column, without a term first: counted when all rows are asked for.
    counts: Vec<OnceLock<Vec<u64>>>,
}

impl Segment {
    /// Opens the files of a segment.
    pub(crate) fn open(files: &dyn Files, folder: &Path, entry: Entry) -> Result<Self, SearchError> {
        let path = folder.join(&entry.index);
        let container = Container::open(files.open(&path)?, path)?;
        let events = files.open(&folder.join(&entry.events))?;
        if container.rows as u64 != entry.rows {
            return Err(container.damaged("it has another number of rows than the manifest says"));
        }
        if events.length()? != entry.events_bytes {
            return Err(SearchError::Damaged {
                path: folder.join(&entry.events),
                what: "it is not as long as the manifest says",
            });
        }
        let bloom = Bloom::of_bytes(&container.read(Section::Bloom)?)
            .ok_or_else(|| container.damaged("the filter of ids makes no sense"))?;
        let starts = block_starts(&container.read(Section::BlockStarts)?)
            .ok_or_else(|| container.damaged("the directory of blocks makes no sense"))?;
        if starts.len() != container.rows.div_ceil(BLOCK) + 1 {
            return Err(container.damaged("blocks are missing"));
        }
        let places: Vec<_> = (0..COLUMNS.len() as u8)
            .map(|column| {
                let terms = container.place(Section::Terms(column));
                (terms, container.place(Section::TermStarts(column)))
            })
            .collect();
        let first = |place| places.iter().position(|other| other == place);
        let alike = places.iter().filter_map(first).collect();
        Ok(Self {
            entry,
            container,
            alike,
            dicts: (0..COLUMNS.len() as u8).map(Dict::new).collect(),
            words: Dict::new(WORDS),
            bloom,
            starts,
            raws: raw::Reader::default(),
            overlong: OnceLock::new(),
            counts: std::iter::repeat_with(OnceLock::new)
                .take(COLUMNS.len())
                .collect(),
        })
    }

    pub(crate) fn rows(&self) -> usize {
        self.container.rows
    }

    pub(crate) fn dict(&self, field: Field) -> &Dict {
        let column = field as usize;
        &self.dicts[self.alike.get(column).copied().unwrap_or(column)]
    }

    /// How many rows have each term of a column, if it was counted.
    pub(super) fn counts(&self, field: Field) -> &OnceLock<Vec<u64>> {
        &self.counts[field as usize]
    }

    /// Rows that may have an id, by its hash.
    pub(crate) fn rows_of_id(&self, hash: u64) -> Result<Vec<usize>, SearchError> {
        if !self.bloom.may_have(hash) {
            return Ok(Vec::new());
        }
        let hashes = self.container.read(Section::Hashes)?;
        let half = hash as u32;
        let rows = hashes.as_chunks::<4>().0.iter().enumerate();
        Ok(rows
            .filter(|(_, bytes)| u32::from_le_bytes(**bytes) == half)
            .map(|(row, _)| row)
            .collect())
    }

    /// Whether an id cannot be here.
    pub(crate) fn lacks_id(&self, hash: u64) -> bool {
        !self.bloom.may_have(hash)
    }

    /// What orders a row among those of the same time.
    pub(crate) fn tie(&self, row: usize) -> Result<u32, SearchError> {
        let mut bytes = Vec::new();
        self.container
            .read_into(Section::Hashes, row as u64 * 4, 4, &mut bytes)?;
        Ok(Reader::new(&bytes).u32().unwrap_or(0))
    }

    /// Where a block lies in its section.
    pub(super) fn block_range(&self, block: usize) -> Option<(u64, usize)> {
        let (at, _) = *self.starts.get(block)?;
        let (end, _) = *self.starts.get(block + 1)?;
        Some((at, usize::try_from(end.checked_sub(at)?).ok()?))
    }

    /// Reads a block.
    pub(super) fn block(&self, block: usize, out: &mut Vec<u8>) -> Result<(), SearchError> {
        let (at, length) = self
            .block_range(block)
            .ok_or_else(|| self.container.damaged("a block is missing"))?;
        self.container.read_into(Section::Blocks, at, length, out)
    }

    /// A stream of a block that was read.
    pub(super) fn stream<'b>(&self, block: &'b [u8], stream: usize) -> Result<Packed<'b>, SearchError> {
        let head = block.get(stream * 4..stream * 4 + 4);
        let at = head.and_then(|head| head.try_into().ok()).map(u32::from_le_bytes);
        at.and_then(|at| block.get(at as usize..))
            .and_then(Packed::new)
            .ok_or_else(|| self.container.damaged("a block makes no sense"))
    }

    /// The first row whose time is not before that one.
    pub(crate) fn first_row_at(&self, time: i64) -> Result<usize, SearchError> {
        if time <= self.entry.oldest {
            return Ok(0);
        }
        if time > self.entry.newest || time == i64::MAX {
            return Ok(self.rows());
        }
        let blocks = &self.starts[..self.starts.len() - 1];
        let after = blocks.partition_point(|(_, first)| unordered(*first) < time);
        let Some(block) = after.checked_sub(1) else {
            return Ok(0);
        };
        let mut bytes = Vec::new();
        self.block(block, &mut bytes)?;
        let times = self.stream(&bytes, 0)?;
        let rows = BLOCK.min(self.rows() - block * BLOCK);
        let (mut low, mut high) = (0, rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            if unordered(times.get(middle)) < time {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(block * BLOCK + low)
    }

    /// Rows with words too long for the index, if there are any.
    pub(crate) fn overlong(&self) -> Result<Option<&Bitmap>, SearchError> {
        if let Some(overlong) = self.overlong.get() {
            return Ok(overlong.as_ref());
        }
        let bytes = self.container.read(Section::Overlong)?;
        let map = (!bytes.is_empty()).then(|| words::overlong(&bytes, self.rows()));
        Ok(self.overlong.get_or_init(|| map).as_ref())
    }
}

fn block_starts(bytes: &[u8]) -> Option<Vec<(u64, u64)>> {
    let mut reader = Reader::new(bytes);
    let (mut starts, mut at) = (Vec::new(), 0);
    while !reader.is_empty() {
        let length = reader.varint()?;
        starts.push((at, reader.varint()?));
        at += length;
    }
    starts.push((at, u64::MAX));
    Some(starts)
}
