//! Steps one after another, and steps that must be absent before or after.

use super::{Finding, Out, Shared, Signal, finding, prune};
use crate::detect::rule::Sequence;
use crate::event::Moment;
use std::collections::VecDeque;

impl Sequence {
    /// How far back a signal can matter, in microseconds.
    pub(crate) fn reach_us(&self) -> i64 {
        self.within_us.max(self.not_before.map_or(0, |(_, span)| span))
    }
}

pub(super) fn step(
    kept: &mut VecDeque<Shared<Signal>>,
    waiting: &mut Vec<(Moment, Finding)>,
    sequence: &Sequence,
    signal: &Shared<Signal>,
    out: &mut Out,
) {
    let now = signal.time();
    waiting.retain(|(deadline, finding)| {
        let is_over = *deadline < now;
        if is_over {
            out.findings.push(finding.clone());
        }
        !is_over
    });
    if sequence.not_after.is_some_and(|(step, _)| step == signal.step) {
        waiting.clear();
        return;
    }
    if sequence.not_between == Some(signal.step) {
        kept.retain(|one| usize::from(one.step) >= sequence.steps.len());
        return;
    }
    forget_overtaken(kept, sequence, signal);
    kept.push_back(signal.clone());
    prune(kept, now, sequence.reach_us(), out);
    let Some(chain) = chain(kept, sequence, signal) else {
        // A last step that completes nothing now never will.
        let is_spent = sequence.ordered
            && sequence.steps.len() > 1
            && usize::from(signal.step) == sequence.steps.len() - 1
            && sequence.steps.last() == Some(&1);
        if is_spent {
            kept.pop_back();
        }
        return;
    };
    let start = chain.iter().map(|signal| signal.time()).min().unwrap_or(now);
    let is_excused = sequence.not_before.is_some_and(|(step, span)| {
        kept.iter()
            .any(|one| one.step == step && one.time() <= start && start.since_us(one.time()) <= span)
    });
    if !is_excused {
        let found = finding(chain.iter().copied(), signal);
        match sequence.not_after {
            Some((_, span)) => {
                let deadline = now.plus_us(span);
                waiting.push((
                    deadline,
                    Finding {
                        time: deadline,
                        ..found
                    },
                ));
            }
            None => out.findings.push(found),
        }
    }
    let steps = sequence.steps.len();
    kept.retain(|one| usize::from(one.step) >= steps);
}

/// Of signals that mean the same to what may follow, only the newest is worth keeping.
fn forget_overtaken(kept: &mut VecDeque<Shared<Signal>>, sequence: &Sequence, signal: &Signal) {
    let excuses = sequence.not_before.is_some_and(|(step, _)| step == signal.step);
    let is_first = signal.step == 0 && sequence.steps.len() == 2 && sequence.steps.first() == Some(&1);
    // Where the steps must lie apart, an older one may be followed sooner.
    let opens = is_first && sequence.apart_us == 0;
    if excuses || opens {
        kept.retain(|one| one.step != signal.step || (opens && one.values != signal.values));
    }
}

/// The latest signals that make the steps complete with this one, oldest first.
fn chain<'k>(
    kept: &'k VecDeque<Shared<Signal>>,
    sequence: &Sequence,
    last: &Signal,
) -> Option<Vec<&'k Shared<Signal>>> {
    let in_window = |one: &Signal| last.time().since_us(one.time()) <= sequence.within_us;
    let mut chain: Vec<&Shared<Signal>> = Vec::new();
    let final_step = sequence.steps.len() - 1;
    if sequence.ordered && usize::from(last.step) != final_step {
        return None;
    }
    let mut end = kept.len();
    for (step, times) in sequence.steps.iter().enumerate().rev() {
        let mut missing = *times;
        let from = if sequence.ordered { end } else { kept.len() };
        let candidates = kept.iter().enumerate().take(from).rev();
        for (index, one) in candidates {
            if missing == 0 {
                break;
            }
            let fits = usize::from(one.step) == step && in_window(one);
            let is_apart = last.time().since_us(one.time()) >= sequence.apart_us;
            let opens = is_apart && differs(one, last, &sequence.differ);
            if fits && (step != 0 || final_step == 0 || opens) {
                chain.push(one);
                missing -= 1;
                end = index;
            }
        }
        if missing > 0 {
            return None;
        }
    }
    chain.sort_by(|left, right| left.order().cmp(&right.order()));
    Some(chain)
}

/// Whether both have all the values, and each differs.
fn differs(one: &Signal, last: &Signal, values: &[usize]) -> bool {
    values.iter().all(|value| {
        let mine = one.values.get(*value).and_then(Option::as_deref);
        let theirs = last.values.get(*value).and_then(Option::as_deref);
        mine.zip(theirs)
            .is_some_and(|(mine, theirs)| !mine.eq_ignore_ascii_case(theirs))
    })
}
