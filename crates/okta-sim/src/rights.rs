//! What a credential may do: the roles of its owner (direct and through groups), for OAuth cut down
//! to the scopes of the access token.
//!
//! A right is written as the OAuth scope that stands for it: `okta.users.read`, `okta.groups.manage`.
//! `manage` includes `read`, and `okta.users.manage` includes finer ones such as
//! `okta.users.credentials.manage`. Sources: Okta help, "Standard administrator roles and permissions";
//! Okta developer documentation, "Role assignment concepts".

pub(crate) mod standard;
#[cfg(test)]
mod tests;

use crate::org::text;
use crate::reply::Object;
use crate::state::Org;

/// The rights of a caller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rights {
    /// Scopes of the access token; `None` for API tokens, which have no scopes.
    pub(crate) scopes: Option<Vec<String>>,
    /// Client id of the service app that holds the access token.
    pub(crate) client_id: Option<String>,
    /// Whether one of the roles is Super Administrator.
    pub(crate) super_admin: bool,
    /// What the roles give.
    pub(crate) grants: Vec<Grant>,
}

/// One role that the caller holds.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) permissions: Permissions,
    pub(crate) reach: Reach,
    /// See [`rank_of`].
    pub(crate) rank: u8,
}

/// What a role allows.
#[derive(Clone, Debug)]
pub(crate) enum Permissions {
    /// A standard role's, fixed by Okta.
    Standard(&'static [&'static str]),
    /// A custom role's.
    Custom(Vec<String>),
}

/// What a role allows it on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    pub(crate) all_users: bool,
    pub(crate) all_groups: bool,
    pub(crate) all_apps: bool,
    /// Everything that is no user, group or app.
    pub(crate) rest: bool,
    /// Groups by ordinal; also stands for their members.
    pub(crate) groups: Vec<u32>,
    /// Apps by ordinal.
    pub(crate) apps: Vec<u32>,
    /// All instances of these catalogue apps.
    pub(crate) app_names: Vec<String>,
}

impl Rights {
    /// The rights of a person: own roles and those of the groups.
    pub(crate) fn of_user(org: &Org, ordinal: u32) -> Self {
        let Some(user) = org.users.get(ordinal) else {
            return Self::default();
        };
        let mut rights = Self::default();
        rights.add(org, &format!("users/{}/roles", user.id));
        for group in org
            .groups_of(ordinal)
            .iter()
            .filter_map(|group| org.groups.get(*group))
        {
            rights.add(org, &format!("groups/{}/roles", group.id));
        }
        rights
    }

    /// The rights of a service app with an access token of these scopes.
    pub(crate) fn of_client(org: &Org, client_id: &str, scopes: Vec<String>) -> Self {
        let mut rights = Self {
            scopes: Some(scopes),
            client_id: Some(client_id.to_owned()),
            ..Self::default()
        };
        rights.add(org, &format!("clients/{client_id}/roles"));
        rights
    }

    /// The rights of one standard role for the whole organization.
    pub(crate) fn of_role(kind: &str) -> Self {
        let Some(permissions) = standard::permissions(kind) else {
            return Self::default();
        };
        let reach = Reach {
            all_users: true,
            all_groups: true,
            all_apps: true,
            rest: true,
            ..Reach::default()
        };
        let grant = Grant {
            permissions: Permissions::Standard(permissions),
            reach,
            rank: standard::rank(kind),
        };
        Self {
            super_admin: kind == "SUPER_ADMIN",
            grants: vec![grant],
            ..Self::default()
        }
    }

    /// Whether a role and, for OAuth, a scope give this right for anything at all.
    pub(crate) fn may(&self, right: &str) -> bool {
        self.in_scope(right)
            && (self.super_admin || self.grants.iter().any(|grant| grant.permissions.include(right)))
    }

    /// Whether the right holds for every user, group and app: needed to create such.
    pub(crate) fn may_everyone(&self, right: &str) -> bool {
        let all = |grant: &Grant| {
            grant.permissions.include(right)
                && (!right.starts_with("okta.users.") || grant.reach.all_users)
                && (!right.starts_with("okta.groups.") || grant.reach.all_groups)
                && (!right.starts_with("okta.apps.") || grant.reach.all_apps)
        };
        self.in_scope(right) && (self.super_admin || self.grants.iter().any(all))
    }

    /// Whether the right holds for this user. Nobody but a super administrator manages an administrator of
    /// the same rank or above.
    pub(crate) fn may_user(&self, org: &Org, right: &str, user: u32) -> bool {
        if !self.in_scope(right) {
            return false;
        }
        if self.super_admin {
            return true;
        }
        let manages = right.ends_with(".manage");
        let target_rank = if manages {
            rank_of(&Self::of_user(org, user))
        } else {
            0
        };
        self.grants.iter().any(|grant| {
            grant.permissions.include(right)
                && (!manages || target_rank == 0 || grant.rank > target_rank)
                && (grant.reach.all_users
                    || grant.reach.groups.iter().any(|group| org.is_member(*group, user)))
        })
    }

    /// Whether the right holds for this group. A group that carries an administrator role is managed by super
    /// administrators only.
    pub(crate) fn may_group(&self, org: &Org, right: &str, group: u32) -> bool {
        if !self.in_scope(right) {
            return false;
        }
        if self.super_admin {
            return true;
        }
        let Some(found) = org.groups.get(group) else {
            return false;
        };
        if right.ends_with(".manage") && org.docs.len(&format!("groups/{}/roles", found.id)) > 0 {
            return false;
        }
        self.grants.iter().any(|grant| {
            grant.permissions.include(right)
                && (grant.reach.all_groups || grant.reach.groups.contains(&group))
        })
    }

