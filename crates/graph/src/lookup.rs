//! From a name, alias or id to its nodes: a hash table of four bytes an entry.
//!
//! Entries of one bucket lie side by side, so a name that a thousand things share costs its thousand answers
//! and nothing to anybody else. An entry holds the node and which of the node's keys it stands for; the key
//! itself is compared in the graph's own text.

use crate::{Graph, NodeIx};

/// Keys of a node: its name, its native id, and up to three more.
pub(crate) const KEYS: usize = 5;
/// Which key holds a person's login before the `@`, an alias only where nobody else has it.
pub(crate) const LOCAL_PART: usize = 4;

const KEY_SHIFT: u32 = 29;
const NODE_MASK: u32 = (1 << KEY_SHIFT) - 1;

#[derive(Clone, Debug, Default)]
pub(crate) struct Lookup {
    starts: Vec<u32>,
    entries: Vec<u32>,
    shift: u32,
}

impl Lookup {
    pub(crate) fn build(graph: &Graph) -> Self {
        let mut hashed: Vec<(u64, u32)> = Vec::with_capacity(graph.node_count() * 4);
        for node in graph.nodes() {
            let keys = graph.keys(node);
            for (at, key) in keys.iter().enumerate() {
                if !key.is_empty() && !keys[..at].contains(key) {
                    hashed.push((hash(key), node.0 | (at as u32) << KEY_SHIFT));
                }
            }
        }
        let bits = hashed.len().next_power_of_two().trailing_zeros().max(1) - 1;
        let shift = 63 - bits;
        let buckets = 1_usize << bits;
        let bucket = |hash: u64| (hash >> 1 >> shift) as usize;
        let mut starts = vec![0_u32; buckets + 1];
        for &(hash, _) in &hashed {
            starts[bucket(hash) + 1] += 1;
        }
        for at in 0..buckets {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut entries = vec![0_u32; hashed.len()];
        for (hash, entry) in hashed {
            let place = &mut next[bucket(hash)];
            entries[*place as usize] = entry;
            *place += 1;
        }
        Self {
            starts,
            entries,
            shift,
        }
    }

    /// Nodes of which `text` is a key, in ascending order, and which key it is.
    pub(crate) fn find<'a>(
        &'a self,
        graph: &'a Graph,
        text: &'a str,
    ) -> impl Iterator<Item = (NodeIx, usize)> + 'a {
        self.bucket(text).iter().filter_map(move |&entry| {
            let (node, at) = (NodeIx(entry & NODE_MASK), (entry >> KEY_SHIFT) as usize);
            (graph.key(node, at) == text).then_some((node, at))
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        (self.starts.capacity() + self.entries.capacity()) * 4
    }

    fn bucket(&self, text: &str) -> &[u32] {
        if self.entries.is_empty() || text.is_empty() {
            return &[];
        }
        let at = (hash(text) >> 1 >> self.shift) as usize;
        self.entries
            .get(self.starts[at] as usize..self.starts[at + 1] as usize)
            .unwrap_or_default()
    }
}

/// Multiply and fold, eight bytes at a time; good high bits are all the table needs.
pub(crate) fn hash(text: &str) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let fold = |state: u64, word: u64| {
        let product = u128::from(state ^ word) * u128::from(MIX ^ 0x5851_f42d_4c95_7f2d);
        (product as u64) ^ ((product >> 64) as u64)
    };
    let mut chunks = text.as_bytes().chunks_exact(8);
    let mut state = MIX ^ text.len() as u64;
    for chunk in &mut chunks {
        state = fold(
            state,
            chunk
                .iter()
                .rev()
                .fold(0, |word, &byte| word << 8 | u64::from(byte)),
        );
    }
    let tail = chunks
        .remainder()
        .iter()
        .fold(1_u64, |word, &byte| word << 8 | u64::from(byte));
    fold(fold(state, tail), MIX)
}
