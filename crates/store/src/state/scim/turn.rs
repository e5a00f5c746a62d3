//! Turns of the writers of one process.
//!
//! A database file lets one writer in at a time and makes the others look again and again; waiting here is fair, and
//! costs nothing. Nothing is right only because of it: the transaction is what keeps changes apart.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

/// Hands out turns; clones hand out the same.
#[derive(Clone, Debug, Default)]
pub struct Turns(Arc<Mutex<()>>);

impl Turns {
    pub(super) async fn take(&self) -> OwnedMutexGuard<()> {
        self.0.clone().lock_owned().await
    }
}
