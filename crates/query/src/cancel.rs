//! Calling a query off.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// A handle that ends a query; clones end the same one.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    is_cancelled: AtomicBool,
    waiting: Notify,
}

impl Cancel {
    /// A handle that nobody has used.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the query: its next row is an error.
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Release);
        self.0.waiting.notify_waiters();
    }

    /// Whether the query was called off.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::Acquire)
    }

    /// Waits until the query is called off.
    pub async fn cancelled(&self) {
        loop {
            let waiting = self.0.waiting.notified();
            tokio::pin!(waiting);
            waiting.as_mut().enable();
            if self.is_cancelled() {
                return;
            }
            waiting.await;
        }
    }
}
