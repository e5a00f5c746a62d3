//! The columns of a segment in the making: texts become numbers of terms, and rows are packed in blocks.

use super::container::{self, Section};
use super::dict;
use super::fields::{self, Kind, STREAMS};
use super::postings::{Groups, Postings};
use super::raw::Span;
use super::terms::Terms;
use crate::bits::{self, ordered};
use crate::bytes::put_varint;
use crate::event::word;
use activity::event::{COLUMNS, Event, Field, Shape, View};
use memchr::memmem;
use std::io;

/// Rows of a block.
pub(crate) const BLOCK: usize = 256;

/// Numbers whose text is known without making it: each has one place.
const NUMBERS: usize = 64;

/// Columns row by row.
#[derive(Debug)]
pub(crate) struct Columns {
    times: Vec<u64>,
    ingested: Vec<u64>,
    columns: Vec<Column>,
}

/// One column with terms. Numbers are one more than those of the terms; zero is null.
#[derive(Debug)]
struct Column {
    field: Field,
    kind: Kind,
    terms: Terms,
    codes: Vec<u32>,
    /// Numbers that were seen, and their codes.
    numbers: [Option<(u64, u32)>; NUMBERS],
    /// How many items each row of a list has, or zero for null.
    counts: Vec<u32>,
    /// Place in the raw text, one more; zero when the value is not there. And its length.
    places: Vec<(u32, u32)>,
    /// Which value of the raw text it was in the last row.
    hint: usize,
}

impl Default for Columns {
    fn default() -> Self {
        let columns = fields::with_terms().map(|field| Column {
            field,
            kind: fields::kind(field),
            terms: Terms::default(),
            codes: Vec::new(),
            numbers: [None; NUMBERS],
            counts: Vec::new(),
            places: Vec::new(),
            hint: 0,
        });
        Self {
            times: Vec::new(),
            ingested: Vec::new(),
            columns: columns.collect(),
        }
    }
}

impl Columns {
    pub(crate) fn rows(&self) -> usize {
        self.times.len()
    }

    /// Adds a row, and is told where the values of its raw text are.
    pub(crate) fn push(&mut self, event: &Event<'_>, raw: &[u8], spans: &[Span]) {
        self.times.push(ordered(event.time().0));
        self.ingested.push(ordered(event.ingested().0));
        let mut buffer = String::new();
        for column in &mut self.columns {
            column.push(event, raw, spans, &mut buffer);
        }
    }

    /// The values of a column of plain text and their numbers by row, one more; zero is null. None when it is kept
    /// otherwise.
    pub(super) fn codes(&self, field: Field) -> Option<(&Terms, &[u32])> {
        let column = self.columns.iter().find(|column| column.field == field)?;
        let is_coded = matches!(column.kind, Kind::Dict { .. });
        is_coded.then_some((&column.terms, column.codes.as_slice()))
    }

    pub(crate) fn finish(mut self, postings: &mut Postings, out: &mut container::Writer) -> io::Result<()> {
        for column in &mut self.columns {
            column.finish(postings, out)?;
        }
        self.blocks(out)
    }

    fn blocks(&self, out: &mut container::Writer) -> io::Result<()> {
        let (mut blocks, mut starts) = (Vec::new(), Vec::new());
        let mut list_at = vec![0; self.columns.len()];
        for (index, times) in self.times.chunks(BLOCK).enumerate() {
            let begun = blocks.len();
            let rows = index * BLOCK..index * BLOCK + times.len();
            let mut heads = [0_u32; STREAMS];
            blocks.resize(begun + STREAMS * 4, 0);
            let mut put = |stream: usize, values: &[u64], blocks: &mut Vec<u8>| {
                if let Some(head) = heads.get_mut(stream) {
                    *head = (blocks.len() - begun) as u32;
                }
                bits::pack(values, blocks);
            };
            put(stream_of(Field::EventTime), times, &mut blocks);
            let ingested = self.ingested.get(rows.clone()).unwrap_or_default();
            put(stream_of(Field::IngestTime), ingested, &mut blocks);
            for (column, list_at) in self.columns.iter().zip(&mut list_at) {
                for (offset, stream) in column.streams(&rows, list_at).into_iter().enumerate() {
                    put(stream_of(column.field) + offset, &stream, &mut blocks);
                }
            }
            for (stream, head) in heads.iter().enumerate() {
                let at = begun + stream * 4;
                blocks[at..at + 4].copy_from_slice(&head.to_le_bytes());
            }
            blocks.extend_from_slice(&[0; bits::PADDING]);
            put_varint(&mut starts, (blocks.len() - begun) as u64);
            put_varint(&mut starts, times.first().copied().unwrap_or(0));
        }
        out.section(Section::Blocks, &blocks)?;
        out.section(Section::BlockStarts, &starts)
    }
}

/// The first stream of a column.
pub(crate) fn stream_of(field: Field) -> usize {
    static STREAM: [usize; COLUMNS.len()] = {
        let mut table = [0; COLUMNS.len()];
        let mut index = 0;
        while index < COLUMNS.len() {
            table[index] = fields::stream(index);
            index += 1;
        }
        table
    };
    STREAM[field as usize]
}

