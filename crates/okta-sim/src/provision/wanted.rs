//! What the other side should hold, as the organization has it now.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::org::users::display_name;
use crate::org::users::view::profile_text;
use crate::state::{Org, Status, User};

/// Who has the app, and which groups are pushed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Wanted {
    /// SCIM users by Okta id.
    pub(super) users: BTreeMap<String, Value>,
    /// By Okta id.
    pub(super) groups: BTreeMap<String, WantedGroup>,
}

/// One group to push.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct WantedGroup {
    pub(super) name: String,
    /// Okta ids of the members who have the app.
    pub(super) members: BTreeSet<String>,
}

/// `None` when the app is gone or not active: then nothing is sent, as in Okta.
pub(super) fn wanted(org: &Org, app: &str, push: &[String]) -> Option<Wanted> {
    let ordinal = org.apps.find(app)?;
    let found = org.apps.get(ordinal).filter(|app| app.active)?;
    let mut wanted = Wanted::default();
    for user in org.app_users_from(ordinal, 0, usize::MAX) {
        // People whose account is not begun are provisioned when it is. Suspended ones stay as they are.
        let person = org
            .users
            .get(user)
            .filter(|person| person.is_living() && person.status != Status::Staged);
        if let Some(person) = person {
            let own = found.assignments.get(&user);
            let name = own.and_then(|own| own.get("credentials")?.get("userName")?.as_str());
            wanted.users.insert(
                person.id.to_string(),
                scim_user(person, name.unwrap_or(&person.login)),
            );
        }
    }
    for name in push {
        let by_name = || {
            org.groups
                .iter()
                .find(|(_, group)| *group.name == **name)
                .map(|(ordinal, _)| ordinal)
        };
        let Some(ordinal) = org.groups.find(name).or_else(by_name) else {
            continue;
        };
        let Some(group) = org.groups.get(ordinal) else {
            continue;
        };
        let members = org
            .members_from(ordinal, 0)
            .filter_map(|user| org.users.get(user));
        let members = members
            .map(|user| user.id.to_string())
            .filter(|id| wanted.users.contains_key(id));
        let pushed = WantedGroup {
            name: group.name.to_string(),
            members: members.collect(),
        };
        wanted.groups.insert(group.id.to_string(), pushed);
    }
    Some(wanted)
}

/// The user that Okta sends when it makes one.
fn scim_user(user: &User, name: &str) -> Value {
    let text = |field: &str| profile_text(user, field).unwrap_or_default();
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": name,
        "name": {"givenName": text("firstName"), "familyName": text("lastName")},
        "emails": [{"primary": true, "value": text("email"), "type": "work"}],
        "displayName": display_name(user), "locale": "en-US", "externalId": user.id, "groups": [], "active": true,
    })
}
