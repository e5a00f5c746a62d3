//! Who holds which admin role. Source: Okta, "Role Assignments".

use serde::Deserialize;

use super::groups::id_of;
use super::wire::{Href, nullable, segment};
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static USER_ROLES: Endpoint = Endpoint::plain(
    "GET /api/v1/users/{userId}/roles",
    Class::Users,
    "okta.roles.read",
);
pub(crate) static GROUP_ROLES: Endpoint = Endpoint::plain(
    "GET /api/v1/groups/{groupId}/roles",
    Class::Groups,
    "okta.roles.read",
);
pub(crate) static CLIENT_ROLES: Endpoint = Endpoint::plain(
    "GET /oauth2/v1/clients/{clientId}/roles",
    Class::Clients,
    "okta.roles.read",
);
pub(crate) static USER_GROUP_TARGETS: Endpoint = Endpoint::plain(
    "GET /api/v1/users/{userId}/roles/{roleId}/targets/groups",
    Class::Users,
    "okta.roles.read",
);
pub(crate) static USER_APP_TARGETS: Endpoint = Endpoint::plain(
    "GET /api/v1/users/{userId}/roles/{roleId}/targets/catalog/apps",
    Class::Users,
    "okta.roles.read",
);
pub(crate) static GROUP_GROUP_TARGETS: Endpoint = Endpoint::plain(
    "GET /api/v1/groups/{groupId}/roles/{roleId}/targets/groups",
    Class::Groups,
    "okta.roles.read",
);
pub(crate) static GROUP_APP_TARGETS: Endpoint = Endpoint::plain(
    "GET /api/v1/groups/{groupId}/roles/{roleId}/targets/catalog/apps",
    Class::Groups,
    "okta.roles.read",
);
pub(crate) static CLIENT_GROUP_TARGETS: Endpoint = Endpoint::plain(
    "GET /oauth2/v1/clients/{clientId}/roles/{roleId}/targets/groups",
    Class::Clients,
    "okta.roles.read",
);
pub(crate) static CLIENT_APP_TARGETS: Endpoint = Endpoint::plain(
    "GET /oauth2/v1/clients/{clientId}/roles/{roleId}/targets/catalog/apps",
    Class::Clients,
    "okta.roles.read",
);

/// One role of one holder.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignment {
    /// Id of the assignment. Of targetable standard roles it is the same for every holder.
    pub id: Id,
    /// What administrators see.
    #[serde(default, deserialize_with = "nullable")]
    pub label: String,
    /// `SUPER_ADMIN`, …, `CUSTOM`.
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub role_type: String,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// `USER`, `GROUP` (a user has it through a group), `CLIENT`.
    #[serde(default, deserialize_with = "nullable")]
    pub assignment_type: String,
    /// When it was given.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
    /// For custom roles: id of the role (`cr0…`).
    pub role: Option<Id>,
    /// For custom roles: id of the resource set (`iam…`).
    #[serde(rename = "resource-set")]
    pub resource_set: Option<String>,
    /// Targets that `expand` added.
    #[serde(default, rename = "_embedded", deserialize_with = "nullable")]
    pub embedded: RoleEmbedded,
    /// Links.
    #[serde(default, rename = "_links", deserialize_with = "nullable")]
    pub links: RoleLinks,
}

impl RoleAssignment {
    /// Whether the role can be limited to targets; the others always hold for the whole organization.
    pub fn is_targetable(&self) -> bool {
        matches!(
            self.role_type.as_str(),
            "APP_ADMIN" | "USER_ADMIN" | "HELP_DESK_ADMIN" | "GROUP_MEMBERSHIP_ADMIN"
        )
    }

    /// Id of what it was given to: for an inherited role, the group.
    pub fn assignee_id(&self) -> Option<&str> {
        id_of(self.links.assignee.as_ref())
    }
}

/// Targets that `expand` added.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RoleEmbedded {
    /// The targets.
    #[serde(default, deserialize_with = "nullable")]
    pub targets: RoleTargets,
}

