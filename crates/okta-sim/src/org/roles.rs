//! Administrator roles of users, groups and service apps: standard and custom ones, and their targets.
//!
//! An assignment is a document in the assignee's collection (`users/{id}/roles`). Ids of roles that can have targets
//! are the base 32 of their type, the same for every assignee; so an assignment is known by assignee and id together.

mod assignee;
mod events;
mod targets;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

pub(crate) use assignee::Assignee;
pub(crate) use events::{Change, log_change};

use crate::call::Call;
use crate::org::{iam, text};
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::rights::standard;
use crate::route::{Route, read, write};
use crate::stamp::Stamp;
use crate::state::Org;

const READ: &str = "okta.roles.read";
const MANAGE: &str = "okta.roles.manage";

/// The same endpoints for the three kinds of assignee.
macro_rules! endpoints {
    ($($of:literal),*) => {
        &[$(
            read("GET", concat!($of, "/{}/roles"), READ, list),
            write("POST", concat!($of, "/{}/roles"), MANAGE, assign),
            read("GET", concat!($of, "/{}/roles/{}"), READ, get),
            write("DELETE", concat!($of, "/{}/roles/{}"), MANAGE, unassign),
            read("GET", concat!($of, "/{}/roles/{}/targets"), READ, targets::all),
            read("GET", concat!($of, "/{}/roles/{}/targets/groups"), READ, targets::groups),
            write("PUT", concat!($of, "/{}/roles/{}/targets/groups/{}"), MANAGE, targets::add_group),
            write("DELETE", concat!($of, "/{}/roles/{}/targets/groups/{}"), MANAGE, targets::remove),
            read("GET", concat!($of, "/{}/roles/{}/targets/catalog/apps"), READ, targets::apps),
            write("PUT", concat!($of, "/{}/roles/{}/targets/catalog/apps"), MANAGE, targets::widen_apps),
            write("PUT", concat!($of, "/{}/roles/{}/targets/catalog/apps/{}"), MANAGE, targets::add_app),
            write("PUT", concat!($of, "/{}/roles/{}/targets/catalog/apps/{}/{}"), MANAGE, targets::add_app),
            write("DELETE", concat!($of, "/{}/roles/{}/targets/catalog/apps/{}"), MANAGE, targets::remove),
            write("DELETE", concat!($of, "/{}/roles/{}/targets/catalog/apps/{}/{}"), MANAGE, targets::remove),
        )*]
    };
}

pub(crate) const ROUTES: &[Route] = endpoints!("/api/v1/users", "/api/v1/groups", "/oauth2/v1/clients");

/// Standard roles whose assignments can be narrowed.
pub(crate) fn takes_targets(kind: &str) -> bool {
    matches!(
        kind,
        "APP_ADMIN" | "USER_ADMIN" | "HELP_DESK_ADMIN" | "GROUP_MEMBERSHIP_ADMIN"
    )
}

/// Gives a standard role; gives the assignment's id. Nothing happens when the assignee holds it already.
pub(crate) fn grant(org: &mut Org, to: Assignee, kind: &str, now: Stamp) -> Option<String> {
    let label = standard::label(kind)?;
    let id = if takes_targets(kind) {
        base32(kind)
    } else {
        org.mint.id(if matches!(to, Assignee::Group(_)) {
            "gra"
        } else {
            "ra1"
        })
    };
    let at = now.to_string();
    let role = json!({
        "id": id, "label": label, "type": kind, "status": "ACTIVE", "created": at, "lastUpdated": at,
        "assignmentType": to.word(), "_links": {"assignee": {"href": to.href(org)}},
    });
    let collection = to.collection(org);
    if let Value::Object(role) = role
        && held(org, &collection, kind).is_none()
    {
        org.docs.put(&collection, &id, role);
    }
    Some(id)
}

/// Roles of a user as the list shows them: own ones, then those of the groups.
pub(crate) fn of_user(org: &Org, user: u32) -> Vec<(Assignee, &Object)> {
    let own = Assignee::User(user);
    let mut roles: Vec<(Assignee, &Object)> = documents(org, own).map(|role| (own, role)).collect();
    for group in org.groups_of(user) {
        roles.extend(documents(org, Assignee::Group(group)).map(|role| (Assignee::Group(group), role)));
    }
    roles
}

fn documents(org: &Org, of: Assignee) -> impl Iterator<Item = &Object> {
    org.docs.list(&of.collection(org)).collect::<Vec<_>>().into_iter()
}

