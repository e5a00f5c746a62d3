//! Writes terms in order.

use super::block_terms;
use crate::bytes::{put_signed, put_text, put_varint};
use crate::segment::container::{self, Section};
use crate::segment::postings::Postings;
use crate::zip;
use std::io;

/// Terms are put in order, with or without their rows.
pub(crate) struct Writer {
    column: u8,
    terms: u64,
    in_block: usize,
    last: Vec<u8>,
    block: Vec<u8>,
    blocks: Vec<u8>,
    /// Where the next rows of this block are, if they are new.
    expected: u64,
    directory: Vec<u8>,
    directory_blocks: u64,
}

impl Writer {
    pub(crate) const fn new(column: u8) -> Self {
        Self {
            column,
            terms: 0,
            in_block: 0,
            last: Vec::new(),
            block: Vec::new(),
            blocks: Vec::new(),
            expected: 0,
            directory: Vec::new(),
            directory_blocks: 0,
        }
    }

    /// Puts the next term, with its rows or none.
    pub(crate) fn put(&mut self, term: &[u8], rows: &[u32], postings: &mut Postings) -> io::Result<()> {
        if self.in_block == block_terms(self.column) {
            self.end_block()?;
        }
        if self.in_block == 0 {
            put_text(&mut self.directory, term);
            self.last.clear();
            self.expected = 0;
        }
        let shared = term.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        put_varint(&mut self.block, shared as u64);
        put_text(&mut self.block, term.get(shared..).unwrap_or_default());
        self.last.clear();
        self.last.extend_from_slice(term);
        put_varint(&mut self.block, rows.len() as u64);
        match rows {
            [] => {}
            [row] => put_varint(&mut self.block, (*row).into()),
            rows => {
                let (start, length) = postings.put(rows);
                put_varint(&mut self.block, length.into());
                put_signed(&mut self.block, start as i64 - self.expected as i64);
                self.expected = start + u64::from(length);
            }
        }
        self.in_block += 1;
        self.terms += 1;
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        let before = self.blocks.len();
        put_varint(&mut self.blocks, self.block.len() as u64);
        self.blocks.extend_from_slice(&zip::pack(&self.block)?);
        put_varint(&mut self.directory, (self.blocks.len() - before) as u64);
        self.directory_blocks += 1;
        self.block.clear();
        self.in_block = 0;
        Ok(())
    }

    pub(crate) fn finish(mut self, out: &mut container::Writer) -> io::Result<()> {
        if self.in_block > 0 {
            self.end_block()?;
        }
        let mut directory = Vec::new();
        put_varint(&mut directory, self.terms);
        put_varint(&mut directory, self.directory_blocks);
        directory.extend_from_slice(&self.directory);
        out.section(Section::Terms(self.column), &self.blocks)?;
        out.section(Section::TermStarts(self.column), &directory)
    }
}
