//! Groups: list, read, create, change, delete.

mod change;
mod list;
mod members;
mod owners;
mod rules;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use crate::call::Call;
use crate::reply::{Answer, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::{Group, GroupKind, Org};

pub(crate) use owners::owner;

use view::GroupView;

const READ: &str = "okta.groups.read";
const MANAGE: &str = "okta.groups.manage";
/// Adding and removing members only.
const MEMBERS: &str = "okta.groups.members.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/groups", READ, list::list),
    write("POST", "/api/v1/groups", MANAGE, change::create),
    read("GET", "/api/v1/groups/{}", READ, get),
    write("PUT", "/api/v1/groups/{}", MANAGE, change::replace),
    write("DELETE", "/api/v1/groups/{}", MANAGE, change::delete),
    read("GET", "/api/v1/groups/{}/users", READ, members::list),
    write("PUT", "/api/v1/groups/{}/users/{}", MEMBERS, members::add),
    write("DELETE", "/api/v1/groups/{}/users/{}", MEMBERS, members::remove),
    read("GET", "/api/v1/groups/{}/apps", READ, members::apps),
    read("GET", "/api/v1/groups/{}/owners", READ, owners::list),
    write("POST", "/api/v1/groups/{}/owners", MANAGE, owners::add),
    write("DELETE", "/api/v1/groups/{}/owners/{}", MANAGE, owners::remove),
    read("GET", "/api/v1/groups/rules", READ, rules::list),
    write("POST", "/api/v1/groups/rules", MANAGE, rules::create),
    read("GET", "/api/v1/groups/rules/{}", READ, rules::get),
    write("PUT", "/api/v1/groups/rules/{}", MANAGE, rules::replace),
    write("DELETE", "/api/v1/groups/rules/{}", MANAGE, rules::delete),
    write(
        "POST",
        "/api/v1/groups/rules/{}/lifecycle/{}",
        MANAGE,
        rules::lifecycle,
    ),
];

/// The group that the first segment names, when the caller's rights reach it.
pub(crate) fn within<'o>(org: &'o Org, call: &Call<'_>, right: &str) -> Result<(u32, &'o Group), Refusal> {
    let id = call.param(0);
    let found = org
        .groups
        .find(id)
        .and_then(|ordinal| Some((ordinal, org.groups.get(ordinal)?)));
    let (ordinal, group) = found.ok_or_else(|| Refusal::not_found(id, "UserGroup"))?;
    if !call.caller.rights.may_group(org, right, ordinal) {
        return Err(Refusal::forbidden());
    }
    Ok((ordinal, group))
}

/// Refuses what only groups made in Okta allow.
pub(crate) fn editable(group: &Group) -> Result<(), Refusal> {
    match group.kind {
        GroupKind::Okta => Ok(()),
        GroupKind::BuiltIn => Err(Refusal::unsupported()),
        GroupKind::App => Err(Refusal::forbidden()),
    }
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (_, group) = within(org, call, READ)?;
    Ok(Reply::raw(&GroupView::expanded(org, group, call)))
}
