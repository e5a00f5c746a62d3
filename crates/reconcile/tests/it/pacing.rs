use crate::simulated::{World, drive};
use domain::Timestamp;
use domain::facts::{ObjectClass, Organization};
use okta_sim::{LimitMode, Sim};
use portolan_reconcile::scan::{OrdinalBook, ScanOptions, ScanProgress, scan};
use std::time::Duration;
use store::snapshot::SnapshotStore;
use tokio::sync::watch;

/// What a scan within Okta's real limits took, in simulated time.
struct Pace {
    floor_s: f64,
    took_s: f64,
}

/// Scans with Okta's real limits and half of them for us. It is never told to slow down, and administrators, tokens
/// and roles come before the long lists.
#[expect(clippy::print_stdout, reason = "the figures are what one asks this test for")]
fn pace(sim: Sim) -> Pace {
    let world = World::around(sim);
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
    let admins_s = first_things_first(&world).as_secs_f64();
    println!(
        "{} requests in {took_s:.0} s of simulated time, {:.3} times the floor of {floor_s:.0} s; administrators, \
         tokens and roles of people after {admins_s:.0} s",
        scanned.requests,
        took_s / floor_s
    );
    Pace { floor_s, took_s }
}

/// Checks the order of the requests; when the last of the first things was asked for.
fn first_things_first(world: &World) -> Duration {
    let journal = world.journal.lock().unwrap();
    let is = |path: &str, begin: &str, end: &str| path.starts_with(begin) && path.ends_with(end);
    let last = |begin: &'static str, end: &'static str| {
        let found = journal.iter().rev().find(|(_, path)| is(path, begin, end));
        found
            .unwrap_or_else(|| panic!("{begin}…{end} was not asked for"))
            .0
    };
    let first = |begin: &'static str, end: &'static str| {
        let found = journal.iter().find(|(_, path)| is(path, begin, end));
        found
            .unwrap_or_else(|| panic!("{begin}…{end} was not asked for"))
            .0
    };
    let members = first("api/v1/groups/", "/users");
    let people = last("api/v1/users/", "/roles");
    for early in [last("api/v1/api-tokens", ""), last("api/v1/iam/", ""), people] {
        assert!(early <= members, "{early:?} is not before {members:?}");
    }
    assert!(last("api/v1/groups/", "/roles") <= members);
    assert!(last("oauth2/v1/clients/", "/roles") <= first("api/v1/apps/", "/users"));
    people
}

/// 1.28 times the floor is what it takes today: reading administrators, tokens and roles before the long lists leaves
/// other buckets idle meanwhile. The aim is 1.1; a scan must not get slower than it is.
#[test]
fn a_scan_of_20_000_people_keeps_within_its_share_and_wastes_little_of_it() {
    let Pace { floor_s, took_s } = pace(okta_sim::World::medium(1));
    assert!(
        took_s <= floor_s * 1.3,
        "{took_s:.0} s for a floor of {floor_s:.0} s"
    );
}

/// Takes minutes of real time: `cargo test --release -p portolan-reconcile --test it -- --ignored --nocapture pacing`.
#[test]
#[ignore = "takes minutes of real time"]
fn a_scan_of_200_000_people_takes_hardly_longer_than_its_slowest_bucket_must() {
    let Pace { floor_s, took_s } = pace(okta_sim::World::large(1));
    assert!(
        took_s <= floor_s * 1.1,
        "{took_s:.0} s for a floor of {floor_s:.0} s"
    );
}
