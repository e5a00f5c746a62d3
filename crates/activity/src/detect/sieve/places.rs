//! Places on the map as small numbers.

use crate::detect::ruleset::Quick;
use crate::event::{Field, View};
use hashbrown::HashMap;

/// Numbers that are remembered; beyond, they are looked up anew.
const LEARNED_MAX: usize = 1 << 18;

/// Different places.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By latitude and longitude as bits.
    numbers: HashMap<(u32, u32), u32, Quick>,
    places: Vec<(f32, f32)>,
    /// By book and the numbers of latitude and longitude.
    learned: HashMap<(u64, u32, u32), Option<u32>, Quick>,
    /// Of the event under way, once it was asked.
    last: Option<Option<u32>>,
}

impl Places {
    /// What is asked from now on is asked of another event.
    pub(super) fn next_event(&mut self) {
        self.last = None;
    }

    /// The number of the place of the event under way, from 1 on.
    pub(super) fn of(&mut self, event: &dyn View) -> Option<u32> {
        if let Some(known) = self.last {
            return known;
        }
        let found = self.find(event);
        self.last = Some(found);
        found
    }

    fn find(&mut self, event: &dyn View) -> Option<u32> {
        let numbers = event.numbered().and_then(|kept| {
            let (latitude, longitude) = (Field::Latitude, Field::Longitude);
            Some((kept.book(), kept.number_of(latitude)?, kept.number_of(longitude)?))
        });
        if let Some(known) = numbers.and_then(|numbers| self.learned.get(&numbers)) {
            return *known;
        }
        let (latitude, longitude) = (event.number(Field::Latitude), event.number(Field::Longitude));
        let found = latitude
            .zip(longitude)
            .map(|(latitude, longitude)| self.number((latitude as f32, longitude as f32)));
        if let Some(numbers) = numbers {
            if self.learned.len() >= LEARNED_MAX {
                self.learned.clear();
            }
            self.learned.insert(numbers, found);
        }
        found
    }

    fn number(&mut self, place: (f32, f32)) -> u32 {
        let places = &mut self.places;
        let bits = (place.0.to_bits(), place.1.to_bits());
        *self.numbers.entry(bits).or_insert_with(|| {
            places.push(place);
            places.len() as u32
        })
    }

    /// The place of a number.
    pub(super) fn get(&self, number: u32) -> Option<(f32, f32)> {
        self.places.get((number as usize).checked_sub(1)?).copied()
    }
}
