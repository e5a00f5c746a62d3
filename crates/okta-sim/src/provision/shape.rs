//! The bodies that Okta's SCIM client sends.

use serde_json::{Value, json};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// The whole user for `PUT`: without `externalId`, which Okta does not send back.
pub(super) fn user_put(id: &str, user: &Value, active: bool) -> Value {
    let mut body = user.clone();
    if let Value::Object(members) = &mut body {
        members.remove("externalId");
        members.insert("id".to_owned(), json!(id));
        members.insert("active".to_owned(), json!(active));
        members.insert("meta".to_owned(), json!({"resourceType": "User"}));
    }
    body
}

/// Activation or deactivation by `PATCH`: no path.
pub(super) fn active_patch(active: bool) -> Value {
    json!({"schemas": [PATCH], "Operations": [{"op": "replace", "value": {"active": active}}]})
}

/// A new group, without members.
pub(super) fn group_post(name: &str) -> Value {
    json!({"schemas": [GROUP], "displayName": name, "members": []})
}

/// The whole group for `PUT`. Members are pairs of SCIM id and user name.
pub(super) fn group_put(id: &str, name: &str, members: &[(String, String)]) -> Value {
    json!({"schemas": [GROUP], "id": id, "displayName": name, "members": list(members)})
}

/// A change of a group by `PATCH`: always with the name, and either the whole membership or what changed in it.
pub(super) fn group_patch(id: &str, name: &str, change: &Change) -> Value {
    let mut operations = vec![json!({"op": "replace", "value": {"id": id, "displayName": name}})];
    match change {
        Change::All(members) => {
            operations.push(json!({"op": "replace", "path": "members", "value": list(members)}));
        }
        Change::Some { add, remove } => {
            let gone = |id: &String| json!({"op": "remove", "path": format!("members[value eq \"{id}\"]")});
            operations.extend(remove.iter().map(gone));
            if !add.is_empty() {
                operations.push(json!({"op": "add", "path": "members", "value": list(add)}));
            }
        }
    }
    json!({"schemas": [PATCH], "Operations": operations})
}

/// What becomes of a membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    All(Vec<(String, String)>),
    Some {
        add: Vec<(String, String)>,
        remove: Vec<String>,
    },
}

fn list(members: &[(String, String)]) -> Value {
    members
        .iter()
        .map(|(id, name)| json!({"value": id, "display": name}))
        .collect()
}
