//! Raw texts in the making: shapes and values get numbers row by row.

use super::cut::{self, Known, Span};
use super::slots::Shape;
use crate::segment::terms::Terms;

/// Shapes of one segment; what has another one beyond them is kept whole.
const SHAPES_MAX: usize = 4_096;
/// Values after which it is judged whether those of a slot are ever new.
const JUDGED: u32 = 1_024;
/// Kinds that are tried before a text is cut anew.
const LATEST: usize = 8;
/// Marks the number of a value that is ever new.
const FRESH: u32 = 1 << 31;
/// Stands for a value in a skeleton.
const HOLE: u8 = 0;

/// Collects raw texts row by row.
#[derive(Debug, Default)]
pub(crate) struct Raws {
    /// Values that recur, each once, and values that are ever new. Apart, for the former are looked at all the time.
    pub(super) values: Terms,
    fresh: Terms,
    pub(super) kinds: Vec<Kind>,
    /// The kind of each row.
    pub(super) rows: Vec<u32>,
    skeletons: Terms,
    /// The kinds that were met last, the last one first.
    latest: Vec<usize>,
    spans: Vec<Span>,
    /// The values that are not those of the row of that kind before.
    changed: Vec<u32>,
    skeleton: Vec<u8>,
}

/// The rows of one shape.
#[derive(Debug, Default)]
pub(super) struct Kind {
    pub(super) shape: Shape,
    /// Numbers of the values, row by row.
    pub(super) values: Vec<u32>,
    /// Rows of the segment, ascending.
    pub(super) rows: Vec<u32>,
    slots: Vec<Novelty>,
    /// The slots whose values seem to be ever new. They have several numbers if they are not.
    pub(super) ever_new: Vec<usize>,
    /// The text of the last row.
    known: Known,
}

/// How often a slot has a value that was not there before.
#[derive(Clone, Copy, Debug, Default)]
struct Novelty {
    changed: u32,
    new: u32,
    is_ever_new: bool,
}

impl Novelty {
    /// The number of a value. It is not looked for where it is ever new.
    fn number(&mut self, values: &mut Terms, fresh: &mut Terms, value: &[u8]) -> u32 {
        if self.is_ever_new {
            return FRESH | fresh.push(value);
        }
        let known = values.len();
        let number = values.intern(value);
        self.changed += 1;
        self.new += u32::from(number as usize == known);
        if self.changed == JUDGED {
            self.is_ever_new = self.new > JUDGED / 10 * 9;
            (self.changed, self.new) = (0, 0);
        }
        number
    }
}

impl Raws {
    /// Takes the text of the next row; returns where its values are.
    pub(crate) fn push(&mut self, text: &[u8]) -> &[Span] {
        let number = self.guess(text).unwrap_or_else(|| self.learn(text));
        let Some(kind) = self.kinds.get_mut(number) else {
            return &self.spans;
        };
        let slots = self.spans.len();
        let at = kind.values.len();
        // The numbers of the row before stay where nothing changed.
        let is_first = at < slots;
        if is_first {
            kind.values.resize(slots, 0);
        } else {
            kind.values.extend_from_within(at - slots..);
        }
        let here = kind.values.get_mut(at..).unwrap_or_default();
        for slot in &self.changed {
            let slot = *slot as usize;
            let (start, end) = self.spans[slot];
            let value = &text[start as usize..end as usize];
            let same = |number: &u32| match *number & FRESH {
                0 => self.values.get(*number as usize) == value,
                _ => self.fresh.get((*number ^ FRESH) as usize) == value,
            };
            if !is_first && same(&here[slot]) {
                continue;
            }
            let mut others = kind.ever_new.iter().filter(|other| **other < slot);
            let again = others.find_map(|other| here.get(*other).copied().filter(same));
            let (values, fresh) = (&mut self.values, &mut self.fresh);
            here[slot] = again.unwrap_or_else(|| kind.slots[slot].number(values, fresh, value));
            if kind.slots[slot].is_ever_new && !kind.ever_new.contains(&slot) {
                kind.ever_new.push(slot);
            }
        }
        kind.known.put(text, &self.spans);
        kind.rows.push(self.rows.len() as u32);
        self.rows.push(number as u32);
        &self.spans
    }

    /// Puts all values into one row of numbers.
    pub(super) fn unite(&mut self) {
        let known = self.values.len() as u32;
        self.values.append(&std::mem::take(&mut self.fresh));
        for number in self.kinds.iter_mut().flat_map(|kind| &mut kind.values) {
            if *number & FRESH != 0 {
                *number = (*number ^ FRESH) + known;
            }
        }
    }

    /// Cuts a text that has the shape of one of the latest; the kind of that.
    fn guess(&mut self, text: &[u8]) -> Option<usize> {
        let (kinds, spans, changed) = (&self.kinds, &mut self.spans, &mut self.changed);
        let mut latest = self.latest.iter();
        let place = latest.position(|kind| {
            let kind = kinds.get(*kind);
            kind.is_some_and(|kind| kind.known.cut(text, spans, changed))
        })?;
        self.latest[..=place].rotate_right(1);
        self.latest.first().copied()
    }

    /// Cuts a text, and finds the kind of its shape or makes one.
    fn learn(&mut self, text: &[u8]) -> usize {
        cut::cut(text, &mut self.spans);
        self.draw(text);
        let is_ambiguous = memchr::memchr_iter(HOLE, &self.skeleton).count() != self.spans.len();
        let is_full = self.kinds.len() >= SHAPES_MAX && self.skeletons.find(&self.skeleton).is_none();
        if is_ambiguous || is_full {
            cut::whole(text, &mut self.spans);
            self.draw(text);
        }
        self.changed.clear();
        self.changed.extend(0..self.spans.len() as u32);
        let kind = self.skeletons.intern(&self.skeleton) as usize;
        self.latest.retain(|other| *other != kind);
        for old in self.latest.split_off(self.latest.len().min(LATEST - 1)) {
            if let Some(kind) = self.kinds.get_mut(old) {
                kind.known = Known::default();
            }
        }
        self.latest.insert(0, kind);
        if kind == self.kinds.len() {
            self.kinds.push(Kind {
                shape: Shape::new(self.skeleton.split(|byte| *byte == HOLE)),
                slots: vec![Novelty::default(); self.spans.len()],
                ..Kind::default()
            });
        }
        kind
    }

    /// The text with a hole for each value.
    fn draw(&mut self, text: &[u8]) {
        self.skeleton.clear();
        let mut at = 0;
        for (start, end) in &self.spans {
            self.skeleton.extend_from_slice(&text[at..*start as usize]);
            self.skeleton.push(HOLE);
            at = *end as usize;
        }
        self.skeleton.extend_from_slice(&text[at..]);
    }
}
