//! What a condition means: the definition that every index has to agree with.

use std::cmp::Ordering;
use std::fmt;

use jiff::Timestamp;

use super::{Comparison, Condition, Key, TimeKey};
use crate::document::Document;

/// What a condition looks at.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The identifier.
    pub id: &'a str,
    /// The document.
    pub document: &'a Document,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub last_modified: Timestamp,
    /// Whether a group holds this member itself.
    pub has_member: &'a dyn Fn(&str) -> bool,
}

impl fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Condition {
    /// Whether a resource meets the condition.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        let any = |key: Key, fits: &dyn Fn(&str) -> bool| match key {
            Key::Id => fits(facts.id),
            _ => facts
                .document
                .keys()
                .iter()
                .any(|(own, text)| *own == key && fits(text)),
        };
        match self {
            Self::All => true,
            Self::Is(Key::Member, id) => (facts.has_member)(id),
            Self::Is(key, value) => any(*key, &|text| text == value),
            Self::StartsWith(key, start) => any(*key, &|text| text.starts_with(start.as_str())),
            Self::Active(active) => facts.document.active() == Some(*active),
            Self::Time(TimeKey::Created, comparison, time) => fits(facts.created.cmp(time), *comparison),
            Self::Time(TimeKey::LastModified, comparison, time) => {
                fits(facts.last_modified.cmp(time), *comparison)
            }
            Self::And(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(facts)),
        }
    }
}

fn fits(order: Ordering, comparison: Comparison) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
    }
}
