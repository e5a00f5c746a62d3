//! When timelines must be looked at again.

use crate::event::Moment;
use std::collections::BTreeMap;

/// A timeline that must be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    pub(super) at: Moment,
    pub(super) rule: u32,
    pub(super) place: u32,
}

/// About a minute: most timelines are looked at an hour after they were put here, by thousands.
const SPAN_SHIFT: u32 = 26;

/// Timelines by the minute: putting one in costs nothing that grows with how many wait.
#[derive(Debug, Default)]
pub(super) struct Agenda(BTreeMap<i64, Vec<Due>>);

impl Agenda {
    pub(super) fn put(&mut self, due: Due) {
        self.0.entry(due.at.0 >> SPAN_SHIFT).or_default().push(due);
    }

    /// Adds all that must be looked at until `now`, in no order.
    pub(super) fn take_until(&mut self, now: Moment, taken: &mut Vec<Due>) {
        while let Some(mut minute) = self
            .0
            .first_entry()
            .filter(|minute| *minute.key() <= now.0 >> SPAN_SHIFT)
        {
            let is_over = *minute.key() < now.0 >> SPAN_SHIFT;
            let before = taken.len();
            let waiting = minute.get_mut();
            taken.extend(waiting.extract_if(.., |due| due.at <= now));
            if waiting.is_empty() {
                minute.remove();
            }
            if !is_over || taken.len() == before {
                return;
            }
        }
    }
}
