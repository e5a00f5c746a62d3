//! Queries that run now: how many each person may have, and how they are called off.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;
use query::Cancel;

use crate::error::ApiError;

/// Queries of one person at once.
const AT_ONCE: usize = 8;
const ID_CHARS_MAX: usize = 64;

type Key = (String, String);

/// Queries that run now, by person and name.
#[derive(Clone, Default)]
pub(crate) struct Running(Arc<Mutex<HashMap<Key, Cancel>>>);

/// A place among the running queries; dropping it gives the place back.
pub(super) struct Ticket {
    running: Running,
    key: Key,
    cancel: Cancel,
}

impl Running {
    /// Takes a place for a query of this person, under a name of theirs or a new one.
    pub(super) fn admit(&self, user_id: &str, id: Option<&str>) -> Result<Ticket, ApiError> {
        if id.is_some_and(|id| !is_name(id)) {
            return Err(ApiError::invalid(
                "id",
                format!("`id` must be 1 to {ID_CHARS_MAX} letters, digits and `-`"),
            ));
        }
        let id = id.map_or_else(|| format!("{:032x}", rand::random::<u128>()), str::to_owned);
        let key = (user_id.to_owned(), id);
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(&key) {
            return Err(ApiError::new(
                StatusCode::CONFLICT,
                "exists",
                "a query of yours with this `id` is running",
            ));
        }
        if running.keys().filter(|(user, _)| user == user_id).count() >= AT_ONCE {
            return Err(ApiError::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                format!("you have {AT_ONCE} queries running already"),
            )
            .hint("wait for one to end, or cancel one")
            .retry_after_s(1));
        }
        let cancel = Cancel::new();
        running.insert(key.clone(), cancel.clone());
        Ok(Ticket {
            running: self.clone(),
            key,
            cancel,
        })
    }

    /// Calls a query off; false when it is not running.
    pub(super) fn cancel(&self, user_id: &str, id: &str) -> bool {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = running.get(&(user_id.to_owned(), id.to_owned()));
        found.inspect(|cancel| cancel.cancel()).is_some()
    }
}

impl Ticket {
    /// Name of the query.
    pub(super) fn id(&self) -> &str {
        &self.key.1
    }

    /// What ends it.
    pub(super) fn cancel(&self) -> Cancel {
        self.cancel.clone()
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.running
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key);
    }
}

fn is_name(id: &str) -> bool {
    (1..=ID_CHARS_MAX).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, Running};

    #[test]
    fn a_query_is_cancelled_by_its_owner_alone() {
        let running = Running::default();
        let ticket = running.admit("ada", Some("q-1")).ok().unwrap();
        assert!(!running.cancel("eve", "q-1"));
        assert!(!ticket.cancel().is_cancelled());
        assert!(running.cancel("ada", "q-1"));
        assert!(ticket.cancel().is_cancelled());
        drop(ticket);
        assert!(!running.cancel("ada", "q-1"), "it has ended");
    }

    #[test]
    fn places_are_bounded_by_person_and_given_back() {
        let running = Running::default();
        let mut tickets: Vec<_> = (0..AT_ONCE)
            .map(|_| running.admit("ada", None).ok().unwrap())
            .collect();
        assert!(running.admit("ada", None).is_err());
        assert!(running.admit("bob", None).is_ok());
        tickets.pop();
        assert!(running.admit("ada", None).is_ok());
    }

    #[test]
    fn names_are_plain() {
        let running = Running::default();
        for id in ["", "a b", "a/b", &"x".repeat(65)] {
            assert!(running.admit("ada", Some(id)).is_err(), "{id}");
        }
    }
}
