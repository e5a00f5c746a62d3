//! The lines of a dump for users, groups, apps and documents.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::DumpError;
use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::relations::insert_sorted;
use crate::state::{App, AppGroup, Group, GroupKind, Org, Profile, Status, User};

pub(super) fn user(user: &User) -> Value {
    let (profile, made) = match &user.profile {
        Profile::Own(profile) => (Some(profile), None),
        // As text: not every reader of JSON keeps 64 bits.
        Profile::Made(number) => (None, Some(number.to_string())),
    };
    json!({
        "kind": "user", "id": user.id, "login": user.login, "status": user.status.word(),
        "transition": user.transition.map(Status::word), "created": user.created, "activated": user.activated,
        "status_changed": user.status_changed, "last_login": user.last_login, "last_updated": user.last_updated,
        "password_changed": user.password_changed, "profile": profile, "made": made, "extra": user.extra,
    })
}

pub(super) fn group(org: &Org, group: &Group) -> Value {
    let ids = |list: &mut dyn Iterator<Item = u32>| -> Vec<&str> {
        list.filter_map(|user| org.users.get(user))
            .map(|user| &*user.id)
            .collect()
    };
    json!({
        "kind": "group", "id": group.id, "type": group.kind.word(), "name": group.name,
        "description": group.description, "created": group.created, "last_updated": group.last_updated,
        "last_membership_updated": group.last_membership_updated, "source": group.source, "profile": group.profile,
        "extra": group.extra, "everyone": group.everyone, "members": ids(&mut group.members.iter().copied()),
        "by_rule": ids(&mut group.by_rule.iter().copied()),
    })
}

pub(super) fn app(org: &Org, app: &App) -> Value {
    let user_id = |user: u32| org.users.get(user).map(|user| &*user.id);
    let groups: Vec<Value> = app
        .groups
        .iter()
        .filter_map(|(group, assignment)| {
            Some(json!({
                "id": org.groups.get(*group)?.id, "priority": assignment.priority, "pending": assignment.pending,
                "last_updated": assignment.last_updated, "profile": assignment.profile,
            }))
        })
        .collect();
    let assignments: Object = app
        .assignments
        .iter()
        .filter_map(|(user, own)| Some((user_id(*user)?.to_owned(), Value::Object((**own).clone()))))
        .collect();
    json!({
        "kind": "app", "id": app.id, "name": app.name, "label": app.label, "active": app.active,
        "created": app.created, "last_updated": app.last_updated, "sign_on": app.sign_on, "body": app.body,
        "groups": groups, "users": app.users.iter().filter_map(|user| user_id(*user)).collect::<Vec<_>>(),
        "assignments": assignments,
    })
}

pub(super) fn read_user(org: &mut Org, mut line: Value) -> Result<(), DumpError> {
    let profile = match (take(&mut line, "profile"), string(&line, "made")) {
        (Value::Object(profile), _) => Profile::Own(Box::new(profile)),
        (_, Some(number)) => Profile::Made(number.parse().map_err(|_| DumpError::Member("made"))?),
        _ => return Err(DumpError::Member("profile")),
    };
    let status = |name| string(&line, name).and_then(Status::parse);
    let user = User {
        id: required(&line, "id")?.into(),
        login: required(&line, "login")?.into(),
        status: status("status").ok_or(DumpError::Member("status"))?,
        transition: status("transition"),
        created: at(&line, "created")?,
        activated: date(&line, "activated"),
        status_changed: date(&line, "status_changed"),
        last_login: date(&line, "last_login"),
        last_updated: at(&line, "last_updated")?,
        password_changed: date(&line, "password_changed"),
        profile,
        extra: members(&mut line, "extra"),
        groups: Vec::new(),
        apps: Vec::new(),
    };
    org.push_user(user);
    Ok(())
}

