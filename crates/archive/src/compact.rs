//! Compaction: small segments of one source and month become one, and their files are retired.

use crate::archive::{Archive, Inner, State, write_segments};
use crate::chunk::Chunk;
use crate::error::AppendError;
use crate::files;
use crate::manifest::Entry;
use crate::query::Plan;
use crate::scan::{Row, merge};
use crate::segment::{self, GROUP, Segment};
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A file with that part of the rows of the largest segment is copied when it is merged, not written anew.
const COPIED: usize = 32;
/// Raw text that is gathered for one row group.
const GROUP_BYTES: usize = 96 << 20;
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
        write_segments(self, source, month, &mut |writer| {
            let copied = if span == (i64::MIN..i64::MAX) {
                self.copy(old, writer)?
            } else {
                HashSet::new()
            };
            let (mut single, mut loose) = (Chunk::default(), Chunk::default());
            let merged = merge(&state, &all, &span, &mut |row| {
                if let Row::Stored(fetcher, row, _) = row {
                    let is_copied = copied.contains(&fetcher.segment().entry.number);
                    single.clear();
                    let chunk = if is_copied { &mut single } else { &mut loose };
                    fetcher.row(row, chunk)?;
                    if let Some(event) = chunk.events().next_back() {
                        writer.index(&event, chunk.raw_of(&event));
                    }
                    if loose.len() >= GROUP || loose.bytes() >= GROUP_BYTES {
                        write(writer, &mut loose)?;
                    }
                }
                Ok(())
            });
            merged.map_err(io::Error::other)?;
            write(writer, &mut loose)
        })
    }

    /// Copies the Parquet files that are large enough, whole; returns the numbers of their segments.
    fn copy(&self, old: &[Arc<Segment>], writer: &mut segment::Writer) -> io::Result<HashSet<u64>> {
        let least = (self.options.segment_rows / COPIED) as u64;
        let mut copied = HashSet::new();
        for segment in old.iter().filter(|segment| segment.entry.rows >= least) {
            let path = self.folder.join(&segment.entry.events);
            writer.copy(files::read(self.files.as_ref(), &path)?)?;
            copied.insert(segment.entry.number);
        }
        Ok(copied)
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
        let is_live = |path: &PathBuf| manifest.segments.iter().any(|entry| entry.events == *path);
        let old_files = old
            .iter()
            .flat_map(|segment| [segment.entry.events.clone(), segment.entry.index.clone()]);
        let retired = old_files.filter(|path| !is_live(path)).collect();
        manifest.retired = retired;
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

/// Writes rows that are not copied.
fn write(writer: &mut segment::Writer, rows: &mut Chunk) -> io::Result<()> {
    let events: Vec<_> = rows.events().map(|event| (event, rows.raw_of(&event))).collect();
    writer.write(&events)?;
    rows.clear();
    Ok(())
}
