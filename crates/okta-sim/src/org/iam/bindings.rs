//! `/api/v1/iam/resource-sets/{set}/bindings`: who holds which custom role on the set.
//!
//! A membership is kept twice: under the binding, and as a role assignment of the assignee. [`bind`] and [`unbind`]
//! are the only ways to change either.

use serde_json::{Value, json};

use super::{member_urls, object, required, role_id, set_id, wrapped};
use crate::call::Call;
use crate::org::events::Target;
use crate::org::roles::{Assignee, Change, log_change};
use crate::org::text;
use crate::reply::{Answer, Refusal, Reply};
use crate::stamp::Stamp;
use crate::state::Org;

/// Gives an assignee a custom role on a set; gives the id of the membership, `None` when it is held already.
pub(crate) fn bind(org: &mut Org, set: &str, role: &str, to: Assignee, now: Stamp) -> Option<String> {
    let collection = to.collection(org);
    let held = org
        .docs
        .list(&collection)
        .any(|row| text(row, "role") == Some(role) && text(row, "resource-set") == Some(set));
    if held {
        return None;
    }
    let label = org
        .docs
        .get("iam/roles", role)
        .and_then(|role| text(role, "label"))
        .unwrap_or_default()
        .to_owned();
    let id = org.mint.id("irb");
    let at = now.to_string();
    let own = format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}");
    let admin = format!("{{{{admin}}}}/api/v1/iam/roles/{role}");
    let row = json!({
        "id": id, "label": label, "type": "CUSTOM", "status": "ACTIVE", "created": at, "lastUpdated": at,
        "assignmentType": to.word(), "resource-set": set, "role": role,
        "_links": {
            "role": {"href": admin}, "resource-set": {"href": own}, "permissions": {"href": format!("{admin}/permissions")},
            "member": {"href": format!("{own}/bindings/{role}/members/{id}")},
            "assignee": {"href": to.href(org)},
        },
    });
    let member = json!({
        "id": id, "created": at, "lastUpdated": at,
        "_links": {"self": {"href": to.href(org)}},
    });
    org.docs.put(&collection, &id, object(row));
    org.docs.put(
        &format!("iam/resource-sets/{set}/bindings/{role}/members"),
        &id,
        object(member),
    );
    Some(id)
}

/// Takes a membership away; `None` when there is none.
pub(crate) fn unbind(org: &mut Org, set: &str, role: &str, member: &str) -> Option<()> {
    let members = format!("iam/resource-sets/{set}/bindings/{role}/members");
    let removed = org.docs.remove(&members, member)?;
    let href = removed
        .get("_links")
        .and_then(|links| links.get("self")?.get("href")?.as_str());
    if let Some(of) = href.and_then(|href| Assignee::of_url(org, href)) {
        org.docs.remove(&of.collection(org), member);
    }
    if org.docs.len(&members) == 0 {
        org.docs.remove_tree(&members);
    }
    Some(())
}

/// Takes every role on a set away.
pub(super) fn drop_all(org: &mut Org, set: &str) {
    for role in roles(org, set) {
        drop_binding(org, set, &role);
    }
}

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let set = set_id(org, call.param(0))?;
    let path = format!("/api/v1/iam/resource-sets/{set}/bindings");
    let limit = call.limit(100, 200)?;
    let mut roles = roles(org, &set);
    if let Some(after) = call.after() {
        roles.retain(|role| role.as_str() > after);
    }
    let more = roles.len() > limit;
    roles.truncate(limit);
    let next = more.then(|| roles.last().cloned()).flatten();
    let rows = roles
        .iter()
        .map(|role| {
            let own = format!("{{{{org}}}}{path}/{role}");
            json!({"id": role, "_links": {"self": {"href": own}, "members": {"href": format!("{own}/members")}}})
        })
        .collect();
    let mut reply = wrapped("roles", rows, &path, limit, next);
    if let crate::reply::Body::Json(body) = &mut reply.body {
        body["_links"]["resource-set"] =
            json!({"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}")});
    }
    Ok(reply)
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (set, role) = binding(org, call)?;
    let own = format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}/bindings/{role}");
    Ok(Reply::json(json!({"id": role, "_links": {
        "self": {"href": own}, "members": {"href": format!("{own}/members")},
        "resource-set": {"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}")},
    }})))
}

pub(super) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let set = set_id(org, call.param(0))?;
    let body = call.object()?;
    let role = role_id(org, required(&body, "role", "Role")?)?;
    let members = member_urls(org, &body, "members")?;
    if members.is_empty() {
        return Err(Refusal::validation(
            "members",
            "members: The field cannot be left blank",
        ));
    }
    add_all(org, call, &set, &role, &members);
    log(org, call, "iam.resourceset.bindings.add", &set, &role);
    Ok(Reply::json(links(&set, &role)))
}

