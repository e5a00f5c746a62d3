//! Where an archive is: in a folder, or with its segments in a store of objects and its log in a folder.
//!
//! The folder of an archive in a store knows the store and has a name of its own. The manifest says whose folder has the
//! logs: another folder that opens the archive takes it over, and the one before cannot commit any more. What lies in
//! the logs of a folder that was not the last one is taken in again, each event once.

use super::{Archive, open};
use crate::error::OpenError;
use crate::files::{self, Disk, Files, Objects, Shelf};
use crate::manifest::{self, Manifest};
use crate::notes;
use crate::options::Options;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The file that says where the segments of a folder are.
const STORE: &str = "store.json";

/// A store of objects for the segments of an archive.
#[derive(Clone, Debug)]
pub struct Store {
    /// What speaks with it.
    pub objects: Arc<dyn Objects>,
    /// Its name, for people: `s3://bucket/prefix`.
    pub name: String,
    /// Bytes of indexes that are kept on the local disk, about.
    pub cache_bytes: u64,
}

/// What the folder of an archive in a store knows.
#[derive(serde::Serialize, serde::Deserialize)]
struct Known {
    store: String,
    holder: String,
}

impl Archive {
    /// Opens the archive whose segments are in a store, or makes one. The log is in the folder. Segments that lie in the
    /// folder, because the archive was kept there until now, are brought into the store first.
    pub fn open_in(store: Store, folder: &Path, options: Options) -> Result<Self, OpenError> {
        let lock = open::lock(folder)?;
        let failed = |error| OpenError::Store {
            store: store.name.clone(),
            error,
        };
        let shelf = Shelf::open(folder, store.objects, store.cache_bytes).map_err(failed)?;
        let holder = holder(folder, &store.name)?;
        let (mut manifest, is_leftover) = match local(folder)? {
            None => (Manifest::load(&shelf, folder)?, false),
            Some(local) => {
                let far = Manifest::load(&shelf, folder)?;
                match &far.holder {
                    None => {
                        bring_in(&shelf, folder, &local).map_err(failed)?;
                        (local, true)
                    }
                    Some(other) if *other == holder => (far, true),
                    Some(_) => {
                        return Err(OpenError::Two {
                            path: folder.to_owned(),
                            store: store.name,
                        });
                    }
                }
            }
        };
        let is_ours = is_leftover || manifest.holder.as_ref() == Some(&holder);
        manifest.holder = Some(holder);
        manifest.epoch += 1;
        if !is_ours {
            // The numbers are those of another folder's logs.
            manifest.log = 1;
            manifest.doubtful = open::last_log(&shelf, folder)? + 1;
            notes::forget(folder).map_err(|error| OpenError::Io {
                path: folder.to_owned(),
                error,
            })?;
        }
        manifest.commit(&shelf, folder).map_err(failed)?;
        if is_leftover {
            clear(folder).map_err(failed)?;
        }
        Self::open_on(Arc::new(shelf), folder, manifest, options, Some(lock))
    }
}

/// Refuses to open a folder without its store, which would look empty.
pub(super) fn check_has_all(folder: &Path) -> Result<(), OpenError> {
    match known(folder)? {
        None => Ok(()),
        Some(known) => Err(OpenError::Elsewhere {
            path: folder.to_owned(),
            store: known.store,
        }),
    }
}

fn known(folder: &Path) -> Result<Option<Known>, OpenError> {
    let path = folder.join(STORE);
    match files::read(&Disk, &path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OpenError::Io { path, error }),
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(known) => Ok(Some(known)),
            Err(_) => Err(OpenError::Damaged {
                path,
                what: "it does not say where the events are",
            }),
        },
    }
}

/// The folder's own name in the manifest. It is made when the folder first meets the store.
fn holder(folder: &Path, store: &str) -> Result<String, OpenError> {
    match known(folder)? {
        Some(known) if known.store == store => Ok(known.holder),
        Some(known) => Err(OpenError::Elsewhere {
            path: folder.to_owned(),
            store: known.store,
        }),
        None => {
            let random = RandomState::new();
            let known = Known {
                store: store.to_owned(),
                holder: format!(
                    "{:016x}{:016x}",
                    random.hash_one(1),
                    RandomState::new().hash_one(2)
                ),
            };
            let path = folder.join(STORE);
            let bytes = serde_json::to_vec_pretty(&known).map_err(io::Error::other);
            let written = bytes.and_then(|bytes| files::replace(&Disk, &path, &bytes));
            written.map_err(|error| OpenError::Io { path, error })?;
            Ok(known.holder)
        }
    }
}

/// The manifest that lies in the folder itself, from before there was a store.
fn local(folder: &Path) -> Result<Option<Manifest>, OpenError> {
    let path = folder.join(manifest::NAME);
    match path.try_exists() {
        Ok(false) => Ok(None),
        Ok(true) => Manifest::load(&Disk, folder).map(Some),
        Err(error) => Err(OpenError::Io { path, error }),
    }
}

/// Makes objects of all live files of the folder.
fn bring_in(shelf: &Shelf, folder: &Path, manifest: &Manifest) -> io::Result<()> {
    for entry in &manifest.segments {
        shelf.take_in(&folder.join(&entry.events))?;
        match shelf.take_in(&folder.join(&entry.index)) {
            // It will be made anew.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => done?,
        }
    }
    Ok(())
}

/// Removes from the folder what is in the store. The manifest goes first: what stays is then nobody's.
fn clear(folder: &Path) -> io::Result<()> {
    Disk.remove(&folder.join(manifest::NAME))?;
    for name in [open::EVENTS, open::INDEX] {
        match std::fs::remove_dir_all(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
