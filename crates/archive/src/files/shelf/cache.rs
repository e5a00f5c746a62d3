//! What was read of objects, on the local disk: for each a file with holes, and beside it which pieces are there. When
//! it is too much, the object that was not read for longest is forgotten.

use crate::files::{Disk, Files};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Bytes that are fetched together.
const PIECE: u64 = 256 << 10;
/// Ends the name of the file that says which pieces are there.
const HAVE: &str = "have";

/// Objects by name.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    most: u64,
    objects: Mutex<HashMap<String, Arc<Cached>>>,
    clock: AtomicU64,
}

/// One object.
#[derive(Debug)]
pub(super) struct Cached {
    length: u64,
    file: File,
    have: File,
    /// One bit for each piece that is there. Who reads pieces holds it.
    pieces: RwLock<Vec<u8>>,
    bytes: AtomicU64,
    used: AtomicU64,
}

impl Cache {
    /// Opens the folder, and forgets what is of no object.
    pub(super) fn open(folder: &Path, most: u64, is_there: &dyn Fn(&str) -> bool) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        for name in Disk.list(folder)? {
            let of = name.strip_suffix(&format!(".{HAVE}")).unwrap_or(&name);
            if !is_there(of) {
                fs::remove_file(folder.join(name))?;
            }
        }
        Ok(Self {
            folder: folder.to_owned(),
            most,
            objects: Mutex::default(),
            clock: AtomicU64::new(0),
        })
    }

    /// Where an object is written before it is one.
    pub(super) fn draft(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}.draft", key.replace('/', "_")))
    }

    fn objects(&self) -> MutexGuard<'_, HashMap<String, Arc<Cached>>> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is there of an object.
    pub(super) fn object(&self, name: &str, length: u64) -> io::Result<Arc<Cached>> {
        let mut objects = self.objects();
        if let Some(known) = objects.get(name).filter(|known| known.length == length) {
            return Ok(Arc::clone(known));
        }
        let cached = Arc::new(Cached::open(&self.folder.join(name), length)?);
        objects.insert(name.to_owned(), Arc::clone(&cached));
        drop(objects);
        self.make_room(&cached);
        Ok(cached)
    }

    /// Takes over the file of an object that was just made: all of it is there.
    pub(super) fn keep(&self, draft: &Path, name: &str, length: u64) -> io::Result<()> {
        self.forget(name);
        fs::rename(draft, self.folder.join(name))?;
        let cached = self.object(name, length)?;
        cached.has_all()?;
        self.make_room(&cached);
        Ok(())
    }

    /// Forgets an object.
    pub(super) fn forget(&self, name: &str) {
        if name.is_empty() {
            return;
        }
        self.objects().remove(name);
        let path = self.folder.join(name);
        // What stays is removed when the archive is opened.
        let _ = fs::remove_file(path.with_added_extension(HAVE));
        let _ = fs::remove_file(path);
    }

    /// Fills the buffer with what lies there, and fetches the pieces that are not there.
    pub(super) fn read(
        &self,
        cached: &Arc<Cached>,
        at: u64,
        buffer: &mut [u8],
        fetch: &dyn Fn(Range<u64>) -> io::Result<Vec<u8>>,
    ) -> io::Result<()> {
        let now = self.clock.fetch_add(1, Ordering::Relaxed);
        cached.used.store(now, Ordering::Relaxed);
        let end = at + buffer.len() as u64;
        let pieces = at / PIECE..end.div_ceil(PIECE);
        if cached.try_read(&pieces, at, buffer)? {
            return Ok(());
        }
        let mut is_more = false;
        for piece in pieces {
            let span = piece * PIECE..((piece + 1) * PIECE).min(cached.length);
            let (from, until) = (span.start.max(at), span.end.min(end));
            let part = (from - at) as usize..(until - at) as usize;
            let Some(part) = buffer.get_mut(part) else {
                continue;
            };
            if cached.try_read(&(piece..piece + 1), from, part)? {
                continue;
            }
            let bytes = fetch(span.clone())?;
            let wanted = bytes.get((from - span.start) as usize..(until - span.start) as usize);
            part.copy_from_slice(wanted.ok_or(io::ErrorKind::UnexpectedEof)?);
            // What cannot be kept is fetched again.
            let _ = cached.put(piece, &bytes);
            is_more = true;
        }
        if is_more {
            self.make_room(cached);
        }
        Ok(())
    }

    /// Forgets the pieces of objects that were not read for longest, until the rest is few enough.
    fn make_room(&self, but: &Arc<Cached>) {
        let objects = self.objects();
        let mut all: Vec<_> = objects.values().filter(|one| !Arc::ptr_eq(one, but)).collect();
        all.sort_by_key(|one| one.used.load(Ordering::Relaxed));
        let held = |one: &Cached| one.bytes.load(Ordering::Relaxed);
        let mut sum: u64 = objects.values().map(|one| held(one)).sum();
        for one in all {
            if sum <= self.most {
                return;
            }
            sum -= held(one);
            // One that cannot be emptied stays.
            let _ = one.empty();
        }
    }
}

