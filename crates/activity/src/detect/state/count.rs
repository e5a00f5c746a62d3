//! Thresholds: events, distinct values, and how evenly they spread.

use super::{KEPT_MAX, Out, Shared, Signal, finding};
use crate::detect::rule::Count;
use crate::event::Moment;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};

/// Signals within the window, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Kept {
    signals: VecDeque<Shared<Signal>>,
    /// Made once there are enough signals that it can matter; then kept in step with them.
    #[serde(skip)]
    tallies: Vec<Tally>,
}

/// How often each text of one value is there.
#[derive(Clone, Debug)]
struct Tally {
    value: usize,
    times: HashMap<Box<str>, usize>,
    /// More often than this is too often.
    most: usize,
    /// Texts that are there too often.
    over: usize,
}

impl Count {
    /// Fewer signals never suffice.
    pub(crate) fn least(&self) -> usize {
        let distinct = self.distinct.iter().map(|(_, wanted)| *wanted);
        distinct.max().unwrap_or(0).max(self.at_least)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.signals == other.signals
    }
}

impl Kept {
    /// Takes the next signal in order.
    pub(super) fn step(&mut self, count: &Count, signal: &Shared<Signal>, out: &mut Out) {
        self.push(signal);
        self.prune(signal.time(), count.within_us, out);
        if self.signals.len() < count.least() || !self.values_suffice(count) {
            return;
        }
        out.findings.push(finding(self.signals.iter(), signal));
        self.signals.clear();
        self.tallies.clear();
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.signals.len()
    }

    /// The signals, to be changed in nothing that is counted.
    pub(super) fn signals_mut(&mut self) -> impl Iterator<Item = &mut Shared<Signal>> {
        self.signals.iter_mut()
    }

    /// When the last signal was.
    pub(super) fn last(&self) -> Option<Moment> {
        self.signals.back().map(|signal| signal.time())
    }

    fn push(&mut self, signal: &Shared<Signal>) {
        self.signals.push_back(signal.clone());
        self.tallies.iter_mut().for_each(|tally| tally.add(signal));
    }

    fn prune(&mut self, now: Moment, within_us: i64, out: &mut Out) {
        while let Some(oldest) = self.signals.front() {
            let is_old = now.since_us(oldest.time()) > within_us;
            if !is_old && self.signals.len() <= KEPT_MAX {
                return;
            }
            out.forgotten += u64::from(!is_old);
            if let Some(oldest) = self.signals.pop_front() {
                self.tallies.iter_mut().for_each(|tally| tally.remove(&oldest));
            }
        }
    }

    fn values_suffice(&mut self, count: &Count) -> bool {
        if self.tallies.is_empty() {
            let distinct = count.distinct.iter().map(|(value, _)| (*value, usize::MAX));
            self.tallies = distinct
                .chain(count.each_at_most.iter().copied())
                .map(|(value, most)| Tally::new(value, most, &self.signals))
                .collect();
        }
        let (distinct, spread) = self
            .tallies
            .split_at(count.distinct.len().min(self.tallies.len()));
        let wanted = count.distinct.iter().map(|(_, wanted)| *wanted);
        distinct
            .iter()
            .zip(wanted)
            .all(|(tally, wanted)| tally.times.len() >= wanted)
            && spread.iter().all(|tally| tally.over == 0)
    }
}

impl Tally {
    fn new(value: usize, most: usize, signals: &VecDeque<Shared<Signal>>) -> Self {
        let mut tally = Self {
            value,
            times: HashMap::new(),
            most,
            over: 0,
        };
        signals.iter().for_each(|signal| tally.add(signal));
        tally
    }

    fn add(&mut self, signal: &Signal) {
        let Some(Some(text)) = signal.values.get(self.value) else {
            return;
        };
        match self.times.get_mut(text) {
            Some(times) => {
                *times += 1;
                self.over += usize::from(*times == self.most.saturating_add(1));
            }
            None => {
                self.times.insert(text.clone(), 1);
                self.over += usize::from(self.most == 0);
            }
        }
    }

    fn remove(&mut self, signal: &Signal) {
        let Some(Some(text)) = signal.values.get(self.value) else {
            return;
        };
        let Some(times) = self.times.get_mut(text) else {
            return;
        };
        self.over -= usize::from(*times == self.most.saturating_add(1));
        *times -= 1;
        if *times == 0 {
            self.times.remove(text);
        }
    }
}
