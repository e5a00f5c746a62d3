//! Runs that are asked for, broken off or taken away in their middle.

use super::*;

impl House {
    /// Lets a run begin and holds it in its middle.
    async fn held(&mut self) -> String {
        self.start().await;
        self.gate.add_permits(25);
        let mut status = self.status();
        let held = status
            .wait_for(|status| status.progress.requests >= 8)
            .await
            .unwrap();
        held.run_id.clone().unwrap()
    }
}

async fn closed() -> House {
    let sim = okta_sim::World::small();
    let token = sim.credentials().super_admin_token.clone();
    House::with_token(sim, &token).await
}

#[tokio::test]
async fn a_wish_during_a_run_is_met_by_it_and_a_new_credential_by_the_next() {
    let mut house = closed().await;
    let run_id = house.held().await;
    let woken = house.driver().wake(URL, "request").unwrap();
    assert_eq!((&woken.run_id, woken.is_new), (&run_id, false));
    let read_only = house.sim.credentials().read_only_token.clone();
    house.rotate(&read_only).await;
    let next = house.driver().wake(URL, "settings").unwrap();
    assert_ne!(next.run_id, run_id);
    house.gate.add_permits(MANY);
    let first = house.ended(&run_id).await;
    assert_eq!(first.state, RunState::Done, "it goes on with what it began with");
    let second = house.ended(&next.run_id).await;
    assert_eq!(
        (second.state, second.woken_by.as_str()),
        (RunState::Done, "settings")
    );
    let published = house.published.lock().unwrap();
    // Which scopes apps were granted is for super administrators alone.
    let reads_grants = |at: usize| {
        let coverage = &published[at].snapshot.info().coverage;
        coverage.is_whole(ObjectClass::Grants)
    };
    assert_eq!(
        (reads_grants(0), reads_grants(1)),
        (true, false),
        "with the credential of its time"
    );
}

#[tokio::test]
async fn a_process_that_ends_in_mid_scan_goes_on_at_the_next_start() {
    let mut house = closed().await;
    let run_id = house.held().await;
    house.driver = None;
    house.gate.add_permits(MANY);
    let next = house.first().await;
    let old = house.state.scan_run(&run_id).await.unwrap().unwrap();
    assert_eq!(
        (old.state, old.fault.unwrap().kind.as_str()),
        (RunState::Failed, "interrupted")
    );
    assert_eq!(next.state, RunState::Done);
    assert_eq!(house.snapshot_ids().len(), 1);
}

#[tokio::test]
async fn an_integration_that_is_deleted_in_mid_scan_leaves_nothing_running() {
    let mut house = closed().await;
    house.held().await;
    let status = house.status();
    let id = house.integration().await.id;
    let entry = AuditEntry::new(NOBODY, "integration.delete", URL);
    house
        .state
        .delete_integration(&id, &entry, house.now())
        .await
        .unwrap();
    house.driver().detach(URL).await;
    assert!(
        status.has_changed().is_err(),
        "the loop is gone when this returns"
    );
    assert!(house.driver().status(URL).is_none());
    assert!(house.driver().wake(URL, "request").is_none());
    house.gate.add_permits(MANY);
    assert!(house.snapshot_ids().is_empty());
}

#[tokio::test]
async fn what_another_server_scanned_is_not_here() {
    let mut house = House::new().await;
    house.first().await;
    // Another server beside it: the same database, a folder of its own.
    house.driver = None;
    house.snapshots = SnapshotStore::open(&house.folder.path().join("elsewhere")).unwrap();
    let here = house.first().await;
    assert_eq!(here.snapshot_id.as_ref(), house.snapshot_ids().first());
    let mut status = house.status();
    let status = status.wait_for(|status| status.next.is_some()).await.unwrap();
    assert_eq!(status.next, Some(here.started.plus_ms(604_800_000)));
}
