//! Where a reading of the log stands, as it is kept with the events it brought.

use super::log::strange;
use super::pages::Next;
use crate::fault::Fault;
use domain::Timestamp;
use serde_json::{Value, json};

/// After a lost cursor the log is read again from this much before the newest event.
const LOST_MS: i64 = 3_600_000;
/// GitHub keeps events for 180 days.
const KEPT_MS: i64 = 180 * 24 * 3_600_000;

/// A place in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) after: Option<String>,
    /// Without a cursor: from when on it is read.
    pub(super) since: Option<Timestamp>,
    /// For the past: where it ends, and whether it was read to there.
    pub(super) until: Option<Timestamp>,
    pub(super) is_done: bool,
    /// When the newest event that was read happened.
    pub(super) newest: Option<Timestamp>,
    /// When everything was here last.
    pub(super) complete: Option<Timestamp>,
    /// When the last hours were read again.
    pub(super) again: Option<Timestamp>,
}

impl Place {
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let time = |name: &str| value.get(name)?.as_i64().map(Timestamp::from_ms);
        Some(Self {
            after: value.get("after")?.as_str().map(str::to_owned),
            since: time("since_ms"),
            until: time("until_ms"),
            is_done: value.get("done") == Some(&Value::Bool(true)),
            newest: time("newest_ms"),
            complete: time("complete_ms"),
            again: time("again_ms"),
        })
    }

    pub(super) fn to_text(&self) -> String {
        let ms = |time: Option<Timestamp>| time.map(Timestamp::as_ms);
        json!({
            "after": self.after,
            "since_ms": ms(self.since),
            "until_ms": ms(self.until),
            "done": self.is_done,
            "newest_ms": ms(self.newest),
            "complete_ms": ms(self.complete),
            "again_ms": ms(self.again),
        })
        .to_string()
    }

    /// Takes the next page's cursor over; says whether there is one. Cursors are places in time and hold for any
    /// question.
    pub(super) fn go_on(&mut self, next: Next) -> Result<bool, Fault> {
        match next {
            Next::After(after) if self.after.as_ref() == Some(&after) => {
                Err(strange("the next page is the same page"))
            }
            Next::After(after) => {
                self.after = Some(after);
                Ok(true)
            }
            Next::End => Ok(false),
            Next::Broken => Err(strange("the next page has no cursor")),
        }
    }

    /// The cursor is not taken any more: goes back to a time before the newest event. Gives the time that is lost.
    pub(super) fn lose(&mut self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let kept = now.plus_ms(-KEPT_MS);
        let known = self.newest.or(self.complete).or(self.since);
        self.after = None;
        self.since = Some(known.map_or(kept, |known| known.plus_ms(-LOST_MS).max(kept)));
        known.filter(|known| *known < kept).map(|known| (known, kept))
    }

    pub(super) fn begin(&self) -> Begin {
        match (&self.after, self.since) {
            (Some(after), _) => Begin::After(after.clone()),
            (None, Some(since)) => Begin::Since(since),
            (None, None) => Begin::Oldest,
        }
    }
}

/// From where a page is asked.
#[derive(Clone, Debug)]
pub(super) enum Begin {
    After(String),
    Since(Timestamp),
    Oldest,
}
