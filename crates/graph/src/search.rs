//! Ranked search for a search box: names, aliases and ids, upper and lower case alike, with typing errors.
//!
//! A scan, narrowed by a signature of 128 bits a node: which pairs of neighbouring letters its names have.
//! Typing errors are looked for only when hardly anything matches plainly.

mod distance;
mod fold;
mod signature;
#[cfg(test)]
mod tests;

use std::collections::BinaryHeap;

use crate::lookup::{KEYS, LOCAL_PART};
use crate::{Graph, NodeIx, NodeKind};
use distance::Pattern;
pub(crate) use signature::Signatures;

/// How well a node answers a search, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    /// A name or id is what was typed.
    Exact,
    /// A name or id begins with it.
    Prefix,
    /// Words of the names begin with the words that were typed.
    WordPrefix,
    /// A name contains it.
    Substring,
    /// A word differs in one letter.
    OneError,
    /// A word differs in two letters.
    TwoErrors,
}

/// One answer of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The node.
    pub node: NodeIx,
    /// How well it fits.
    pub quality: Quality,
}

/// With this many plain matches nobody needs guesses at typing errors.
const PLAIN_ENOUGH: usize = 3;

type Rank = (Quality, u8, usize, NodeIx);

impl Graph {
    /// The `limit` nodes that fit `text` best, best first. Nothing for an empty text.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Hit> {
        let query = fold::fold(text.trim());
        if query.is_empty() || limit == 0 {
            return Vec::new();
        }
        let words: Vec<&str> = fold::words(&query).collect();
        let signatures = self.signatures.get_or_init(|| Signatures::new(self));
        let mask = if words.is_empty() {
            signature::of(&query)
        } else {
            signature::of_words(&words)
        };
        let mut best = Best::new(limit);
        for node in signatures.with_all(mask) {
            best.put_found(self, node, self.name_quality(node, &query, &words));
        }
        if signatures.has_id_like(&query) {
            for node in self.nodes() {
                best.put_found(self, node, self.id_quality(node, &query));
            }
        }
        let patterns: Option<Vec<Pattern>> = words.iter().map(|word| Pattern::new(word)).collect();
        if let Some(patterns) = patterns.filter(|_| best.heap.len() < limit.min(PLAIN_ENOUGH)) {
            for node in signatures.with_most(mask, signature::PAIRS_OF_TWO_ERRORS) {
                let quality = match self.errors(node, &patterns) {
                    1 => Some(Quality::OneError),
                    2 => Some(Quality::TwoErrors),
                    _ => None,
                };
                best.put_found(self, node, quality);
            }
        }
        best.finish()
    }

    fn rank(&self, node: NodeIx, quality: Quality) -> Rank {
        let by_kind = match self.kind(node) {
            NodeKind::User | NodeKind::Group => 0,
            NodeKind::App | NodeKind::ServiceApp | NodeKind::Role => 1,
            _ => 2,
        };
        (quality, by_kind, self.name(node).len(), node)
    }

    fn id_quality(&self, node: NodeIx, query: &str) -> Option<Quality> {
        let id = self.native_id(node);
        let head = id
            .get(..query.len())
            .filter(|head| head.eq_ignore_ascii_case(query))?;
        Some(if head.len() == id.len() {
            Quality::Exact
        } else {
            Quality::Prefix
        })
    }

    fn name_quality(&self, node: NodeIx, query: &str, words: &[&str]) -> Option<Quality> {
        let keys = || self.searched_keys(node).map(|at| self.key(node, at));
        let best = keys()
            .filter_map(|key| fold::find(key, query, words.len() == 1))
            .min();
        let by_words = || {
            words.len() > 1
                && words
                    .iter()
                    .all(|word| keys().any(|key| fold::has_word_prefix(key, word)))
        };
        match best {
            None | Some(Quality::Substring) if by_words() => Some(Quality::WordPrefix),
            other => other,
        }
    }

    /// Typing errors in all words together, each in the name's word that it fits best; three for too many.
    fn errors(&self, node: NodeIx, patterns: &[Pattern]) -> usize {
        let names = || {
            self.searched_keys(node)
                .flat_map(|at| fold::words(self.key(node, at)))
        };
        let mut errors = 0;
        for pattern in patterns {
            errors += names().map(|word| pattern.errors(word)).min().unwrap_or(3);
            if errors > 2 {
                return 3;
            }
        }
        errors
    }

    /// Name, display name and the like; the id is looked at apart and the login is not looked at twice.
    fn searched_keys(&self, node: NodeIx) -> impl Iterator<Item = usize> {
        let is_user = self.kind(node) == NodeKind::User;
        let has_own_email = is_user && {
            let user = &self.users[self.place(NodeKind::User, node)];
            user.email != user.login
        };
        (0..KEYS).filter(move |&at| at != 1 && at != LOCAL_PART && (at != 3 || has_own_email || !is_user))
    }
}

/// The best few of many.
struct Best {
    limit: usize,
    heap: BinaryHeap<Rank>,
}

impl Best {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            heap: BinaryHeap::new(),
        }
    }

    fn has_room(&self) -> bool {
        self.heap.len() < self.limit
    }

    /// Adds a node that fits; one that is in already keeps its better rank.
    fn put_found(&mut self, graph: &Graph, node: NodeIx, quality: Option<Quality>) {
        let Some(quality) = quality else { return };
        let known = self.heap.iter().find(|rank| rank.3 == node).map(|rank| rank.0);
        if known.is_some_and(|known| known <= quality) {
            return;
        }
        if known.is_some() {
            self.heap.retain(|rank| rank.3 != node);
        }
        self.put(graph.rank(node, quality));
    }

    fn put(&mut self, rank: Rank) {
        if self.has_room() {
            self.heap.push(rank);
        } else if self.heap.peek().is_some_and(|worst| rank < *worst) {
            self.heap.pop();
            self.heap.push(rank);
        }
    }

    fn finish(self) -> Vec<Hit> {
        let mut ranks = self.heap.into_vec();
        ranks.sort_unstable();
        ranks
            .into_iter()
            .map(|(quality, _, _, node)| Hit { node, quality })
            .collect()
    }
}
