//! Members of groups, as ids alone: millions of rows, of which nothing else is wanted.

use serde::Deserialize;

use super::users::User;
use super::wire::segment;
use crate::parse::{self, Defect, Item};
use crate::{Class, Client, Endpoint, Id, Object, Pages};

pub(crate) static GROUP_MEMBERS: Endpoint = Endpoint::plain(
    "GET /api/v1/groups/{groupId}/users",
    Class::Groups,
    "okta.groups.read",
);

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MemberId {
    /// `00u…`
    pub id: Id,
}

impl Item for MemberId {
    fn read_all(array: &str) -> Result<Vec<Self>, Defect> {
        parse::light(array)
    }
}

impl Client {
    /// The members of a group as whole users.
    pub fn group_members(&self, group: &str) -> Pages<Object<User>> {
        self.list(
            &GROUP_MEMBERS,
            format!("/api/v1/groups/{}/users?limit=1000", segment(group)),
        )
    }

    /// The ids of a group's members; everything else of the answer is skipped unread.
    pub fn group_member_ids(&self, group: &str) -> Pages<MemberId> {
        self.list(
            &GROUP_MEMBERS,
            format!("/api/v1/groups/{}/users?limit=1000", segment(group)),
        )
    }
}
