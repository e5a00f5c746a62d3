//! What every world is built with: short ways to put people, groups, apps, roles and credentials into an organization.

use serde_json::{Value, json};

use crate::org::apps::new_app;
use crate::reply::Object;
use crate::rights::standard;
use crate::stamp::Stamp;
use crate::state::{AppGroup, Group, GroupKind, Org, Profile, Status, User};

/// An object from `json!({…})`.
pub(crate) fn object(value: Value) -> Object {
    match value {
        Value::Object(members) => members,
        _ => Object::new(),
    }
}

/// A bare group.
pub(crate) fn group(id: &str, kind: GroupKind, name: &str, description: &str, created: Stamp) -> Group {
    Group {
        id: id.into(),
        kind,
        name: name.into(),
        description: (!description.is_empty()).then(|| description.into()),
        created,
        last_updated: created,
        last_membership_updated: created,
        source: None,
        profile: None,
        extra: None,
        everyone: false,
        members: Vec::new(),
        by_rule: std::collections::BTreeSet::new(),
        apps: Vec::new(),
    }
}

/// A person with a written profile.
pub(crate) fn person(id: &str, profile: Object, status: Status, created: Stamp) -> User {
    let login = profile
        .get("login")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .into();
    let begun = !matches!(status, Status::Staged);
    let with_password = !matches!(status, Status::Staged | Status::Provisioned);
    User {
        id: id.into(),
        login,
        status,
        transition: None,
        created,
        activated: begun.then(|| created.plus_ms(3_600_000)),
        status_changed: begun.then(|| created.plus_ms(7_200_000)),
        last_login: None,
        last_updated: created.plus_ms(7_200_000),
        password_changed: with_password.then(|| created.plus_ms(7_200_000)),
        profile: Profile::Own(Box::new(profile)),
        extra: None,
        groups: Vec::new(),
        apps: Vec::new(),
    }
}

impl Org {
    /// Adds an app in the form of the API with a given id. Worlds give complete apps, so a refusal means a fault in
    /// the world; it then has no such app.
    pub(crate) fn build_app(&mut self, id: &str, body: Value, created: Stamp) -> Option<u32> {
        let mut body = object(body);
        body.insert("~id".to_owned(), json!(id));
        new_app(self, &body, created).ok()
    }

    /// The realm in which everybody is who is in no other.
    pub(crate) fn build_realm(&mut self) {
        let id = self.identity.user_type.replacen("oty", "guo", 1);
        let at = self.identity.created;
        let realm = json!({
            "id": id, "created": at, "lastUpdated": at, "isDefault": true,
            "profile": {"name": "Default Realm", "realmType": "DEFAULT", "domains": []},
        });
        self.docs.put("realms", &id, object(realm));
    }

    /// Assigns groups to an app in order of priority.
    pub(crate) fn build_app_groups(&mut self, app: u32, groups: &[u32], at: Stamp) {
        for (priority, group) in (0u32..).zip(groups) {
            let assignment = AppGroup {
                priority,
                last_updated: at,
                pending: false,
                profile: None,
            };
            self.assign_group(app, *group, assignment);
        }
    }

    /// Gives a standard role to a user, group or client; `owner` is `users/{id}`, `groups/{id}` or `clients/{id}`.
    /// Gives the id of the assignment.
    pub(crate) fn build_role(&mut self, owner: &str, kind: &str, created: Stamp) -> String {
        // The id of a role that can have targets is its name in base 32, the same for every assignee.
        let id = match kind {
            "APP_ADMIN" | "USER_ADMIN" | "HELP_DESK_ADMIN" | "GROUP_MEMBERSHIP_ADMIN" => base32(kind),
            _ if owner.starts_with("groups/") => self.mint.id("gra"),
            _ => self.mint.id("ra1"),
        };
        let (assignment, href) = assignee(owner);
        let role = json!({
            "id": id, "label": standard::label(kind), "type": kind, "status": "ACTIVE", "created": created,
            "lastUpdated": created, "assignmentType": assignment, "_links": {"assignee": {"href": href}},
        });
        self.docs.put(&format!("{owner}/roles"), &id, object(role));
        id
    }

