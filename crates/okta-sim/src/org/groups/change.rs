//! Creating, changing and deleting groups.

use serde_json::Value;

use crate::call::Call;
use crate::org::events::Target;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::state::{Before, Group, GroupKind, Org};

use super::view::GroupView;

/// `POST /api/v1/groups`
pub(crate) fn create(org: &mut Org, call: &Call<'_>) -> Answer {
    if !call.caller.rights.may_everyone(super::MANAGE) {
        return Err(Refusal::forbidden());
    }
    let mut group = Group {
        id: org.mint.id("00g").into(),
        kind: GroupKind::Okta,
        name: "".into(),
        description: None,
        created: call.now,
        last_updated: call.now,
        last_membership_updated: call.now,
        source: None,
        profile: None,
        extra: None,
        everyone: false,
        members: Vec::new(),
        by_rule: std::collections::BTreeSet::new(),
        apps: Vec::new(),
    };
    describe(org, call, &mut group, None)?;
    let ordinal = org.push_group(group);
    hide(org, call, ordinal, None);
    let target = Target::group(org, ordinal);
    org.log_event(call, "group.lifecycle.create", &[target]);
    answer(org, call, ordinal)
}

/// `PUT /api/v1/groups/{id}`
pub(crate) fn replace(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, group) = super::within(org, call, super::MANAGE)?;
    super::editable(group)?;
    let seen = serde_json::to_value(GroupView::new(group, "")).ok();
    let mut group = group.clone();
    describe(org, call, &mut group, Some(ordinal))?;
    group.last_updated = call.now;
    if let Some(slot) = org.groups.get_mut(ordinal) {
        *slot = group;
    }
    hide(org, call, ordinal, seen);
    let target = Target::group(org, ordinal);
    org.log_event(call, "group.profile.update", &[target]);
    answer(org, call, ordinal)
}

/// `DELETE /api/v1/groups/{id}`
pub(crate) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, group) = super::within(org, call, super::MANAGE)?;
    if group.kind == GroupKind::BuiltIn {
        return Err(Refusal::unsupported());
    }
    let id = group.id.to_string();
    let (members, apps) = (group.members.clone(), group.apps.clone());
    let target = Target::group(org, ordinal);
    for app in apps {
        org.unassign_group(app, ordinal);
    }
    for user in members {
        org.remove_member(ordinal, user, call.now);
    }
    org.groups.remove(ordinal);
    org.docs.remove_tree(&format!("groups/{id}/"));
    invalidate_rules(org, &id);
    org.log_event(call, "group.lifecycle.delete", &[target]);
    Ok(Reply::none())
}

/// Rules that assign to a deleted group become invalid.
fn invalidate_rules(org: &mut Org, group: &str) {
    let rules: Vec<String> = org
        .docs
        .entries("groups/rules")
        .map(|(id, _)| id.to_owned())
        .collect();
    for id in rules {
        let Some(rule) = org.docs.get_mut("groups/rules", &id) else {
            continue;
        };
        let ids = rule
            .get("actions")
            .and_then(|actions| actions.get("assignUserToGroups")?.get("groupIds")?.as_array());
        if ids.is_some_and(|ids| ids.iter().any(|known| known == group)) {
            rule.insert("status".to_owned(), Value::from("INVALID"));
            rule.insert("allGroupsValid".to_owned(), Value::from(false));
        }
    }
}

/// Takes name and description from the body.
fn describe(org: &Org, call: &Call<'_>, group: &mut Group, own: Option<u32>) -> Result<(), Refusal> {
    let body = call.object()?;
    let Some(profile) = body.get("profile").and_then(Value::as_object) else {
        return Err(Refusal::validation(
            "profile",
            "profile: The field cannot be left blank",
        ));
    };
    let name = text(profile, "name").unwrap_or_default();
    if name.is_empty() || name.chars().count() > 255 {
        return Err(Refusal::validation(
            "name",
            "name: The field cannot be left blank",
        ));
    }
    let twin = org
        .groups
        .iter()
        .any(|(at, other)| Some(at) != own && other.kind != GroupKind::App && *other.name == *name);
    if twin {
        let cause = "name: An object with this field already exists in the current organization";
        return Err(Refusal::validation("name", cause));
    }
    group.name = name.into();
    group.description = text(profile, "description").map(Into::into);
    let more: Object = profile
        .iter()
        .filter(|(key, _)| *key != "name" && *key != "description")
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    group.profile = (!more.is_empty()).then(|| Box::new(more));
    Ok(())
}

fn hide(org: &mut Org, call: &Call<'_>, ordinal: u32, seen: Option<Value>) {
    if org.lag.ms > 0 {
        let until = call.now.plus_ms(org.lag.ms);
        org.lag.groups.entry(ordinal).or_insert(Before { until, seen });
    }
}

fn answer(org: &Org, call: &Call<'_>, ordinal: u32) -> Answer {
    let group = org
        .groups
        .get(ordinal)
        .ok_or_else(|| Refusal::not_found(call.param(0), "UserGroup"))?;
    Ok(Reply::raw(&GroupView::new(group, call.base)))
}
