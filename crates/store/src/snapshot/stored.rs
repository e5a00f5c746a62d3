//! The snapshots on the disk: opening the directory, finding a snapshot, beginning one.

use std::collections::HashMap;
use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use domain::Timestamp;
use domain::facts::Organization;

use super::disk::Disk;
use super::draft::Draft;
use super::error::SnapshotError;
use super::manifest::{self, PartInfo, SnapshotInfo};
use super::org_dir::OrgDir;
use super::table::Table;
use crate::{hash, time_text};

type Result<T> = std::result::Result<T, SnapshotError>;

/// All snapshots under one directory. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct SnapshotStore(Arc<Inner>);

struct Inner {
    root: PathBuf,
    disk: Disk,
    writes: Mutex<()>,
    drafts: AtomicU64,
    /// Manifests read before, by path. A snapshot that is held by somebody is not pruned.
    known: Mutex<HashMap<PathBuf, Known>>,
    /// Held as long as the store is: one process at a time.
    _lock: File,
}

struct Known {
    info: Arc<SnapshotInfo>,
    held: Weak<()>,
}

impl SnapshotStore {
    /// Opens the directory, which is made if it is not there, and removes what an interrupted scan left behind.
    ///
    /// # Errors
    /// When another process has it open, or the disk refuses.
    pub fn open(root: &Path) -> Result<Self> {
        Self::open_on(root, Disk::default())
    }

    /// Opens the directory through `disk`.
    pub(super) fn open_on(root: &Path, disk: Disk) -> Result<Self> {
        disk.create_dir(root)?;
        let path = root.join("lock");
        let options = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let lock = options.map_err(|source| SnapshotError::io("open", &path, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => return Err(SnapshotError::InUse { path }),
            Err(std::fs::TryLockError::Error(source)) => {
                return Err(SnapshotError::io("lock", &path, source));
            }
        }
        let inner = Inner {
            root: root.to_owned(),
            disk,
            writes: Mutex::new(()),
            drafts: AtomicU64::new(0),
            known: Mutex::new(HashMap::new()),
            _lock: lock,
        };
        let store = Self(Arc::new(inner));
        store.recover()?;
        Ok(store)
    }

    /// Begins a snapshot of `organization`, as of `taken_at`, the time the scan begins.
    ///
    /// Should the clock have gone back, the snapshot is dated right after the last one: the order of snapshots is
    /// the order in which they were made.
    ///
    /// # Errors
    /// When the disk refuses, or the last snapshot of the organization cannot be read (its ordinals are needed).
    pub fn begin(&self, organization: Organization<'_>, taken_at: Timestamp) -> Result<Draft> {
        let org = self.org(organization.url);
        let last = self.latest(organization.url)?;
        let taken_at = last
            .as_ref()
            .map_or(taken_at, |last| taken_at.max(last.taken_at.plus_ms(1)));
        let number = self.0.drafts.fetch_add(1, Ordering::Relaxed);
        let dir = org
            .drafts()
            .join(format!("{}-{number}", time_text::compact(taken_at)));
        self.0.disk.create_dir(&org.parts())?;
        self.0.disk.create_dir(&org.manifests())?;
        self.0.disk.create_dir(&dir)?;
        Ok(Draft::new(
            self.clone(),
            org,
            dir,
            organization,
            taken_at,
            last.as_deref(),
        ))
    }

    /// The last snapshot of an organization.
    pub fn latest(&self, org_url: &str) -> Result<Option<Snapshot>> {
        let org = self.org(org_url);
        let ids = self.ids(&org)?;
        ids.last().map(|id| self.load(&org, id)).transpose()
    }

    /// The snapshot that was the last at `moment`.
    pub fn as_of(&self, org_url: &str, moment: Timestamp) -> Result<Option<Snapshot>> {
        let org = self.org(org_url);
        let ids = self.ids(&org)?;
        let then = ids
            .iter()
            .rev()
            .find(|id| taken_at(id).is_some_and(|taken_at| taken_at <= moment));
        then.map(|id| self.load(&org, id)).transpose()
    }

    /// The snapshot called `id`.
    pub fn get(&self, org_url: &str, id: &str) -> Result<Option<Snapshot>> {
        let org = self.org(org_url);
        let ids = self.ids(&org)?;
        ids.iter()
            .find(|known| *known == id)
            .map(|id| self.load(&org, id))
            .transpose()
    }

    /// All snapshots of an organization, oldest first.
    pub fn list(&self, org_url: &str) -> Result<Vec<Arc<SnapshotInfo>>> {
        let org = self.org(org_url);
        self.ids(&org)?
            .iter()
            .map(|id| Ok(self.load(&org, id)?.info))
            .collect()
    }

    /// Addresses of all organizations that have a snapshot.
    pub fn organizations(&self) -> Result<Vec<String>> {
        let mut urls = Vec::new();
        for org in self.org_dirs()? {
            if let Some(id) = self.ids(&org)?.last() {
                urls.push(self.load(&org, id)?.organization.url.clone());
            }
        }
        Ok(urls)
    }

    /// Ids of the snapshots in a directory, oldest first.
    pub(super) fn ids(&self, org: &OrgDir) -> Result<Vec<String>> {
        let names = self.0.disk.names(&org.manifests())?;
        Ok(names
            .iter()
            .filter_map(|name| name.strip_suffix(".json"))
            .map(str::to_owned)
            .collect())
    }

    /// Reads a manifest, unless it is known, and notes that the snapshot is in use.
    pub(super) fn load(&self, org: &OrgDir, id: &str) -> Result<Snapshot> {
        let path = org.manifest(id);
        let known = lock(&self.0.known).get(&path).map(|known| known.info.clone());
        let info = match known {
            Some(info) => info,
            None => Arc::new(manifest::read(&path, &self.0.disk.read(&path)?)?),
        };
        Ok(self.opened(org, info))
    }

    /// A handle on a snapshot that is on the disk.
    pub(super) fn opened(&self, org: &OrgDir, info: Arc<SnapshotInfo>) -> Snapshot {
        let mut all = lock(&self.0.known);
        let entry = all.entry(org.manifest(&info.id)).or_insert_with(|| Known {
            info,
            held: Weak::new(),
        });
        let held = entry.held.upgrade().unwrap_or_default();
        entry.held = Arc::downgrade(&held);
        Snapshot {
            info: entry.info.clone(),
            store: self.clone(),
            org: org.clone(),
            _held: held,
        }
    }

    /// Whether anybody holds the snapshot.
    pub(super) fn is_held(&self, org: &OrgDir, id: &str) -> bool {
        lock(&self.0.known)
            .get(&org.manifest(id))
            .is_some_and(|known| known.held.strong_count() > 0)
    }

    /// Forgets a manifest that is to be removed.
    pub(super) fn forget(&self, org: &OrgDir, id: &str) {
        lock(&self.0.known).remove(&org.manifest(id));
    }

    /// The directory of an organization.
    pub(super) fn org(&self, url: &str) -> OrgDir {
        OrgDir::of(&self.0.root, url)
    }

    /// The directories of all organizations.
    pub(super) fn org_dirs(&self) -> Result<Vec<OrgDir>> {
        let names = self.0.disk.names(&self.0.root)?;
        Ok(names
            .iter()
            .map(|name| OrgDir::named(&self.0.root, name))
            .filter(OrgDir::is_there)
            .collect())
    }

    /// The file system.
    pub(super) fn disk(&self) -> &Disk {
        &self.0.disk
    }

    /// Keeps others from committing and pruning.
    pub(super) fn lock_writes(&self) -> MutexGuard<'_, ()> {
        lock(&self.0.writes)
    }

