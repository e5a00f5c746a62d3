//! Remembering: timelines of rules and keys, by event time.
//!
//! A finding is said at once and counts as provisional. When a late event takes its place in the order, the timeline
//! is played again from what is settled, and findings that fall away are withdrawn. What is older than the lateness
//! is settled and changes no more. So alerts come early, and in the end depend on the history alone.

mod facts;
mod folds;
mod memory;
mod saved;
mod timeline;

use super::alert::Change;
use super::expr::Source;
use super::graph::Graph;
use super::rule::{Kind, Rule};
use super::ruleset::{Hits, RuleSet, Scratch};
use super::state::{Facts, Shared, Signal};
use crate::event::{Field, Moment, View};
use facts::{FindingView, facts};
use folds::Folds;
use memory::Memory;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use timeline::Said;

pub use saved::SavedState;

/// Bounds of an engine. What they cut is counted in [`Stats`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long late events are waited for, in microseconds, unless a rule says otherwise.
    pub lateness_us: i64,
    /// Keys that one rule may remember.
    pub keys_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            lateness_us: 3_600 * 1_000_000,
            keys_max: 1_000_000,
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
    limits: Limits,
    memories: Vec<Memory>,
    due: BinaryHeap<Reverse<(Moment, u32, u32)>>,
    folds: Folds,
    scratch: Scratch,
    hits: Hits,
    stats: Stats,
    /// Whether findings become alerts; off while rules are warmed from history.
    speaks: bool,
}

impl Engine {
    /// An engine without memory.
    pub fn new(rules: Arc<RuleSet>, limits: Limits) -> Self {
        let memories = rules.rules().iter().map(|_| Memory {
            settled: Moment(i64::MIN),
            ..Memory::default()
        });
        Self {
            memories: memories.collect(),
            rules,
            limits,
            due: BinaryHeap::new(),
            folds: Folds::default(),
            scratch: Scratch::default(),
            hits: Hits::new(),
            stats: Stats::default(),
            speaks: true,
        }
    }

    /// The rules it runs.
    pub fn rules(&self) -> &Arc<RuleSet> {
        &self.rules
    }

    /// What it did so far.
    pub const fn stats(&self) -> Stats {
        self.stats
    }

    /// How many keys are remembered, over all rules.
    pub fn remembered(&self) -> usize {
        self.memories.iter().map(|memory| memory.keys.len()).sum()
    }

    /// Whether findings become alerts. Switch it off to warm rules with history, and on again.
    pub fn speak(&mut self, speaks: bool) {
        self.speaks = speaks;
    }

    /// Judges one event.
    pub fn observe(&mut self, event: &dyn View, graph: &dyn Graph) {
        self.stats.events += 1;
        let mut hits = std::mem::take(&mut self.hits);
        let rules = Arc::clone(&self.rules);
        rules.judge(event, graph, &mut self.scratch, &mut hits);
        if !hits.is_empty() {
            let facts = Shared::new(facts(event));
            for hit in &hits {
                if let Some(rule) = rules.rules().get(hit.rule as usize) {
                    self.take(rule, *hit, event, &facts, graph);
                }
            }
        }
        self.hits = hits;
    }

    /// Lets time pass: `now` is the moment up to which events have arrived, by event time. Settles what is older than
    /// the lateness and says what stayed absent. Call it after each batch; it never goes back.
    pub fn advance(&mut self, now: Moment, graph: &dyn Graph) {
        let rules = Arc::clone(&self.rules);
        for layer in 0..2 {
            let is_in = |rule: &Rule| u8::from(over_alerts(rule)) == layer;
            let mut later = Vec::new();
            while let Some(Reverse((due, number, slot))) =
                self.due.peek().copied().filter(|top| top.0.0 <= now)
            {
                self.due.pop();
                match rules.rules().get(number as usize) {
                    Some(rule) if is_in(rule) => self.settle(rule, number, slot, now, graph),
                    Some(_) if layer == 0 => later.push(Reverse((due, number, slot))),
                    _ => {}
                }
            }
            self.due.extend(later);
            for (memory, rule) in self
                .memories
                .iter_mut()
                .zip(rules.rules())
                .filter(|(_, rule)| is_in(rule))
            {
                let settled = now.plus_us(-lateness(rule, self.limits));
                memory.settled = memory.settled.max(settled);
            }
        }
        self.folds.settle(now.plus_us(-2 * self.limits.lateness_us));
    }

    /// What became of alerts since the last call.
    pub fn changes(&mut self) -> Vec<Change> {
        self.folds.changes(&self.rules)
    }

    fn take(
        &mut self,
        rule: &Rule,
        hit: super::ruleset::Hit,
        event: &dyn View,
        facts: &Shared<Facts>,
        graph: &dyn Graph,
    ) {
        self.stats.hits += 1;
        let Some(key) = self.key(rule, event, &facts.about.person) else {
            self.stats.keyless += 1;
            return;
        };
        let rules = Arc::clone(&self.rules);
        let mut value = |source| rules.value(source, event, &mut self.scratch);
        let signal = Signal {
            step: hit.step,
            severity: hit.severity,
            values: rule.values.iter().map(&mut value).collect(),
            place: match (event.number(Field::Latitude), event.number(Field::Longitude)) {
                (Some(latitude), Some(longitude)) => Some((latitude as f32, longitude as f32)),
                _ => None,
            },
            facts: facts.clone(),
        };
        if rule.kind == Kind::Event {
            let finding = super::state::finding([&Shared::new(signal.clone())], &signal);
            self.say(rule, hit.rule, &key, Said::Found(finding), graph);
            return;
        }
        self.remember(rule, hit.rule, &key, Shared::new(signal), graph);
    }

