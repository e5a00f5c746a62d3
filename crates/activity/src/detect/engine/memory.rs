//! The timelines of one rule, by key.

use super::timeline::Timeline;
use crate::detect::rule::Kind;
use crate::detect::ruleset::Key;
use crate::event::Moment;
use hashbrown::HashTable;

/// What one rule remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Places of timelines, found by the hash of their keys.
    places: HashTable<u32>,
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    /// Everything before is settled.
    pub(super) settled: Moment,
}

#[derive(Debug)]
struct Slot {
    hash: u64,
    timeline: Timeline,
}

impl Memory {
    /// Remembers nothing yet; what is before `settled` comes too late.
    pub(super) fn since(settled: Moment) -> Self {
        Self {
            settled,
            ..Self::default()
        }
    }

    /// The place of a key's timeline.
    pub(super) fn find(&self, hash: u64, key: &str) -> Option<u32> {
        let found = self.places.find(hash, |place| {
            self.timeline(*place)
                .is_some_and(|timeline| *timeline.key == *key)
        });
        found.copied()
    }

    /// The place of a key's timeline, made when there is none; `None` when there are too many keys.
    pub(super) fn slot(&mut self, key: &Key, kind: &Kind, keys_max: usize) -> Option<u32> {
        if let Some(place) = self.find(key.hash, &key.text) {
            return Some(place);
        }
        (self.places.len() < keys_max).then(|| self.put(key.hash, Timeline::new(&key.text, kind)))
    }

    /// Takes a timeline whose key is not there; returns its place.
    pub(super) fn put(&mut self, hash: u64, timeline: Timeline) -> u32 {
        let slot = Some(Slot { hash, timeline });
        let place = match self.free.pop() {
            Some(place) => {
                if let Some(free) = self.slots.get_mut(place as usize) {
                    *free = slot;
                }
                place
            }
            None => {
                self.slots.push(slot);
                self.slots.len() as u32 - 1
            }
        };
        let slots = &self.slots;
        let hash_of = |place: &u32| {
            let slot = slots.get(*place as usize).and_then(Option::as_ref);
            slot.map_or(0, |slot| slot.hash)
        };
        self.places.insert_unique(hash, place, hash_of);
        place
    }

    /// Forgets a timeline.
    pub(super) fn release(&mut self, place: u32) {
        if let Some(slot) = self.slots.get_mut(place as usize).and_then(Option::take) {
            if let Ok(entry) = self.places.find_entry(slot.hash, |one| *one == place) {
                entry.remove();
            }
            self.free.push(place);
        }
    }

    pub(super) fn timeline(&self, place: u32) -> Option<&Timeline> {
        let slot = self.slots.get(place as usize)?.as_ref()?;
        Some(&slot.timeline)
    }

    pub(super) fn timeline_mut(&mut self, place: u32) -> Option<&mut Timeline> {
        let slot = self.slots.get_mut(place as usize)?.as_mut()?;
        Some(&mut slot.timeline)
    }

    /// All timelines, in no order.
    pub(super) fn timelines(&self) -> impl Iterator<Item = &Timeline> {
        self.slots.iter().flatten().map(|slot| &slot.timeline)
    }

    /// All timelines, to change.
    pub(super) fn timelines_mut(&mut self) -> impl Iterator<Item = &mut Timeline> {
        self.slots.iter_mut().flatten().map(|slot| &mut slot.timeline)
    }

    /// How many keys are remembered.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }
}
