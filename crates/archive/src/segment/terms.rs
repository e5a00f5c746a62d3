//! Distinct texts with numbers, while a segment is being made.

use std::hash::{BuildHasher, RandomState};

/// Texts, each once, numbered in the order they came.
#[derive(Debug)]
pub(crate) struct Terms {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    marks: Vec<u32>,
    slots: Vec<u32>,
    seed: u64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            marks: Vec::new(),
            slots: vec![0; 64],
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

    /// The number of a text, new or known.
    #[inline]
    pub(crate) fn intern(&mut self, text: &[u8]) -> u32 {
        let hash = quick(text, self.seed);
        let mark = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                break;
            }
            let number = slot - 1;
            if self.marks[number as usize] == mark && self.get(number as usize) == text {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
        self.marks.push(mark);
        self.slots[at] = number + 1;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let length = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(length, 0);
        for number in 0..self.ends.len() {
            let mut at = quick(self.get(number), self.seed) as usize & (length - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (length - 1);
            }
            self.slots[at] = number as u32 + 1;
        }
    }

    /// All numbers in the order of their texts without regard to case, and then of the texts.
    pub(crate) fn sorted(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.ends.len() as u32).collect();
        let fold = |byte: &u8| byte.to_ascii_lowercase();
        order.sort_unstable_by(|a, b| {
            let (a, b) = (self.get(*a as usize), self.get(*b as usize));
            a.iter().map(fold).cmp(b.iter().map(fold)).then_with(|| a.cmp(b))
        });
        order
    }
}

/// A hash that lives as long as the process.
#[inline]
fn quick(text: &[u8], seed: u64) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| {
        let wide = u128::from(hash ^ word) * u128::from(FACTOR);
        (wide as u64) ^ (wide >> 64) as u64
    };
    let mut hash = seed ^ text.len() as u64;
    let (words, tail) = text.as_chunks::<8>();
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    mix(mix(hash, u64::from_le_bytes(last)), seed)
}
