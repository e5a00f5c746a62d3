//! `GET /api/v1/logs`: the two modes of reading, their cursors and their limits.

use serde_json::Value;

use super::event::{Event, Position};
use super::links;
use super::ring::SystemLog;
use crate::filter::{self, Filter, LOGS_FILTER};
use crate::reply::Refusal;
use crate::stamp::Stamp;

/// Days that Okta keeps events.
const KEPT_DAYS: i64 = 90;
const DAY_MS: i64 = 86_400_000;

/// What to do with a `since` of more than 180 days ago. Recordings of 2023 show it accepted, the documentation of
/// 2026 lists an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OldSince {
    /// Answer what is left.
    #[default]
    Accepted,
    /// 400 `E0000053`.
    Refused,
}

/// A request for events, checked.
#[derive(Debug)]
pub(crate) struct LogQuery {
    pub(super) since: Option<Stamp>,
    pub(super) until: Option<Stamp>,
    after: Option<Position>,
    filter: Option<Filter>,
    keywords: Vec<String>,
    pub(super) limit: usize,
    descending: bool,
    /// The parameters as sent, for the links.
    pub(super) sent: Vec<(String, String)>,
}

/// One page of events.
#[derive(Debug)]
pub(crate) struct LogPage {
    /// In Okta's form.
    pub(crate) events: Vec<Value>,
    /// Query of the `self` link.
    pub(crate) self_query: String,
    /// Query of the `next` link; always there when polling.
    pub(crate) next_query: Option<String>,
}

impl LogQuery {
    /// Reads the decoded query parameters.
    pub(crate) fn parse(query: &[(String, String)], now: Stamp, old: OldSince) -> Result<Self, Refusal> {
        let value = |name: &str| {
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())
        };
        let since = value("since").map(|text| instant("since", text)).transpose()?;
        if old == OldSince::Refused && since.is_some_and(|at| at.0 < now.0 - 2 * KEPT_DAYS * DAY_MS) {
            return Err(invalid("since", "must be within the last 180 days"));
        }
        let keywords = value("q").map(keywords).transpose()?.unwrap_or_default();
        Ok(Self {
            since,
            until: value("until").map(|text| instant("until", text)).transpose()?,
            after: value("after").map(position).transpose()?,
            filter: value("filter").map(parse_filter).transpose()?,
            keywords,
            limit: value("limit").map_or(Ok(100), limit)?,
            descending: value("sortOrder").map_or(Ok(false), order)?,
            sent: query.to_vec(),
        })
    }

    /// Polling: everything, in the order of persistence, without end.
    pub(super) fn polls(&self) -> bool {
        self.until.is_none() && !self.descending
    }

    fn wants(&self, event: &Event) -> Option<Value> {
        let kind = self
            .filter
            .as_ref()
            .and_then(|filter| filter.required_text("eventType"));
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case(&event.draft.kind.name)) {
            return None;
        }
        let shown = event.render();
        let fits = self.filter.as_ref().is_none_or(|filter| filter.matches(&shown));
        (fits && (self.keywords.is_empty() || has_keywords(&shown, &self.keywords))).then_some(shown)
    }

    /// The earliest `published` that is answered; events from outside are kept for ever.
    fn floor(&self, now: Stamp, everything: bool) -> Stamp {
        let kept = if everything {
            Stamp(i64::MIN)
        } else {
            now.plus_ms(-KEPT_DAYS * DAY_MS)
        };
        let end = self.until.unwrap_or(now);
        self.since.unwrap_or_else(|| end.plus_ms(-7 * DAY_MS)).max(kept)
    }
}

impl SystemLog {
    /// Answers a query.
    pub(crate) fn page(&self, query: &LogQuery, now: Stamp) -> LogPage {
        if query.polls() {
            self.poll(query, now)
        } else {
            self.bounded(query, now)
        }
    }

    fn poll(&self, query: &LogQuery, now: Stamp) -> LogPage {
        let floor = query.floor(now, self.imported);
        let start = query.after.map_or(0, |after| {
            self.events.partition_point(|event| event.position <= after)
        });
        let mut last = query.after.unwrap_or(Position { ms: floor.0, n: 0 });
        let mut events = Vec::new();
        for event in self.events.range(start..) {
            if events.len() == query.limit {
                break;
            }
            if query.after.is_none() && event.published < floor {
                continue;
            }
            if let Some(shown) = query.wants(event) {
                last = event.position;
                events.push(shown);
            }
        }
        let next_query = Some(links::next(query, floor, last));
        LogPage {
            events,
            self_query: links::own(query),
            next_query,
        }
    }

