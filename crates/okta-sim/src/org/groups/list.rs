//! `GET /api/v1/groups`: plain, `q`, `filter`, `search`.

use crate::call::Call;
use crate::filter;
use crate::org::sorted::Order;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{Group, Org};

use super::view::GroupView;

/// Default page and the most that Okta gives in one.
const LIMIT: usize = 200;
const MAX: usize = 10_000;
/// Most groups of a `q` look-up, which can't be paged further.
const Q_MAX: usize = 300;

pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let start = match call.after() {
        None => 0,
        Some(cursor) => org
            .groups
            .place(cursor)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    let prefix = call.query("q").map(str::to_lowercase);
    let limit = call.limit(LIMIT, if prefix.is_some() { Q_MAX } else { MAX })?;
    let filter = call
        .query("filter")
        .map(|text| filter::parse(text, &filter::GROUPS_FILTER))
        .transpose();
    let filter = filter.map_err(crate::org::bad_filter)?;
    let search = call
        .query("search")
        .map(|text| filter::parse(text, &filter::GROUPS_SEARCH))
        .transpose();
    let search = search.map_err(crate::org::bad_filter)?;
    let found =
        |at: u32, group: &Group| match org.lag.groups.get(&at).filter(|before| before.until > call.now) {
            Some(before) => before
                .seen
                .as_ref()
                .is_some_and(|seen| search.as_ref().is_none_or(|search| search.matches(seen))),
            None => search.as_ref().is_none_or(|search| search.matches(group)),
        };
    let wanted = |at: u32, group: &Group| {
        prefix
            .as_ref()
            .is_none_or(|prefix| group.name.to_lowercase().starts_with(prefix))
            && filter.as_ref().is_none_or(|filter| filter.matches(group))
            && (search.is_none() || found(at, group))
            && call.caller.rights.may_group(org, super::READ, at)
    };
    if let Some(key) = call.query("sortBy").filter(|_| search.is_some()) {
        return sorted(org, call, key, limit, &wanted);
    }
    let mut page: Vec<(u32, &Group)> = org
        .groups
        .from(start)
        .filter(|(at, group)| wanted(*at, group))
        .take(limit + 1)
        .collect();
    let more = page.len() > limit;
    page.truncate(limit);
    let next = if more && prefix.is_none() {
        page.last().map(|(_, group)| group.id.to_string())
    } else {
        None
    };
    write(org, call, &page, limit, next)
}

fn sorted(
    org: &Org,
    call: &Call<'_>,
    key: &str,
    limit: usize,
    wanted: &dyn Fn(u32, &Group) -> bool,
) -> Answer {
    let order = Order {
        attribute: key,
        descending: call
            .query("sortOrder")
            .is_some_and(|order| order.eq_ignore_ascii_case("desc")),
    };
    let after = call.after().and_then(|id| {
        let ordinal = org.groups.find(id)?;
        Some(order.place(ordinal, org.groups.get(ordinal)?))
    });
    let found = org.groups.iter().filter(|(at, group)| wanted(*at, group));
    let (page, more) = order.page(found, after, limit);
    let next = page
        .last()
        .filter(|_| more)
        .map(|(_, group)| group.id.to_string());
    write(org, call, &page, limit, next)
}

fn write(org: &Org, call: &Call<'_>, page: &[(u32, &Group)], limit: usize, next: Option<String>) -> Answer {
    let views: Vec<GroupView<'_>> = page
        .iter()
        .map(|(_, group)| GroupView::expanded(org, group, call))
        .collect();
    Ok(Reply::raw(&views).paged(limit, next))
}
