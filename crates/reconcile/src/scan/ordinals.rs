//! Dense numbers for Okta's ids, kept over snapshots.
//!
//! INVARIANT: a number once given to an id is never given to another, even after the object is gone; two snapshots
//! of one organization can therefore be compared number by number.

use std::collections::{HashMap, HashSet};

/// Numbers of one kind of object.
#[derive(Clone, Debug, Default)]
pub struct Ordinals {
    by_id: HashMap<Box<str>, u32>,
    next: u32,
}

/// Numbers of the three kinds that links are made of.
#[derive(Clone, Debug, Default)]
pub struct OrdinalBook {
    /// People.
    pub users: Ordinals,
    /// Groups.
    pub groups: Ordinals,
    /// Applications.
    pub apps: Ordinals,
}

impl Ordinals {
    /// Goes on from an earlier snapshot: its pairs, and the first number it never gave.
    pub fn resume(pairs: impl IntoIterator<Item = (String, u32)>, next: u32) -> Self {
        let by_id: HashMap<Box<str>, u32> = pairs
            .into_iter()
            .map(|(id, ordinal)| (id.into_boxed_str(), ordinal))
            .collect();
        let past_highest = by_id
            .values()
            .max()
            .map_or(0, |highest| highest.saturating_add(1));
        Self {
            by_id,
            next: next.max(past_highest),
        }
    }

    /// The number of `id`, a new one if it was never seen.
    pub fn intern(&mut self, id: &str) -> u32 {
        if let Some(ordinal) = self.by_id.get(id) {
            return *ordinal;
        }
        let ordinal = self.next;
        self.next = self.next.saturating_add(1);
        self.by_id.insert(id.into(), ordinal);
        ordinal
    }

    /// The number of `id`, if it was seen.
    pub fn get(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The ids behind these numbers, of those that were seen.
    pub fn names(&self, wanted: impl IntoIterator<Item = u32>) -> HashMap<u32, String> {
        let wanted: HashSet<u32> = wanted.into_iter().collect();
        if wanted.is_empty() {
            return HashMap::new();
        }
        self.by_id
            .iter()
            .filter(|(_, ordinal)| wanted.contains(ordinal))
            .map(|(id, ordinal)| (*ordinal, id.to_string()))
            .collect()
    }

    /// The first number never given.
    pub fn next(&self) -> u32 {
        self.next
    }
}

#[cfg(test)]
mod tests;
