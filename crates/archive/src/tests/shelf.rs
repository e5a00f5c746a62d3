//! Segments in a store of objects: what fails, what is cut short, and who keeps the archive.

use super::made::{self, Dice};
use super::options;
use crate::files::Objects;
use crate::{Archive, OpenError, Query, Retention, Store};
use domain::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A store in memory that dies at a chosen step, before or after it did what was asked.
#[derive(Debug, Default)]
struct Memory(Mutex<World>);

#[derive(Debug, Default)]
struct World {
    objects: BTreeMap<String, (Vec<u8>, u64)>,
    written: u64,
    /// Steps until it dies.
    left: Option<u64>,
    is_dead: bool,
    steps: u64,
    /// Bytes that were fetched.
    fetched: u64,
}

impl Memory {
    /// Does something that changes the store: when it dies, in every other step it is done all the same.
    fn change<T>(&self, f: impl FnOnce(&mut World) -> T) -> io::Result<T> {
        let mut world = self.0.lock().unwrap();
        if world.is_dead {
            return Err(io::Error::other("the store is gone"));
        }
        world.steps += 1;
        if let Some(left) = &mut world.left {
            if *left == 0 {
                world.is_dead = true;
                if world.steps.is_multiple_of(2) {
                    f(&mut world);
                }
                return Err(io::Error::other("the store went away"));
            }
            *left -= 1;
        }
        Ok(f(&mut world))
    }

    fn dies_after(&self, steps: Option<u64>) {
        let mut world = self.0.lock().unwrap();
        (world.left, world.is_dead, world.steps) = (steps, false, 0);
    }

    fn steps(&self) -> u64 {
        self.0.lock().unwrap().steps
    }

    fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().objects.keys().cloned().collect()
    }
}

impl World {
    fn put(&mut self, key: &str, bytes: Vec<u8>) -> String {
        self.written += 1;
        self.objects.insert(key.to_owned(), (bytes, self.written));
        self.written.to_string()
    }
}

impl Objects for Memory {
    fn part(&self, key: &str, part: Range<u64>) -> io::Result<Vec<u8>> {
        let mut world = self.0.lock().unwrap();
        let (bytes, _) = world.objects.get(key).ok_or(io::ErrorKind::NotFound)?;
        let part = bytes[part.start as usize..part.end as usize].to_vec();
        world.fetched += part.len() as u64;
        Ok(part)
    }

    fn get(&self, key: &str) -> io::Result<Option<(Vec<u8>, String)>> {
        let world = self.0.lock().unwrap();
        let found = world.objects.get(key);
        Ok(found.map(|(bytes, tag)| (bytes.clone(), tag.to_string())))
    }

    fn put(&self, key: &str, bytes: Vec<u8>) -> io::Result<()> {
        self.change(|world| drop(world.put(key, bytes)))
    }

    fn replace(&self, key: &str, bytes: Vec<u8>, known: Option<&str>) -> io::Result<Option<String>> {
        self.change(|world| {
            let now = world.objects.get(key).map(|(_, tag)| tag.to_string());
            (now.as_deref() == known).then(|| world.put(key, bytes))
        })
    }

    fn remove(&self, key: &str) -> io::Result<()> {
        self.change(|world| drop(world.objects.remove(key)))
    }

    fn list(&self, beginning: &str) -> io::Result<Vec<(String, u64)>> {
        let world = self.0.lock().unwrap();
        let all = world.objects.iter().filter(|(key, _)| key.starts_with(beginning));
        Ok(all
            .map(|(key, (bytes, _))| (key.clone(), bytes.len() as u64))
            .collect())
    }
}

fn store(objects: &Arc<Memory>) -> Store {
    Store {
        objects: Arc::clone(objects) as Arc<dyn Objects>,
        name: "s3://bucket/here".to_owned(),
        cache_bytes: 1 << 30,
    }
}

