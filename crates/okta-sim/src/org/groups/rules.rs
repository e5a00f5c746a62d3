//! Group rules: made INACTIVE, changed only while INACTIVE, applied in the background.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::rule::Expression;
use crate::state::{Effect, Org};

const RULES: &str = "groups/rules";

/// `GET /api/v1/groups/rules`
pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let limit = call.limit(50, 200)?;
    let wanted = call.query("search").map(str::to_lowercase);
    let named = |rule: &Object| {
        let name = text(rule, "name").unwrap_or_default().to_lowercase();
        wanted.as_ref().is_none_or(|wanted| name.contains(wanted))
    };
    let (page, next) = org.docs.page(RULES, call.after(), limit, named)?;
    let rules: Vec<Value> = page.into_iter().map(|rule| expanded(org, call, rule)).collect();
    Ok(Reply::json(Value::Array(rules)).paged(limit, next))
}

/// `GET /api/v1/groups/rules/{id}`
pub(crate) fn get(org: &Org, call: &Call<'_>) -> Answer {
    Ok(Reply::json(expanded(org, call, known(org, call)?)))
}

/// `POST /api/v1/groups/rules`
pub(crate) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    let body = call.object()?;
    let mut rule = checked(org, &body)?;
    check_targets(org, call, &rule)?;
    let id = org.mint.id("0pr");
    rule.insert("id".to_owned(), json!(id));
    rule.insert("status".to_owned(), json!("INACTIVE"));
    rule.insert("created".to_owned(), json!(call.now));
    rule.insert("lastUpdated".to_owned(), json!(call.now));
    org.docs.put(RULES, &id, rule.clone());
    org.log_event(call, "group.rule.create", &[target(&rule)]);
    Ok(Reply::json(Value::Object(rule)))
}

/// `PUT /api/v1/groups/rules/{id}`; the actions can't be changed.
pub(crate) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let old = known(org, call)?.clone();
    if text(&old, "status") == Some("ACTIVE") {
        return Err(Refusal::validation(
            "groupRule",
            "Cannot update an active group rule, deactivate it first",
        ));
    }
    let body = call.object()?;
    let mut rule = checked(org, &body)?;
    check_targets(org, call, &rule)?;
    if old.get("actions") != rule.get("actions") {
        return Err(Refusal::validation(
            "actions",
            "actions: The actions of a group rule cannot be updated",
        ));
    }
    for name in ["id", "status", "created"] {
        rule.insert(name.to_owned(), old.get(name).cloned().unwrap_or_default());
    }
    rule.insert("lastUpdated".to_owned(), json!(call.now));
    org.docs.put(RULES, call.param(0), rule.clone());
    org.log_event(call, "group.rule.update", &[target(&rule)]);
    Ok(Reply::json(Value::Object(rule)))
}

/// `DELETE /api/v1/groups/rules/{id}?removeUsers`: 202, the rule goes away in the background.
pub(crate) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let rule = known(org, call)?.clone();
    check_living_targets(org, call, &rule)?;
    if text(&rule, "status") == Some("ACTIVE") {
        return Err(Refusal::validation(
            "groupRule",
            "Cannot delete an active group rule, deactivate it first",
        ));
    }
    org.log_event(call, "group.rule.delete", &[target(&rule)]);
    let purge = call.flag("removeUsers", false);
    org.later(
        call.now,
        Effect::DropRule {
            rule: call.param(0).to_owned(),
            purge,
        },
    );
    Ok(Reply::json(json!({})).status(202))
}

/// `POST /api/v1/groups/rules/{id}/lifecycle/{activate, deactivate}`
pub(crate) fn lifecycle(org: &mut Org, call: &Call<'_>) -> Answer {
    let rule = known(org, call)?.clone();
    check_living_targets(org, call, &rule)?;
    let (status, event) = match call.param(1) {
        "activate" => ("ACTIVE", "group.rule.activate"),
        "deactivate" => ("INACTIVE", "group.rule.deactivate"),
        _ => return Err(Refusal::not_found(&call.request.path, "Endpoint")),
    };
    if text(&rule, "status") == Some("INVALID") && status == "ACTIVE" {
        return Err(Refusal::validation("groupRule", "The group rule is invalid"));
    }
    if let Some(rule) = org.docs.get_mut(RULES, call.param(0)) {
        rule.insert("status".to_owned(), json!(status));
        rule.insert("lastUpdated".to_owned(), json!(call.now));
    }
    org.log_event(call, event, &[target(&rule)]);
    if status == "ACTIVE" {
        org.later(
            call.now,
            Effect::RunRule {
                rule: call.param(0).to_owned(),
            },
        );
    }
    Ok(Reply::none())
}

