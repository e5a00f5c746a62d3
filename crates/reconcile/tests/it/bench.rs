//! The simulated organization in simulated time, and a place for its snapshots.

use crate::simulated::{World, drive};
use domain::Timestamp;
use domain::facts::{Coverage, Organization};
use portolan_reconcile::scan::{OrdinalBook, Ordinals, ScanError, ScanOptions, ScanProgress, Scanned, scan};
use store::snapshot::{Draft, OrdinalKind, SnapshotStore};
use tokio::sync::watch;

pub(crate) const URL: &str = "https://acme.okta.test";

pub(crate) struct Bench {
    pub(crate) world: World,
    pub(crate) snapshots: SnapshotStore,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::around(okta_sim::World::small())
    }

    pub(crate) fn around(sim: okta_sim::Sim) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let snapshots = SnapshotStore::open(folder.path()).unwrap();
        Self {
            world: World::around(sim),
            snapshots,
            _folder: folder,
        }
    }

    pub(crate) fn scan(&self, at_ms: i64) -> Result<Coverage, ScanError> {
        self.scanned(at_ms).map(|scanned| scanned.coverage)
    }

    /// Scans, and keeps what was read as a snapshot.
    pub(crate) fn scanned(&self, at_ms: i64) -> Result<Scanned, ScanError> {
        let organization = Organization {
            id: "00o1",
            name: "Acme",
            url: URL,
        };
        let mut draft = self
            .snapshots
            .begin(organization, Timestamp::from_ms(at_ms))
            .unwrap();
        let mut book = self.book(&draft);
        let scanned = self.read(&mut draft, &mut book)?;
        draft.commit(scanned.coverage.clone()).unwrap();
        Ok(scanned)
    }

    fn read(&self, draft: &mut Draft, book: &mut OrdinalBook) -> Result<Scanned, ScanError> {
        let (progress, _) = watch::channel(ScanProgress::new());
        drive(
            &self.world.clock,
            scan(&self.world.client, draft, book, ScanOptions::default(), &progress),
        )
    }

    fn book(&self, draft: &Draft) -> OrdinalBook {
        let Some(last) = self.snapshots.latest(URL).unwrap() else {
            return OrdinalBook::default();
        };
        let next = draft.next_ordinals();
        OrdinalBook {
            users: Ordinals::resume(last.ordinals(OrdinalKind::Users).unwrap(), next.users),
            groups: Ordinals::resume(last.ordinals(OrdinalKind::Groups).unwrap(), next.groups),
            apps: Ordinals::resume(last.ordinals(OrdinalKind::Apps).unwrap(), next.apps),
        }
    }

    pub(crate) fn snapshot_ids(&self) -> Vec<String> {
        self.snapshots
            .list(URL)
            .unwrap()
            .iter()
            .map(|info| info.id.clone())
            .collect()
    }
}
