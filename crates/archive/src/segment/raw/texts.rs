//! Texts by number, some packed together.

use super::warm::Owner;
use crate::bytes::{Reader, put_text, put_varint};
use crate::error::SearchError;
use crate::segment::container::{self, Container, Section};
use crate::zip;
use std::io;
use std::sync::Arc;

/// Texts are packed together up to that many bytes.
const BLOCK: usize = 2 << 10;
/// The most that a block may unpack to: the largest event and a little.
const UNPACKED_MAX: usize = 1 << 30;

/// Writes texts in the order of their numbers.
pub(super) fn write<'t>(
    texts: impl Iterator<Item = &'t [u8]>,
    out: &mut container::Writer,
) -> io::Result<()> {
    let (mut blocks, mut directory, mut block) = (Vec::new(), Vec::new(), Vec::new());
    let mut count = 0_u64;
    let mut end = |block: &mut Vec<u8>, count: &mut u64| -> io::Result<()> {
        let packed = zip::pack(block)?;
        for number in [*count, block.len() as u64, packed.len() as u64] {
            put_varint(&mut directory, number);
        }
        blocks.extend_from_slice(&packed);
        block.clear();
        *count = 0;
        Ok(())
    };
    for text in texts {
        put_text(&mut block, text);
        count += 1;
        if block.len() >= BLOCK {
            end(&mut block, &mut count)?;
        }
    }
    if count > 0 {
        end(&mut block, &mut count)?;
    }
    out.section(Section::RawTexts, &blocks)?;
    out.section(Section::RawTextStarts, &directory)
}

/// Where the blocks of texts are.
#[derive(Debug)]
pub(super) struct Texts {
    /// The first text of each block, and at last the end.
    firsts: Vec<u32>,
    places: Vec<Place>,
    owner: Owner,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    at: u64,
    packed: usize,
    unpacked: usize,
}

/// A block of texts.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) index: usize,
    first: u32,
    bytes: Vec<u8>,
    spans: Vec<(u32, u32)>,
}

impl Texts {
    pub(super) fn read(container: &Container) -> Result<Self, SearchError> {
        let bytes = container.read(Section::RawTextStarts)?;
        Self::parse(&bytes).ok_or_else(|| container.damaged("the directory of texts makes no sense"))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut texts = Self {
            firsts: vec![0],
            places: Vec::new(),
            owner: Owner::new(),
        };
        let (mut first, mut at) = (0_u32, 0);
        while !reader.is_empty() {
            first = first.checked_add(u32::try_from(reader.varint()?).ok()?)?;
            let (unpacked, packed) = (reader.size()?, reader.size()?);
            texts.firsts.push(first);
            texts.places.push(Place { at, packed, unpacked });
            at += packed as u64;
        }
        Some(texts)
    }

    /// The block that has a text.
    pub(super) fn block_of(&self, text: u32) -> usize {
        self.firsts
            .partition_point(|first| *first <= text)
            .saturating_sub(1)
    }

    pub(super) fn load(&self, container: &Container, index: usize) -> Result<Arc<Block>, SearchError> {
        if let Some(block) = self.owner.get(index) {
            return Ok(block);
        }
        let block = Arc::new(self.unpack(container, index)?);
        self.owner.put(index, &block);
        Ok(block)
    }

    fn unpack(&self, container: &Container, index: usize) -> Result<Block, SearchError> {
        let damaged = || container.damaged("a block of texts makes no sense");
        let place = self.places.get(index).ok_or_else(damaged)?;
        if place.unpacked > UNPACKED_MAX {
            return Err(damaged());
        }
        let mut packed = Vec::new();
        container.read_into(Section::RawTexts, place.at, place.packed, &mut packed)?;
        let bytes = zip::unpack(&packed, place.unpacked).map_err(|_| damaged())?;
        let mut spans = Vec::new();
        let mut reader = Reader::new(&bytes);
        while !reader.is_empty() {
            let length = reader.bytes().ok_or_else(damaged)?.len();
            let end = bytes.len() - reader.rest().len();
            spans.push(((end - length) as u32, end as u32));
        }
        let first = self.firsts.get(index).copied().unwrap_or(0);
        Ok(Block {
            index,
            first,
            bytes,
            spans,
        })
    }
}

impl Block {
    /// Bytes that it takes in memory, about.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes.len() + self.spans.len() * size_of::<(u32, u32)>()
    }

    /// A text, if it is of this block.
    #[inline]
    pub(super) fn get(&self, text: u32) -> Option<&[u8]> {
        let place = text.checked_sub(self.first)?;
        let (start, end) = *self.spans.get(place as usize)?;
        self.bytes.get(start as usize..end as usize)
    }
}
