//! Texts as small numbers, in the order in which they were first heard.

use hashbrown::HashTable;
use std::hash::{BuildHasher, RandomState};

/// Different texts, each once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Hash and number.
    table: HashTable<(u64, u32)>,
    text: String,
    ends: Vec<usize>,
    hasher: RandomState,
}

impl Texts {
    /// How many there are: the highest number.
    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    pub(super) fn get(&self, number: u32) -> &str {
        get(&self.text, &self.ends, number)
    }

    /// The number of a text that is there.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.find_hashed(hash, text)
    }

    fn find_hashed(&self, hash: u64, text: &str) -> Option<u32> {
        let is_it = |(known, number): &(u64, u32)| *known == hash && self.get(*number) == text;
        self.table.find(hash, is_it).map(|(_, number)| *number)
    }

    /// The number of a text, from 1 on. The same text has the same number.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        if let Some(number) = self.find_hashed(hash, text) {
            return number;
        }
        self.text.push_str(text);
        self.ends.push(self.text.len());
        let number = self.ends.len() as u32;
        self.table.insert_unique(hash, (hash, number), |(hash, _)| *hash);
        number
    }
}

fn get<'t>(text: &'t str, ends: &[usize], number: u32) -> &'t str {
    let Some(index) = (number as usize).checked_sub(1) else {
        return "";
    };
    let start = index.checked_sub(1).and_then(|before| ends.get(before));
    let end = ends.get(index).copied().unwrap_or(0);
    text.get(start.copied().unwrap_or(0)..end).unwrap_or_default()
}
