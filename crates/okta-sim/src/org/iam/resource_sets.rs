//! `/api/v1/iam/resource-sets` and their resources.

use serde_json::{Value, json};

use super::{Resource, find, object, page, required, set_id, wrapped};
use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::stamp::Stamp;
use crate::state::Org;

/// Resources that one set may hold.
const MOST: usize = 1000;

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    page(
        org,
        call,
        "resource-sets",
        "iam/resource-sets",
        "/api/v1/iam/resource-sets",
    )
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    Ok(shown(org, &id))
}

pub(super) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let label = required(&body, "label", "Label")?;
    if find(org, "iam/resource-sets", label).is_some() {
        return Err(Refusal::validation(
            "label",
            "label: There is already a resource set with the same label",
        ));
    }
    let resources = resources_of(org, &body, "resources")?;
    let id = org.mint.id("iam");
    let at = call.now.to_string();
    let own = format!("{{{{org}}}}/api/v1/iam/resource-sets/{id}");
    let set = json!({
        "id": id, "label": label, "description": text(&body, "description"), "created": at, "lastUpdated": at,
        "_links": {
            "self": {"href": own}, "resources": {"href": format!("{own}/resources")},
            "bindings": {"href": format!("{own}/bindings")},
        },
    });
    org.docs.put("iam/resource-sets", &id, object(set));
    org.docs.declare(&format!("iam/resource-sets/{id}/resources"));
    for resource in resources {
        put(org, &id, &resource, None, call.now);
    }
    log(org, call, "iam.resourceset.create", &id);
    Ok(shown(org, &id))
}

pub(super) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    let body = call.object()?;
    let label = required(&body, "label", "Label")?;
    if let Some(set) = org.docs.get_mut("iam/resource-sets", &id) {
        set.insert("label".to_owned(), json!(label));
        set.insert("description".to_owned(), json!(text(&body, "description")));
    }
    touch(org, &id, call.now);
    log(org, call, "iam.resourceset.update", &id);
    Ok(shown(org, &id))
}

/// A set goes with its bindings: the roles on it are taken away.
pub(super) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    super::bindings::drop_all(org, &id);
    log(org, call, "iam.resourceset.delete", &id);
    org.docs.remove("iam/resource-sets", &id);
    org.docs.remove_tree(&format!("iam/resource-sets/{id}/"));
    Ok(Reply::none())
}

pub(super) fn resources(org: &Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    let path = format!("/api/v1/iam/resource-sets/{id}/resources");
    let limit = call.limit(100, 200)?;
    let (rows, next) = org.docs.page(&collection(&id), call.after(), limit, |_| true)?;
    let rows = rows.into_iter().cloned().map(Value::Object).collect();
    let mut reply = wrapped("resources", rows, &path, limit, next);
    if let crate::reply::Body::Json(body) = &mut reply.body {
        body["_links"]["resource-set"] =
            json!({"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{id}")});
    }
    Ok(reply)
}

pub(super) fn resource(org: &Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    let found = org.docs.get(&collection(&id), call.param(1));
    let found = found.ok_or_else(|| Refusal::not_found(call.param(1), "IAMPolicyResource"))?;
    Ok(Reply::json(Value::Object(found.clone())))
}

pub(super) fn add_resources(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    let additions = resources_of(org, &call.object()?, "additions")?;
    for resource in additions {
        put(org, &id, &resource, None, call.now);
    }
    touch(org, &id, call.now);
    log(org, call, "iam.resourceset.resources.add", &id);
    Ok(shown(org, &id))
}

pub(super) fn add_resource(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    let body = call.object()?;
    let named = required(&body, "resourceOrnOrUrl", "Resource")?;
    let resource = parse(org, "resourceOrnOrUrl", named)?;
    let row = put(org, &id, &resource, body.get("conditions").cloned(), call.now);
    touch(org, &id, call.now);
    log(org, call, "iam.resourceset.resources.add", &id);
    Ok(Reply::json(Value::Object(
        org.docs.get(&collection(&id), &row).cloned().unwrap_or_default(),
    )))
}

pub(super) fn remove_resource(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = set_id(org, call.param(0))?;
    let removed = org.docs.remove(&collection(&id), call.param(1));
    removed.ok_or_else(|| Refusal::not_found(call.param(1), "IAMPolicyResource"))?;
    touch(org, &id, call.now);
    log(org, call, "iam.resourceset.resources.delete", &id);
    Ok(Reply::none())
}

/// Puts a resource into a set; gives the id of its row. One that is there already stays.
pub(crate) fn put(
    org: &mut Org,
    set: &str,
    resource: &Resource,
    conditions: Option<Value>,
    now: Stamp,
) -> String {
    let orn = resource.orn(org);
    let known = org
        .docs
        .entries(&collection(set))
        .find(|(_, row)| text(row, "orn") == Some(&orn));
    if let Some((id, _)) = known {
        return id.to_owned();
    }
    let id = org.mint.id("ire");
    let at = now.to_string();
    let mut row = json!({"id": id, "orn": orn, "created": at, "lastUpdated": at, "_links": {
        "resource": {"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}/resources/{id}")},
    }});
    if let Some(path) = resource.path() {
        let href = json!({"href": format!("{{{{org}}}}/api/v1/{path}")});
        if let Resource::Users | Resource::Groups = resource {
            row["_links"][path.as_str()] = href.clone();
        }
        row["_links"]["self"] = href;
    }
    if let Some(conditions) = conditions {
        row["conditions"] = conditions;
    }
    org.docs.put(&collection(set), &id, object(row));
    id
}

fn resources_of(org: &Org, body: &Object, name: &str) -> Result<Vec<Resource>, Refusal> {
    let named: Vec<&str> = body
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if named.len() > MOST {
        return Err(Refusal::validation(
            name,
            format!("{name}: A resource set can hold at most {MOST} resources"),
        ));
    }
    named.into_iter().map(|text| parse(org, name, text)).collect()
}

fn parse(org: &Org, field: &str, text: &str) -> Result<Resource, Refusal> {
    let resource = Resource::parse(text).filter(|resource| resource.exists(org));
    resource.ok_or_else(|| Refusal::validation(field, format!("{field}: Invalid resource {text}")))
}

fn touch(org: &mut Org, id: &str, now: Stamp) {
    if let Some(set) = org.docs.get_mut("iam/resource-sets", id) {
        set.insert("lastUpdated".to_owned(), json!(now.to_string()));
    }
}

fn log(org: &mut Org, call: &Call<'_>, event: &str, id: &str) {
    let set = org.docs.get("iam/resource-sets", id);
    let label = set
        .and_then(|set| text(set, "label"))
        .unwrap_or("unknown")
        .to_owned();
    let path = format!("/api/v1/iam/resource-sets/{id}");
    org.log_event(call, event, &[Target::new("RESOURCE_SET", id, &path, &label)]);
}

fn collection(set: &str) -> String {
    format!("iam/resource-sets/{set}/resources")
}

fn shown(org: &Org, id: &str) -> Reply {
    Reply::json(Value::Object(
        org.docs.get("iam/resource-sets", id).cloned().unwrap_or_default(),
    ))
}
