//! Events of a segment that are read again, maybe long after they were watched.

use crate::chunk::Chunk;
use crate::error::SearchError;
use crate::segment::{Fetcher, Segment};
use activity::event::{Again, View};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What could not be read again, for who watches.
#[derive(Debug, Default)]
pub(super) struct Failed {
    is_so: AtomicBool,
    error: Mutex<Option<SearchError>>,
}

impl Failed {
    fn put(&self, error: SearchError) {
        *self.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        self.is_so.store(true, Ordering::Release);
    }

    /// The failure, once.
    pub(super) fn take(&self) -> Option<SearchError> {
        if !self.is_so.load(Ordering::Acquire) {
            return None;
        }
        self.error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The rows of one segment. Its files stay open.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) segment: Arc<Segment>,
    pub(super) failed: Arc<Failed>,
}

impl Again for Shelf {
    fn read(&self, row: usize, f: &mut dyn FnMut(&dyn View)) -> bool {
        let mut chunk = Chunk::default();
        let read = Fetcher::new(&self.segment).row(row, &mut chunk);
        if let Err(error) = read {
            self.failed.put(error);
            return false;
        }
        let event = chunk.event(0);
        event.inspect(|event| f(event)).is_some()
    }
}