    /// After an interruption, drafts are there that nobody works on.
    fn recover(&self) -> Result<()> {
        for org in self.org_dirs()? {
            if !self.0.disk.names(&org.drafts())?.is_empty() {
                tracing::info!(directory = %org.drafts().display(), "removing what an interrupted scan left behind");
                self.sweep(&org)?;
                self.0.disk.remove_dir(&org.drafts())?;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for SnapshotStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SnapshotStore")
            .field("root", &self.0.root)
            .finish_non_exhaustive()
    }
}

/// A snapshot that can be read. As long as it is held, its files stay, and so does the lock of the store.
#[derive(Clone)]
pub struct Snapshot {
    info: Arc<SnapshotInfo>,
    store: SnapshotStore,
    org: OrgDir,
    _held: Arc<()>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("id", &self.info.id)
            .finish_non_exhaustive()
    }
}

impl Snapshot {
    /// What the manifest says.
    pub fn info(&self) -> &Arc<SnapshotInfo> {
        &self.info
    }

    /// The Parquet files of a table, in the order of their rows; none when the table is empty.
    pub fn table_files(&self, table: Table) -> Vec<PathBuf> {
        let parts = self
            .info
            .table(table)
            .map(|info| info.parts.as_slice())
            .unwrap_or_default();
        parts.iter().map(|part| self.org.part(&part.file)).collect()
    }

    /// The content of a part, which is what was written.
    pub(super) fn read_part(&self, part: &PartInfo) -> Result<Vec<u8>> {
        let path = self.org.part(&part.file);
        let content = self.store.disk().read(&path)?;
        let found = content.len() as u64;
        if found != part.bytes {
            let why = format!("it has {found} bytes, the manifest says {}", part.bytes);
            return Err(SnapshotError::corrupt(&path, why));
        }
        if !part.file.contains(&hash::hex_sha256(&content)) {
            return Err(SnapshotError::corrupt(
                &path,
                "its content is not what its name says",
            ));
        }
        Ok(content)
    }
}

impl Deref for Snapshot {
    type Target = SnapshotInfo;

    fn deref(&self) -> &SnapshotInfo {
        &self.info
    }
}

/// When the snapshot called `id` was taken.
pub(super) fn taken_at(id: &str) -> Option<Timestamp> {
    time_text::from_compact(id.split_once('-')?.0)
}

/// A panic elsewhere does not make the guarded value wrong: each is changed in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
