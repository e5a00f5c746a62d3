//! Administrator roles: who holds which, over what, directly and through groups.

mod build;
mod resource;

use domain::Timestamp;

use crate::bits::NodeSet;
use crate::record::{GrantRecord, Second};
use crate::text::Text;
use crate::{Graph, NodeIx};

/// Number of a role assignment of one graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssignmentIx(pub u32);

/// Number of an OAuth grant of one graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GrantIx(pub u32);

/// One part of what a role is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ScopePart {
    /// Everything that the role is about.
    Organization,
    /// All people.
    AllUsers,
    /// All groups.
    AllGroups,
    /// All apps.
    AllApps,
    /// One person.
    User(NodeIx),
    /// One group.
    Group(NodeIx),
    /// The members of one group, not the group.
    GroupMembers(NodeIx),
    /// One app.
    App(NodeIx),
    /// Something this scan did not see or that is neither person, group nor app.
    Other(NodeIx),
}

/// A role assignment.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'g> {
    /// Okta's id of the assignment; not unique, see [`domain::facts::RoleAssignment`].
    pub id: &'g str,
    /// The role.
    pub role: NodeIx,
    /// The person, group or service app that holds it.
    pub assignee: NodeIx,
    /// Whether it is in force.
    pub is_active: bool,
    /// For custom roles: the resource set.
    pub resource_set: Option<NodeIx>,
    /// When it was given.
    pub created: Option<Timestamp>,
    /// What it is limited to.
    pub scope: &'g [ScopePart],
    /// The nodes that access paths show as its resource: the organization, each target, each resource that the
    /// scan saw, or the resource set.
    pub targets: &'g [NodeIx],
}

/// An identity's hold of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding {
    /// Person or service app.
    pub identity: NodeIx,
    /// The group that the role comes through.
    pub group: Option<NodeIx>,
    /// The assignment.
    pub assignment: AssignmentIx,
}

/// Where an identity has administrator roles from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleSources {
    /// Assigned to the identity itself.
    pub own: bool,
    /// Assigned to a group of the person.
    pub through_groups: bool,
}