fn held<'o>(org: &'o Org, collection: &str, kind: &str) -> Option<&'o Object> {
    org.docs
        .list(collection)
        .find(|role| text(role, "type") == Some(kind))
}

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let of = Assignee::of(org, call)?;
    let roles = match of {
        Assignee::User(user) => of_user(org, user),
        other => documents(org, other).map(|role| (other, role)).collect(),
    };
    let shown: Vec<Value> = roles
        .into_iter()
        .map(|(holder, role)| shown(org, call, holder, role))
        .collect();
    Ok(Reply::json(Value::Array(shown)))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    let of = Assignee::of(org, call)?;
    let (holder, role) = find(org, of, call.param(1))?;
    Ok(Reply::json(shown(org, call, holder, role)))
}

/// The assignment with this id; a user's may be one of a group.
fn find<'o>(org: &'o Org, of: Assignee, id: &str) -> Result<(Assignee, &'o Object), Refusal> {
    let own = org.docs.get(&of.collection(org), id).map(|role| (of, role));
    let inherited = || match of {
        Assignee::User(user) => of_user(org, user)
            .into_iter()
            .find(|(_, role)| text(role, "id") == Some(id)),
        _ => None,
    };
    own.or_else(inherited)
        .ok_or_else(|| Refusal::not_found(id, "RoleAssignment"))
}

fn shown(org: &Org, call: &Call<'_>, holder: Assignee, role: &Object) -> Value {
    let mut role = role.clone();
    if let Some(embedded) = targets::embedded(org, call, holder, &role) {
        role.insert("_embedded".to_owned(), embedded);
    }
    Value::Object(role)
}

fn assign(org: &mut Org, call: &Call<'_>) -> Answer {
    let to = Assignee::of(org, call)?;
    let body = call.object()?;
    let kind = text(&body, "type")
        .ok_or_else(|| Refusal::validation("type", "type: The field cannot be left blank"))?;
    if kind == "CUSTOM" {
        return assign_custom(org, call, to, &body);
    }
    if standard::label(kind).is_none() {
        return Err(Refusal::validation(
            "type",
            format!("type: '{kind}' is not a role that can be assigned"),
        ));
    }
    if held(org, &to.collection(org), kind).is_some() {
        return Err(Refusal::new(
            409,
            "E0000090",
            "The role specified is already assigned to the user.",
        ));
    }
    let kind = kind.to_owned();
    let id = grant(org, to, &kind, call.now).unwrap_or_default();
    log_change(
        org,
        call,
        to,
        Change::Standard {
            id: &id,
            kind: &kind,
            added: true,
        },
    );
    let role = org
        .docs
        .get(&to.collection(org), &id)
        .cloned()
        .unwrap_or_default();
    Ok(Reply::json(Value::Object(role)).status(201))
}

fn assign_custom(org: &mut Org, call: &Call<'_>, to: Assignee, body: &Object) -> Answer {
    let role = iam::role_id(org, text(body, "role").unwrap_or_default())?;
    let set = iam::set_id(org, text(body, "resource-set").unwrap_or_default())?;
    let id = iam::bind(org, &set, &role, to, call.now).ok_or_else(|| {
        Refusal::new(
            409,
            "E0000090",
            "The role specified is already assigned to the user.",
        )
    })?;
    log_change(
        org,
        call,
        to,
        Change::Custom {
            role: &role,
            set: &set,
            added: true,
        },
    );
    let row = org
        .docs
        .get(&to.collection(org), &id)
        .cloned()
        .unwrap_or_default();
    Ok(Reply::json(Value::Object(row)).status(201))
}

fn unassign(org: &mut Org, call: &Call<'_>) -> Answer {
    let from = Assignee::of(org, call)?;
    let collection = from.collection(org);
    let id = call.param(1).to_owned();
    let role = org
        .docs
        .get(&collection, &id)
        .cloned()
        .ok_or_else(|| Refusal::not_found(&id, "RoleAssignment"))?;
    if let (Some(role), Some(set)) = (text(&role, "role"), text(&role, "resource-set")) {
        iam::unbind(org, set, role, &id);
        log_change(
            org,
            call,
            from,
            Change::Custom {
                role,
                set,
                added: false,
            },
        );
        return Ok(Reply::none());
    }
    org.docs.remove(&collection, &id);
    org.docs.remove_tree(&format!("{collection}/{id}/"));
    let kind = text(&role, "type").unwrap_or_default();
    log_change(
        org,
        call,
        from,
        Change::Standard {
            id: &id,
            kind,
            added: false,
        },
    );
    Ok(Reply::none())
}

/// RFC 4648 base 32 without padding.
pub(crate) fn base32(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |five: &[bool]| {
        let value = five.iter().fold(0, |value, bit| value * 2 + usize::from(*bit)) << (5 - five.len());
        char::from(DIGITS.get(value).copied().unwrap_or(b'A'))
    };
    let bits: Vec<bool> = text
        .bytes()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
        .collect();
    bits.chunks(5).map(digit).collect()
}
