//! Remembering: timelines of rules and keys, by event time.
//!
//! A finding is said at once and counts as provisional. When a late event takes its place in the order, the timeline
//! is played again from what is settled, and findings that fall away are withdrawn. What is older than the lateness
//! is settled and changes no more. So alerts come early, and in the end depend on the history alone.

mod due;
mod facts;
mod folds;
mod memory;
mod recall;
mod saved;
mod seen;
mod timeline;

use super::alert::Change;
use super::graph::Graph;
use super::rule::Rule;
use super::ruleset::{Hits, Keys, RuleSet, Scratch};
use super::sieve::Sieve;
use crate::event::{Moment, View};
use due::Due;
use memory::Memory;
use recall::Recall;
use seen::Seen;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub use saved::SavedState;

/// Bounds of an engine. What they cut is counted in [`Stats`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long late events are waited for, in microseconds, unless a rule says otherwise.
    pub lateness_us: i64,
    /// Keys that one rule may remember.
    pub keys_max: usize,
    /// Whether findings are said only once they are settled: cheaper, and the same in the end. For history, which
    /// comes whole and in order.
    pub is_patient: bool,
}

impl Limits {
    /// For events that come whole and in the order of their time.
    pub fn of_history() -> Self {
        Self {
            // What happens at the same moment has an order of its own, and may come in another.
            lateness_us: 1,
            is_patient: true,
            ..Self::default()
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            lateness_us: 3_600 * 1_000_000,
            keys_max: 1_000_000,
            is_patient: false,
        }
    }
}

/// What an engine did and what it had to leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Events judged.
    pub events: u64,
    /// Rules that events touched.
    pub hits: u64,
    /// Hits of rules with memory that came after all waiting; not judged by them.
    pub too_late: u64,
    /// Hits without the value that their rule groups by.
    pub keyless: u64,
    /// Hits left because a rule remembered too many keys.
    pub keys_full: u64,
    /// Signals forgotten because one key had too many.
    pub forgotten: u64,
}

/// Judges events in any order and keeps what rules must remember.
#[derive(Debug)]
pub struct Engine {
    rules: Arc<RuleSet>,
    scratch: Scratch,
    hits: Hits,
    keys: Keys,
    recall: Recall,
}

impl Engine {
    /// An engine without memory.
    pub fn new(rules: Arc<RuleSet>, limits: Limits) -> Self {
        let keys = Keys::default();
        Self {
            recall: Recall::new(&rules, limits, keys.alike()),
            rules,
            scratch: Scratch::default(),
            hits: Hits::new(),
            keys,
        }
    }

    /// The rules it runs.
    pub fn rules(&self) -> &Arc<RuleSet> {
        &self.rules
    }

    /// What it did so far.
    pub const fn stats(&self) -> Stats {
        self.recall.stats
    }

    /// How many keys are remembered, over all rules.
    pub fn remembered(&self) -> usize {
        self.recall.memories.iter().map(Memory::len).sum()
    }

    /// Says only alerts whose window begins at that moment or later; the others are folded all the same, so that
    /// memory that is saved meanwhile has them whole. For history that is played to it again.
    pub fn speak_since(&mut self, since: Moment) {
        self.recall.folds.speaks_since = since;
    }

    /// Judges one event.
    pub fn observe(&mut self, event: &dyn View, graph: &dyn Graph) {
        self.recall.stats.events += 1;
        self.rules.judge(event, graph, &mut self.scratch, &mut self.hits);
        if self.hits.is_empty() {
            return;
        }
        let mut seen = Seen::new(event, &mut self.scratch, &mut self.keys);
        for hit in &self.hits {
            self.recall.take(&self.rules, *hit, &mut seen, graph);
        }
    }

    /// Judges one event of a history that the sieve has heard: only for those who may be found. The sieve must be of the
    /// same rules.
    pub fn observe_sifted(&mut self, event: &dyn View, graph: &dyn Graph, sieve: &mut Sieve) {
        self.recall.stats.events += 1;
        sieve.sift(event, graph, &mut self.hits);
        if self.hits.is_empty() {
            return;
        }
        self.scratch.next_event(self.rules.tests());
        let mut seen = Seen::new(event, &mut self.scratch, &mut self.keys);
        for hit in &self.hits {
            self.recall.take(&self.rules, *hit, &mut seen, graph);
        }
    }

    /// Lets time pass: `now` is the moment up to which events have arrived, by event time. Settles what is older than
    /// the lateness and says what stayed absent. Call it after each batch; it never goes back.
    pub fn advance(&mut self, now: Moment, graph: &dyn Graph) {
        let rules = &self.rules;
        let mut waiting = Vec::new();
        for layer in 0..2 {
            let is_in = |rule: &Rule| u8::from(over_alerts(rule)) == layer;
            loop {
                let mut due = std::mem::take(&mut waiting);
                self.recall.due.take_until(now, &mut due);
                due.sort_unstable();
                let (here, later): (Vec<Due>, Vec<Due>) = due
                    .into_iter()
                    .partition(|due| rules.rules().get(due.rule as usize).is_some_and(is_in));
                waiting = later;
                if here.is_empty() {
                    break;
                }
                for due in here {
                    self.recall.settle(rules, due, now, graph);
                }
            }
            let memories = self.recall.memories.iter_mut().zip(rules.rules());
            for (memory, rule) in memories.filter(|(_, rule)| is_in(rule)) {
                let settled = now.plus_us(-lateness(rule, self.recall.limits));
                memory.settled = memory.settled.max(settled);
            }
        }
        waiting.into_iter().for_each(|due| self.recall.due.put(due));
        let until = now.plus_us(-2 * self.recall.limits.lateness_us);
        self.recall.folds.settle(rules, until);
    }

    /// Reads what it keeps of events of the archive and has not read yet, so that it depends on no file any more. False
    /// when that cannot be: then what it remembers is worth nothing.
    #[must_use]
    pub fn recollect(&mut self) -> bool {
        self.recall.recollect()
    }

    /// What became of alerts since the last call.
    pub fn changes(&mut self) -> Vec<Change> {
        self.recall.folds.changes(&self.rules)
    }
}

/// Rules over alerts are a second layer: their findings feed no rule.
fn over_alerts(rule: &Rule) -> bool {
    rule.is_over_alerts()
}

fn lateness(rule: &Rule, limits: Limits) -> i64 {
    let own = rule
        .lateness_us
        .unwrap_or(limits.lateness_us)
        .min(limits.lateness_us);
    // Findings of the first layer come at its lateness at the latest.
    if over_alerts(rule) {
        2 * limits.lateness_us
    } else {
        own
    }
}
