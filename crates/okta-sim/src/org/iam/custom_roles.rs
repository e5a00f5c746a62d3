//! `/api/v1/iam/roles`: custom roles only; the standard ones are not listed.

use serde_json::{Value, json};

use super::{find, object, page, permissions, required, role_id};
use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::Org;

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    page(org, call, "roles", "iam/roles", "/api/v1/iam/roles")
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    Ok(shown(org, &id))
}

pub(super) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let label = required(&body, "label", "Label")?;
    if find(org, "iam/roles", label).is_some() {
        return Err(Refusal::validation(
            "label",
            "label: There is already a role with the same label",
        ));
    }
    let wanted: Vec<&str> = body
        .get("permissions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if wanted.is_empty() {
        return Err(Refusal::validation(
            "permissions",
            "permissions: The field cannot be left blank",
        ));
    }
    permissions::check(&wanted)?;
    let id = org.mint.id("cr0");
    let at = call.now.to_string();
    let own = format!("{{{{admin}}}}/api/v1/iam/roles/{id}");
    let role = json!({
        "id": id, "label": label, "isCloneable": false, "description": text(&body, "description"),
        "created": at, "lastUpdated": at,
        "_links": {"self": {"href": own}, "permissions": {"href": format!("{own}/permissions")}},
    });
    org.docs.put("iam/roles", &id, object(role));
    for permission in wanted {
        permissions::put(org, &id, permission, Value::Null, call.now);
    }
    log(org, call, "iam.role.create", &id);
    Ok(shown(org, &id))
}

pub(super) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    let body = call.object()?;
    let label = required(&body, "label", "Label")?;
    if find(org, "iam/roles", label).is_some_and(|other| other != id) {
        return Err(Refusal::validation(
            "label",
            "label: There is already a role with the same label",
        ));
    }
    if let Some(role) = org.docs.get_mut("iam/roles", &id) {
        role.insert("label".to_owned(), json!(label));
        role.insert("description".to_owned(), json!(text(&body, "description")));
        role.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    }
    log(org, call, "iam.role.update", &id);
    Ok(shown(org, &id))
}

pub(super) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    let suffix = format!("/bindings/{id}/members");
    let bound = org
        .docs
        .names("iam/resource-sets/")
        .any(|name| name.ends_with(&suffix) && org.docs.len(name) > 0);
    if bound {
        let cause = "The role cannot be deleted while it is assigned. Remove its assignments first.";
        return Err(Refusal::validation("role", cause));
    }
    log(org, call, "iam.role.delete", &id);
    org.docs.remove("iam/roles", &id);
    org.docs.remove_tree(&format!("iam/roles/{id}/"));
    Ok(Reply::none())
}

/// Writes an event about a role.
pub(super) fn log(org: &mut Org, call: &Call<'_>, event: &str, id: &str) {
    let label = org
        .docs
        .get("iam/roles", id)
        .and_then(|role| text(role, "label"))
        .unwrap_or("unknown")
        .to_owned();
    org.log_event(
        call,
        event,
        &[Target::new(
            "CUSTOM_ROLE",
            id,
            &format!("/api/v1/iam/roles/{id}"),
            &label,
        )],
    );
}

fn shown(org: &Org, id: &str) -> Reply {
    Reply::json(Value::Object(
        org.docs.get("iam/roles", id).cloned().unwrap_or_default(),
    ))
    .header("link", &format!("</api/v1/iam/roles/{id}>; rel=\"self\""))
}