impl Cached {
    fn open(path: &Path, length: u64) -> io::Result<Self> {
        let open = |path: &Path| {
            OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(path)
        };
        let (file, have) = (open(path)?, open(&path.with_added_extension(HAVE))?);
        let mut pieces = vec![0; (length.div_ceil(PIECE) as usize).div_ceil(8)];
        let is_known = file.metadata()?.len() == length && have.read_exact_at(&mut pieces, 0).is_ok();
        if !is_known {
            pieces.fill(0);
            have.write_all_at(&pieces, 0)?;
            file.set_len(length)?;
        }
        let count: u32 = pieces.iter().map(|byte| byte.count_ones()).sum();
        Ok(Self {
            length,
            file,
            have,
            pieces: RwLock::new(pieces),
            bytes: AtomicU64::new(u64::from(count) * PIECE),
            used: AtomicU64::new(0),
        })
    }

    /// Reads if all pieces are there.
    fn try_read(&self, wanted: &Range<u64>, at: u64, buffer: &mut [u8]) -> io::Result<bool> {
        let pieces = self.pieces.read().unwrap_or_else(PoisonError::into_inner);
        let is_there = |piece: u64| {
            let byte = pieces.get(piece as usize / 8).copied().unwrap_or(0);
            byte >> (piece % 8) & 1 == 1
        };
        if !wanted.clone().all(is_there) {
            return Ok(false);
        }
        self.file.read_exact_at(buffer, at)?;
        Ok(true)
    }

    /// Keeps a piece: durable before it is said to be there.
    fn put(&self, piece: u64, bytes: &[u8]) -> io::Result<()> {
        let mut pieces = self.pieces.write().unwrap_or_else(PoisonError::into_inner);
        self.file.write_all_at(bytes, piece * PIECE)?;
        self.file.sync_data()?;
        if let Some(byte) = pieces.get_mut(piece as usize / 8) {
            *byte |= 1 << (piece % 8);
            self.have.write_all_at(&[*byte], piece / 8)?;
        }
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn has_all(&self) -> io::Result<()> {
        let mut pieces = self.pieces.write().unwrap_or_else(PoisonError::into_inner);
        for piece in 0..self.length.div_ceil(PIECE) {
            if let Some(byte) = pieces.get_mut(piece as usize / 8) {
                *byte |= 1 << (piece % 8);
            }
        }
        self.have.write_all_at(&pieces, 0)?;
        self.bytes.store(self.length, Ordering::Relaxed);
        Ok(())
    }

    fn empty(&self) -> io::Result<()> {
        let mut pieces = self.pieces.write().unwrap_or_else(PoisonError::into_inner);
        pieces.fill(0);
        self.bytes.store(0, Ordering::Relaxed);
        self.have.write_all_at(&pieces, 0)?;
        self.have.sync_data()?;
        self.file.set_len(0)?;
        self.file.set_len(self.length)
    }
}
