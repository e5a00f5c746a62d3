//! Rules over a whole history, quickly: who cannot have been found is not played.
//!
//! A history is heard twice. The first time a shadow of each rule keeps a few numbers for each of its keys, and tells by
//! them whether a finding is possible: never too seldom, sometimes too often. The second time the engine is played all
//! signals of the keys that may be found, and of no other. What a rule says of one key depends on that key's signals
//! alone, and rules over alerts hear all findings, so the alerts are the same.

mod names;
mod places;
mod shadow;
mod texts;

use super::engine::Stats;
use super::graph::Graph;
use super::rule::{Kind, Rule};
use super::ruleset::{Hit, Hits, RuleSet, Scratch};
use crate::event::{Moment, View};
use names::Names;
use places::Places;
use shadow::{Glance, Shadow};
use std::sync::Arc;

/// Values that a shadow looks at; of rules with more, all is played.
const VALUES_MAX: usize = 8;

/// Tells which keys of which rules may be found in a history.
#[derive(Debug)]
pub struct Sieve {
    rules: Arc<RuleSet>,
    scratch: Scratch,
    hits: Hits,
    names: Names,
    places: Places,
    /// By rule; none where all is played.
    shadows: Vec<Option<Shadow>>,
    last: Moment,
    /// The history did not come in order, or is of other centuries: all is played.
    is_blind: bool,
    /// Only those are known any more that may be found.
    is_settled: bool,
    stats: Stats,
}

impl Sieve {
    /// Has heard nothing.
    pub fn new(rules: Arc<RuleSet>) -> Self {
        Self::with(rules, Names::default())
    }

    /// The same that forgets sooner.
    #[cfg(test)]
    pub(super) fn forgetful(rules: Arc<RuleSet>, keys_max: usize) -> Self {
        Self::with(rules, Names::at_most(keys_max))
    }

    fn with(rules: Arc<RuleSet>, mut names: Names) -> Self {
        let mut shadows = Vec::with_capacity(rules.rules().len());
        for (number, rule) in rules.rules().iter().enumerate() {
            shadows.push(shadow_of(&rules, number, rule, &mut names));
        }
        Self {
            scratch: Scratch::default(),
            hits: Hits::new(),
            names,
            places: Places::default(),
            shadows,
            last: Moment(i64::MIN),
            is_blind: false,
            is_settled: false,
            stats: Stats::default(),
            rules,
        }
    }

    /// Hears the next event of a history that comes in the order of its time.
    pub fn hear(&mut self, event: &dyn View, graph: &dyn Graph) {
        self.stats.events += 1;
        self.rules.judge(event, graph, &mut self.scratch, &mut self.hits);
        if self.hits.is_empty() {
            return;
        }
        self.stats.hits += self.hits.len() as u64;
        let time = event.time();
        let clock = shadow::clock(time).filter(|_| time >= self.last);
        self.last = self.last.max(time);
        let Some(now) = clock else {
            self.is_blind = true;
            return;
        };
        self.names.next_event();
        self.places.next_event();
        for index in 0..self.hits.len() {
            if let Some(hit) = self.hits.get(index).copied() {
                self.note(hit, now, event);
            }
        }
        if let Some(name) = self.names.crowded() {
            self.forget(name, now);
        }
    }

    /// Forgets the keys of a name of which nothing matters any more.
    fn forget(&mut self, name: u32, now: u32) {
        let mut wanted = vec![false; self.names.len(name) + 1];
        let names = &self.names;
        let shadows = self.shadows.iter_mut().flatten();
        for shadow in shadows.filter(|shadow| shadow.key == name) {
            shadow.mark_lasting(now, &mut wanted);
            shadow.set_aside(|key| names.text(name, key).into());
        }
        let moved = self.names.retain(name, &wanted);
        let shadows = self.shadows.iter_mut().flatten();
        shadows
            .filter(|shadow| shadow.key == name)
            .for_each(|shadow| shadow.renumber(&moved));
    }

