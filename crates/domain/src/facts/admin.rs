//! Administrator roles: what they are, who holds them, over what.

use crate::Timestamp;

/// A role. Standard roles have their type as id (`SUPER_ADMIN`), custom ones Okta's id (`cr0…`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Role<'a> {
    /// `SUPER_ADMIN`, …, or `cr0…`.
    pub id: &'a str,
    /// What administrators see, for example `Super Administrator`.
    pub label: &'a str,
    /// Whether the organization made it.
    pub is_custom: bool,
    /// Description of a custom role.
    pub description: Option<&'a str>,
    /// Permissions of a custom role (`okta.users.manage`, …); empty for standard ones.
    pub permissions: &'a [&'a str],
    /// When a custom role was made.
    pub created: Option<Timestamp>,
    /// Last change of a custom role.
    pub last_updated: Option<Timestamp>,
}

/// A resource set: what a custom role is bound to. Source: `GET /api/v1/iam/resource-sets`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResourceSet<'a> {
    /// `iam…` or a fixed name such as `WORKFLOWS_IAM_POLICY`.
    pub id: &'a str,
    /// Name of the set.
    pub label: &'a str,
    /// What it is for.
    pub description: Option<&'a str>,
    /// Its resources, each as Okta names it: an ORN, or a REST address.
    pub resources: &'a [&'a str],
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
}

/// Who holds which role over what. Source: `GET /api/v1/{users,groups}/{id}/roles`,
/// `GET /oauth2/v1/clients/{id}/roles`, and the bindings of resource sets.
///
/// Key it by assignee and id together: Okta's ids of targetable standard roles are the same for every assignee.
/// Only what is assigned to the assignee itself is a fact; what a person has through a group is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleAssignment<'a> {
    /// Okta's id of the assignment.
    pub id: &'a str,
    /// Id of the [`Role`].
    pub role: &'a str,
    /// What holds it.
    pub assignee_kind: AssigneeKind,
    /// Ordinal of the holder among users, groups or (for a client) apps.
    pub assignee: u32,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// Targets of a standard role; empty means the whole organization.
    pub targets: &'a [RoleTarget<'a>],
    /// For custom roles: id of the [`ResourceSet`].
    pub resource_set: Option<&'a str>,
    /// When it was given.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
}

/// What a role can be assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AssigneeKind {
    /// A person.
    User,
    /// All members of a group.
    Group,
    /// A service app.
    Client,
}

/// One thing a standard role is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleTarget<'a> {
    /// A group, by ordinal.
    Group(u32),
    /// One app instance, by ordinal.
    App(u32),
    /// All instances of an app of Okta's catalogue, by its name.
    CatalogApp(&'a str),
    /// Something this scan did not see, by Okta's id: kept so that a scope never silently grows or shrinks.
    Unseen(&'a str),
}
