//! Thresholds: at most as many in a window as in the two windows of a fixed grid that it touches.

use super::{Glance, at_most};
use crate::detect::rule::Count;

/// Beyond, counts are no longer exact, and enough for every rule.
const COUNT_MAX: u32 = 0xffff;

/// What must be reached, all at once.
#[derive(Debug)]
pub(super) struct Bars {
    /// The window in seconds.
    within: u32,
    /// Signals, at least.
    least: u32,
    /// Changes of a value, at least: one less than different values.
    changes: Vec<(usize, u32)>,
}

impl Bars {
    pub(super) fn new(count: &Count) -> Self {
        let wanted = |number: usize| u32::try_from(number).map_or(COUNT_MAX, |number| number.min(COUNT_MAX));
        let changes = count.distinct.iter();
        Self {
            within: at_most(count.within_us),
            least: wanted(count.least()),
            changes: changes
                .map(|(value, least)| (*value, wanted(least.saturating_sub(1))))
                .collect(),
        }
    }

    /// Two numbers for the signals, three for each value.
    pub(super) fn width(&self) -> usize {
        2 + self.changes.len() * 3
    }

    /// Whether all may be reached now.
    pub(super) fn note(&self, kept: &mut [u32], glance: &Glance<'_>) -> bool {
        let Some((signals, mut rest)) = kept.split_first_chunk_mut::<2>() else {
            return true;
        };
        let mut may_be = tally(signals, glance.now / self.within, 1) >= self.least;
        for (value, least) in &self.changes {
            let Some(([last, tallied @ ..], behind)) = rest.split_first_chunk_mut::<3>() else {
                return true;
            };
            rest = behind;
            let value = glance.values.get(*value).copied().unwrap_or(0);
            let is_other = value != 0 && value != *last;
            if is_other {
                *last = value;
            }
            may_be &= tally(tallied, glance.now / self.within, u32::from(is_other)) >= *least;
        }
        may_be
    }
}

impl Bars {
    /// Whether what is remembered can matter yet.
    pub(super) fn lasts(&self, kept: &[u32], now: u32) -> bool {
        // A value stays what it was, however long ago: only that it changed is counted.
        kept.first()
            .is_some_and(|window| *window != 0 && now / self.within - *window <= 1)
    }
}

/// Adds to the window under way; returns how many there are in it and the one before.
pub(super) fn tally([window, counts]: &mut [u32; 2], now: u32, more: u32) -> u32 {
    let (before, here) = match now - *window {
        0 => (*counts >> 16, *counts & COUNT_MAX),
        1 => (*counts & COUNT_MAX, 0),
        _ => (0, 0),
    };
    let here = (here + more).min(COUNT_MAX);
    (*window, *counts) = (now, (before << 16) | here);
    before + here
}
