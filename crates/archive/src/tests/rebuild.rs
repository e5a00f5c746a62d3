//! Indexes that are gone, torn, flipped or old are made anew from the Parquet files, and nothing is lost or wrong.

use super::faulty::{Fault, Faulty};
use super::made::{self, Dice};
use super::{open, options};
use crate::{Archive, Filter, OpenError, Options, Query, Rebuilding, Told};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// An archive of a small segment, and of a merged one with several row groups.
fn filled(folder: &Path, events: usize) -> BTreeSet<Vec<u8>> {
    let archive = open(folder);
    let mut dice = Dice(11);
    for _ in 0..3 {
        let (batch, input) = made::batch(&mut dice, events, 1_000_000);
        archive.append(&batch, &input, Some(("okta", "here"))).unwrap();
        archive.seal().unwrap();
    }
    archive.compact().unwrap();
    let (batch, input) = made::batch(&mut dice, 40, 1_000_000);
    archive.append(&batch, &input, None).unwrap();
    archive.seal().unwrap();
    all(&archive).unwrap()
}

fn all(archive: &Archive) -> Option<BTreeSet<Vec<u8>>> {
    let mut rows = BTreeSet::new();
    let scanned = archive.scan(&Query::default(), &mut |batch, raw| {
        rows.extend(made::rows(batch, raw))
    });
    scanned.ok().map(|_| rows)
}

/// How many events have each of some words and parts of words.
fn counts(archive: &Archive) -> Option<Vec<u64>> {
    let texts = made::WORDS.iter().chain(&["Id-", "10.200", "other"]);
    let filters = texts.flat_map(|text| {
        [
            Filter::Word((*text).to_owned()),
            Filter::Substring((*text).to_owned()),
        ]
    });
    let count = |filter| {
        let query = Query {
            filter,
            ..Query::default()
        };
        archive.count(&query).ok().map(|count| count.events)
    };
    filters.map(count).collect()
}

fn indexes(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("index")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn largest(folder: &Path) -> (PathBuf, Vec<u8>) {
    let all = indexes(folder).into_iter();
    let all = all.map(|path| (path.clone(), std::fs::read(path).unwrap()));
    all.max_by_key(|(_, bytes)| bytes.len()).unwrap()
}

fn told() -> (Options, Arc<Mutex<Vec<Rebuilding>>>) {
    let told: Arc<Mutex<Vec<Rebuilding>>> = Arc::default();
    let hear = Arc::clone(&told);
    let options = Options {
        told: Told::new(move |progress| hear.lock().unwrap().push(progress)),
        ..options()
    };
    (options, told)
}

#[test]
fn indexes_that_are_gone_are_made_anew_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let rows = filled(folder.path(), 120);
    let expected = counts(&open(folder.path())).unwrap();
    let old = indexes(folder.path());
    old.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let (options, told) = told();
    let archive = Archive::open(folder.path(), options.clone()).unwrap();
    assert_eq!(all(&archive).unwrap(), rows);
    assert_eq!(counts(&archive).unwrap(), expected);
    let told = std::mem::take(&mut *told.lock().unwrap());
    assert_eq!(told.len(), old.len());
    assert_eq!((told[0].done, told[0].of), (0, old.len()));
    let (batch, input) = made::batch(&mut Dice(11), 120, 1_000_000);
    assert_eq!(archive.append(&batch, &input, None).unwrap().stored, 0);
    drop(archive);
    let new = indexes(folder.path());
    assert_eq!(new.len(), old.len());
    let _again = Archive::open(folder.path(), options).unwrap();
    assert_eq!(indexes(folder.path()), new);
}

#[test]
fn an_index_of_another_version_or_cut_anywhere_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let rows = filled(folder.path(), 120);
    for round in 0..4 {
        let path = indexes(folder.path()).pop().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let length = bytes.len();
        match round {
            0 => bytes[length - 1] = b'2',
            round => bytes.truncate(length * (round - 1) / 3 + round),
        }
        std::fs::write(&path, bytes).unwrap();
        let (options, told) = told();
        let archive = Archive::open(folder.path(), options).unwrap();
        assert_eq!(told.lock().unwrap().len(), 1, "round {round}");
        assert_eq!(all(&archive).unwrap(), rows, "round {round}");
    }
}

#[test]
fn a_flipped_bit_is_found_before_it_tells_anything_wrong_and_healed() {
    let folder = tempfile::tempdir().unwrap();
    let rows = filled(folder.path(), 700);
    let expected = counts(&open(folder.path())).unwrap();
    let (mut at_opening, mut later) = (0, 0);
    let length = largest(folder.path()).1.len();
    for at in (0..length).step_by(length / 60) {
        let (path, mut bytes) = largest(folder.path());
        let at = at.min(bytes.len() - 1);
        bytes[at] ^= 0x10;
        std::fs::write(&path, bytes).unwrap();
        let (options, told) = told();
        let archive = Archive::open(folder.path(), options).unwrap();
        at_opening += told.lock().unwrap().len();
        assert!(
            counts(&archive).is_none_or(|counts| counts == expected),
            "byte {at}"
        );
        assert!(all(&archive).is_none_or(|found| found == rows), "byte {at}");
        later += archive.heal().unwrap();
        assert_eq!(all(&archive).unwrap(), rows, "byte {at}");
        assert_eq!(counts(&archive).unwrap(), expected, "byte {at}");
        assert_eq!(archive.heal().unwrap(), 0);
        drop(archive);
        assert_eq!(all(&open(folder.path())).unwrap(), rows, "byte {at}");
    }
    assert!(at_opening > 0 && later > 0, "{at_opening} {later}");
}

#[test]
fn death_at_any_step_of_the_making_is_got_over() {
    for step in 0..200 {
        let folder = tempfile::tempdir().unwrap();
        let rows = filled(folder.path(), 120);
        indexes(folder.path())
            .iter()
            .for_each(|path| std::fs::remove_file(path).unwrap());
        let files = Faulty::new(step, Fault::Dies);
        let is_open = Archive::open_with(Arc::new(files.clone()), folder.path(), options()).is_ok();
        files.lose_power(step % 5);
        let archive = open(folder.path());
        assert_eq!(all(&archive).unwrap(), rows, "step {step}");
        assert_eq!(archive.cursor("okta").as_deref(), Some("here"));
        if is_open {
            return;
        }
    }
    panic!("the archive was never open");
}

#[test]
fn a_parquet_file_that_is_damaged_is_told() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), 120);
    let path = open(folder.path()).files().pop().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.pop();
    std::fs::write(&path, bytes).unwrap();
    indexes(folder.path())
        .iter()
        .for_each(|path| std::fs::remove_file(path).unwrap());
    match Archive::open(folder.path(), options()) {
        Err(OpenError::Damaged { path: told, .. }) => assert_eq!(told, path),
        other => panic!("{other:?}"),
    }
}
