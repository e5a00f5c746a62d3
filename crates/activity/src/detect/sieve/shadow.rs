//! What is kept of a rule's keys to tell whether a finding is possible: some numbers each, side by side.
//!
//! Times are whole seconds, and every comparison leans to the side of "possible". What happens in the same second is taken
//! to have happened in any order.

mod count;
mod first_seen;
mod sequence;

use super::places::Places;
use crate::detect::rule::Kind;
use crate::detect::state::is_too_far;
use crate::event::Moment;
use count::Bars;
use first_seen::Values;
use sequence::Steps;
use std::collections::HashSet;

const SECOND_US: i64 = 1_000_000;
/// Numbers of one rule that are kept, at most; beyond, all that it hears is played.
const NUMBERS_MAX: usize = 1 << 26;

/// One signal, as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance<'v> {
    /// See [`clock`].
    pub(super) now: u32,
    pub(super) step: u8,
    /// Names of the values that the rule looks at; zero where there is none.
    pub(super) values: &'v [u32],
    pub(super) place: Option<u32>,
}

/// One rule's shadow.
#[derive(Debug)]
pub(super) struct Shadow {
    /// The name of its keys.
    pub(super) key: u32,
    /// The names of its values.
    pub(super) values: Vec<u32>,
    logic: Logic,
    /// Numbers of each key.
    width: usize,
    numbers: Vec<u32>,
    /// Keys that may be found, one bit each.
    suspects: Vec<u64>,
    /// The same, whose numbers are others now.
    past: HashSet<Box<str>>,
    found: usize,
    /// There are too many keys: every one of them may be found.
    is_full: bool,
}

#[derive(Debug)]
enum Logic {
    Count(Bars),
    Sequence(Steps),
    FirstSeen(Values),
    Travel((f64, f64, i64)),
    Dormant(u32),
    Unknown,
}

/// Seconds since 1970, from 1 on: zero is never. `None` for times that are not of this or the next century.
pub(super) fn clock(time: Moment) -> Option<u32> {
    let seconds = u32::try_from(time.0.div_euclid(SECOND_US)).ok()?;
    seconds.checked_add(1)
}

/// What is at most so far apart is at most so many seconds apart.
fn at_most(span_us: i64) -> u32 {
    u32::try_from(span_us / SECOND_US + 1).unwrap_or(u32::MAX)
}

/// What is at least so far apart is at least so many seconds apart.
fn at_least(span_us: i64) -> u32 {
    u32::try_from((span_us / SECOND_US - 1).max(0)).unwrap_or(u32::MAX)
}

impl Shadow {
    /// Knows nothing of any key.
    pub(super) fn new(kind: &Kind, key: u32, values: Vec<u32>) -> Self {
        let (logic, width) = match kind {
            Kind::Count(count) => {
                let bars = Bars::new(count);
                let width = bars.width();
                (Logic::Count(bars), width)
            }
            Kind::Sequence(sequence) => {
                let steps = Steps::new(sequence);
                let width = steps.width();
                (Logic::Sequence(steps), width)
            }
            Kind::FirstSeen {
                memory_us,
                warm_up_us,
            } => (
                Logic::FirstSeen(Values::new(*memory_us, *warm_up_us)),
                Values::WIDTH,
            ),
            Kind::Travel { kmh, km, within_us } => (Logic::Travel((*kmh, *km, *within_us)), 2),
            Kind::Dormant { after_us } => (Logic::Dormant(at_least(*after_us)), 1),
            Kind::Event => (Logic::Unknown, 0),
        };
        Self {
            key,
            values,
            logic,
            width,
            numbers: Vec::new(),
            suspects: Vec::new(),
            past: HashSet::new(),
            found: 0,
            is_full: false,
        }
    }

    /// Whether it asks for places.
    pub(super) const fn is_travel(&self) -> bool {
        matches!(self.logic, Logic::Travel(_))
    }

    /// Whether no key may be found.
    pub(super) const fn is_clear(&self) -> bool {
        self.found == 0 && !self.is_full
    }

    /// Whether a key may be found.
    pub(super) fn is_suspect(&self, key: u32) -> bool {
        let word = self.suspects.get(key as usize / 64);
        self.is_full || word.is_some_and(|word| (word >> (key % 64)) & 1 == 1)
    }

    /// How many keys may be found.
    pub(super) const fn suspects(&self) -> usize {
        self.found
    }

    /// Whether every key may be found: then nothing need be noted.
    pub(super) const fn is_full(&self) -> bool {
        self.is_full
    }

