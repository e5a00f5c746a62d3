//! Steps as requests.

use serde_json::{Value, json};

use super::{GroupLink, Key, Machine, Step, Task};
use crate::provision::shape::{self, Change};
use crate::provision::target::ScimKind;

impl Machine {
    pub(super) fn task(&self, key: Key, step: &Step) -> Task {
        let (method, target, body) = match (&key, step) {
            (_, Step::TestUsers) => ("GET", "/Users?startIndex=1&count=2".to_owned(), None),
            (_, Step::TestGroups) => ("GET", "/Groups?startIndex=1&count=100".to_owned(), None),
            (_, Step::ImportUsers(start)) => ("GET", format!("/Users?startIndex={start}&count=100"), None),
            (_, Step::ImportGroups(start)) => ("GET", format!("/Groups?startIndex={start}&count=100"), None),
            (Key::Group(id), step) => self.group_task(id, step),
            (Key::User(id), step) => self.user_task(id, step),
            (Key::Test | Key::Import, _) => ("GET", "/Users?startIndex=1&count=2".to_owned(), None),
        };
        Task {
            key,
            method,
            target,
            body,
        }
    }

    fn user_task(&self, id: &str, step: &Step) -> (&'static str, String, Option<Value>) {
        let link = self.users.get(id);
        let scim = link.and_then(|link| link.scim_id.clone()).unwrap_or_default();
        let own = format!("/Users/{}", encoded(&scim));
        let user = self.wanted.as_ref().and_then(|wanted| wanted.users.get(id));
        // Who has lost the app is described as last sent.
        let user = user
            .or_else(|| link.and_then(|link| link.sent.as_ref()))
            .cloned()
            .unwrap_or_else(|| json!({}));
        match step {
            Step::Create => ("POST", "/Users".to_owned(), Some(user)),
            Step::Read { .. } => ("GET", own, None),
            Step::Put { active } => ("PUT", own, Some(shape::user_put(&scim, &user, *active))),
            Step::Patch { active } => ("PATCH", own, Some(shape::active_patch(*active))),
            _ => {
                let name = user.get("userName").and_then(Value::as_str).unwrap_or_default();
                ("GET", found_by("Users", "userName", name), None)
            }
        }
    }

    fn group_task(&self, id: &str, step: &Step) -> (&'static str, String, Option<Value>) {
        let empty = GroupLink::default();
        let link = self.groups.get(id).unwrap_or(&empty);
        let scim = link.scim_id.clone().unwrap_or_default();
        let own = format!("/Groups/{}", encoded(&scim));
        let group = self
            .wanted
            .as_ref()
            .and_then(|wanted| wanted.groups.get(id))
            .cloned()
            .unwrap_or_default();
        let members = self.members(&group);
        match step {
            Step::Create => ("POST", "/Groups".to_owned(), Some(shape::group_post(&group.name))),
            Step::Delete => ("DELETE", own, None),
            Step::Change if self.target.kind == ScimKind::Wizard => {
                ("PUT", own, Some(shape::group_put(&scim, &group.name, &members)))
            }
            Step::Change => {
                let change = match &link.members {
                    None => Change::All(members),
                    Some(known) => Change::Some {
                        remove: known
                            .iter()
                            .filter(|id| !members.iter().any(|(member, _)| member == *id))
                            .cloned()
                            .collect(),
                        add: members
                            .into_iter()
                            .filter(|(member, _)| !known.contains(member))
                            .collect(),
                    },
                };
                (
                    "PATCH",
                    own,
                    Some(shape::group_patch(&scim, &group.name, &change)),
                )
            }
            _ => ("GET", found_by("Groups", "displayName", &group.name), None),
        }
    }
}

fn found_by(what: &str, attribute: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "/{what}?filter={}&startIndex=1&count=100",
        encoded(&format!("{attribute} eq \"{value}\""))
    )
}

/// Percent-encoding; a space is `%20`, as Okta writes it.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
