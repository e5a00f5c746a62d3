//! Sets of nodes, one bit each.

use crate::NodeIx;

/// A set of nodes of one graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeSet {
    words: Vec<u64>,
    len: usize,
}

impl NodeSet {
    /// An empty set with room for `nodes` nodes.
    pub fn with_room(nodes: usize) -> Self {
        Self {
            words: vec![0; nodes.div_ceil(64)],
            len: 0,
        }
    }

    /// Adds `node`; tells whether it is new.
    pub fn insert(&mut self, node: NodeIx) -> bool {
        let (word, bit) = (node.at() / 64, 1_u64 << (node.0 % 64));
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        self.len += usize::from(is_new);
        is_new
    }

    /// Whether `node` is in the set.
    #[inline]
    pub fn contains(&self, node: NodeIx) -> bool {
        self.words
            .get(node.at() / 64)
            .is_some_and(|word| word >> (node.0 % 64) & 1 == 1)
    }

    /// How many nodes are in the set.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no node is in the set.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The nodes in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = NodeIx> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| NodeIx(at as u32 * 64 + rest.trailing_zeros()))
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        self.words.capacity() * 8
    }
}

impl FromIterator<NodeIx> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeIx>>(nodes: I) -> Self {
        let mut set = Self::default();
        for node in nodes {
            set.insert(node);
        }
        set
    }
}
