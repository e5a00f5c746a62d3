//! Words that are ever new, as ids are: a few bits of the hash of each, with its row. Who looks for one reads a hundred
//! bytes, and then the rows themselves. Short words are not here: too many rows have each of them.

use super::container::{self, Container, Section};
use crate::bits::{Bits, BitsWriter, PADDING};
use crate::error::SearchError;
use std::io;

/// The shortest word.
pub(super) const SHORTEST: usize = 6;
/// Entries of a bucket, about.
const BUCKET: usize = 32;
/// Bits of the hash that an entry keeps beyond those that its bucket says.
const TAG: u32 = 8;
/// Each bucket's first entry.
const START: usize = 4;

/// Collects words.
#[derive(Debug, Default)]
pub(super) struct Collector {
    /// Upper half of the hash, and the row.
    entries: Vec<u64>,
}

impl Collector {
    #[inline]
    pub(super) fn push(&mut self, hash: u64, row: u32) {
        self.entries.push((hash >> 32) << 32 | u64::from(row));
    }

    pub(super) fn write(mut self, rows: usize, out: &mut container::Writer) -> io::Result<()> {
        self.entries.sort_unstable();
        self.entries.dedup();
        if self.entries.is_empty() {
            return Ok(());
        }
        let buckets = self.entries.len().div_ceil(BUCKET);
        let (mut starts, mut bits) = (Vec::with_capacity((buckets + 1) * START), BitsWriter::default());
        let width = row_width(rows);
        for (index, entry) in self.entries.iter().enumerate() {
            let (bucket, tag) = place(*entry, buckets);
            while starts.len() / START <= bucket {
                starts.extend_from_slice(&(index as u32).to_le_bytes());
            }
            bits.put(tag, TAG);
            bits.put(*entry & u64::from(u32::MAX), width);
        }
        while starts.len() / START <= buckets {
            starts.extend_from_slice(&(self.entries.len() as u32).to_le_bytes());
        }
        out.section(Section::RareStarts, &starts)?;
        out.section(Section::Rare, &bits.finish())
    }
}

/// The rows that may have a word, by its hash.
pub(super) fn rows(container: &Container, hash: u64) -> Result<Vec<usize>, SearchError> {
    let buckets = (container.length(Section::RareStarts) as usize / START).saturating_sub(1);
    if buckets == 0 {
        return Ok(Vec::new());
    }
    let (bucket, tag) = place(hash, buckets);
    let mut bytes = Vec::new();
    container.read_into(
        Section::RareStarts,
        (bucket * START) as u64,
        2 * START,
        &mut bytes,
    )?;
    let mut reader = crate::bytes::Reader::new(&bytes);
    let (from, until) = (
        reader.u32().unwrap_or(0) as usize,
        reader.u32().unwrap_or(0) as usize,
    );
    let width = row_width(container.rows);
    let entry = (TAG + width) as usize;
    let (first, last) = (from * entry / 8, (until * entry).div_ceil(8));
    let length = last
        .checked_sub(first)
        .ok_or_else(|| container.damaged("a bucket of words makes no sense"))?;
    container.read_into(Section::Rare, first as u64, length, &mut bytes)?;
    bytes.resize(length + PADDING, 0);
    let mut bits = Bits::new(&bytes);
    bits.skip(from * entry % 8);
    let entries = (from..until).map(|_| (bits.take(TAG), bits.take(width) as usize));
    let found = entries.filter(|(other, row)| *other == tag && *row < container.rows);
    Ok(found.map(|(_, row)| row).collect())
}

/// The bucket of a hash, and the bits that tell it from others there.
const fn place(hash: u64, buckets: usize) -> (usize, u64) {
    let scaled = (hash >> 32) * buckets as u64;
    ((scaled >> 32) as usize, scaled << 32 >> (64 - TAG))
}

const fn row_width(rows: usize) -> u32 {
    usize::BITS - rows.leading_zeros()
}
