//! Policies of all types, their rules, and the apps that they are mapped to.

mod defaults;
mod rules;
mod view;

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::route::{Route, read, write};
use crate::state::Org;

const READ: &str = "okta.policies.read";
const MANAGE: &str = "okta.policies.manage";

pub(crate) const ROUTES: &[Route] = &[
    read("GET", "/api/v1/policies", READ, list),
    write("POST", "/api/v1/policies", MANAGE, create),
    read("GET", "/api/v1/policies/{}", READ, get),
    write("PUT", "/api/v1/policies/{}", MANAGE, replace),
    write("DELETE", "/api/v1/policies/{}", MANAGE, delete),
    write("POST", "/api/v1/policies/{}/lifecycle/{}", MANAGE, lifecycle),
    read("GET", "/api/v1/policies/{}/app", READ, apps),
    read("GET", "/api/v1/policies/{}/mappings", READ, mappings),
    write("POST", "/api/v1/policies/{}/mappings", MANAGE, map),
    write("DELETE", "/api/v1/policies/{}/mappings/{}", MANAGE, unmap),
    read("GET", "/api/v1/policies/{}/rules", READ, rules::list),
    write("POST", "/api/v1/policies/{}/rules", MANAGE, rules::create),
    read("GET", "/api/v1/policies/{}/rules/{}", READ, rules::get),
    write("PUT", "/api/v1/policies/{}/rules/{}", MANAGE, rules::replace),
    write("DELETE", "/api/v1/policies/{}/rules/{}", MANAGE, rules::delete),
    write(
        "POST",
        "/api/v1/policies/{}/rules/{}/lifecycle/{}",
        MANAGE,
        rules::lifecycle,
    ),
];

const TYPES: &[&str] = &[
    "OKTA_SIGN_ON",
    "PASSWORD",
    "MFA_ENROLL",
    "ACCESS_POLICY",
    "PROFILE_ENROLLMENT",
    "IDP_DISCOVERY",
    "POST_AUTH_SESSION",
    "ENTITY_RISK",
    "SESSION_VIOLATION_DETECTION",
    "DEVICE_SIGNAL_COLLECTION",
    "OAUTH_AUTHORIZATION_POLICY",
];

fn list(org: &Org, call: &Call<'_>) -> Answer {
    let kind = call
        .query("type")
        .ok_or_else(|| Refusal::validation("type", "type: The field cannot be left blank"))?;
    if !TYPES.contains(&kind) {
        return Err(Refusal::validation(
            "type",
            format!("type: '{kind}' is not a valid policy type"),
        ));
    }
    let status = call.query("status");
    let mut found: Vec<&Object> = org
        .docs
        .list("policies")
        .filter(|policy| text(policy, "type") == Some(kind))
        .filter(|policy| status.is_none_or(|wanted| text(policy, "status") == Some(wanted)))
        .collect();
    found.sort_by_key(|policy| policy.get("priority").and_then(Value::as_i64).unwrap_or(i64::MAX));
    let shown: Vec<Value> = found.into_iter().map(|policy| shown(org, call, policy)).collect();
    Ok(Reply::json(Value::Array(shown)).paged(20.max(call.limit(20, 200)?), None))
}

fn get(org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(shown(org, call, find(org, call)?)))
}

fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let mut body = call.object()?;
    let kind = text(&body, "type").filter(|kind| TYPES.contains(kind));
    let kind = kind
        .ok_or_else(|| Refusal::validation("type", "type: The field cannot be left blank"))?
        .to_owned();
    let name = text(&body, "name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::validation("name", "name: The field cannot be left blank"))?;
    let of_kind = || {
        org.docs
            .list("policies")
            .filter(|policy| text(policy, "type") == Some(kind.as_str()))
    };
    if of_kind().any(|policy| text(policy, "name") == Some(name)) {
        return Err(Refusal::validation(
            "name",
            "name: An object with this name already exists in the current organization",
        ));
    }
    let own = of_kind().filter(|policy| !is_system(policy)).count();
    let id = org
        .mint
        .id(if kind == "ACCESS_POLICY" || kind == "PROFILE_ENROLLMENT" {
            "rst"
        } else {
            "00p"
        });
    let at = call.now.to_string();
    for (member, value) in [("status", json!("ACTIVE")), ("conditions", Value::Null)] {
        body.entry(member).or_insert(value);
    }
    defaults::policy(&kind, &mut body);
    if call.query("activate") == Some("false") {
        body.insert("status".to_owned(), json!("INACTIVE"));
    }
    body.remove("_links");
    for (member, value) in [
        ("id", json!(id)),
        ("system", json!(false)),
        ("created", json!(at)),
        ("lastUpdated", json!(at)),
        ("priority", json!(own + 1)),
    ] {
        body.insert(member.to_owned(), value);
    }
    org.docs.put("policies", &id, body);
    settle_default(org, &kind);
    log(org, call, "policy.lifecycle.create", &id);
    Ok(Reply::json(shown(
        org,
        call,
        org.docs.get("policies", &id).unwrap_or(&Object::new()),
    )))
}

fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let before = find(org, call)?.clone();
    let id = text(&before, "id").unwrap_or_default().to_owned();
    let mut body = call.object()?;
    for name in ["id", "type", "system", "created", "status", "priority"] {
        let wanted = body
            .get(name)
            .filter(|_| name == "priority" && !is_system(&before))
            .cloned();
        if let Some(kept) = wanted.or_else(|| before.get(name).cloned()) {
            body.insert(name.to_owned(), kept);
        }
    }
    body.remove("_links");
    body.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    defaults::policy(text(&before, "type").unwrap_or_default(), &mut body);
    org.docs.put("policies", &id, body);
    log(org, call, "policy.lifecycle.update", &id);
    Ok(Reply::json(shown(org, call, find(org, call)?)))
}

fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let found = find(org, call)?;
    if is_system(found) {
        return Err(read_only());
    }
    let (id, kind) = (
        call.param(0).to_owned(),
        text(found, "type").unwrap_or_default().to_owned(),
    );
    log(org, call, "policy.lifecycle.delete", &id);
    org.docs.remove("policies", &id);
    org.docs.remove_tree(&format!("policies/{id}/"));
    settle_default(org, &kind);
    Ok(Reply::none())
}

fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    if is_system(find(org, call)?) {
        return Err(read_only());
    }
    let id = call.param(0).to_owned();
    let event = set_status(org.docs.get_mut("policies", &id), call, 1)?;
    log(org, call, &format!("policy.lifecycle.{event}"), &id);
    Ok(Reply::none())
}

/// Changes the status by the step that a path segment names; gives the step.
fn set_status<'c>(
    document: Option<&mut Object>,
    call: &'c Call<'_>,
    segment: usize,
) -> Result<&'c str, Refusal> {
    let step = call.param(segment);
    let status = match step {
        "activate" => "ACTIVE",
        "deactivate" => "INACTIVE",
        _ => return Err(Refusal::not_found(step, "Endpoint")),
    };
    if let Some(document) = document {
        document.insert("status".to_owned(), json!(status));
        document.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    }
    Ok(step)
}

/// Apps that name the policy in their links; deprecated by Okta, still used by clients.
fn apps(org: &Org, call: &Call<'_>) -> Answer {
    let id = text(find(org, call)?, "id").unwrap_or_default().to_owned();
    let mapped = org.apps.iter().filter(|(_, app)| policy_of(app) == Some(&id));
    let views: Vec<_> = mapped
        .map(|(_, app)| crate::org::apps::view::AppView {
            app,
            base: call.base,
            embedded: None,
        })
        .collect();
    Ok(Reply::raw(&views).paged(20, None))
}

fn mappings(org: &Org, call: &Call<'_>) -> Answer {
    let id = text(find(org, call)?, "id").unwrap_or_default().to_owned();
    let mapped = org.apps.iter().filter(|(_, app)| policy_of(app) == Some(&id));
    let rows: Vec<Value> = mapped.map(|(_, app)| mapping(&id, &app.id)).collect();
    Ok(Reply::json(Value::Array(rows)))
}

fn map(org: &mut Org, call: &Call<'_>) -> Answer {
    let id = text(find(org, call)?, "id").unwrap_or_default().to_owned();
    let body = call.object()?;
    let app = text(&body, "resourceId").unwrap_or_default();
    let ordinal = org
        .apps
        .find(app)
        .ok_or_else(|| Refusal::not_found(app, "AppInstance"))?;
    if let Some(app) = org.apps.get_mut(ordinal) {
        app.body.insert("~accessPolicy".to_owned(), json!(id));
    }
    Ok(Reply::json(mapping(&id, app)))
}

