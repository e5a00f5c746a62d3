//! Raw texts into the sections of an index file.

use super::collect::Raws;
use super::slots::{self, Kept, Slot};
use super::texts;
use crate::bits::BitsWriter;
use crate::bytes::{put_signed, put_text, put_varint};
use crate::segment::container::{self, Section};
use crate::segment::terms::Terms;
use crate::zip;
use std::io;

/// Rows that are found together.
pub(super) const BLOCK: usize = 64;
pub(super) const COPY: u8 = 0;
pub(super) const FOLLOWS: u8 = 1;
pub(super) const ONE_OF: u8 = 2;
pub(super) const NEW: u8 = 3;

/// All raw texts of a segment, when it is known how each value is kept.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) values: Terms,
    pub(crate) kinds: Vec<Kept>,
    /// The kind of each row.
    rows: Vec<u32>,
}

impl Raws {
    /// Finds out how each value is kept.
    pub(crate) fn settle(mut self) -> Settled {
        self.unite();
        let mut numbers = Vec::new();
        let same = slots::unify(&self.kinds, &self.values);
        let kinds = self.kinds.into_iter();
        let kinds = kinds.map(|kind| slots::keep(kind, &self.values, &same, &mut numbers));
        Settled {
            kinds: kinds.collect(),
            values: self.values,
            rows: self.rows,
        }
    }
}

impl Settled {
    pub(crate) fn write(&self, out: &mut container::Writer) -> io::Result<()> {
        self.write_shapes(out)?;
        self.write_rows(out)
    }

    /// Writes the texts and the shapes that name them.
    fn write_shapes(&self, out: &mut container::Writer) -> io::Result<()> {
        let mut is_used = vec![false; self.values.len()];
        for slot in self.kinds.iter().flat_map(|kind| &kind.shape.slots) {
            if let Slot::OneOf(texts) | Slot::Follows { texts, .. } = slot {
                texts.iter().for_each(|text| is_used[*text as usize] = true);
            }
        }
        let used: Vec<usize> = (0..is_used.len()).filter(|value| is_used[*value]).collect();
        let mut numbers = vec![0_u32; is_used.len()];
        for (number, value) in used.iter().enumerate() {
            numbers[*value] = number as u32;
        }
        texts::write(used.iter().map(|value| self.values.get(*value)), out)?;
        let mut shapes = Vec::new();
        put_varint(&mut shapes, self.kinds.len() as u64);
        for kind in &self.kinds {
            encode(kind, &numbers, &mut shapes);
        }
        let mut packed = Vec::new();
        put_varint(&mut packed, shapes.len() as u64);
        packed.extend_from_slice(&zip::pack(&shapes)?);
        out.section(Section::RawShapes, &packed)
    }

    fn write_rows(&self, out: &mut container::Writer) -> io::Result<()> {
        let codes: Vec<Vec<_>> = self.kinds.iter().map(codes).collect();
        let mut next = vec![0; self.kinds.len()];
        let kind_width = slots::width(self.kinds.len());
        let (mut bits, mut starts) = (BitsWriter::default(), Vec::new());
        for rows in self.rows.chunks(BLOCK) {
            let begun = bits.bytes();
            for number in rows {
                let number = *number as usize;
                bits.put(number as u64, kind_width);
                let (kind, index) = (&self.kinds[number], next[number]);
                next[number] += 1;
                for (slot, (column, codes)) in kind
                    .shape
                    .slots
                    .iter()
                    .zip(kind.columns.iter().zip(&codes[number]))
                {
                    match slot {
                        Slot::Copy(_) | Slot::Follows { .. } => {}
                        Slot::OneOf(texts) => bits.put(column[index].into(), slots::width(texts.len())),
                        Slot::New(pattern) => {
                            let value = self.values.get(column[index] as usize);
                            pattern.write(codes, value, &mut bits);
                        }
                    }
                }
            }
            bits.end_byte();
            put_varint(&mut starts, (bits.bytes() - begun) as u64);
        }
        out.section(Section::RawRows, &bits.finish())?;
        out.section(Section::RawRowStarts, &starts)
    }
}

/// The numbers of letters of each slot that has a pattern.
fn codes(kind: &Kept) -> Vec<Vec<[u8; 256]>> {
    let of = |slot: &Slot| match slot {
        Slot::New(pattern) => pattern.codes(),
        _ => Vec::new(),
    };
    kind.shape.slots.iter().map(of).collect()
}

/// Numbers of texts are near those of the texts before, or of the parent: both came first with the same row.
fn encode(kind: &Kept, numbers: &[u32], out: &mut Vec<u8>) {
    let number = |text: u32| i64::from(numbers[text as usize]);
    put_varint(out, kind.shape.slots.len() as u64);
    kind.shape.literals().for_each(|literal| put_text(out, literal));
    for slot in &kind.shape.slots {
        match slot {
            Slot::Copy(from) => {
                out.push(COPY);
                put_varint(out, *from as u64);
            }
            Slot::Follows { parent, texts } => {
                out.push(FOLLOWS);
                put_varint(out, *parent as u64);
                let Some(Slot::OneOf(parents)) = kind.shape.slots.get(*parent) else {
                    continue;
                };
                for (text, parent) in texts.iter().zip(parents) {
                    put_signed(out, number(*text) - number(*parent));
                }
            }
            Slot::OneOf(texts) => {
                out.push(ONE_OF);
                put_varint(out, texts.len() as u64);
                let mut before = 0;
                for text in texts {
                    put_signed(out, number(*text) - before);
                    before = number(*text);
                }
            }
            Slot::New(pattern) => {
                out.push(NEW);
                pattern.encode(out);
            }
        }
    }
}
