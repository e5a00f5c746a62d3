//! Who can hold a role.

use crate::call::Call;
use crate::oauth;
use crate::org::events::Target;
use crate::reply::Refusal;
use crate::state::Org;

/// The holder of a role, by ordinal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Assignee {
    /// A user.
    User(u32),
    /// A group: all members hold the role.
    Group(u32),
    /// A service app.
    Client(u32),
}

impl Assignee {
    /// The one that the first segment of the path names.
    pub(crate) fn of(org: &Org, call: &Call<'_>) -> Result<Self, Refusal> {
        let id = call.param(0);
        let parts: Vec<&str> = call
            .request
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        match parts.get(2) {
            Some(&"users") => crate::org::users::find(org, call, id).map(Self::User),
            Some(&"groups") => org
                .groups
                .find(id)
                .map(Self::Group)
                .ok_or_else(|| Refusal::not_found(id, "UserGroup")),
            _ => oauth::find_client(org, id)
                .map(Self::Client)
                .ok_or_else(|| Refusal::not_found(id, "PublicClientApp")),
        }
    }

    /// The one behind a REST address such as `https://…/api/v1/groups/00g…`.
    pub(crate) fn of_url(org: &Org, url: &str) -> Option<Self> {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match *parts.as_slice() {
            [.., "users", id] => org.users.find(id).map(Self::User),
            [.., "groups", id] => org.groups.find(id).map(Self::Group),
            [.., "clients" | "apps", id] => oauth::find_client(org, id).map(Self::Client),
            _ => None,
        }
    }

    /// Name of the collection of role assignments.
    pub(crate) fn collection(self, org: &Org) -> String {
        match self {
            Self::User(_) => format!("users/{}/roles", self.id(org)),
            Self::Group(_) => format!("groups/{}/roles", self.id(org)),
            Self::Client(_) => format!("clients/{}/roles", self.id(org)),
        }
    }

    /// Okta's `assignmentType`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::User(_) => "USER",
            Self::Group(_) => "GROUP",
            Self::Client(_) => "CLIENT",
        }
    }

    /// The address, with the placeholder of the organization.
    pub(crate) fn href(self, org: &Org) -> String {
        match self {
            Self::User(_) => format!("{{{{org}}}}/api/v1/users/{}", self.id(org)),
            Self::Group(_) => format!("{{{{org}}}}/api/v1/groups/{}", self.id(org)),
            Self::Client(_) => format!("{{{{org}}}}/oauth2/v1/clients/{}", self.id(org)),
        }
    }

    /// User id, group id or client id.
    pub(crate) fn id(self, org: &Org) -> String {
        match self {
            Self::User(user) => org.users.get(user).map(|user| user.id.to_string()),
            Self::Group(group) => org.groups.get(group).map(|group| group.id.to_string()),
            Self::Client(app) => org.apps.get(app).map(|app| oauth::client_id(app).to_owned()),
        }
        .unwrap_or_default()
    }

    /// The entry in an event's targets.
    pub(crate) fn target(self, org: &Org) -> Target {
        match self {
            Self::User(user) => Target::user(org, user),
            Self::Group(group) => Target::group(org, group),
            Self::Client(app) => {
                let mut target = Target::app(org, app);
                target.kind = "PublicClientApp";
                target
            }
        }
    }
}
