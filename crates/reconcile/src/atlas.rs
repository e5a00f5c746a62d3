//! Makes the graph of a snapshot.

use graph::{BuildError, Graph, GraphBuilder};
use store::snapshot::{ReplayError, ReplayOptions, Snapshot};

/// Builds the graph of `snapshot` in one pass over its files; blocks while it reads.
pub fn chart(snapshot: &Snapshot) -> Result<Graph, ReplayError<BuildError>> {
    let info = snapshot.info();
    let mut builder = GraphBuilder::new(info.organization.as_fact(), info.coverage.clone(), info.taken_at);
    snapshot.replay_with(ReplayOptions { raw: false }, &mut builder)?;
    Ok(builder.finish())
}
