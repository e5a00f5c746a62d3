//! Retention: what is too old goes, source by source.

use crate::archive::Archive;
use crate::error::AppendError;
use activity::event::Source;
use domain::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY_MS: i64 = 86_400_000;

/// How long events are kept, by source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Retention {
    /// Days for sources that are not named; none is for ever.
    pub days: Option<u32>,
    /// Days by the word of the source; zero days keep nothing.
    pub by_source: BTreeMap<String, u32>,
}

/// What retention did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Retained {
    /// Events that were dropped.
    pub dropped: u64,
    /// Segments that were dropped whole.
    pub segments: u64,
    /// Segments that were written anew without their oldest events.
    pub rewritten: u64,
}

impl Retention {
    /// The earliest event time of a source that is kept, microseconds.
    fn cutoff(&self, source: &str, now: Timestamp) -> Option<i64> {
        let days = self.by_source.get(source).copied().or(self.days)?;
        Some(
            now.plus_ms(-i64::from(days) * DAY_MS)
                .as_ms()
                .saturating_mul(1_000),
        )
    }
}

/// How much of the archive retention would drop.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outdated {
    /// Events that are too old, counted from files: where only a part of one is, by its share of the file's time.
    pub events: u64,
    /// Events that are kept, recent ones left out.
    pub of: u64,
}

/// How many of so many rows between two times are before a third, when they lie evenly.
fn share_before(cutoff: i64, (oldest, newest): (i64, i64), rows: u64) -> u64 {
    if newest < cutoff {
        return rows;
    }
    if oldest >= cutoff {
        return 0;
    }
    let (part, whole) = (
        i128::from(cutoff) - i128::from(oldest),
        i128::from(newest) - i128::from(oldest),
    );
    u64::try_from(i128::from(rows) * part / whole.max(1)).unwrap_or(rows)
}

impl Archive {
    /// The moment that retention goes by: `now`, or a day after the newest event where that is earlier. A clock that
    /// jumped ahead makes nothing old; events dated ahead do not count.
    pub fn time_of_retention(&self, now: Timestamp) -> Timestamp {
        let now_us = now.as_ms().saturating_mul(1_000);
        let state = self.inner.state();
        let stored = state.segments.iter().map(|segment| segment.entry.newest);
        let recent = crate::search::recent(&state).flat_map(|chunk| chunk.events());
        let recent = recent.map(|event| activity::event::View::time(&event).0);
        let newest = stored.chain(recent).filter(|newest| *newest <= now_us).max();
        newest.map_or(now, |newest| {
            Timestamp::from_ms(newest.div_euclid(1_000))
                .plus_ms(DAY_MS)
                .min(now)
        })
    }

    /// How much [`Archive::retain`] would drop.
    pub fn outdated(&self, retention: &Retention, now: Timestamp) -> Outdated {
        let state = self.inner.state();
        let mut found = Outdated::default();
        for segment in &state.segments {
            let entry = &segment.entry;
            found.of += entry.rows;
            let Some(cutoff) = retention.cutoff(&entry.source, now) else {
                continue;
            };
            found.events += share_before(cutoff, (entry.oldest, entry.newest), entry.rows);
        }
        found
    }

    /// Drops all events that are older than their source allows. Whole segments go by one change of the manifest; one
    /// that is partly too old is written anew.
    pub fn retain(&self, retention: &Retention, now: Timestamp) -> Result<Retained, AppendError> {
        let _one = self.inner.maintenance();
        let mut done = Retained::default();
        if self.has_old_rows(retention, now) {
            self.inner.seal_all()?;
        }
        let state = self.inner.state();
        let (mut dropped, mut partly) = (Vec::new(), Vec::new());
        for segment in &state.segments {
            let Some(cutoff) = retention.cutoff(&segment.entry.source, now) else {
                continue;
            };
            if segment.entry.newest < cutoff {
                done.dropped += segment.entry.rows;
                done.segments += 1;
                dropped.push(Arc::clone(segment));
            } else if segment.entry.oldest < cutoff {
                partly.push((Arc::clone(segment), cutoff));
            }
        }
        if !dropped.is_empty() {
            self.inner.exchange(&dropped, Vec::new())?;
        }
        for (segment, cutoff) in partly {
            let old = [segment];
            let new = self.inner.rewrite(&old, cutoff..i64::MAX)?;
            done.dropped += old[0].entry.rows - new.as_ref().map_or(0, |new| new.entry.rows);
            done.rewritten += 1;
            self.inner.exchange(&old, new.into_iter().collect())?;
        }
        Ok(done)
    }

    fn has_old_rows(&self, retention: &Retention, now: Timestamp) -> bool {
        let cutoffs: Vec<_> = Source::ALL
            .iter()
            .map(|source| (*source, retention.cutoff(source.word(), now)))
            .collect();
        self.inner.state().hot.chunks.iter().any(|chunk| {
            chunk.events().any(|event| {
                let cutoff = cutoffs.iter().find(|(source, _)| *source == event.source());
                cutoff
                    .and_then(|(_, cutoff)| *cutoff)
                    .is_some_and(|cutoff| activity::event::View::time(&event).0 < cutoff)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::share_before;

    #[test]
    fn a_part_of_a_file_counts_as_a_part() {
        assert_eq!(share_before(100, (0, 99), 10), 10);
        assert_eq!(share_before(100, (100, 200), 10), 0);
        assert_eq!(share_before(150, (100, 200), 10), 5);
        assert_eq!(share_before(i64::MAX, (i64::MIN, i64::MAX - 1), 7), 7);
    }
}
