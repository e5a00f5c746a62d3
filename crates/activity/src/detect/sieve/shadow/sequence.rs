//! Steps: each of them often enough within the window, whatever lies between them.

use super::count::tally;
use super::{Glance, SECOND_US, at_most};
use crate::detect::rule::Sequence;

/// What must come.
#[derive(Debug)]
pub(super) struct Steps {
    within: u32,
    /// How often each step.
    times: Vec<u32>,
    is_ordered: bool,
    /// The step that excuses a rule of one step, and for how many seconds it surely does.
    excuse: Option<(u8, u32)>,
    differ: Vec<usize>,
}

impl Steps {
    pub(super) fn new(sequence: &Sequence) -> Self {
        let times = sequence.steps.iter();
        let times: Vec<u32> = times
            .map(|times| u32::try_from(*times).unwrap_or(u32::MAX))
            .collect();
        let excuse = sequence.not_before.filter(|_| times == [1]);
        Self {
            within: at_most(sequence.within_us),
            is_ordered: sequence.ordered,
            excuse: excuse
                .map(|(step, span_us)| (step, u32::try_from(span_us / SECOND_US).unwrap_or(u32::MAX))),
            differ: match times.as_slice() {
                [] | [0, ..] | [_] => Vec::new(),
                _ => sequence.differ.clone(),
            },
            times,
        }
    }

    /// For each step its last time and its tally, the time of the excuse, and for each value that must differ the last
    /// one and when it changed.
    pub(super) fn width(&self) -> usize {
        self.times.len() * 3 + 1 + self.differ.len() * 2
    }

    /// Whether all may have come now.
    pub(super) fn note(&self, kept: &mut [u32], glance: &Glance<'_>) -> bool {
        let (now, step) = (glance.now, usize::from(glance.step));
        let (steps, rest) = kept.split_at_mut(self.times.len() * 3);
        let Some((excused, differ)) = rest.split_first_mut() else {
            return true;
        };
        let (steps, _) = steps.as_chunks_mut::<3>();
        let Some([last, tallied @ ..]) = steps.get_mut(step) else {
            if self.excuse.is_some_and(|(excuse, _)| excuse == glance.step) {
                *excused = now;
            }
            return false;
        };
        *last = now;
        tally(tallied, now / self.within, 1);
        let has_changed = self.changes(differ, glance);
        let is_last = steps.last().is_some_and(|[last, ..]| *last == now);
        if self.is_ordered && !is_last || !has_changed {
            return false;
        }
        let has_all = steps
            .iter_mut()
            .zip(&self.times)
            .all(|([last, tallied @ ..], times)| {
                *times == 0
                    || *last != 0
                        && now - *last <= self.within
                        && (*times == 1 || tally(tallied, now / self.within, 0) >= (*times).min(0xffff))
            });
        // Surely before, and surely not too long before.
        let is_excused = self
            .excuse
            .is_some_and(|(_, span)| *excused != 0 && *excused < now && now - *excused < span);
        has_all && !is_excused
    }

    /// Whether what is remembered can matter yet.
    pub(super) fn lasts(&self, kept: &[u32], now: u32) -> bool {
        let (steps, rest) = kept.split_at(self.times.len() * 3);
        let is_within = |time: u32, span: u32| time != 0 && now - time <= span;
        let excuse = self.excuse.zip(rest.first());
        excuse.is_some_and(|((_, span), time)| is_within(*time, span))
            || steps
                .as_chunks::<3>()
                .0
                .iter()
                .any(|[last, ..]| is_within(*last, self.within))
    }

    /// Notes what must differ; whether all of it changed within the window.
    fn changes(&self, kept: &mut [u32], glance: &Glance<'_>) -> bool {
        let (pairs, _) = kept.as_chunks_mut::<2>();
        let mut all = true;
        for ([last, changed], value) in pairs.iter_mut().zip(&self.differ) {
            let value = glance.values.get(*value).copied().unwrap_or(0);
            if value != 0 && value != *last {
                if *last != 0 {
                    *changed = glance.now;
                }
                *last = value;
            }
            all &= *changed != 0 && glance.now - *changed <= self.within;
        }
        all
    }
}
