use super::*;
use crate::snapshot::Keep;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[test]
fn keeps_all_young_ones_then_one_a_day_then_one_a_week() {
    let keep = Keep {
        all_days: 2,
        daily_days: 10,
        weekly_days: Some(60),
    };
    let now = Timestamp::from_ms(1000 * DAY_MS);
    // Every six hours for a hundred days.
    let moments: Vec<Timestamp> = (0..400).map(|n| now.plus_ms((n - 400) * 6 * HOUR_MS)).collect();
    let expired = keep.expired(&moments, now);
    let kept: Vec<i64> = moments
        .iter()
        .zip(&expired)
        .filter(|(_, gone)| !**gone)
        .map(|(at, _)| at.as_ms())
        .collect();
    let older_than = |days: i64| kept.iter().filter(move |ms| now.as_ms() - **ms > days * DAY_MS);
    assert_eq!(kept.len() - older_than(2).count(), 8, "all of two days");
    assert_eq!(
        older_than(2).count() - older_than(10).count(),
        8,
        "the last of each day begun"
    );
    assert_eq!(older_than(10).count(), 8, "the last of each week begun");
    assert_eq!(older_than(60).count(), 0);
    assert!(
        older_than(2).all(|ms| ms % DAY_MS == 18 * HOUR_MS || now.as_ms() - ms < 3 * DAY_MS),
        "the last of its day"
    );
}

#[test]
fn the_last_one_stays_however_old_it_is() {
    let keep = Keep {
        all_days: 1,
        daily_days: 1,
        weekly_days: Some(1),
    };
    let now = Timestamp::from_ms(1000 * DAY_MS);
    assert_eq!(
        keep.expired(&[Timestamp::from_ms(1), Timestamp::from_ms(2)], now),
        [true, false]
    );
    assert!(keep.expired(&[], now).is_empty());
}

const NOTHING: Keep = Keep {
    all_days: 0,
    daily_days: 0,
    weekly_days: Some(0),
};

#[test]
fn removes_what_no_snapshot_needs() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let mut world = World::of(1, 6);
    let old = commit(&store, &world, 0).id.clone();
    world.users.pop();
    let new = commit(&store, &world, 1);
    let pruned = store.prune(ORG.url, NOTHING, at(2 * DAY_MS)).unwrap();
    assert_eq!((pruned.snapshots.as_slice(), pruned.parts), ([old].as_slice(), 1));
    assert!(pruned.bytes > 0);
    assert_eq!(files(directory.path()), needed(&store));
    assert_eq!(sorted(replayed(&new)), lines_of(&world));
    assert_eq!(
        store.prune(ORG.url, NOTHING, at(2 * DAY_MS)).unwrap(),
        Default::default()
    );
}

#[test]
fn leaves_a_snapshot_that_is_being_read() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let world = World::of(1, 6);
    let read = commit(&store, &world, 0);
    commit(&store, &World::of(2, 6), 1);
    assert!(
        store
            .prune(ORG.url, NOTHING, at(2 * DAY_MS))
            .unwrap()
            .snapshots
            .is_empty()
    );
    assert_eq!(sorted(replayed(&read)), lines_of(&world));
    drop(read);
    assert_eq!(
        store
            .prune(ORG.url, NOTHING, at(2 * DAY_MS))
            .unwrap()
            .snapshots
            .len(),
        1
    );
}

#[test]
fn refreshes_by_the_minute_are_kept_for_a_day() {
    let directory = tempfile::tempdir().unwrap();
    let store = SnapshotStore::open(directory.path()).unwrap();
    let refresh = |hours: i64| {
        let mut draft = store.begin(ORG, at(hours * HOUR_MS)).unwrap();
        draft.set_refresh_of(at(0));
        draft
            .commit(domain::facts::Coverage::default())
            .unwrap()
            .id
            .clone()
    };
    let whole = commit(&store, &World::of(1, 6), 0).id.clone();
    let (old, young, last) = (refresh(1), refresh(30), refresh(31));
    let pruned = store.prune(ORG.url, Keep::default(), at(48 * HOUR_MS)).unwrap();
    assert_eq!(pruned.snapshots, [old]);
    let left: Vec<String> = store
        .list(ORG.url)
        .unwrap()
        .iter()
        .map(|info| info.id.clone())
        .collect();
    assert_eq!(left, [whole, young, last.clone()]);
    let reread = SnapshotStore::open(directory.path());
    assert!(reread.is_err(), "the directory is held");
    assert_eq!(store.get(ORG.url, &last).unwrap().unwrap().whole_at, Some(at(0)));
}
