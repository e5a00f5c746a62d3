//! The rules of a policy.

use serde_json::{Value, json};

use super::{find, is_system, read_only, set_status, view};
use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::state::Org;

/// All rules of a policy in order of priority, as shown.
pub(super) fn all(org: &Org, policy: &str) -> Vec<Value> {
    let mut rules: Vec<&Object> = org.docs.list(&collection(policy)).collect();
    rules.sort_by_key(|rule| rule.get("priority").and_then(Value::as_i64).unwrap_or(i64::MAX));
    rules
        .into_iter()
        .map(|rule| Value::Object(view::rule(policy, rule)))
        .collect()
}

pub(super) fn list(org: &Org, call: &Call<'_>) -> Answer {
    find(org, call)?;
    Ok(Reply::json(Value::Array(all(org, call.param(0)))))
}

pub(super) fn get(org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(Value::Object(view::rule(
        call.param(0),
        rule(org, call)?,
    ))))
}

pub(super) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let policy = find(org, call)?;
    let kind = rule_type(text(policy, "type").unwrap_or_default()).to_owned();
    let id = org.mint.id(if kind == "ACCESS_POLICY" { "rul" } else { "0pr" });
    let mut body = call.object()?;
    let name = text(&body, "name").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::validation("name", "name: The field cannot be left blank"))?;
    let collection = collection(call.param(0));
    if org
        .docs
        .list(&collection)
        .any(|rule| text(rule, "name") == Some(name))
    {
        return Err(Refusal::validation(
            "name",
            "name: Policy rule name already in use",
        ));
    }
    let at = call.now.to_string();
    let own = org.docs.list(&collection).filter(|rule| !is_system(rule)).count();
    body.entry("priority").or_insert(json!(own + 1));
    body.entry("conditions").or_insert(Value::Null);
    super::defaults::rule(&kind, &mut body);
    body.remove("_links");
    let status = if call.query("activate") == Some("false") {
        "INACTIVE"
    } else {
        "ACTIVE"
    };
    for (member, value) in [
        ("id", json!(id)),
        ("type", json!(kind)),
        ("status", json!(status)),
        ("system", json!(false)),
        ("created", json!(at)),
        ("lastUpdated", json!(at)),
    ] {
        body.insert(member.to_owned(), value);
    }
    org.docs.put(&collection, &id, body);
    log(org, call, "policy.rule.add", &id);
    let shown = org
        .docs
        .get(&collection, &id)
        .map(|rule| view::rule(call.param(0), rule))
        .unwrap_or_default();
    Ok(Reply::json(Value::Object(shown)))
}

pub(super) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let before = rule(org, call)?.clone();
    let mut body = call.object()?;
    for name in ["id", "type", "system", "created", "status"] {
        if let Some(kept) = before.get(name) {
            body.insert(name.to_owned(), kept.clone());
        }
    }
    body.entry("priority")
        .or_insert_with(|| before.get("priority").cloned().unwrap_or(json!(1)));
    super::defaults::rule(text(&before, "type").unwrap_or_default(), &mut body);
    body.remove("_links");
    body.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    let id = call.param(1).to_owned();
    org.docs.put(&collection(call.param(0)), &id, body);
    log(org, call, "policy.rule.update", &id);
    Ok(Reply::json(Value::Object(view::rule(
        call.param(0),
        rule(org, call)?,
    ))))
}

pub(super) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    if is_system(rule(org, call)?) {
        return Err(read_only());
    }
    log(org, call, "policy.rule.delete", call.param(1));
    org.docs.remove(&collection(call.param(0)), call.param(1));
    Ok(Reply::none())
}

pub(super) fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    if is_system(rule(org, call)?) {
        return Err(read_only());
    }
    let step = set_status(
        org.docs.get_mut(&collection(call.param(0)), call.param(1)),
        call,
        2,
    )?;
    log(org, call, &format!("policy.rule.{step}"), call.param(1));
    Ok(Reply::none())
}

fn rule<'o>(org: &'o Org, call: &Call<'_>) -> Result<&'o Object, Refusal> {
    find(org, call)?;
    let found = org.docs.get(&collection(call.param(0)), call.param(1));
    found.ok_or_else(|| Refusal::not_found(call.param(1), "PolicyRule"))
}

/// Rules of sign-on policies are of another type than their policy.
fn rule_type(policy: &str) -> &str {
    match policy {
        "OKTA_SIGN_ON" => "SIGN_ON",
        "OAUTH_AUTHORIZATION_POLICY" => "RESOURCE_ACCESS",
        other => other,
    }
}

fn collection(policy: &str) -> String {
    format!("policies/{policy}/rules")
}

fn log(org: &mut Org, call: &Call<'_>, event: &str, id: &str) {
    let name = |collection: &str, id: &str| {
        org.docs
            .get(collection, id)
            .and_then(|document| text(document, "name"))
            .unwrap_or("unknown")
            .to_owned()
    };
    let policy = Target::new(
        "PolicyEntity",
        call.param(0),
        "unknown",
        &name("policies", call.param(0)),
    );
    let rule = Target::new("PolicyRule", id, "unknown", &name(&collection(call.param(0)), id));
    org.log_event(call, event, &[policy, rule]);
}
