//! People whose accounts are deactivated.
//!
//! Okta leaves a DEPROVISIONED person in the member lists of groups, while deactivation takes away the app
//! assignments and the way to sign in. So their memberships stay facts, and no access follows from them. People in
//! any other state keep what their groups give.

#[cfg(test)]
mod tests;

use domain::facts::UserStatus;

use crate::{Graph, NodeIx, NodeKind, NodeSet};

#[derive(Clone, Debug, Default)]
pub(crate) struct Deactivated {
    people: NodeSet,
    /// Of each group, how many members are not among `people`; empty when nobody is.
    other_members: Vec<u32>,
}

impl Deactivated {
    pub(crate) fn find(graph: &Graph) -> Self {
        let people: NodeSet = graph
            .nodes_of(NodeKind::User)
            .filter(|&user| graph.user_status(user) == Some(UserStatus::Deprovisioned))
            .collect();
        if people.is_empty() {
            return Self::default();
        }
        let groups = graph.nodes_of(NodeKind::Group);
        let mut other_members: Vec<u32> = groups.map(|group| graph.members_of(group).len() as u32).collect();
        for user in people.iter() {
            for &group in graph.memberships_of(user) {
                other_members[graph.place(NodeKind::Group, group)] -= 1;
            }
        }
        Self {
            people,
            other_members,
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.people.bytes() + self.other_members.capacity() * 4
    }
}

impl Graph {
    /// Whether `node` is a person whose account is deactivated (Okta: `DEPROVISIONED`), who therefore has nothing
    /// through groups and leads nowhere.
    #[inline]
    pub fn is_deactivated(&self, node: NodeIx) -> bool {
        self.deactivated.people.contains(node)
    }

    /// The groups that give a person apps and roles, sorted: all groups of theirs, or none once the account is
    /// deactivated.
    #[inline]
    pub fn effective_groups_of(&self, user: NodeIx) -> &[NodeIx] {
        if self.is_deactivated(user) {
            return &[];
        }
        self.memberships_of(user)
    }

    /// The members who have what a group gives: all but deactivated people, sorted.
    pub fn effective_members_of(&self, group: NodeIx) -> impl Iterator<Item = NodeIx> {
        let all_are = self.all_members_are_effective(group);
        self.members_of(group)
            .iter()
            .copied()
            .filter(move |&user| all_are || !self.is_deactivated(user))
    }

    /// How many members have what a group gives; no member is looked at.
    #[inline]
    pub fn effective_member_count(&self, group: NodeIx) -> usize {
        match self
            .deactivated
            .other_members
            .get(self.place(NodeKind::Group, group))
        {
            Some(&count) => count as usize,
            None => self.members_of(group).len(),
        }
    }

    #[inline]
    pub(crate) fn all_members_are_effective(&self, group: NodeIx) -> bool {
        self.effective_member_count(group) == self.members_of(group).len()
    }
}
