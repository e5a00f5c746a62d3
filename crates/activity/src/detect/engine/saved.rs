//! Memory as a value: to keep it over restarts, and to hand it to another replica.

use super::due::Due;
use super::folds::Fold;
use super::timeline::Timeline;
use super::{Engine, Limits, Memory, Rule, RuleSet, Stats};
use crate::event::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an engine remembers, in a form that can be written (`serde`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SavedState {
    rules: BTreeMap<String, SavedRule>,
    stats: Stats,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct SavedRule {
    fingerprint: String,
    settled: Moment,
    timelines: Vec<Timeline>,
    folds: Vec<(Box<str>, i64, Fold)>,
}

impl SavedState {
    /// Ids of the rules that this is no memory of, or that of what they were before.
    pub fn lacks(&self, rules: &RuleSet) -> Vec<String> {
        let has = |rule: &&Rule| {
            let saved = self.rules.get(&rule.id);
            saved.is_some_and(|saved| saved.fingerprint == rule.fingerprint)
        };
        let lacking = rules.rules().iter().filter(|rule| !has(rule));
        lacking.map(|rule| rule.id.clone()).collect()
    }

    /// Takes from another memory what it has of these rules; what they said there stays unsaid.
    pub fn take(&mut self, ids: &[String], from: &mut Self) {
        for id in ids {
            if let Some(mut memory) = from.rules.remove(id) {
                memory.folds.clear();
                self.rules.insert(id.clone(), memory);
            }
        }
    }
}

impl Engine {
    /// What it remembers now. Take it together with the place in the stream up to which events were judged, after
    /// [`Engine::changes`].
    pub fn save(&self) -> SavedState {
        let mut rules = BTreeMap::new();
        for (number, (memory, rule)) in self.recall.memories.iter().zip(self.rules.rules()).enumerate() {
            let mut timelines: Vec<Timeline> = memory.timelines().cloned().collect();
            timelines.sort_by(|left, right| left.key.cmp(&right.key));
            let folds = self
                .recall
                .folds
                .open()
                .filter(|((of, ..), _)| *of as usize == number);
            rules.insert(
                rule.id.clone(),
                SavedRule {
                    fingerprint: rule.fingerprint.clone(),
                    settled: memory.settled,
                    timelines,
                    folds: folds
                        .map(|((_, key, window), fold)| (key.clone(), *window, fold.clone()))
                        .collect(),
                },
            );
        }
        SavedState {
            rules,
            stats: self.recall.stats,
        }
    }

    /// An engine that goes on from saved memory. Returns the ids of rules that changed since and start anew: warm
    /// them from history.
    pub fn restore(rules: Arc<RuleSet>, limits: Limits, saved: SavedState) -> (Self, Vec<String>) {
        let mut engine = Self::new(Arc::clone(&rules), limits);
        engine.recall.stats = saved.stats;
        let mut anew = Vec::new();
        let mut known = saved.rules;
        for (number, rule) in rules.rules().iter().enumerate() {
            match known
                .remove(&rule.id)
                .filter(|saved| saved.fingerprint == rule.fingerprint)
            {
                Some(saved) => engine.adopt(number as u32, saved),
                None => anew.push(rule.id.clone()),
            }
        }
        (engine, anew)
    }

    fn adopt(&mut self, number: u32, saved: SavedRule) {
        let mut memory = Memory::since(saved.settled);
        for timeline in saved.timelines {
            let due = timeline.due;
            let place = memory.put(self.keys.hash(&timeline.key), timeline);
            if let Some(at) = due {
                let rule = number;
                self.recall.due.put(Due { at, rule, place });
            }
        }
        if let Some(place) = self.recall.memories.get_mut(number as usize) {
            *place = memory;
        }
        for (key, window, fold) in saved.folds {
            self.recall.folds.restore((number, key, window), fold);
        }
    }
}
