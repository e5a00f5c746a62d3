//! The archive itself: who may write when, and what a reader sees.
//!
//! Readers take the state as it is and are never held up. One writer at a time appends; one maintainer at a time seals,
//! compacts or drops. Lock order: maintenance, writer, state.

pub(crate) mod open;
mod place;
mod rebuild;
mod seal;
mod worker;

pub use place::Store;
pub use rebuild::Rebuilding;
pub(crate) use seal::write_segments;

use crate::chunk::Chunk;
use crate::error::{AppendError, OpenError, SearchError};
use crate::files::{Disk, Files};
use crate::hash;
use crate::hot::{Hot, Ids, Key};
use crate::log::{self, Log, LogError};
use crate::manifest::Manifest;
use crate::options::Options;
use crate::search;
use crate::segment::{Fetcher, Segment};
use activity::event::{Batch, Event, Field};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// How often the recent rows may exceed what they are sealed at before an append waits for the sealing.
const PRESSURE: usize = 3;

/// A longer buffer is not kept for the next append.
const RECORD_KEPT: usize = 16 << 20;

/// An archive of events in a folder. Clones share it. All calls block: use a thread that may.
#[derive(Clone, Debug)]
pub struct Archive {
    pub(crate) inner: Arc<Inner>,
}

/// What became of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Appended {
    /// Events that were new, and are now durable.
    pub stored: u64,
    /// Events that were stored before, or came twice in the batch; left out.
    pub repeated: u64,
    /// Those of them whose raw text is another than that of the one that is stored.
    pub differing: u64,
    /// The rows of the batch that were new, ascending.
    pub stored_rows: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) folder: PathBuf,
    pub(crate) files: Arc<dyn Files>,
    pub(crate) options: Options,
    pub(crate) maintenance: Mutex<()>,
    pub(crate) writer: Mutex<Writer>,
    state: RwLock<Arc<State>>,
    signal: Arc<worker::Signal>,
    /// Parquet files whose index was made anew, or cannot be: not again before the archive is opened again.
    healed: Mutex<HashSet<PathBuf>>,
    /// Held while the archive is open.
    _lock: Option<File>,
}

/// What only the writer has.
pub(crate) struct Writer {
    pub(crate) log: Log,
    pub(crate) manifest: Manifest,
    pub(crate) ids: Ids,
    /// Ids of rows that are being sealed.
    pub(crate) sealing: Ids,
    /// The bytes of the last append, for the next.
    record: Vec<u8>,
}

/// What readers see.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) segments: Vec<Arc<Segment>>,
    /// Rows that are being sealed.
    pub(crate) sealing: Hot,
    pub(crate) hot: Hot,
    pub(crate) cursors: BTreeMap<String, String>,
}

impl Archive {
    /// Opens the archive of a folder, or makes one. What was acknowledged before is there; what was not leaves no trace.
    pub fn open(folder: &Path, options: Options) -> Result<Self, OpenError> {
        let lock = open::lock(folder)?;
        place::check_has_all(folder)?;
        let manifest = Manifest::load(&Disk, folder)?;
        Self::open_on(Arc::new(Disk), folder, manifest, options, Some(lock))
    }

    /// Opens an archive whose files another keeper holds.
    pub fn open_with(files: Arc<dyn Files>, folder: &Path, options: Options) -> Result<Self, OpenError> {
        let manifest = Manifest::load(files.as_ref(), folder)?;
        Self::open_on(files, folder, manifest, options, None)
    }

    /// Stores the events that are new, and the cursor of the collector they came from, at once or not at all. Durable
    /// when it returns. `input` is the text that the batch was read from.
    pub fn append(
        &self,
        batch: &Batch,
        input: &[u8],
        cursor: Option<(&str, &str)>,
    ) -> Result<Appended, AppendError> {
        let appended = self.append_new(batch, input, cursor);
        if self.inner.is_ripe() || self.inner.is_sick() {
            self.inner.signal.wake();
        }
        appended
    }

