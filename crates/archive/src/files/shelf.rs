//! Files on a store of objects, as S3 is: segments and the manifest lie there, the log stays on the local disk, and what
//! is read of indexes is kept beside it.
//!
//! A segment's file is written to the local disk first, and becomes an object when it is synchronized, so whatever the
//! manifest names is there. The manifest is replaced only where it is the one that was read last: of two servers that
//! keep one archive, the one that opened it later goes on, and the other is told.

mod cache;

use super::{Disk, Files, Sink, Source};
use cache::{Cache, Cached};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Keeps objects by key. Each call tries again by itself what may go well the next time.
pub trait Objects: Send + Sync + std::fmt::Debug {
    /// A part of an object, in full; an error of the kind `NotFound` when there is no such object.
    fn part(&self, key: &str, part: Range<u64>) -> io::Result<Vec<u8>>;
    /// A small object and what stands for its content; `None` when there is no such object.
    fn get(&self, key: &str) -> io::Result<Option<(Vec<u8>, String)>>;
    /// Writes an object, in the place of one that may be there.
    fn put(&self, key: &str, bytes: Vec<u8>) -> io::Result<()>;
    /// Writes an object in the place of the content that `known` stands for, or where none is; returns what stands for
    /// the new content, or `None` when something else is there.
    fn replace(&self, key: &str, bytes: Vec<u8>, known: Option<&str>) -> io::Result<Option<String>>;
    /// Removes an object; one that is not there is no fault.
    fn remove(&self, key: &str) -> io::Result<()>;
    /// The keys that begin so, with the lengths of their objects.
    fn list(&self, beginning: &str) -> io::Result<Vec<(String, u64)>>;
}

/// The key of the manifest.
const MANIFEST: &str = "manifest.json";

/// Files of an archive whose segments are objects. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Shelf(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    objects: Arc<dyn Objects>,
    /// The objects that are there.
    lengths: Mutex<BTreeMap<String, u64>>,
    written: Mutex<Written>,
    cache: Cache,
}

/// What is known of the manifest in the store.
#[derive(Debug, Default)]
struct Written {
    /// Stands for the one that was read or written last.
    tag: Option<String>,
    /// Those that may be there or not, because there was no answer.
    doubtful: Vec<Vec<u8>>,
}

impl Written {
    const fn of(tag: String) -> Self {
        Self {
            tag: Some(tag),
            doubtful: Vec::new(),
        }
    }
}

/// Where a path leads.
enum Place {
    /// To the local disk.
    Near,
    Manifest,
    Object(String),
}

impl Shelf {
    /// Looks what is there. Of indexes, so many bytes are kept on the local disk, about.
    pub(crate) fn open(folder: &Path, objects: Arc<dyn Objects>, cache_bytes: u64) -> io::Result<Self> {
        let mut lengths = BTreeMap::new();
        for beginning in ["events/", "index/"] {
            lengths.extend(objects.list(beginning)?);
        }
        let is_there = |name: &str| lengths.contains_key(&format!("index/{name}"));
        let cache = Cache::open(&folder.join("cache"), cache_bytes, &is_there)?;
        Ok(Self(Arc::new(Inner {
            folder: folder.to_owned(),
            objects,
            lengths: Mutex::new(lengths),
            written: Mutex::default(),
            cache,
        })))
    }

    /// Makes an object of a local file.
    pub(crate) fn take_in(&self, path: &Path) -> io::Result<()> {
        let bytes = super::read(&Disk, path)?;
        match self.0.place(path) {
            Place::Object(key) => self.0.upload(&key, bytes),
            Place::Near | Place::Manifest => Ok(()),
        }
    }
}

impl Inner {
    fn place(&self, path: &Path) -> Place {
        let Ok(below) = path.strip_prefix(&self.folder) else {
            return Place::Near;
        };
        let is_passing = path
            .extension()
            .is_some_and(|end| end == "part" || end == "draft");
        if below == Path::new(MANIFEST) {
            Place::Manifest
        } else if !is_passing && (below.starts_with("events") || below.starts_with("index")) {
            let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
            Place::Object(parts.collect::<Vec<_>>().join("/"))
        } else {
            Place::Near
        }
    }

