//! The nodes that a walk has reached, in the order in which it did, with the hop that reached each.

use super::Hop;
use crate::NodeIx;
use crate::rules::RuleId;

/// How strongly a node is reached; see [`super`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Strength {
    Part = 1,
    Full = 2,
}

/// Parent of a node where a walk began.
pub(super) const ROOT: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) node: NodeIx,
    /// Entry that the hop came from.
    pub(super) parent: u32,
    /// Number of the role assignment behind the hop, or [`u32::MAX`].
    pub(super) cause: u32,
    pub(super) rule: RuleId,
    pub(super) strength: Strength,
}

#[derive(Clone, Debug)]
pub(super) struct Front {
    pub(super) entries: Vec<Entry>,
    index: Index,
    nodes: usize,
}

/// From a node to its strongest entry, plus one.
#[derive(Clone, Debug)]
pub(super) enum Index {
    /// For few nodes: a hash table, at most half full.
    Sparse(Vec<u32>),
    /// For most nodes: one place a node.
    Dense(Vec<u32>),
}

impl Index {
    pub(super) fn sparse() -> Self {
        Self::Sparse(vec![0; 128])
    }

    pub(super) fn dense(nodes: usize) -> Self {
        Self::Dense(vec![0; nodes])
    }
}

impl Front {
    pub(super) fn new(index: Index) -> Self {
        Self {
            entries: Vec::new(),
            index,
            nodes: 0,
        }
    }

    pub(super) fn node_count(&self) -> usize {
        self.nodes
    }

    /// Each node once.
    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeIx> + '_ {
        let is_strongest = |&(at, entry): &(usize, &Entry)| self.find(entry.node) == Some(at as u32);
        self.entries
            .iter()
            .enumerate()
            .filter(is_strongest)
            .map(|(_, entry)| entry.node)
    }

    pub(super) fn node(&self, at: u32) -> NodeIx {
        self.entries[at as usize].node
    }

    /// The strongest entry of a node.
    pub(super) fn find(&self, node: NodeIx) -> Option<u32> {
        match &self.index {
            Index::Dense(table) => table.get(node.at()).and_then(|slot| slot.checked_sub(1)),
            Index::Sparse(table) => table[slot_of(table, &self.entries, node)].checked_sub(1),
        }
    }

    /// Adds `entry` unless its node is reached as strongly already; gives its place.
    pub(super) fn visit(&mut self, entry: Entry) -> Option<u32> {
        let at = self.entries.len() as u32;
        let slot = match &mut self.index {
            Index::Dense(table) => table.get_mut(entry.node.at())?,
            Index::Sparse(table) => {
                if self.nodes * 2 >= table.len() {
                    grow(table, &self.entries);
                }
                let slot = slot_of(table, &self.entries, entry.node);
                &mut table[slot]
            }
        };
        if let Some(known) = slot.checked_sub(1) {
            if self.entries[known as usize].strength >= entry.strength {
                return None;
            }
        } else {
            self.nodes += 1;
        }
        *slot = at + 1;
        self.entries.push(entry);
        Some(at)
    }

    /// The hops from where the walk began to an entry.
    pub(super) fn hops(&self, at: u32) -> Vec<Hop> {
        let mut hops = Vec::new();
        let mut entry = &self.entries[at as usize];
        while entry.parent != ROOT {
            let parent = &self.entries[entry.parent as usize];
            hops.push(Hop::new(parent.node, entry.node, entry.rule, entry.cause));
            entry = parent;
        }
        hops.reverse();
        hops
    }

    /// Where the walk to an entry began.
    pub(super) fn root_of(&self, at: u32) -> NodeIx {
        let mut entry = &self.entries[at as usize];
        while entry.parent != ROOT {
            entry = &self.entries[entry.parent as usize];
        }
        entry.node
    }

    pub(super) fn bytes(&self) -> usize {
        let index = match &self.index {
            Index::Sparse(table) | Index::Dense(table) => table.capacity() * 4,
        };
        index + self.entries.capacity() * size_of::<Entry>()
    }
}

/// The slot of a node, or the empty one where it belongs.
fn slot_of(table: &[u32], entries: &[Entry], node: NodeIx) -> usize {
    let mask = table.len() - 1;
    let mut slot = (node.0.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
    while let Some(at) = table[slot].checked_sub(1) {
        if entries[at as usize].node == node {
            break;
        }
        slot = (slot + 1) & mask;
    }
    slot
}

fn grow(table: &mut Vec<u32>, entries: &[Entry]) {
    let mut larger = vec![0; table.len() * 4];
    for at in table.iter().copied().filter(|&at| at > 0) {
        let slot = slot_of(&larger, entries, entries[at as usize - 1].node);
        larger[slot] = at;
    }
    *table = larger;
}
