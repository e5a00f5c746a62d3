//! The System Log, as a polling request: every event once it is stored, in the order of storing.
//!
//! Source: Okta, "System Log query". The position is the `next` link, never a time stamp.

use serde::Deserialize;

use super::wire::{nullable, segment};
use crate::advice::Cause;
use crate::page::next_link;
use crate::parse;
use crate::{Class, Client, Endpoint, Fault, Moment, Object};

pub(crate) static LOGS: Endpoint = Endpoint::plain("GET /api/v1/logs", Class::Logs, "okta.logs.read");

const LIMIT: usize = 1000;

/// Where to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogStart {
    /// With events published from this moment on.
    Since(Moment),
    /// Where an earlier reading stopped: [`LogPages::position`].
    Position(String),
}

/// An event. Everything else is in [`Object::raw`].
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEvent {
    /// Its id.
    pub uuid: String,
    /// When it happened.
    pub published: Option<Moment>,
    /// For example `user.session.start`.
    #[serde(default, deserialize_with = "nullable")]
    pub event_type: String,
    /// How it went.
    #[serde(default, deserialize_with = "nullable")]
    pub outcome: LogOutcome,
    /// What it was done to.
    #[serde(default, rename = "target", deserialize_with = "nullable")]
    pub targets: Vec<LogTarget>,
}

/// How an event went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct LogOutcome {
    /// `SUCCESS`, `FAILURE`, `DENY`, …; empty where Okta says nothing.
    #[serde(default, deserialize_with = "nullable")]
    pub result: String,
}

/// What an event was done to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogTarget {
    /// Okta's id of it.
    #[serde(default, deserialize_with = "nullable")]
    pub id: String,
    /// `User`, `UserGroup`, `AppInstance`, `AppUser`, `ROLE`, …
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub kind: String,
}

/// The System Log from a position on.
#[derive(Debug)]
pub struct LogPages {
    client: Client,
    position: String,
    at_end: bool,
}

impl LogPages {
    /// The next events; `None` when there are no more for now. Ask again later with [`LogPages::position`].
    pub async fn next(&mut self) -> Option<Result<Vec<Object<LogEvent>>, Fault>> {
        if self.at_end {
            return None;
        }
        let read = self.read().await;
        match read {
            Ok(events) if events.is_empty() => None,
            other => Some(other),
        }
    }

    /// Where to go on, to be stored together with the events.
    pub fn position(&self) -> &str {
        &self.position
    }

    async fn read(&mut self) -> Result<Vec<Object<LogEvent>>, Fault> {
        let here = self.position.clone();
        let (page, headers) = self
            .client
            .get(&LOGS, &here, |body| parse::page::<Object<LogEvent>>(body, ""))
            .await?;
        let fault = |cause| Fault::new(cause, LOGS.name, &here);
        // In a polling request `next` is always there: its absence would mean to begin again.
        let link = next_link(&headers).ok_or_else(|| fault(Cause::NoNextLink))?;
        let next = self
            .client
            .origin()
            .local(&link)
            .ok_or_else(|| fault(Cause::ForeignLink))?;
        if next == here && !page.items.is_empty() {
            return Err(fault(Cause::LinkLoop));
        }
        // A page that is not full is the last one for now; asking again would spend a request on nothing.
        self.at_end = page.items.len() < LIMIT;
        self.position = next;
        Ok(page.items)
    }
}

impl Client {
    /// The part of the System Log that `filter` (in Okta's filter language) lets through, oldest first. Its
    /// positions keep the filter.
    pub fn logs_matching(&self, since: Moment, filter: &str) -> LogPages {
        let (since, filter) = (segment(&since.to_text()), segment(filter));
        LogPages {
            client: self.clone(),
            position: format!("/api/v1/logs?since={since}&filter={filter}&limit={LIMIT}&sortOrder=ASCENDING"),
            at_end: false,
        }
    }

    /// The System Log, oldest first.
    pub fn logs(&self, start: &LogStart) -> Result<LogPages, Fault> {
        let position = match start {
            LogStart::Since(moment) => {
                format!(
                    "/api/v1/logs?since={}&limit={LIMIT}&sortOrder=ASCENDING",
                    segment(&moment.to_text())
                )
            }
            LogStart::Position(link) => self
                .origin()
                .local(link)
                .ok_or_else(|| Fault::new(Cause::ForeignLink, LOGS.name, "/api/v1/logs"))?,
        };
        Ok(LogPages {
            client: self.clone(),
            position,
            at_end: false,
        })
    }
}
