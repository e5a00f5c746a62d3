//! What an event is about, by its class: the user, the group, the entity, the call. Who did it is the actor, and is no
//! part of that unless it was done to nobody else.

use super::{object, session, text, user};
use crate::event::{Event, Field, View};
use serde_json::{Value, json};

/// Kinds of targets that are people.
const USERS: [&str; 2] = ["user", "app_user"];
/// Kinds of targets that have members.
const GROUPS: [&str; 2] = ["group", "app_group"];

pub(super) fn put(event: &Event<'_>, class: u32, put: &mut impl FnMut(&str, Value)) {
    let name = |name: Option<&str>| json!(name.unwrap_or("unknown"));
    match class {
        3002 => {
            put("user", user(event));
            let service = event.get(Field::TargetName).or(event.get(Field::SourcePart));
            put(
                "service",
                json!({ "name": name(service.or(event.get(Field::SourceOrg))) }),
            );
            put("is_mfa", json!(event.truth(Field::IsMfa)));
            put("session", session(event));
        }
        3003 => {
            put("user", user(event));
            put("privileges", json!([name(event.get(Field::TargetName))]));
            put("session", session(event));
        }
        3001 | 3005 | 3007 => {
            put("user", grantee(event));
            if event.number(Field::ClassUid) == Some(3005.0) {
                let rights = privileges(event, &USERS);
                put(
                    "privileges",
                    if rights.is_empty() {
                        json!(["unknown"])
                    } else {
                        json!(rights)
                    },
                );
            }
        }
        3006 => {
            let group = one_of(event, &GROUPS).or_else(|| is_main(event, &USERS).then(unknown));
            put("group", group.unwrap_or_else(|| target(event)));
            let rights = privileges(event, &["user", "app_user", "group", "app_group"]);
            let member = one_of(event, &USERS);
            // The class asks for one of the two.
            let is_neither = member.is_none() && rights.is_empty();
            put("privileges", json!(rights));
            put(
                "user",
                member.unwrap_or_else(|| if is_neither { unknown() } else { Value::Null }),
            );
        }
        3004 => put("entity", target(event)),
        2004 => put(
            "finding_info",
            json!({ "uid": name(event.get(Field::Uid)), "title": name(event.get(Field::EventType)) }),
        ),
        _ => {
            let service = event.get(Field::SourcePart).or(event.get(Field::Source));
            put(
                "api",
                json!({ "operation": name(event.get(Field::EventType)), "service": { "name": service } }),
            );
            put("resources", json!([target(event)]));
        }
    }
}

/// The main target.
fn target(event: &Event<'_>) -> Value {
    let name = event.get(Field::TargetName).or(event.get(Field::TargetId));
    object([
        ("uid", text(event, Field::TargetId)),
        ("name", json!(name.unwrap_or("unknown"))),
        ("type", text(event, Field::TargetKind)),
    ])
}

fn unknown() -> Value {
    json!({ "name": "unknown" })
}

fn is_main(event: &Event<'_>, kinds: &[&str]) -> bool {
    event
        .get(Field::TargetKind)
        .is_some_and(|kind| kinds.contains(&kind))
}

/// The first target of one of these kinds, the main one before the others. Of the others only the id is kept.
fn one_of(event: &Event<'_>, kinds: &[&str]) -> Option<Value> {
    if is_main(event, kinds) {
        return Some(target(event));
    }
    let targets = event
        .items(Field::TargetIds)
        .filter_map(|item| item.split_once(':'));
    let (kind, id) = targets
        .into_iter()
        .find(|(kind, id)| kinds.contains(kind) && !id.is_empty())?;
    let is_actor = event.get(Field::ActorId) == Some(id);
    let name = event.get(Field::ActorName).filter(|_| is_actor);
    Some(object([
        ("uid", json!(id)),
        ("name", json!(name.unwrap_or(id))),
        ("type", json!(kind)),
    ]))
}

/// Whose account or rights change: a user, else the role or app that is given rights, else who acts, on themselves.
fn grantee(event: &Event<'_>) -> Value {
    let is_grant = event
        .get(Field::Action)
        .is_some_and(|action| action.starts_with("role."));
    one_of(event, &USERS).unwrap_or_else(|| match is_grant {
        true => target(event),
        false => user(event),
    })
}

/// What is given or taken: the rights that the event names, else the targets that are not of the kinds that get them.
fn privileges<'e>(event: &'e Event<'_>, getting: &[&str]) -> Vec<&'e str> {
    let named = event.items(Field::Signals);
    let mut all: Vec<&str> = named
        .filter_map(|signal| signal.strip_prefix("privilege:"))
        .collect();
    if all.is_empty() && event.get(Field::TargetKind).is_some() && !is_main(event, getting) {
        all.extend(event.get(Field::TargetName));
    }
    if all.is_empty() {
        let targets = event
            .items(Field::TargetIds)
            .filter_map(|item| item.split_once(':'));
        let others = targets.filter(|(kind, id)| !getting.contains(kind) && !id.is_empty());
        all.extend(others.map(|(_, id)| id));
    }
    all
}
