//! Compaction: small segments of one source and month become one, and their files are retired.

use crate::archive::{Archive, Inner, State, write_segments};
use crate::chunk::Chunk;
use crate::error::AppendError;
use crate::manifest::Entry;
use crate::query::Plan;
use crate::scan::{Row, merge};
use crate::segment::Segment;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Raw text of the largest segment.
const RAW_BYTES_MAX: u64 = 1 << 30;

/// What compaction did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Compacted {
    /// Segments that were merged.
    pub merged: u64,
    /// Segments that came of them.
    pub made: u64,
}

impl Archive {
    /// Merges segments until none can be merged any more.
    pub fn compact(&self) -> Result<Compacted, AppendError> {
        self.compact_some(2)
    }

    /// Merges where at least that many can become one.
    pub(crate) fn compact_some(&self, least: usize) -> Result<Compacted, AppendError> {
        let _one = self.inner.maintenance();
        let mut done = Compacted::default();
        loop {
            let state = self.inner.state();
            let entries: Vec<_> = state.segments.iter().map(|segment| &segment.entry).collect();
            let group = plan(&entries, self.inner.options.segment_rows as u64, least);
            if group.is_empty() {
                return Ok(done);
            }
            let old: Vec<_> = state
                .segments
                .iter()
                .filter(|segment| group.contains(&segment.entry.number))
                .cloned()
                .collect();
            done.merged += old.len() as u64;
            let made = self.inner.rewrite(&old, i64::MIN..i64::MAX)?;
            done.made += made.iter().count() as u64;
            self.inner.exchange(&old, made.into_iter().collect())?;
        }
    }
}

/// The segments to merge next: of one source and month, neighbours in time, together no larger than one may be.
fn plan(entries: &[&Entry], rows_max: u64, least: usize) -> Vec<u64> {
    let mut parts: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let part = (entry.source.as_str(), entry.month.as_str());
        parts.entry(part).or_default().push(entry);
    }
    for entries in parts.values_mut() {
        entries.sort_by_key(|entry| (entry.oldest, entry.number));
        let mut group: Vec<&Entry> = Vec::new();
        for entry in entries.iter() {
            let rows: u64 = group.iter().map(|entry| entry.rows).sum();
            let bytes: u64 = group.iter().map(|entry| entry.raw_bytes).sum();
            if rows + entry.rows > rows_max || bytes + entry.raw_bytes > RAW_BYTES_MAX {
                if group.len() >= least {
                    break;
                }
                group.clear();
            }
            group.push(entry);
        }
        if group.len() >= least {
            return group.iter().map(|entry| entry.number).collect();
        }
    }
    Vec::new()
}

impl Inner {
    /// Writes the rows of some segments of one source and month anew, those of a span of time. Needs the maintenance
    /// lock.
    pub(crate) fn rewrite(&self, old: &[Arc<Segment>], span: Range<i64>) -> io::Result<Option<Arc<Segment>>> {
        let Some(first) = old.first() else {
            return Ok(None);
        };
        let state = State {
            segments: old.to_vec(),
            ..State::default()
        };
        let all = Plan::And(Vec::new());
        let (source, month) = (first.entry.source.as_str(), first.entry.month.as_str());
        let mut chunk = Chunk::default();
        write_segments(self, source, month, &mut |writer| {
            let merged = merge(&state, &all, &span, &mut |row| {
                if let Row::Stored(fetcher, row) = row {
                    chunk.clear();
                    fetcher.row(row, &mut chunk)?;
                    if let Some(event) = chunk.event(0) {
                        writer.push(&event, &chunk.raw)?;
                    }
                }
                Ok(())
            });
            merged.map_err(io::Error::other)
        })
    }

    /// Puts segments in the place of others, at once. The files of the others stay until the next exchange, for readers
    /// that still know them. Needs the maintenance lock.
    pub(crate) fn exchange(&self, old: &[Arc<Segment>], new: Vec<Arc<Segment>>) -> io::Result<()> {
        let is_old = |number: u64| old.iter().any(|segment| segment.entry.number == number);
        let mut writer = self.writer();
        let mut manifest = writer.manifest.clone();
        let removed = std::mem::take(&mut manifest.retired);
        manifest.segments.retain(|entry| !is_old(entry.number));
        manifest
            .segments
            .extend(new.iter().map(|segment| segment.entry.clone()));
        manifest.retired = old
            .iter()
            .flat_map(|segment| [segment.entry.events.clone(), segment.entry.index.clone()])
            .collect();
        manifest.commit(self.files.as_ref(), &self.folder)?;
        writer.manifest = manifest;
        self.change(|state| {
            state.segments.retain(|segment| !is_old(segment.entry.number));
            state.segments.extend(new);
        });
        drop(writer);
        self.remove(&removed);
        Ok(())
    }

    fn remove(&self, paths: &[PathBuf]) {
        for path in paths {
            // The next opening removes what stays.
            let _ = self.files.remove(&self.folder.join(path));
        }
    }
}