fn open(objects: &Arc<Memory>, folder: &Path) -> Archive {
    Archive::open_in(store(objects), folder, options()).unwrap()
}

fn all(archive: &Archive) -> BTreeSet<Vec<u8>> {
    let (mut rows, mut count) = (BTreeSet::new(), 0);
    let scanned = archive.scan(&Query::default(), &mut |batch, raw| {
        count += batch.len();
        rows.extend(made::rows(batch, raw));
    });
    scanned.unwrap();
    assert_eq!(count, rows.len(), "an event is there twice");
    rows
}

/// Takes in a batch made from a seed; `None` when it was refused.
fn take_in(archive: &Archive, seed: u64, cursor: &str) -> Option<BTreeSet<Vec<u8>>> {
    let (batch, input) = made::batch(&mut Dice(seed), 90, 100_000_000);
    let taken = archive.append(&batch, &input, Some(("okta", cursor)));
    taken
        .ok()
        .map(|_| made::rows(&batch, &input).into_iter().collect())
}

#[test]
fn another_folder_goes_on_and_the_one_before_is_told_and_loses_nothing() {
    let objects = Arc::new(Memory::default());
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = open(&objects, one.path());
    let mut sealed = take_in(&first, 1, "a").unwrap();
    first.seal().unwrap();
    let recent = take_in(&first, 2, "b").unwrap();

    let second = open(&objects, two.path());
    assert_eq!(all(&second), sealed);
    assert_eq!(second.cursor("okta").as_deref(), Some("a"));
    sealed.extend(take_in(&second, 3, "c").unwrap());
    // The same events come again, as they do from a source that is read from the cursor on.
    sealed.extend(take_in(&second, 2, "d").unwrap());
    second.seal().unwrap();

    let told = first.seal().unwrap_err().to_string();
    assert!(told.contains("another server"), "{told}");
    assert!(all(&first).is_superset(&recent));
    let later = take_in(&first, 4, "old").unwrap();
    drop(first);
    sealed.extend(later);
    for _ in 0..2 {
        // Once taken over, and once again as its own.
        let first = open(&objects, one.path());
        assert_eq!(all(&first), sealed);
        assert_eq!(first.cursor("okta").as_deref(), Some("d"));
        drop(first);
    }
    let first = open(&objects, one.path());
    first.seal().unwrap();
    assert_eq!(all(&first), sealed);
    assert!(second.seal().is_ok(), "nothing is recent there");
    take_in(&second, 5, "e").unwrap();
    assert!(second.seal().is_err());
}

/// Appends, seals, compacts and drops, and knows what was acknowledged.
fn play(archive: &Archive) -> BTreeSet<Vec<u8>> {
    let mut rows = BTreeSet::new();
    for seed in 10..15 {
        rows.extend(take_in(archive, seed, &seed.to_string()).unwrap());
        let _ = archive.seal();
        if seed == 13 {
            let _ = archive.compact();
        }
    }
    rows
}

