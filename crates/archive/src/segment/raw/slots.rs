//! How each value of a shape is kept: found out when all rows are known.

use super::collect::Kind;
use super::pattern::Pattern;
use crate::segment::terms::Terms;

/// Values that are looked at to see whether they repeat.
const SAMPLE: usize = 4_096;
/// What repeats less often than once in so many is ever new.
const RARELY: usize = 128;
/// Fewer texts have no pattern.
const OFTEN: usize = 128;
/// A text takes about so much of its length where texts are kept, and it must be unpacked to be read.
const PACKED: f64 = 0.9;
const NONE: u32 = u32::MAX;

/// What lies between the values of texts, and how the values are kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// One more than values, one after another.
    bytes: Vec<u8>,
    ends: Vec<u32>,
    pub(crate) slots: Vec<Slot>,
}

/// How a value that changes is kept. Texts have numbers of their own in the segment.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    /// The same as an earlier value of the row.
    Copy(usize),
    /// It follows from an earlier value that is one of some: the text for each of them.
    Follows { parent: usize, texts: Vec<u32> },
    /// One of these texts.
    OneOf(Vec<u32>),
    /// Ever new.
    New(Pattern),
}

/// Rows of one shape, with their values slot by slot.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) shape: Shape,
    /// Rows of the segment, ascending.
    pub(crate) rows: Vec<u32>,
    /// For each row, which of the texts it has in a slot of [`Slot::OneOf`], and the number of the value in one of
    /// [`Slot::New`].
    pub(crate) columns: Vec<Vec<u32>>,
}

impl Shape {
    pub(super) fn new<'l>(literals: impl Iterator<Item = &'l [u8]>) -> Self {
        let mut shape = Self::default();
        for literal in literals {
            shape.bytes.extend_from_slice(literal);
            shape.end_literal();
        }
        shape
    }

    fn end_literal(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    /// What stands before each value, and at last after them.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let spans = starts.zip(&self.ends);
        spans.map(|(start, end)| self.bytes.get(*start as usize..*end as usize).unwrap_or_default())
    }

    /// Bits of a row.
    pub(crate) fn bits(&self) -> usize {
        self.slots.iter().map(Slot::bits).sum()
    }
}

impl Slot {
    /// Bits that the value takes in a row.
    pub(crate) fn bits(&self) -> usize {
        match self {
            Self::Copy(_) | Self::Follows { .. } => 0,
            Self::OneOf(texts) => width(texts.len()) as usize,
            Self::New(pattern) => pattern.bits(),
        }
    }
}

/// Bits that tell one of so many.
pub(super) const fn width(of: usize) -> u32 {
    usize::BITS - of.saturating_sub(1).leading_zeros()
}

/// For each value, the one that stands for all that are the same; empty when each stands for itself.
pub(super) fn unify(kinds: &[Kind], values: &Terms) -> Vec<u32> {
    let mut same: Vec<u32> = Vec::new();
    for kind in kinds {
        let slots = kind.values.len().checked_div(kind.rows.len()).unwrap_or(0);
        for slot in &kind.ever_new {
            let column: Vec<u32> = kind
                .values
                .iter()
                .skip(*slot)
                .step_by(slots.max(1))
                .copied()
                .collect();
            let sample = column.iter().step_by(column.len().div_ceil(SAMPLE).max(1));
            if repeats(sample, values) * RARELY > SAMPLE {
                if same.is_empty() {
                    same = (0..values.len() as u32).collect();
                }
                let mut known = Terms::default();
                let mut firsts = Vec::new();
                for value in column {
                    let number = known.intern(values.get(value as usize)) as usize;
                    if number == firsts.len() {
                        firsts.push(value);
                    }
                    same[value as usize] = firsts[number];
                }
            }
        }
    }
    same
}

/// How many values were there before.
fn repeats<'v>(sample: impl Iterator<Item = &'v u32>, values: &Terms) -> usize {
    let (mut known, mut count) = (Terms::default(), 0);
    for value in sample {
        known.intern(values.get(*value as usize));
        count += 1;
    }
    count - known.len()
}

