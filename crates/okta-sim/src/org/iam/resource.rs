//! A resource of a resource set, named by ORN or by REST address.

use crate::state::Org;

/// One resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    /// All users.
    Users,
    /// One user.
    User(String),
    /// All groups and their members.
    Groups,
    /// One group itself.
    Group(String),
    /// The members of one group.
    GroupMembers(String),
    /// All apps.
    Apps,
    /// All instances of a catalogue app.
    AppName(String),
    /// One app instance.
    App(String),
    /// Anything else (policies, identity providers, all IAM resources …), by its ORN or its path.
    Other(String),
}

impl Resource {
    /// Reads `orn:okta:directory:00o…:groups:00g…:contained_resources` or `https://…/api/v1/groups/00g…/users`.
    /// `None`: neither of the two.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("orn:") {
            let parts: Vec<&str> = rest.split(':').collect();
            return (parts.len() > 3).then(|| Self::of_parts(parts.get(3..).unwrap_or_default(), text));
        }
        let (_, path) = text.split_once("/api/v1/")?;
        let parts: Vec<&str> = path.split(['/', '?']).filter(|part| !part.is_empty()).collect();
        Some(Self::of_parts(&parts, path))
    }

    fn of_parts(parts: &[&str], whole: &str) -> Self {
        match *parts {
            ["users"] => Self::Users,
            ["users", id] => Self::User(id.to_owned()),
            ["groups"] => Self::Groups,
            ["groups", id] => Self::Group(id.to_owned()),
            ["groups", id, "contained_resources" | "users"] => Self::GroupMembers(id.to_owned()),
            ["apps"] => Self::Apps,
            ["apps", id] if id.starts_with("0oa") => Self::App(id.to_owned()),
            ["apps", name] => Self::AppName(name.to_owned()),
            ["apps", _, id] => Self::App(id.to_owned()),
            _ => Self::Other(whole.to_owned()),
        }
    }

    /// Whether what it names exists here.
    pub(crate) fn exists(&self, org: &Org) -> bool {
        match self {
            Self::User(id) => org.users.find(id).is_some(),
            Self::Group(id) | Self::GroupMembers(id) => org.groups.find(id).is_some(),
            Self::App(id) => org.apps.find(id).is_some(),
            _ => true,
        }
    }

    /// The REST address below `/api/v1/`, when there is one.
    pub(crate) fn path(&self) -> Option<String> {
        Some(match self {
            Self::Users => "users".to_owned(),
            Self::User(id) => format!("users/{id}"),
            Self::Groups => "groups".to_owned(),
            Self::Group(id) => format!("groups/{id}"),
            Self::GroupMembers(id) => format!("groups/{id}/users"),
            Self::Apps => "apps".to_owned(),
            Self::App(id) => format!("apps/{id}"),
            Self::AppName(name) => format!("apps?filter=name+eq+%22{name}%22"),
            Self::Other(text) if !text.starts_with("orn:") => text.clone(),
            Self::Other(_) => return None,
        })
    }

    /// The ORN in this organization.
    pub(crate) fn orn(&self, org: &Org) -> String {
        let id = &org.identity.id;
        let directory = |rest: &str| format!("orn:okta:directory:{id}:{rest}");
        let idp = |rest: &str| format!("orn:okta:idp:{id}:{rest}");
        match self {
            Self::Users => directory("users"),
            Self::User(user) => directory(&format!("users:{user}")),
            Self::Groups => directory("groups"),
            Self::Group(group) => directory(&format!("groups:{group}")),
            Self::GroupMembers(group) => directory(&format!("groups:{group}:contained_resources")),
            Self::Apps => idp("apps"),
            Self::AppName(name) => idp(&format!("apps:{name}")),
            Self::App(app) => {
                let name = org
                    .apps
                    .find(app)
                    .and_then(|app| org.apps.get(app))
                    .map_or("unknown", |app| &app.name);
                idp(&format!("apps:{name}:{app}"))
            }
            Self::Other(text) if text.starts_with("orn:") => text.clone(),
            Self::Other(path) => idp(&path.replace('/', ":")),
        }
    }
}