    fn append_new(
        &self,
        batch: &Batch,
        input: &[u8],
        cursor: Option<(&str, &str)>,
    ) -> Result<Appended, AppendError> {
        self.relieve()?;
        let mut writer = self.inner.writer();
        let state = self.inner.state();
        let Sifted { new, differing } = writer.sift(&state, batch, input)?;
        let appended = Appended {
            stored: new.len() as u64,
            repeated: (batch.len() - new.len()) as u64,
            differing,
            stored_rows: new.iter().map(|new| new.row).collect(),
        };
        let chunk = Chunk::of(batch, input, &appended.stored_rows);
        let moved = cursor.filter(|(source, at)| state.cursors.get(*source).is_none_or(|known| known != at));
        if chunk.len() == 0 && moved.is_none() {
            return Ok(appended);
        }
        if let Err(error) = writer.store(&chunk, cursor) {
            writer.forget(&new);
            return Err(error);
        }
        drop(state);
        self.inner.change(|state| {
            state.hot.push(chunk);
            if let Some((source, cursor)) = cursor {
                state.cursors.insert(source.to_owned(), cursor.to_owned());
            }
        });
        Ok(appended)
    }

    /// Where a collector stands: the cursor of its last append.
    pub fn cursor(&self, source: &str) -> Option<String> {
        self.inner.state().cursors.get(source).cloned()
    }

    /// Seals before memory runs full, when the worker does not keep up.
    fn relieve(&self) -> Result<(), AppendError> {
        let hot = &self.inner.state().hot;
        let options = &self.inner.options;
        let is_full =
            hot.rows() > options.seal_rows * PRESSURE || hot.bytes() > options.seal_bytes * PRESSURE;
        if is_full && options.background {
            self.seal()?;
        }
        Ok(())
    }
}

impl Inner {
    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn maintenance(&self) -> MutexGuard<'_, ()> {
        self.maintenance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state as it is now; it never changes under the reader.
    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state for later readers. Only the holder of the writer calls it.
    pub(crate) fn change(&self, f: impl FnOnce(&mut State)) {
        let mut next = State::clone(&self.state());
        f(&mut next);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }

    /// Whether there is enough to seal.
    pub(crate) fn is_ripe(&self) -> bool {
        let state = self.state();
        state.hot.rows() >= self.options.seal_rows || state.hot.bytes() >= self.options.seal_bytes
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.signal.stop();
    }
}

impl Writer {
    /// The rows that are new; their ids are known from then on. An error leaves no trace.
    fn sift(&mut self, state: &State, batch: &Batch, input: &[u8]) -> Result<Sifted, AppendError> {
        let mut new = Vec::with_capacity(batch.len());
        let mut again = Vec::new();
        let sifted = self.unseen(batch, input, &mut new, &mut again).and_then(|()| {
            let stored = state.stored(batch, input, &new).map_err(std::io::Error::other)?;
            new.retain(|candidate| {
                let is_stored = stored.contains_key(&candidate.row);
                if is_stored {
                    self.ids.remove(candidate.key);
                }
                !is_stored
            });
            let differing = stored.values().filter(|is_same| !**is_same).count();
            Ok(differing + self.differing(state, batch, input, &again))
        });
        match sifted {
            Ok(differing) => Ok(Sifted {
                new,
                differing: differing as u64,
            }),
            Err(error) => {
                self.forget(&new);
                Err(error)
            }
        }
    }

    /// How many rows have another text than the recent row of their id.
    fn differing(&self, state: &State, batch: &Batch, input: &[u8], again: &[(usize, Key)]) -> usize {
        if again.is_empty() {
            return 0;
        }
        let mut texts: HashMap<Key, &[u8]> = HashMap::new();
        for chunk in search::recent(state) {
            let of_chunk = chunk.events();
            texts.extend(of_chunk.map(|event| (self.ids.key(&event), chunk.raw_of(&event))));
        }
        let differs = |(row, key): &&(usize, Key)| {
            let text = batch.event(*row, None).map(|event| raw_in(input, &event));
            texts
                .get(key)
                .is_some_and(|known| text.is_some_and(|text| text != *known))
        };
        again.iter().filter(differs).count()
    }

