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

/// Entries, and for each node the mark of its strongest one.
///
/// Marks need no clearing between walks: each walk over a table has a number of its own, and a mark with another
/// number says nothing. One look at the mark tells whether a node was reached, how strongly, and where. A table is
/// taken from a pool and put back.
#[derive(Debug)]
pub(super) struct Front {
    pub(super) entries: Vec<Entry>,
    marks: Vec<Mark>,
    walk: u32,
    nodes: usize,
    pool: Pool,
}

/// From the highest bit: 30 for the walk, 2 for the strength, 32 for the place of the entry.
#[derive(Clone, Copy, Debug, Default)]
struct Mark(u64);

/// The number of the last walk over a table.
const WALKS_MAX: u32 = (1 << 30) - 1;

impl Mark {
    const fn new(walk: u32, strength: Strength, place: u32) -> Self {
        Self(((walk as u64) << 34) | ((strength as u64) << 32) | place as u64)
    }

    const fn is_of(self, walk: u32) -> bool {
        self.0 >> 34 == walk as u64
    }

    /// Of a mark of this walk.
    const fn is_as_strong_as(self, strength: Strength) -> bool {
        (self.0 >> 32) & 3 >= strength as u64
    }

    const fn place(self) -> u32 {
        self.0 as u32
    }
}

/// Tables for walks: room for entries, and a mark for each node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool(Arc<Mutex<Vec<Table>>>);

#[derive(Debug)]
struct Table {
    entries: Vec<Entry>,
    marks: Vec<Mark>,
    /// The number of the last walk.
    walk: u32,
}

/// More than this many walks at a time are rare; their tables are given back to the system.
const POOLED_MAX: usize = 4;
/// Room for entries that is worth keeping.
const ENTRIES_MAX: usize = 1 << 14;

impl Pool {
    fn take(&self, nodes: usize) -> Table {
        let pooled = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut table = pooled.unwrap_or_else(|| Table {
            entries: Vec::new(),
            marks: vec![Mark::default(); nodes],
            walk: 0,
        });
        if table.walk == WALKS_MAX {
            table.marks.fill(Mark::default());
            table.walk = 0;
        }
        table.walk += 1;
        table
    }

    fn give(&self, mut table: Table) {
        table.entries.clear();
        table.entries.shrink_to(ENTRIES_MAX);
        let mut pooled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pooled.len() < POOLED_MAX {
            pooled.push(table);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let pooled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = |table: &Table| {
            table.entries.capacity() * size_of::<Entry>() + table.marks.capacity() * size_of::<Mark>()
        };
        pooled.iter().map(bytes).sum()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.pool.give(Table {
            entries: std::mem::take(&mut self.entries),
            marks: std::mem::take(&mut self.marks),
            walk: self.walk,
        });
    }
}

impl Front {
    pub(super) fn new(pool: &Pool, nodes: usize) -> Self {
        let Table { entries, marks, walk } = pool.take(nodes);
        Self {
            entries,
            marks,
            walk,
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
        let mark = *self.marks.get(node.at())?;
        mark.is_of(self.walk).then(|| mark.place())
    }

    /// Adds `entry` unless its node is reached as strongly already; gives its place.
    #[inline]
    pub(super) fn visit(&mut self, entry: Entry) -> Option<u32> {
        let mark = self.marks.get_mut(entry.node.at())?;
        if !mark.is_of(self.walk) {
            self.nodes += 1;
        } else if mark.is_as_strong_as(entry.strength) {
            return None;
        }
        let at = self.entries.len() as u32;
        *mark = Mark::new(self.walk, entry.strength, at);
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
        self.marks.capacity() * size_of::<Mark>() + self.entries.capacity() * size_of::<Entry>()
    }
}
