//! Users of an app: one record per app and user, `scope` USER for a direct assignment (also when a group grants
//! the app as well), GROUP otherwise.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::org::users::view::UserView;
use crate::render::{Href, Published, put_members};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::stamp::Stamp;
use crate::state::{App, Org, User};

/// The record of one user in one app, to be written out.
pub(crate) struct AppUserView<'a> {
    org: &'a Org,
    app: &'a App,
    user: &'a User,
    /// Special members of this assignment.
    own: Option<&'a Object>,
    direct: bool,
    group: Option<u32>,
    base: &'a str,
    expand: bool,
}

impl<'a> AppUserView<'a> {
    /// `None` when the user does not have the app.
    pub(crate) fn new(org: &'a Org, app: u32, user: u32, base: &'a str) -> Option<Self> {
        let found = org.apps.get(app)?;
        let direct = found.users.binary_search(&user).is_ok();
        let group = if direct {
            None
        } else {
            org.granting_group(app, user)
        };
        if !direct && group.is_none() {
            return None;
        }
        let own = found.assignments.get(&user).map(|own| &**own);
        Some(Self {
            org,
            app: found,
            user: org.users.get(user)?,
            own,
            direct,
            group,
            base,
            expand: false,
        })
    }

    /// When the assignment was made: noted, or the later of the app's and the user's creation.
    fn since(&self) -> Stamp {
        let assigned = self
            .group
            .and_then(|group| self.app.groups.get(&group))
            .map(|assignment| assignment.last_updated);
        self.app
            .created
            .max(self.user.created)
            .max(assigned.unwrap_or_default())
    }
}

impl Serialize for AppUserView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let since = self.since();
        let own = |name: &str| self.own.and_then(|own| own.get(name));
        let date = |name: &str| own(name).cloned().unwrap_or_else(|| json!(since));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.user.id)?;
        map.serialize_entry("externalId", &own("externalId"))?;
        map.serialize_entry("created", &date("created"))?;
        map.serialize_entry("lastUpdated", &date("lastUpdated"))?;
        let by_group = !self.direct || own("~scope").is_some();
        map.serialize_entry("scope", if by_group { "GROUP" } else { "USER" })?;
        map.serialize_entry(
            "status",
            own("status").and_then(Value::as_str).unwrap_or("ACTIVE"),
        )?;
        map.serialize_entry("statusChanged", &date("statusChanged"))?;
        map.serialize_entry("passwordChanged", &own("passwordChanged"))?;
        map.serialize_entry(
            "syncState",
            own("syncState").and_then(Value::as_str).unwrap_or("DISABLED"),
        )?;
        match own("credentials") {
            Some(credentials) => map.serialize_entry("credentials", credentials)?,
            None => map.serialize_entry("credentials", &UserName(&self.user.login))?,
        }
        match own("profile") {
            Some(profile) => map.serialize_entry("profile", profile)?,
            None => map.serialize_entry("profile", &Object::new())?,
        }
        if let Some(more) = self.own {
            put_members(&mut map, more, self.base, &WRITTEN)?;
        }
        map.serialize_entry("_links", &LinksView(self))?;
        if self.expand {
            let user =
                serde_json::to_value(UserView::listed(self.org, self.user, self.base)).unwrap_or_default();
            map.serialize_entry("_embedded", &json!({"user": user}))?;
        }
        map.end()
    }
}

/// Members that are written in any case.
const WRITTEN: [&str; 11] = [
    "id",
    "externalId",
    "created",
    "lastUpdated",
    "scope",
    "status",
    "statusChanged",
    "passwordChanged",
    "syncState",
    "credentials",
    "profile",
];

struct UserName<'a>(&'a str);

impl Serialize for UserName<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("userName", self.0)?;
        map.end()
    }
}

struct LinksView<'a>(&'a AppUserView<'a>);

