use super::*;
use crate::snapshot::{SnapshotError, Table};

#[test]
fn the_snapshot_of_a_moment_is_the_last_before_it() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let ids: Vec<String> = (0..3)
        .map(|n| commit(&store, &World::of(n, 1), n as i64 * 100).id.clone())
        .collect();
    let as_of = |ms| {
        store
            .as_of(ORG.url, at(ms))
            .unwrap()
            .map(|snapshot| snapshot.id.clone())
    };
    assert_eq!(as_of(-1), None);
    assert_eq!(as_of(0), Some(ids[0].clone()));
    assert_eq!(as_of(199), Some(ids[1].clone()));
    assert_eq!(as_of(1_000_000), Some(ids[2].clone()));
    assert_eq!(store.latest(ORG.url).unwrap().unwrap().id, ids[2]);
    assert_eq!(
        store
            .list(ORG.url)
            .unwrap()
            .iter()
            .map(|info| info.id.clone())
            .collect::<Vec<_>>(),
        ids
    );
    assert_eq!(store.get(ORG.url, &ids[1]).unwrap().unwrap().id, ids[1]);
    assert!(store.get(ORG.url, "../../etc/passwd").unwrap().is_none());
}

#[test]
fn a_clock_that_goes_back_does_not_hide_the_new_snapshot() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    commit(&store, &World::of(1, 1), 5000);
    let second = commit(&store, &World::of(2, 1), 0);
    assert_eq!(second.taken_at, at(5001));
    assert_eq!(store.latest(ORG.url).unwrap().unwrap().id, second.id);
}

#[test]
fn of_two_scans_at_once_the_first_to_end_counts() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let slow = draft(&store, &World::of(1, 2), 0);
    let fast = commit(&store, &World::of(2, 2), 1);
    assert!(matches!(
        slow.commit(coverage()),
        Err(SnapshotError::Overtaken { .. })
    ));
    assert_eq!(store.latest(ORG.url).unwrap().unwrap().id, fast.id);
    assert_eq!(files(directory.path()), needed(&store));
}

#[test]
fn organizations_are_apart() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    commit(&store, &World::of(1, 1), 0);
    for url in [
        "https://acme.okta.com:8443",
        "http://acme.okta.com",
        "https://ACME.okta.com/../..",
    ] {
        assert!(store.latest(url).unwrap().is_none(), "{url}");
        let draft = store.begin(Organization { url, ..ORG }, at(5)).unwrap();
        draft.commit(coverage()).unwrap();
        assert_eq!(store.list(url).unwrap().len(), 1);
    }
    assert_eq!(store.list(ORG.url).unwrap().len(), 1);
    assert_eq!(store.organizations().unwrap().len(), 4);
    assert_eq!(
        std::fs::read_dir(directory.path()).unwrap().count(),
        5,
        "four directories and the lock"
    );
}

#[test]
fn two_stores_cannot_share_a_directory() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    assert!(matches!(
        SnapshotStore::open(directory.path()),
        Err(SnapshotError::InUse { .. })
    ));
    drop(store);
    SnapshotStore::open(directory.path()).unwrap();
}

/// Damages the users' file of a snapshot and gives what a replay then says.
fn after(damage: impl FnOnce(&Path)) -> String {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let snapshot = commit(&store, &World::of(1, 5), 0);
    let path = snapshot.table_files(Table::Users).remove(0);
    damage(&path);
    let error = snapshot.replay(&mut Lines::default()).unwrap_err().to_string();
    assert!(error.contains(path.to_str().unwrap()), "{error}");
    error
}

#[test]
fn a_missing_file_is_named() {
    assert!(after(|path| std::fs::remove_file(path).unwrap()).contains("is missing"));
}

#[test]
fn a_cut_file_is_named() {
    let cut = |path: &Path| {
        let content = std::fs::read(path).unwrap();
        std::fs::write(path, &content[..content.len() - 10]).unwrap();
    };
    assert!(after(cut).contains("is damaged"));
}

#[test]
fn a_flipped_bit_is_found() {
    let flip = |path: &Path| {
        let mut content = std::fs::read(path).unwrap();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        std::fs::write(path, content).unwrap();
    };
    assert!(after(flip).contains("is damaged"));
}

#[test]
fn the_next_scan_heals_a_damaged_file() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let world = World::of(1, 5);
    let first = commit(&store, &world, 0);
    for table in [Table::Users, Table::Groups] {
        let path = first.table_files(table).remove(0);
        let mut content = std::fs::read(&path).unwrap();
        content[9] ^= 1;
        std::fs::write(&path, content).unwrap();
    }
    let second = commit(&store, &world, 1);
    assert_eq!(sorted(replayed(&second)), lines_of(&world));
    assert_eq!(sorted(replayed(&first)), lines_of(&world));
}

/// Rewrites the manifest of a snapshot and gives what the store then says.
fn with_manifest(edit: impl FnOnce(String) -> String) -> String {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let org = store.org(ORG.url);
    let path = org.manifest(&commit(&store, &World::of(1, 2), 0).id.clone());
    drop(store);
    std::fs::write(&path, edit(std::fs::read_to_string(&path).unwrap())).unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let error = match store.latest(ORG.url) {
        Ok(_) => panic!("the manifest was read"),
        Err(error) => error.to_string(),
    };
    assert!(error.contains(path.to_str().unwrap()), "{error}");
    error
}

#[test]
fn manifests_that_cannot_be_right_are_refused() {
    assert!(
        with_manifest(|text| text.replace("\"version\": 1", "\"version\": 2"))
            .contains("use a newer portolan")
    );
    assert!(with_manifest(|text| text[..text.len() / 2].to_owned()).contains("is damaged"));
    assert!(
        with_manifest(|text| text.replace("\"file\": \"users-", "\"file\": \"../users-"))
            .contains("is damaged")
    );
    assert!(with_manifest(|_| String::new()).contains("is damaged"));
}
