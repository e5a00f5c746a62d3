//! What is recent: rows in memory, and the ids of all of them.

use crate::chunk::Chunk;
use crate::hash;
use activity::event::{Event, Field, Moment};
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::Arc;

/// Rows of a chunk that others are not merged with.
const LARGE: usize = 512;

/// Recent rows, in chunks that never change once they are seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hot {
    pub(crate) chunks: Vec<Arc<Chunk>>,
}

impl Hot {
    pub(crate) fn rows(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.bytes()).sum()
    }

    /// When the first of its rows was taken in.
    pub(crate) fn first_ingested(&self) -> Option<Moment> {
        let firsts = self.chunks.iter().filter_map(|chunk| chunk.event(0));
        firsts.map(|event| event.ingested()).min()
    }

    /// Adds rows. Small chunks at least double from the last to the first, so that there are few and each row is copied
    /// seldom; what is large enough is never copied.
    pub(crate) fn push(&mut self, chunk: Chunk) {
        if chunk.len() == 0 {
            return;
        }
        let mut chunk = chunk;
        while let Some(last) = self
            .chunks
            .pop_if(|last| last.len() <= chunk.len() && chunk.len() < LARGE)
        {
            let mut merged = Arc::unwrap_or_clone(last);
            merged.extend(&chunk);
            chunk = merged;
        }
        self.chunks.push(Arc::new(chunk));
    }

    /// Puts older rows before these.
    pub(crate) fn prepend(&mut self, older: &Self) {
        let mut chunks = older.chunks.clone();
        chunks.append(&mut self.chunks);
        self.chunks = chunks;
    }
}

/// The ids of recent rows: source, organization and id of each as 128 bits of a hash with seeds that nobody knows.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    keys: HashSet<Key, BuildHasherDefault<AsItIs>>,
    seeds: (u64, u64),
}

/// What an event is kept once by.
pub(crate) type Key = u128;

impl Default for Ids {
    fn default() -> Self {
        let random = RandomState::new();
        Self {
            keys: HashSet::default(),
            seeds: (random.hash_one(1) | 1, random.hash_one(2) | 1),
        }
    }
}

impl Ids {
    /// None yet, with the same seeds: keys of one are keys of the other.
    pub(crate) fn like(other: &Self) -> Self {
        Self {
            keys: HashSet::default(),
            seeds: other.seeds,
        }
    }

    /// The key of an event.
    pub(crate) fn key(&self, event: &Event<'_>) -> Key {
        let org = event.get(Field::SourceOrg).unwrap_or_default().as_bytes();
        let uid = event.get(Field::Uid).unwrap_or_default().as_bytes();
        let half = |seed: u64| {
            let seed = hash::quick(org, seed ^ event.source() as u64) | 1;
            u128::from(hash::quick(uid, seed))
        };
        half(self.seeds.0) << 64 | half(self.seeds.1)
    }

    /// Knows a key from then on; says whether it was new.
    pub(crate) fn insert(&mut self, key: Key) -> bool {
        self.keys.insert(key)
    }

    pub(crate) fn contains(&self, key: Key) -> bool {
        self.keys.contains(&key)
    }

    pub(crate) fn remove(&mut self, key: Key) {
        self.keys.remove(&key);
    }

    /// Takes in all of another.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.keys.extend(other.keys);
    }
}

/// Keys are hashes already.
#[derive(Clone, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u128(&mut self, key: u128) {
        self.0 = key as u64;
    }
}
