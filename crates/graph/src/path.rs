//! Access paths: one row for each way in which an identity reaches a resource.
//!
//! Rows are computed from the links when they are asked for, never stored. Everything is allowed and standing:
//! denials and requests do not come from Okta's own links.

mod count;
mod cursor;
mod direct;
mod filter;
mod lead;
mod run;
mod small;
#[cfg(test)]
mod tests;
mod why;

pub use count::{app_reach, count};
pub use cursor::{PathCursor, paths};
pub use filter::{ActionTypeSet, PathFilter};
pub use why::Why;

use crate::node::NodeKind;
use crate::{AssignmentIx, GrantIx, Graph, NodeIx};

/// What an identity may do, as a number of one graph's dictionary; see [`Graph::action_name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionIx(pub u16);

impl ActionIx {
    /// `member`
    pub const MEMBER: Self = Self(0);
    /// `access`
    pub const ACCESS: Self = Self(1);
    /// `owns`
    pub const OWNS: Self = Self(2);
    /// Where roles begin; OAuth scopes follow them.
    pub(crate) const FIRST_ROLE: u32 = 3;
}

/// The sort of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionType {
    /// Being in a group.
    Membership,
    /// Using an app.
    Assignment,
    /// Administering.
    AdminRole,
    /// Owning a credential.
    Credential,
    /// Calling Okta's API as a service app.
    OauthScope,
}

impl ActionType {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Membership,
        Self::Assignment,
        Self::AdminRole,
        Self::Credential,
        Self::OauthScope,
    ];

    /// As the `action_type` column says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Membership => "membership",
            Self::Assignment => "assignment",
            Self::AdminRole => "admin_role",
            Self::Credential => "credential",
            Self::OauthScope => "oauth_scope",
        }
    }

    /// The type that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What gives the access of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum GrantKind {
    /// The person is in the group.
    Member,
    /// An administrator assigned the app to the person.
    Direct,
    /// A group of the person is assigned to the app.
    ThroughGroup,
    /// Okta says that a group gives it, and the scan did not see which.
    UnseenGroup,
    /// The role is assigned to the identity itself.
    Role,
    /// The role is assigned to a group of the person.
    RoleThroughGroup,
    /// The person owns the token.
    Owner,
    /// The scope is granted to the service app.
    Scope,
}

impl GrantKind {
    /// The sort of action it gives.
    pub const fn action_type(self) -> ActionType {
        match self {
            Self::Member => ActionType::Membership,
            Self::Direct | Self::ThroughGroup | Self::UnseenGroup => ActionType::Assignment,
            Self::Role | Self::RoleThroughGroup => ActionType::AdminRole,
            Self::Owner => ActionType::Credential,
            Self::Scope => ActionType::OauthScope,
        }
    }

    /// What gives it, in words, where no group does; see [`Graph::grantors`].
    pub const fn grantor(self) -> &'static str {
        match self {
            Self::Member => "group membership",
            Self::Direct => "direct assignment",
            Self::Role => "direct role assignment",
            Self::Owner => "token ownership",
            Self::Scope => "OAuth grant",
            Self::ThroughGroup | Self::RoleThroughGroup | Self::UnseenGroup => "group (unseen)",
        }
    }
}

/// One way in which an identity reaches a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PathRow {
    /// Person, service app, or a credential (which has the roles and scopes of its owner).
    pub identity: NodeIx,
    /// Group, app, organization, credential, or what a role is limited to.
    pub resource: NodeIx,
    /// The group on the way.
    pub group: Option<NodeIx>,
    /// The resource set on the way.
    pub resource_group: Option<NodeIx>,
    /// What may be done.
    pub action: ActionIx,
    /// What gives it.
    pub grant: GrantKind,
    /// Number of the role assignment or OAuth grant; [`u32::MAX`] where there is none.
    pub cause: u32,
}

impl PathRow {
    /// The sort of action.
    pub const fn action_type(&self) -> ActionType {
        self.grant.action_type()
    }

    /// The role assignment behind the row.
    pub fn assignment(&self) -> Option<AssignmentIx> {
        (self.action_type() == ActionType::AdminRole).then_some(AssignmentIx(self.cause))
    }

    /// The OAuth grant behind the row.
    pub fn oauth_grant(&self) -> Option<GrantIx> {
        (self.grant == GrantKind::Scope).then_some(GrantIx(self.cause))
    }

    pub(crate) const fn plain(action: ActionIx, grant: GrantKind) -> Self {
        Self {
            identity: NodeIx(0),
            resource: NodeIx(0),
            group: None,
            resource_group: None,
            action,
            grant,
            cause: u32::MAX,
        }
    }
}

impl Graph {
    /// How many different actions the access paths of this graph have.
    pub fn action_count(&self) -> usize {
        self.actions.len()
    }

    /// `member`, `access`, `owns`, the label of a role, or an OAuth scope.
    pub fn action_name(&self, action: ActionIx) -> &str {
        self.actions
            .get(usize::from(action.0))
            .map_or("", |&text| self.texts.get(text))
    }

    /// Where [`action_name`](Self::action_name) lies in [`arena_bytes`](Self::arena_bytes).
    pub fn action_name_span(&self, action: ActionIx) -> (u32, u32) {
        self.actions
            .get(usize::from(action.0))
            .map_or((0, 0), |&text| self.texts.span(text))
    }

    pub(crate) fn action_of_role(&self, role: NodeIx) -> ActionIx {
        ActionIx((ActionIx::FIRST_ROLE + role.0 - self.base(NodeKind::Role)).min(u32::from(u16::MAX)) as u16)
    }

    pub(crate) fn action_of_scope(&self, grant: GrantIx) -> ActionIx {
        let scope = self.admin.grants[grant.0 as usize].scope;
        let roles = self.base(NodeKind::ResourceSet) - self.base(NodeKind::Role);
        let first = (ActionIx::FIRST_ROLE + roles) as usize;
        let at = self.actions.iter().skip(first).position(|&text| text == scope);
        ActionIx((first + at.unwrap_or(0)).min(usize::from(u16::MAX)) as u16)
    }
}