pub(super) fn read_group(org: &mut Org, mut line: Value) -> Result<(), DumpError> {
    let users = |org: &Org, name| -> Result<Vec<u32>, DumpError> {
        let mut users = Vec::new();
        for id in line
            .get(name)
            .and_then(Value::as_array)
            .ok_or(DumpError::Member(name))?
        {
            let id = id.as_str().unwrap_or_default();
            users.push(
                org.users
                    .find(id)
                    .ok_or_else(|| DumpError::Unknown(id.to_owned()))?,
            );
        }
        users.sort_unstable();
        users.dedup();
        Ok(users)
    };
    let members_of = users(org, "members")?;
    let by_rule = users(org, "by_rule")?.into_iter().collect();
    let group = Group {
        id: required(&line, "id")?.into(),
        kind: string(&line, "type")
            .and_then(GroupKind::parse)
            .ok_or(DumpError::Member("type"))?,
        name: required(&line, "name")?.into(),
        description: string(&line, "description").map(Into::into),
        created: at(&line, "created")?,
        last_updated: at(&line, "last_updated")?,
        last_membership_updated: at(&line, "last_membership_updated")?,
        source: string(&line, "source").map(Into::into),
        everyone: line.get("everyone").and_then(Value::as_bool).unwrap_or(false),
        members: members_of.clone(),
        by_rule,
        apps: Vec::new(),
        profile: members(&mut line, "profile"),
        extra: members(&mut line, "extra"),
    };
    let ordinal = org.push_group(group);
    for member in members_of {
        if let Some(user) = org.users.get_mut(member) {
            insert_sorted(&mut user.groups, ordinal);
        }
    }
    Ok(())
}

pub(super) fn read_app(org: &mut Org, mut line: Value) -> Result<(), DumpError> {
    let body = members(&mut line, "body").unwrap_or_default();
    let app = org.apps.push(App {
        id: required(&line, "id")?.into(),
        name: required(&line, "name")?.into(),
        label: required(&line, "label")?.into(),
        active: line
            .get("active")
            .and_then(Value::as_bool)
            .ok_or(DumpError::Member("active"))?,
        created: at(&line, "created")?,
        last_updated: at(&line, "last_updated")?,
        sign_on: string(&line, "sign_on").map(Into::into),
        body,
        groups: BTreeMap::new(),
        users: Vec::new(),
        assignments: BTreeMap::new(),
    });
    for mut assigned in take(&mut line, "groups").as_array().cloned().unwrap_or_default() {
        let id = required(&assigned, "id")?;
        let group = org
            .groups
            .find(id)
            .ok_or_else(|| DumpError::Unknown(id.to_owned()))?;
        let priority = assigned.get("priority").and_then(Value::as_u64).unwrap_or(0);
        let assignment = AppGroup {
            priority: u32::try_from(priority).unwrap_or(u32::MAX),
            last_updated: at(&assigned, "last_updated")?,
            // What was on its way has arrived.
            pending: false,
            profile: members(&mut assigned, "profile"),
        };
        org.assign_group(app, group, assignment);
    }
    for id in take(&mut line, "users").as_array().cloned().unwrap_or_default() {
        let id = id.as_str().unwrap_or_default();
        let user = org
            .users
            .find(id)
            .ok_or_else(|| DumpError::Unknown(id.to_owned()))?;
        org.assign_user(app, user);
    }
    if let Value::Object(assignments) = take(&mut line, "assignments") {
        for (id, own) in assignments {
            let user = org.users.find(&id).ok_or(DumpError::Unknown(id))?;
            if let (Some(found), Value::Object(own)) = (org.apps.get_mut(app), own) {
                found.assignments.insert(user, Box::new(own));
            }
        }
    }
    Ok(())
}

pub(super) fn read_document(org: &mut Org, mut line: Value) -> Result<(), DumpError> {
    let document = members(&mut line, "document").ok_or(DumpError::Member("document"))?;
    org.docs
        .put(required(&line, "collection")?, required(&line, "id")?, *document);
    Ok(())
}

fn string<'l>(line: &'l Value, name: &str) -> Option<&'l str> {
    line.get(name).and_then(Value::as_str)
}

fn required<'l>(line: &'l Value, name: &'static str) -> Result<&'l str, DumpError> {
    string(line, name).ok_or(DumpError::Member(name))
}

fn date(line: &Value, name: &str) -> Option<Stamp> {
    string(line, name).and_then(Stamp::parse)
}

fn at(line: &Value, name: &'static str) -> Result<Stamp, DumpError> {
    date(line, name).ok_or(DumpError::Member(name))
}

fn take(line: &mut Value, name: &str) -> Value {
    line.get_mut(name).map(Value::take).unwrap_or_default()
}

fn members(line: &mut Value, name: &str) -> Option<Box<Object>> {
    match take(line, name) {
        Value::Object(members) => Some(Box::new(members)),
        _ => None,
    }
}
