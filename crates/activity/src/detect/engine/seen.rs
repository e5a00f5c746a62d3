//! One event under way, and what was worked out about it for rules that it touches.

use crate::detect::ruleset::{Keys, Scratch};
use crate::detect::state::{Facts, Shared};
use crate::event::View;

/// The event that was judged last. Its parts are borrowed one by one.
pub(super) struct Seen<'e> {
    pub(super) event: &'e dyn View,
    pub(super) scratch: &'e mut Scratch,
    pub(super) keys: &'e mut Keys,
    pub(super) facts: Known,
}

/// What is kept of the event: made once, and only when a rule keeps it.
#[derive(Default)]
pub(super) struct Known(Option<Shared<Facts>>);

impl<'e> Seen<'e> {
    pub(super) fn new(event: &'e dyn View, scratch: &'e mut Scratch, keys: &'e mut Keys) -> Self {
        keys.forget();
        Self {
            event,
            scratch,
            keys,
            facts: Known::default(),
        }
    }
}

impl Known {
    pub(super) fn of(&mut self, event: &dyn View) -> Shared<Facts> {
        self.0
            .get_or_insert_with(|| Shared::new(Facts::of(event)))
            .clone()
    }
}
