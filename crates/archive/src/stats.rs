//! What the archive holds.

use crate::archive::{Archive, open};
use crate::log;
use crate::search::recent;
use activity::event::View;
use std::collections::BTreeMap;

/// What the archive holds, by source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stats {
    /// By the word of the source.
    pub sources: BTreeMap<String, SourceStats>,
    /// Segments on disk.
    pub segments: u64,
    /// Events that are not in a segment yet.
    pub recent: u64,
    /// Bytes of the log files that hold them.
    pub log_bytes: u64,
}

/// What the archive holds of one source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SourceStats {
    /// Events.
    pub events: u64,
    /// Bytes of their raw texts.
    pub raw_bytes: u64,
    /// Bytes of the Parquet files.
    pub events_bytes: u64,
    /// Bytes of the index files.
    pub index_bytes: u64,
    /// The time of the oldest event, microseconds since the epoch.
    pub oldest: i64,
    /// The time of the newest.
    pub newest: i64,
}

impl Default for SourceStats {
    fn default() -> Self {
        Self {
            events: 0,
            raw_bytes: 0,
            events_bytes: 0,
            index_bytes: 0,
            oldest: i64::MAX,
            newest: i64::MIN,
        }
    }
}

impl Archive {
    /// What the archive holds.
    pub fn stats(&self) -> Stats {
        let state = self.inner.state();
        let mut stats = Stats {
            segments: state.segments.len() as u64,
            log_bytes: self.log_bytes(),
            ..Stats::default()
        };
        for segment in &state.segments {
            let entry = &segment.entry;
            let source = stats.sources.entry(entry.source.clone()).or_default();
            source.events += entry.rows;
            source.raw_bytes += entry.raw_bytes;
            source.events_bytes += entry.events_bytes;
            source.index_bytes += entry.index_bytes;
            source.oldest = source.oldest.min(entry.oldest);
            source.newest = source.newest.max(entry.newest);
        }
        for chunk in recent(&state) {
            for event in chunk.events() {
                let source = stats.sources.entry(event.source().word().to_owned()).or_default();
                source.events += 1;
                source.raw_bytes += chunk.raw_of(&event).len() as u64;
                source.oldest = source.oldest.min(event.time().0);
                source.newest = source.newest.max(event.time().0);
                stats.recent += 1;
            }
        }
        stats
    }

    /// Bytes of the log files. One that is sealed away meanwhile counts nothing.
    fn log_bytes(&self) -> u64 {
        let inner = &self.inner;
        let folder = open::logs(&inner.folder);
        let names = inner.files.list(&folder).unwrap_or_default();
        let lengths = names.iter().filter_map(|name| {
            log::number_of(name)?;
            inner.files.open(&folder.join(name)).ok()?.length().ok()
        });
        lengths.sum()
    }
}
