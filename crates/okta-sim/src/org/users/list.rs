//! `GET /api/v1/users`: plain, `q`, `filter`, `search`, sorting, projection.

use serde_json::Value;

use crate::call::Call;
use crate::filter::{self, Filter};
use crate::org::sorted::Order;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{Org, User};

use super::view::{UserView, profile_text};

/// Default and largest page.
const LIMIT: usize = 200;
/// Page of a `q` look-up, which can't be paged further.
const Q_LIMIT: usize = 10;

pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let start = match call.after() {
        None => 0,
        Some(cursor) => org
            .users
            .place(cursor)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    if let Some(text) = call.query("search") {
        return search(org, call, text, start);
    }
    let sees = |ordinal: u32| call.caller.rights.may_user(org, super::READ, ordinal);
    if let Some(prefix) = call.query("q") {
        let limit = call.limit(Q_LIMIT, LIMIT)?;
        let prefix = prefix.to_lowercase();
        let found = org
            .users
            .iter()
            .filter(|(_, user)| user.is_living() && is_called(user, &prefix));
        let page: Vec<&User> = found
            .filter(|(at, _)| sees(*at))
            .take(limit)
            .map(|(_, user)| user)
            .collect();
        return write(org, call, &page, limit, None);
    }
    let limit = call.limit(LIMIT, LIMIT)?;
    let filter = call
        .query("filter")
        .map(|text| filter::parse(text, &filter::USERS_FILTER))
        .transpose();
    let filter = filter.map_err(crate::org::bad_filter)?;
    let wanted = |user: &User| match &filter {
        Some(filter) => filter.matches(user),
        None => user.is_living(),
    };
    let found = org
        .users
        .from(start)
        .filter(|(at, user)| wanted(user) && sees(*at));
    let mut page: Vec<&User> = found.take(limit + 1).map(|(_, user)| user).collect();
    let more = page.len() > limit;
    page.truncate(limit);
    let next = if more {
        page.last().map(|user| user.id.to_string())
    } else {
        None
    };
    write(org, call, &page, limit, next)
}

/// `search` sees everybody, leavers too, as they were a moment ago.
fn search(org: &Org, call: &Call<'_>, text: &str, start: u32) -> Answer {
    let limit = call.limit(LIMIT, LIMIT)?;
    let filter = filter::parse(text, &filter::USERS_SEARCH).map_err(crate::org::bad_filter)?;
    let sees = |at: u32| call.caller.rights.may_user(org, super::READ, at);
    let matches = |at: u32, user: &User| seen(org, call, at, user, &filter) && sees(at);
    let (page, next): (Vec<&User>, Option<String>) = match call.query("sortBy") {
        None => {
            let found = org.users.from(start).filter(|(at, user)| matches(*at, user));
            let mut page: Vec<&User> = found.take(limit + 1).map(|(_, user)| user).collect();
            let more = page.len() > limit;
            page.truncate(limit);
            let next = if more {
                page.last().map(|user| user.id.to_string())
            } else {
                None
            };
            (page, next)
        }
        Some(key) => {
            let order = Order {
                attribute: key,
                descending: call
                    .query("sortOrder")
                    .is_some_and(|order| order.eq_ignore_ascii_case("desc")),
            };
            let after = call.after().and_then(|id| {
                let ordinal = org.users.find(id)?;
                Some(order.place(ordinal, org.users.get(ordinal)?))
            });
            let found = org.users.iter().filter(|(at, user)| matches(*at, user));
            let (page, more) = order.page(found, after, limit);
            let next = page.last().filter(|_| more).map(|(_, user)| user.id.to_string());
            let page: Vec<&User> = page.into_iter().map(|(_, user)| user).collect();
            (page, next)
        }
    };
    write(org, call, &page, limit, next)
}

/// Whether late-consistent search finds the user.
fn seen(org: &Org, call: &Call<'_>, at: u32, user: &User, filter: &Filter) -> bool {
    match org.lag.users.get(&at).filter(|before| before.until > call.now) {
        Some(before) => before.seen.as_ref().is_some_and(|value| filter.matches(value)),
        None => filter.matches(user),
    }
}

/// `q` looks at the beginnings of first name, last name and email.
fn is_called(user: &User, prefix: &str) -> bool {
    ["firstName", "lastName", "email"]
        .into_iter()
        .filter_map(|name| profile_text(user, name))
        .any(|text| text.to_lowercase().starts_with(prefix))
}

fn write(org: &Org, call: &Call<'_>, page: &[&User], limit: usize, next: Option<String>) -> Answer {
    let asked = call
        .request
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let omit_credentials = asked.is_some_and(|text| text.contains("omitCredentials"));
    let views: Vec<UserView<'_>> = page
        .iter()
        .map(|user| UserView {
            omit_credentials,
            ..UserView::listed(org, user, call.base)
        })
        .collect();
    let reply = match call.query("fields") {
        None => Reply::raw(&views),
        Some(fields) => {
            let mut list = serde_json::to_value(&views).unwrap_or_default();
            if let Value::Array(users) = &mut list {
                users.iter_mut().for_each(|user| project(user, fields));
            }
            Reply::raw(&list)
        }
    };
    Ok(reply.paged(limit, next))
}

/// `fields=id,status,profile:(login,email)`; `id` and `_links` always stay.
fn project(user: &mut Value, fields: &str) {
    let (outer, inner) = match fields.split_once("profile:(") {
        Some((head, tail)) => {
            let (inner, rest) = tail.split_once(')').unwrap_or((tail, ""));
            (format!("{head},{rest}"), Some(inner))
        }
        None => (fields.to_owned(), None),
    };
    let outer: Vec<&str> = outer.split(',').map(str::trim).collect();
    let Value::Object(members) = user else { return };
    members.retain(|name, _| {
        name == "id"
            || name == "_links"
            || outer.contains(&name.as_str())
            || (name == "profile" && inner.is_some())
    });
    if let (Some(inner), Some(Value::Object(profile))) = (inner, members.get_mut("profile")) {
        let inner: Vec<&str> = inner.split(',').map(str::trim).collect();
        profile.retain(|name, _| inner.contains(&name.as_str()));
    }
}