/// Finds out how the values of a kind are kept. What never changes becomes part of the shape. `numbers` has room for
/// every value, and holds [`NONE`]; `same` says which values are one, if any are.
pub(super) fn keep(kind: Kind, values: &Terms, same: &[u32], numbers: &mut Vec<u32>) -> Kept {
    numbers.resize(values.len(), NONE);
    let slots = kind.values.len().checked_div(kind.rows.len()).unwrap_or(0);
    let mut kept = Kept {
        shape: Shape::default(),
        rows: kind.rows,
        columns: Vec::new(),
    };
    let mut changing: Vec<Vec<u32>> = Vec::new();
    let mut literals = kind.shape.literals();
    kept.shape
        .bytes
        .extend_from_slice(literals.next().unwrap_or_default());
    for (column, literal) in columns(&kind.values, slots, same).into_iter().zip(literals) {
        if let [only] = column.as_slice() {
            kept.shape.bytes.extend_from_slice(values.get(*only as usize));
        } else {
            let (slot, kept_column) = copied(&column, &changing, &kept)
                .or_else(|| followed(&column, &kept))
                .map_or_else(|| chosen(&column, values, numbers), |slot| (slot, Vec::new()));
            kept.shape.end_literal();
            kept.shape.slots.push(slot);
            kept.columns.push(kept_column);
            changing.push(column);
        }
        kept.shape.bytes.extend_from_slice(literal);
    }
    kept.shape.end_literal();
    kept
}

/// The values slot by slot; a slot that never changes has but one.
fn columns(values: &[u32], slots: usize, same: &[u32]) -> Vec<Vec<u32>> {
    let Some(first) = values.get(..slots) else {
        return Vec::new();
    };
    let mut changes = vec![false; slots];
    for row in values.chunks_exact(slots.max(1)) {
        for ((changes, value), first) in changes.iter_mut().zip(row).zip(first) {
            *changes |= value != first;
        }
    }
    let changing: Vec<usize> = (0..slots).filter(|slot| changes[*slot]).collect();
    let one = |value: &u32| same.get(*value as usize).copied().unwrap_or(*value);
    let mut columns: Vec<Vec<u32>> = first.iter().map(|value| vec![one(value)]).collect();
    let rows = values.len() / slots.max(1);
    changing.iter().for_each(|slot| columns[*slot].reserve(rows));
    for row in values.chunks_exact(slots.max(1)).skip(1) {
        for slot in &changing {
            columns[*slot].push(one(&row[*slot]));
        }
    }
    columns
}

fn copied(column: &[u32], changing: &[Vec<u32>], kept: &Kept) -> Option<Slot> {
    let is_root = |slot: usize| matches!(kept.shape.slots.get(slot), Some(Slot::OneOf(_) | Slot::New(_)));
    let earlier = changing.iter().enumerate().filter(|(slot, _)| is_root(*slot));
    let mut same = earlier.filter(|(_, earlier)| earlier.as_slice() == column);
    same.next().map(|(slot, _)| Slot::Copy(slot))
}

/// Looks for an earlier value that this one follows from.
fn followed(column: &[u32], kept: &Kept) -> Option<Slot> {
    for (parent, (slot, choices)) in kept.shape.slots.iter().zip(&kept.columns).enumerate() {
        let Slot::OneOf(texts) = slot else { continue };
        if texts.len() * 2 > column.len() {
            continue;
        }
        let mut follows = vec![NONE; texts.len()];
        let is_so = choices.iter().zip(column).all(|(choice, value)| {
            let known = &mut follows[*choice as usize];
            let is_so = *known == NONE || known == value;
            *known = *value;
            is_so
        });
        if is_so {
            return Some(Slot::Follows {
                parent,
                texts: follows,
            });
        }
    }
    None
}

/// Keeps the values as numbers of texts, or by their pattern if that is smaller.
fn chosen(column: &[u32], values: &Terms, numbers: &mut [u32]) -> (Slot, Vec<u32>) {
    let mut texts = Vec::new();
    let mut choices = Vec::with_capacity(column.len());
    for value in column {
        let number = &mut numbers[*value as usize];
        if *number == NONE {
            *number = texts.len() as u32;
            texts.push(*value);
        }
        choices.push(*number);
    }
    for text in &texts {
        numbers[*text as usize] = NONE;
    }
    let is_often_new = texts.len() > OFTEN && texts.len() * 8 > column.len();
    let text_of = |text: &u32| values.get(*text as usize);
    let pattern = is_often_new
        .then(|| Pattern::of(texts.iter().map(text_of)))
        .flatten();
    if let Some(pattern) = pattern {
        let letters: usize = texts.iter().map(|text| text_of(text).len() + 1).sum();
        let rows = column.len() as f64;
        let as_texts = rows * f64::from(width(texts.len())) / 8.0 + letters as f64 * PACKED;
        let as_pattern = rows * pattern.bits() as f64 / 8.0 + pattern.size() as f64;
        if as_pattern < as_texts {
            return (Slot::New(pattern), column.to_vec());
        }
    }
    (Slot::OneOf(texts), choices)
}
