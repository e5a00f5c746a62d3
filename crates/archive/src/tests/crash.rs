//! Whatever step is the last one, the archive is afterwards what was acknowledged.

use super::faulty::{Fault, Faulty};
use super::made::{self, Dice};
use super::{open, options};
use crate::{Archive, Query, Retention};
use domain::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What was acknowledged, and the one append that was not answered.
#[derive(Default)]
struct Told {
    rows: BTreeSet<Vec<u8>>,
    cursor: Option<String>,
    doubtful: Option<(BTreeSet<Vec<u8>>, String)>,
}

/// Appends, seals, compacts and appends again; goes on after every error.
fn play(files: &Faulty, folder: &Path, told: &mut Told, is_mortal: bool) {
    let Ok(archive) = Archive::open_with(Arc::new(files.clone()), folder, options()) else {
        return;
    };
    let mut dice = Dice(7);
    for turn in 0..6 {
        let (batch, input) = made::batch(&mut dice, 9, 1_000_000);
        let rows: BTreeSet<_> = made::rows(&batch, &input).into_iter().collect();
        let cursor = format!("after {turn}");
        match archive.append(&batch, &input, Some(("okta", &cursor))) {
            Ok(_) => {
                told.rows.extend(rows);
                told.cursor = Some(cursor);
            }
            Err(_) if is_mortal => {
                if told.doubtful.is_none() {
                    told.doubtful = Some((rows, cursor));
                }
            }
            Err(_) => {}
        }
        if turn % 2 == 1 {
            let _ = archive.seal();
        }
        if turn == 4 {
            let _ = archive.compact();
        }
    }
}

fn all(archive: &Archive) -> BTreeSet<Vec<u8>> {
    let mut rows = BTreeSet::new();
    let mut count = 0;
    archive
        .scan(&Query::default(), &mut |batch, raw| {
            count += batch.len();
            rows.extend(made::rows(batch, raw));
        })
        .unwrap();
    assert_eq!(count, rows.len(), "an event is there twice");
    rows
}

fn steps() -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let files = Faulty::new(u64::MAX, Fault::Dies);
    play(&files, folder.path(), &mut Told::default(), true);
    files.steps()
}

#[test]
fn death_at_any_step_loses_nothing_that_was_acknowledged() {
    for step in 0..steps() {
        let folder = tempfile::tempdir().unwrap();
        let files = Faulty::new(step, Fault::Dies);
        let mut told = Told::default();
        play(&files, folder.path(), &mut told, true);
        files.lose_power(step % 5);
        let archive = open(folder.path());
        let (found, cursor) = (all(&archive), archive.cursor("okta"));
        let as_told = found == told.rows && cursor == told.cursor;
        let with_last = told.doubtful.is_some_and(|(rows, last)| {
            found == told.rows.union(&rows).cloned().collect() && cursor == Some(last)
        });
        assert!(
            as_told || with_last,
            "step {step}: {} events, {cursor:?}",
            found.len()
        );
    }
}

#[test]
fn a_full_disk_at_any_step_loses_nothing_and_is_got_over() {
    for step in 3..steps() {
        let folder = tempfile::tempdir().unwrap();
        let files = Faulty::new(step, Fault::Full);
        let mut told = Told::default();
        play(&files, folder.path(), &mut told, false);
        let archive = open(folder.path());
        assert_eq!(all(&archive), told.rows, "step {step}");
        assert_eq!(archive.cursor("okta"), told.cursor, "step {step}");
    }
}

#[test]
fn death_during_retention_leaves_all_or_drops_what_is_old() {
    let cut = Timestamp::from_ms(made::START / 1_000 + 3_000_000 + 86_400_000);
    let retention = Retention {
        days: Some(1),
        ..Retention::default()
    };
    for step in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        let mut dice = Dice(step);
        let (batch, input) = made::batch(&mut dice, 200, 1_000_000);
        let archive = open(folder.path());
        archive.append(&batch, &input, None).unwrap();
        archive.seal().unwrap();
        let before = all(&archive);
        drop(archive);
        let files = Faulty::new(step, Fault::Dies);
        if let Ok(archive) = Archive::open_with(Arc::new(files.clone()), folder.path(), options()) {
            let _ = archive.retain(&retention, cut);
        }
        files.lose_power(step % 5);
        let archive = open(folder.path());
        let time = |row: &[u8]| i64::from_le_bytes(row[..8].try_into().unwrap());
        let young: BTreeSet<_> = before
            .iter()
            .filter(|row| time(row) >= made::START + 3_000_000_000)
            .cloned()
            .collect();
        let found = all(&archive);
        assert!(
            found.is_superset(&young) && found.is_subset(&before),
            "step {step}"
        );
        archive.retain(&retention, cut).unwrap();
        assert_eq!(all(&archive), young, "step {step}");
        assert!(archive.files().iter().all(|file| file.exists()));
    }
}

#[test]
fn a_log_that_is_cut_anywhere_holds_its_whole_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(3);
    let mut ends = vec![(0, 0)];
    let archive = open(folder.path());
    let log = folder.path().join("log/000000000001.log");
    for _ in 0..4 {
        let (batch, input) = made::batch(&mut dice, 3, 1_000_000);
        archive.append(&batch, &input, None).unwrap();
        ends.push((std::fs::metadata(&log).unwrap().len(), ends.len() * 3));
    }
    drop(archive);
    let whole = std::fs::read(&log).unwrap();
    for length in (0..=whole.len()).rev().step_by(3) {
        let other = tempfile::tempdir().unwrap();
        std::fs::create_dir(other.path().join("log")).unwrap();
        std::fs::write(other.path().join("log/000000000001.log"), &whole[..length]).unwrap();
        let expected = ends.iter().rfind(|(end, _)| *end <= length as u64).unwrap().1;
        assert_eq!(all(&open(other.path())).len(), expected, "{length} bytes");
    }
}