    /// Whether the right holds for this app.
    pub(crate) fn may_app(&self, org: &Org, right: &str, app: u32) -> bool {
        if !self.in_scope(right) {
            return false;
        }
        let named = |names: &[String]| {
            org.apps
                .get(app)
                .is_some_and(|app| names.iter().any(|name| **name == *app.name))
        };
        let reaches = |reach: &Reach| reach.all_apps || reach.apps.contains(&app) || named(&reach.app_names);
        self.super_admin
            || self
                .grants
                .iter()
                .any(|grant| grant.permissions.include(right) && reaches(&grant.reach))
    }

    /// Whether the scopes of the access token include the right.
    pub(crate) fn in_scope(&self, right: &str) -> bool {
        self.scopes
            .as_ref()
            .is_none_or(|scopes| scopes.iter().any(|scope| covers(scope, right)))
    }

    fn add(&mut self, org: &Org, collection: &str) {
        for (id, role) in org.docs.entries(collection) {
            let Some(kind) = text(role, "type") else { continue };
            if text(role, "status").is_some_and(|status| status != "ACTIVE") {
                continue;
            }
            self.super_admin |= kind == "SUPER_ADMIN";
            if let Some(permissions) = standard::permissions(kind) {
                let reach = targets(org, kind, &format!("{collection}/{id}/targets"));
                let permissions = Permissions::Standard(permissions);
                self.grants.push(Grant {
                    permissions,
                    reach,
                    rank: standard::rank(kind),
                });
            } else if let (Some(custom), Some(set)) = (text(role, "role"), text(role, "resource-set")) {
                let held = org.docs.list(&format!("iam/roles/{custom}/permissions"));
                let labels = held
                    .filter_map(|permission| text(permission, "label"))
                    .map(str::to_owned)
                    .collect();
                let reach = resources(org, set);
                self.grants.push(Grant {
                    permissions: Permissions::Custom(labels),
                    reach,
                    rank: 1,
                });
            }
        }
    }
}

/// 3 super administrator, 2 organization administrator, 1 any other, 0 none.
pub(crate) fn rank_of(rights: &Rights) -> u8 {
    rights.grants.iter().map(|grant| grant.rank).max().unwrap_or(0)
}

impl Permissions {
    fn include(&self, right: &str) -> bool {
        match self {
            Self::Standard(held) => held.iter().any(|permission| covers(permission, right)),
            Self::Custom(held) => held
                .iter()
                .any(|permission| covers(standard::scope_of(permission), right)),
        }
    }
}

/// Whether holding one right includes another.
fn covers(held: &str, right: &str) -> bool {
    if held == right || held == "*" {
        return true;
    }
    if held == "*.read" {
        return right.ends_with(".read") && !standard::HIDDEN_FROM_READ_ONLY.contains(&right);
    }
    let Some(stem) = held.strip_suffix(".manage") else {
        return false;
    };
    right.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'))
}

/// The targets of a standard role; without any it is for the whole organization.
fn targets(org: &Org, kind: &str, collection: &str) -> Reach {
    let whole = Reach {
        all_users: true,
        all_groups: true,
        all_apps: true,
        rest: true,
        ..Reach::default()
    };
    let groups: Vec<u32> = org
        .docs
        .entries(&format!("{collection}/groups"))
        .filter_map(|(id, _)| org.groups.find(id))
        .collect();
    if !groups.is_empty() {
        return Reach {
            groups,
            all_users: false,
            all_groups: false,
            rest: false,
            ..whole
        };
    }
    let mut reach = Reach {
        all_users: true,
        all_groups: true,
        rest: kind != "APP_ADMIN",
        ..Reach::default()
    };
    for (id, document) in org.docs.entries(&format!("{collection}/catalog/apps")) {
        match org
            .apps
            .find(id)
            .or_else(|| org.apps.find(text(document, "id").unwrap_or_default()))
        {
            Some(app) => reach.apps.push(app),
            None => reach
                .app_names
                .push(text(document, "name").unwrap_or(id).to_owned()),
        }
    }
    if reach.apps.is_empty() && reach.app_names.is_empty() {
        whole
    } else {
        reach
    }
}

/// What a resource set holds, from ORNs and URLs.
fn resources(org: &Org, set: &str) -> Reach {
    let mut reach = Reach::default();
    for document in org.docs.list(&format!("iam/resource-sets/{set}/resources")) {
        let Some(name) = resource_name(document) else {
            continue;
        };
        let parts: Vec<&str> = name.split([':', '/']).filter(|part| !part.is_empty()).collect();
        let at = |word: &str| parts.iter().position(|part| *part == word);
        let next = |position: usize| parts.get(position + 1).copied();
        if let Some(position) = at("groups") {
            match next(position) {
                Some(id) => reach.groups.extend(org.groups.find(id)),
                None => reach.all_groups = true,
            }
        } else if let Some(position) = at("users") {
            reach.all_users |= next(position).is_none();
        } else if let Some(position) = at("apps") {
            match (next(position), parts.get(position + 2)) {
                (None, _) => reach.all_apps = true,
                (Some(_), Some(instance)) => reach.apps.extend(org.apps.find(instance)),
                (Some(id), None) => match org.apps.find(id) {
                    Some(app) => reach.apps.push(app),
                    None => reach.app_names.push(id.to_owned()),
                },
            }
        } else {
            reach.rest = true;
        }
    }
    reach
}

/// The ORN of a resource, or the path of its URL.
fn resource_name(document: &Object) -> Option<&str> {
    let link = || document.get("_links")?.get("self")?.get("href")?.as_str();
    let name = text(document, "orn").or_else(link)?;
    Some(name.split_once("/api/v1/").map_or(name, |(_, path)| path))
}
