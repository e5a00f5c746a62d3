//! What OCSF demands of each class, and where classes moved between versions.

use super::{Version, schema};
use serde_json::Value;

/// Class, name, largest activity (99 is always allowed), members that must be there, of which one must be there.
type Class = (
    u32,
    &'static str,
    u32,
    &'static [&'static str],
    &'static [&'static str],
);

const CLASSES: [Class; 9] = [
    (2004, "Detection Finding", 3, &["finding_info"], &[]),
    (3001, "Account Change", 12, &["user"], &[]),
    (3002, "Authentication", 7, &["user"], &["service", "dst_endpoint"]),
    (
        3003,
        "Authorize Session",
        3,
        &["user"],
        &["privileges", "groups", "group", "iam_roles"],
    ),
    (3004, "Entity Management", 13, &["entity"], &[]),
    (3005, "User Access Management", 4, &["user", "privileges"], &[]),
    (3006, "Group Management", 13, &["group"], &["privileges", "user"]),
    (3007, "User Management", 19, &["user"], &[]),
    (6003, "API Activity", 4, &["actor", "api", "src_endpoint"], &[]),
];

/// Members that every event has.
const BASE: [&str; 7] = [
    "activity_id",
    "category_uid",
    "class_uid",
    "metadata",
    "severity_id",
    "time",
    "type_uid",
];

/// The name of a class.
pub fn class_name(class: u32) -> &'static str {
    CLASSES
        .iter()
        .find(|(uid, ..)| *uid == class)
        .map_or("Base Event", |(_, name, ..)| name)
}

/// What an exported event lacks of what its class demands; empty when it is valid.
pub fn check(event: &Value) -> Vec<String> {
    let mut lacks: Vec<String> = BASE
        .iter()
        .filter(|name| event.get(**name).is_none())
        .map(|name| format!("{name} is missing"))
        .collect();
    let number = |name: &str| event.get(name).and_then(Value::as_u64).unwrap_or(0) as u32;
    let (class, activity) = (number("class_uid"), number("activity_id"));
    if number("type_uid") != class * 100 + activity {
        lacks.push(format!(
            "type_uid {} is not {class} * 100 + {activity}",
            number("type_uid")
        ));
    }
    if number("category_uid") != class / 1_000 {
        lacks.push(format!(
            "category_uid {} does not fit class {class}",
            number("category_uid")
        ));
    }
    for pointer in [
        "/metadata/version",
        "/metadata/product/vendor_name",
        "/metadata/product/name",
    ] {
        if event.pointer(pointer).and_then(Value::as_str).is_none() {
            lacks.push(format!("{pointer} is missing"));
        }
    }
    if !matches!(number("severity_id"), 0..=6 | 99) {
        lacks.push(format!("severity_id {} is unknown", number("severity_id")));
    }
    lacks.extend(schema::breaches(event, class));
    match CLASSES.iter().find(|(uid, ..)| *uid == class) {
        None => lacks.push(format!("class {class} is unknown")),
        Some((_, name, largest, needed, one_of)) => {
            if activity > *largest && activity != 99 {
                lacks.push(format!("{name} has no activity {activity}"));
            }
            let missing = needed.iter().filter(|member| event.get(**member).is_none());
            lacks.extend(missing.map(|member| format!("{name} needs {member}")));
            if !one_of.is_empty() && one_of.iter().all(|member| event.get(*member).is_none()) {
                lacks.push(format!("{name} needs one of {one_of:?}"));
            }
        }
    }
    lacks
}

/// Class and activity in another version: 1.9 gathers account changes and user access in User Management.
pub(super) fn moved((class, activity): (u32, u32), action: &str, version: Version) -> (u32, u32) {
    if version != Version::V1_9 {
        return (class, activity);
    }
    let user = match (class, activity, action) {
        (6003, 1, "token.create" | "secret.change" | "key.change") => 18,
        (6003, 4, "token.revoke") => 19,
        (3001, 1, _) => 1,
        (3001, 2, _) => 4,
        (3001, 5, _) => 5,
        (3001, 6, _) => 3,
        (3001, 3, _) => 8,
        (3001, 4, _) => 9,
        (3001, 9, _) => 6,
        (3001, 12, _) => 7,
        (3001, 10, _) => 12,
        (3001, 11, _) => 13,
        (3005, 1, _) => 14,
        (3005, 2, _) => 15,
        (3005, 3, _) => 16,
        (3005, 4, _) => 17,
        (3001 | 3005, _, _) => 99,
        _ => return (class, activity),
    };
    (3007, user)
}
