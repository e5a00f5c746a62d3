//! Snapshots of earlier moments: found when they are asked for, and a few kept in memory.

use std::sync::{Arc, PoisonError, Weak};

use async_trait::async_trait;
use domain::Timestamp;
use graph::{Graph, GraphBuilder};
use store::snapshot::{ReplayOptions, Snapshot, SnapshotInfo};

use super::Inner;
use super::blank::no_snapshot_yet;
use crate::access_path::Graphs;
use crate::error::{ErrorCode, QueryError};
use crate::live::Live;
use crate::moment::{moment_text, parse_moment};
use crate::session::Session;
use crate::tables::Worlds;

/// Past snapshots kept in memory after they were asked for.
const PAST_KEPT: usize = 2;

impl Inner {
    /// The session of the newest snapshot that is not younger than `moment`.
    pub(super) async fn at_moment(&self, moment: Timestamp) -> Result<Arc<Session>, QueryError> {
        let current = self.current().ok_or_else(no_snapshot_yet)?;
        if current.world().taken_at() <= moment {
            return Ok(current);
        }
        let url = current.world().graph.org_url().to_owned();
        let Some(store) = &self.store else {
            return Err(too_early(moment, &[]));
        };
        let snapshot = store.as_of(&url, moment).map_err(QueryError::internal)?;
        match snapshot {
            Some(snapshot) => self.load(snapshot).await,
            None => Err(too_early(
                moment,
                &store.list(&url).map_err(QueryError::internal)?,
            )),
        }
    }

    /// The session of a snapshot, from memory or from its files.
    async fn load(&self, snapshot: Snapshot) -> Result<Arc<Session>, QueryError> {
        if let Some(known) = self.known(&snapshot.id) {
            return Ok(known);
        }
        let read = tokio::task::spawn_blocking(move || read_graph(&snapshot).map(|graph| (graph, snapshot)));
        let (graph, snapshot) = read.await.map_err(QueryError::internal)??;
        let session = self.session(Arc::new(graph), Some(snapshot))?;
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.truncate(PAST_KEPT - 1);
        past.push_front(Arc::clone(&session));
        Ok(session)
    }

    /// The snapshot of this id, if there is one.
    fn named(&self, id: &str) -> Result<Option<Snapshot>, QueryError> {
        let (Some(store), Some(current)) = (&self.store, self.current()) else {
            return Ok(None);
        };
        let url = current.world().graph.org_url();
        store.get(url, id.trim()).map_err(QueryError::internal)
    }

    /// A session that is in memory; it becomes the last one used.
    fn known(&self, id: &str) -> Option<Arc<Session>> {
        if let Some(current) = self
            .current()
            .filter(|session| session.world().snapshot_id() == id)
        {
            return Some(current);
        }
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let at = past
            .iter()
            .position(|session| session.world().snapshot_id() == id)?;
        let session = past.remove(at)?;
        past.push_front(Arc::clone(&session));
        Some(session)
    }
}

#[async_trait]
impl Worlds for Inner {
    async fn at(&self, moment: &str) -> Result<Arc<Session>, QueryError> {
        match self.named(moment)? {
            Some(snapshot) => self.load(snapshot).await,
            None => self.at_moment(parse_moment(moment)?).await,
        }
    }

    fn live(&self) -> Live {
        Self::live(self)
    }

    fn snapshots(&self) -> Result<Vec<Arc<SnapshotInfo>>, QueryError> {
        match (&self.store, self.current()) {
            (Some(store), Some(session)) => store
                .list(session.world().graph.org_url())
                .map_err(QueryError::internal),
            _ => Ok(Vec::new()),
        }
    }
}

impl Graphs for Inner {
    fn graph_of(&self, id: &str) -> Option<Arc<Graph>> {
        let alive = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        let mut worlds = alive.iter().rev().filter_map(Weak::upgrade);
        worlds
            .find(|world| world.snapshot_id() == id)
            .map(|world| Arc::clone(&world.graph))
    }
}

fn read_graph(snapshot: &Snapshot) -> Result<Graph, QueryError> {
    let mut builder = GraphBuilder::new(
        snapshot.organization.as_fact(),
        snapshot.coverage.clone(),
        snapshot.taken_at,
    );
    snapshot
        .replay_with(ReplayOptions { raw: false }, &mut builder)
        .map_err(QueryError::internal)?;
    Ok(builder.finish())
}

fn too_early(moment: Timestamp, all: &[Arc<SnapshotInfo>]) -> QueryError {
    let message = format!("there is no snapshot of {} or before", moment_text(moment));
    let error = QueryError::new(ErrorCode::NoSnapshot, message);
    match all.first() {
        Some(first) => error.hint(format!(
            "the first snapshot is of {}",
            moment_text(first.taken_at)
        )),
        None => error,
    }
}
