//! Rows of one table between their arrival and the commit.
//!
//! Rows are kept as bytes, in the order they came, with an index that is sorted at the end. What exceeds a few
//! megabytes goes to a file of the draft, so a scan of any size needs little memory.

use std::ops::Range;
use std::path::PathBuf;

use super::boundary::ends_part;
use super::columns::{Column, columns_of, encode, id_after_ordinal};
use super::disk::{Disk, DiskFile};
use super::error::SnapshotError;
use super::record::{Key, Record};
use super::table::Table;

/// Bytes kept in memory before they go to the file.
const TAIL_BYTES: usize = 4 << 20;
/// Bits of an index entry that hold the length of the row; the others hold its place.
const LENGTH_BITS: u32 = 24;
/// A part is read in one piece when its rows lie this close together: the piece is at most so many times larger.
const SPREAD_MAX: u64 = 4;

/// Collects the rows of one table.
pub(super) struct RowBuffer {
    table: Table,
    columns: Vec<Column>,
    index: Vec<Entry>,
    by_content: bool,
    tail: Vec<u8>,
    spilled: u64,
    file: Option<DiskFile>,
    path: PathBuf,
    disk: Disk,
}

#[derive(Clone, Copy)]
struct Entry {
    key: u64,
    place: u64,
}

impl Entry {
    const fn at(self) -> u64 {
        self.place >> LENGTH_BITS
    }

    const fn length(self) -> u64 {
        self.place & ((1 << LENGTH_BITS) - 1)
    }
}

