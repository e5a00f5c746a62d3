//! `GET /api/v1/logs`.

use http::HeaderValue;
use http::header::LINK;
use serde_json::Value;

use crate::call::Call;
use crate::reply::{Answer, Reply};
use crate::route::{Route, read};
use crate::state::Org;
use crate::syslog::LogQuery;

pub(crate) const ROUTES: &[Route] = &[read("GET", "/api/v1/logs", "okta.logs.read", list)];

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let query = LogQuery::parse(&call.query, call.now, org.log.old_since)?;
    let page = org.log.page(&query, call.now);
    let mut reply = Reply::json(Value::Array(page.events));
    let own = [(Some(page.self_query), "self"), (page.next_query, "next")];
    for (query, relation) in own
        .into_iter()
        .filter_map(|(query, relation)| Some((query?, relation)))
    {
        let mark = if query.is_empty() { "" } else { "?" };
        let link = format!("<{}/api/v1/logs{mark}{query}>; rel=\"{relation}\"", call.base);
        if let Ok(value) = HeaderValue::try_from(link) {
            reply.headers.push((LINK, value));
        }
    }
    Ok(reply)
}