    /// Narrows a role to groups.
    pub(crate) fn build_group_targets(&mut self, owner: &str, assignment: &str, groups: &[u32]) {
        for id in groups
            .iter()
            .filter_map(|group| Some(self.groups.get(*group)?.id.to_string()))
            .collect::<Vec<_>>()
        {
            let target = object(json!({"id": id}));
            self.docs
                .put(&format!("{owner}/roles/{assignment}/targets/groups"), &id, target);
        }
    }

    /// Narrows a role to one instance of an app, or with `whole` to all instances of its kind.
    pub(crate) fn build_app_target(&mut self, owner: &str, assignment: &str, app: u32, whole: bool) {
        let Some(found) = self.apps.get(app) else { return };
        let (name, id) = (found.name.to_string(), found.id.to_string());
        let key = if whole { name.clone() } else { id.clone() };
        let target = if whole {
            json!({"name": name})
        } else {
            json!({"name": name, "id": id})
        };
        self.docs.put(
            &format!("{owner}/roles/{assignment}/targets/catalog/apps"),
            &key,
            object(target),
        );
    }

    /// A custom role with its permissions.
    pub(crate) fn build_custom_role(&mut self, id: &str, label: &str, permissions: &[&str], created: Stamp) {
        let this = format!("{{{{admin}}}}/api/v1/iam/roles/{id}");
        let role = json!({
            "id": id, "label": label, "description": label, "created": created, "lastUpdated": created,
            "_links": {"permissions": {"href": format!("{this}/permissions")}, "self": {"href": this}},
        });
        self.docs.put("iam/roles", id, object(role));
        for permission in permissions {
            let document = json!({
                "label": permission, "created": created, "lastUpdated": created, "conditions": null,
                "_links": {"role": {"href": this}, "self": {"href": format!("{this}/permissions/{permission}")}},
            });
            self.docs.put(
                &format!("iam/roles/{id}/permissions"),
                permission,
                object(document),
            );
        }
    }

    /// A resource set with its resources: paths such as `groups/{id}/users` or `users`.
    pub(crate) fn build_resource_set(&mut self, id: &str, label: &str, resources: &[String], created: Stamp) {
        let this = format!("{{{{org}}}}/api/v1/iam/resource-sets/{id}");
        let set = json!({
            "id": id, "label": label, "description": label, "created": created, "lastUpdated": created,
            "_links": {
                "self": {"href": this}, "resources": {"href": format!("{this}/resources")},
                "bindings": {"href": format!("{this}/bindings")},
            },
        });
        self.docs.put("iam/resource-sets", id, object(set));
        for path in resources {
            let resource = self.mint.id("ire");
            let orn = orn(&self.identity.id, path);
            let mut document = json!({
                "id": resource, "orn": orn, "created": created, "lastUpdated": created,
                "_links": {"self": {"href": format!("{{{{org}}}}/api/v1/{path}")}},
            });
            if path == "iam"
                && let Some(links) = document.get_mut("_links")
            {
                *links = json!({});
            }
            self.docs.put(
                &format!("iam/resource-sets/{id}/resources"),
                &resource,
                object(document),
            );
        }
    }

