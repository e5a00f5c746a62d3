//! Where the reading of the log stands, and what is new there.

use super::events::{Event, filter};
use domain::Timestamp;
use okta::{Client, Fault, FaultKind, LogStart, Moment};
use serde_json::{Value, json};

/// Okta's clock and ours may differ, and events are stored a moment after they happen.
const OVERLAP_MS: i64 = 60_000;
/// After a lost position the log is read again from this much earlier.
const LOST_MS: i64 = 10 * 60_000;
/// More news than this are not looked at one by one.
const MOST_EVENTS: usize = 20_000;

/// A position in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Okta's link to what comes next; `None` before the first reading.
    position: Option<String>,
    /// When the log was last read to its end, or where the reading begins.
    at: Timestamp,
}

/// What is new.
#[derive(Clone, Debug)]
pub struct News {
    /// The events, in the order in which Okta stored them.
    pub events: Vec<Event>,
    /// Where to go on, once they have been followed.
    pub cursor: Cursor,
    /// Whether there is more than can be followed one by one.
    pub is_flood: bool,
}

impl Cursor {
    /// Begins with what happened since a scan began.
    pub fn since(scan_began: Timestamp) -> Self {
        Self {
            position: None,
            at: scan_began.plus_ms(-OVERLAP_MS),
        }
    }

    /// As text to keep.
    pub fn to_text(&self) -> String {
        json!({ "position": self.position, "at_ms": self.at.as_ms() }).to_string()
    }

    /// From a text that was kept.
    pub fn from_text(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        Some(Self {
            position: value.get("position")?.as_str().map(str::to_owned),
            at: Timestamp::from_ms(value.get("at_ms")?.as_i64()?),
        })
    }
}

/// Reads what is new since `cursor`. A position that Okta does not take any more is replaced by a time before it.
pub async fn news(client: &Client, cursor: &Cursor, now: Timestamp) -> Result<News, Fault> {
    match read(client, cursor, now).await {
        Err(fault) if cursor.position.is_some() && is_lost(&fault) => {
            let earlier = Cursor {
                position: None,
                at: cursor.at.plus_ms(-LOST_MS),
            };
            read(client, &earlier, now).await
        }
        outcome => outcome,
    }
}

/// Whether Okta refused the position itself.
fn is_lost(fault: &Fault) -> bool {
    fault.status == Some(400) || fault.kind == FaultKind::Gone
}

async fn read(client: &Client, cursor: &Cursor, now: Timestamp) -> Result<News, Fault> {
    let mut pages = match &cursor.position {
        Some(position) => client.logs(&LogStart::Position(position.clone()))?,
        None => client.logs_matching(Moment(cursor.at.as_ms()), &filter()),
    };
    let mut events = Vec::new();
    let mut is_flood = false;
    while let Some(page) = pages.next().await {
        let page = page?;
        if events.len() > MOST_EVENTS {
            // Read on to the end all the same: the position has to come out behind them.
            is_flood = true;
            events.clear();
        }
        events.extend(page.iter().map(|event| event_of(event)));
    }
    Ok(News {
        events,
        cursor: Cursor {
            position: Some(pages.position().to_owned()),
            at: now,
        },
        is_flood,
    })
}

fn event_of(event: &okta::LogEvent) -> Event {
    let result = event.outcome.result.as_str();
    Event {
        event_type: event.event_type.clone(),
        is_success: matches!(
            result,
            "SUCCESS" | "ALLOW" | "SCHEDULED" | "DEFERRED" | "UNKNOWN" | ""
        ),
        targets: event
            .targets
            .iter()
            .map(|target| (target.kind.clone(), target.id.clone()))
            .collect(),
    }
}
