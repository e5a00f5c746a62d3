use std::collections::BTreeSet;

use domain::facts::{FactSink, Memberships, Rows, User};

use super::*;
use crate::snapshot::Table;

fn parts(snapshot: &Snapshot, table: Table) -> BTreeSet<String> {
    snapshot
        .table(table)
        .unwrap()
        .parts
        .iter()
        .map(|part| part.file.clone())
        .collect()
}

#[test]
fn the_same_facts_in_any_order_are_the_same_files() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let world = World::of(5, 10);
    let first = commit(&store, &world, 0);
    let second = commit(&store, &world.shuffled(6), 1);
    for table in Table::ALL {
        assert_eq!(parts(&first, table), parts(&second, table), "{table:?}");
    }
}

fn with_members(store: &SnapshotStore, ms: i64, members: impl Fn(u32, u32) -> bool) -> Snapshot {
    let mut draft = store.begin(ORG, at(ms)).unwrap();
    for group in 0..500 {
        let users: Vec<u32> = (0..1000).filter(|user| members(group, *user)).collect();
        draft
            .put(Rows::Memberships(Memberships { group, users: &users }))
            .unwrap();
    }
    draft.commit(coverage()).unwrap()
}

#[test]
fn one_more_and_one_less_member_rewrite_two_parts_at_most() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let first = with_members(&store, 0, |group, user| (group, user) != (100, 77));
    let second = with_members(&store, 1, |group, user| (group, user) != (400, 13));
    let (before, after) = (
        parts(&first, Table::Memberships),
        parts(&second, Table::Memberships),
    );
    assert!(before.len() > 8, "{}", before.len());
    let fresh = after.difference(&before).count();
    assert!((1..=3).contains(&fresh), "{fresh} of {} are new", after.len());
}

fn with_users(store: &SnapshotStore, ms: i64, title: impl Fn(u32) -> Option<&'static str>) -> Snapshot {
    let ids: Vec<String> = (0..20_000).map(|number| format!("00u{number}")).collect();
    let user = |(ordinal, id)| User {
        ordinal,
        id,
        title: title(ordinal),
        ..User::default()
    };
    let users: Vec<User<'_>> = (0..).zip(ids.iter().map(String::as_str)).map(user).collect();
    let mut draft = store.begin(ORG, at(ms)).unwrap();
    draft.put(Rows::Users(&users)).unwrap();
    draft.commit(coverage()).unwrap()
}

#[test]
fn a_changed_user_rewrites_one_part() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let first = with_users(&store, 0, |_| None);
    let second = with_users(&store, 1, |ordinal| (ordinal == 9_999).then_some("Admiral"));
    let (before, after) = (parts(&first, Table::Users), parts(&second, Table::Users));
    assert!(before.len() > 4, "{}", before.len());
    assert_eq!(after.difference(&before).count(), 1);
}

#[test]
fn memberships_take_less_than_four_bytes_a_row() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let snapshot = with_members(&store, 0, |group, user| (group * 7 + user * 13) % 5 == 0);
    let info = snapshot.table(Table::Memberships).unwrap();
    let bytes: u64 = info.parts.iter().map(|part| part.bytes).sum();
    assert!(
        info.rows == 100_000 && bytes < 4 * info.rows,
        "{bytes} bytes for {} rows",
        info.rows
    );
}