impl Serialize for LinksView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let AppUserView {
            app,
            user,
            base,
            group,
            org,
            ..
        } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "app",
            &Href {
                base,
                path: format_args!("/api/v1/apps/{}", app.id),
                method: None,
            },
        )?;
        if let Some(group) = group.and_then(|group| org.groups.get(group)) {
            let href = format!("{base}/api/v1/groups/{}", group.id);
            map.serialize_entry("group", &json!({"name": group.name, "href": href}))?;
        } else if let Some(group) = self.0.own.and_then(|own| own.get("~group")) {
            map.serialize_entry("group", &Published { value: group, base })?;
        }
        map.serialize_entry(
            "user",
            &Href {
                base,
                path: format_args!("/api/v1/users/{}", user.id),
                method: None,
            },
        )?;
        map.end()
    }
}

/// `GET /api/v1/apps/{id}/users`
pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (app, _) = super::within(org, call, super::READ)?;
    let prefix = call.query("q").map(str::to_lowercase);
    let limit = call.limit(50, 500)?;
    let start = match call.after() {
        None => 0,
        Some(cursor) => place(org, cursor).ok_or_else(Refusal::bad_cursor)? + 1,
    };
    let called = |user: &u32| {
        let login = org
            .users
            .get(*user)
            .map(|user| user.login.to_lowercase())
            .unwrap_or_default();
        prefix.as_ref().is_none_or(|prefix| login.starts_with(prefix))
    };
    let reach = if prefix.is_some() { usize::MAX } else { limit + 1 };
    let mut users = org.app_users_from(app, start, reach);
    users.retain(called);
    let more = users.len() > limit;
    users.truncate(limit);
    let expand = call.expands("user");
    let view = |user: &u32| {
        Some(AppUserView {
            expand,
            ..AppUserView::new(org, app, *user, call.base)?
        })
    };
    let views: Vec<AppUserView<'_>> = users.iter().filter_map(view).collect();
    let last = users.last().and_then(|user| org.users.get(*user));
    let next = if more {
        last.map(|user| user.id.replacen("00u", "0ua", 1))
    } else {
        None
    };
    Ok(Reply::raw(&views).paged(limit, next))
}

/// The cursor is the id of the app user; ours differs from the user's in the prefix only.
fn place(org: &Org, cursor: &str) -> Option<u32> {
    org.users.place(&cursor.replacen("0ua", "00u", 1))
}

/// `GET /api/v1/apps/{id}/users/{user}`
pub(crate) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (app, user) = (
        super::within(org, call, super::READ)?.0,
        the_user(org, call.param(1))?,
    );
    let view = AppUserView::new(org, app, user, call.base);
    let view = view.ok_or_else(|| Refusal::not_found(call.param(1), "AppUser"))?;
    Ok(Reply::raw(&AppUserView {
        expand: call.expands("user"),
        ..view
    }))
}

/// `POST /api/v1/apps/{id}/users` with `{id, scope, credentials, profile}`
pub(crate) fn assign(org: &mut Org, call: &Call<'_>) -> Answer {
    let (app, _) = super::within(org, call, super::ASSIGN)?;
    let body = call.object()?;
    let id =
        text(&body, "id").ok_or_else(|| Refusal::validation("id", "id: The field cannot be left blank"))?;
    put(org, call, app, the_user(org, id)?, &body)
}

/// `POST` or `PUT /api/v1/apps/{id}/users/{user}`: changes the record; a group's becomes a direct one when the
/// scope says USER.
pub(crate) fn update(org: &mut Org, call: &Call<'_>) -> Answer {
    let (app, _) = super::within(org, call, super::ASSIGN)?;
    let user = the_user(org, call.param(1))?;
    let body = call.object()?;
    let known = AppUserView::new(org, app, user, call.base).map(|view| view.direct);
    match known {
        None if call.request.method == http::Method::POST => {
            Err(Refusal::not_found(call.param(1), "AppUser"))
        }
        Some(false) if text(&body, "scope") != Some("USER") => {
            keep(org, call, app, user, &body);
            log(org, call, app, user, "application.user_membership.update");
            answer(org, call, app, user)
        }
        _ => put(org, call, app, user, &body),
    }
}

