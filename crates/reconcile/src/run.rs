//! One run of a scan: from the stored credential to a snapshot that people see.

use crate::atlas;
use crate::connect::{OpenError, open};
use crate::driver::{DriverParts, Published};
use crate::scan::{OrdinalBook, Ordinals, ScanError, ScanOptions, ScanProgress, Scanned, scan};
use domain::Timestamp;
use domain::facts::{Coverage, Organization};
use serde_json::{Value, json};
use std::sync::Arc;
use store::snapshot::{Draft, OrdinalKind, Snapshot, SnapshotError};
use store::state::{Integration, RunFault};
use tokio::sync::watch;

/// Scans run at most once a minute: a shorter interval would scan all the time.
pub const MIN_INTERVAL_S: u32 = 60;
/// Scans run at least once a week.
pub const MAX_INTERVAL_S: u32 = 604_800;

/// Why a run made no snapshot.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    #[error(transparent)]
    Scan(#[from] ScanError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("the organization does not answer: {0}")]
    Unknown(okta::Fault),
    #[error(
        "another organization answers under this address: {found}, and everything so far is from {known}"
    )]
    OtherOrganization { known: String, found: String },
    #[error("the snapshot could not be written: {0}")]
    Snapshot(#[from] SnapshotError),
    #[error("the graph could not be made from the snapshot: {0}")]
    Graph(String),
    #[error("the run was broken off")]
    BrokenOff,
}

impl RunError {
    /// The fault as the status page shows it.
    pub(crate) fn as_fault(&self) -> RunFault {
        let (kind, advice, code) = match self {
            Self::Scan(ScanError::Okta { fault, .. }) | Self::Unknown(fault) => {
                (fault.kind.as_str(), fault.advice().to_owned(), fault.code.clone())
            }
            Self::Scan(error @ ScanError::NoRights) => ("needs_person", error.advice(), None),
            Self::Scan(error) => ("storage", error.advice(), None),
            Self::Open(error) => ("needs_person", error.advice().to_owned(), None),
            Self::OtherOrganization { .. } => (
                "needs_person",
                "check where the address leads. If the organization was really replaced, remove the integration and \
                 connect the new one; what was read so far can be kept"
                    .to_owned(),
                None,
            ),
            Self::Snapshot(_) | Self::Graph(_) => (
                "storage",
                "make room on the disk of the data folder, then scan again".to_owned(),
                None,
            ),
            Self::BrokenOff => ("interrupted", "it runs again by itself".to_owned(), None),
        };
        RunFault {
            kind: kind.to_owned(),
            message: self.to_string(),
            advice,
            code,
        }
    }
}

/// Held by whatever goes on after its task was broken off.
pub(crate) type Busy = Arc<tokio::sync::Mutex<()>>;

/// The way to one organization, kept between runs: budgets and access token stay known.
#[derive(Default)]
pub(crate) struct Link {
    client: Option<(LinkKey, okta::Client)>,
    pub(crate) busy: Busy,
}

#[derive(PartialEq)]
struct LinkKey {
    sealed_credential: String,
    share_percent: u8,
}

impl Link {
    /// The client of the last run, if credential and share are still the same; a new one otherwise.
    pub(crate) fn client(
        &mut self,
        parts: &DriverParts,
        integration: &Integration,
    ) -> Result<okta::Client, RunError> {
        let key = LinkKey::of(integration);
        match &self.client {
            Some((known, client)) if *known == key => Ok(client.clone()),
            _ => self.renewed(parts, integration),
        }
    }

    /// A new client: it finds out anew which scopes are granted.
    fn renewed(&mut self, parts: &DriverParts, integration: &Integration) -> Result<okta::Client, RunError> {
        let client = client_of(parts, integration)?;
        self.client = Some((LinkKey::of(integration), client.clone()));
        Ok(client)
    }
}

impl LinkKey {
    fn of(integration: &Integration) -> Self {
        Self {
            sealed_credential: integration.sealed_credential.clone(),
            share_percent: integration.settings.share_percent,
        }
    }
}