impl RowBuffer {
    /// An empty buffer for rows of the kind `R`, that spills to `path`.
    pub(super) fn new<R: Record<'static>>(disk: Disk, path: PathBuf) -> Self {
        Self {
            table: R::TABLE,
            columns: columns_of::<R>(),
            index: Vec::new(),
            by_content: false,
            tail: Vec::new(),
            spilled: 0,
            file: None,
            path,
            disk,
        }
    }

    /// Which table the rows are of.
    pub(super) const fn table(&self) -> Table {
        self.table
    }

    /// The columns of the rows.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Takes one row in.
    pub(super) fn push<'a, R: Record<'a>>(&mut self, row: R) -> Result<(), SnapshotError> {
        let start = self.tail.len();
        encode(row, &mut self.tail);
        let (at, length) = (self.spilled + start as u64, (self.tail.len() - start) as u64);
        if length >> LENGTH_BITS != 0 || at >> (u64::BITS - LENGTH_BITS) != 0 {
            self.tail.truncate(start);
            let why = "a row has more than 16 MiB, or all rows together more than 1 TiB";
            return Err(SnapshotError::TooLarge {
                table: self.table.as_str(),
                why,
            });
        }
        let key = match row.key() {
            Key::Unique(key) => key,
            Key::Content => {
                self.by_content = true;
                0
            }
        };
        self.index.push(Entry {
            key,
            place: (at << LENGTH_BITS) | length,
        });
        if self.tail.len() >= TAIL_BYTES {
            self.spill()
        } else {
            Ok(())
        }
    }

    /// Sorts the rows, drops those that came twice, and cuts them into parts.
    pub(super) fn sort(&mut self) -> Result<Vec<Range<usize>>, SnapshotError> {
        if self.by_content {
            self.sort_by_content()?;
        } else {
            self.index.sort_by_key(|entry| entry.key);
            self.drop_earlier_of_twins()?;
        }
        let mean = self.table.mean_part_rows();
        let mut parts = Vec::new();
        let mut start = 0;
        for (at, entry) in self.index.iter().enumerate() {
            if ends_part(entry.key, mean) {
                parts.push(start..at + 1);
                start = at + 1;
            }
        }
        if start < self.index.len() {
            parts.push(start..self.index.len());
        }
        Ok(parts)
    }

    /// The rows of a part, each as it was written.
    pub(super) fn rows(&mut self, part: Range<usize>) -> Result<Rows, SnapshotError> {
        let entries = self.index.get(part).unwrap_or_default().to_vec();
        let start = entries.iter().map(|entry| entry.at()).min().unwrap_or_default();
        let end = entries
            .iter()
            .map(|entry| entry.at() + entry.length())
            .max()
            .unwrap_or_default();
        let total: u64 = entries.iter().map(|entry| entry.length()).sum();
        if end - start <= total.saturating_mul(SPREAD_MAX) {
            let mut bytes = vec![0; usize_of(end - start)];
            self.read_at(start, &mut bytes)?;
            let place = |entry: &Entry| {
                let from = usize_of(entry.at() - start);
                from..from + usize_of(entry.length())
            };
            return Ok(Rows {
                places: entries.iter().map(place).collect(),
                bytes,
            });
        }
        let mut bytes = vec![0; usize_of(total)];
        let mut places = Vec::with_capacity(entries.len());
        let mut next = 0;
        for entry in entries {
            let place = next..next + usize_of(entry.length());
            if let Some(into) = bytes.get_mut(place.clone()) {
                self.read_at(entry.at(), into)?;
            }
            next = place.end;
            places.push(place);
        }
        Ok(Rows { places, bytes })
    }

    /// The largest key, when rows have keys.
    pub(super) fn last_key(&self) -> Option<u64> {
        self.index.iter().map(|entry| entry.key).max()
    }

    fn spill(&mut self) -> Result<(), SnapshotError> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(self.disk.create(&self.path)?),
        };
        file.append(&self.tail)?;
        self.spilled += self.tail.len() as u64;
        self.tail.clear();
        Ok(())
    }

    fn sort_by_content(&mut self) -> Result<(), SnapshotError> {
        let all = self.rows(0..self.index.len())?;
        let mut order: Vec<(&[u8], Entry)> = all.iter().zip(self.index.iter().copied()).collect();
        order.sort_by(|one, other| one.0.cmp(other.0));
        order.dedup_by(|one, other| one.0 == other.0);
        self.index = order
            .iter()
            .map(|(row, entry)| Entry {
                key: fingerprint(row),
                ..*entry
            })
            .collect();
        Ok(())
    }

    /// A page that is read twice repeats rows: the later one counts. Two objects with one ordinal are a fault.
    fn drop_earlier_of_twins(&mut self) -> Result<(), SnapshotError> {
        let twin = |pair: &[Entry]| matches!(pair, [one, other] if one.key == other.key);
        let twins: Vec<usize> = self
            .index
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| twin(pair))
            .map(|(at, _)| at)
            .collect();
        if twins.is_empty() {
            return Ok(());
        }
        if matches!(self.table, Table::Users | Table::Groups | Table::Apps) {
            for at in twins {
                let pair = self.rows(at..at + 2)?;
                let mut ids = pair.iter().map(id_after_ordinal);
                if let (Some(first), Some(second)) = (ids.next(), ids.next())
                    && first != second
                {
                    let ordinal = self
                        .index
                        .get(at)
                        .map_or(0, |entry| u32::try_from(entry.key).unwrap_or(u32::MAX));
                    return Err(SnapshotError::OrdinalTwice {
                        table: self.table.as_str(),
                        ordinal,
                        first,
                        second,
                    });
                }
            }
        }
        let mut kept: Vec<Entry> = Vec::with_capacity(self.index.len());
        for entry in self.index.drain(..) {
            match kept.last_mut() {
                Some(last) if last.key == entry.key => *last = entry,
                _ => kept.push(entry),
            }
        }
        self.index = kept;
        Ok(())
    }

    /// Reads from the file, the tail, or over the seam between them.
    fn read_at(&mut self, at: u64, into: &mut [u8]) -> Result<(), SnapshotError> {
        let in_file = usize_of(self.spilled.saturating_sub(at)).min(into.len());
        let (from_file, from_tail) = into.split_at_mut(in_file);
        if let Some(file) = &mut self.file
            && !from_file.is_empty()
        {
            file.read_at(at, from_file)?;
        }
        let start = usize_of(at.saturating_sub(self.spilled));
        if let Some(bytes) = self.tail.get(start..start + from_tail.len()) {
            from_tail.copy_from_slice(bytes);
        }
        Ok(())
    }
}

/// Some rows, as they were written.
pub(super) struct Rows {
    places: Vec<Range<usize>>,
    bytes: Vec<u8>,
}

impl Rows {
    /// The rows in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.places
            .iter()
            .map(|place| self.bytes.get(place.clone()).unwrap_or_default())
    }
}

/// A number that depends on the whole content (FNV-1a): where to cut tables whose rows have no number of their own.
fn fingerprint(row: &[u8]) -> u64 {
    row.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// Lengths and places are below 2^40; a machine with smaller addresses fails at the allocation, not here.
fn usize_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
