//! Custom administrator roles: roles with permissions, resource sets with resources, and the bindings between them.

mod bindings;
mod custom_roles;
mod permissions;
mod resource;
mod resource_sets;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

pub(crate) use bindings::{bind, unbind};
pub(crate) use resource::Resource;

use crate::call::Call;
use crate::org::roles::Assignee;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.roles.read";
const MANAGE: &str = "okta.roles.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/iam/assignees/users", READ, assignees),
    read("GET", "/api/v1/iam/roles", READ, custom_roles::list),
    write("POST", "/api/v1/iam/roles", MANAGE, custom_roles::create),
    read("GET", "/api/v1/iam/roles/{}", READ, custom_roles::get),
    write("PUT", "/api/v1/iam/roles/{}", MANAGE, custom_roles::replace),
    write("DELETE", "/api/v1/iam/roles/{}", MANAGE, custom_roles::delete),
    read("GET", "/api/v1/iam/roles/{}/permissions", READ, permissions::list),
    read(
        "GET",
        "/api/v1/iam/roles/{}/permissions/{}",
        READ,
        permissions::get,
    ),
    write(
        "POST",
        "/api/v1/iam/roles/{}/permissions/{}",
        MANAGE,
        permissions::add,
    ),
    write(
        "PUT",
        "/api/v1/iam/roles/{}/permissions/{}",
        MANAGE,
        permissions::add,
    ),
    write(
        "DELETE",
        "/api/v1/iam/roles/{}/permissions/{}",
        MANAGE,
        permissions::remove,
    ),
    read("GET", "/api/v1/iam/resource-sets", READ, resource_sets::list),
    write("POST", "/api/v1/iam/resource-sets", MANAGE, resource_sets::create),
    read("GET", "/api/v1/iam/resource-sets/{}", READ, resource_sets::get),
    write(
        "PUT",
        "/api/v1/iam/resource-sets/{}",
        MANAGE,
        resource_sets::replace,
    ),
    write(
        "DELETE",
        "/api/v1/iam/resource-sets/{}",
        MANAGE,
        resource_sets::delete,
    ),
    read(
        "GET",
        "/api/v1/iam/resource-sets/{}/resources",
        READ,
        resource_sets::resources,
    ),
    write(
        "PATCH",
        "/api/v1/iam/resource-sets/{}/resources",
        MANAGE,
        resource_sets::add_resources,
    ),
    write(
        "POST",
        "/api/v1/iam/resource-sets/{}/resources",
        MANAGE,
        resource_sets::add_resource,
    ),
    read(
        "GET",
        "/api/v1/iam/resource-sets/{}/resources/{}",
        READ,
        resource_sets::resource,
    ),
    write(
        "DELETE",
        "/api/v1/iam/resource-sets/{}/resources/{}",
        MANAGE,
        resource_sets::remove_resource,
    ),
    read(
        "GET",
        "/api/v1/iam/resource-sets/{}/bindings",
        READ,
        bindings::list,
    ),
    write(
        "POST",
        "/api/v1/iam/resource-sets/{}/bindings",
        MANAGE,
        bindings::create,
    ),
    read(
        "GET",
        "/api/v1/iam/resource-sets/{}/bindings/{}",
        READ,
        bindings::get,
    ),
    write(
        "DELETE",
        "/api/v1/iam/resource-sets/{}/bindings/{}",
        MANAGE,
        bindings::delete,
    ),
    read(
        "GET",
        "/api/v1/iam/resource-sets/{}/bindings/{}/members",
        READ,
        bindings::members,
    ),
    write(
        "PATCH",
        "/api/v1/iam/resource-sets/{}/bindings/{}/members",
        MANAGE,
        bindings::add_members,
    ),
    read(
        "GET",
        "/api/v1/iam/resource-sets/{}/bindings/{}/members/{}",
        READ,
        bindings::member,
    ),
    write(
        "DELETE",
        "/api/v1/iam/resource-sets/{}/bindings/{}/members/{}",
        MANAGE,
        bindings::remove_member,
    ),
];

/// The id of a custom role, found by id or label.
pub(crate) fn role_id(org: &Org, id_or_label: &str) -> Result<String, Refusal> {
    find(org, "iam/roles", id_or_label).ok_or_else(|| Refusal::not_found(id_or_label, "CustomRole"))
}