/// Runs a scan to its end. What people see changes only when this returns a snapshot.
pub(crate) async fn run(
    parts: &DriverParts,
    integration: &Integration,
    started: Timestamp,
    link: &mut Link,
    progress: &watch::Sender<ScanProgress>,
) -> Result<Published, RunError> {
    let client = link.renewed(parts, integration)?;
    let known = known_id(parts, integration)?;
    let (org_id, name) = who(&client, integration, known.as_deref()).await?;
    let organization = Organization {
        id: &org_id,
        name: &name,
        url: &integration.org_url,
    };
    let mut draft = parts.snapshots.begin(organization, started)?;
    let mut book = book(parts, integration, &draft)?;
    let options = ScanOptions {
        share_percent: integration.settings.share_percent,
        ..ScanOptions::default()
    };
    let scanned = scan(&client, &mut draft, &mut book, options, progress).await?;
    let ended = (parts.now)();
    let busy = link.busy.clone().lock_owned().await;
    let snapshot = commit(draft, scanned, ended.since_ms(started), busy).await?;
    publish(snapshot).await
}

/// Charts a snapshot, off the threads that answer people.
pub(crate) async fn publish(snapshot: Snapshot) -> Result<Published, RunError> {
    let charted = tokio::task::spawn_blocking(move || {
        let graph = atlas::chart(&snapshot).map_err(|error| RunError::Graph(error.to_string()))?;
        Ok(Published {
            snapshot,
            graph: Arc::new(graph),
        })
    });
    charted.await.map_err(|_| RunError::BrokenOff)?
}

/// The coverage as the run's record keeps it.
pub(crate) fn coverage_json(coverage: &Coverage) -> Value {
    let rows = coverage.classes.iter().map(|entry| {
        json!({
            "class": entry.class.as_str(),
            "reading": entry.reading.as_str(),
            "reason": entry.reading.reason(),
            "rows": entry.rows,
            "requests": entry.requests,
        })
    });
    Value::Array(rows.collect())
}

fn client_of(parts: &DriverParts, integration: &Integration) -> Result<okta::Client, RunError> {
    Ok(open(integration, &parts.vault, &parts.connect, parts.reach)?)
}

/// The organization that this integration has read so far.
fn known_id(parts: &DriverParts, integration: &Integration) -> Result<Option<String>, SnapshotError> {
    if integration.org_id.is_some() {
        return Ok(integration.org_id.clone());
    }
    let last = parts.snapshots.latest(&integration.org_url)?;
    Ok(last.map(|last| last.info().organization.id.clone()))
}

/// Refuses to go on where another organization answers under the address than the one that is known.
pub(crate) async fn same_organization(client: &okta::Client, known: &str) -> Result<(), RunError> {
    let found = client
        .well_known()
        .await
        .map_err(RunError::Unknown)?
        .id
        .to_string();
    match found == known {
        true => Ok(()),
        false => Err(RunError::OtherOrganization {
            known: known.to_owned(),
            found,
        }),
    }
}

/// Okta's id and name of the organization. The name needs a right that many credentials lack; the host stands in.
async fn who(
    client: &okta::Client,
    integration: &Integration,
    known: Option<&str>,
) -> Result<(String, String), RunError> {
    let id = match known {
        Some(known) => same_organization(client, known)
            .await
            .map(|()| known.to_owned())?,
        None => client
            .well_known()
            .await
            .map_err(RunError::Unknown)?
            .id
            .to_string(),
    };
    let host = integration
        .org_url
        .split_once("://")
        .map_or("", |(_, host)| host)
        .to_owned();
    let company = client.org().await.ok().and_then(|org| org.value.company_name);
    Ok((id, company.filter(|name| !name.is_empty()).unwrap_or(host)))
}

/// The numbers of the last snapshot, to go on from.
fn book(parts: &DriverParts, integration: &Integration, draft: &Draft) -> Result<OrdinalBook, SnapshotError> {
    let Some(last) = parts.snapshots.latest(&integration.org_url)? else {
        return Ok(OrdinalBook::default());
    };
    let next = draft.next_ordinals();
    Ok(OrdinalBook {
        users: Ordinals::resume(last.ordinals(OrdinalKind::Users)?, next.users),
        groups: Ordinals::resume(last.ordinals(OrdinalKind::Groups)?, next.groups),
        apps: Ordinals::resume(last.ordinals(OrdinalKind::Apps)?, next.apps),
    })
}

async fn commit(
    mut draft: Draft,
    scanned: Scanned,
    duration_ms: i64,
    busy: tokio::sync::OwnedMutexGuard<()>,
) -> Result<Snapshot, RunError> {
    draft.set_effort(scanned.requests, u64::try_from(duration_ms).unwrap_or(0));
    let committed = tokio::task::spawn_blocking(move || {
        let _busy = busy;
        draft.commit(scanned.coverage)
    });
    Ok(committed.await.map_err(|_| RunError::BrokenOff)??)
}
