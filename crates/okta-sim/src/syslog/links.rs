//! The queries of the `self` and `next` links of a log page, in Okta's order of parameters.

use super::event::Position;
use super::query::LogQuery;
use crate::stamp::Stamp;

const ORDER: [&str; 6] = ["since", "until", "filter", "q", "limit", "sortOrder"];

/// The query of the page itself.
pub(super) fn own(query: &LogQuery) -> String {
    written(query, sent(query, "after"), None)
}

/// The query of the page after `last`. Polling without `since` gets the default written out, as Okta does.
pub(super) fn next(query: &LogQuery, floor: Stamp, last: Position) -> String {
    let since =
        (query.polls() && query.since.is_none() && sent(query, "after").is_none()).then(|| floor.to_string());
    written(query, Some(&format!("{}_{}", last.ms, last.n)), since.as_deref())
}

fn sent<'q>(query: &'q LogQuery, name: &str) -> Option<&'q str> {
    query
        .sent
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

fn written(query: &LogQuery, after: Option<&str>, since: Option<&str>) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for name in ORDER {
        let default = if name == "since" { since } else { None };
        if let Some(value) = sent(query, name).or(default) {
            text.append_pair(name, value);
        }
    }
    if let Some(after) = after {
        text.append_pair("after", after);
    }
    text.finish()
}
