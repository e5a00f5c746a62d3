//! What changed between two graphs of one organization: things, facts, and who can open which app.
//!
//! People, groups and apps are matched by ordinal, everything else by native id. Rows of links are sorted in both
//! graphs, so the difference is a merge, and equal rows are passed over whole.

mod access;
mod few;
mod matching;
mod rows;
mod state;
#[cfg(test)]
mod tests;

pub use access::AccessChange;

use crate::{Edge, EdgeType, Graph, NodeIx, NodeKind};
use matching::Matching;

/// What changed. Numbers of what was added are those of the new graph, of what was removed those of the old.
#[derive(Clone, Debug)]
pub struct Diff<'g> {
    old: &'g Graph,
    new: &'g Graph,
    matching: Matching,
    /// Nodes that are new.
    pub nodes_added: Vec<NodeIx>,
    /// Nodes that are gone.
    pub nodes_removed: Vec<NodeIx>,
    /// People whose life-cycle state changed: old node, new node.
    pub status_changed: Vec<(NodeIx, NodeIx)>,
    /// Apps that were deactivated, or activated again: old node, new node.
    pub apps_switched: Vec<(NodeIx, NodeIx)>,
    /// Facts that are new.
    pub edges_added: Vec<Edge>,
    /// Facts that are gone.
    pub edges_removed: Vec<Edge>,
}

/// Compares two graphs of one organization.
pub fn diff<'g>(old: &'g Graph, new: &'g Graph) -> Diff<'g> {
    let matching = Matching::new(old, new);
    let mut diff = Diff {
        old,
        new,
        nodes_added: matching.added(new),
        nodes_removed: matching.removed(old),
        status_changed: Vec::new(),
        apps_switched: Vec::new(),
        edges_added: Vec::new(),
        edges_removed: Vec::new(),
        matching,
    };
    diff.compare_states();
    diff.compare_links();
    diff.compare_few();
    diff
}

impl<'g> Diff<'g> {
    /// The graph before.
    pub fn old(&self) -> &'g Graph {
        self.old
    }

    /// The graph after.
    pub fn new_graph(&self) -> &'g Graph {
        self.new
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.nodes_added.is_empty()
            && self.nodes_removed.is_empty()
            && self.status_changed.is_empty()
            && self.apps_switched.is_empty()
            && self.edges_added.is_empty()
            && self.edges_removed.is_empty()
    }

    /// The node of the new graph that is `old` of the old one.
    pub fn new_of(&self, old: NodeIx) -> Option<NodeIx> {
        self.matching.new_of(old)
    }

    /// The node of the old graph that is `new` of the new one.
    pub fn old_of(&self, new: NodeIx) -> Option<NodeIx> {
        self.matching.old_of(new)
    }

    fn compare_links(&mut self) {
        let (old, new) = (&self.old.links, &self.new.links);
        let (group, app) = (NodeKind::Group, NodeKind::App);
        let tables = [
            (&old.members, &new.members, group, EdgeType::MemberOf),
            (&old.groups_of_app, &new.groups_of_app, app, EdgeType::AssignedTo),
            (&old.direct_users, &new.direct_users, app, EdgeType::AssignedTo),
            (
                &old.unseen_users,
                &new.unseen_users,
                app,
                EdgeType::AssignedByUnseenGroup,
            ),
        ];
        for (before, after, rows_of, kind) in tables {
            self.compare_rows(before, after, rows_of, kind);
        }
    }
}
