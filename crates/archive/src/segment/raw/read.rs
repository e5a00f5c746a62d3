//! Raw texts read back.

use super::pattern::Pattern;
use super::slots::{Shape, Slot, width};
use super::texts::{Block, Texts};
use super::write::{BLOCK, COPY, FOLLOWS, NEW, ONE_OF};
use crate::bits::{Bits, PADDING};
use crate::bytes;
use crate::error::SearchError;
use crate::segment::container::{Container, Section};
use crate::zip;
use std::sync::{Arc, OnceLock};

/// The most that the shapes of a segment may unpack to.
const SHAPES_MAX: usize = 1 << 30;
/// Blocks of texts that a reader of rows keeps.
const KEPT: usize = 1_024;

/// What is known of all raw texts of a segment, read when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    known: OnceLock<Known>,
}

#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) shapes: Vec<Shape>,
    /// Bits of a row of each shape.
    bits: Vec<usize>,
    width: u32,
    texts: Texts,
    /// Where each block of rows begins, and the end.
    starts: Vec<u64>,
}

/// Reads raw texts one after another; what is near each other costs less.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    block: Option<usize>,
    bytes: Vec<u8>,
    texts: Vec<Option<Arc<Block>>>,
    latest: usize,
    choices: Vec<u32>,
    spans: Vec<(usize, usize)>,
}

impl Reader {
    pub(crate) fn known(&self, container: &Container) -> Result<&Known, SearchError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let known = Known::read(container)?;
        Ok(self.known.get_or_init(|| known))
    }
}

impl Known {
    fn read(container: &Container) -> Result<Self, SearchError> {
        let damaged = || container.damaged("the shapes of raw texts make no sense");
        let packed = container.read(Section::RawShapes)?;
        let mut reader = bytes::Reader::new(&packed);
        let length = reader
            .size()
            .filter(|length| *length <= SHAPES_MAX)
            .ok_or_else(damaged)?;
        let unpacked = zip::unpack(reader.rest(), length).map_err(|_| damaged())?;
        let shapes = shapes(&unpacked).ok_or_else(damaged)?;
        let starts = container.read(Section::RawRowStarts)?;
        let mut reader = bytes::Reader::new(&starts);
        let mut starts = vec![0];
        let mut at = 0;
        while let Some(length) = reader.varint() {
            at += length;
            starts.push(at);
        }
        Ok(Self {
            bits: shapes.iter().map(Shape::bits).collect(),
            width: width(shapes.len()),
            texts: Texts::read(container)?,
            shapes,
            starts,
        })
    }
}

impl Known {
    /// The shape of a row, and its values, in the block of rows that has it.
    fn find<'b>(&self, block: &'b [u8], row: usize) -> Option<(usize, Bits<'b>)> {
        let mut bits = Bits::new(block);
        for _ in 0..row % BLOCK {
            let shape = bits.take(self.width) as usize;
            bits.skip(*self.bits.get(shape)?);
        }
        Some((bits.take(self.width) as usize, bits))
    }

    /// How many values recur, each counted for every slot that may have it.
    pub(crate) fn choices(&self) -> usize {
        let slots = self.shapes.iter().flat_map(|shape| &shape.slots);
        let choices = slots.map(|slot| match slot {
            Slot::OneOf(texts) | Slot::Follows { texts, .. } => texts.len(),
            Slot::Copy(_) | Slot::New(_) => 0,
        });
        choices.sum()
    }

    /// For each shape and slot, whether its values are ever new and may have a text in lower case.
    pub(crate) fn new_with(&self, text: &[u8]) -> Vec<Vec<bool>> {
        let may_have = |slot: &Slot| matches!(slot, Slot::New(pattern) if pattern.may_have(text));
        let of = |shape: &Shape| shape.slots.iter().map(may_have).collect();
        self.shapes.iter().map(of).collect()
    }
}

fn shapes(bytes: &[u8]) -> Option<Vec<Shape>> {
    let mut reader = bytes::Reader::new(bytes);
    let count = reader.size()?;
    (0..count).map(|_| shape(&mut reader)).collect()
}

fn shape(reader: &mut bytes::Reader<'_>) -> Option<Shape> {
    let slots = reader.size()?;
    let literals: Option<Vec<&[u8]>> = (0..=slots).map(|_| reader.bytes()).collect();
    let mut shape = Shape::new(literals?.into_iter());
    for _ in 0..slots {
        let slot = match reader.byte()? {
            COPY => Slot::Copy(reader.size().filter(|from| *from < shape.slots.len())?),
            FOLLOWS => {
                let parent = reader.size()?;
                let Some(Slot::OneOf(parents)) = shape.slots.get(parent) else {
                    return None;
                };
                let text = |parent: &u32| u32::try_from(i64::from(*parent) + reader.signed()?).ok();
                let texts: Option<Vec<u32>> = parents.iter().map(text).collect();
                Slot::Follows {
                    parent,
                    texts: texts?,
                }
            }
            ONE_OF => {
                let count = reader.size()?;
                let mut before = 0;
                let mut text = |_| {
                    before += reader.signed()?;
                    u32::try_from(before).ok()
                };
                let texts: Option<Vec<u32>> = (0..count).map(&mut text).collect();
                Slot::OneOf(texts?)
            }
            NEW => Slot::New(Pattern::decode(reader)?),
            _ => return None,
        };
        shape.slots.push(slot);
    }
    Some(shape)
}

