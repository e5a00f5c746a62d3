//! `GET /api/v1/apps`: plain, `q`, `filter` (also by user and by group), `includeNonDeleted`.

use serde_json::{Value, json};

use crate::call::Call;
use crate::filter::{self, Attributes, Value as Attribute};
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{App, Org};

use super::users::AppUserView;
use super::view::AppView;

/// Okta's largest page; its default is 20 in recordings.
const MAX: usize = 200;
const LIMIT: usize = 20;

pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let limit = call.limit(LIMIT, MAX)?;
    let start = match call.after() {
        None => 0,
        Some(cursor) => org
            .apps
            .place(cursor)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    let filter = call
        .query("filter")
        .map(|text| filter::parse(text, &filter::APPS_FILTER))
        .transpose();
    let filter = filter.map_err(crate::org::bad_filter)?;
    let prefix = call.query("q").map(str::to_lowercase);
    let wanted = |at: u32, app: &App| {
        let named = |prefix: &String| {
            app.name.to_lowercase().starts_with(prefix) || app.label.to_lowercase().starts_with(prefix)
        };
        prefix.as_ref().is_none_or(named)
            && filter
                .as_ref()
                .is_none_or(|filter| filter.matches(&Assigned { org, at, app }))
            && call.caller.rights.may_app(org, super::READ, at)
    };
    let mut page: Vec<(u32, &App)> = org
        .apps
        .from(start)
        .filter(|(at, app)| wanted(*at, app))
        .take(limit + 1)
        .collect();
    let more = page.len() > limit;
    page.truncate(limit);
    let next = if more {
        page.last().map(|(_, app)| app.id.to_string())
    } else {
        None
    };
    let view =
        |(at, app): &(u32, &'_ App)| embedded_user(org, call, *at).map(|embedded| (embedded, app.id.clone()));
    let embedded: Vec<Option<Value>> = page
        .iter()
        .map(|row| view(row).map(|(embedded, _)| embedded))
        .collect();
    let views: Vec<AppView<'_>> = page
        .iter()
        .zip(embedded)
        .map(|((_, app), embedded)| AppView {
            app,
            base: call.base,
            embedded,
        })
        .collect();
    Ok(Reply::raw(&views).paged(limit, next))
}

/// `expand=user/{id}` embeds the app user.
pub(crate) fn embedded_user(org: &Org, call: &Call<'_>, app: u32) -> Option<Value> {
    let user = org.find_user(call.query("expand")?.strip_prefix("user/")?)?;
    let view = AppUserView::new(org, app, user, call.base)?;
    Some(json!({"user": view}))
}

/// An app with the attributes `user.id` and `group.id`: who it is assigned to.
struct Assigned<'a> {
    org: &'a Org,
    at: u32,
    app: &'a App,
}

impl Attributes for Assigned<'_> {
    fn visit(&self, path: &str, each: &mut dyn FnMut(Attribute<'_>)) {
        match path {
            "user.id" => {
                for user in self.org.app_users_from(self.at, 0, usize::MAX) {
                    if let Some(user) = self.org.users.get(user) {
                        each(Attribute::Text(&user.id));
                    }
                }
            }
            "group.id" => {
                for group in self
                    .app
                    .groups
                    .keys()
                    .filter_map(|group| self.org.groups.get(*group))
                {
                    each(Attribute::Text(&group.id));
                }
            }
            _ => self.app.visit(path, each),
        }
    }
}
