//! Users: list, read, create, change, delete.

mod change;
mod lifecycle;
pub(crate) mod linked;
mod list;
mod related;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use serde_json::json;

use crate::call::Call;
use crate::reply::{Answer, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::{Org, User};

use view::{UserView, profile_text};

const READ: &str = "okta.users.read";
const MANAGE: &str = "okta.users.manage";
/// Passwords, factors, locks: what a help desk does.
const CREDENTIALS: &str = "okta.users.credentials.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/users", READ, list::list),
    write("POST", "/api/v1/users", MANAGE, change::create),
    read("GET", "/api/v1/users/{}", "*", get),
    write("POST", "/api/v1/users/{}", MANAGE, change::update),
    write("PUT", "/api/v1/users/{}", MANAGE, change::replace),
    write("DELETE", "/api/v1/users/{}", MANAGE, lifecycle::delete),
    write(
        "POST",
        "/api/v1/users/{}/lifecycle/{}",
        CREDENTIALS,
        lifecycle::run,
    ),
    write(
        "POST",
        "/api/v1/users/{}/credentials/{}",
        CREDENTIALS,
        lifecycle::credentials,
    ),
    write(
        "DELETE",
        "/api/v1/users/{}/sessions",
        MANAGE,
        related::clear_sessions,
    ),
    read("GET", "/api/v1/users/{}/groups", READ, related::groups),
    read("GET", "/api/v1/users/{}/appLinks", READ, related::app_links),
    read("GET", "/api/v1/users/{}/blocks", READ, related::blocks),
    read("GET", "/api/v1/users/{}/grants", READ, related::none),
    read("GET", "/api/v1/users/{}/clients", READ, related::none),
    read("GET", "/api/v1/users/{}/devices", READ, related::none),
    read("GET", "/api/v1/users/{}/idps", READ, related::none),
];

/// First and last name, the login for those without.
pub(crate) fn display_name(user: &User) -> String {
    let names = [profile_text(user, "firstName"), profile_text(user, "lastName")];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        user.login.to_string()
    } else {
        name
    }
}

/// The user that a path names: an id, a login, or `me`.
pub(crate) fn find(org: &Org, call: &Call<'_>, name: &str) -> Result<u32, Refusal> {
    let found = if name == "me" {
        call.caller.user()
    } else {
        org.find_user(name)
    };
    found.ok_or_else(|| Refusal::not_found(name, "User"))
}

/// The user that the first segment names, when the caller's rights reach it.
pub(crate) fn within<'o>(org: &'o Org, call: &Call<'_>, right: &str) -> Result<(u32, &'o User), Refusal> {
    let ordinal = find(org, call, call.param(0))?;
    if !call.caller.rights.may_user(org, right, ordinal) {
        return Err(Refusal::forbidden());
    }
    let user = org
        .users
        .get(ordinal)
        .ok_or_else(|| Refusal::not_found(call.param(0), "User"))?;
    Ok((ordinal, user))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let ordinal = find(org, call, call.param(0))?;
    // Everybody may read themselves.
    if call.caller.user() != Some(ordinal) && !call.caller.rights.may_user(org, READ, ordinal) {
        return Err(Refusal::forbidden());
    }
    let user = org
        .users
        .get(ordinal)
        .ok_or_else(|| Refusal::not_found(call.param(0), "User"))?;
    let mut view = UserView::single(org, user, call.base);
    if call.expands("blocks") {
        view.embedded = Some(json!({"blocks": []}));
    }
    Ok(Reply::raw(&view))
}
