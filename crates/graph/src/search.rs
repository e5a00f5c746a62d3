//! Ranked search for a search box: names, aliases and ids, upper and lower case alike, with typing errors.
//!
//! A scan: two hundred thousand names take milliseconds, need no index and are never out of date. Typing errors
//! are looked for only when plain matches do not fill the answer.

mod distance;
mod fold;
#[cfg(test)]
mod tests;

use std::collections::BinaryHeap;

use crate::lookup::{KEYS, LOCAL_PART};
use crate::{Graph, NodeIx, NodeKind};
use distance::Pattern;

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

type Rank = (Quality, u8, usize, NodeIx);

impl Graph {
    /// The `limit` nodes that fit `text` best, best first. Nothing for an empty text.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Hit> {
        let query = fold::fold(text.trim());
        if query.is_empty() || limit == 0 {
            return Vec::new();
        }
        let words: Vec<&str> = fold::words(&query).collect();
        let mut best = Best::new(limit);
        for node in self.nodes() {
            if let Some(quality) = self.plain_quality(node, &query, &words) {
                best.put(self.rank(node, quality));
            }
        }
        if let Some(pattern) = Pattern::new(&query).filter(|_| best.has_room()) {
            for node in self.nodes() {
                let quality = match self.errors(node, &pattern) {
                    1 => Quality::OneError,
                    2 => Quality::TwoErrors,
                    _ => continue,
                };
                if self.plain_quality(node, &query, &words).is_none() {
                    best.put(self.rank(node, quality));
                }
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

    fn plain_quality(&self, node: NodeIx, query: &str, words: &[&str]) -> Option<Quality> {
        let id = self.native_id(node);
        let mut best = id
            .get(..query.len())
            .filter(|head| head.eq_ignore_ascii_case(query))
            .map(|head| {
                if head.len() == id.len() {
                    Quality::Exact
                } else {
                    Quality::Prefix
                }
            });
        for at in self.searched_keys(node) {
            let found = fold::find(self.key(node, at), query, words.len() == 1);
            best = [best, found].into_iter().flatten().min();
        }
        let by_words = || {
            words.len() > 1
                && words.iter().all(|word| {
                    self.searched_keys(node)
                        .any(|at| fold::has_word_prefix(self.key(node, at), word))
                })
        };
        match best {
            None | Some(Quality::Substring) if by_words() => Some(Quality::WordPrefix),
            other => other,
        }
    }

    /// Typing errors in the best word; three for too many.
    fn errors(&self, node: NodeIx, pattern: &Pattern) -> usize {
        let words = self
            .searched_keys(node)
            .flat_map(|at| fold::words(self.key(node, at)));
        words.map(|word| pattern.errors(word)).min().unwrap_or(3)
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
