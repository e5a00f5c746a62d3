//! Raw texts in the making: shapes and values get numbers row by row.

use super::cut::{self, Span};
use super::slots::Shape;
use crate::segment::terms::Terms;

/// Shapes of one segment; what has another one beyond them is kept whole.
const SHAPES_MAX: usize = 4_096;
/// Values after which it is judged whether those of a slot are ever new.
const JUDGED: u32 = 1_024;
/// Stands for a value in a skeleton.
const HOLE: u8 = 0;

/// Collects raw texts row by row.
#[derive(Debug, Default)]
pub(crate) struct Raws {
    /// All values, each once.
    pub(super) values: Terms,
    pub(super) kinds: Vec<Kind>,
    /// The kind of each row.
    pub(super) rows: Vec<u32>,
    skeletons: Terms,
    latest: usize,
    spans: Vec<Span>,
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
    fn number(&mut self, values: &mut Terms, value: &[u8]) -> u32 {
        if self.is_ever_new {
            return values.push(value);
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
        let guess = self.kinds.get(self.latest);
        let is_guessed = guess.is_some_and(|kind| cut::cut_as(kind.shape.literals(), text, &mut self.spans));
        if !is_guessed {
            self.latest = self.learn(text);
        }
        let Some(kind) = self.kinds.get_mut(self.latest) else {
            return &self.spans;
        };
        let before = kind.values.len().checked_sub(self.spans.len());
        for (slot, (start, end)) in self.spans.iter().enumerate() {
            let value = &text[*start as usize..*end as usize];
            let last = before.and_then(|before| kind.values.get(before + slot)).copied();
            let same = |number: &u32| self.values.get(*number as usize) == value;
            let number = match last.filter(same) {
                Some(last) => last,
                None => {
                    let here = kind.values.get(kind.values.len() - slot..).unwrap_or_default();
                    let mut others = kind.ever_new.iter().filter_map(|other| here.get(*other));
                    let again = others.find(|number| same(number)).copied();
                    again.unwrap_or_else(|| kind.slots[slot].number(&mut self.values, value))
                }
            };
            kind.values.push(number);
            if kind.slots[slot].is_ever_new && !kind.ever_new.contains(&slot) {
                kind.ever_new.push(slot);
            }
        }
        kind.rows.push(self.rows.len() as u32);
        self.rows.push(self.latest as u32);
        &self.spans
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
        let kind = self.skeletons.intern(&self.skeleton) as usize;
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
