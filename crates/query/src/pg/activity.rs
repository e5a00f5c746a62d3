//! When a client was last heard of, so that one that says nothing does not keep its place for ever.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::Bounds;

/// What a client does.
#[derive(Debug)]
pub(super) struct Activity(Mutex<Phase>);

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Has not signed in; since it connected.
    SigningIn(Instant),
    /// Signed in; since it last asked or took rows.
    SignedIn(Instant),
}

/// Why a client is sent away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    NotSignedIn,
    Idle,
}

impl Activity {
    /// A client that connects at `now`.
    pub(super) const fn begin(now: Instant) -> Self {
        Self(Mutex::new(Phase::SigningIn(now)))
    }

    /// The client signed in, asked, or took rows.
    pub(super) fn touch(&self) {
        self.touch_at(Instant::now());
    }

    fn touch_at(&self, now: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Phase::SignedIn(now);
    }

    /// Until when the client may stay silent, and what is said then.
    fn deadline(&self, bounds: &Bounds) -> (Instant, Ended) {
        match *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Phase::SigningIn(since) => (since + bounds.login, Ended::NotSignedIn),
            Phase::SignedIn(since) => (since + bounds.idle, Ended::Idle),
        }
    }

    /// Waits until the client has been silent for too long.
    pub(super) async fn ended(&self, bounds: &Bounds) -> Ended {
        loop {
            let (deadline, ended) = self.deadline(bounds);
            if Instant::now() >= deadline {
                return ended;
            }
            tokio::time::sleep_until(deadline.into()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Activity, Ended};
    use crate::pg::Bounds;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn silence_ends_a_connection() {
        let bounds = Bounds {
            login: SECOND * 10,
            idle: SECOND * 100,
            ..Bounds::default()
        };
        let start = Instant::now();
        let activity = Activity::begin(start);
        assert_eq!(
            activity.deadline(&bounds),
            (start + SECOND * 10, Ended::NotSignedIn)
        );
        for at in [5, 60] {
            activity.touch_at(start + SECOND * at);
            assert_eq!(
                activity.deadline(&bounds),
                (start + SECOND * (at + 100), Ended::Idle)
            );
        }
    }

    #[tokio::test]
    async fn a_client_that_never_signs_in_is_told_at_once_when_its_time_is_over() {
        let bounds = Bounds {
            login: Duration::ZERO,
            ..Bounds::default()
        };
        let ended = Activity::begin(Instant::now()).ended(&bounds).await;
        assert_eq!(ended, Ended::NotSignedIn);
    }
}
