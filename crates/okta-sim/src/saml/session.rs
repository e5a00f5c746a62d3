//! Sessions of people who signed in at the organization's own page.

use std::collections::HashMap;

use http::HeaderMap;
use http::header::COOKIE;

use crate::stamp::Stamp;

/// A session ends this long after its last use: two hours, Okta's default.
const IDLE_MS: i64 = 7_200_000;

/// The one password of everybody in every simulated organization.
pub(crate) const PASSWORD: &str = "Simulated-Okta-1";

/// One session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// Ordinal of the person.
    pub(crate) user: u32,
    /// `102…`, as the System Log shows it.
    pub(crate) id: String,
    pub(crate) since: Stamp,
    pub(crate) used: Stamp,
}

/// All sessions by the secret in their cookie.
#[derive(Debug, Default)]
pub(crate) struct Sessions(HashMap<String, Session>);

impl Sessions {
    pub(crate) fn open(&mut self, secret: String, session: Session) {
        self.0.insert(secret, session);
    }

    /// The session of a request, when there is one that has not ended; using it keeps it alive.
    pub(crate) fn of(&mut self, headers: &HeaderMap, now: Stamp) -> Option<Session> {
        self.0.retain(|_, session| session.used.plus_ms(IDLE_MS) > now);
        let session = self.0.get_mut(&cookie(headers)?)?;
        session.used = now;
        Some(session.clone())
    }

    /// Ends the session of a request.
    pub(crate) fn close(&mut self, headers: &HeaderMap) -> Option<Session> {
        self.0.remove(&cookie(headers)?)
    }

    /// Ends every session of a person; gives how many there were.
    pub(crate) fn clear(&mut self, user: u32) -> usize {
        let before = self.0.len();
        self.0.retain(|_, session| session.user != user);
        before - self.0.len()
    }
}

/// The session secret in `Cookie: sid=…`.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = all
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == "sid")
        .map(|(_, value)| value.to_owned())
}
