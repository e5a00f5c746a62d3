//! Lets go of events that are older than the settings allow.

use super::Adapter;
use crate::serve::now;
use archive::Retention;
use std::time::Duration;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(3_600);

/// Runs until the server ends.
pub(super) async fn run(adapter: Adapter, retention: Retention) {
    loop {
        let (archive, retention) = (adapter.archive.clone(), retention.clone());
        let done = tokio::task::spawn_blocking(move || archive.retain(&retention, now())).await;
        match done {
            Ok(Ok(done)) if done.dropped > 0 => tracing::info!(events = done.dropped, "old events are gone"),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "old events stay for now"),
            Err(error) => tracing::error!(%error, "old events stay for now"),
        }
        tokio::time::sleep(LOOK).await;
    }
}
