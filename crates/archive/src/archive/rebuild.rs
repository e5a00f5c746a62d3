//! An index that is missing, damaged, or of another version is made anew from the Parquet file beside it, which holds
//! everything. The manifest names the new one when it is whole; until then the next opening begins again.

use super::{Archive, Inner, State, open};
use crate::error::{AppendError, SearchError};
use crate::event::order;
use crate::files::{self, Files};
use crate::manifest::Entry;
use crate::query::Plan;
use crate::scan::{Row, merge};
use crate::segment::parquet::Reader;
use crate::segment::{Segment, Writer};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};

/// How far the making of indexes is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rebuilding {
    /// Indexes that were made.
    pub done: usize,
    /// Indexes that must be made.
    pub of: usize,
    /// Events of the next.
    pub events: u64,
}

impl Archive {
    /// Makes indexes anew in which something was found that does not fit; returns how many. The worker does so by
    /// itself.
    pub fn heal(&self) -> Result<usize, AppendError> {
        let _one = self.inner.maintenance();
        let inner = &self.inner;
        let mut healed = 0;
        for segment in inner.sick() {
            let (number, stem) = inner.next_number();
            let made = rebuild(
                inner.files.as_ref(),
                &inner.folder,
                &segment.entry,
                (number, &stem),
            );
            if !matches!(made, Err(SearchError::Io(_))) {
                inner.healed().insert(segment.entry.events.clone());
            }
            let made = made.map_err(io::Error::other)?;
            inner.exchange(&[segment], vec![Arc::new(made)])?;
            healed += 1;
        }
        Ok(healed)
    }
}

impl Inner {
    /// Whether something was found in an index that does not fit, and that can be healed.
    pub(crate) fn is_sick(&self) -> bool {
        !self.sick().is_empty()
    }

    fn sick(&self) -> Vec<Arc<Segment>> {
        let state = self.state();
        let sick = state
            .segments
            .iter()
            .filter(|segment| segment.container.is_damaged());
        sick.filter(|segment| !self.healed().contains(&segment.entry.events))
            .cloned()
            .collect()
    }

    fn healed(&self) -> MutexGuard<'_, HashSet<PathBuf>> {
        self.healed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number that no segment has, and the name of its files.
    pub(super) fn next_number(&self) -> (u64, String) {
        let mut writer = self.writer();
        let number = writer.manifest.next;
        writer.manifest.next += 1;
        (number, writer.manifest.stem(number))
    }
}

/// Whether an index that could not be opened must be made anew: it is not there, or is not what we wrote.
pub(super) fn is_curable(error: &SearchError, entry: &Entry, folder: &Path) -> bool {
    match error {
        SearchError::Io(error) => matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof
        ),
        SearchError::Damaged { path, .. } => *path != folder.join(&entry.events),
        _ => false,
    }
}

/// Makes the index of a Parquet file, with a number and a name of its own, and opens the segment with it.
pub(super) fn rebuild(
    files: &dyn Files,
    folder: &Path,
    entry: &Entry,
    (number, stem): (u64, &str),
) -> Result<Segment, SearchError> {
    let events = folder.join(&entry.events);
    let damaged = |what| SearchError::Damaged {
        path: events.clone(),
        what,
    };
    let bytes = files::read(files, &events)?;
    if bytes.len() as u64 != entry.events_bytes {
        return Err(damaged("it is not as long as the manifest says"));
    }
    let reader = Reader::new(bytes).map_err(|_| damaged("it cannot be read as Parquet"))?;
    let index = |name: String| PathBuf::from(open::INDEX).join(name);
    let mut made = entry.clone();
    made.number = number;
    made.index = index(format!("{stem}.idx"));
    let mut writer = Writer::of_index(files, &folder.join(&made.index))?;
    let mut parts = Vec::new();
    for group in 0..reader.groups() {
        let mut part = made.clone();
        if reader.groups() > 1 {
            // Row groups may overlap in time: each gets an index of its own, from which the whole one is merged.
            part.index = index(format!("{stem}.{group}.part"));
            let mut writer = Writer::of_index(files, &folder.join(&part.index))?;
            fill(&reader, group, &mut writer).map_err(|_| damaged("a row group cannot be read"))?;
            let written = writer.finish()?;
            (part.rows, part.index_bytes) = (written.rows, written.index_bytes);
            (part.oldest, part.newest) = (written.oldest, written.newest);
            parts.push(Arc::new(Segment::open(files, folder, part)?));
        } else {
            fill(&reader, group, &mut writer).map_err(|_| damaged("a row group cannot be read"))?;
        }
    }
    drop(reader);
    let state = State {
        segments: parts,
        ..State::default()
    };
    let mut single = crate::chunk::Chunk::default();
    merge(
        &state,
        &Plan::And(Vec::new()),
        &(i64::MIN..i64::MAX),
        &mut |row| {
            if let Row::Stored(fetcher, row, _) = row {
                single.clear();
                fetcher.row(row, &mut single)?;
                single
                    .events()
                    .for_each(|event| writer.index(&event, single.raw_of(&event)));
            }
            Ok(())
        },
    )?;
    let written = writer.finish()?;
    made.index_bytes = written.index_bytes;
    for part in &state.segments {
        // The next opening removes what stays.
        let _ = files.remove(&folder.join(&part.entry.index));
    }
    Segment::open(files, folder, made)
}

/// Indexes the events of a row group in order.
fn fill(reader: &Reader, group: usize, writer: &mut Writer) -> io::Result<()> {
    let chunk = reader.group(group)?;
    let mut events: Vec<_> = chunk.events().map(|event| (order(&event), event)).collect();
    events.sort_by_key(|(key, _)| *key);
    let rows: Vec<_> = events
        .iter()
        .map(|(_, event)| (*event, chunk.raw_of(event)))
        .collect();
    writer.add(&rows)
}