    /// Binds a custom role on a resource set to a user, group or client.
    pub(crate) fn build_binding(&mut self, set: &str, role: &str, owner: &str, created: Stamp) {
        let member = self.mint.id("irb");
        let (assignment, href) = assignee(owner);
        let document = json!({
            "id": member, "created": created, "lastUpdated": created, "_links": {"self": {"href": href}},
        });
        let binding = json!({"id": role, "_links": {
            "self": {"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}/bindings/{role}")},
            "members": {"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}/bindings/{role}/members")},
        }});
        self.docs.put(
            &format!("iam/resource-sets/{set}/bindings"),
            role,
            object(binding),
        );
        self.docs.put(
            &format!("iam/resource-sets/{set}/bindings/{role}/members"),
            &member,
            object(document),
        );
        let label = self
            .docs
            .get("iam/roles", role)
            .and_then(|role| role.get("label").cloned());
        let listed = json!({
            "id": member, "role": role, "label": label, "type": "CUSTOM", "status": "ACTIVE", "created": created,
            "lastUpdated": created, "assignmentType": assignment, "resource-set": set,
            "_links": {
                "assignee": {"href": href},
                "role": {"href": format!("{{{{admin}}}}/api/v1/iam/roles/{role}")},
                "resource-set": {"href": format!("{{{{org}}}}/api/v1/iam/resource-sets/{set}")},
                "permissions": {"href": format!("{{{{admin}}}}/api/v1/iam/roles/{role}/permissions")},
            },
        });
        self.docs.put(&format!("{owner}/roles"), &member, object(listed));
    }

    /// An API token of a user. `zone` restricts it to a network zone.
    pub(crate) fn build_token(&mut self, token: &Token<'_>) {
        let Some(user) = self.users.get(token.owner).map(|user| user.id.to_string()) else {
            return;
        };
        let network = match token.zone {
            Some(zone) => json!({"connection": "ZONE", "include": [zone]}),
            None => json!({"connection": "ANYWHERE"}),
        };
        let document = json!({
            "id": token.id, "name": token.name, "userId": user, "clientName": "Okta API", "tokenWindow": "P30D",
            "network": network, "created": token.created, "lastUpdated": token.last_used,
            "expiresAt": token.last_used.plus_ms(30 * 86_400_000), "~token": token.secret,
            "_links": {
                "self": {"href": format!("{{{{org}}}}/api/v1/api-tokens/{}", token.id), "hints": {"allow": ["GET", "DELETE"]}},
                "user": {"href": format!("{{{{org}}}}/api/v1/users/{user}"), "hints": {"allow": ["GET"]}},
            },
        });
        self.docs.put("api-tokens", token.id, object(document));
    }

    /// Grants a scope to an app.
    pub(crate) fn build_grant(&mut self, app: u32, scope: &str, created: Stamp) {
        let Some(found) = self.apps.get(app) else { return };
        let (id, label) = (found.id.to_string(), found.label.to_string());
        let client = crate::org::apps::client_id(found).unwrap_or(&id).to_owned();
        let grant = self.mint.id("oag");
        let document = json!({
            "id": grant, "status": "ACTIVE", "created": created, "lastUpdated": created, "issuer": "{{org}}",
            "createdBy": {"id": self.identity.id, "type": "User"}, "clientId": client, "scopeId": scope,
            "source": "ADMIN",
            "_links": {
                "app": {"href": format!("{{{{org}}}}/api/v1/apps/{id}"), "title": label},
                "self": {
                    "href": format!("{{{{org}}}}/api/v1/apps/{id}/grants/{grant}"), "hints": {"allow": ["GET", "DELETE"]},
                },
                "client": {"href": format!("{{{{org}}}}/oauth2/v1/clients/{client}"), "title": label},
            },
        });
        self.docs
            .put(&format!("apps/{id}/grants"), &grant, object(document));
    }

    /// A client secret of an app.
    pub(crate) fn build_secret(&mut self, app: u32, id: &str, active: bool, created: Stamp) {
        let Some(owner) = self.apps.get(app).map(|app| app.id.to_string()) else {
            return;
        };
        let (secret, hash) = (self.mint.secret(64), self.mint.secret(22));
        let step = if active { "deactivate" } else { "activate" };
        let document = json!({
            "id": id, "status": if active { "ACTIVE" } else { "INACTIVE" }, "client_secret": secret,
            "secret_hash": hash, "created": created, "lastUpdated": created,
            "_links": {step: {
                "href": format!("{{{{org}}}}/api/v1/apps/{owner}/credentials/secrets/{id}/lifecycle/{step}"),
                "hints": {"allow": ["POST"]},
            }},
        });
        self.docs
            .put(&format!("apps/{owner}/credentials/secrets"), id, object(document));
    }

    /// An active factor of a user: `push`, `sms`, `webauthn`, `token:software:totp` …
    pub(crate) fn build_factor(&mut self, user: u32, kind: &str, created: Stamp) {
        let Some(id) = self.users.get(user).map(|user| user.id.to_string()) else {
            return;
        };
        let (prefix, provider, profile) = match kind {
            "webauthn" => (
                "fwf",
                "FIDO",
                json!({"credentialId": "dGVzdA", "authenticatorName": "Security key"}),
            ),
            "sms" => ("mbl", "OKTA", json!({"phoneNumber": "+15550100000"})),
            "token:software:totp" => ("uft", "GOOGLE", json!({"credentialId": id})),
            _ => (
                "opf",
                "OKTA",
                json!({
                    "credentialId": id, "deviceType": "SmartPhone_IPhone", "keys": [], "name": "Phone", "platform": "IOS",
                    "version": "18.1",
                }),
            ),
        };
        let factor = self.mint.id(prefix);
        let path = format!("{{{{org}}}}/api/v1/users/{id}");
        let document = json!({
            "id": factor, "factorType": kind, "provider": provider, "vendorName": provider, "status": "ACTIVE",
            "created": created, "lastUpdated": created, "profile": profile,
            "_links": {
                "self": {"href": format!("{path}/factors/{factor}"), "hints": {"allow": ["GET", "DELETE"]}},
                "user": {"href": path, "hints": {"allow": ["GET"]}},
            },
        });
        self.docs
            .put(&format!("users/{id}/factors"), &factor, object(document));
    }
}

