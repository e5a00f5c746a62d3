//! Writes terms in order.

use super::block_terms;
use crate::bytes::{put_text, put_varint};
use crate::segment::container::{self, Section, WORDS};
use crate::segment::postings::Collector;
use std::io;

/// Terms are put in order, with or without their rows.
pub(crate) struct Writer {
    column: u8,
    rows: usize,
    terms: u64,
    in_block: usize,
    last: Vec<u8>,
    block: Vec<u8>,
    blocks: Vec<u8>,
    postings: Vec<u8>,
    postings_before: usize,
    directory: Vec<u8>,
    directory_blocks: u64,
}

impl Writer {
    pub(crate) const fn new(column: u8, rows: usize) -> Self {
        Self {
            column,
            rows,
            terms: 0,
            in_block: 0,
            last: Vec::new(),
            block: Vec::new(),
            blocks: Vec::new(),
            postings: Vec::new(),
            postings_before: 0,
            directory: Vec::new(),
            directory_blocks: 0,
        }
    }

    pub(crate) fn put(&mut self, term: &[u8], rows: Option<&Collector>) -> io::Result<()> {
        if self.in_block == block_terms(self.column) {
            self.end_block()?;
        }
        if self.in_block == 0 {
            put_text(&mut self.directory, term);
            self.last.clear();
        }
        let shared = term.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        put_varint(&mut self.block, shared as u64);
        put_text(&mut self.block, term.get(shared..).unwrap_or_default());
        self.last.clear();
        self.last.extend_from_slice(term);
        match rows {
            None => self.block.push(0),
            Some(rows) if rows.count == 1 => {
                self.block.push(1);
                put_varint(&mut self.block, rows.first().into());
            }
            Some(rows) => {
                let before = self.postings.len();
                rows.write(self.rows, &mut self.postings);
                put_varint(&mut self.block, rows.count.into());
                put_varint(&mut self.block, (self.postings.len() - before) as u64);
            }
        }
        self.in_block += 1;
        self.terms += 1;
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        let before = self.blocks.len();
        if self.column == WORDS {
            put_varint(&mut self.blocks, self.block.len() as u64);
            self.blocks
                .extend_from_slice(&zstd::bulk::compress(&self.block, 3)?);
        } else {
            self.blocks.extend_from_slice(&self.block);
        }
        put_varint(&mut self.directory, (self.blocks.len() - before) as u64);
        put_varint(
            &mut self.directory,
            (self.postings.len() - self.postings_before) as u64,
        );
        self.postings_before = self.postings.len();
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
        out.section(Section::TermStarts(self.column), &directory)?;
        out.section(Section::Postings(self.column), &self.postings)
    }
}
