//! Distinct texts with numbers, while a segment is being made.

use crate::hash::quick;
use std::hash::{BuildHasher, RandomState};

/// Texts, each once, numbered in the order they came.
#[derive(Debug)]
pub(crate) struct Terms {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    /// Half of the hash and one more than the number; zero is free.
    slots: Vec<u64>,
    used: usize,
    seed: u64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            slots: vec![0; 64],
            used: 0,
            // Whoever writes events must not know which words collide.
            seed: RandomState::new().hash_one(0) | 1,
        }
    }
}

impl Terms {
    /// The text of a number.
    pub(crate) fn get(&self, number: usize) -> &[u8] {
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(number).copied().unwrap_or(0);
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// How many texts there are.
    pub(crate) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a text that is known.
    pub(crate) fn find(&self, text: &[u8]) -> Option<u32> {
        self.probe(text, quick(text, self.seed)).ok()
    }

    /// The number of a text, or the free slot where it belongs.
    #[inline]
    fn probe(&self, text: &[u8], hash: u64) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            let Some(number) = (slot as u32).checked_sub(1) else {
                return Err(at);
            };
            if (slot ^ hash) >> 32 == 0 && self.get(number as usize) == text {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a text, new or known.
    #[inline]
    pub(crate) fn intern(&mut self, text: &[u8]) -> u32 {
        let hash = quick(text, self.seed);
        let at = match self.probe(text, hash) {
            Ok(number) => return number,
            Err(free) => free,
        };
        let number = self.push(text);
        self.slots[at] = entry(hash, number);
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    /// A number for a text that is not looked for: it may have others.
    pub(crate) fn push(&mut self, text: &[u8]) -> u32 {
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        number
    }

    /// Numbers for all texts of another, in their order, as by [`Terms::push`].
    pub(crate) fn append(&mut self, other: &Self) {
        let begun = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| begun + end));
    }

    fn grow(&mut self) {
        let length = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![0; length]);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            let hash = quick(self.get(slot as u32 as usize - 1), self.seed);
            let mut at = hash as usize & (length - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (length - 1);
            }
            self.slots[at] = slot;
        }
    }

    /// All numbers in the order of their texts without regard to case, and then of the texts.
    pub(crate) fn sorted(&self) -> Vec<u32> {
        let mut order: Vec<(u128, u32)> = (0..self.ends.len() as u32).map(|number| (0, number)).collect();
        self.sort(&mut order, 0);
        order.into_iter().map(|(_, number)| number).collect()
    }

    /// Orders texts that are the same up to a byte.
    fn sort(&self, order: &mut [(u128, u32)], from: usize) {
        for (letters, number) in &mut *order {
            *letters = lowered(self.get(*number as usize), from);
        }
        order.sort_unstable_by_key(|(letters, _)| *letters);
        let same = order.chunk_by_mut(|(a, _), (b, _)| a == b);
        for same in same.filter(|same| same.len() > 1) {
            let goes_on = |(_, number): &(u128, u32)| self.get(*number as usize).len() > from + LETTERS;
            if from < DEEP && same.iter().all(goes_on) {
                self.sort(same, from + LETTERS);
            } else {
                // A text that ends among them comes before those that go on with zeros.
                same.sort_unstable_by(|(_, a), (_, b)| {
                    let (a, b) = (self.get(*a as usize), self.get(*b as usize));
                    folded(a).cmp(folded(b)).then_with(|| a.cmp(b))
                });
            }
        }
    }
}

/// Letters that are compared at once.
const LETTERS: usize = 16;

/// Texts that are the same for so long are compared as they are.
const DEEP: usize = 256;

/// Some letters of a text in lower case, as a number in the same order.
#[inline]
fn lowered(text: &[u8], from: usize) -> u128 {
    let mut letters = [0; LETTERS];
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.len().min(LETTERS);
    letters[..length].copy_from_slice(&rest[..length]);
    letters.make_ascii_lowercase();
    u128::from_be_bytes(letters)
}

fn folded(text: &[u8]) -> impl Iterator<Item = u8> + '_ {
    text.iter().map(u8::to_ascii_lowercase)
}

const fn entry(hash: u64, number: u32) -> u64 {
    (hash >> 32) << 32 | (number as u64 + 1)
}
