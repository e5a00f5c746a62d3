//! What a rule remembers between events.

use crate::detect::yaml::{Fault, File, Node};

/// The kinds of logic.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Every event that matches.
    Event,
    /// Enough events, or enough distinct values, in a window.
    Count(Count),
    /// Steps one after another, or their absence.
    Sequence(Sequence),
    /// A value that was never seen for this key.
    FirstSeen {
        /// A value not seen for so long counts as new again, in microseconds.
        memory_us: i64,
        /// A key known for less is quiet, in microseconds.
        warm_up_us: i64,
    },
    /// Two places too far apart for the time between.
    Travel {
        /// Faster than this is impossible.
        kmh: f64,
        /// Nearer than this is no travel.
        km: f64,
        /// Longer between the events is no travel, in microseconds.
        within_us: i64,
    },
    /// Silent for long, then active.
    Dormant {
        /// How long, in microseconds.
        after_us: i64,
    },
}

/// A threshold in a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The window, in microseconds.
    pub within_us: i64,
    /// Events, at least.
    pub at_least: usize,
    /// Distinct values, at least: number of the value and how many.
    pub distinct: Vec<(usize, usize)>,
    /// Events of one value, at most: number of the value and how many.
    pub each_at_most: Vec<(usize, usize)>,
}

/// Steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// From the first to the last step, in microseconds.
    pub within_us: i64,
    /// How often each step must come; step `n` is use `n` of the rule.
    pub steps: Vec<usize>,
    /// Whether their order matters.
    pub ordered: bool,
    /// A step that must not have come so long before the first: number of the use and microseconds.
    pub not_before: Option<(u8, i64)>,
    /// A step that must not come so long after the last.
    pub not_after: Option<(u8, i64)>,
    /// A step that must not come between: with it, the steps begin anew.
    pub not_between: Option<u8>,
    /// The last step comes so long after the first at least, in microseconds.
    pub apart_us: i64,
    /// Values in which first and last step must differ.
    pub differ: Vec<usize>,
}

/// Longer than any window, in microseconds: what a rule on silence must hear.
const LONGEST_US: i64 = 400 * 86_400 * 1_000_000;

impl Kind {
    /// How far back an event can matter, in microseconds. Who hears everything from so long before knows as much as who
    /// heard all.
    pub(crate) fn reach_us(&self) -> i64 {
        match self {
            Self::Event => 0,
            Self::Count(count) => count.within_us,
            Self::Sequence(sequence) => {
                let beside = |step: Option<(u8, i64)>| step.map_or(0, |(_, span)| span);
                sequence.within_us + beside(sequence.not_before) + beside(sequence.not_after)
            }
            // The key must be known for so long, and a value of its memory is as old as the memory at most.
            Self::FirstSeen {
                memory_us,
                warm_up_us,
            } => memory_us.saturating_add(*warm_up_us),
            Self::Travel { within_us, .. } => *within_us,
            Self::Dormant { .. } => LONGEST_US,
        }
    }

    /// Whether an event that comes to light later can take the ground from what was said.
    pub(crate) fn can_lose(&self) -> bool {
        match self {
            Self::FirstSeen { .. } | Self::Dormant { .. } => true,
            Self::Count(count) => !count.each_at_most.is_empty(),
            Self::Sequence(sequence) => sequence.not_between.is_some() || self.waits(),
            Self::Event | Self::Travel { .. } => false,
        }
    }

    /// Whether what it says can be said only when no earlier event can come any more.
    pub(crate) fn waits(&self) -> bool {
        matches!(self, Self::Sequence(sequence) if sequence.not_before.is_some() || sequence.not_after.is_some())
    }
}

/// A window, refused when it is longer than a year: state must stay bounded.
pub(crate) fn window(file: File<'_>, map: &Node, name: &str) -> Result<i64, Fault> {
    let node = file.need(map, name)?;
    let span = file.span_of(node)?;
    if span == 0 || span > 366 * 86_400 * 1_000_000 {
        return Err(file.fault(node, "a window is longer than nothing and at most 366d"));
    }
    Ok(span)
}
