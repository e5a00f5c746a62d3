//! The nodes that a walk has reached, in the order in which it did, with the hop that reached each.

use std::sync::{Arc, Mutex, PoisonError};

use super::Hop;
use crate::NodeIx;
use crate::rules::RuleId;

/// How strongly a node is reached; see [`super`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Strength {
    Part = 1,
    Full = 2,
}

/// Parent of a node where a walk began.
pub(super) const ROOT: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(super) node: NodeIx,
    /// Entry that the hop came from.
    pub(super) parent: u32,
    /// Number of the role assignment behind the hop, or [`u32::MAX`].
    pub(super) cause: u32,
    pub(super) rule: RuleId,
    pub(super) strength: Strength,
}

/// Entries, and for each node the place of its strongest one.
///
/// The places need no clearing between walks: a place counts only if the entry there is of that node (Briggs and
/// Torczon, "An efficient representation for sparse sets", 1993). So a table is taken from a pool and put back.
#[derive(Debug)]
pub(super) struct Front {
    pub(super) entries: Vec<Entry>,
    places: Vec<u32>,
    nodes: usize,
    pool: Pool,
}

/// Tables for walks: room for entries, and one number a node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool(Arc<Mutex<Vec<Tables>>>);

type Tables = (Vec<Entry>, Vec<u32>);

/// More than this many walks at a time are rare; their tables are given back to the system.
const POOLED_MAX: usize = 4;
/// Room for entries that is worth keeping.
const ENTRIES_MAX: usize = 1 << 14;

impl Pool {
    fn take(&self, nodes: usize) -> Tables {
        let pooled = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        pooled.unwrap_or_else(|| (Vec::new(), vec![0; nodes]))
    }

    fn give(&self, mut entries: Vec<Entry>, places: Vec<u32>) {
        entries.clear();
        entries.shrink_to(ENTRIES_MAX);
        let mut pooled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pooled.len() < POOLED_MAX {
            pooled.push((entries, places));
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let pooled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes =
            |(entries, places): &Tables| entries.capacity() * size_of::<Entry>() + places.capacity() * 4;
        pooled.iter().map(bytes).sum()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.pool.give(
            std::mem::take(&mut self.entries),
            std::mem::take(&mut self.places),
        );
    }
}

impl Front {
    pub(super) fn new(pool: &Pool, nodes: usize) -> Self {
        let (entries, places) = pool.take(nodes);
        Self {
            entries,
            places,
            nodes: 0,
            pool: pool.clone(),
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
    #[inline]
    pub(super) fn find(&self, node: NodeIx) -> Option<u32> {
        let at = *self.places.get(node.at())?;
        self.entries
            .get(at as usize)
            .filter(|entry| entry.node == node)
            .map(|_| at)
    }

    /// Adds `entry` unless its node is reached as strongly already; gives its place.
    #[inline]
    pub(super) fn visit(&mut self, entry: Entry) -> Option<u32> {
        let place = self.places.get_mut(entry.node.at())?;
        match self.entries.get(*place as usize) {
            Some(known) if known.node == entry.node => {
                if known.strength >= entry.strength {
                    return None;
                }
            }
            _ => self.nodes += 1,
        }
        let at = self.entries.len() as u32;
        *place = at;
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
        self.places.capacity() * 4 + self.entries.capacity() * size_of::<Entry>()
    }
}
