//! What goes wrong on the way: a scan either comes through whole or leaves what was there before.

use crate::bench::{Bench, URL};
use domain::facts::{Coverage, ObjectClass};
use okta::FaultKind;
use portolan_reconcile::atlas::chart;
use portolan_reconcile::scan::ScanError;
use serde_json::{Value, json};

/// A scan that goes well, then one during a fault that passes: the second is whole too.
fn comes_through(fault: Value) {
    let bench = Bench::new();
    let before = bench.scan(1_000).unwrap();
    bench.world.control("faults", &fault);
    let after = bench
        .scan(2_000)
        .unwrap_or_else(|error| panic!("{fault}: {error}"));
    let rows = |coverage: &Coverage| -> Vec<_> {
        coverage
            .classes
            .iter()
            .map(|entry| (entry.class, entry.reading.clone(), entry.rows))
            .collect()
    };
    assert_eq!(rows(&before), rows(&after), "{fault}");
    assert_eq!(bench.snapshot_ids().len(), 2, "{fault}");
}

/// A scan that goes well, then one during a fault that stays: the first is what people still see.
fn leaves_what_was_there(fault: Value, kind: FaultKind) {
    let bench = Bench::new();
    bench.scan(1_000).unwrap();
    let before = bench.snapshot_ids();
    bench.world.control("faults", &fault);
    match bench.scan(2_000) {
        Err(ScanError::Okta { fault: found, .. }) => {
            assert_eq!(found.kind, kind, "{fault}: {found}");
            assert!(!found.advice().is_empty());
        }
        other => panic!("{fault}: {other:?}"),
    }
    assert_eq!(bench.snapshot_ids(), before, "{fault}");
    let last = bench.snapshots.latest(URL).unwrap().unwrap();
    assert!(chart(&last).unwrap().node_count() > 100);
}

#[test]
fn faults_that_pass_cost_time_and_nothing_else() {
    comes_through(json!({ "kind": "rate_limit", "times": 5 }));
    comes_through(json!({ "kind": "rate_limit_without_headers", "times": 3 }));
    comes_through(json!({ "kind": "server_error", "chance": 0.3, "times": 20 }));
    comes_through(json!({ "kind": "unavailable", "times": 4 }));
    comes_through(json!({ "kind": "cut_body", "path": "/api/v1/groups", "times": 2 }));
    comes_through(json!({ "kind": "broken_json", "path": "/api/v1/apps", "times": 1 }));
    comes_through(json!({ "kind": "html", "path": "/api/v1/users", "times": 1 }));
    comes_through(json!({ "kind": "no_limit_headers", "times": 40 }));
}

#[test]
fn faults_that_stay_end_the_scan_and_the_last_snapshot_remains() {
    leaves_what_was_there(json!({ "kind": "revoke", "after": 20 }), FaultKind::NeedsPerson);
    leaves_what_was_there(
        json!({ "kind": "html", "path": "/api/v1/groups" }),
        FaultKind::Malformed,
    );
    leaves_what_was_there(
        json!({ "kind": "broken_json", "path": "/api/v1/apps" }),
        FaultKind::Malformed,
    );
    leaves_what_was_there(
        json!({ "kind": "cut_body", "path": "/api/v1/users" }),
        FaultKind::RetryLater,
    );
    leaves_what_was_there(json!({ "kind": "server_error" }), FaultKind::RetryLater);
}

#[test]
fn a_second_scan_numbers_everything_as_the_first_did() {
    let bench = Bench::new();
    bench.scan(1_000).unwrap();
    bench.scan(2_000).unwrap();
    let parts: Vec<Vec<_>> = bench
        .snapshots
        .list(URL)
        .unwrap()
        .iter()
        .map(|info| {
            info.tables
                .iter()
                .flat_map(|table| table.parts.iter().map(|part| part.file.clone()))
                .collect()
        })
        .collect();
    let differing = parts[0]
        .iter()
        .filter(|file| !parts[1].contains(file) && !file.contains("coverage"))
        .count();
    assert_eq!(
        differing, 0,
        "an organization that did not change shares every file"
    );
}

#[test]
fn a_class_that_breaks_for_ever_is_left_out_and_said_when_others_do_not_need_it() {
    let bench = Bench::new();
    bench
        .world
        .control("faults", &json!({ "kind": "html", "path": "/api/v1/zones" }));
    let coverage = bench.scan(1_000).unwrap();
    assert!(!coverage.is_whole(ObjectClass::NetworkZones));
    assert!(coverage.is_whole(ObjectClass::Users));
}