fn unmap(org: &mut Org, call: &Call<'_>) -> Answer {
    let app = call.param(1).replacen("map", "0oa", 1);
    let ordinal = org
        .apps
        .find(&app)
        .ok_or_else(|| Refusal::not_found(call.param(1), "PolicyMapping"))?;
    if let Some(app) = org.apps.get_mut(ordinal) {
        app.body.remove("~accessPolicy");
    }
    Ok(Reply::none())
}

fn mapping(policy: &str, app: &str) -> Value {
    let id = app.replacen("0oa", "map", 1);
    json!({"id": id, "_links": {
        "application": {"href": format!("{{{{org}}}}/api/v1/apps/{app}")},
        "policy": {"href": format!("{{{{org}}}}/api/v1/policies/{policy}")},
        "self": {"href": format!("{{{{org}}}}/api/v1/policies/{policy}/mappings/{id}"), "hints": {"allow": ["GET", "DELETE"]}},
    }})
}

fn policy_of(app: &crate::state::App) -> Option<&str> {
    app.body.get("~accessPolicy").and_then(Value::as_str)
}

/// The default policy of a type, which Okta gives to every new app. An organization that was told without one gets it
/// when it is first needed.
pub(crate) fn default_of(org: &mut Org, kind: &str, now: crate::stamp::Stamp) -> String {
    let default = |policy: &&Object| text(policy, "type") == Some(kind) && is_system(policy);
    let known = org
        .docs
        .list("policies")
        .find(default)
        .and_then(|policy| text(policy, "id"));
    if let Some(id) = known {
        return id.to_owned();
    }
    let id = org.mint.id("rst");
    let policy = json!({
        "id": id, "status": "ACTIVE", "name": "Default Policy", "description": "Default policy", "priority": 1,
        "system": true, "conditions": null, "created": now, "lastUpdated": now, "type": kind,
    });
    if let Value::Object(policy) = policy {
        org.docs.put("policies", &id, policy);
    }
    let target = Target::new("PolicyEntity", &id, "unknown", "Default Policy");
    org.log_system_event(now, "policy.lifecycle.create", &[target]);
    id
}

fn find<'o>(org: &'o Org, call: &Call<'_>) -> Result<&'o Object, Refusal> {
    org.docs
        .get("policies", call.param(0))
        .ok_or_else(|| Refusal::not_found(call.param(0), "Policy"))
}

fn shown(org: &Org, call: &Call<'_>, policy: &Object) -> Value {
    let mut shown = view::policy(policy);
    if call.expands("rules") {
        shown.insert(
            "_embedded".to_owned(),
            json!({"rules": rules::all(org, text(policy, "id").unwrap_or_default())}),
        );
    }
    Value::Object(shown)
}

fn is_system(document: &Object) -> bool {
    document.get("system").and_then(Value::as_bool).unwrap_or(false)
}

fn read_only() -> Refusal {
    Refusal::new(
        403,
        "E0000077",
        "Cannot modify the read only policy/rule attribute.",
    )
}

/// The default policy always comes last: Okta renumbers it when others come and go.
fn settle_default(org: &mut Org, kind: &str) {
    let of_kind: Vec<(String, bool)> = org
        .docs
        .list("policies")
        .filter(|policy| text(policy, "type") == Some(kind))
        .filter_map(|policy| Some((text(policy, "id")?.to_owned(), is_system(policy))))
        .collect();
    let own = of_kind.iter().filter(|(_, system)| !system).count();
    for (id, _) in of_kind.iter().filter(|(_, system)| *system) {
        if let Some(policy) = org.docs.get_mut("policies", id) {
            policy.insert("priority".to_owned(), json!(own + 1));
        }
    }
}

fn log(org: &mut Org, call: &Call<'_>, event: &str, id: &str) {
    let policy = org.docs.get("policies", id);
    let name = policy
        .and_then(|policy| text(policy, "name"))
        .unwrap_or("unknown")
        .to_owned();
    org.log_event(call, event, &[Target::new("PolicyEntity", id, "unknown", &name)]);
}