/// An API token to be made.
pub(crate) struct Token<'t> {
    pub(crate) id: &'t str,
    pub(crate) name: &'t str,
    pub(crate) secret: &'t str,
    pub(crate) owner: u32,
    pub(crate) created: Stamp,
    pub(crate) last_used: Stamp,
    pub(crate) zone: Option<&'t str>,
}

/// `assignmentType` and link of the one who holds a role.
fn assignee(owner: &str) -> (&'static str, String) {
    match owner.split_once('/') {
        Some(("clients", id)) => ("CLIENT", format!("{{{{org}}}}/oauth2/v1/clients/{id}")),
        Some(("groups", id)) => ("GROUP", format!("{{{{org}}}}/api/v1/groups/{id}")),
        _ => ("USER", format!("{{{{org}}}}/api/v1/{owner}")),
    }
}

/// The resource name of a path below `/api/v1/`.
fn orn(org: &str, path: &str) -> String {
    let contained = path
        .strip_prefix("groups/")
        .and_then(|rest| rest.strip_suffix("/users"));
    match contained {
        Some(group) => format!("orn:okta:directory:{org}:groups:{group}:contained_resources"),
        None if path == "iam" => format!("orn:okta:iam:{org}:contained_resources"),
        None => {
            let service = if path.starts_with("apps") {
                "idp"
            } else {
                "directory"
            };
            format!("orn:okta:{service}:{org}:{}", path.replace('/', ":"))
        }
    }
}

/// Base 32 without padding (RFC 4648).
pub(crate) fn base32(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(5) {
        let mut bits = [0u8; 8];
        chunk
            .iter()
            .zip(bits.iter_mut().skip(3))
            .for_each(|(byte, slot)| *slot = *byte);
        let number = u64::from_be_bytes(bits);
        for digit in 0..(chunk.len() * 8).div_ceil(5) {
            let index = usize::try_from(number >> (35 - 5 * digit) & 31).unwrap_or(0);
            out.push(char::from(DIGITS[index]));
        }
    }
    out
}
