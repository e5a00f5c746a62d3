//! Custom roles, resource sets, and who is bound to them. Source: Okta, "Roles", "Resource Sets".

use serde::Deserialize;

use super::groups::id_of;
use super::wire::{Href, nullable, segment};
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

const SCOPE: &str = "okta.roles.read";

pub(crate) static ASSIGNEES: Endpoint =
    Endpoint::wrapped("GET /api/v1/iam/assignees/users", Class::Iam, SCOPE, "value");
pub(crate) static CUSTOM_ROLES: Endpoint =
    Endpoint::wrapped("GET /api/v1/iam/roles", Class::Iam, SCOPE, "roles");
pub(crate) static PERMISSIONS: Endpoint = Endpoint::wrapped(
    "GET /api/v1/iam/roles/{roleId}/permissions",
    Class::Iam,
    SCOPE,
    "permissions",
);
pub(crate) static RESOURCE_SETS: Endpoint = Endpoint::wrapped(
    "GET /api/v1/iam/resource-sets",
    Class::Iam,
    SCOPE,
    "resource-sets",
);
pub(crate) static RESOURCES: Endpoint = Endpoint::wrapped(
    "GET /api/v1/iam/resource-sets/{resourceSetId}/resources",
    Class::Iam,
    SCOPE,
    "resources",
);
pub(crate) static BINDINGS: Endpoint = Endpoint::wrapped(
    "GET /api/v1/iam/resource-sets/{resourceSetId}/bindings",
    Class::Iam,
    SCOPE,
    "roles",
);
pub(crate) static BINDING_MEMBERS: Endpoint = Endpoint::wrapped(
    "GET /api/v1/iam/resource-sets/{resourceSetId}/bindings/{roleId}/members",
    Class::Iam,
    SCOPE,
    "members",
);

/// A user who holds some admin role.
#[derive(Clone, Debug, Deserialize)]
pub struct Assignee {
    /// `00u…`
    pub id: Id,
}

/// A custom role.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomRole {
    /// `cr0…`
    pub id: Id,
    /// Name of the role.
    #[serde(default, deserialize_with = "nullable")]
    pub label: String,
    /// What it is for.
    pub description: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

/// A permission of a custom role.
#[derive(Clone, Debug, Deserialize)]
pub struct Permission {
    /// For example `okta.users.manage`.
    pub label: String,
}

/// A resource set.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceSet {
    /// `iam…`, or a fixed name such as `WORKFLOWS_IAM_POLICY`.
    pub id: Id,
    /// Name of the set.
    #[serde(default, deserialize_with = "nullable")]
    pub label: String,
    /// What it is for.
    pub description: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

/// One resource of a set.
#[derive(Clone, Debug, Deserialize)]
pub struct ResourceSetResource {
    /// `ire…`
    pub id: Id,
    /// Okta Resource Name, where it has one.
    pub orn: Option<String>,
    /// Links.
    #[serde(default, rename = "_links", deserialize_with = "nullable")]
    pub links: ResourceLinks,
}

impl ResourceSetResource {
    /// How Okta names the resource: its ORN, or else its REST address.
    pub fn name(&self) -> &str {
        let address = self.links.itself.as_ref().map_or("", |link| link.href.as_str());
        self.orn.as_deref().unwrap_or(address)
    }
}

/// Links of a resource.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ResourceLinks {
    /// The object itself, or a list of objects (`…/api/v1/users`).
    #[serde(rename = "self")]
    pub itself: Option<Href>,
}

/// A binding: a role bound to a set.
#[derive(Clone, Debug, Deserialize)]
pub struct Binding {
    /// Id of the role: `cr0…`, or the type of an IAM-based standard role.
    pub id: Id,
}

/// A member of a binding: something that holds the role over the set.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BindingMember {
    /// `irb…`: id of the assignment.
    pub id: Id,
    /// When it was given.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
    /// Links.
    #[serde(default, rename = "_links", deserialize_with = "nullable")]
    pub links: SelfLink,
}

/// Link of a member.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SelfLink {
    /// The user, group or client.
    #[serde(rename = "self")]
    pub itself: Option<Href>,
}

/// What a member of a binding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// A service app.
    Client,
}

impl BindingMember {
    /// What the member is and its id, read from its link; `None` for a kind that this version does not know.
    pub fn member(&self) -> Option<(MemberKind, &str)> {
        let link = self.links.itself.as_ref()?;
        let id = id_of(Some(link))?;
        let before = link
            .href
            .trim_end_matches('/')
            .strip_suffix(id)?
            .trim_end_matches('/');
        match before.rsplit('/').next()? {
            "users" => Some((MemberKind::User, id)),
            "groups" => Some((MemberKind::Group, id)),
            "clients" | "apps" => Some((MemberKind::Client, id)),
            _ => None,
        }
    }
}

impl Client {
    /// Users who hold an admin role.
    pub fn role_assignees(&self) -> Pages<Object<Assignee>> {
        self.list(&ASSIGNEES, "/api/v1/iam/assignees/users?limit=200".to_owned())
    }

    /// Custom roles; standard ones are not listed anywhere.
    pub fn custom_roles(&self) -> Pages<Object<CustomRole>> {
        self.list(&CUSTOM_ROLES, "/api/v1/iam/roles".to_owned())
    }

    /// Permissions of a custom role.
    pub fn role_permissions(&self, role: &str) -> Pages<Object<Permission>> {
        self.list(
            &PERMISSIONS,
            format!("/api/v1/iam/roles/{}/permissions", segment(role)),
        )
    }

    /// Resource sets.
    pub fn resource_sets(&self) -> Pages<Object<ResourceSet>> {
        self.list(&RESOURCE_SETS, "/api/v1/iam/resource-sets".to_owned())
    }

    /// Resources of a set.
    pub fn resource_set_resources(&self, set: &str) -> Pages<Object<ResourceSetResource>> {
        self.list(
            &RESOURCES,
            format!("/api/v1/iam/resource-sets/{}/resources", segment(set)),
        )
    }

    /// Roles bound to a set.
    pub fn resource_set_bindings(&self, set: &str) -> Pages<Object<Binding>> {
        self.list(
            &BINDINGS,
            format!("/api/v1/iam/resource-sets/{}/bindings", segment(set)),
        )
    }

    /// Who holds a role over a set.
    pub fn binding_members(&self, set: &str, role: &str) -> Pages<Object<BindingMember>> {
        let (set, role) = (segment(set), segment(role));
        self.list(
            &BINDING_MEMBERS,
            format!("/api/v1/iam/resource-sets/{set}/bindings/{role}/members"),
        )
    }
}
