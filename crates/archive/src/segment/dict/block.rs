//! A block of terms in memory.

use crate::bytes::Reader;
use crate::segment::postings::Posting;
use crate::zip;

/// The most that a block of words may unpack to; a damaged one must not take all memory.
const UNPACKED_MAX: usize = 1 << 30;

/// Terms that follow one another.
#[derive(Debug)]
pub(crate) struct Block {
    text: Vec<u8>,
    ends: Vec<u32>,
    postings: Vec<Posting>,
}

impl Block {
    /// Reads a block.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let length = reader.size().filter(|length| *length <= UNPACKED_MAX)?;
        let bytes = zip::unpack(reader.rest(), length).ok()?;
        let mut block = Self {
            text: Vec::with_capacity(bytes.len() * 2),
            ends: Vec::with_capacity(super::block_terms(0)),
            postings: Vec::with_capacity(super::block_terms(0)),
        };
        let mut reader = Reader::new(&bytes);
        let mut before = 0;
        let mut expected = 0;
        while !reader.is_empty() {
            let shared = reader.size()?;
            let suffix = reader.bytes()?;
            let end_of_last = block.text.len();
            let head = before..(before + shared).min(end_of_last);
            block.text.extend_from_within(head);
            block.text.extend_from_slice(suffix);
            before = end_of_last;
            block.ends.push(u32::try_from(block.text.len()).ok()?);
            let count = u32::try_from(reader.varint()?).ok()?;
            let posting = match count {
                0 => Posting::None,
                1 => Posting::One(u32::try_from(reader.varint()?).ok()?),
                count => {
                    let length = u32::try_from(reader.varint()?).ok()?;
                    let start = u64::try_from(expected + reader.signed()?).ok()?;
                    expected = i64::try_from(start + u64::from(length)).ok()?;
                    Posting::At { count, start, length }
                }
            };
            block.postings.push(posting);
        }
        Some(block)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All texts without gaps, for a quick look whether one may be there.
    pub(crate) fn texts(&self) -> &[u8] {
        &self.text
    }

    pub(crate) fn text(&self, place: usize) -> &[u8] {
        let (start, end) = self.span(place);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where the text of a place lies among all texts.
    pub(crate) fn span(&self, place: usize) -> (usize, usize) {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(place).copied().unwrap_or(0);
        (start.copied().unwrap_or(0) as usize, end as usize)
    }

    /// The place whose text has that byte; it is not before `from`.
    pub(crate) fn place_of(&self, byte: usize, from: usize) -> usize {
        let rest = self.ends.get(from..).unwrap_or_default();
        from + rest.partition_point(|end| *end as usize <= byte)
    }

    pub(crate) fn posting(&self, place: usize) -> Posting {
        self.postings.get(place).copied().unwrap_or(Posting::None)
    }
}