    /// Puts a signal into its timeline.
    fn remember(&mut self, rule: &Rule, number: u32, key: &str, signal: Shared<Signal>, graph: &dyn Graph) {
        let lateness = lateness(rule, self.limits);
        let Some(memory) = self.memories.get_mut(number as usize) else {
            return;
        };
        if signal.time() < memory.settled {
            self.stats.too_late += 1;
            return;
        }
        let Some(slot) = memory.slot(key, &rule.kind, self.limits.keys_max) else {
            self.stats.keys_full += 1;
            return;
        };
        let mut said = Vec::new();
        if let Some(Some(timeline)) = memory.timelines.get_mut(slot as usize) {
            let due = signal.time().plus_us(lateness);
            self.stats.forgotten += timeline.take(&rule.kind, signal, &mut said);
            if timeline.due.is_none_or(|known| due < known) {
                timeline.due = Some(due);
                self.due.push(Reverse((due, number, slot)));
            }
        }
        for one in said {
            self.say(rule, number, key, one, graph);
        }
    }

    fn settle(&mut self, rule: &Rule, number: u32, slot: u32, now: Moment, graph: &dyn Graph) {
        let lateness = lateness(rule, self.limits);
        let Some(memory) = self.memories.get_mut(number as usize) else {
            return;
        };
        let Some(Some(timeline)) = memory.timelines.get_mut(slot as usize) else {
            return;
        };
        let mut said = Vec::new();
        self.stats.forgotten += timeline.settle(&rule.kind, now.plus_us(-lateness), &mut said);
        let key = timeline.key.clone();
        if timeline.is_idle(&rule.kind, now.plus_us(-lateness)) {
            memory.release(slot);
        } else {
            timeline.due = timeline
                .next_due(&rule.kind)
                .map(|due| due.plus_us(lateness).max(now.plus_us(1)));
            self.due
                .extend(timeline.due.map(|due| Reverse((due, number, slot))));
        }
        for one in said {
            self.say(rule, number, &key, one, graph);
        }
    }

    /// A finding, or its withdrawal, becomes part of an alert and an event for rules over alerts.
    fn say(&mut self, rule: &Rule, number: u32, key: &str, said: Said, graph: &dyn Graph) {
        if !over_alerts(rule) {
            self.feed(rule, number, key, &said, graph);
        }
        if self.speaks && rule.alerting {
            self.folds.take(rule, number, key, said);
        }
    }

    /// Rules over alerts see findings as events.
    fn feed(&mut self, rule: &Rule, number: u32, key: &str, said: &Said, graph: &dyn Graph) {
        let finding = match said {
            Said::Found(finding) | Said::Withdrawn(finding) => finding,
        };
        let view = FindingView::new(rule, key, finding);
        let rules = Arc::clone(&self.rules);
        let mut hits = Hits::new();
        rules.judge(&view, graph, &mut self.scratch, &mut hits);
        let facts = Shared::new(facts(&view));
        for hit in hits.into_iter().filter(|hit| hit.rule != number) {
            let Some(over) = rules
                .rules()
                .get(hit.rule as usize)
                .filter(|rule| over_alerts(rule))
            else {
                continue;
            };
            match said {
                Said::Found(_) => self.take(over, hit, &view, &facts, graph),
                Said::Withdrawn(_) => self.forget(over, hit.rule, &view, graph),
            }
        }
    }

    fn forget(&mut self, rule: &Rule, number: u32, view: &FindingView<'_>, graph: &dyn Graph) {
        let Some(key) = self.key(rule, view, "") else {
            return;
        };
        let mut said = Vec::new();
        if let Some(memory) = self.memories.get_mut(number as usize)
            && let Some(slot) = memory.keys.get(key.as_str())
            && let Some(Some(timeline)) = memory.timelines.get_mut(*slot as usize)
        {
            timeline.forget(&rule.kind, (view.time(), &view.uid), &mut said);
        }
        for one in said {
            self.say(rule, number, &key, one, graph);
        }
    }

    /// The values that a rule groups by; `None` when one of them is missing.
    fn key(&mut self, rule: &Rule, event: &dyn View, person: &str) -> Option<String> {
        let mut key = String::new();
        for (index, source) in rule.keys.iter().enumerate() {
            if index > 0 {
                key.push('\u{1f}');
            }
            if *source == Source::Person && !person.is_empty() {
                key.push_str(person);
                continue;
            }
            match self.rules.value(source, event, &mut self.scratch) {
                Some(value) => key.push_str(&value),
                // One event alone is worth saying, whatever it lacks.
                None if rule.kind == Kind::Event => key.push('-'),
                None => return None,
            }
        }
        Some(key)
    }
}

/// Rules over alerts are a second layer: their findings feed no rule.
fn over_alerts(rule: &Rule) -> bool {
    rule.sources.iter().any(|source| source == "alert")
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
