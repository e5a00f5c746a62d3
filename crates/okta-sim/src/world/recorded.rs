//! An organization from a recording of real requests and answers, one per line:
//! `{"request": {"method", "url"}, "response": {"status", "headers", "body"}}`.
//!
//! Every list and every single object of every endpoint is taken; a later answer replaces an earlier one of the same
//! object. Members that the simulator has no place for are kept as they are and given back. What was not recorded
//! does not exist; an endpoint of which there is no answer at all is refused, so that "not recorded" is never taken
//! for "none". Links are written anew, for the address under which the simulator answers.

mod endpoints;
mod objects;

pub(crate) use endpoints::is_recorded;

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::reply::Object;
use crate::sim::{Sim, SimCredentials};
use crate::stamp::Stamp;
use crate::state::{GroupKind, Identity, Org};

use super::build::object;

const SUPER_ADMIN_TOKEN: &str = "00SimulatedSuperAdminTokenOfARecording0001";
const READ_ONLY_TOKEN: &str = "00SimulatedReadOnlyAdminTokenOfARecrdng002";

/// A recording being read.
#[derive(Debug)]
pub(crate) struct Recording {
    org: Org,
    /// Host of the organization, from the first request.
    host: Option<String>,
    /// Members, app users and app groups are joined at the end, when all objects are known.
    members: Vec<(String, String)>,
    /// Groups whose member lists were recorded.
    listed: Vec<String>,
    app_users: Vec<(String, Object)>,
    app_groups: Vec<(String, Object)>,
}

impl Default for Recording {
    fn default() -> Self {
        let identity = Identity {
            id: "00orecorded0000005d7".to_owned(),
            subdomain: "recorded".to_owned(),
            company: "Recorded organization".to_owned(),
            user_type: "otyrecorded0000005d7".to_owned(),
            created: Stamp::default(),
        };
        Self {
            org: Org::empty(identity, 4),
            host: None,
            members: Vec::new(),
            listed: Vec::new(),
            app_users: Vec::new(),
            app_groups: Vec::new(),
        }
    }
}

impl Recording {
    /// Takes one exchange; one that says nothing about the organization is passed over.
    pub(crate) fn take(&mut self, line: &Value) {
        let text = |pointer: &str| line.pointer(pointer).and_then(Value::as_str);
        let (Some(method), Some(address)) = (text("/request/method"), text("/request/url")) else {
            return;
        };
        let status = line
            .pointer("/response/status")
            .and_then(Value::as_u64)
            .unwrap_or(0);
        let Ok(url) = url::Url::parse(address) else { return };
        if method != "GET" || status != 200 {
            return;
        }
        let host = url.host_str().unwrap_or_default().replacen("-admin.", ".", 1);
        let host = self.host.get_or_insert(host).clone();
        let mut body = line.pointer("/response/body").cloned().unwrap_or_default();
        localize(&mut body, &host);
        let path = url.path().trim_matches('/').replace("%40", "@");
        if let Ok((route, _)) = crate::route::find(method, &format!("/{path}")) {
            self.org.recorded.get_or_insert_default().insert(route.path);
        }
        if let Some(path) = path.strip_prefix("api/v1/") {
            self.take_api(path, body);
        } else if let Some(path) = path.strip_prefix("oauth2/v1/clients/") {
            self.keep(&format!("clients/{path}"), body);
        } else if path == ".well-known/okta-organization" {
            self.identify(&body);
        }
    }

    fn take_api(&mut self, path: &str, body: Value) {
        let parts: Vec<&str> = path.split('/').collect();
        match (parts.as_slice(), body) {
            (["users"], Value::Array(users)) => users.into_iter().for_each(|user| self.take_user(user)),
            (["users", _], user @ Value::Object(_)) => self.take_user(user),
            (["users", user, "groups"], Value::Array(groups)) => {
                for group in groups {
                    if let Some(id) = group.get("id").and_then(Value::as_str) {
                        self.members.push((id.to_owned(), (*user).to_owned()));
                    }
                    self.take_group(group);
                }
            }
            (["groups"], Value::Array(groups)) => groups.into_iter().for_each(|group| self.take_group(group)),
            (["groups", id], group @ Value::Object(_)) if *id != "rules" => self.take_group(group),
            (["groups", group, "users"], Value::Array(users)) => {
                self.listed.push((*group).to_owned());
                for user in users {
                    if let Some(id) = user.get("id").and_then(Value::as_str) {
                        self.members.push(((*group).to_owned(), id.to_owned()));
                    }
                    self.take_user(user);
                }
            }
            (["groups", _, "apps"] | ["apps"], Value::Array(apps)) => {
                apps.into_iter().for_each(|app| self.take_app(app));
            }
            (["apps", _], app @ Value::Object(_)) => self.take_app(app),
            (["apps", app, "users"], Value::Array(users)) => {
                self.app_users
                    .extend(users.into_iter().map(|user| ((*app).to_owned(), object(user))));
            }
            (["apps", app, "users", _], user @ Value::Object(_)) => {
                self.app_users.push(((*app).to_owned(), object(user)));
            }
            (["apps", app, "groups"], Value::Array(groups)) => {
                self.app_groups
                    .extend(groups.into_iter().map(|group| ((*app).to_owned(), object(group))));
            }
            (["apps", app, "groups", _], group @ Value::Object(_)) => {
                self.app_groups.push(((*app).to_owned(), object(group)));
            }
            (["logs"], Value::Array(events)) => {
                events.into_iter().for_each(|event| self.org.log.import(event))
            }
            (["org"], Value::Object(settings)) => self.take_settings(settings),
            (["org", "privacy", "oktaSupport"], Value::Object(support)) => {
                self.org.docs.put("org", "support", support)
            }
            (["users" | "groups", _, "roles"], Value::Array(roles)) => {
                self.org.docs.declare(path);
                roles.into_iter().for_each(|role| self.take_role(path, role));
            }
            (_, body) => self.keep(path, body),
        }
    }

