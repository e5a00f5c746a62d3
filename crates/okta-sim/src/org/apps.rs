//! Apps: list, read, create, change, activate, delete.

mod change;
mod defaults;
mod groups;
mod list;
#[cfg(test)]
mod tests;
pub(crate) mod users;
pub(crate) mod view;

use crate::call::Call;
use crate::reply::{Answer, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::{App, Org};

pub(crate) use change::{client_id, is_service, new_app};
pub(crate) use defaults::lay;

use view::AppView;

const READ: &str = "okta.apps.read";
const MANAGE: &str = "okta.apps.manage";
/// Assigning apps to users and groups.
const ASSIGN: &str = "okta.apps.assignment.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/apps", READ, list::list),
    write("POST", "/api/v1/apps", MANAGE, change::create),
    read("GET", "/api/v1/apps/{}", READ, get),
    write("PUT", "/api/v1/apps/{}", MANAGE, change::replace),
    write("DELETE", "/api/v1/apps/{}", MANAGE, change::delete),
    write("POST", "/api/v1/apps/{}/lifecycle/{}", MANAGE, change::lifecycle),
    read("GET", "/api/v1/apps/{}/users", READ, users::list),
    write("POST", "/api/v1/apps/{}/users", ASSIGN, users::assign),
    read("GET", "/api/v1/apps/{}/users/{}", READ, users::get),
    write("POST", "/api/v1/apps/{}/users/{}", ASSIGN, users::update),
    write("PUT", "/api/v1/apps/{}/users/{}", ASSIGN, users::update),
    write("DELETE", "/api/v1/apps/{}/users/{}", ASSIGN, users::unassign),
    read("GET", "/api/v1/apps/{}/groups", READ, groups::list),
    read("GET", "/api/v1/apps/{}/groups/{}", READ, groups::get),
    write("PUT", "/api/v1/apps/{}/groups/{}", ASSIGN, groups::assign),
    write("PATCH", "/api/v1/apps/{}/groups/{}", ASSIGN, groups::patch),
    write("DELETE", "/api/v1/apps/{}/groups/{}", ASSIGN, groups::unassign),
    read("GET", "/api/v1/apps/{}/features", READ, features),
    read("GET", "/api/v1/apps/{}/tokens", READ, nothing),
    read("GET", "/api/v1/apps/{}/group-push/mappings", READ, nothing),
    write("PUT", "/api/v1/apps/{}/policies/{}", MANAGE, change::set_policy),
];

/// The app that the first segment names, when the caller's rights reach it.
pub(crate) fn within<'o>(org: &'o Org, call: &Call<'_>, right: &str) -> Result<(u32, &'o App), Refusal> {
    let id = call.param(0);
    let found = org
        .apps
        .find(id)
        .and_then(|ordinal| Some((ordinal, org.apps.get(ordinal)?)));
    let (ordinal, app) = found.ok_or_else(|| Refusal::not_found(id, "AppInstance"))?;
    if !call.caller.rights.may_app(org, right, ordinal) {
        return Err(Refusal::forbidden());
    }
    Ok((ordinal, app))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (ordinal, app) = within(org, call, READ)?;
    let mut view = AppView {
        app,
        base: call.base,
        embedded: None,
    };
    view.embedded = list::embedded_user(org, call, ordinal);
    Ok(Reply::raw(&view))
}

/// `GET /api/v1/apps/{id}/features`: only apps that provision have any.
fn features(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = within(org, call, READ)?;
    if app
        .body
        .get("features")
        .and_then(serde_json::Value::as_array)
        .is_none_or(Vec::is_empty)
    {
        return Err(
            Refusal::new(400, "E0000001", "Api validation failed: provisioning")
                .cause("Provisioning is not supported"),
        );
    }
    documents(org, call, app)
}

fn nothing(org: &Org, call: &Call<'_>) -> Answer {
    let (_, app) = within(org, call, READ)?;
    documents(org, call, app)
}

/// What a recording brought, else nothing.
fn documents(org: &Org, call: &Call<'_>, app: &App) -> Answer {
    let what = call
        .request
        .path
        .split_once(&*app.id)
        .map(|(_, rest)| rest.trim_matches('/'))
        .unwrap_or_default();
    let known = org
        .docs
        .list(&format!("apps/{}/{what}", app.id))
        .cloned()
        .map(serde_json::Value::Object);
    Ok(Reply::json(known.collect()))
}