    /// Writes down by text which keys may be found: their numbers will be others.
    pub(super) fn set_aside(&mut self, text: impl Fn(u32) -> Box<str>) {
        for (index, word) in std::mem::take(&mut self.suspects).into_iter().enumerate() {
            let bits = (0..64).filter(|bit| (word >> bit) & 1 == 1);
            self.past.extend(bits.map(|bit| text(index as u32 * 64 + bit)));
        }
        self.found = self.past.len();
    }

    /// The keys that were set aside.
    pub(super) fn past(&self) -> impl Iterator<Item = &str> {
        self.past.iter().map(|text| &**text)
    }

    /// Takes up again what was set aside, by the numbers that keys have now.
    pub(super) fn take_up(&mut self, number: impl Fn(&str) -> Option<u32>) {
        self.numbers = Vec::new();
        for text in std::mem::take(&mut self.past) {
            if let Some(key) = number(&text) {
                self.mark(key);
            }
        }
    }

    /// Marks the keys of which something is remembered that may matter yet.
    pub(super) fn mark_lasting(&self, now: u32, wanted: &mut [bool]) {
        let keys = self.numbers.chunks_exact(self.width.max(1));
        for (kept, wanted) in keys.zip(wanted) {
            *wanted |= match &self.logic {
                Logic::Count(bars) => bars.lasts(kept, now),
                Logic::Sequence(steps) => steps.lasts(kept, now),
                Logic::FirstSeen(values) => values.lasts(kept, now),
                Logic::Travel((.., within_us)) => {
                    matches!(kept, [_, last] if *last != 0 && now - *last <= at_most(*within_us))
                }
                Logic::Dormant(_) => kept != [0],
                Logic::Unknown => false,
            };
        }
    }

    /// Keys have other numbers now, or zero where they are forgotten. Set aside first what may be found.
    pub(super) fn renumber(&mut self, moved: &[u32]) {
        let count = moved.iter().copied().max().unwrap_or(0) as usize + 1;
        let mut numbers = vec![0; count * self.width];
        for (kept, to) in self.numbers.chunks_exact(self.width.max(1)).zip(moved) {
            let start = *to as usize * self.width;
            if let Some(place) = numbers.get_mut(start..start + self.width).filter(|_| *to != 0) {
                place.copy_from_slice(kept);
            }
        }
        self.numbers = numbers;
        if let Logic::FirstSeen(values) = &mut self.logic {
            values.renumber(moved);
        }
    }

    fn mark(&mut self, key: u32) {
        let word = key as usize / 64;
        if self.suspects.len() <= word {
            self.suspects.resize((word + 1).next_power_of_two(), 0);
        }
        if let Some(word) = self.suspects.get_mut(word) {
            *word |= 1 << (key % 64);
        }
    }

    /// Takes the next signal of a key.
    pub(super) fn note(&mut self, key: u32, glance: &Glance<'_>, places: &Places) {
        let start = key as usize * self.width;
        let end = start + self.width;
        if self.numbers.len() < end {
            if end > NUMBERS_MAX {
                self.is_full = true;
                self.numbers = Vec::new();
                return;
            }
            self.numbers.resize(end.max(self.numbers.len() * 2), 0);
        }
        let Some(kept) = self.numbers.get_mut(start..end) else {
            return;
        };
        let may_be = match &mut self.logic {
            Logic::Count(bars) => bars.note(kept, glance),
            Logic::Sequence(steps) => steps.note(kept, glance),
            Logic::FirstSeen(values) => values.note(key, kept, glance),
            Logic::Travel(limits) => travel(kept, glance, *limits, places),
            Logic::Dormant(silence) => dormant(kept, glance, *silence),
            Logic::Unknown => true,
        };
        if may_be {
            self.mark(key);
            self.found += 1;
        }
    }
}

/// The last place and its time.
fn travel(kept: &mut [u32], glance: &Glance<'_>, limits: (f64, f64, i64), places: &Places) -> bool {
    let ([place, last], Some(here)) = (kept, glance.place) else {
        return false;
    };
    let seconds = i64::from(glance.now - *last);
    // Of places in the same second any may have been the last.
    let may_be = *last != 0
        && *place != here
        && (seconds == 0
            || places.get(here).is_none_or(|here| {
                is_too_far((places.get(*place), (seconds - 1) * SECOND_US), here, limits)
            }));
    (*place, *last) = (here, glance.now);
    may_be
}

/// The last time.
fn dormant(kept: &mut [u32], glance: &Glance<'_>, silence: u32) -> bool {
    let [last] = kept else {
        return true;
    };
    let may_be = *last != 0 && glance.step == 0 && glance.now - *last >= silence;
    *last = glance.now;
    may_be
}
