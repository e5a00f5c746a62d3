//! What was called last, and what was refused and why: for the status page, and to find a client's mistakes.
//!
//! Kept in memory; the last call is also written down now and then, so that a restart does not forget that the client
//! has called. Queries are left out: they hold names.

use std::collections::{BTreeMap, VecDeque};

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// Refusals that are kept.
const REFUSALS_MAX: usize = 50;
/// The last call is written down at most so often.
const WRITE_EVERY_MS: i64 = 5_000;
/// A kind of refusal goes into the error log at most so often: a client that is set wrong calls all the time.
const KIND_EVERY_MS: i64 = 60_000;
/// Characters of a path or a reason that are kept.
const CHARS_MAX: usize = 300;

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    /// When, in milliseconds since 1970.
    pub(crate) at_ms: i64,
    pub(crate) method: String,
    /// Below the base URL.
    pub(crate) path: String,
    pub(crate) status: u16,
}

/// A call that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) call: Call,
    /// As the client was told.
    pub(crate) reason: String,
    /// Where it came from.
    pub(crate) address: String,
}

#[derive(Debug, Default)]
pub(crate) struct Journal {
    last: Option<Call>,
    written_ms: Option<i64>,
    /// Oldest first.
    refusals: VecDeque<Refusal>,
    /// When each kind of refusal was written into the error log.
    logged_ms: BTreeMap<u16, i64>,
}

/// What the error log says of a kind of refusal, and what to do about it.
pub(super) struct Kind {
    pub(super) message: &'static str,
    pub(super) advice: &'static str,
}

/// The kinds of refusals that a person should know of, by status; the others are the client's own affair.
fn kind(status: u16) -> Option<Kind> {
    let (message, advice) = match status {
        401 => (
            "SCIM calls come with a token that is wrong or over",
            "make a new token on the SCIM card, and put it into the provisioning settings of the app in Okta",
        ),
        404 => (
            "SCIM is called, and is not switched on",
            "switch it on here, or switch provisioning off in the app in Okta",
        ),
        409 => (
            "SCIM sends people or groups whose name is somebody else's already",
            "the SCIM card names each refused call with its reason",
        ),
        413 => (
            "SCIM calls are larger than what is taken",
            "push groups with fewer members, or with the catalogue app, which sends changes only",
        ),
        429 => (
            "SCIM is called more often than allowed, and told to wait",
            "raise the calls a second on the SCIM card if this server has time for them",
        ),
        _ => return None,
    };
    Some(Kind { message, advice })
}

impl Journal {
    /// Notes an answered call of somebody with a right token; gives its text when it is time to write it down.
    pub(super) fn called(&mut self, call: Call) -> Option<String> {
        let is_due = self
            .written_ms
            .is_none_or(|last| call.at_ms.saturating_sub(last) >= WRITE_EVERY_MS);
        if is_due {
            self.written_ms = Some(call.at_ms);
        }
        let text = is_due.then(|| serde_json::to_string(&call).unwrap_or_default());
        self.last = Some(call);
        text
    }

    pub(super) fn refused(&mut self, refusal: Refusal) {
        if self.refusals.len() >= REFUSALS_MAX {
            self.refusals.pop_front();
        }
        self.refusals.push_back(refusal);
    }

    /// What the error log is to say of a refusal, if it is of a kind for it and it is time.
    pub(super) fn due_in_log(&mut self, status: u16, now: Timestamp) -> Option<Kind> {
        let kind = kind(status)?;
        let logged = self.logged_ms.get(&status);
        if logged.is_some_and(|last| (0..KIND_EVERY_MS).contains(&now.as_ms().saturating_sub(*last))) {
            return None;
        }
        self.logged_ms.insert(status, now.as_ms());
        Some(kind)
    }

    pub(super) fn last(&self) -> Option<Call> {
        self.last.clone()
    }

    /// Newest first.
    pub(super) fn refusals(&self) -> Vec<Refusal> {
        self.refusals.iter().rev().cloned().collect()
    }
}

impl Call {
    pub(super) fn new(method: &str, path: &str, status: u16, now: Timestamp) -> Self {
        Self {
            at_ms: now.as_ms(),
            method: method.chars().take(16).collect(),
            path: short(path),
            status,
        }
    }
}

pub(super) fn short(text: &str) -> String {
    text.chars().take(CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_of_refusal_is_logged_once_in_a_while() {
        let mut journal = Journal::default();
        let mut logs = |status, ms| journal.due_in_log(status, Timestamp::from_ms(ms)).is_some();
        assert!(logs(401, 0) && !logs(401, 1) && logs(409, 1));
        assert!(!logs(401, KIND_EVERY_MS - 1) && logs(401, KIND_EVERY_MS));
        assert!(!logs(400, 0) && !logs(412, 0) && !logs(500, 0));
    }

    #[test]
    fn the_last_refusals_are_kept_and_the_last_call_is_written_now_and_then() {
        let call = |ms| Call::new("GET", "/Users", 200, Timestamp::from_ms(ms));
        let mut journal = Journal::default();
        assert!(journal.called(call(0)).is_some());
        assert!(journal.called(call(WRITE_EVERY_MS - 1)).is_none());
        assert!(journal.called(call(WRITE_EVERY_MS)).is_some());
        assert_eq!(journal.last(), Some(call(WRITE_EVERY_MS)));
        for ms in 0..60 {
            journal.refused(Refusal {
                call: call(ms),
                reason: String::new(),
                address: String::new(),
            });
        }
        let kept = journal.refusals();
        assert_eq!((kept.len(), kept[0].call.at_ms), (REFUSALS_MAX, 59));
    }
}
