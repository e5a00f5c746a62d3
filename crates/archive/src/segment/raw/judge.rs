//! Which rows have a text, told from what their raw texts are made of: the text is looked for once in each shape and
//! once in each value that recurs, with what stands beside it.

use super::read::{Known, Rows};
use super::slots::{Shape, Slot};
use crate::error::SearchError;
use crate::segment::container::Container;
use memchr::memmem::{self, Finder};
use std::collections::BTreeMap;

/// What a shape says about its rows.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// All have the text.
    All,
    /// None has.
    None,
    /// The rows must be looked at.
    Unknown,
    /// Those have it that have one of some values.
    By(Vec<Choice>),
}

/// The values of a slot that have the text.
#[derive(Debug)]
pub(crate) struct Choice {
    /// Bits of the row before the slot.
    before: usize,
    width: u32,
    has: Vec<bool>,
}

impl Rows {
    /// What each shape says about a text in lower case.
    pub(crate) fn judge(
        &mut self,
        container: &Container,
        known: &Known,
        text: &[u8],
    ) -> Result<Vec<Verdict>, SearchError> {
        let finder = Finder::new(text);
        let shapes = known.shapes.iter();
        shapes
            .map(|shape| self.judge_shape(container, known, shape, &finder))
            .collect()
    }

    fn judge_shape(
        &mut self,
        container: &Container,
        known: &Known,
        shape: &Shape,
        finder: &Finder<'_>,
    ) -> Result<Verdict, SearchError> {
        let text = finder.needle();
        let literals: Vec<_> = shape.literals().map(<[u8]>::to_ascii_lowercase).collect();
        if literals.iter().any(|literal| finder.find(literal).is_some()) {
            return Ok(Verdict::All);
        }
        // Only what holds all that lies between two values can lie in both.
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        let between = literals.get(1..shape.slots.len()).unwrap_or_default();
        if between
            .iter()
            .any(|literal| memmem::find(inner, literal).is_some())
        {
            return Ok(Verdict::Unknown);
        }
        let mut has: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
        let mut value = Vec::new();
        for (slot, around) in literals.windows(2).enumerate() {
            let [before, after] = around else { continue };
            let before = &before[before.len().saturating_sub(text.len() - 1)..];
            let after = &after[..after.len().min(text.len() - 1)];
            let (origin, kept) = match shape.slots.get(slot) {
                Some(Slot::Copy(from)) => (*from, shape.slots.get(*from)),
                kept => (slot, kept),
            };
            let (root, texts) = match kept {
                Some(Slot::OneOf(texts)) => (origin, texts),
                Some(Slot::Follows { parent, texts }) => (*parent, texts),
                Some(Slot::New(pattern)) if !pattern.may_lie(before, text, after) => continue,
                _ => return Ok(Verdict::Unknown),
            };
            let has = has.entry(root).or_insert_with(|| vec![false; texts.len()]);
            for (has, text) in has.iter_mut().zip(texts) {
                value.clear();
                value.extend_from_slice(before);
                value.extend_from_slice(self.text(container, known, *text)?);
                value.extend_from_slice(after);
                value.make_ascii_lowercase();
                *has |= finder.find(&value).is_some();
            }
        }
        has.retain(|_, has| has.iter().any(|has| *has));
        if has.is_empty() {
            return Ok(Verdict::None);
        }
        let choice = |(slot, has): (usize, Vec<bool>)| Choice {
            before: shape.slots.iter().take(slot).map(Slot::bits).sum(),
            width: shape.slots.get(slot).map_or(0, Slot::bits) as u32,
            has,
        };
        Ok(Verdict::By(has.into_iter().map(choice).collect()))
    }

    /// Whether a row has the text that was judged; `None` when it must be looked at.
    pub(crate) fn verdict(
        &mut self,
        container: &Container,
        known: &Known,
        row: usize,
        verdicts: &[Verdict],
    ) -> Result<Option<bool>, SearchError> {
        let (shape, bits) = self.find(container, known, row)?;
        let has = |choice: &Choice| {
            let mut bits = bits.clone();
            bits.skip(choice.before);
            choice.has.get(bits.take(choice.width) as usize) == Some(&true)
        };
        Ok(match verdicts.get(shape) {
            Some(Verdict::All) => Some(true),
            Some(Verdict::None) => Some(false),
            Some(Verdict::By(choices)) => Some(choices.iter().any(has)),
            Some(Verdict::Unknown) | None => None,
        })
    }
}
