//! The difference of facts that are few: roles, owners, credentials, scopes, rules, resource sets.

use std::collections::BTreeMap;

use super::Diff;
use crate::{Edge, EdgeCause, EdgeType, Graph, NodeIx, NodeKind};

/// Both ends as numbers of the new graph, or those of the old one where it is gone, and the id of the cause.
type Key = (EdgeType, (bool, NodeIx), (bool, NodeIx), String);

impl Diff<'_> {
    pub(super) fn compare_few(&mut self) {
        let before = self.keyed(self.old, |node| match self.new_of(node) {
            Some(new) => (false, new),
            None => (true, node),
        });
        let after = self.keyed(self.new, |node| (false, node));
        let removed: Vec<Edge> = before
            .iter()
            .filter(|(key, _)| !after.contains_key(*key))
            .map(|(_, &edge)| edge)
            .collect();
        let added: Vec<Edge> = after
            .iter()
            .filter(|(key, _)| !before.contains_key(*key))
            .map(|(_, &edge)| edge)
            .collect();
        self.edges_removed.extend(removed);
        self.edges_added.extend(added);
    }

    fn keyed(&self, graph: &Graph, number: impl Fn(NodeIx) -> (bool, NodeIx)) -> BTreeMap<Key, Edge> {
        graph
            .few_edges()
            .map(|edge| {
                let cause = match edge.cause {
                    EdgeCause::Link => String::new(),
                    EdgeCause::Assignment(ix) => {
                        let assignment = graph.assignment(ix);
                        format!("{} {}", assignment.id, graph.native_id(assignment.assignee))
                    }
                    EdgeCause::Grant(ix) => format!("{} {}", graph.grant(ix).scope, graph.grant(ix).id),
                };
                ((edge.kind, number(edge.from), number(edge.to), cause), edge)
            })
            .collect()
    }
}

impl Graph {
    /// All facts in force but memberships and assignments of apps.
    fn few_edges(&self) -> impl Iterator<Item = Edge> {
        let link = |from, kind, to| Edge {
            from,
            to,
            kind,
            cause: EdgeCause::Link,
        };
        let held = self
            .assignments()
            .filter(|(_, assignment)| assignment.is_active)
            .map(|(ix, assignment)| Edge {
                from: assignment.assignee,
                to: assignment.role,
                kind: EdgeType::HasRole,
                cause: EdgeCause::Assignment(ix),
            });
        let granted = self
            .grants()
            .filter(|(_, grant)| grant.is_active)
            .map(|(ix, grant)| Edge {
                from: grant.app,
                to: self.organization(),
                kind: EdgeType::GrantedScope,
                cause: EdgeCause::Grant(ix),
            });
        let owned = self
            .owned
            .iter()
            .map(move |&(group, owner)| link(owner, EdgeType::Owns, group));
        let kinds = [
            NodeKind::Role,
            NodeKind::ResourceSet,
            NodeKind::ApiToken,
            NodeKind::ClientSecret,
            NodeKind::ClientKey,
            NodeKind::GroupRule,
        ];
        let from_few = kinds
            .into_iter()
            .flat_map(|kind| self.nodes_of(kind))
            .filter(|&node| self.is_active(node))
            .flat_map(|node| self.edges_from(node))
            .filter(|edge| match edge.cause {
                EdgeCause::Assignment(ix) => self.assignment(ix).is_active,
                _ => true,
            });
        held.chain(granted).chain(owned).chain(from_few)
    }
}
