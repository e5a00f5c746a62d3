//! Whether so much may go: little at once, much only after a day in which the clock ran as clocks do.

use archive::Outdated;
use domain::Timestamp;
use std::time::Duration;

/// A tenth of the archive may go at once, and so many events anyhow.
const SHARE: u64 = 10;
const FEW: u64 = 1_000;
/// More goes when it is still too old after so long.
const LOOKED_FOR: Duration = Duration::from_secs(24 * 3_600);
/// A clock that moved otherwise than the time that passed, by more than this, was set, in milliseconds.
const DRIFT_MS: i64 = 600_000;

/// What is seen at one look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// What the machine's clock says.
    pub(super) clock: Timestamp,
    /// How long the server runs; no clock that is set changes it.
    pub(super) running: Duration,
    /// How much is too old.
    pub(super) outdated: Outdated,
}

/// Remembers since when much is too old.
#[derive(Debug, Default)]
pub(super) struct Brake {
    since: Option<Look>,
    last: Option<Look>,
}

impl Brake {
    /// Whether what is too old may go now; else why not.
    pub(super) fn look(&mut self, now: Look) -> Result<(), String> {
        let jumped = self.last.is_some_and(|last| jumped(last, now));
        self.last = Some(now);
        let Outdated { events, of } = now.outdated;
        if events <= FEW.max(of / SHARE) {
            self.since = None;
            return Ok(());
        }
        let since = match self.since.filter(|_| !jumped) {
            Some(since) => since,
            None => *self.since.insert(now),
        };
        let looked = now.running.saturating_sub(since.running);
        if looked >= LOOKED_FOR {
            self.since = None;
            return Ok(());
        }
        let left = LOOKED_FOR.saturating_sub(looked).as_secs().div_ceil(3_600);
        Err(format!(
            "{events} of {of} events are older than the retention allows, which is more than a tenth: they go in \
             {left} hours unless the setting `keep_events_days` or the clock of the machine is mended"
        ))
    }
}

/// Whether the clock was set between two looks.
fn jumped(before: Look, now: Look) -> bool {
    let passed = i64::try_from(now.running.saturating_sub(before.running).as_millis()).unwrap_or(i64::MAX);
    (now.clock.since_ms(before.clock) - passed).abs() > DRIFT_MS
}

#[cfg(test)]
mod tests {
    use super::{Brake, Look};
    use archive::Outdated;
    use domain::Timestamp;
    use std::time::Duration;

    const HOUR: u64 = 3_600;
    const YEAR_MS: i64 = 365 * 86_400_000;

    fn look(hours: u64, ahead_ms: i64, events: u64) -> Look {
        Look {
            clock: Timestamp::from_ms(i64::try_from(hours * HOUR * 1_000).unwrap() + ahead_ms),
            running: Duration::from_secs(hours * HOUR),
            outdated: Outdated {
                events,
                of: 1_000_000,
            },
        }
    }

    #[test]
    fn little_goes_at_once() {
        let mut brake = Brake::default();
        assert_eq!(brake.look(look(0, 0, 100_000)), Ok(()));
        let few = Look {
            outdated: Outdated {
                events: 900,
                of: 1_000,
            },
            ..look(1, 0, 0)
        };
        assert_eq!(brake.look(few), Ok(()));
    }

    #[test]
    fn much_goes_after_a_day() {
        let mut brake = Brake::default();
        let said = brake.look(look(0, 0, 500_000)).unwrap_err();
        assert!(
            said.contains("500000 of 1000000") && said.contains("24 hours"),
            "{said}"
        );
        assert!((1..24).all(|hour| brake.look(look(hour, 0, 500_000)).is_err()));
        assert_eq!(brake.look(look(24, 0, 500_000)), Ok(()));
    }

    #[test]
    fn a_clock_that_jumps_costs_nothing() {
        let mut brake = Brake::default();
        assert_eq!(brake.look(look(0, 0, 0)), Ok(()));
        assert!(brake.look(look(1, 20 * YEAR_MS, 1_000_000)).is_err());
        assert_eq!(brake.look(look(2, 0, 0)), Ok(()), "it is well again");
        assert!(brake.look(look(23, 20 * YEAR_MS, 1_000_000)).is_err());
        // Set again and again: each time the day begins anew.
        assert!((24..90).all(|hour| {
            let ahead = if hour % 20 == 0 { 21 } else { 20 };
            brake.look(look(hour, ahead * YEAR_MS, 1_000_000)).is_err()
        }));
    }
}
