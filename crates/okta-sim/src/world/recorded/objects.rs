//! Recorded users, groups and apps as the simulator keeps them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Recording, object};
use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::{App, AppGroup, Group, GroupKind, Profile, Status, User};

fn text(object: &mut Object, name: &str) -> Option<String> {
    match object.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

fn date(object: &mut Object, name: &str) -> Option<Stamp> {
    text(object, name).and_then(|text| Stamp::parse(&text))
}

/// What is left, unless nothing is.
fn rest(mut object: Object) -> Option<Box<Object>> {
    object.remove("_links");
    object.remove("_embedded");
    (!object.is_empty()).then(|| Box::new(object))
}

impl Recording {
    pub(super) fn take_user(&mut self, user: Value) {
        let mut body = object(user);
        let Some(id) = text(&mut body, "id") else { return };
        let profile = object(body.remove("profile").unwrap_or_default());
        let login = profile.get("login").and_then(Value::as_str).unwrap_or(&id).into();
        let status = text(&mut body, "status")
            .and_then(|word| Status::parse(&word))
            .unwrap_or(Status::Active);
        let created = date(&mut body, "created").unwrap_or_default();
        let user = User {
            login,
            status,
            transition: text(&mut body, "transitioningToStatus").and_then(|word| Status::parse(&word)),
            created,
            activated: date(&mut body, "activated"),
            status_changed: date(&mut body, "statusChanged"),
            last_login: date(&mut body, "lastLogin"),
            last_updated: date(&mut body, "lastUpdated").unwrap_or(created),
            password_changed: date(&mut body, "passwordChanged"),
            profile: Profile::Own(Box::new(profile)),
            extra: rest(body),
            groups: Vec::new(),
            apps: Vec::new(),
            id: id.into(),
        };
        self.org.push_user(user);
    }

    pub(super) fn take_group(&mut self, group: Value) {
        let mut body = object(group);
        let Some(id) = text(&mut body, "id") else { return };
        let mut profile = object(body.remove("profile").unwrap_or_default());
        let created = date(&mut body, "created").unwrap_or_default();
        let source = body
            .get("source")
            .and_then(|source| source.get("id")?.as_str())
            .map(Into::into);
        body.remove("source");
        self.org.groups.push(Group {
            kind: text(&mut body, "type")
                .and_then(|word| GroupKind::parse(&word))
                .unwrap_or(GroupKind::Okta),
            name: text(&mut profile, "name").unwrap_or_default().into(),
            description: text(&mut profile, "description").map(Into::into),
            created,
            last_updated: date(&mut body, "lastUpdated").unwrap_or(created),
            last_membership_updated: date(&mut body, "lastMembershipUpdated").unwrap_or(created),
            source,
            profile: {
                profile.remove("description");
                rest(profile)
            },
            extra: rest(body),
            everyone: false,
            members: Vec::new(),
            by_rule: std::collections::BTreeSet::new(),
            apps: Vec::new(),
            id: id.into(),
        });
    }

    pub(super) fn take_app(&mut self, app: Value) {
        let mut body = object(app);
        let Some(id) = text(&mut body, "id") else { return };
        let created = date(&mut body, "created").unwrap_or_default();
        body.remove("_links");
        body.remove("_embedded");
        self.org.apps.push(App {
            name: text(&mut body, "name").unwrap_or_default().into(),
            label: text(&mut body, "label").unwrap_or_default().into(),
            active: text(&mut body, "status").as_deref() != Some("INACTIVE"),
            created,
            last_updated: date(&mut body, "lastUpdated").unwrap_or(created),
            sign_on: text(&mut body, "signOnMode").map(Into::into),
            body: {
                body.remove("signOnMode");
                Box::new(body)
            },
            groups: BTreeMap::new(),
            users: Vec::new(),
            assignments: BTreeMap::new(),
            id: id.into(),
        });
    }

    /// Joins app users and app groups to what they name; records of people who were not recorded are left out.
    pub(super) fn join_apps(&mut self) {
        for (app, mut body) in std::mem::take(&mut self.app_groups) {
            let group = text(&mut body, "id").and_then(|id| self.org.groups.find(&id));
            let (Some(app), Some(group)) = (self.org.apps.find(&app), group) else {
                continue;
            };
            let priority = body.get("priority").and_then(Value::as_u64).unwrap_or(0);
            let profile = body
                .remove("profile")
                .map(object)
                .filter(|profile| !profile.is_empty());
            let assignment = AppGroup {
                priority: u32::try_from(priority).unwrap_or(0),
                last_updated: date(&mut body, "lastUpdated").unwrap_or_default(),
                pending: false,
                profile: profile.map(Box::new),
            };
            self.org.assign_group(app, group, assignment);
        }
        for (app, mut body) in std::mem::take(&mut self.app_users) {
            let user = text(&mut body, "id").and_then(|id| self.org.users.find(&id));
            let (Some(app), Some(user)) = (self.org.apps.find(&app), user) else {
                continue;
            };
            let by_group = body.get("scope").and_then(Value::as_str) == Some("GROUP");
            let links = body.remove("_links").unwrap_or_default();
            body.remove("_embedded");
            body.remove("scope");
            if !by_group {
                self.org.assign_user(app, user);
            } else if self.org.granting_group(app, user).is_none() {
                // The group or the membership was not recorded: the record stands for itself.
                self.org.assign_user(app, user);
                body.insert("~scope".to_owned(), json!("GROUP"));
                body.insert(
                    "~group".to_owned(),
                    links.get("group").cloned().unwrap_or_default(),
                );
            }
            if let Some(found) = self.org.apps.get_mut(app) {
                found.assignments.insert(user, Box::new(body));
            }
        }
    }
}
