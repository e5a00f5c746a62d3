//! Wrong logins by address: after a few of them the address is refused for a while, each time for longer.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Wrong logins within [`WINDOW`] after which an address is refused.
const WRONG_MAX: u32 = 5;
const WINDOW: Duration = Duration::from_secs(60);
/// How long an address is refused the first time; each further time twice as long.
const REFUSED: Duration = Duration::from_secs(60);
const DOUBLINGS_MAX: u32 = 5;
/// An address without a wrong login for this long begins anew.
const FORGOTTEN: Duration = Duration::from_secs(3_600);
/// Addresses remembered at once.
const ADDRESSES_MAX: usize = 4_096;

/// Wrong logins of late.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<HashMap<IpAddr, Wrong>>);

#[derive(Clone, Copy, Debug)]
struct Wrong {
    count: u32,
    /// When the first of `count` was.
    since: Instant,
    last: Instant,
    /// How many times the address was refused.
    refusals: u32,
    refused_until: Option<Instant>,
}

impl Attempts {
    /// How long `address` is still refused at `now`.
    pub(super) fn refused(&self, address: IpAddr, now: Instant) -> Option<Duration> {
        let until = self.lock().get(&party(address))?.refused_until?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    /// Takes note of a wrong login.
    pub(super) fn failed(&self, address: IpAddr, now: Instant) {
        let mut all = self.lock();
        let party = party(address);
        if !all.contains_key(&party) {
            make_room(&mut all, now);
        }
        let wrong = all.entry(party).or_insert(Wrong {
            count: 0,
            since: now,
            last: now,
            refusals: 0,
            refused_until: None,
        });
        if now.duration_since(wrong.last) >= FORGOTTEN {
            wrong.refusals = 0;
        }
        if now.duration_since(wrong.since) >= WINDOW {
            (wrong.count, wrong.since) = (0, now);
        }
        wrong.count += 1;
        wrong.last = now;
        if wrong.count >= WRONG_MAX {
            wrong.refused_until = Some(now + REFUSED * 2_u32.pow(wrong.refusals.min(DOUBLINGS_MAX)));
            wrong.refusals += 1;
            wrong.count = 0;
        }
    }

    /// Takes note of a good login.
    pub(super) fn succeeded(&self, address: IpAddr) {
        self.lock().remove(&party(address));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who is counted as one: an address, or a network of 64 bits, which one household or machine has.
fn party(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Forgets what is old; where nothing is, what is oldest.
fn make_room(all: &mut HashMap<IpAddr, Wrong>, now: Instant) {
    if all.len() < ADDRESSES_MAX {
        return;
    }
    all.retain(|_, wrong| {
        now.duration_since(wrong.last) < WINDOW || wrong.refused_until.is_some_and(|until| until > now)
    });
    if all.len() >= ADDRESSES_MAX
        && let Some(oldest) = all
            .iter()
            .min_by_key(|(_, wrong)| wrong.last)
            .map(|(party, _)| *party)
    {
        all.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::{Duration, Instant};

    use super::{ADDRESSES_MAX, Attempts, WRONG_MAX};

    const SECOND: Duration = Duration::from_secs(1);

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn fail(attempts: &Attempts, from: IpAddr, at: Instant) {
        (0..WRONG_MAX).for_each(|_| attempts.failed(from, at));
    }

    #[test]
    fn five_wrong_logins_in_a_minute_are_refused_for_a_minute() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        let (one, other) = (address("192.0.2.1"), address("192.0.2.2"));
        for at in 0..4 {
            attempts.failed(one, start + SECOND * at);
        }
        assert_eq!(attempts.refused(one, start + SECOND * 4), None);
        attempts.failed(one, start + SECOND * 4);
        assert_eq!(attempts.refused(one, start + SECOND * 4), Some(SECOND * 60));
        assert_eq!(attempts.refused(one, start + SECOND * 63), Some(SECOND));
        assert_eq!(attempts.refused(one, start + SECOND * 64), None);
        assert_eq!(attempts.refused(other, start + SECOND * 4), None);
    }

    #[test]
    fn slow_mistakes_and_good_logins_are_forgiven() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        let one = address("192.0.2.1");
        for at in 0..20 {
            attempts.failed(one, start + SECOND * 20 * at);
        }
        assert_eq!(attempts.refused(one, start + SECOND * 400), None);
        let other = address("192.0.2.2");
        (1..WRONG_MAX).for_each(|_| attempts.failed(other, start));
        attempts.succeeded(other);
        attempts.failed(other, start);
        assert_eq!(attempts.refused(other, start), None);
    }

    #[test]
    fn each_refusal_is_longer_and_is_forgotten_in_the_end() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        let one = address("192.0.2.1");
        let mut at = start;
        for minutes in [1, 2, 4, 8, 16, 32, 32] {
            fail(&attempts, one, at);
            assert_eq!(attempts.refused(one, at), Some(SECOND * 60 * minutes));
            at += SECOND * 60 * minutes;
        }
        at += SECOND * 3_600;
        fail(&attempts, one, at);
        assert_eq!(attempts.refused(one, at), Some(SECOND * 60));
    }

    #[test]
    fn a_network_of_one_household_is_one_party() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        for host in 0..u128::from(WRONG_MAX) {
            attempts.failed(IpAddr::from((0x2001_0db8_u128 << 96 | host).to_be_bytes()), start);
        }
        assert!(attempts.refused(address("2001:db8::ffff"), start).is_some());
        assert!(attempts.refused(address("2001:db8:1::1"), start).is_none());
        fail(&attempts, address("::ffff:192.0.2.7"), start);
        assert!(attempts.refused(address("192.0.2.7"), start).is_some());
    }

    #[test]
    fn the_table_stays_small() {
        let (attempts, start) = (Attempts::default(), Instant::now());
        for host in 0..ADDRESSES_MAX as u32 + 100 {
            attempts.failed(IpAddr::from(host.to_be_bytes()), start);
        }
        assert_eq!(attempts.lock().len(), ADDRESSES_MAX);
        attempts.failed(address("203.0.113.1"), start + SECOND * 61);
        assert_eq!(attempts.lock().len(), 1);
    }
}
