//! Snapshots by name or moment, and graphs of past ones.

use std::sync::{Arc, Mutex, PoisonError};

use graph::{Graph, GraphBuilder};
use query::parse_moment;
use store::snapshot::{ReplayOptions, Snapshot, SnapshotStore};

use crate::app::{App, Charted};
use crate::error::{ApiError, Chain};

/// The past graph that was asked for last: the pages of one comparison ask for the same one again and again.
#[derive(Default)]
pub(crate) struct Past(Mutex<Option<(String, Arc<Graph>)>>);

impl Past {
    /// The graph of a snapshot: what is shown, what was asked for last, or read anew.
    pub(crate) fn graph(&self, charted: &Charted, snapshot: &Snapshot) -> Result<Arc<Graph>, ApiError> {
        if charted.snapshot.info().id == snapshot.id {
            return Ok(charted.graph.clone());
        }
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, graph)) = kept().as_ref().filter(|(id, _)| *id == snapshot.id) {
            return Ok(graph.clone());
        }
        let graph = Arc::new(read(snapshot)?);
        *kept() = Some((snapshot.id.clone(), graph.clone()));
        Ok(graph)
    }
}

fn read(snapshot: &Snapshot) -> Result<Graph, ApiError> {
    let mut builder = GraphBuilder::new(
        snapshot.organization.as_fact(),
        snapshot.coverage.clone(),
        snapshot.taken_at,
    );
    let read = snapshot.replay_with(ReplayOptions { raw: false }, &mut builder);
    read.map_err(|error| ApiError::internal(Chain(&error)))?;
    Ok(builder.finish())
}

/// The snapshot that an id or a moment names, of the organization that pages show.
pub(crate) fn snapshot_named(app: &App, org_url: &str, text: &str) -> Result<Snapshot, ApiError> {
    let store: &SnapshotStore = &app.parts.snapshots;
    let failed = |error: store::snapshot::SnapshotError| ApiError::internal(Chain(&error));
    if let Some(found) = store.get(org_url, text).map_err(failed)? {
        return Ok(found);
    }
    let moment = parse_moment(text).map_err(|_| {
        ApiError::not_found(
            "there is no such snapshot",
            "use a moment such as 2026-01-31T10:00:00Z, or an id: `SELECT id, taken_at FROM snapshots` lists them",
        )
    })?;
    let found = store.as_of(org_url, moment).map_err(failed)?;
    found.ok_or_else(|| {
        ApiError::not_found(
            "there is no snapshot of that moment or before",
            "`SELECT id, taken_at FROM snapshots` lists them",
        )
    })
}

/// The snapshot before another one.
pub(crate) fn snapshot_before(app: &App, snapshot: &Snapshot) -> Result<Snapshot, ApiError> {
    let earlier = snapshot.taken_at.plus_ms(-1);
    let found = app.parts.snapshots.as_of(&snapshot.organization.url, earlier);
    found
        .map_err(|error| ApiError::internal(Chain(&error)))?
        .ok_or_else(|| {
            ApiError::not_found(
                "there is no earlier snapshot to compare with",
                "wait for the next scan",
            )
        })
}
