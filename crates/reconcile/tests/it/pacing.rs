use crate::bench::Bench;
use crate::simulated::World;
use domain::facts::ObjectClass;
use okta_sim::{LimitMode, Sim};
use std::time::Duration;

/// What a scan within Okta's real limits took, in simulated time.
struct Pace {
    floor_s: f64,
    took_s: f64,
}

/// Scans with Okta's real limits and half of them for us. It is never told to slow down, and administrators, tokens
/// and roles are there long before the last link.
#[expect(clippy::print_stdout, reason = "the figures are what one asks this test for")]
fn pace(sim: Sim) -> Pace {
    let bench = Bench::around(sim);
    let world = &bench.world;
    world.sim.set_limits(LimitMode::Real, 100);
    let scanned = bench.scanned(1).unwrap();

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
    let floor = |bucket: &okta::BucketState| {
        let limit = bucket.limit.map_or(f64::INFINITY, f64::from);
        bucket.requests as f64 * 60.0 / (limit * 0.5)
    };
    let floor_s = buckets.iter().map(floor).fold(0.0, f64::max);
    // Everybody who holds a role, also through a group, costs a request of this bucket.
    let of_people = buckets.iter().find(|bucket| bucket.class == okta::Class::Users);
    let people_floor_s = of_people.map_or(0.0, floor);
    let took_s = world.clock.elapsed().as_secs_f64();
    let admins_s = first_things_first(world).as_secs_f64();
    assert!(
        admins_s <= (took_s / 3.0).max(people_floor_s * 1.1),
        "administrators came after {admins_s:.0} of {took_s:.0} s, people need {people_floor_s:.0} s"
    );
    println!(
        "{} requests in {took_s:.0} s of simulated time, {:.3} times the floor of {floor_s:.0} s; administrators, \
         tokens and roles after {admins_s:.0} s",
        scanned.requests,
        took_s / floor_s
    );
    Pace { floor_s, took_s }
}

/// Checks that everything came after what it needs; when the last of the administrators, tokens and roles was asked
/// for.
fn first_things_first(world: &World) -> Duration {
    let journal = world.journal.lock().unwrap();
    let times = |begin: &str, end: &str| {
        let found = journal
            .iter()
            .filter(|(_, path)| path.starts_with(begin) && path.ends_with(end));
        let times: Vec<Duration> = found.map(|(at, _)| *at).collect();
        assert!(!times.is_empty(), "{begin}…{end} was not asked for");
        times
    };
    let listed = ["api/v1/users", "api/v1/groups", "api/v1/apps"].map(|list| {
        let pages = journal.iter().filter(|(_, path)| path == list);
        pages.map(|(at, _)| *at).max().unwrap()
    });
    let listed = listed.into_iter().max().unwrap();
    let roles = [
        ("api/v1/users/", "/roles"),
        ("api/v1/groups/", "/roles"),
        ("oauth2/v1/clients/", "/roles"),
    ];
    let links = [("api/v1/groups/", "/users"), ("api/v1/apps/", "/users")];
    for (begin, end) in roles.into_iter().chain(links) {
        let first = times(begin, end)[0];
        assert!(
            first >= listed,
            "{begin}…{end} at {first:?}, lists until {listed:?}"
        );
    }
    let definitions = times("api/v1/iam/", "").into_iter().max();
    assert!(definitions.is_some_and(|last| last <= times("api/v1/users/", "/roles")[0]));
    let tokens = times("api/v1/api-tokens", "");
    let administration = roles.into_iter().flat_map(|(begin, end)| times(begin, end));
    administration.chain(tokens).max().unwrap()
}

#[test]
fn a_scan_of_20_000_people_takes_hardly_longer_than_its_slowest_bucket_must() {
    let Pace { floor_s, took_s } = pace(okta_sim::World::medium(1));
    assert!(
        took_s <= floor_s * 1.1,
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
