//! What rules group by, worked out once an event for all rules that group alike.

use super::{RuleSet, Scratch, ask};
use crate::detect::expr::Source;
use crate::detect::rule::{Kind, Rule};
use crate::event::View;
use std::hash::{BuildHasher, RandomState};

/// Between the values of a key.
const SEPARATOR: char = '\u{1f}';

/// What some rules group by.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Grouping {
    sources: Vec<Source>,
    /// One event alone is worth saying, whatever it lacks.
    takes_missing: bool,
}

/// The values that a rule groups by, as one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    pub(crate) text: String,
    /// The same text has the same number, within one [`Keys`].
    pub(crate) hash: u64,
}

/// Keys of the event under way. Forget them before the next event.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// By grouping; `None` when a value is missing.
    known: Vec<Option<Option<Key>>>,
    hasher: RandomState,
}

impl Grouping {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            sources: rule.keys.clone(),
            takes_missing: rule.kind == Kind::Event,
        }
    }

    fn key(&self, event: &dyn View, scratch: &mut Scratch, text: &mut String) -> bool {
        for (index, source) in self.sources.iter().enumerate() {
            if index > 0 {
                text.push(SEPARATOR);
            }
            match ask::value(source, event, scratch) {
                Some(value) => text.push_str(&value),
                None if self.takes_missing => text.push('-'),
                None => return false,
            }
        }
        true
    }
}

impl Keys {
    /// Keys with the same hashes.
    pub(crate) fn alike(&self) -> Self {
        Self {
            known: Vec::new(),
            hasher: self.hasher.clone(),
        }
    }

    /// The next event has other keys.
    pub(crate) fn forget(&mut self) {
        self.known.clear();
    }

    /// The number of a key's text.
    pub(crate) fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }

    /// The values that a rule groups by; `None` when one of them is missing.
    pub(crate) fn of(
        &mut self,
        rules: &RuleSet,
        rule: u32,
        event: &dyn View,
        scratch: &mut Scratch,
    ) -> Option<&Key> {
        let number = *rules.grouping_of.get(rule as usize)? as usize;
        let grouping = rules.groupings.get(number)?;
        if self.known.len() <= number {
            self.known.resize(number + 1, None);
        }
        let known = self.known.get_mut(number)?;
        if known.is_none() {
            let mut key = Key::default();
            let is_there = grouping.key(event, scratch, &mut key.text);
            key.hash = self.hasher.hash_one(key.text.as_str());
            *known = Some(is_there.then_some(key));
        }
        known.as_ref()?.as_ref()
    }
}