fn known<'o>(org: &'o Org, call: &Call<'_>) -> Result<&'o Object, Refusal> {
    org.docs
        .get(RULES, call.param(0))
        .ok_or_else(|| Refusal::not_found(call.param(0), "GroupRule"))
}

/// A rule that puts people into a group is as strong as managing that group.
fn check_targets(org: &Org, call: &Call<'_>, rule: &Object) -> Result<(), Refusal> {
    for id in crate::rule::target_ids(rule) {
        let group = org
            .groups
            .find(id)
            .ok_or_else(|| Refusal::not_found(id, "UserGroup"))?;
        if !call.caller.rights.may_group(org, super::MANAGE, group) {
            return Err(Refusal::forbidden());
        }
    }
    Ok(())
}

/// The same for a rule that is there: groups that are gone by now hold nobody back.
fn check_living_targets(org: &Org, call: &Call<'_>, rule: &Object) -> Result<(), Refusal> {
    let living = crate::rule::target_ids(rule)
        .into_iter()
        .filter_map(|id| org.groups.find(id));
    for group in living {
        if !call.caller.rights.may_group(org, super::MANAGE, group) {
            return Err(Refusal::forbidden());
        }
    }
    Ok(())
}

/// Whom a rule passes over is always told, also when it is nobody.
fn complete(conditions: &mut Value) {
    for kind in ["users", "groups"] {
        let Some(people) = conditions.as_object_mut().map(|all| {
            all.entry("people")
                .and_modify(|people| {
                    if !people.is_object() {
                        *people = json!({});
                    }
                })
                .or_insert_with(|| json!({}))
        }) else {
            return;
        };
        let excluded = people[kind]["exclude"].as_array().cloned().unwrap_or_default();
        people[kind] = json!({"exclude": excluded});
    }
}

/// The members of a rule that a caller may set, after checking them.
fn checked(org: &Org, body: &Object) -> Result<Object, Refusal> {
    let name = text(body, "name").filter(|name| !name.is_empty() && name.chars().count() <= 50);
    if name.is_none() {
        return Err(Refusal::validation(
            "name",
            "name: The field must be between 1 and 50 characters",
        ));
    }
    let value = body
        .get("conditions")
        .and_then(|conditions| conditions.get("expression")?.get("value")?.as_str());
    let Some(value) = value else {
        return Err(Refusal::validation(
            "conditions.expression.value",
            "expression: The field cannot be left blank",
        ));
    };
    Expression::parse(value)
        .map_err(|error| Refusal::validation("conditions.expression.value", error.to_string()))?;
    let groups = crate::rule::target_ids(body);
    if groups.is_empty() {
        return Err(Refusal::validation(
            "actions.assignUserToGroups.groupIds",
            "groupIds: The field cannot be left blank",
        ));
    }
    for id in groups {
        let group = org.groups.find(id).and_then(|ordinal| org.groups.get(ordinal));
        super::editable(group.ok_or_else(|| Refusal::not_found(id, "UserGroup"))?)?;
    }
    let mut rule = Object::new();
    rule.insert("type".to_owned(), json!("group_rule"));
    for name in ["name", "conditions", "actions"] {
        rule.insert(name.to_owned(), body.get(name).cloned().unwrap_or_default());
    }
    if let Some(conditions) = rule.get_mut("conditions") {
        complete(conditions);
    }
    rule.insert("allGroupsValid".to_owned(), json!(true));
    Ok(rule)
}

fn expanded(org: &Org, call: &Call<'_>, rule: &Object) -> Value {
    let mut rule = rule.clone();
    if call.expands("groupIdToGroupNameMap") {
        let name = |id: &str| {
            org.groups
                .find(id)
                .and_then(|at| org.groups.get(at))
                .map(|group| json!(group.name))
        };
        let ids: Vec<String> = crate::rule::target_ids(&rule)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let names: Object = ids
            .into_iter()
            .filter_map(|id| name(&id).map(|name| (id, name)))
            .collect();
        rule.insert("_embedded".to_owned(), json!({"groupIdToGroupNameMap": names}));
    }
    Value::Object(rule)
}

fn target(rule: &Object) -> Target {
    Target::new(
        "GroupRule",
        text(rule, "id").unwrap_or_default(),
        "unknown",
        text(rule, "name").unwrap_or_default(),
    )
}
