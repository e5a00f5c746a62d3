use crate::house::House;
use domain::facts::{ObjectClass, Reading};
use portolan_reconcile::atlas::chart;
use portolan_reconcile::scan::ScanError;

#[tokio::test]
async fn a_super_administrator_reads_every_class_whole() {
    let house = House::small().await;
    let snapshot = house.scan(1_000).await.unwrap();
    for class in ObjectClass::ALL {
        let entry = snapshot
            .info()
            .coverage
            .of(class)
            .unwrap_or_else(|| panic!("no coverage of {class:?}"));
        assert_eq!(entry.reading, Reading::Whole, "{class:?}");
    }
    let graph = chart(&snapshot).unwrap();
    assert!(graph.node_count() > 100, "{}", graph.node_count());
}

#[tokio::test]
async fn a_wrong_token_ends_the_scan_with_advice_and_leaves_nothing() {
    let house = House::small().await;
    let error = house.scan_as("00wrong", 1_000).await.unwrap_err();
    assert!(matches!(error, ScanError::Okta { .. }), "{error}");
    assert!(error.advice().contains("token"), "{}", error.advice());
    assert!(house.snapshots.latest(&house.served.url).unwrap().is_none());
}

#[tokio::test]
async fn what_a_read_only_administrator_may_not_read_is_said_and_not_taken_for_empty() {
    let house = House::small().await;
    let token = house.sim.credentials().read_only_token.clone();
    let snapshot = house.scan_as(&token, 1_000).await.unwrap();
    let coverage = &snapshot.info().coverage;
    assert!(coverage.is_whole(ObjectClass::Users));
    // A custom role of hers reads administrators and tokens; what apps were granted is the super administrators' alone.
    assert!(coverage.is_whole(ObjectClass::UserRoles));
    assert!(
        !coverage.is_whole(ObjectClass::Grants),
        "{:?}",
        coverage.of(ObjectClass::Grants)
    );
}
