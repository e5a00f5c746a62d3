//! A simulated organization, a client that may call it, and a place for snapshots.

use domain::facts::Organization;
use domain::{OrgUrl, Reach, Secret, Timestamp};
use okta_sim::{ServeOptions, Served, Sim, World};
use portolan_reconcile::connect::connect;
use portolan_reconcile::scan::{OrdinalBook, ScanError, ScanOptions, ScanProgress, scan};
use std::net::SocketAddr;
use std::sync::Arc;
use store::OktaCredential;
use store::snapshot::{Snapshot, SnapshotStore};
use tokio::sync::watch;

pub(crate) struct House {
    pub(crate) sim: Arc<Sim>,
    pub(crate) served: Served,
    pub(crate) snapshots: SnapshotStore,
    _folder: tempfile::TempDir,
}

impl House {
    pub(crate) async fn small() -> Self {
        let sim = Arc::new(World::small());
        let options = ServeOptions::new(SocketAddr::from(([127, 0, 0, 1], 0)));
        let served = Arc::clone(&sim).serve(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let snapshots = SnapshotStore::open(&folder.path().join("snapshots")).unwrap();
        Self {
            sim,
            served,
            snapshots,
            _folder: folder,
        }
    }

    pub(crate) fn client(&self, token: &str) -> okta::Client {
        let url = OrgUrl::parse(&self.served.url, Reach::Loopback).unwrap();
        connect(
            &url,
            Reach::Loopback,
            &OktaCredential::ApiToken(Secret::new(token)),
            100,
        )
        .unwrap()
    }

    /// Scans with the credentials of the super administrator, and keeps the snapshot.
    pub(crate) async fn scan(&self, at_ms: i64) -> Result<Snapshot, ScanError> {
        let token = self.sim.credentials().super_admin_token.clone();
        self.scan_as(&token, at_ms).await
    }

    pub(crate) async fn scan_as(&self, token: &str, at_ms: i64) -> Result<Snapshot, ScanError> {
        let client = self.client(token);
        let organization = Organization {
            id: "00o1",
            name: "Acme",
            url: &self.served.url,
        };
        let mut draft = self
            .snapshots
            .begin(organization, Timestamp::from_ms(at_ms))
            .unwrap();
        let mut book = OrdinalBook::default();
        let (progress, _) = watch::channel(ScanProgress::new());
        let scanned = scan(&client, &mut draft, &mut book, ScanOptions::default(), &progress).await?;
        Ok(draft.commit(scanned.coverage).unwrap())
    }
}