impl Column {
    fn push(&mut self, event: &Event<'_>, raw: &[u8], spans: &[Span], buffer: &mut String) {
        match self.kind {
            Kind::List => {
                let mut count = 0;
                for item in event.items(self.field) {
                    self.codes.push(self.terms.intern(item.as_bytes()) + 1);
                    count += 1;
                }
                self.counts.push(count);
            }
            Kind::Quoted => {
                let text = event.get(self.field);
                let hint = &mut self.hint;
                let place = text.and_then(|text| find(raw, spans, text.as_bytes(), hint));
                let (code, place) = match (text, place) {
                    (None, _) => (0, (0, 0)),
                    (Some(text), Some(at)) => (0, (at as u32 + 1, text.len() as u32)),
                    (Some(text), None) => (self.terms.intern(text.as_bytes()) + 1, (0, 0)),
                };
                self.codes.push(code);
                self.places.push(place);
            }
            _ => {
                let code = match COLUMNS[self.field as usize].shape {
                    Shape::Word | Shape::Text => event
                        .get(self.field)
                        .map_or(0, |text| self.intern(text.as_bytes()) + 1),
                    _ => match event.number(self.field) {
                        Some(number) => self.number(number, event, buffer),
                        None => {
                            let text = word(event, self.field, buffer);
                            text.map_or(0, |text| self.intern(text.as_bytes()) + 1)
                        }
                    },
                };
                self.codes.push(code);
            }
        }
    }

    /// The number of a text: most often that of the row before.
    fn intern(&mut self, text: &[u8]) -> u32 {
        let last = self.codes.last().and_then(|code| code.checked_sub(1));
        match last.filter(|last| self.terms.get(*last as usize) == text) {
            Some(last) => last,
            None => self.terms.intern(text),
        }
    }

    /// The code of a number. Its text is made when it was not seen lately.
    fn number(&mut self, number: f64, event: &Event<'_>, buffer: &mut String) -> u32 {
        let bits = number.to_bits();
        let place = (bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize;
        if let Some((_, code)) = self.numbers[place].filter(|(known, _)| *known == bits) {
            return code;
        }
        let text = word(event, self.field, buffer);
        let code = text.map_or(0, |text| self.intern(text.as_bytes()) + 1);
        self.numbers[place] = Some((bits, code));
        code
    }

    /// Writes the terms in order, and gives the rows the numbers of that order.
    fn finish(&mut self, postings: &mut Postings, out: &mut container::Writer) -> io::Result<()> {
        let order = self.terms.sorted();
        let mut ranks = vec![0_u32; order.len() + 1];
        for (rank, number) in order.iter().enumerate() {
            ranks[*number as usize + 1] = rank as u32 + 1;
        }
        for code in &mut self.codes {
            *code = ranks[*code as usize];
        }
        let groups = self.groups(order.len());
        let mut writer = dict::Writer::new(self.field as u8);
        for (rank, number) in order.iter().enumerate() {
            let rows = groups.rows(rank as u32 + 1);
            writer.put(self.terms.get(*number as usize), rows, postings)?;
        }
        self.terms = Terms::default();
        writer.finish(out)
    }

    /// The rows of each term that knows them, those without a term first.
    fn groups(&self, terms: usize) -> Groups {
        let mut groups = Groups::default();
        match self.kind {
            Kind::Dict { postings: true } => {
                let rows: Vec<u32> = (0..self.codes.len() as u32).collect();
                groups.split(&rows, &self.codes, terms + 1);
            }
            Kind::List => {
                let counts = self.counts.iter().enumerate();
                let rows = counts.flat_map(|(row, count)| std::iter::repeat_n(row as u32, *count as usize));
                groups.split(&rows.collect::<Vec<_>>(), &self.codes, terms + 1);
                groups.dedup();
            }
            _ => {}
        }
        groups
    }

    /// The numbers of some rows, stream by stream.
    fn streams(&self, rows: &std::ops::Range<usize>, list_at: &mut usize) -> Vec<Vec<u64>> {
        let wide = |codes: &[u32]| codes.iter().map(|code| u64::from(*code)).collect::<Vec<_>>();
        match self.kind {
            Kind::List => {
                let counts = wide(&self.counts[rows.clone()]);
                let items = counts.iter().sum::<u64>() as usize;
                let codes = wide(&self.codes[*list_at..*list_at + items]);
                *list_at += items;
                vec![counts, codes]
            }
            Kind::Quoted => {
                let places = &self.places[rows.clone()];
                vec![
                    wide(&self.codes[rows.clone()]),
                    places.iter().map(|(at, _)| u64::from(*at)).collect(),
                    places.iter().map(|(_, length)| u64::from(*length)).collect(),
                ]
            }
            _ => vec![wide(&self.codes[rows.clone()])],
        }
    }
}

/// Where a text is in a raw text: most likely it is one of its values, in quotes, and the same as in the row before.
fn find(raw: &[u8], spans: &[Span], text: &[u8], hint: &mut usize) -> Option<usize> {
    let quoted = |(start, end): &Span| {
        let (start, end) = (*start as usize + 1, (*end as usize).checked_sub(1)?);
        (end.checked_sub(start)? == text.len() && raw.get(start..end)? == text).then_some(start)
    };
    if let Some(at) = spans.get(*hint).and_then(quoted) {
        return Some(at);
    }
    for (place, span) in spans.iter().enumerate() {
        if let Some(at) = quoted(span) {
            *hint = place;
            return Some(at);
        }
    }
    memmem::find(raw, text)
}
