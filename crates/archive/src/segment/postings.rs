//! The rows of one term: as distances, as one bit a row, or as the rows that lack it, whichever is smallest. Terms that
//! have the same rows share them.

use super::container::{self, Section};
use crate::bitmap::Bitmap;
use crate::bytes::{Reader, put_varint};
use crate::hash;
use std::collections::HashMap;
use std::io;

const LIST: u8 = 0;
const BITS: u8 = 1;
const ABSENT: u8 = 2;

/// Where the rows of a term are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Posting {
    /// The term has no rows of its own.
    None,
    /// It has one.
    One(u32),
    /// They lie in the section of postings.
    At { count: u32, start: u64, length: u32 },
}

/// Sets of rows (or of other numbers), one after another.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    rows: Vec<u32>,
    ends: Vec<usize>,
}

impl Groups {
    /// Adds a set; returns its number.
    pub(crate) fn add(&mut self, rows: &[u32]) -> u32 {
        self.rows.extend_from_slice(rows);
        self.ends.push(self.rows.len());
        self.ends.len() as u32 - 1
    }

    /// Adds one set for each of `count` choices, which each row has made; returns the number of the first.
    pub(crate) fn split(&mut self, rows: &[u32], choices: &[u32], count: usize) -> u32 {
        let mut ends = vec![0_usize; count];
        choices.iter().for_each(|choice| ends[*choice as usize] += 1);
        let begun = self.rows.len();
        let mut at = begun;
        for end in &mut ends {
            at += std::mem::replace(end, at);
        }
        self.rows.resize(begun + rows.len(), 0);
        for (row, choice) in rows.iter().zip(choices) {
            let next = &mut ends[*choice as usize];
            self.rows[*next] = *row;
            *next += 1;
        }
        let first = self.ends.len() as u32;
        self.ends.extend(ends);
        first
    }

    /// Orders each set.
    pub(crate) fn sort(&mut self) {
        let mut start = 0;
        for end in &self.ends {
            let set = self.rows.get_mut(start..*end).unwrap_or_default();
            if !set.is_sorted() {
                set.sort_unstable();
            }
            start = *end;
        }
    }

    /// Forgets what is twice in a set.
    pub(crate) fn dedup(&mut self) {
        let mut kept = Self::default();
        for group in 0..self.ends.len() as u32 {
            for row in self.rows(group) {
                if kept.rows.len() == kept.ends.last().copied().unwrap_or(0) || kept.rows.last() != Some(row)
                {
                    kept.rows.push(*row);
                }
            }
            kept.ends.push(kept.rows.len());
        }
        *self = kept;
    }

    /// The rows of a set, ascending.
    pub(crate) fn rows(&self, group: u32) -> &[u32] {
        let start = (group as usize)
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let end = self.ends.get(group as usize).copied().unwrap_or(0);
        self.rows
            .get(start.copied().unwrap_or(0)..end)
            .unwrap_or_default()
    }

    /// The rows of any of the sets, of so many rows in all.
    pub(crate) fn union(&self, groups: &[u32], rows: usize) -> Vec<u32> {
        let members: usize = groups.iter().map(|group| self.rows(*group).len()).sum();
        if members * 16 < rows {
            let mut all: Vec<u32> = groups
                .iter()
                .flat_map(|group| self.rows(*group))
                .copied()
                .collect();
            all.sort_unstable();
            all.dedup();
            return all;
        }
        let mut map = Bitmap::none(rows);
        for group in groups {
            self.rows(*group).iter().for_each(|row| map.insert(*row as usize));
        }
        map.iter().map(|row| row as u32).collect()
    }
}

/// Writes the rows of terms, each set once.
#[derive(Debug)]
pub(crate) struct Postings {
    rows: usize,
    bytes: Vec<u8>,
    /// By the hash of what was written, where.
    known: HashMap<u64, (u64, u32)>,
    draft: Vec<u8>,
}

impl Postings {
    /// For a segment of so many rows.
    pub(crate) fn new(rows: usize) -> Self {
        Self {
            rows,
            bytes: Vec::new(),
            known: HashMap::new(),
            draft: Vec::new(),
        }
    }

    /// Keeps some rows, ascending; returns where they are and how long.
    pub(crate) fn put(&mut self, rows: &[u32]) -> (u64, u32) {
        self.draft.clear();
        encode(rows, self.rows, &mut self.draft);
        let hash = hash::of(&self.draft);
        if let Some((start, length)) = self.known.get(&hash) {
            let same = self
                .bytes
                .get(*start as usize..*start as usize + *length as usize);
            if same == Some(&self.draft) {
                return (*start, *length);
            }
        }
        let place = (self.bytes.len() as u64, self.draft.len() as u32);
        self.bytes.extend_from_slice(&self.draft);
        self.known.insert(hash, place);
        place
    }

    pub(crate) fn finish(self, out: &mut container::Writer) -> io::Result<()> {
        out.section(Section::Postings, &self.bytes)
    }
}

/// Appends rows, of so many in all, in their smallest form.
fn encode(rows: &[u32], of: usize, out: &mut Vec<u8>) {
    let absent = of - rows.len();
    let bits = of.div_ceil(8);
    if rows.len() <= bits.min(absent) {
        out.push(LIST);
        put_distances(rows.iter().map(|row| *row as usize), out);
        if out.len() <= bits {
            return;
        }
        out.clear();
    }
    let mut map = Bitmap::none(of);
    rows.iter().for_each(|row| map.insert(*row as usize));
    if absent < bits {
        out.push(ABSENT);
        let mut others = Bitmap::range(of, 0, of);
        others.minus(&map);
        put_distances(others.iter(), out);
    } else {
        out.push(BITS);
        let words = (0..of.div_ceil(64)).flat_map(|index| map.word(index).to_le_bytes());
        out.extend(words.take(bits));
    }
}

fn put_distances(rows: impl Iterator<Item = usize>, out: &mut Vec<u8>) {
    let mut next = 0;
    for row in rows {
        put_varint(out, (row - next) as u64);
        next = row + 1;
    }
}

/// Adds written rows to a set; `None` when they are damaged.
pub(crate) fn read(bytes: &[u8], into: &mut Bitmap) -> Option<()> {
    let mut reader = Reader::new(bytes);
    match reader.byte()? {
        LIST => {
            let mut next = 0;
            while !reader.is_empty() {
                let row = next + reader.size()?;
                into.insert(row);
                next = row + 1;
            }
        }
        BITS => {
            for (index, word) in reader.rest().chunks(8).enumerate() {
                let mut bits = [0; 8];
                bits[..word.len()].copy_from_slice(word);
                into.or_word(index, u64::from_le_bytes(bits));
            }
        }
        ABSENT => {
            let mut next = 0;
            while !reader.is_empty() {
                let row = next + reader.size()?;
                into.or(&Bitmap::range(into.rows(), next, row));
                next = row + 1;
            }
            into.or(&Bitmap::range(into.rows(), next, into.rows()));
        }
        _ => return None,
    }
    Some(())
}