/// The id of a resource set, found by id or label.
pub(crate) fn set_id(org: &Org, id_or_label: &str) -> Result<String, Refusal> {
    find(org, "iam/resource-sets", id_or_label).ok_or_else(|| Refusal::not_found(id_or_label, "IAMPolicy"))
}

fn find(org: &Org, collection: &str, id_or_label: &str) -> Option<String> {
    if org.docs.get(collection, id_or_label).is_some() {
        return Some(id_or_label.to_owned());
    }
    let named = org
        .docs
        .entries(collection)
        .find(|(_, document)| text(document, "label") == Some(id_or_label));
    named.map(|(id, _)| id.to_owned())
}

/// `GET /api/v1/iam/assignees/users`: everyone with a role of their own or through a group.
fn assignees(org: &Org, call: &Call<'_>) -> Answer {
    let limit = call.limit(100, 200)?;
    let start = match call.after() {
        None => 0,
        Some(id) => org
            .users
            .place(id)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    let mut found: Vec<u32> = Vec::new();
    for name in org
        .docs
        .names("users/")
        .filter(|name| name.ends_with("/roles") && org.docs.len(name) > 0)
    {
        found.extend(name.split('/').nth(1).and_then(|id| org.users.find(id)));
    }
    for name in org
        .docs
        .names("groups/")
        .filter(|name| name.ends_with("/roles") && org.docs.len(name) > 0)
    {
        let group = name.split('/').nth(1).and_then(|id| org.groups.find(id));
        found.extend(group.into_iter().flat_map(|group| org.members_from(group, 0)));
    }
    found.retain(|user| *user >= start);
    found.sort_unstable();
    found.dedup();
    let more = found.len() > limit;
    found.truncate(limit);
    let next = more
        .then(|| found.last().and_then(|user| org.users.get(*user)))
        .flatten()
        .map(|user| user.id.to_string());
    let value: Vec<Value> = found
        .into_iter()
        .filter_map(|user| org.users.get(user))
        .map(|user| {
            let href = format!("{{{{org}}}}/api/v1/users/{}", user.id);
            json!({
                "id": user.id,
                "orn": format!("orn:okta:directory:{}:users:{}", org.identity.id, user.id),
                "_links": {"self": {"href": href}, "roles": {"href": format!("{href}/roles")}},
            })
        })
        .collect();
    Ok(wrapped(
        "value",
        value,
        "/api/v1/iam/assignees/users",
        limit,
        next,
    ))
}

/// A list of the administrator API: wrapped in an object, with the next page in its `_links`.
fn wrapped(name: &str, items: Vec<Value>, path: &str, limit: usize, next: Option<String>) -> Reply {
    let own = format!("{{{{org}}}}{path}");
    let mut body = json!({name: items, "_links": {"self": {"href": own}}});
    if let Some(after) = next {
        body["_links"]["next"] = json!({"href": format!("{own}?after={after}&limit={limit}")});
    }
    Reply::json(body)
}

/// One page of a collection of documents, wrapped.
fn page(org: &Org, call: &Call<'_>, name: &str, collection: &str, path: &str) -> Answer {
    let limit = call.limit(100, 200)?;
    let (rows, next) = org.docs.page(collection, call.after(), limit, |_| true)?;
    let rows = rows.into_iter().cloned().map(Value::Object).collect();
    Ok(wrapped(name, rows, path, limit, next))
}

fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

/// A text that must be there and filled.
fn required<'b>(body: &'b Object, name: &str, word: &str) -> Result<&'b str, Refusal> {
    let found = text(body, name).filter(|value| !value.trim().is_empty());
    found.ok_or_else(|| Refusal::validation(name, format!("{name}: {word} must be specified")))
}

/// Members of a binding, as addresses.
fn member_urls(org: &Org, body: &Object, name: &str) -> Result<Vec<Assignee>, Refusal> {
    let urls = body
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    urls.map(|url| {
        Assignee::of_url(org, url)
            .ok_or_else(|| Refusal::validation(name, format!("{name}: Invalid member {url}")))
    })
    .collect()
}