    /// The rows that are not among the recent ones, and not twice in the batch; and those that are among the recent.
    fn unseen(
        &mut self,
        batch: &Batch,
        input: &[u8],
        new: &mut Vec<New>,
        again: &mut Vec<(usize, Key)>,
    ) -> Result<(), AppendError> {
        for (row, event) in batch.events(None).enumerate() {
            let (start, end) = event.raw_range();
            if start > end || end > input.len() {
                return Err(AppendError::RawMissing { row });
            }
            let key = self.ids.key(&event);
            if !self.sealing.contains(key) && self.ids.insert(key) {
                let hash = hash::id(event.get(Field::Uid).unwrap_or_default());
                new.push(New { row, key, hash });
            } else {
                again.push((row, key));
            }
        }
        Ok(())
    }

    fn forget(&mut self, rows: &[New]) {
        rows.iter().for_each(|new| self.ids.remove(new.key));
    }

    /// Makes new rows and a cursor durable.
    fn store(&mut self, chunk: &Chunk, cursor: Option<(&str, &str)>) -> Result<(), AppendError> {
        log::record(chunk, cursor, &mut self.record);
        let written = self.log.append(&self.record, &chunk.raw);
        if self.record.len() > RECORD_KEPT {
            self.record = Vec::new();
        }
        written.map_err(|error| match error {
            LogError::Io(error) => error.into(),
            LogError::Broken => AppendError::Broken,
        })
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("log", &self.log.number()).finish()
    }
}

/// What is new of a batch.
struct Sifted {
    new: Vec<New>,
    /// Rows that are not new and have another text than the one that is kept.
    differing: u64,
}

/// The raw text of a row.
fn raw_in<'i>(input: &'i [u8], event: &Event<'_>) -> &'i [u8] {
    let (start, end) = event.raw_range();
    input.get(start..end).unwrap_or_default()
}

/// A row of a batch that may be new.
struct New {
    row: usize,
    key: Key,
    /// The hash of its id.
    hash: u64,
}

impl State {
    /// One of its segments, to keep.
    pub(crate) fn segment(&self, segment: &Segment) -> Option<Arc<Segment>> {
        let found = self
            .segments
            .iter()
            .find(|one| std::ptr::eq(one.as_ref(), segment));
        found.cloned()
    }

    /// The rows of a batch that are in a segment, by source, organization and id, and whether they have the same text
    /// there. Segment by segment: so the many looks into one filter do not wait for each other.
    fn stored(&self, batch: &Batch, input: &[u8], new: &[New]) -> Result<HashMap<usize, bool>, SearchError> {
        let mut stored = HashMap::new();
        for segment in &self.segments {
            let mut fetcher = None;
            for new in new.iter().filter(|new| !segment.lacks_id(new.hash)) {
                let Some(event) = batch.event(new.row, None) else {
                    continue;
                };
                let fetcher = fetcher.get_or_insert_with(|| Fetcher::new(segment));
                if let Some(row) = segment.row_of(&event, new.hash, fetcher)? {
                    let is_same = fetcher.raw(row)? == raw_in(input, &event);
                    stored.insert(new.row, is_same);
                }
            }
        }
        Ok(stored)
    }
}

impl State {
    /// The rows of a chunk that are neither in a segment nor among the recent ones.
    fn without_stored(&self, chunk: &Chunk, ids: &Ids) -> Result<Chunk, SearchError> {
        let mut new = Vec::new();
        for (row, event) in chunk.events().enumerate() {
            let key = ids.key(&event);
            if !ids.contains(key) {
                let hash = hash::id(event.get(Field::Uid).unwrap_or_default());
                new.push(New { row, key, hash });
            }
        }
        let stored = self.stored(&chunk.batch, &chunk.raw, &new)?;
        let rows = new
            .iter()
            .map(|new| new.row)
            .filter(|row| !stored.contains_key(row));
        Ok(Chunk::of(&chunk.batch, &chunk.raw, &rows.collect::<Vec<_>>()))
    }
}

impl Segment {
    /// The row of an event, by source, organization and id; `None` when it does not have it.
    fn row_of(
        &self,
        event: &Event<'_>,
        hash: u64,
        fetcher: &mut Fetcher<'_>,
    ) -> Result<Option<usize>, SearchError> {
        if self.entry.source != event.source().word() {
            return Ok(None);
        }
        for row in self.rows_of_id(hash)? {
            let is_same = fetcher.cell(Field::Uid, row)?.as_deref() == event.get(Field::Uid)
                && fetcher.cell(Field::SourceOrg, row)?.as_deref() == event.get(Field::SourceOrg);
            if is_same {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}