impl Rows {
    /// Appends the raw text of a row.
    pub(crate) fn read(
        &mut self,
        container: &Container,
        known: &Known,
        row: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), SearchError> {
        self.load(container, known, row / BLOCK)?;
        let bytes = std::mem::take(&mut self.bytes);
        let found = known.find(&bytes, row);
        let found = found.and_then(|(shape, bits)| Some((known.shapes.get(shape)?, bits)));
        let read = found
            .ok_or_else(|| container.damaged("a raw text makes no sense"))
            .and_then(|(shape, mut bits)| self.fill(container, known, shape, &mut bits, out));
        self.bytes = bytes;
        read
    }

    /// The shape of a row, and its values.
    pub(super) fn find(
        &mut self,
        container: &Container,
        known: &Known,
        row: usize,
    ) -> Result<(usize, Bits<'_>), SearchError> {
        self.load(container, known, row / BLOCK)?;
        let found = known.find(&self.bytes, row);
        found.ok_or_else(|| container.damaged("a raw text makes no sense"))
    }

    /// Whether one of the wanted values of a row, by shape and slot, passes a test in lower case. They are ever new.
    pub(crate) fn any_new(
        &mut self,
        container: &Container,
        known: &Known,
        row: usize,
        wanted: &[Vec<bool>],
        value: &mut Vec<u8>,
        test: &dyn Fn(&[u8]) -> bool,
    ) -> Result<bool, SearchError> {
        let (shape, mut bits) = self.find(container, known, row)?;
        let wanted = wanted.get(shape).map(Vec::as_slice).unwrap_or_default();
        let slots = known.shapes.get(shape).map(|shape| shape.slots.as_slice());
        for (slot, is_wanted) in slots.unwrap_or_default().iter().zip(wanted) {
            if let Slot::New(pattern) = slot
                && *is_wanted
            {
                value.clear();
                pattern.read(&mut bits, value);
                value.make_ascii_lowercase();
                if test(value) {
                    return Ok(true);
                }
            } else {
                bits.skip(slot.bits());
            }
        }
        Ok(false)
    }

    fn fill(
        &mut self,
        container: &Container,
        known: &Known,
        shape: &Shape,
        bits: &mut Bits<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), SearchError> {
        let damaged = || container.damaged("a value of a raw text is missing");
        self.choices.clear();
        self.spans.clear();
        let mut literals = shape.literals();
        out.extend_from_slice(literals.next().unwrap_or_default());
        for (slot, literal) in shape.slots.iter().zip(literals) {
            let start = out.len();
            let mut choice = 0;
            match slot {
                Slot::Copy(from) => {
                    let (start, end) = self.spans.get(*from).copied().ok_or_else(damaged)?;
                    out.extend_from_within(start..end);
                }
                Slot::Follows { parent, texts } => {
                    let parent = self.choices.get(*parent).copied().unwrap_or(0);
                    let text = *texts.get(parent as usize).ok_or_else(damaged)?;
                    out.extend_from_slice(self.text(container, known, text)?);
                }
                Slot::OneOf(texts) => {
                    choice = bits.take(width(texts.len())) as u32;
                    let text = *texts.get(choice as usize).ok_or_else(damaged)?;
                    out.extend_from_slice(self.text(container, known, text)?);
                }
                Slot::New(pattern) => pattern.read(bits, out),
            }
            self.choices.push(choice);
            self.spans.push((start, out.len()));
            out.extend_from_slice(literal);
        }
        Ok(())
    }

    /// A value that recurs.
    pub(super) fn text(
        &mut self,
        container: &Container,
        known: &Known,
        text: u32,
    ) -> Result<&[u8], SearchError> {
        let latest = self.texts.get(self.latest).and_then(Option::as_deref);
        if latest.is_none_or(|block| block.get(text).is_none()) {
            let index = known.texts.block_of(text);
            self.latest = index % KEPT;
            self.texts.resize_with(KEPT, || None);
            let kept = &mut self.texts[self.latest];
            if kept.as_ref().is_none_or(|block| block.index != index) {
                *kept = Some(known.texts.load(container, index)?);
            }
        }
        let block = self.texts.get(self.latest).and_then(Option::as_deref);
        block
            .and_then(|block| block.get(text))
            .ok_or_else(|| container.damaged("a text is missing"))
    }

    fn load(&mut self, container: &Container, known: &Known, block: usize) -> Result<(), SearchError> {
        if self.block == Some(block) {
            return Ok(());
        }
        self.block = None;
        let start = known.starts.get(block).copied();
        let end = known.starts.get(block + 1).copied();
        let (start, end) = start
            .zip(end)
            .ok_or_else(|| container.damaged("a block of raw texts is missing"))?;
        let length = (end - start) as usize;
        container.read_into(Section::RawRows, start, length, &mut self.bytes)?;
        self.bytes.resize(length + PADDING, 0);
        self.block = Some(block);
        Ok(())
    }
}
