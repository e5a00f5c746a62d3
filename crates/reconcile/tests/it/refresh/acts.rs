//! What administrators do to the simulated organization.

use crate::bench::Bench;
use proptest::prelude::*;
use serde_json::{Value, json};

/// An administrator's act on the simulated organization; numbers choose among what is there.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) what: &'static str,
    pub(super) one: usize,
    pub(super) other: usize,
}

pub(super) const ACTS: [&str; 39] = [
    "join",
    "join",
    "leave",
    "leave",
    "retitle",
    "rename",
    "suspend",
    "unsuspend",
    "deactivate",
    "activate",
    "delete user",
    "create user",
    "create group",
    "describe group",
    "delete group",
    "assign user",
    "unassign user",
    "assign group",
    "unassign group",
    "grant role",
    "revoke role",
    "grant group role",
    "create app",
    "deactivate app",
    "activate app",
    "delete app",
    "own group",
    "zone",
    "rule",
    "rule",
    "bind",
    "permission",
    "rewrite rule",
    "stop rule",
    "drop rule",
    "grant scope",
    "revoke scope",
    "add secret",
    "drop secret",
];

pub(super) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..ACTS.len(), any::<usize>(), any::<usize>()).prop_map(|(what, one, other)| Act {
        what: ACTS[what],
        one,
        other,
    });
    proptest::collection::vec(act, 1..12)
}

impl Bench {
    fn list(&self, target: &str) -> Vec<Value> {
        let found = self.world.ask("GET", target, None).json();
        let inner = ["roles", "resource-sets"].iter().find_map(|name| found.get(name));
        inner.unwrap_or(&found).as_array().cloned().unwrap_or_default()
    }

    fn pick(&self, target: &str, number: usize) -> String {
        let found = self.list(target);
        let chosen = found.get(number % found.len().max(1));
        chosen
            .and_then(|object| object["id"].as_str())
            .unwrap_or("none")
            .to_owned()
    }