    /// Keeps any other list or object as documents.
    fn keep(&mut self, path: &str, body: Value) {
        match body {
            Value::Array(items) => {
                self.org.docs.declare(path);
                items.into_iter().for_each(|item| self.put(path, item));
            }
            Value::Object(members) => {
                let wrapped = [
                    "roles",
                    "resource-sets",
                    "bindings",
                    "members",
                    "resources",
                    "permissions",
                    "value",
                ];
                let list = wrapped
                    .into_iter()
                    .find_map(|name| members.get(name).and_then(Value::as_array));
                if let Some(items) = list {
                    self.org.docs.declare(path);
                    items.clone().into_iter().for_each(|item| self.put(path, item));
                } else if let Some((collection, last)) = path.rsplit_once('/') {
                    self.org.docs.put(collection, last, members);
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, collection: &str, item: Value) {
        let id = ["id", "label", "kid"]
            .into_iter()
            .find_map(|name| item.get(name)?.as_str().map(str::to_owned));
        if let Some(id) = id {
            self.org.docs.put(collection, &id, object(item));
        }
    }

    /// A role that a user has through a group belongs to the group.
    fn take_role(&mut self, path: &str, role: Value) {
        let inherited =
            path.starts_with("users/") && role.get("assignmentType").and_then(Value::as_str) == Some("GROUP");
        let holder = role.pointer("/_links/assignee/href").and_then(Value::as_str);
        let group = holder
            .and_then(|href| href.rsplit_once("/groups/"))
            .map(|(_, id)| format!("groups/{id}/roles"));
        match group {
            Some(collection) if inherited => self.put(&collection, role),
            _ => self.put(path, role),
        }
    }

    fn take_settings(&mut self, settings: Object) {
        let identity = &mut self.org.identity;
        let text = |name: &str| settings.get(name).and_then(Value::as_str).map(str::to_owned);
        identity.id = text("id").unwrap_or_else(|| identity.id.clone());
        identity.company = text("companyName").unwrap_or_else(|| identity.company.clone());
        identity.created = text("created")
            .and_then(|at| Stamp::parse(&at))
            .unwrap_or(identity.created);
        self.org.docs.put("org", "settings", settings);
    }

    fn identify(&mut self, body: &Value) {
        if let Some(id) = body.get("id").and_then(Value::as_str) {
            id.clone_into(&mut self.org.identity.id);
        }
    }

    /// Joins what was read; `None` when it was nothing.
    pub(crate) fn finish(mut self) -> Option<Sim> {
        if let Some(host) = &self.host {
            host.split('.')
                .next()
                .unwrap_or_default()
                .clone_into(&mut self.org.identity.subdomain);
        }
        let nothing = self.org.users.len() + self.org.groups.len() + self.org.apps.len() == 0;
        if nothing && self.org.docs.names("").next().is_none() && self.org.log.len() == 0 {
            return None;
        }
        self.join_members();
        self.join_apps();
        for (secret, kind) in [
            (SUPER_ADMIN_TOKEN, "SUPER_ADMIN"),
            (READ_ONLY_TOKEN, "READ_ONLY_ADMIN"),
        ] {
            // Nobody of the recording owns these, so no list shows them.
            self.org
                .docs
                .put("~tokens", secret, object(json!({"~role": kind})));
        }
        let credentials = SimCredentials {
            super_admin_token: SUPER_ADMIN_TOKEN.to_owned(),
            read_only_token: READ_ONLY_TOKEN.to_owned(),
            ..SimCredentials::default()
        };
        Some(Sim::new(self.org, credentials))
    }

    fn join_members(&mut self) {
        let mut lists: HashMap<u32, Vec<u32>> = HashMap::new();
        for (group, user) in std::mem::take(&mut self.members) {
            if let (Some(group), Some(user)) = (self.org.groups.find(&group), self.org.users.find(&user)) {
                lists.entry(group).or_default().push(user);
            }
        }
        let all: Vec<u32> = self.org.users.iter().map(|(at, _)| at).collect();
        let ordinals: Vec<u32> = self.org.groups.iter().map(|(ordinal, _)| ordinal).collect();
        for ordinal in ordinals {
            let mut members = lists.remove(&ordinal).unwrap_or_default();
            members.sort_unstable();
            members.dedup();
            let Some(group) = self.org.groups.get_mut(ordinal) else {
                continue;
            };
            let recorded = self.listed.iter().any(|id| **id == *group.id);
            // Everybody is in Everyone, unless the recording says otherwise.
            if group.kind == GroupKind::BuiltIn && *group.name == *"Everyone" && (!recorded || members == all)
            {
                group.everyone = true;
                self.org.everyone.push(ordinal);
                continue;
            }
            let changed = group.last_membership_updated;
            for member in members {
                self.org.add_member(ordinal, member, changed);
            }
        }
    }
}

/// Makes links to the recorded organization links to this one.
fn localize(value: &mut Value, host: &str) {
    match value {
        Value::String(text) => {
            let admin = host.replacen('.', "-admin.", 1);
            for (known, placeholder) in [(host, "{{org}}"), (admin.as_str(), "{{admin}}")] {
                let rest = text
                    .strip_prefix("https://")
                    .and_then(|rest| rest.strip_prefix(known));
                if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                    *text = format!("{placeholder}{rest}");
                    return;
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| localize(item, host)),
        Value::Object(members) => members.values_mut().for_each(|member| localize(member, host)),
        _ => {}
    }
}
