//! The timelines of one rule, by key.

use super::timeline::Timeline;
use crate::detect::rule::Kind;
use crate::event::Moment;
use std::collections::HashMap;

/// What one rule remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) keys: HashMap<Box<str>, u32>,
    pub(super) timelines: Vec<Option<Timeline>>,
    pub(super) free: Vec<u32>,
    /// Everything before is settled.
    pub(super) settled: Moment,
}

impl Memory {
    /// The place of a key's timeline; `None` when there are too many keys.
    pub(super) fn slot(&mut self, key: &str, kind: &Kind, keys_max: usize) -> Option<u32> {
        if let Some(slot) = self.keys.get(key) {
            return Some(*slot);
        }
        if self.keys.len() >= keys_max {
            return None;
        }
        let timeline = Some(Timeline::new(key, kind));
        let slot = match self.free.pop() {
            Some(slot) => {
                if let Some(place) = self.timelines.get_mut(slot as usize) {
                    *place = timeline;
                }
                slot
            }
            None => {
                self.timelines.push(timeline);
                self.timelines.len() as u32 - 1
            }
        };
        self.keys.insert(key.into(), slot);
        Some(slot)
    }

    /// Forgets a timeline.
    pub(super) fn release(&mut self, slot: u32) {
        if let Some(timeline) = self.timelines.get_mut(slot as usize).and_then(Option::take) {
            self.keys.remove(&timeline.key);
            self.free.push(slot);
        }
    }
}
