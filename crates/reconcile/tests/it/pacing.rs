use crate::simulated::{World, drive};
use domain::Timestamp;
use domain::facts::{ObjectClass, Organization};
use okta_sim::LimitMode;
use portolan_reconcile::scan::{OrdinalBook, ScanOptions, ScanProgress, scan};
use store::snapshot::SnapshotStore;
use tokio::sync::watch;

/// With Okta's real limits and half of them for us, a whole scan takes hardly longer than its slowest bucket must,
/// and is never told to slow down.
#[test]
fn a_scan_of_20_000_people_keeps_within_its_share_and_wastes_little_of_it() {
    let world = World::around(okta_sim::World::medium(1));
    world.sim.set_limits(LimitMode::Real, 100);
    let folder = tempfile::tempdir().unwrap();
    let snapshots = SnapshotStore::open(folder.path()).unwrap();
    let organization = Organization {
        id: "00o1",
        name: "Acme",
        url: "https://acme.okta.test",
    };
    let mut draft = snapshots.begin(organization, Timestamp::from_ms(1)).unwrap();
    let mut book = OrdinalBook::default();
    let (progress, _) = watch::channel(ScanProgress::new());
    let scanning = scan(
        &world.client,
        &mut draft,
        &mut book,
        ScanOptions::default(),
        &progress,
    );
    let scanned = drive(&world.clock, scanning).unwrap();

    for class in ObjectClass::ALL
        .into_iter()
        .filter(|class| *class != ObjectClass::GroupOwners)
    {
        assert!(
            scanned.coverage.is_whole(class),
            "{:?}",
            scanned.coverage.of(class)
        );
    }
    let buckets = world.client.progress().buckets;
    let limited: u64 = buckets.iter().map(|bucket| bucket.limited).sum();
    assert_eq!(limited, 0, "{buckets:?}");
    // Half of each limit a minute: the bucket that needs most minutes is the floor.
    let floor_s = buckets
        .iter()
        .filter_map(|bucket| Some(bucket.requests as f64 * 60.0 / (f64::from(bucket.limit?) * 0.5)))
        .fold(0.0, f64::max);
    let took_s = world.clock.elapsed().as_secs_f64();
    println!(
        "{} requests in {took_s:.0} s of simulated time; the floor is {floor_s:.0} s",
        scanned.requests
    );
    assert!(
        took_s <= floor_s * 1.1 + 60.0,
        "{took_s:.0} s for a floor of {floor_s:.0} s: {buckets:?}"
    );
}
