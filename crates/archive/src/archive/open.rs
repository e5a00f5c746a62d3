//! Opening: the manifest says what is live, the logs say what came since, the rest is removed.

use super::{Archive, Inner, Rebuilding, State, Writer, rebuild, worker};
use crate::error::{OpenError, SearchError};
use crate::files::{self, Files};
use crate::hot::{Hot, Ids};
use crate::log::{self, Log};
use crate::manifest::Manifest;
use crate::options::Options;
use crate::segment::Segment;
use std::collections::HashSet;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

const LOGS: &str = "log";
/// The folder of Parquet files.
pub(crate) const EVENTS: &str = "events";
/// The folder of index files.
pub(crate) const INDEX: &str = "index";

impl Archive {
    pub(super) fn open_on(
        files: Arc<dyn Files>,
        folder: &Path,
        mut manifest: Manifest,
        options: Options,
        lock: Option<File>,
    ) -> Result<Self, OpenError> {
        for name in [LOGS, EVENTS, INDEX] {
            let path = folder.join(name);
            files
                .make_folder(&path)
                .map_err(|error| OpenError::Io { path, error })?;
        }
        let mut state = State {
            cursors: manifest.cursors.clone(),
            ..State::default()
        };
        state.segments = segments(files.as_ref(), folder, &mut manifest, &options)?;
        let mut ids = Ids::default();
        let last = replay(files.as_ref(), folder, &manifest, &mut state, &mut ids)?;
        sweep(files.as_ref(), folder, &mut manifest);
        let path = folder.join(LOGS);
        let log =
            Log::create(files.as_ref(), &path, last + 1).map_err(|error| OpenError::Io { path, error })?;
        let background = options.background;
        let signal = Arc::new(worker::Signal::default());
        let inner = Arc::new(Inner {
            folder: folder.to_owned(),
            files,
            options,
            maintenance: Mutex::new(()),
            writer: Mutex::new(Writer {
                log,
                manifest,
                sealing: Ids::like(&ids),
                ids,
                record: Vec::new(),
            }),
            state: RwLock::new(Arc::new(state)),
            signal: Arc::clone(&signal),
            healed: Mutex::default(),
            _lock: lock,
        });
        if background {
            worker::start(&inner, signal).map_err(|error| OpenError::Io {
                path: folder.to_owned(),
                error,
            })?;
        }
        Ok(Self { inner })
    }
}

/// Opens the live segments, and makes anew the indexes that cannot be used.
fn segments(
    files: &dyn Files,
    folder: &Path,
    manifest: &mut Manifest,
    options: &Options,
) -> Result<Vec<Arc<Segment>>, OpenError> {
    let mut segments = Vec::new();
    let mut sick = Vec::new();
    for (place, entry) in manifest.segments.iter().enumerate() {
        match Segment::open(files, folder, entry.clone()) {
            Ok(segment) => segments.push(Arc::new(segment)),
            Err(error) if rebuild::is_curable(&error, entry, folder) => sick.push(place),
            Err(error) => return Err(faulty(error, folder.join(&entry.index))),
        }
    }
    for (done, place) in sick.iter().enumerate() {
        let Some(entry) = manifest.segments.get(*place).cloned() else {
            continue;
        };
        options.told.tell(Rebuilding {
            done,
            of: sick.len(),
            events: entry.rows,
        });
        let stem = manifest.stem(manifest.next);
        let made = rebuild::rebuild(files, folder, &entry, (manifest.next, &stem));
        let made = made.map_err(|error| faulty(error, folder.join(&entry.index)))?;
        manifest.next += 1;
        if let Some(entry) = manifest.segments.get_mut(*place) {
            *entry = made.entry.clone();
        }
        manifest.commit(files, folder).map_err(|error| OpenError::Io {
            path: folder.join(&entry.index),
            error,
        })?;
        segments.push(Arc::new(made));
    }
    Ok(segments)
}

/// The folder of logs.
pub(crate) fn logs(folder: &Path) -> PathBuf {
    folder.join(LOGS)
}

/// Holds the folder for this process.
pub(super) fn lock(folder: &Path) -> Result<File, OpenError> {
    let failed = |error| OpenError::Io {
        path: folder.to_owned(),
        error,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = File::create(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            path: folder.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// The number of the last log of the folder; zero when there is none.
pub(super) fn last_log(files: &dyn Files, folder: &Path) -> Result<u64, OpenError> {
    let path = logs(folder);
    let names = files.list(&path).map_err(|error| OpenError::Io { path, error })?;
    Ok(names
        .iter()
        .filter_map(|name| log::number_of(name))
        .max()
        .unwrap_or(0))
}

/// Takes in the logs that are not in segments; returns the number of the last. Rows of doubtful ones
/// may be in segments already, and their cursors may be old.
fn replay(
    files: &dyn Files,
    folder: &Path,
    manifest: &Manifest,
    state: &mut State,
    ids: &mut Ids,
) -> Result<u64, OpenError> {
    let path = logs(folder);
    let names = files.list(&path).map_err(|error| OpenError::Io {
        path: path.clone(),
        error,
    })?;
    let mut last = manifest.log.saturating_sub(1);
    let mut hot = Hot::default();
    for number in names.iter().filter_map(|name| log::number_of(name)) {
        let file = log::path(&path, number);
        if number < manifest.log {
            // Left over from a sealing that was cut short; removed again at the next opening if this fails.
            let _ = files.remove(&file);
            continue;
        }
        let bytes = files::read(files, &file).map_err(|error| OpenError::Io {
            path: file.clone(),
            error,
        })?;
        let replayed = log::replay(&bytes);
        if replayed.is_damaged {
            return Err(OpenError::Damaged {
                path: file,
                what: "a record in the middle of the log has another checksum",
            });
        }
        for (mut chunk, cursor) in replayed.records {
            if number < manifest.doubtful {
                chunk = state
                    .without_stored(&chunk, ids)
                    .map_err(|error| faulty(error, file.clone()))?;
            } else {
                state.cursors.extend(cursor);
            }
            for event in chunk.events() {
                let key = ids.key(&event);
                ids.insert(key);
            }
            hot.push(chunk);
        }
        last = last.max(number);
    }
    state.hot = hot;
    Ok(last)
}

/// Removes files that no manifest names: segments that were never finished, or are no longer live.
fn sweep(files: &dyn Files, folder: &Path, manifest: &mut Manifest) {
    manifest.retired.clear();
    let live: HashSet<PathBuf> = manifest
        .segments
        .iter()
        .flat_map(|entry| [folder.join(&entry.events), folder.join(&entry.index)])
        .collect();
    let mut folders = vec![folder.join(EVENTS), folder.join(INDEX)];
    while let Some(path) = folders.pop() {
        for name in files.list(&path).unwrap_or_default() {
            let child = path.join(&name);
            if !name.contains('.') {
                folders.push(child);
            } else if !live.contains(&child) {
                // A file that stays is no harm: nobody reads it, and the next opening tries again.
                let _ = files.remove(&child);
            }
        }
    }
}

fn faulty(error: SearchError, path: PathBuf) -> OpenError {
    match error {
        SearchError::Io(error) => OpenError::Io { path, error },
        SearchError::Damaged { path, what } => OpenError::Damaged { path, what },
        other => OpenError::Io {
            path,
            error: io::Error::other(other),
        },
    }
}