/// An OAuth scope granted to a service app.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'g> {
    /// Okta's id of the grant.
    pub id: &'g str,
    /// The service app.
    pub app: NodeIx,
    /// For example `okta.users.manage`.
    pub scope: &'g str,
    /// Whether it is in force.
    pub is_active: bool,
    /// When it was granted.
    pub created: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub(crate) struct AssignmentRecord {
    pub(crate) id: Text,
    pub(crate) role: NodeIx,
    pub(crate) assignee: NodeIx,
    pub(crate) is_active: bool,
    pub(crate) resource_set: Option<NodeIx>,
    pub(crate) created: Second,
    pub(crate) scope: Box<[ScopePart]>,
    pub(crate) targets: Box<[NodeIx]>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Admin {
    /// Sorted by assignee.
    pub(crate) assignments: Vec<AssignmentRecord>,
    /// Of assignments in force, sorted.
    pub(crate) holdings: Vec<Holding>,
    /// Of assignments in force: target and assignment, sorted.
    pub(crate) by_target: Vec<(NodeIx, AssignmentIx)>,
    /// The nodes in `by_target`.
    pub(crate) targeted: NodeSet,
    /// People, groups and service apps that hold a role in force, directly or through a group.
    pub(crate) role_bearing: NodeSet,
    /// Sorted by app; `app` is a node number.
    pub(crate) grants: Vec<GrantRecord>,
}

impl Admin {
    pub(crate) fn bytes(&self) -> usize {
        let record = |record: &AssignmentRecord| {
            size_of::<AssignmentRecord>() + size_of_val(&*record.scope) + size_of_val(&*record.targets)
        };
        self.assignments.iter().map(record).sum::<usize>()
            + self.holdings.capacity() * size_of::<Holding>()
            + self.by_target.capacity() * 8
            + self.targeted.bytes()
            + self.role_bearing.bytes()
            + self.grants.capacity() * size_of::<GrantRecord>()
    }
}

pub(crate) use build::{AdminFacts, build};

impl Graph {
    /// All role assignments, in force or not.
    pub fn assignments(&self) -> impl Iterator<Item = (AssignmentIx, Assignment<'_>)> {
        (0..self.admin.assignments.len() as u32)
            .map(AssignmentIx)
            .map(|ix| (ix, self.assignment(ix)))
    }

    /// One role assignment of this graph.
    pub fn assignment(&self, ix: AssignmentIx) -> Assignment<'_> {
        let record = &self.admin.assignments[ix.0 as usize];
        Assignment {
            id: self.texts.get(record.id),
            role: record.role,
            assignee: record.assignee,
            is_active: record.is_active,
            resource_set: record.resource_set,
            created: record.created.get(),
            scope: &record.scope,
            targets: &record.targets,
        }
    }

    /// The assignments whose assignee is `node`, in force or not.
    pub fn assignments_of(&self, node: NodeIx) -> impl Iterator<Item = AssignmentIx> {
        let all = &self.admin.assignments;
        let start = all.partition_point(|record| record.assignee < node);
        let end = all.partition_point(|record| record.assignee <= node);
        (start as u32..end as u32).map(AssignmentIx)
    }

    /// The roles in force of a person or service app, directly and through groups; through none once the person's
    /// account is deactivated.
    #[inline]
    pub fn roles_of(&self, identity: NodeIx) -> &[Holding] {
        if !self.admin.role_bearing.contains(identity) {
            return &[];
        }
        let all = &self.admin.holdings;
        let start = all.partition_point(|holding| holding.identity < identity);
        let len = all[start..].partition_point(|holding| holding.identity == identity);
        &all[start..start + len]
    }

    /// Every hold of a role in force, sorted by identity.
    pub fn holdings(&self) -> &[Holding] {
        &self.admin.holdings
    }

    /// Whether a person, group or service app holds a role in force, directly or through a group.
    #[inline]
    pub fn is_role_bearing(&self, node: NodeIx) -> bool {
        self.admin.role_bearing.contains(node)
    }

    /// Whether a person or service app holds roles in force of its own, and whether through groups.
    pub fn role_sources(&self, identity: NodeIx) -> RoleSources {
        let roles = self.roles_of(identity);
        RoleSources {
            own: roles.iter().any(|holding| holding.group.is_none()),
            through_groups: roles.iter().any(|holding| holding.group.is_some()),
        }
    }

    /// The assignments in force that have `node` among their targets.
    pub fn assignments_over(&self, node: NodeIx) -> impl Iterator<Item = AssignmentIx> {
        let all = if self.admin.targeted.contains(node) {
            &self.admin.by_target[..]
        } else {
            &[]
        };
        let start = all.partition_point(|&(target, _)| target < node);
        let end = start + all[start..].partition_point(|&(target, _)| target == node);
        all[start..end].iter().map(|&(_, assignment)| assignment)
    }

    /// All OAuth grants, in force or not.
    pub fn grants(&self) -> impl Iterator<Item = (GrantIx, Grant<'_>)> {
        (0..self.admin.grants.len() as u32)
            .map(GrantIx)
            .map(|ix| (ix, self.grant(ix)))
    }

    /// One OAuth grant of this graph.
    pub fn grant(&self, ix: GrantIx) -> Grant<'_> {
        let record = &self.admin.grants[ix.0 as usize];
        Grant {
            id: self.texts.get(record.id),
            app: NodeIx(record.app),
            scope: self.texts.get(record.scope),
            is_active: record.is_active,
            created: record.created.get(),
        }
    }

    /// The OAuth grants of a service app, in force or not.
    pub fn grants_of(&self, app: NodeIx) -> impl Iterator<Item = GrantIx> {
        let all = &self.admin.grants;
        let start = all.partition_point(|record| record.app < app.0);
        let end = all.partition_point(|record| record.app <= app.0);
        (start as u32..end as u32).map(GrantIx)
    }

    /// Permissions of a custom role; empty for standard ones.
    pub fn permissions_of(&self, role: NodeIx) -> impl Iterator<Item = &str> {
        let list = self.small(role).map_or(&[][..], |record| &record.list);
        list.iter().map(|&text| self.texts.get(text))
    }
}
