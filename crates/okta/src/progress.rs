//! Cheap counters of what a client did.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::budget::BucketState;

#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) requests: AtomicU64,
    pub(crate) bytes: AtomicU64,
    pub(crate) retries: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, amount: u64) {
        counter.fetch_add(amount, Ordering::Relaxed);
    }

    pub(crate) fn read(&self, buckets: Vec<BucketState>) -> Progress {
        Progress {
            requests: self.requests.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            retries: self.retries.load(Ordering::Relaxed),
            buckets,
        }
    }
}

/// What a client did since it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Requests sent.
    pub requests: u64,
    /// Bytes of bodies read, after decompression.
    pub bytes: u64,
    /// Requests that had to be sent again.
    pub retries: u64,
    /// Every bucket that was used.
    pub buckets: Vec<BucketState>,
}
