use domain::facts::{FactSink, Memberships, Rows, User};
use proptest::prelude::*;

use super::*;
use crate::snapshot::{NextOrdinals, OrdinalKind, ReplayOptions, SnapshotError, Table};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_class_comes_back_as_it_went_in(seed: u64, size in 0_u32..10, order: u64) {
        let directory = tempfile::tempdir().unwrap();
        let store = SnapshotStore::open(directory.path()).unwrap();
        let world = World::of(seed, size);
        let snapshot = commit(&store, &world.shuffled(order), 0);
        prop_assert_eq!(sorted(replayed(&snapshot)), lines_of(&world));
    }
}

#[test]
fn rows_come_back_in_the_order_of_their_ordinals() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let world = World::of(7, 12);
    let lines = replayed(&commit(&store, &world.shuffled(8), 0)).0;
    for class in ["User {", "Group {", "App {", "group "] {
        let of_class: Vec<&String> = lines.iter().filter(|line| line.starts_with(class)).collect();
        assert!(
            of_class.len() > 11 && of_class.is_sorted_by_key(|line| ordinal(line)),
            "{class}"
        );
    }
    let place = |class| lines.iter().position(|line| line.starts_with(class)).unwrap();
    assert!(
        place("User {") < place("group ") && place("App {") < place("app "),
        "objects before links"
    );
}

/// Ordinals in Debug text have no leading zeros: compare them as numbers.
fn ordinal(line: &str) -> (u64, &str) {
    let digits = line
        .split_once("ordinal: ")
        .and_then(|(_, rest)| rest.split(',').next());
    (
        digits.map_or(0, |digits| digits.parse().unwrap()),
        if digits.is_some() { "" } else { line },
    )
}

#[test]
fn the_manifest_comes_back() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut draft = draft(&store, &World::of(1, 3), 0);
    draft.set_effort(42, 1234);
    let committed = draft.commit(coverage()).unwrap();
    drop(store);
    let store = SnapshotStore::open(directory.path()).unwrap_err();
    assert!(
        matches!(store, SnapshotError::InUse { .. }),
        "the snapshot keeps the store open"
    );
    let info = committed.info().clone();
    drop(committed);
    let store = SnapshotStore::open(directory.path()).unwrap();
    let read = store.latest(ORG.url).unwrap().unwrap();
    assert_eq!(*read.info(), info);
    assert_eq!(
        (read.requests, read.duration_ms, read.taken_at),
        (42, 1234, at(0))
    );
    assert_eq!((&read.coverage, read.organization.as_fact()), (&coverage(), ORG));
    assert_eq!((read.rows(Table::Users), read.rows(Table::Coverage)), (3, 3));
    assert_eq!(
        read.next_ordinals,
        NextOrdinals {
            users: 3,
            groups: 3,
            apps: 3
        }
    );
    assert!(read.id.starts_with("20251009T085320123Z-"), "{}", read.id);
}

#[test]
fn ordinals_go_on_after_the_largest_ever_given() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut world = World::of(1, 5);
    commit(&store, &world, 0);
    world.users.pop();
    world.groups.clear();
    let draft = draft(&store, &world, 1);
    assert_eq!(
        draft.next_ordinals(),
        NextOrdinals {
            users: 5,
            groups: 5,
            apps: 5
        }
    );
    let second = draft.commit(coverage()).unwrap();
    assert_eq!(
        second.next_ordinals,
        NextOrdinals {
            users: 5,
            groups: 5,
            apps: 5
        }
    );
    let known = second.ordinals(OrdinalKind::Users).unwrap();
    assert_eq!(
        known,
        world
            .users
            .iter()
            .map(|user| (user.id.to_owned(), user.ordinal))
            .collect::<Vec<_>>()
    );
    assert_eq!(second.ordinals(OrdinalKind::Groups).unwrap(), []);
}

#[test]
fn documents_are_left_out_when_nobody_wants_them() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let user = User {
        id: "00u1",
        login: "ada",
        profile: "{\"p\":1}",
        raw: "{\"r\":1}",
        ..User::default()
    };
    let mut draft = store.begin(ORG, at(0)).unwrap();
    draft.put(Rows::Users(&[user])).unwrap();
    let snapshot = draft.commit(coverage()).unwrap();
    let mut lines = Lines::default();
    snapshot
        .replay_with(ReplayOptions { raw: false }, &mut lines)
        .unwrap();
    assert_eq!(
        lines.0,
        [format!(
            "{:?}",
            User {
                profile: "",
                raw: "",
                ..user
            }
        )]
    );
}

#[test]
fn members_that_come_twice_are_one() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut draft = store.begin(ORG, at(0)).unwrap();
    for users in [[5, 1], [1, 9]] {
        draft
            .put(Rows::Memberships(Memberships {
                group: 2,
                users: &users,
            }))
            .unwrap();
    }
    let lines = replayed(&draft.commit(coverage()).unwrap()).0;
    assert_eq!(
        lines,
        [
            "group 000002 has 000001",
            "group 000002 has 000005",
            "group 000002 has 000009"
        ]
    );
}

#[test]
fn of_a_user_that_comes_twice_the_later_one_counts() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut draft = store.begin(ORG, at(0)).unwrap();
    let user = User {
        ordinal: 3,
        id: "00u1",
        login: "before",
        ..User::default()
    };
    let later = User {
        login: "after",
        ..user
    };
    draft.put(Rows::Users(&[user])).unwrap();
    draft.put(Rows::Users(&[later])).unwrap();
    assert_eq!(
        replayed(&draft.commit(coverage()).unwrap()).0,
        [format!("{later:?}")]
    );
}

#[test]
fn two_users_with_one_ordinal_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut draft = store.begin(ORG, at(0)).unwrap();
    let user = |id| User {
        ordinal: 3,
        id,
        ..User::default()
    };
    draft.put(Rows::Users(&[user("00u1"), user("00u2")])).unwrap();
    let error = draft.commit(coverage()).unwrap_err().to_string();
    assert!(
        error.contains("users have the ordinal 3 (`00u1` and `00u2`)"),
        "{error}"
    );
    assert!(store.latest(ORG.url).unwrap().is_none());
}

#[test]
fn rows_larger_than_the_memory_kept_for_them_come_back() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let long: &'static str = "x".repeat(1 << 20).leak();
    let mut world = World::of(3, 12);
    for user in &mut world.users {
        user.raw = long;
    }
    let snapshot = commit(&store, &world.shuffled(4), 0);
    assert_eq!(sorted(replayed(&snapshot)), lines_of(&world));
}

#[test]
fn every_table_has_the_columns_it_says() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let snapshot = commit(&store, &World::of(1, 12), 0);
    for table in Table::ALL {
        let files = snapshot.table_files(table);
        assert!(!files.is_empty(), "{table:?}");
        let file = std::fs::File::open(&files[0]).unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        assert_eq!(reader.schema().fields(), table.schema().fields(), "{table:?}");
        assert_eq!(Table::from_word(table.as_str()), Some(table));
    }
}
