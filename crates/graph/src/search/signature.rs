//! Which pairs of neighbouring letters the names of each node have, hashed to 128 bits.
//!
//! A name that contains a word has all its pairs; a name that contains it with a typing error lacks at most three
//! for each error (two swapped letters touch three pairs).

use super::fold;
use crate::{Graph, NodeIx};

pub(super) const PAIRS_OF_TWO_ERRORS: u32 = 6;

/// The signatures of a graph, worked out at its first search.
#[derive(Debug)]
pub(crate) struct Signatures {
    of_node: Vec<u128>,
    /// Beginnings of native ids, in lower case, sorted.
    id_heads: Vec<[u8; 3]>,
}

impl Signatures {
    pub(super) fn new(graph: &Graph) -> Self {
        let keys = |node| graph.searched_keys(node).map(move |at| graph.key(node, at));
        let of_node = graph
            .nodes()
            .map(|node| keys(node).fold(0, |bits, key| bits | of_name(key)))
            .collect();
        let mut id_heads: Vec<[u8; 3]> = Vec::new();
        for node in graph.nodes() {
            if let Some(head) = head_of(graph.native_id(node))
                && id_heads.last() != Some(&head)
            {
                id_heads.push(head);
            }
        }
        id_heads.sort_unstable();
        id_heads.dedup();
        Self { of_node, id_heads }
    }

    /// Nodes that have every pair of `mask`.
    pub(super) fn with_all(&self, mask: u128) -> impl Iterator<Item = NodeIx> + '_ {
        self.with_most(mask, 0)
    }

    /// Nodes that lack at most `missing_max` pairs of `mask`.
    pub(super) fn with_most(&self, mask: u128, missing_max: u32) -> impl Iterator<Item = NodeIx> + '_ {
        let nodes = (0_u32..).map(NodeIx).zip(&self.of_node);
        nodes
            .filter(move |&(_, &bits)| (mask & !bits).count_ones() <= missing_max)
            .map(|(node, _)| node)
    }

    /// Whether some native id begins as `query` does. Shorter queries are no ids.
    pub(super) fn has_id_like(&self, query: &str) -> bool {
        head_of(query).is_some_and(|head| self.id_heads.binary_search(&head).is_ok())
    }

    pub(crate) fn bytes(&self) -> usize {
        self.of_node.capacity() * 16 + self.id_heads.capacity() * 3
    }
}

/// The pairs of a text in lower case.
pub(super) fn of(text: &str) -> u128 {
    text.as_bytes()
        .windows(2)
        .fold(0, |bits, pair| bits | bit(pair[0], pair[1]))
}

/// The pairs inside words in lower case.
pub(super) fn of_words(words: &[&str]) -> u128 {
    words.iter().fold(0, |bits, word| bits | of(word))
}

fn of_name(name: &str) -> u128 {
    if name.is_ascii() {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        name.as_bytes()
            .windows(2)
            .fold(0, |bits, pair| bits | bit(lower(pair[0]), lower(pair[1])))
    } else {
        of(&fold::fold(name))
    }
}

fn bit(first: u8, second: u8) -> u128 {
    let pair = u32::from(first) << 8 | u32::from(second);
    1 << (pair.wrapping_mul(0x9e37_79b1) >> 25)
}

fn head_of(id: &str) -> Option<[u8; 3]> {
    id.as_bytes()
        .first_chunk::<3>()
        .map(|head| head.map(|byte| byte.to_ascii_lowercase()))
}
