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

impl Archive {
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