    fn lengths(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.lengths.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn upload(&self, key: &str, bytes: Vec<u8>) -> io::Result<()> {
        let length = bytes.len() as u64;
        self.objects.put(key, bytes)?;
        self.lengths().insert(key.to_owned(), length);
        Ok(())
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a manifest in the place of the one that was read last.
    fn commit(&self, bytes: Vec<u8>) -> io::Result<()> {
        let mut written = self.written();
        for _ in 0..2 {
            let tag = written.tag.as_deref();
            let replaced = self.objects.replace(MANIFEST, bytes.clone(), tag);
            if replaced.is_err() {
                written.doubtful.push(bytes.clone());
            }
            if let Some(tag) = replaced? {
                *written = Written::of(tag);
                return Ok(());
            }
            // It may be ours, if the answer to an earlier try was lost.
            match self.objects.get(MANIFEST)? {
                Some((found, tag)) if found == bytes => {
                    *written = Written::of(tag);
                    return Ok(());
                }
                Some((found, tag)) if written.doubtful.contains(&found) => written.tag = Some(tag),
                _ => break,
            }
        }
        Err(io::Error::other(TAKEN))
    }
}

const TAKEN: &str = "another server keeps the archive in the store now; stop one of the two, and start this one again to go on here";

impl Files for Shelf {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        match self.0.place(path) {
            Place::Object(key) if key.contains('/') => Ok(()),
            _ => Disk.make_folder(path),
        }
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        match self.0.place(path) {
            Place::Near | Place::Manifest => Disk.create(path),
            Place::Object(key) => {
                let draft = self.0.cache.draft(&key);
                Ok(Box::new(Upload {
                    sink: Disk.create(&draft)?,
                    draft,
                    key,
                    shelf: self.clone(),
                }))
            }
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        match self.0.place(path) {
            Place::Near => Disk.open(path),
            Place::Manifest => {
                let (bytes, tag) = self.0.objects.get(MANIFEST)?.ok_or(io::ErrorKind::NotFound)?;
                *self.0.written() = Written::of(tag);
                Ok(Box::new(Whole(bytes)))
            }
            Place::Object(key) => {
                let length = self
                    .0
                    .lengths()
                    .get(&key)
                    .copied()
                    .ok_or(io::ErrorKind::NotFound)?;
                let cached = match key.strip_prefix("index/") {
                    Some(name) => Some(self.0.cache.object(name, length)?),
                    None => None,
                };
                Ok(Box::new(Object {
                    shelf: self.clone(),
                    key,
                    length,
                    cached,
                }))
            }
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.0.place(to) {
            Place::Near => Disk.rename(from, to),
            Place::Manifest => {
                self.0.commit(super::read(&Disk, from)?)?;
                // A draft that stays is written anew the next time.
                let _ = Disk.remove(from);
                Ok(())
            }
            Place::Object(_) => Err(io::Error::other("an object cannot get another name")),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match self.0.place(path) {
            Place::Near | Place::Manifest => Disk.remove(path),
            Place::Object(key) => {
                self.0.objects.remove(&key)?;
                self.0.lengths().remove(&key);
                self.0
                    .cache
                    .forget(key.strip_prefix("index/").unwrap_or_default());
                Ok(())
            }
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let Place::Object(key) = self.0.place(path) else {
            return Disk.list(path);
        };
        // What is left of the making of indexes lies on the local disk.
        let mut names = Disk.list(path)?;
        let beginning = format!("{key}/");
        let lengths = self.0.lengths();
        let below = lengths.keys().filter_map(|other| other.strip_prefix(&beginning));
        names.extend(below.map(|rest| rest.split('/').next().unwrap_or(rest).to_owned()));
        names.sort();
        names.dedup();
        Ok(names)
    }
}

/// A file that becomes an object.
struct Upload {
    sink: Box<dyn Sink>,
    draft: PathBuf,
    key: String,
    shelf: Shelf,
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Sink for Upload {
    fn sync(&mut self) -> io::Result<()> {
        self.sink.sync()?;
        let bytes = super::read(&Disk, &self.draft)?;
        let length = bytes.len() as u64;
        let inner = &self.shelf.0;
        inner.upload(&self.key, bytes)?;
        match self.key.strip_prefix("index/") {
            Some(name) => inner.cache.keep(&self.draft, name, length),
            None => Disk.remove(&self.draft),
        }
    }

    fn cut(&mut self, _: u64) -> io::Result<()> {
        Err(io::Error::other("an object cannot be cut"))
    }
}

/// An object that is read.
#[derive(Debug)]
struct Object {
    shelf: Shelf,
    key: String,
    length: u64,
    /// None when it is read whole, and seldom.
    cached: Option<Arc<Cached>>,
}

impl Source for Object {
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        let end = at.saturating_add(buffer.len() as u64);
        if end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let objects = &self.shelf.0.objects;
        let fetch = |part: Range<u64>| objects.part(&self.key, part);
        match &self.cached {
            Some(cached) => self.shelf.0.cache.read(cached, at, buffer, &fetch),
            None => copy(&fetch(at..end)?, buffer),
        }
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.length)
    }
}

/// A small object that was read.
#[derive(Debug)]
struct Whole(Vec<u8>);

impl Source for Whole {
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        let at = usize::try_from(at).map_err(io::Error::other)?;
        let part = self.0.get(at..at.saturating_add(buffer.len()));
        copy(part.ok_or(io::ErrorKind::UnexpectedEof)?, buffer)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.0.len() as u64)
    }
}

fn copy(bytes: &[u8], buffer: &mut [u8]) -> io::Result<()> {
    if bytes.len() != buffer.len() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    buffer.copy_from_slice(bytes);
    Ok(())
}