    /// All was heard: forgets everybody who cannot be found.
    fn settle(&mut self) {
        self.is_settled = true;
        let names = &self.names;
        for shadow in self.shadows.iter_mut().flatten() {
            let name = shadow.key;
            shadow.set_aside(|key| names.text(name, key).into());
        }
        let mut keys: Vec<u32> = self.shadows.iter().flatten().map(|shadow| shadow.key).collect();
        keys.sort_unstable();
        keys.dedup();
        for name in keys {
            let of = self.shadows.iter().flatten().filter(|shadow| shadow.key == name);
            self.names.close(name, of.flat_map(Shadow::past));
        }
        let names = &self.names;
        for shadow in self.shadows.iter_mut().flatten() {
            let name = shadow.key;
            shadow.take_up(|key| names.find(name, key));
        }
    }

    fn note(&mut self, hit: Hit, now: u32, event: &dyn View) {
        let Some(Some(shadow)) = self.shadows.get_mut(hit.rule as usize) else {
            return;
        };
        if shadow.is_full() {
            return;
        }
        let of = (event, &*self.rules, &mut self.scratch);
        let Some(key) = self.names.of(shadow.key, of) else {
            self.stats.keyless += 1;
            return;
        };
        if shadow.is_suspect(key) {
            return;
        }
        let mut values = [0; VALUES_MAX];
        for (value, name) in values.iter_mut().zip(&shadow.values) {
            let of = (event, &*self.rules, &mut self.scratch);
            *value = self.names.of(*name, of).unwrap_or(0);
        }
        let place = if shadow.is_travel() {
            self.places.of(event)
        } else {
            None
        };
        let glance = Glance {
            now,
            step: hit.step,
            values: values.get(..shadow.values.len()).unwrap_or_default(),
            place,
        };
        shadow.note(key, &glance, &self.places);
    }

    /// Which rules must be played an event; `hits` is cleared first. Call it when all was heard.
    pub(super) fn sift(&mut self, event: &dyn View, graph: &dyn Graph, hits: &mut Hits) {
        if !self.is_settled {
            self.settle();
        }
        self.rules.judge(event, graph, &mut self.scratch, hits);
        if self.is_blind || hits.is_empty() {
            return;
        }
        self.names.next_event();
        hits.retain(|hit| match self.shadows.get(hit.rule as usize) {
            Some(Some(shadow)) if shadow.is_clear() => false,
            Some(Some(shadow)) if shadow.is_full() => true,
            Some(Some(shadow)) => {
                let of = (event, &*self.rules, &mut self.scratch);
                let key = self.names.of(shadow.key, of);
                key.is_some_and(|key| shadow.is_suspect(key))
            }
            _ => true,
        });
    }

    /// Events heard, rules that they touched, and hits without a key.
    pub const fn stats(&self) -> Stats {
        self.stats
    }

    /// How many keys may be found, over all rules that have a shadow; `None` when that could not be told.
    pub fn suspects(&self) -> Option<usize> {
        let suspects = self.shadows.iter().flatten().map(Shadow::suspects);
        (!self.is_blind).then(|| suspects.sum())
    }
}

fn shadow_of(rules: &RuleSet, number: usize, rule: &Rule, names: &mut Names) -> Option<Shadow> {
    // Steps with keys of their own are no signals of one key, and a shadow knows nothing of steps that begin anew.
    let is_plain = match &rule.kind {
        Kind::Event => false,
        Kind::Sequence(sequence) => rule.step_keys.is_empty() && sequence.not_between.is_none(),
        _ => true,
    };
    if !is_plain || rule.is_over_alerts() || rule.values.len() > VALUES_MAX {
        return None;
    }
    let key = names.of_keys(rules, number)?;
    let values = rule.values.iter().map(|source| names.of_values(source));
    Some(Shadow::new(&rule.kind, key, values.collect()))
}
