//! Bounds on guessing: so many failures per key and window, then wait.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::Timestamp;

/// Keys kept at most; the one whose window began first makes room.
const KEYS_MAX: usize = 50_000;

/// Counts failures by key.
#[derive(Debug)]
pub(crate) struct Limiter {
    failures_max: u32,
    window_ms: i64,
    seen: Mutex<HashMap<String, Window>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Timestamp,
    failures: u32,
}

impl Limiter {
    /// `failures_max` failures within `window_s` seconds.
    pub(crate) fn new(failures_max: u32, window_s: u32) -> Self {
        Self {
            failures_max,
            window_ms: i64::from(window_s) * 1000,
            seen: Mutex::default(),
        }
    }

    /// Whether `key` may try; if not, in how many seconds.
    pub(crate) fn check(&self, key: &str, now: Timestamp) -> Result<(), u64> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(key) {
            Some(window) if window.failures >= self.failures_max && self.is_open(window, now) => {
                let left_ms = self.window_ms - now.since_ms(window.began);
                Err(u64::try_from(left_ms).unwrap_or(0).div_ceil(1000).max(1))
            }
            _ => Ok(()),
        }
    }

    /// `key` failed.
    pub(crate) fn failed(&self, key: &str, now: Timestamp) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(window) = seen.get_mut(key).filter(|window| self.is_open(window, now)) {
            window.failures = window.failures.saturating_add(1);
            return;
        }
        if seen.len() >= KEYS_MAX && !seen.contains_key(key) {
            self.make_room(&mut seen, now);
        }
        seen.insert(
            key.to_owned(),
            Window {
                began: now,
                failures: 1,
            },
        );
    }

    /// `key` succeeded: its failures are forgotten.
    pub(crate) fn succeeded(&self, key: &str) {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
    }

    fn is_open(&self, window: &Window, now: Timestamp) -> bool {
        (0..self.window_ms).contains(&now.since_ms(window.began))
    }

    fn make_room(&self, seen: &mut HashMap<String, Window>, now: Timestamp) {
        seen.retain(|_, window| self.is_open(window, now));
        if seen.len() < KEYS_MAX {
            return;
        }
        let oldest = seen
            .iter()
            .min_by_key(|(_, window)| window.began)
            .map(|(key, _)| key.clone());
        if let Some(key) = oldest {
            seen.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests;
