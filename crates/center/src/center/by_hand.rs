//! What is brought in by hand: file after file is kept, and all of them are judged once.

use super::{Center, TakeError, Taken};
use crate::record::of_ms;
use crate::run::Alerts;
use activity::event::Source;
use std::sync::atomic::Ordering;

/// A run of files whose next one does not come for so long, in microseconds, is taken to be whole: whoever brought them
/// went away.
const NEXT_WITHIN_US: i64 = 120 * 1_000_000;

/// A file is being brought in as long as this lives.
pub struct Bringing<'c>(&'c Center);

impl Drop for Bringing<'_> {
    fn drop(&mut self) {
        self.0.bringing.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Center {
    /// A file begins.
    pub fn bring(&self) -> Bringing<'_> {
        self.bringing.fetch_add(1, Ordering::SeqCst);
        Bringing(self)
    }

    /// Takes a part of a file in: kept and durable, and judged with the rest of its run.
    pub async fn take_by_hand(
        &self,
        origin: (Source, &str),
        input: Vec<u8>,
        wanted: Alerts,
    ) -> Result<Taken, TakeError> {
        self.take_as(origin, input, None, Some(wanted)).await
    }

    /// Whether files are brought in just now, or the next of a run may come.
    pub(super) async fn is_bringing(&self) -> bool {
        if self.bringing.load(Ordering::SeqCst) > 0 {
            return true;
        }
        let now = of_ms((self.parts.now)());
        let judge = self.judge.lock().await;
        let run = judge.run.as_ref();
        run.is_some_and(|run| now.since_us(run.touched).abs() < NEXT_WITHIN_US)
    }

    /// Whether something that was brought in waits, though nothing of it comes any more.
    pub async fn is_left_unjudged(&self) -> bool {
        let waits = self.judge.lock().await.run.is_some();
        waits && !self.is_bringing().await
    }
}
