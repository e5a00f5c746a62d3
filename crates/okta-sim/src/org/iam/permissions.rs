//! `/api/v1/iam/roles/{role}/permissions`.

use serde_json::{Value, json};

use super::{custom_roles, object, role_id};
use crate::call::Call;
use crate::org::text;
use crate::reply::{Answer, Refusal, Reply};
use crate::stamp::Stamp;
use crate::state::Org;

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    let all: Vec<Value> = org
        .docs
        .list(&collection(&id))
        .cloned()
        .map(Value::Object)
        .collect();
    Ok(Reply::json(json!({"permissions": all})))
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    let found = org.docs.get(&collection(&id), call.param(1));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(1), "Permission"))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

/// POST adds, PUT changes the conditions.
pub(super) fn add(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    let permission = call.param(1).to_owned();
    check(&[&permission])?;
    let conditions = call.object()?.remove("conditions").unwrap_or(Value::Null);
    put(org, &id, &permission, conditions, call.now);
    custom_roles::log(org, call, "iam.role.permissions.add", &id);
    if call.request.method == http::Method::PUT {
        let shown = org
            .docs
            .get(&collection(&id), &permission)
            .cloned()
            .unwrap_or_default();
        return Ok(Reply::json(Value::Object(shown)));
    }
    Ok(Reply::none())
}

pub(super) fn remove(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = role_id(org, call.param(0))?;
    let collection = collection(&id);
    if org.docs.len(&collection) == 1 {
        return Err(Refusal::validation(
            "permissions",
            "permissions: A role must have at least one permission",
        ));
    }
    let removed = org.docs.remove(&collection, call.param(1));
    removed.ok_or_else(|| Refusal::not_found(call.param(1), "Permission"))?;
    custom_roles::log(org, call, "iam.role.permissions.delete", &id);
    Ok(Reply::none())
}

/// Whether these can be permissions. Okta knows about sixty; the simulator takes every word of their form.
pub(super) fn check(permissions: &[&str]) -> Result<(), Refusal> {
    match permissions
        .iter()
        .find(|permission| !permission.starts_with("okta.") || permission.split('.').count() < 3)
    {
        Some(wrong) => Err(Refusal::validation(
            "permissions",
            format!("permissions: Invalid permission {wrong}"),
        )),
        None => Ok(()),
    }
}

/// Gives a role a permission.
pub(crate) fn put(org: &mut Org, role: &str, permission: &str, conditions: Value, now: Stamp) {
    let own = format!("{{{{admin}}}}/api/v1/iam/roles/{role}");
    let collection = collection(role);
    let before = org
        .docs
        .get(&collection, permission)
        .and_then(|known| text(known, "created"))
        .map(str::to_owned);
    let at = now.to_string();
    let document = json!({
        "label": permission, "created": before.unwrap_or_else(|| at.clone()), "lastUpdated": at, "conditions": conditions,
        "_links": {"role": {"href": own}, "self": {"href": format!("{own}/permissions/{permission}")}},
    });
    org.docs.put(&collection, permission, object(document));
}

fn collection(role: &str) -> String {
    format!("iam/roles/{role}/permissions")
}
