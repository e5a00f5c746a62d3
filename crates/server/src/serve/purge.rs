//! Removes the records of deactivated people whose time is over: at the start, and then every hour.

use std::time::Duration;
use store::state::{Lease, State, StateError, new_id};

const EVERY: Duration = Duration::from_secs(3600);
/// One server at a time does it.
const LEASE: &str = "purge";

/// Starts the loop. It ends with the server.
pub(super) fn start(state: State) {
    let owner = new_id();
    tokio::spawn(async move {
        loop {
            match round(&state, &owner).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "records of deactivated people were removed"),
                Err(error) => tracing::warn!(%error, "records of deactivated people could not be removed"),
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}

/// Removes all whose time is over, unless another server does; how many.
async fn round(state: &State, owner: &str) -> Result<usize, StateError> {
    let Some(lease) = state.take_lease(LEASE, owner, super::now()).await? else {
        return Ok(0);
    };
    let removed = all(state, &lease).await;
    state.end_lease(&lease).await?;
    removed
}

async fn all(state: &State, lease: &Lease) -> Result<usize, StateError> {
    let mut removed = 0;
    loop {
        match state.purge_people(lease, super::now()).await? {
            0 => return Ok(removed),
            count => removed += count,
        }
    }
}