pub(super) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let (set, role) = binding(org, call)?;
    log(org, call, "iam.resourceset.bindings.delete", &set, &role);
    drop_binding(org, &set, &role);
    Ok(Reply::none())
}

pub(super) fn members(org: &Org, call: &Call<'_>) -> Answer {
    let (set, role) = binding(org, call)?;
    let binding = format!("/api/v1/iam/resource-sets/{set}/bindings/{role}");
    let limit = call.limit(100, 200)?;
    let collection = members_of(&set, &role);
    let (rows, next) = org.docs.page(&collection, call.after(), limit, |_| true)?;
    let rows = rows.into_iter().cloned().map(Value::Object).collect();
    let mut reply = wrapped("members", rows, &format!("{binding}/members"), limit, next);
    if let crate::reply::Body::Json(body) = &mut reply.body {
        body["_links"]["binding"] = json!({"href": format!("{{{{org}}}}{binding}")});
    }
    Ok(reply)
}

pub(super) fn member(org: &Org, call: &Call<'_>) -> Answer {
    let (set, role) = binding(org, call)?;
    let found = org.docs.get(&members_of(&set, &role), call.param(2));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(2), "IAMPolicyBindingMember"))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

pub(super) fn add_members(org: &mut Org, call: &Call<'_>) -> Answer {
    let (set, role) = binding(org, call)?;
    let members = member_urls(org, &call.object()?, "additions")?;
    add_all(org, call, &set, &role, &members);
    Ok(Reply::json(links(&set, &role)))
}

pub(super) fn remove_member(org: &mut Org, call: &Call<'_>) -> Answer {
    let (set, role) = binding(org, call)?;
    let id = call.param(2).to_owned();
    let member = org.docs.get(&members_of(&set, &role), &id);
    let href = member
        .and_then(|member| member.get("_links")?.get("self")?.get("href")?.as_str())
        .map(str::to_owned);
    unbind(org, &set, &role, &id).ok_or_else(|| Refusal::not_found(&id, "IAMPolicyBindingMember"))?;
    if let Some(of) = href.and_then(|href| Assignee::of_url(org, &href)) {
        log_change(
            org,
            call,
            of,
            Change::Custom {
                role: &role,
                set: &set,
                added: false,
            },
        );
    }
    Ok(Reply::none())
}

fn add_all(org: &mut Org, call: &Call<'_>, set: &str, role: &str, members: &[Assignee]) {
    for member in members {
        if bind(org, set, role, *member, call.now).is_some() {
            log_change(
                org,
                call,
                *member,
                Change::Custom {
                    role,
                    set,
                    added: true,
                },
            );
        }
    }
}

fn drop_binding(org: &mut Org, set: &str, role: &str) {
    let members: Vec<String> = org
        .docs
        .entries(&members_of(set, role))
        .map(|(id, _)| id.to_owned())
        .collect();
    for member in members {
        unbind(org, set, role, &member);
    }
}

/// The set and the role that a path names, when somebody holds it there.
fn binding(org: &Org, call: &Call<'_>) -> Result<(String, String), Refusal> {
    let set = set_id(org, call.param(0))?;
    let role = role_id(org, call.param(1))?;
    if org.docs.len(&members_of(&set, &role)) == 0 {
        return Err(Refusal::not_found(&role, "IAMPolicyBinding"));
    }
    Ok((set, role))
}

/// Ids of the roles bound to a set, in order.
fn roles(org: &Org, set: &str) -> Vec<String> {
    let prefix = format!("iam/resource-sets/{set}/bindings/");
    org.docs
        .names(&prefix)
        .filter(|name| org.docs.len(name) > 0)
        .filter_map(|name| {
            name.strip_prefix(&prefix)?
                .strip_suffix("/members")
                .map(str::to_owned)
        })
        .collect()
}

fn members_of(set: &str, role: &str) -> String {
    format!("iam/resource-sets/{set}/bindings/{role}/members")
}

fn links(set: &str, role: &str) -> Value {
    let own = format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}");
    json!({"_links": {
        "self": {"href": format!("{own}/bindings/{role}")}, "bindings": {"href": format!("{own}/bindings")},
        "resource-set": {"href": own},
    }})
}

fn log(org: &mut Org, call: &Call<'_>, event: &str, set: &str, role: &str) {
    let label = |collection: &str, id: &str| {
        org.docs
            .get(collection, id)
            .and_then(|document| text(document, "label"))
            .unwrap_or("unknown")
            .to_owned()
    };
    let set_target = Target::new(
        "RESOURCE_SET",
        set,
        &format!("/api/v1/iam/resource-sets/{set}"),
        &label("iam/resource-sets", set),
    );
    let role_target = Target::new(
        "CUSTOM_ROLE",
        role,
        &format!("/api/v1/iam/roles/{role}"),
        &label("iam/roles", role),
    );
    org.log_event(call, event, &[role_target, set_target]);
}
