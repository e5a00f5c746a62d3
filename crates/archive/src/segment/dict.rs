//! Terms in order, in blocks that share beginnings, each with its rows if it has any.

mod block;
mod write;

pub(crate) use block::Block;
pub(crate) use write::Writer;

use super::container::{Container, Section, WORDS};
use super::postings::{self, Posting};
use crate::bitmap::Bitmap;
use crate::bytes::Reader;
use crate::error::SearchError;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// Terms of a block of a column, and of the words of the raw text, which are packed more tightly and not kept.
pub(crate) const fn block_terms(column: u8) -> usize {
    if column == WORDS { 256 } else { 64 }
}

/// The terms of a column, or the words of the raw text.
#[derive(Debug)]
pub(crate) struct Dict {
    column: u8,
    directory: OnceLock<Directory>,
}

#[derive(Debug)]
struct Directory {
    terms: usize,
    /// First terms of the blocks, one after another.
    firsts: Vec<u8>,
    ends: Vec<u32>,
    /// Where each block begins, and the end.
    starts: Vec<u64>,
    cache: Vec<OnceLock<Arc<Block>>>,
}

impl Dict {
    pub(crate) const fn new(column: u8) -> Self {
        Self {
            column,
            directory: OnceLock::new(),
        }
    }

    /// How many terms there are.
    pub(crate) fn len(&self, container: &Container) -> Result<usize, SearchError> {
        Ok(self.directory(container)?.terms)
    }

    /// The block that has a term, and the term's place in it.
    pub(crate) fn term(
        &self,
        container: &Container,
        number: usize,
    ) -> Result<(Arc<Block>, usize), SearchError> {
        let size = block_terms(self.column);
        Ok((self.block(container, number / size)?, number % size))
    }

    /// Calls with every term from `start` on, until told to stop.
    pub(crate) fn each(
        &self,
        container: &Container,
        start: usize,
        f: &mut dyn FnMut(usize, &[u8], Posting) -> bool,
    ) -> Result<(), SearchError> {
        let (size, terms) = (block_terms(self.column), self.len(container)?);
        let mut number = start;
        while number < terms {
            let block = self.block(container, number / size)?;
            for place in number % size..block.len() {
                if !f(number, block.text(place), block.posting(place)) {
                    return Ok(());
                }
                number += 1;
            }
            if block.len() < size {
                break;
            }
        }
        Ok(())
    }

    /// Calls with every block.
    pub(crate) fn each_block(
        &self,
        container: &Container,
        f: &mut dyn FnMut(&Block),
    ) -> Result<(), SearchError> {
        let blocks = self.len(container)?.div_ceil(block_terms(self.column));
        (0..blocks).try_for_each(|index| self.block(container, index).map(|block| f(&block)))
    }

    /// The number of the first term that is not before a text in lower case.
    pub(crate) fn lower_bound(&self, container: &Container, text: &[u8]) -> Result<usize, SearchError> {
        let directory = self.directory(container)?;
        let size = block_terms(self.column);
        let (mut low, mut high) = (0, directory.ends.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if folded(directory.first(middle), text).is_lt() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let Some(before) = low.checked_sub(1) else {
            return Ok(0);
        };
        let block = self.block(container, before)?;
        let place = (0..block.len())
            .find(|place| !folded(block.text(*place), text).is_lt())
            .unwrap_or(block.len());
        Ok(before * size + place)
    }

    /// Adds the rows of a term to a set.
    pub(crate) fn rows(
        &self,
        container: &Container,
        posting: Posting,
        into: &mut Bitmap,
    ) -> Result<(), SearchError> {
        match posting {
            Posting::None => {}
            Posting::One(row) => into.insert(row as usize),
            Posting::At { start, length, .. } => {
                let mut bytes = Vec::new();
                container.read_into(Section::Postings, start, length as usize, &mut bytes)?;
                postings::read(&bytes, into)
                    .ok_or_else(|| container.damaged("rows of a term make no sense"))?;
            }
        }
        Ok(())
    }

    /// The text of a term of a column.
    pub(crate) fn text(&self, container: &Container, number: usize) -> Result<&[u8], SearchError> {
        let size = block_terms(self.column);
        self.block(container, number / size)?;
        let kept = self.directory(container)?.cache.get(number / size);
        let block = kept.and_then(OnceLock::get);
        let block = block.ok_or_else(|| container.damaged("a block of terms is missing"))?;
        Ok(block.text(number % size))
    }

    fn block(&self, container: &Container, index: usize) -> Result<Arc<Block>, SearchError> {
        let directory = self.directory(container)?;
        let cached = directory.cache.get(index);
        if let Some(block) = cached.and_then(OnceLock::get) {
            return Ok(Arc::clone(block));
        }
        let damaged = || container.damaged("a block of terms makes no sense");
        let from = *directory.starts.get(index).ok_or_else(damaged)?;
        let until = *directory.starts.get(index + 1).ok_or_else(damaged)?;
        let mut bytes = Vec::new();
        let length = until.checked_sub(from).ok_or_else(damaged)?;
        container.read_into(Section::Terms(self.column), from, length as usize, &mut bytes)?;
        let block = Arc::new(Block::parse(&bytes).ok_or_else(damaged)?);
        if let Some(cell) = cached {
            // Two threads may have parsed it; either is right.
            let _ = cell.set(Arc::clone(&block));
        }
        Ok(block)
    }

    fn directory(&self, container: &Container) -> Result<&Directory, SearchError> {
        if let Some(directory) = self.directory.get() {
            return Ok(directory);
        }
        let bytes = container.read(Section::TermStarts(self.column))?;
        let directory = Directory::parse(&bytes, self.column != WORDS)
            .ok_or_else(|| container.damaged("a directory of terms makes no sense"))?;
        Ok(self.directory.get_or_init(|| directory))
    }
}

impl Directory {
    fn parse(bytes: &[u8], is_cached: bool) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let (terms, blocks) = (reader.size()?, reader.size()?);
        let (mut firsts, mut ends, mut starts) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = 0;
        for _ in 0..blocks {
            firsts.extend_from_slice(reader.bytes()?);
            ends.push(u32::try_from(firsts.len()).ok()?);
            starts.push(at);
            at += reader.varint()?;
        }
        starts.push(at);
        let cached = if is_cached { blocks } else { 0 };
        Some(Self {
            terms,
            firsts,
            ends,
            starts,
            cache: (0..cached).map(|_| OnceLock::new()).collect(),
        })
    }

    fn first(&self, block: usize) -> &[u8] {
        let start = block.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(block).copied().unwrap_or(0);
        self.firsts
            .get(start.copied().unwrap_or(0) as usize..end as usize)
            .unwrap_or_default()
    }
}

/// The order of a term, without regard to case, and a text in lower case.
pub(crate) fn folded(term: &[u8], text: &[u8]) -> Ordering {
    term.iter().map(u8::to_ascii_lowercase).cmp(text.iter().copied())
}

/// Whether a term begins with a text in lower case, without regard to case.
pub(crate) fn begins(term: &[u8], text: &[u8]) -> bool {
    term.get(..text.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(text))
}
