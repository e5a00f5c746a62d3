//! Whether to try again, and when: a pure decision.

use std::time::Duration;

use crate::advice::Cause;
use crate::fault::Fault;

/// How long a client keeps trying one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// While Okta says that the limit is used up.
    pub limited: Duration,
    /// While Okta fails or cannot be reached.
    pub failing: Duration,
    /// How often an answer may come broken (cut JSON, HTML) before it counts as broken.
    pub broken_tries: u32,
}

impl Patience {
    /// For scans: half an hour of 429, five minutes of failure, three broken answers.
    pub const SCAN: Self = Self {
        limited: Duration::from_secs(1800),
        failing: Duration::from_secs(300),
        broken_tries: 3,
    };
    /// For a person who waits: one renewal of a limit, no second try otherwise.
    pub const PROBE: Self = Self {
        limited: Duration::from_secs(70),
        failing: Duration::ZERO,
        broken_tries: 1,
    };
}

/// The tries of one request so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tries {
    patience: Patience,
    began: Duration,
    failures: u32,
    broken: u32,
}

const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl Tries {
    pub(crate) fn new(patience: Patience, now: Duration) -> Self {
        Self {
            patience,
            began: now,
            failures: 0,
            broken: 0,
        }
    }

    /// How long to wait before another try after `fault`; `None` to give up. `jitter` from 0 to 1.
    pub(crate) fn after(&mut self, fault: &Fault, now: Duration, jitter: f64) -> Option<Duration> {
        let spent = now.saturating_sub(self.began);
        match fault.cause {
            // The gate does the waiting.
            Cause::RateLimited => (spent < self.patience.limited).then_some(Duration::ZERO),
            Cause::Unreachable | Cause::Timeout | Cause::ServerError => {
                self.failures = self.failures.saturating_add(1);
                (spent < self.patience.failing).then(|| back_off(self.failures, fault.retry_after, jitter))
            }
            Cause::BrokenJson | Cause::NotJson => {
                self.broken = self.broken.saturating_add(1);
                (self.broken < self.patience.broken_tries).then(|| back_off(self.broken, None, jitter))
            }
            _ => None,
        }
    }
}

/// 1, 2, 4 … 30 seconds, each cut by up to a half at random; or what Okta asks for, up to two minutes.
fn back_off(tries: u32, asked: Option<Duration>, jitter: f64) -> Duration {
    if let Some(asked) = asked {
        return asked.min(Duration::from_secs(120));
    }
    let doubled = Duration::from_secs(1 << tries.saturating_sub(1).min(5)).min(LONGEST_WAIT);
    doubled.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
}

#[cfg(test)]
mod tests;
