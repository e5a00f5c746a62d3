//! Values never seen: each value of each key, and when it was last there.

use super::{Glance, at_least, at_most};
use crate::detect::ruleset::Quick;
use crate::detect::state::{REFRESH_PART, VALUES_MAX};
use hashbrown::HashMap;

/// What was seen.
#[derive(Debug)]
pub(super) struct Values {
    /// A key silent for so many seconds may count as new.
    silence: u32,
    /// A key silent for longer surely counts as new.
    lasting: u32,
    /// A value not seen for so many seconds may count as new.
    memory: u32,
    /// A key known for so many seconds may be found.
    warm_up: u32,
    /// By key and value, when it was there; the value that was there last is with the key.
    seen: HashMap<(u32, u32), u32, Quick>,
    /// Several values as one.
    joined: HashMap<(u32, u32), u32, Quick>,
}

impl Values {
    /// For each key when it was first and last there, how many values it has, the last of them and its time.
    pub(super) const WIDTH: usize = 5;

    pub(super) fn new(memory_us: i64, warm_up_us: i64) -> Self {
        Self {
            silence: at_least(memory_us),
            lasting: at_most(memory_us).saturating_add(1),
            memory: at_least(memory_us - memory_us / REFRESH_PART),
            warm_up: at_least(warm_up_us),
            seen: HashMap::default(),
            joined: HashMap::default(),
        }
    }

    /// Whether it may be a value that was never seen.
    pub(super) fn note(&mut self, key: u32, kept: &mut [u32], glance: &Glance<'_>) -> bool {
        let [first, last, many, value, at] = kept else {
            return true;
        };
        let now = glance.now;
        if *last != 0 && now - *last >= self.silence {
            return true;
        }
        if *first == 0 {
            *first = now;
        }
        *last = now;
        if glance.step != 0 || glance.values.contains(&0) {
            return false;
        }
        let here = self.join(glance.values);
        if here != *value {
            if *value != 0 {
                self.seen.insert((key, *value), *at);
            }
            let before = self.seen.get(&(key, here)).copied();
            *many += u32::from(before.is_none());
            (*value, *at) = (here, before.unwrap_or(0));
        }
        let is_new = *at == 0 || now - *at >= self.memory;
        *at = now;
        let may_be_forgotten = *many as usize >= VALUES_MAX;
        may_be_forgotten || is_new && now - *first >= self.warm_up
    }

    /// Whether what is remembered can matter yet.
    pub(super) fn lasts(&self, kept: &[u32], now: u32) -> bool {
        matches!(kept, [_, last, ..] if *last != 0 && now - *last <= self.lasting)
    }

    /// Keys have other numbers now, or zero where they are forgotten.
    pub(super) fn renumber(&mut self, moved: &[u32]) {
        let seen = std::mem::take(&mut self.seen).into_iter();
        self.seen = seen
            .filter_map(|((key, value), at)| {
                let key = moved.get(key as usize).copied().filter(|key| *key != 0)?;
                Some(((key, value), at))
            })
            .collect();
    }

    /// One number for several; never zero.
    fn join(&mut self, values: &[u32]) -> u32 {
        let Some((first, rest)) = values.split_first() else {
            return 1;
        };
        rest.iter().fold(*first, |joined, value| {
            let next = self.joined.len() as u32 + 1;
            *self.joined.entry((joined, *value)).or_insert(next)
        })
    }
}
