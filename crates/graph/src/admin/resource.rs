//! What a resource of a resource set names: an ORN or a REST address, taken apart.
//!
//! Source: Okta, "Role assignments", resource sets; forms seen in answers of `/api/v1/iam/resource-sets`.

#[cfg(test)]
mod tests;

/// One resource of a resource set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource<'a> {
    AllUsers,
    User(&'a str),
    AllGroups,
    Group(&'a str),
    /// The members of a group, not the group.
    GroupMembers(&'a str),
    AllApps,
    App(&'a str),
    /// All instances of an app of Okta's catalogue.
    CatalogApp(&'a str),
    /// Anything else: policies, authorization servers, workflows, …
    Other,
}

impl<'a> Resource<'a> {
    pub(crate) fn parse(name: &'a str) -> Self {
        match name.strip_prefix("orn:") {
            Some(rest) => Self::from_orn(&rest.split(':').collect::<Vec<_>>()),
            None => match name.split_once("/api/v1/") {
                Some((_, path)) => {
                    Self::from_path(&path.trim_end_matches('/').split('/').collect::<Vec<_>>())
                }
                None => Self::Other,
            },
        }
    }

    /// Parts after `orn`: partition, service, organization, type, id, ….
    fn from_orn(parts: &[&'a str]) -> Self {
        match parts {
            [_, "directory", _, "users"] => Self::AllUsers,
            [_, "directory", _, "users", id] => Self::User(id),
            [_, "directory", _, "groups"] => Self::AllGroups,
            [_, "directory", _, "groups", id] => Self::Group(id),
            [_, "directory", _, "groups", id, "users" | "contained_resources"] => Self::GroupMembers(id),
            [_, "idp", _, "apps"] => Self::AllApps,
            [_, "idp", _, "apps", _, id] => Self::App(id),
            [_, "idp", _, "apps", id] if id.starts_with("0oa") => Self::App(id),
            [_, "idp", _, "apps", name] => Self::CatalogApp(name),
            _ => Self::Other,
        }
    }

    fn from_path(parts: &[&'a str]) -> Self {
        match parts {
            ["users"] => Self::AllUsers,
            ["users", id] => Self::User(id),
            ["groups"] => Self::AllGroups,
            ["groups", id] => Self::Group(id),
            ["groups", id, "users"] => Self::GroupMembers(id),
            ["apps"] => Self::AllApps,
            ["apps", id] => Self::App(id),
            _ => Self::Other,
        }
    }
}
