//! Reads the metadata of identity providers again when it is due.

use std::time::Duration;
use web::Refresher;

/// How often it is looked whether any is due; each connector's own time is hours.
const EVERY: Duration = Duration::from_secs(60);

/// Starts the loop. It ends with the server.
pub(super) fn start(refresher: Refresher) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = refresher.round().await {
                tracing::warn!(%error, "metadata of identity providers could not be read again");
            }
        }
    });
}