/// Targets of a role; `None` where `expand` was not asked for or gave nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RoleTargets {
    /// Target groups.
    pub groups: Option<Vec<TargetGroup>>,
    /// Target apps.
    #[serde(default, deserialize_with = "nullable")]
    pub catalog: RoleCatalog,
}

/// App targets of a role.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RoleCatalog {
    /// Apps of the catalogue and instances of them.
    pub apps: Option<Vec<TargetApp>>,
}

/// Links of a role assignment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RoleLinks {
    /// What holds the role.
    pub assignee: Option<Href>,
}

/// A group that a role is limited to.
#[derive(Clone, Debug, Deserialize)]
pub struct TargetGroup {
    /// `00g…`
    pub id: Id,
}

/// An app that a role is limited to.
#[derive(Clone, Debug, Deserialize)]
pub struct TargetApp {
    /// Name in the catalogue.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// Id of the instance; missing when all instances are meant.
    pub id: Option<Id>,
    /// Name to show.
    #[serde(rename = "displayName")]
    pub display_name: Option<String>,
}

/// Whose roles are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleHolder<'a> {
    /// A user, by id.
    User(&'a str),
    /// A group, by id.
    Group(&'a str),
    /// A service app, by client id.
    Client(&'a str),
}

impl RoleHolder<'_> {
    fn path(self) -> String {
        match self {
            Self::User(id) => format!("/api/v1/users/{}/roles", segment(id)),
            Self::Group(id) => format!("/api/v1/groups/{}/roles", segment(id)),
            Self::Client(id) => format!("/oauth2/v1/clients/{}/roles", segment(id)),
        }
    }
}

impl Client {
    /// Roles of a user, those inherited from groups among them.
    pub fn user_roles(&self, user: &str) -> Pages<Object<RoleAssignment>> {
        self.roles_of(RoleHolder::User(user))
    }

    /// Roles of a group.
    pub fn group_roles(&self, group: &str) -> Pages<Object<RoleAssignment>> {
        self.roles_of(RoleHolder::Group(group))
    }

    /// Roles of a service app. Okta answers 404 for some apps without roles.
    pub fn client_roles(&self, client_id: &str) -> Pages<Object<RoleAssignment>> {
        self.roles_of(RoleHolder::Client(client_id))
    }

    /// Roles of anything. Targets are read apart: [`Client::role_group_targets`], [`Client::role_app_targets`].
    pub fn roles_of(&self, holder: RoleHolder<'_>) -> Pages<Object<RoleAssignment>> {
        let endpoint = match holder {
            RoleHolder::User(_) => &USER_ROLES,
            RoleHolder::Group(_) => &GROUP_ROLES,
            RoleHolder::Client(_) => &CLIENT_ROLES,
        };
        self.list(endpoint, holder.path())
    }

    /// Groups that a role of a holder is limited to; none means the whole organization.
    pub fn role_group_targets(&self, holder: RoleHolder<'_>, assignment: &str) -> Pages<Object<TargetGroup>> {
        let endpoint = match holder {
            RoleHolder::User(_) => &USER_GROUP_TARGETS,
            RoleHolder::Group(_) => &GROUP_GROUP_TARGETS,
            RoleHolder::Client(_) => &CLIENT_GROUP_TARGETS,
        };
        self.list(
            endpoint,
            format!(
                "{}/{}/targets/groups?limit=200",
                holder.path(),
                segment(assignment)
            ),
        )
    }

    /// Apps that a role of a holder is limited to; none means the whole organization.
    pub fn role_app_targets(&self, holder: RoleHolder<'_>, assignment: &str) -> Pages<Object<TargetApp>> {
        let endpoint = match holder {
            RoleHolder::User(_) => &USER_APP_TARGETS,
            RoleHolder::Group(_) => &GROUP_APP_TARGETS,
            RoleHolder::Client(_) => &CLIENT_APP_TARGETS,
        };
        self.list(
            endpoint,
            format!(
                "{}/{}/targets/catalog/apps?limit=200",
                holder.path(),
                segment(assignment)
            ),
        )
    }
}