fn put(org: &mut Org, call: &Call<'_>, app: u32, user: u32, body: &Object) -> Answer {
    if !org.users.get(user).is_some_and(User::is_living) {
        let summary = "You cannot assign an app to a user who is deactivated.";
        return Err(Refusal::new(403, "E0000117", summary));
    }
    let new = org.assign_user(app, user);
    keep(org, call, app, user, body);
    let event = if new {
        "application.user_membership.add"
    } else {
        "application.user_membership.update"
    };
    log(org, call, app, user, event);
    answer(org, call, app, user)
}

/// Notes what is special about an assignment.
fn keep(org: &mut Org, call: &Call<'_>, app: u32, user: u32, body: &Object) {
    let login = org
        .users
        .get(user)
        .map(|user| user.login.clone())
        .unwrap_or_default();
    let Some(found) = org.apps.get_mut(app) else {
        return;
    };
    let own = found.assignments.entry(user).or_default();
    let now = json!(call.now);
    for name in ["created", "statusChanged"] {
        own.entry(name).or_insert_with(|| now.clone());
    }
    own.insert("lastUpdated".to_owned(), now);
    if let Some(given) = body.get("credentials").and_then(Value::as_object) {
        let mut shown = Object::new();
        shown.insert(
            "userName".to_owned(),
            json!(text(given, "userName").unwrap_or(&login)),
        );
        if given.contains_key("password") {
            shown.insert("password".to_owned(), json!({}));
        }
        own.insert("credentials".to_owned(), Value::Object(shown));
    }
    if let Some(profile @ Value::Object(_)) = body.get("profile") {
        own.insert("profile".to_owned(), profile.clone());
    }
}

/// `DELETE /api/v1/apps/{id}/users/{user}`: a direct assignment goes, and what a group grants comes to light; a record
/// that stands for the group alone cannot be taken away.
pub(crate) fn unassign(org: &mut Org, call: &Call<'_>) -> Answer {
    let (app, _) = super::within(org, call, super::ASSIGN)?;
    let user = the_user(org, call.param(1))?;
    let view = AppUserView::new(org, app, user, call.base);
    let view = view.ok_or_else(|| Refusal::not_found(call.param(1), "AppUser"))?;
    if !view.direct {
        let refusal = Refusal::new(
            403,
            "E0000046",
            "You do not have permission to perform the requested action",
        );
        return Err(refusal.cause(
            "The application cannot be unassigned from the user while their group memberships grant them access to it.",
        ));
    }
    let targets = targets(org, app, user);
    org.unassign_user(app, user);
    org.log_event(call, "application.user_membership.remove", &targets);
    Ok(Reply::none())
}

/// The three targets of membership events: app user, app, user.
pub(crate) fn targets(org: &Org, app: u32, user: u32) -> [Target; 3] {
    let person = Target::user(org, user);
    let id = person.id.replacen("00u", "0ua", 1);
    [
        Target::new("AppUser", &id, &person.alternate_id, &person.display_name),
        Target::app(org, app),
        person,
    ]
}

fn log(org: &mut Org, call: &Call<'_>, app: u32, user: u32, event: &str) {
    let targets = targets(org, app, user);
    org.log_event(call, event, &targets);
}

fn answer(org: &Org, call: &Call<'_>, app: u32, user: u32) -> Answer {
    let view = AppUserView::new(org, app, user, call.base);
    Ok(Reply::raw(
        &view.ok_or_else(|| Refusal::not_found(call.param(1), "AppUser"))?,
    ))
}

fn the_user(org: &Org, id: &str) -> Result<u32, Refusal> {
    org.find_user(id).ok_or_else(|| Refusal::not_found(id, "User"))
}