#[test]
fn a_store_that_goes_away_at_any_step_loses_nothing() {
    let objects = Arc::new(Memory::default());
    let folder = tempfile::tempdir().unwrap();
    play(&open(&objects, folder.path()));
    let steps = objects.steps();
    assert!(steps > 20);
    for step in (1..steps).step_by(2) {
        let objects = Arc::new(Memory::default());
        let folder = tempfile::tempdir().unwrap();
        objects.dies_after(Some(step));
        let Ok(archive) = Archive::open_in(store(&objects), folder.path(), options()) else {
            continue;
        };
        let rows = play(&archive);
        // Killed now, or gone on with when the store is back.
        if step % 3 > 0 {
            drop(archive);
            objects.dies_after(None);
            assert_eq!(all(&open(&objects, folder.path())), rows, "step {step}");
        } else {
            objects.dies_after(None);
            archive.seal().unwrap();
            archive.compact().unwrap();
            assert_eq!(all(&archive), rows, "step {step}");
            drop(archive);
        }
        let archive = open(&objects, folder.path());
        archive.seal().unwrap();
        assert_eq!(all(&archive), rows, "step {step}");
        let other = tempfile::tempdir().unwrap();
        drop(archive);
        let archive = open(&objects, other.path());
        assert_eq!(all(&archive), rows, "step {step}");
        let named: BTreeSet<String> = archive.files().iter().map(|path| name(path)).collect();
        let there = objects.keys();
        let there = there.iter().filter(|key| key.ends_with(".parquet"));
        assert_eq!(
            there.map(|key| name(Path::new(key))).collect::<BTreeSet<_>>(),
            named
        );
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn an_archive_of_a_folder_is_brought_into_the_store_whatever_cuts_it_short() {
    for step in 0.. {
        let objects = Arc::new(Memory::default());
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(folder.path(), options()).unwrap();
        let mut rows = play(&archive);
        rows.extend(take_in(&archive, 20, "last").unwrap());
        drop(archive);
        objects.dies_after(Some(step));
        let opened = Archive::open_in(store(&objects), folder.path(), options());
        let is_open = opened.is_ok();
        drop(opened);
        objects.dies_after(None);
        let archive = open(&objects, folder.path());
        assert_eq!(all(&archive), rows, "step {step}");
        assert_eq!(archive.cursor("okta").as_deref(), Some("last"));
        assert!(!folder.path().join("manifest.json").exists());
        if is_open {
            return;
        }
    }
}

#[test]
fn a_folder_without_its_store_and_two_archives_for_one_place_are_refused() {
    let objects = Arc::new(Memory::default());
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(open(&objects, one.path()));
    let alone = Archive::open(one.path(), options());
    assert!(matches!(alone, Err(OpenError::Elsewhere { .. })));
    play(&Archive::open(two.path(), options()).unwrap());
    let both = Archive::open_in(store(&objects), two.path(), options());
    assert!(matches!(both, Err(OpenError::Two { .. })));
    assert!(two.path().join("manifest.json").exists());
    let other = Store {
        name: "s3://elsewhere".to_owned(),
        ..store(&objects)
    };
    let other = Archive::open_in(other, one.path(), options());
    assert!(matches!(other, Err(OpenError::Elsewhere { .. })));
}

#[test]
fn what_is_read_is_kept_within_its_bound_and_after_a_restart() {
    let objects = Arc::new(Memory::default());
    let folder = tempfile::tempdir().unwrap();
    let rows = play(&open(&objects, folder.path()));
    let fetched = || objects.0.lock().unwrap().fetched;
    let before = fetched();
    assert_eq!(all(&open(&objects, folder.path())), rows);
    assert_eq!(fetched(), before, "all indexes are there since they were made");
    std::fs::remove_dir_all(folder.path().join("cache")).unwrap();
    assert_eq!(all(&open(&objects, folder.path())), rows);
    let once = fetched();
    assert!(once > before);
    assert_eq!(all(&open(&objects, folder.path())), rows);
    assert_eq!(fetched(), once);
    let small = Store {
        cache_bytes: 1,
        ..store(&objects)
    };
    let archive = Archive::open_in(small, folder.path(), options()).unwrap();
    for _ in 0..2 {
        assert_eq!(all(&archive), rows);
    }
    assert!(fetched() > once, "little is kept");
}

#[test]
fn retention_removes_objects_after_the_manifest_forgot_them() {
    let objects = Arc::new(Memory::default());
    let folder = tempfile::tempdir().unwrap();
    let archive = open(&objects, folder.path());
    play(&archive);
    let later = Timestamp::from_ms(made::START / 1_000 + 400 * 86_400_000);
    let retention = Retention {
        days: Some(1),
        ..Retention::default()
    };
    archive.retain(&retention, later).unwrap();
    assert!(all(&archive).is_empty());
    drop(archive);
    drop(open(&objects, folder.path()));
    assert_eq!(objects.keys(), ["manifest.json"]);
}