    /// Does it, if the organization lets it.
    pub(super) fn act(&self, act: &Act) {
        let me = self.world.ask("GET", "/api/v1/users/me", None).json();
        let me = me["id"].as_str().unwrap().to_owned();
        let user = || {
            let filter =
                ["", "?filter=status%20eq%20%22DEPROVISIONED%22"][usize::from(act.other.is_multiple_of(5))];
            let chosen = self.pick(&format!("/api/v1/users{filter}"), act.one);
            // Who saws off the branch learns nothing about refreshes.
            if chosen == me { "none".to_owned() } else { chosen }
        };
        let group = |number| self.pick("/api/v1/groups?limit=200", number);
        let app = |number| self.pick("/api/v1/apps?limit=200", number);
        let tell = |method: &str, target: String, body: Value| {
            self.world.ask(method, &target, Some(&body));
        };
        let nothing = || json!({});
        let name = format!("made {}", act.one % 1000);
        match act.what {
            "join" => tell(
                "PUT",
                format!("/api/v1/groups/{}/users/{}", group(act.other), user()),
                nothing(),
            ),
            "leave" => {
                let group = group(act.other);
                let member = self.pick(&format!("/api/v1/groups/{group}/users"), act.one);
                tell(
                    "DELETE",
                    format!("/api/v1/groups/{group}/users/{member}"),
                    nothing(),
                );
            }
            "retitle" => tell(
                "POST",
                format!("/api/v1/users/{}", user()),
                json!({ "profile": { "title": name, "department": "Security" } }),
            ),
            "rename" => tell(
                "POST",
                format!("/api/v1/users/{}", user()),
                json!({ "profile": { "login": format!("made.{}@acme.test", act.one % 1000) } }),
            ),
            "suspend" | "unsuspend" | "deactivate" | "activate" => {
                tell(
                    "POST",
                    format!("/api/v1/users/{}/lifecycle/{}", user(), act.what),
                    nothing(),
                );
            }
            "delete user" => tell("DELETE", format!("/api/v1/users/{}", user()), nothing()),
            "create user" => {
                let login = format!("new.{}@acme.test", act.one % 1000);
                let profile = json!({ "login": login, "email": login, "firstName": "New", "lastName": name });
                let body = json!({ "profile": profile, "groupIds": [group(act.other)] });
                tell("POST", "/api/v1/users?activate=true".to_owned(), body);
            }
            "create group" => tell(
                "POST",
                "/api/v1/groups".to_owned(),
                json!({ "profile": { "name": name } }),
            ),
            "describe group" => {
                let id = group(act.one);
                let known = self
                    .world
                    .ask("GET", &format!("/api/v1/groups/{id}"), None)
                    .json();
                let profile = json!({ "name": known["profile"]["name"], "description": name });
                tell(
                    "PUT",
                    format!("/api/v1/groups/{id}"),
                    json!({ "profile": profile }),
                );
            }
            "delete group" => tell("DELETE", format!("/api/v1/groups/{}", group(act.one)), nothing()),
            "assign user" => tell(
                "POST",
                format!("/api/v1/apps/{}/users", app(act.other)),
                json!({ "id": user(), "scope": "USER" }),
            ),
            "unassign user" => {
                let app = app(act.other);
                let person = self.pick(&format!("/api/v1/apps/{app}/users"), act.one);
                tell("DELETE", format!("/api/v1/apps/{app}/users/{person}"), nothing());
            }
            "assign group" => {
                tell(
                    "PUT",
                    format!("/api/v1/apps/{}/groups/{}", app(act.one), group(act.other)),
                    nothing(),
                );
            }
            "unassign group" => {
                let app = app(act.one);
                let group = self.pick(&format!("/api/v1/apps/{app}/groups"), act.other);
                tell("DELETE", format!("/api/v1/apps/{app}/groups/{group}"), nothing());
            }
            "grant role" => {
                let kind = ["HELP_DESK_ADMIN", "READ_ONLY_ADMIN", "APP_ADMIN"][act.other % 3];
                tell(
                    "POST",
                    format!("/api/v1/users/{}/roles", user()),
                    json!({ "type": kind }),
                );
            }
            "revoke role" => {
                let admins = self
                    .world
                    .ask("GET", "/api/v1/iam/assignees/users?limit=200", None)
                    .json();
                let admins = admins["value"].as_array().cloned().unwrap_or_default();
                let others: Vec<&str> = admins.iter().filter_map(|admin| admin["id"].as_str()).collect();
                let others: Vec<&&str> = others.iter().filter(|id| **id != me).collect();
                let holder = others[act.one % others.len()];
                let role = self.pick(&format!("/api/v1/users/{holder}/roles"), act.other);
                tell(
                    "DELETE",
                    format!("/api/v1/users/{holder}/roles/{role}"),
                    nothing(),
                );
            }
            "grant group role" => tell(
                "POST",
                format!("/api/v1/groups/{}/roles", group(act.one)),
                json!({ "type": "USER_ADMIN" }),
            ),
            "create app" => tell(
                "POST",
                "/api/v1/apps".to_owned(),
                json!({ "name": "bookmark", "label": name, "signOnMode": "BOOKMARK",
                    "settings": { "app": { "requestIntegration": false, "url": "https://example.com" } } }),
            ),
            "deactivate app" | "activate app" => {
                let step = act.what.trim_end_matches(" app");
                tell(
                    "POST",
                    format!("/api/v1/apps/{}/lifecycle/{step}", app(act.one)),
                    nothing(),
                );
            }
            "delete app" => {
                let app = app(act.one);
                tell(
                    "POST",
                    format!("/api/v1/apps/{app}/lifecycle/deactivate"),
                    nothing(),
                );
                tell("DELETE", format!("/api/v1/apps/{app}"), nothing());
            }
            "own group" => tell(
                "POST",
                format!("/api/v1/groups/{}/owners", group(act.other)),
                json!({ "id": user(), "type": "USER" }),
            ),
            "zone" => tell(
                "POST",
                "/api/v1/zones".to_owned(),
                json!({ "type": "IP", "name": name, "status": "ACTIVE",
                    "gateways": [{ "type": "CIDR", "value": "10.0.0.0/8" }] }),
            ),
            "bind" => {
                let (role, set) = (
                    self.pick("/api/v1/iam/roles", act.one),
                    self.pick("/api/v1/iam/resource-sets", act.other),
                );
                let member = format!("https://acme.okta.test/api/v1/users/{}", user());
                tell(
                    "POST",
                    format!("/api/v1/iam/resource-sets/{set}/bindings"),
                    json!({ "role": role, "members": [member] }),
                );
            }
            "permission" => {
                let role = self.pick("/api/v1/iam/roles", act.one);
                tell(
                    "POST",
                    format!("/api/v1/iam/roles/{role}/permissions/okta.groups.read"),
                    nothing(),
                );
            }
            rule if rule.ends_with("rule") => self.act_on_rule(act, &name),
            _ => self.act_on_service(act),
        }
    }

