//! When a request may go: one budget per organization, a bucket per endpoint class.
//!
//! A pure state machine. [`Budget::poll`] says whether a request of a class may go now, and books it if so;
//! [`Budget::answered`] tells what the answer's headers said; [`Budget::finished`] that its body is read. It
//! knows no clock and draws no dice, so whole days can be played in a test.
//!
//! How it keeps below a limit that others use too:
//! - Limits, remainders and window ends come from the headers alone. A class of which nothing is known has one
//!   request under way until its first answer.
//! - In a window we send at most our share of the limit, spread evenly, at most twice as fast to catch up.
//! - What others spent in this and the last window is taken off what is left, so we go slower when they go faster.
//! - A window's end is known to the second; we count it as over a second later than told, and count what is
//!   under way at that moment into the new window too.

mod bucket;

use std::time::Duration;

pub use bucket::BucketState;
use bucket::{Bucket, Verdict};

use crate::endpoint::Class;

/// What may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The request may go; it is booked.
    Go,
    /// Ask again at this time, or after any answer.
    WaitUntil(Duration),
    /// Ask again after an answer.
    Full,
}

/// What an answer said about its bucket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// `X-Rate-Limit-*` were there.
    Headers {
        /// `X-Rate-Limit-Limit`
        limit: u32,
        /// `X-Rate-Limit-Remaining`
        remaining: u32,
        /// `X-Rate-Limit-Reset`: seconds since the Unix epoch, by Okta's clock.
        reset_epoch: i64,
        /// Seconds from the answer's `Date` to the reset: free of this machine's clock.
        resets_in: i64,
        /// Whether the status was 429.
        limited: bool,
    },
    /// They were not.
    NoHeaders {
        /// Whether the status was 429.
        limited: bool,
        /// `Retry-After`, where something sent it.
        retry_after: Option<Duration>,
        /// From 0 to 1, drawn by the caller: spreads the waiting of many.
        jitter: f64,
    },
    /// No answer came, or one that says nothing about limits.
    Lost,
}

/// Decides when requests go.
#[derive(Debug)]
pub struct Budget {
    share_percent: u8,
    /// Requests that may be under way at once, as set and as Okta lets us.
    concurrency: u16,
    allowed_now: u16,
    recover_at: Duration,
    under_way: u16,
    buckets: [Bucket; Class::ALL.len()],
}

/// How long the cap on requests under way stays lowered by one step.
const RECOVERY: Duration = Duration::from_secs(10);

impl Budget {
    /// A budget that uses at most `share_percent` of each limit and `concurrency` requests at once.
    pub fn new(share_percent: u8, concurrency: u16) -> Self {
        let concurrency = concurrency.max(1);
        Self {
            share_percent: share_percent.clamp(1, 100),
            concurrency,
            allowed_now: concurrency,
            recover_at: Duration::ZERO,
            under_way: 0,
            buckets: std::array::from_fn(|_| Bucket::default()),
        }
    }

    /// Whether a request of `class` may go at `now`. [`Decision::Go`] books it.
    pub fn poll(&mut self, class: Class, now: Duration) -> Decision {
        self.recover(now);
        if self.under_way >= self.allowed_now {
            return Decision::Full;
        }
        let share = self.share_percent;
        let Some(bucket) = self.bucket(class) else {
            return Decision::Full;
        };
        match bucket.poll(share, now) {
            Verdict::Go => {
                bucket.book(share, now);
                self.under_way += 1;
                Decision::Go
            }
            Verdict::WaitUntil(at) => Decision::WaitUntil(at),
            Verdict::AfterAnswer => Decision::Full,
        }
    }

    /// Notes what the headers of a booked request's answer said.
    pub fn answered(&mut self, class: Class, now: Duration, seen: Seen) {
        if let Seen::Headers {
            limit: 0,
            limited: true,
            ..
        } = seen
        {
            // Too many at once (not too many a minute): Okta says limit 0, remaining 0.
            self.allowed_now = (self.allowed_now / 2).max(1);
            self.recover_at = now + RECOVERY;
        }
        if let Some(bucket) = self.bucket(class) {
            bucket.answered(now, seen);
        }
    }

    /// Notes that a booked request is over, its body included.
    pub fn finished(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Every bucket that was used, as it stands at `now`.
    pub fn states(&self, now: Duration) -> Vec<BucketState> {
        let used = Class::ALL
            .into_iter()
            .zip(&self.buckets)
            .filter(|(_, bucket)| bucket.is_used());
        used.map(|(class, bucket)| bucket.state(class, now)).collect()
    }

    fn recover(&mut self, now: Duration) {
        while self.allowed_now < self.concurrency && now >= self.recover_at {
            self.allowed_now += 1;
            self.recover_at += RECOVERY;
        }
    }

    fn bucket(&mut self, class: Class) -> Option<&mut Bucket> {
        self.buckets.get_mut(class as usize)
    }
}

#[cfg(test)]
mod tests;
