//! Owners of a group: users or other groups.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::Org;

/// `GET /api/v1/groups/{id}/owners`
pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (_, group) = super::within(org, call, super::READ)?;
    let limit = call.limit(1000, 1000)?;
    let (page, next) = org.docs.page(
        &format!("groups/{}/owners", group.id),
        call.after(),
        limit,
        |_| true,
    )?;
    Ok(Reply::json(page.into_iter().cloned().map(Value::Object).collect()).paged(limit, next))
}

/// `POST /api/v1/groups/{id}/owners`
pub(crate) fn add(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, group) = super::within(org, call, super::MANAGE)?;
    let collection = format!("groups/{}/owners", group.id);
    let body = call.object()?;
    let id =
        text(&body, "id").ok_or_else(|| Refusal::validation("id", "id: The field cannot be left blank"))?;
    let (kind, target) = match text(&body, "type").unwrap_or("USER") {
        "GROUP" => {
            let owner = org
                .groups
                .find(id)
                .ok_or_else(|| Refusal::not_found(id, "UserGroup"))?;
            ("GROUP", Target::group(org, owner))
        }
        _ => {
            let owner = org.users.find(id).ok_or_else(|| Refusal::not_found(id, "User"))?;
            ("USER", Target::user(org, owner))
        }
    };
    if org.docs.get(&collection, id).is_some() {
        return Err(Refusal::validation(
            "id",
            "id: Provided owner is already assigned to this group",
        ));
    }
    let owner = owner(id, kind, &target.display_name, call.now);
    if let Value::Object(document) = owner.clone() {
        org.docs.put(&collection, id, document);
    }
    let targets = [Target::group(org, ordinal), target];
    org.log_event(call, "group.owner.add", &targets);
    Ok(Reply::json(owner).status(201))
}

/// `DELETE /api/v1/groups/{id}/owners/{owner}`
pub(crate) fn remove(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, group) = super::within(org, call, super::MANAGE)?;
    let collection = format!("groups/{}/owners", group.id);
    let id = call.param(1);
    if org.docs.remove(&collection, id).is_none() {
        return Err(Refusal::not_found(id, "GroupOwner"));
    }
    let targets = [
        Target::group(org, ordinal),
        Target::new("User", id, "unknown", "unknown"),
    ];
    org.log_event(call, "group.owner.remove", &targets);
    Ok(Reply::none())
}

/// An owner as it is listed.
pub(crate) fn owner(id: &str, kind: &str, name: &str, now: crate::stamp::Stamp) -> Value {
    json!({
        "id": id, "type": kind, "resolved": true, "originId": null, "originType": "OKTA_DIRECTORY",
        "displayName": name, "lastUpdated": now,
    })
}