    /// A group rule made, written anew, stopped, or dropped with the memberships that it made or without them.
    fn act_on_rule(&self, act: &Act, name: &str) {
        let tell =
            |method: &str, target: &str, body: &Value| self.world.ask(method, target, Some(body)).json();
        let rules = "/api/v1/groups/rules";
        let lifecycle = |rule: &str, step: &str| {
            tell("POST", &format!("{rules}/{rule}/lifecycle/{step}"), &json!({}));
        };
        let rule = || self.pick(rules, act.one);
        let title = ["\"Engineer\"", "\"Account Executive\""][act.one % 2];
        let expression = json!({ "type": "urn:okta:expression:1.0",
            "value": format!("String.stringContains(user.title,{title})") });
        match act.what {
            "rule" => {
                // Rules fill groups that Okta itself keeps, and no other ones.
                let group = self.pick("/api/v1/groups?filter=type%20eq%20%22OKTA_GROUP%22", act.other);
                let body = json!({ "type": "group_rule", "name": name, "conditions": { "expression": expression },
                    "actions": { "assignUserToGroups": { "groupIds": [group] } } });
                let made = tell("POST", rules, &body);
                lifecycle(made["id"].as_str().unwrap_or("none"), "activate");
            }
            "rewrite rule" => {
                let id = rule();
                lifecycle(&id, "deactivate");
                let mut body = self.world.ask("GET", &format!("{rules}/{id}"), None).json();
                body["conditions"]["expression"] = expression;
                tell("PUT", &format!("{rules}/{id}"), &body);
                lifecycle(&id, "activate");
            }
            "stop rule" => lifecycle(&rule(), "deactivate"),
            "drop rule" => {
                let id = rule();
                lifecycle(&id, "deactivate");
                let purge = act.other.is_multiple_of(2);
                tell("DELETE", &format!("{rules}/{id}?removeUsers={purge}"), &json!({}));
            }
            other => panic!("{other}"),
        }
    }

    /// A scope granted to a service app or revoked, a secret of it made or dropped.
    fn act_on_service(&self, act: &Act) {
        let services: Vec<Value> = self
            .list("/api/v1/apps?limit=200")
            .into_iter()
            .filter(|app| app["settings"]["oauthClient"]["application_type"] == "service")
            .collect();
        let Some(app) = services.get(act.one % services.len().max(1)) else {
            return;
        };
        let app = format!("/api/v1/apps/{}", app["id"].as_str().unwrap());
        let tell = |method: &str, target: String, body: Value| {
            self.world.ask(method, &target, Some(&body));
        };
        let secrets = format!("{app}/credentials/secrets");
        match act.what {
            "grant scope" => {
                let scope = ["okta.users.read", "okta.logs.read", "okta.domains.read"][act.other % 3];
                let grant = json!({ "scopeId": scope, "issuer": "https://acme.okta.test" });
                tell("POST", format!("{app}/grants"), grant);
            }
            "revoke scope" => {
                let grant = self.pick(&format!("{app}/grants"), act.other);
                tell("DELETE", format!("{app}/grants/{grant}"), json!({}));
            }
            "add secret" => tell("POST", secrets, json!({})),
            "drop secret" => {
                // One more before: there may be none yet, and the last one that is active stays.
                tell("POST", secrets.clone(), json!({}));
                let secret = format!("{secrets}/{}", self.pick(&secrets, act.other));
                tell("POST", format!("{secret}/lifecycle/deactivate"), json!({}));
                tell("DELETE", secret, json!({}));
            }
            other => panic!("{other}"),
        }
    }
}
