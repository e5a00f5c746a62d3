//! The archive itself: who may write when, and what a reader sees.
//!
//! Readers take the state as it is and are never held up. One writer at a time appends; one maintainer at a time seals,
//! compacts or drops. Lock order: maintenance, writer, state.

pub(crate) mod open;
mod seal;
mod worker;

pub(crate) use seal::write_segments;

use crate::chunk::Chunk;
use crate::error::{AppendError, OpenError, SearchError};
use crate::files::{Disk, Files};
use crate::hash;
use crate::hot::{Hot, Ids, Key};
use crate::log::{self, Log, LogError};
use crate::manifest::Manifest;
use crate::options::Options;
use crate::segment::{Fetcher, Segment};
use activity::event::{Batch, Event, Field};
use std::collections::BTreeMap;
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
        Self::open_on(Arc::new(Disk), folder, options, Some(lock))
    }

    /// Opens an archive whose files another keeper holds.
    pub fn open_with(files: Arc<dyn Files>, folder: &Path, options: Options) -> Result<Self, OpenError> {
        Self::open_on(files, folder, options, None)
    }

    /// Stores the events that are new, and the cursor of the collector they came from, at once or not at all. Durable
    /// when it returns. `input` is the text that the batch was read from.
    pub fn append(
        &self,
        batch: &Batch,
        input: &[u8],
        cursor: Option<(&str, &str)>,
    ) -> Result<Appended, AppendError> {
        self.relieve()?;
        let mut writer = self.inner.writer();
        let state = self.inner.state();
        let rows = writer.sift(&state, batch, input)?;
        let appended = Appended {
            stored: rows.len() as u64,
            repeated: (batch.len() - rows.len()) as u64,
            stored_rows: rows,
        };
        let chunk = Chunk::of(batch, input, &appended.stored_rows);
        let moved = cursor.filter(|(source, at)| state.cursors.get(*source).is_none_or(|known| known != at));
        if chunk.len() == 0 && moved.is_none() {
            return Ok(appended);
        }
        writer.store(&chunk, cursor)?;
        drop(state);
        self.inner.change(|state| {
            state.hot.push(chunk);
            if let Some((source, cursor)) = cursor {
                state.cursors.insert(source.to_owned(), cursor.to_owned());
            }
        });
        drop(writer);
        if self.inner.is_ripe() {
            self.inner.signal.wake();
        }
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
    fn sift(&mut self, state: &State, batch: &Batch, input: &[u8]) -> Result<Vec<usize>, AppendError> {
        let mut rows = Vec::with_capacity(batch.len());
        let mut key = Key::default();
        for (row, event) in batch.events(Some(input)).enumerate() {
            let (start, end) = event.raw_range();
            let is_new = match input.get(start..end) {
                None => Err(AppendError::RawMissing { row }),
                Some(_) => self.is_new(state, &event, key.of(&event)),
            };
            match is_new {
                Ok(false) => {}
                Ok(true) => {
                    self.ids.insert(key.of(&event));
                    rows.push(row);
                }
                Err(error) => {
                    let known = rows.iter().filter_map(|row| batch.event(*row, None));
                    known.for_each(|event| self.ids.remove(key.of(&event)));
                    return Err(error);
                }
            }
        }
        Ok(rows)
    }

    fn is_new(&self, state: &State, event: &Event<'_>, key: &[u8]) -> Result<bool, AppendError> {
        if self.ids.contains(key) || self.sealing.contains(key) {
            return Ok(false);
        }
        let is_stored = state.has(event).map_err(std::io::Error::other)?;
        Ok(!is_stored)
    }

    /// Makes new rows and a cursor durable, or forgets the rows.
    fn store(&mut self, chunk: &Chunk, cursor: Option<(&str, &str)>) -> Result<(), AppendError> {
        log::record(chunk, cursor, &mut self.record);
        let written = self.log.append(&self.record);
        if self.record.len() > RECORD_KEPT {
            self.record = Vec::new();
        }
        written.map_err(|error| {
            let mut key = Key::default();
            chunk.events().for_each(|event| self.ids.remove(key.of(&event)));
            match error {
                LogError::Io(error) => error.into(),
                LogError::Broken => AppendError::Broken,
            }
        })
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("log", &self.log.number()).finish()
    }
}

impl State {
    /// Whether an event is in a segment, by source, organization and id.
    fn has(&self, event: &Event<'_>) -> Result<bool, SearchError> {
        let uid = event.get(Field::Uid).unwrap_or_default();
        let hash = hash::id(uid);
        for segment in &self.segments {
            if segment.lacks_id(hash) || segment.entry.source != event.source().word() {
                continue;
            }
            let mut fetcher = Fetcher::new(segment);
            for row in segment.rows_of_id(hash)? {
                let is_same = fetcher.cell(Field::Uid, row)?.as_deref() == event.get(Field::Uid)
                    && fetcher.cell(Field::SourceOrg, row)?.as_deref() == event.get(Field::SourceOrg);
                if is_same {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
