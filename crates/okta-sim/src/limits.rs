//! Okta's rate limits: buckets that several endpoints share, windows of 60 seconds, a share for each principal.
//!
//! A request counts in the bucket of its organization and in the principal's part of it (50 % unless set otherwise);
//! the headers show the principal's part. Windows begin with the first request after the last one ended, so they are
//! aligned neither to the minute nor to each other. Nothing here reads a clock.
//! Source: Okta, "Rate limits" and "Token rate limits"; numbers of the last published table (December 2025).

mod buckets;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub(crate) use buckets::{Bucket, Plan};

use crate::stamp::Stamp;

/// Length of a window.
const WINDOW_MS: i64 = 60_000;

/// Whether limits are enforced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitMode {
    /// Headers are there, but the numbers are beyond reach.
    #[default]
    Off,
    /// As Okta does it.
    Real,
}

/// The counters of an organization.
#[derive(Debug)]
pub(crate) struct Limits {
    mode: LimitMode,
    plan: Plan,
    default_share: u32,
    shares: HashMap<String, u32>,
    windows: HashMap<(Bucket, Option<String>), Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: Stamp,
    used: u32,
    told: bool,
}

/// What the counters say to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) allowed: bool,
    /// The headers `X-Rate-Limit-Limit`, `-Remaining` and `-Reset` (seconds since 1970).
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset: i64,
    /// The first refusal of this window: Okta logs it.
    pub(crate) first_violation: bool,
    pub(crate) bucket: Bucket,
}

impl Limits {
    pub(crate) fn new(mode: LimitMode, plan: Plan) -> Self {
        Self {
            mode,
            plan,
            default_share: 50,
            shares: HashMap::new(),
            windows: HashMap::new(),
        }
    }

    pub(crate) fn mode(&self) -> LimitMode {
        self.mode
    }

    pub(crate) fn set_mode(&mut self, mode: LimitMode) {
        self.mode = mode;
        self.windows.clear();
    }

    pub(crate) fn plan(&self) -> Plan {
        self.plan
    }

    pub(crate) fn set_plan(&mut self, plan: Plan) {
        self.plan = plan;
    }

    /// Sets the part of every bucket, in per cent, that one principal may use; `None` for all the others.
    pub(crate) fn set_share(&mut self, principal: Option<&str>, percent: u32) {
        let percent = percent.clamp(1, 100);
        match principal {
            Some(principal) => {
                self.shares.insert(principal.to_owned(), percent);
            }
            None => self.default_share = percent,
        }
    }

    /// Counts a request, unless it is refused. `None`: the endpoint is not limited and its answers carry no headers.
    pub(crate) fn count(&mut self, method: &str, path: &str, principal: &str, now: Stamp) -> Option<Verdict> {
        let bucket = Bucket::of(method, path)?;
        if self.mode == LimitMode::Off {
            let reset = now.plus_ms(WINDOW_MS).seconds();
            let (limit, remaining) = (1_000_000, 999_999);
            return Some(Verdict {
                allowed: true,
                limit,
                remaining,
                reset,
                first_violation: false,
                bucket,
            });
        }
        let whole = bucket.limit(self.plan);
        let share = self.shares.get(principal).copied().unwrap_or(self.default_share);
        let part = if principal.is_empty() {
            whole
        } else {
            (whole * share / 100).max(1)
        };
        let left_whole = whole.saturating_sub(self.window(bucket, None, now).used);
        let own = self.window(bucket, Some(principal), now);
        let left = left_whole.min(part.saturating_sub(own.used));
        let allowed = left > 0;
        let first_violation = !allowed && !own.told;
        own.told |= !allowed;
        own.used += u32::from(allowed);
        let reset = own.ends;
        self.window(bucket, None, now).used += u32::from(allowed);
        Some(Verdict {
            allowed,
            limit: part,
            remaining: left.saturating_sub(1),
            reset: reset.plus_ms(999).seconds(),
            first_violation,
            bucket,
        })
    }

    fn window(&mut self, bucket: Bucket, principal: Option<&str>, now: Stamp) -> &mut Window {
        let fresh = Window {
            ends: now.plus_ms(WINDOW_MS),
            used: 0,
            told: false,
        };
        let window = self
            .windows
            .entry((bucket, principal.map(str::to_owned)))
            .or_insert(fresh);
        if window.ends <= now {
            *window = fresh;
        }
        window
    }
}
