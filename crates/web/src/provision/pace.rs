//! How many calls a second: a bucket that fills steadily and holds a few seconds' worth.

use std::sync::{Mutex, PoisonError};

use domain::Timestamp;

/// Seconds of calls that may come at once.
const BURST_S: f64 = 4.0;

#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<Option<Bucket>>);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    filled: Timestamp,
}

impl Pace {
    /// Whether one more call may come now; if not, in how many seconds. `per_s` of 0 is no limit.
    pub(super) fn admit(&self, per_s: u32, now: Timestamp) -> Result<(), u64> {
        if per_s == 0 {
            return Ok(());
        }
        let rate = f64::from(per_s);
        let full = rate * BURST_S;
        let mut bucket = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = match *bucket {
            Some(Bucket { left, filled }) => {
                let passed_ms = u32::try_from(now.since_ms(filled).max(0)).unwrap_or(u32::MAX);
                (left + rate * f64::from(passed_ms) / 1000.0).min(full)
            }
            None => full,
        };
        let is_admitted = left >= 1.0;
        *bucket = Some(Bucket {
            left: if is_admitted { left - 1.0 } else { left },
            filled: now,
        });
        if is_admitted { Ok(()) } else { Err(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_rate_holds() {
        let pace = Pace::default();
        let at = Timestamp::from_ms;
        for _ in 0..40 {
            assert_eq!(pace.admit(10, at(0)), Ok(()));
        }
        assert_eq!(pace.admit(10, at(0)), Err(1));
        assert_eq!(pace.admit(10, at(100)), Ok(()));
        assert_eq!(pace.admit(10, at(150)), Err(1));
        assert_eq!(pace.admit(0, at(150)), Ok(()));
    }
}
