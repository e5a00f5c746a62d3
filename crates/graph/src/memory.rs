//! Where the bytes of a graph are.

use crate::Graph;
use crate::record::{AppRecord, GroupRecord, SmallRecord, UserRecord};

/// Bytes of a graph by what they hold; allocator overhead is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Names, ids, properties and labels as text.
    pub text: usize,
    /// Attributes of nodes.
    pub nodes: usize,
    /// Memberships and app assignments, both directions.
    pub links: usize,
    /// Label sets of nodes.
    pub labels: usize,
    /// The hash table of names.
    pub lookup: usize,
    /// Roles, scopes, powers.
    pub admin: usize,
    /// Answers that were worked out and kept.
    pub cached: usize,
}

impl Memory {
    /// All of it.
    pub fn total(&self) -> usize {
        self.text + self.nodes + self.links + self.labels + self.lookup + self.admin + self.cached
    }
}

impl Graph {
    /// Where the bytes are.
    pub fn memory(&self) -> Memory {
        let links = &self.links;
        let tables = [
            &links.members,
            &links.memberships,
            &links.app_groups,
            &links.groups_of_app,
            &links.direct_apps,
            &links.direct_users,
            &links.unseen_apps,
            &links.unseen_users,
        ];
        let lists = self
            .small
            .iter()
            .map(|record| record.list.len() * 4)
            .sum::<usize>();
        let pairs = self.owned.capacity() + self.owned_by.capacity() + self.credentials.capacity();
        Memory {
            text: self.texts.len(),
            nodes: self.users.capacity() * size_of::<UserRecord>()
                + self.groups.capacity() * size_of::<GroupRecord>()
                + self.apps.capacity() * size_of::<AppRecord>()
                + self.small.capacity() * size_of::<SmallRecord>()
                + lists
                + self
                    .ordinals
                    .iter()
                    .map(|ordinals| ordinals.bytes())
                    .sum::<usize>()
                + self.actions.capacity() * 4
                + self.deactivated.bytes(),
            links: tables.into_iter().map(|table| table.bytes()).sum::<usize>() + pairs * 8,
            labels: self.labels.bytes(),
            lookup: self.lookup.bytes() + self.shared_locals.bytes(),
            admin: self.admin.bytes() + self.powers.bytes(),
            cached: self.standing.get().map_or(0, |counts| counts.capacity() * 4)
                + self.closures.bytes()
                + self.signatures.get().map_or(0, |signatures| signatures.bytes()),
        }
    }
}
