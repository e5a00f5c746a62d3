//! Nothing visible changes unless all of it does, whichever file operation fails.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::snapshot::disk::Disk;
use crate::snapshot::{Keep, SnapshotError};

/// What happens from the failing operation on.
#[derive(Clone, Copy, Debug, PartialEq)]
enum After {
    /// The process is gone: nothing is done any more.
    Dead,
    /// The disk works again: the program cleans up behind itself.
    Well,
}

/// A disk whose operation number `n` fails with `kind`; also how many operations there were.
fn failing(n: usize, after: After, kind: io::ErrorKind) -> (Disk, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let fault = move |_: &'static str, _: &Path| {
        let this = counter.fetch_add(1, Ordering::Relaxed);
        let fails = if after == After::Dead {
            this >= n
        } else {
            this == n
        };
        if fails { Err(io::Error::from(kind)) } else { Ok(()) }
    };
    (Disk::with_fault(Arc::new(fault)), count)
}

/// Two tables fail in as many ways as twenty do, in less time.
fn two_tables(seed: u64, size: u32) -> World {
    let World {
        users, memberships, ..
    } = World::of(seed, size);
    World {
        users,
        memberships,
        ..World::default()
    }
}

/// A directory with snapshots of these worlds.
fn directory_with(worlds: &[&World]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    for (world, ms) in worlds.iter().zip(0..) {
        commit(&store, world, ms);
    }
    directory
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Runs `work` on copies of `directory`, failing at each of its operations in turn, and then `check` on what a new
/// start finds.
fn at_every_operation<T>(
    directory: &Path,
    work: impl Fn(&SnapshotStore) -> Result<T, SnapshotError>,
    check: impl Fn(&SnapshotStore, Result<T, SnapshotError>, &str),
) {
    for after in [After::Dead, After::Well] {
        for n in 0.. {
            let trial = tempfile::tempdir().unwrap();
            copy(directory, trial.path());
            let (disk, count) = failing(n, after, io::ErrorKind::Other);
            let worked = SnapshotStore::open_on(trial.path(), disk).and_then(|store| work(&store));
            let was_hit = count.load(Ordering::Relaxed) > n;
            let store = SnapshotStore::open(trial.path()).unwrap();
            check(&store, worked, &format!("operation {n}, {after:?}"));
            assert_eq!(files(trial.path()), needed(&store), "operation {n}, {after:?}");
            if !was_hit {
                assert!(n > 5, "the operations are counted");
                break;
            }
        }
    }
}

#[test]
fn a_commit_is_whole_or_not_there() {
    let before = two_tables(1, 4);
    let mut after = before.clone();
    after.users.pop();
    after.memberships.pop();
    let directory = directory_with(&[&before]);
    let (old, new) = (lines_of(&before), lines_of(&after));
    at_every_operation(
        directory.path(),
        |store| {
            let mut draft = store.begin(ORG, at(100))?;
            after.put(&mut draft)?;
            draft.commit(coverage()).map(drop)
        },
        |store, worked, when| {
            let found = sorted(replayed(&store.latest(ORG.url).unwrap().unwrap()));
            assert!(found == old || found == new, "{when}");
            assert!(
                worked.is_err() || found == new,
                "{when}: what was confirmed is there"
            );
            assert_eq!(
                sorted(replayed(&store.as_of(ORG.url, at(50)).unwrap().unwrap())),
                old,
                "{when}"
            );
        },
    );
}

#[test]
fn a_pruning_that_is_interrupted_breaks_nothing() {
    let (first, second) = (two_tables(1, 2), two_tables(2, 2));
    let directory = directory_with(&[&first, &second]);
    let new = lines_of(&second);
    at_every_operation(
        directory.path(),
        |store| {
            store.prune(
                ORG.url,
                Keep {
                    all_days: 0,
                    daily_days: 0,
                    weekly_days: Some(0),
                },
                at(1 << 40),
            )
        },
        |store, _, when| {
            assert_eq!(
                sorted(replayed(&store.latest(ORG.url).unwrap().unwrap())),
                new,
                "{when}"
            );
            for info in store.list(ORG.url).unwrap() {
                replayed(&store.get(ORG.url, &info.id).unwrap().unwrap());
            }
        },
    );
}

#[test]
fn cleaning_up_at_start_can_be_interrupted() {
    let world = World::of(1, 2);
    let directory = directory_with(&[&world]);
    // A process that died when its parts were written and the manifest was not.
    let store =
        SnapshotStore::open_on(directory.path(), failing(25, After::Dead, io::ErrorKind::Other).0).unwrap();
    let mut draft = store.begin(ORG, at(9)).unwrap();
    World::of(2, 3).put(&mut draft).unwrap();
    assert!(draft.commit(coverage()).is_err());
    drop(store);
    let left = files(directory.path()).len();
    at_every_operation(
        directory.path(),
        |_| Ok(()),
        |store, _, when| {
            assert_eq!(
                sorted(replayed(&store.latest(ORG.url).unwrap().unwrap())),
                lines_of(&world),
                "{when}"
            );
        },
    );
    let store = SnapshotStore::open(directory.path()).unwrap();
    assert!(needed(&store).len() < left, "there was something to clean up");
}

#[test]
fn a_full_disk_leaves_the_last_snapshot_and_says_what_to_do() {
    let world = World::of(1, 3);
    let directory = directory_with(&[&world]);
    let fault = |action: &'static str, _: &Path| match action {
        "write" => Err(io::Error::from(io::ErrorKind::StorageFull)),
        _ => Ok(()),
    };
    let store = SnapshotStore::open_on(directory.path(), Disk::with_fault(Arc::new(fault))).unwrap();
    let error = draft(&store, &World::of(2, 3), 9).commit(coverage()).unwrap_err();
    assert!(matches!(error, SnapshotError::NoSpace { .. }));
    let text = error.to_string();
    assert!(
        text.contains("no space left") && text.contains("users-") && text.contains("untouched"),
        "{text}"
    );
    assert_eq!(
        sorted(replayed(&store.latest(ORG.url).unwrap().unwrap())),
        lines_of(&world)
    );
    assert_eq!(
        files(directory.path()),
        needed(&store),
        "nothing is left behind, without a restart"
    );
}

#[test]
fn a_dropped_draft_leaves_nothing() {
    let directory = directory_with(&[&World::of(1, 3)]);
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut world = World::of(2, 6);
    for user in &mut world.users {
        user.raw = "x".repeat(1 << 20).leak();
    }
    let draft = draft(&store, &world, 9);
    assert!(
        files(directory.path()).contains("users.rows"),
        "a large draft is on the disk"
    );
    drop(draft);
    assert_eq!(files(directory.path()), needed(&store));
}
