//! When API tokens were last used: a token ends after 30 days without use, and each use moves its end.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::stamp::Stamp;

const DAY_MS: i64 = 86_400_000;
/// Okta's `tokenWindow` of every token: `P30D`.
const WINDOW_MS: i64 = 30 * DAY_MS;

/// Uses of tokens, by id.
#[derive(Debug, Default)]
pub(crate) struct TokenUse(Mutex<Uses>);

#[derive(Debug, Default)]
struct Uses {
    /// The first use of any token: before, nobody could use one here.
    first: Option<Stamp>,
    last: HashMap<Box<str>, Stamp>,
}

impl TokenUse {
    /// Notes a use; `false` when the token had ended before. What is shown moves at most once a day.
    pub(crate) fn note(&self, id: &str, now: Stamp) -> bool {
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *uses.first.get_or_insert(now);
        let last = uses.last.get(id).copied();
        let since = now.0 - last.unwrap_or(first).0;
        if since > WINDOW_MS {
            return false;
        }
        if last.is_none() || since >= DAY_MS {
            uses.last.insert(id.into(), now);
        }
        true
    }

    /// Last use and end of a token that was used here.
    pub(crate) fn of(&self, id: &str) -> Option<(Stamp, Stamp)> {
        let uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = *uses.last.get(id)?;
        Some((last, last.plus_ms(WINDOW_MS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_thirty_days_after_its_last_use() {
        let uses = TokenUse::default();
        let day = |number: i64| Stamp(number * DAY_MS);
        assert!(uses.note("a", day(1)));
        assert!(uses.note("a", Stamp(day(1).0 + 5)));
        assert_eq!(uses.of("a"), Some((day(1), day(31))), "moves once a day");
        assert!(uses.note("a", day(31)));
        assert_eq!(uses.of("a"), Some((day(31), day(61))));
        assert!(!uses.note("a", day(62)));
        assert!(!uses.note("b", day(32)), "never used since the first request");
        assert_eq!(uses.of("b"), None);
    }
}
