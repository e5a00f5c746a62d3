//! Brings recent events into files in time, so that other engines read them in small organizations too.

use super::Adapter;
use crate::serve::now;
use activity::event::Moment;
use std::time::Duration;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(300);
/// Events are in a Parquet file after so long at the latest, but for the time between two looks.
const AFTER_MS: i64 = 3_600_000;

/// Runs until the server ends.
pub(super) async fn run(adapter: Adapter) {
    loop {
        tokio::time::sleep(LOOK).await;
        let archive = adapter.archive.clone();
        let before = Moment(now().plus_ms(-AFTER_MS).as_ms().saturating_mul(1_000));
        match tokio::task::spawn_blocking(move || archive.seal_since(before)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "recent events stay in the log for now"),
            Err(error) => tracing::error!(%error, "recent events stay in the log for now"),
        }
    }
}
