//! Which node of one graph is which of the other.

use crate::node::RANGES;
use crate::{Graph, NodeIx, NodeKind};

const NONE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub(super) struct Matching {
    new_of_old: Vec<u32>,
    old_of_new: Vec<u32>,
}

impl Matching {
    pub(super) fn new(old: &Graph, new: &Graph) -> Self {
        let mut matching = Self {
            new_of_old: vec![NONE; old.node_count()],
            old_of_new: vec![NONE; new.node_count()],
        };
        matching.set(old.organization(), new.organization());
        for kind in RANGES {
            match kind {
                NodeKind::Organization => {}
                NodeKind::User => matching.merge(old, new, kind, |graph, at| graph.users[at].ordinal),
                NodeKind::Group => matching.merge(old, new, kind, |graph, at| graph.groups[at].ordinal),
                NodeKind::App => matching.merge(old, new, kind, |graph, at| graph.apps[at].ordinal),
                _ => {
                    for node in old.nodes_of(kind) {
                        let parent = |graph: &Graph, node| {
                            graph
                                .owner_of_credential(node)
                                .map(|n| graph.native_id(n).to_owned())
                        };
                        let same = new
                            .all_by_native_id(kind, old.native_id(node))
                            .find(|&other| parent(new, other) == parent(old, node));
                        if let Some(same) = same {
                            matching.set(node, same);
                        }
                    }
                }
            }
        }
        matching
    }

    pub(super) fn new_of(&self, old: NodeIx) -> Option<NodeIx> {
        self.new_of_old
            .get(old.at())
            .filter(|&&new| new != NONE)
            .map(|&new| NodeIx(new))
    }

    pub(super) fn old_of(&self, new: NodeIx) -> Option<NodeIx> {
        self.old_of_new
            .get(new.at())
            .filter(|&&old| old != NONE)
            .map(|&old| NodeIx(old))
    }

    pub(super) fn removed(&self, old: &Graph) -> Vec<NodeIx> {
        old.nodes().filter(|&node| self.new_of(node).is_none()).collect()
    }

    pub(super) fn added(&self, new: &Graph) -> Vec<NodeIx> {
        new.nodes().filter(|&node| self.old_of(node).is_none()).collect()
    }

    /// Whether every old node of `nodes` has the same number in the new graph.
    pub(super) fn keeps_numbers(&self, mut nodes: std::ops::Range<u32>) -> bool {
        nodes.all(|node| self.new_of_old[node as usize] == node)
    }

    /// Both graphs have their nodes of a kind in the order of ordinals.
    fn merge(&mut self, old: &Graph, new: &Graph, kind: NodeKind, ordinal: fn(&Graph, usize) -> u32) {
        let ends = |graph: &Graph| (graph.bases[kind.range()], graph.bases[kind.range() + 1]);
        let ((old_base, old_end), (new_base, new_end)) = (ends(old), ends(new));
        let (mut before, mut after) = (old_base, new_base);
        while before < old_end && after < new_end {
            let left = ordinal(old, (before - old_base) as usize);
            let right = ordinal(new, (after - new_base) as usize);
            if left == right {
                self.set(NodeIx(before), NodeIx(after));
            }
            before += u32::from(left <= right);
            after += u32::from(right <= left);
        }
    }

    fn set(&mut self, old: NodeIx, new: NodeIx) {
        self.new_of_old[old.at()] = new.0;
        self.old_of_new[new.at()] = old.0;
    }
}
