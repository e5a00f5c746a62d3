//! What rules group by, worked out once an event for all rules that group alike.

use super::numbers::Quick;
use super::{RuleSet, Scratch, ask};
use crate::detect::expr::Source;
use crate::detect::rule::{Kind, Rule};
use crate::event::{Field, Numbered, Shape, View};
use hashbrown::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// Between the values of a key.
const SEPARATOR: char = '\u{1f}';
/// Numbers that say what a key is.
const NUMBERS: usize = 8;
/// Keys that are remembered by their numbers; beyond, they are worked out anew.
const LEARNED_MAX: usize = 1 << 18;
/// Book, grouping, and the numbers of an event.
type Numbers = (u64, u32, [u32; NUMBERS]);
/// What says who stands behind an event.
const PERSON: [Field; 7] = [
    Field::IdentityId,
    Field::ActorName,
    Field::ActorId,
    Field::Source,
    Field::SourceOrg,
    Field::ActorKind,
    Field::AuthMethod,
];

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
    known: Vec<Option<Option<Arc<Key>>>>,
    /// The same by book, grouping and the numbers of an event that is kept.
    learned: HashMap<Numbers, Option<Arc<Key>>, Quick>,
    hasher: RandomState,
}

impl Grouping {
    /// What a rule groups by, or one of its steps.
    pub(super) fn of(rule: &Rule, step: Option<u8>) -> Self {
        let own = rule.step_keys.iter().find(|(of, _)| Some(*of) == step);
        Self {
            sources: own.map_or(&rule.keys, |(_, keys)| keys).clone(),
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

    /// The numbers that decide the key of a kept event; `None` when numbers do not, or too many, or when the key is made
    /// as quickly as it is found.
    fn numbers(&self, kept: &dyn Numbered) -> Option<[u32; NUMBERS]> {
        if !self.sources.contains(&Source::Person) {
            return None;
        }
        let mut numbers = [0; NUMBERS];
        let mut places = numbers.iter_mut();
        let mut put = |field: Field| {
            let is_plain = matches!(field.column().shape, Shape::Word | Shape::Text | Shape::Truth);
            *places.next()? = is_plain.then(|| kept.number_of(field)).flatten()?;
            Some(())
        };
        for source in &self.sources {
            match source {
                Source::Column(field) => put(*field)?,
                Source::Person => PERSON.into_iter().try_for_each(&mut put)?,
                Source::Subject | Source::Raw(_) | Source::Anywhere | Source::Graph(_) => return None,
            }
        }
        Some(numbers)
    }
}

impl RuleSet {
    /// What a rule groups by: rules with the same number group alike.
    pub(crate) fn grouping(&self, rule: usize) -> Option<(u32, &[Source])> {
        let (number, _) = self.grouping_of.get(rule)?;
        let number = *number;
        Some((number, &self.groupings.get(number as usize)?.sources))
    }

    /// Appends the key that a grouping gives the event that was judged last; false when a value is missing.
    pub(crate) fn key_of(
        &self,
        grouping: u32,
        event: &dyn View,
        scratch: &mut Scratch,
        text: &mut String,
    ) -> bool {
        let grouping = self.groupings.get(grouping as usize);
        grouping.is_some_and(|grouping| grouping.key(event, scratch, text))
    }
}

impl Keys {
    /// Keys with the same hashes.
    pub(crate) fn alike(&self) -> Self {
        Self {
            hasher: self.hasher.clone(),
            ..Self::default()
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
        (rule, step): (u32, u8),
        event: &dyn View,
        scratch: &mut Scratch,
    ) -> Option<Arc<Key>> {
        let (usual, steps) = rules.grouping_of.get(rule as usize)?;
        let number = *steps.get(usize::from(step)).unwrap_or(usual);
        let grouping = rules.groupings.get(number as usize)?;
        if self.known.len() <= number as usize {
            self.known.resize(number as usize + 1, None);
        }
        if let Some(known) = self.known.get(number as usize)? {
            return known.clone();
        }
        let kept = event.numbered();
        let numbers = kept.and_then(|kept| Some((kept.book(), number, grouping.numbers(kept)?)));
        let learned = numbers.and_then(|numbers| self.learned.get(&numbers));
        let key = match learned {
            Some(key) => key.clone(),
            None => {
                let key = self.make(grouping, event, scratch);
                if let Some(numbers) = numbers {
                    if self.learned.len() >= LEARNED_MAX {
                        self.learned.clear();
                    }
                    self.learned.insert(numbers, key.clone());
                }
                key
            }
        };
        *self.known.get_mut(number as usize)? = Some(key.clone());
        key
    }

    fn make(&self, grouping: &Grouping, event: &dyn View, scratch: &mut Scratch) -> Option<Arc<Key>> {
        let mut key = Key::default();
        let is_there = grouping.key(event, scratch, &mut key.text);
        key.hash = self.hasher.hash_one(key.text.as_str());
        is_there.then(|| Arc::new(key))
    }
}
