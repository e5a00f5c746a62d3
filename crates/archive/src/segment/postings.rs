//! The rows of one term: as distances, as one bit a row, or as the rows that lack it, whichever is smallest.

use crate::bitmap::Bitmap;
use crate::bytes::{Reader, put_varint};

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

/// Collects the rows of one term in ascending order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collector {
    first: u32,
    last: u32,
    pub(crate) count: u32,
    more: Vec<u8>,
}

impl Collector {
    #[inline]
    pub(crate) fn push(&mut self, row: u32) {
        if self.count == 0 {
            (self.first, self.last, self.count) = (row, row, 1);
        } else if row != self.last {
            put_varint(&mut self.more, u64::from(row - self.last - 1));
            self.last = row;
            self.count += 1;
        }
    }

    pub(crate) const fn first(&self) -> u32 {
        self.first
    }

    /// Appends the rows in their smallest form.
    pub(crate) fn write(&self, rows: usize, out: &mut Vec<u8>) {
        let absent = rows - self.count as usize;
        let bits = rows.div_ceil(8);
        if self.more.len() <= bits && self.more.len() <= absent {
            out.push(LIST);
            put_varint(out, self.first.into());
            out.extend_from_slice(&self.more);
            return;
        }
        let map = self.bitmap(rows);
        if absent < bits {
            out.push(ABSENT);
            let mut next = 0;
            let mut others = Bitmap::range(rows, 0, rows);
            others.minus(&map);
            for row in others.iter() {
                put_varint(out, (row - next) as u64);
                next = row + 1;
            }
        } else {
            out.push(BITS);
            let words = (0..rows.div_ceil(64)).flat_map(|index| map.word(index).to_le_bytes());
            out.extend(words.take(bits));
        }
    }

    fn bitmap(&self, rows: usize) -> Bitmap {
        let mut map = Bitmap::none(rows);
        let mut head = Vec::with_capacity(self.more.len() + 5);
        head.push(LIST);
        put_varint(&mut head, self.first.into());
        head.extend_from_slice(&self.more);
        let _ = read(&head, &mut map);
        map
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