    /// A finite answer ordered by `published`. Its cursors count in that order, the ring number breaks ties.
    fn bounded(&self, query: &LogQuery, now: Stamp) -> LogPage {
        let (floor, end) = (
            query.floor(now, self.imported),
            query.until.unwrap_or(Stamp(i64::MAX)),
        );
        let first = self.appended() - self.events.len() as u64;
        let mut found: Vec<(Position, &Event)> = (self.events.iter().zip(first..))
            .filter(|(event, _)| event.published >= floor && event.published < end)
            .map(|(event, n)| {
                (
                    Position {
                        ms: event.published.0,
                        n,
                    },
                    event,
                )
            })
            .collect();
        found.sort_unstable_by_key(|(at, _)| *at);
        if query.descending {
            found.reverse();
        }
        let passed = |at: Position| {
            query
                .after
                .is_none_or(|after| if query.descending { at < after } else { at > after })
        };
        let mut events = Vec::new();
        let mut last = None;
        let mut more = false;
        for (at, event) in found.into_iter().filter(|(at, _)| passed(*at)) {
            let Some(shown) = query.wants(event) else { continue };
            if events.len() == query.limit {
                more = true;
                break;
            }
            last = Some(at);
            events.push(shown);
        }
        let next_query = last.filter(|_| more).map(|at| links::next(query, floor, at));
        LogPage {
            events,
            self_query: links::own(query),
            next_query,
        }
    }
}

fn invalid(field: &str, cause: &str) -> Refusal {
    Refusal::new(400, "E0000053", "Invalid SCIM filter.").cause(format!("{field}: {cause}"))
}

fn instant(field: &str, text: &str) -> Result<Stamp, Refusal> {
    let midnight = || Stamp::parse(&format!("{text}T00:00:00Z"));
    Stamp::parse(text)
        .or_else(midnight)
        .ok_or_else(|| invalid(field, "not a valid date"))
}

fn position(text: &str) -> Result<Position, Refusal> {
    let parsed = text.split_once('_').and_then(|(ms, n)| {
        Some(Position {
            ms: ms.parse().ok()?,
            n: n.parse().ok()?,
        })
    });
    parsed.ok_or_else(|| Refusal::bad_search("Invalid cursor."))
}

fn limit(text: &str) -> Result<usize, Refusal> {
    let within = text.parse::<usize>().ok().filter(|limit| *limit <= 1000);
    within.ok_or_else(|| Refusal::validation("limit", "limit: must be a number between 0 and 1000"))
}

fn order(text: &str) -> Result<bool, Refusal> {
    match text.to_ascii_uppercase().as_str() {
        "ASCENDING" => Ok(false),
        "DESCENDING" => Ok(true),
        _ => Err(Refusal::validation(
            "sortOrder",
            "sortOrder: must be ASCENDING or DESCENDING",
        )),
    }
}

fn parse_filter(text: &str) -> Result<Filter, Refusal> {
    filter::parse(text, &LOGS_FILTER).map_err(|fault| match fault {
        filter::FilterError::Operator { .. } | filter::FilterError::Attribute(_) => {
            Refusal::bad_search(fault.to_string())
        }
        _ => invalid("filter", &fault.to_string()),
    })
}

fn keywords(text: &str) -> Result<Vec<String>, Refusal> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    if words.len() > 10 || words.iter().any(|word| word.chars().count() > 40) {
        return Err(Refusal::validation(
            "q",
            "q: at most 10 keywords of at most 40 characters each",
        ));
    }
    Ok(words)
}

/// Whether every keyword is part of some value of the event.
fn has_keywords(event: &Value, keywords: &[String]) -> bool {
    keywords.iter().all(|word| contains(event, word))
}

fn contains(json: &Value, word: &str) -> bool {
    match json {
        Value::String(text) => text.to_lowercase().contains(word),
        Value::Array(items) => items.iter().any(|item| contains(item, word)),
        Value::Object(members) => members.values().any(|value| contains(value, word)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
