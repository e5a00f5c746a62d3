//! What is recent: rows in memory, and the ids of all of them.

use crate::chunk::Chunk;
use activity::event::{Event, Field};
use std::collections::HashSet;
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

/// The ids of recent rows.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    keys: HashSet<Box<[u8]>>,
}

/// What an event is kept once by, in a buffer that serves many.
#[derive(Debug, Default)]
pub(crate) struct Key {
    bytes: Vec<u8>,
}

impl Key {
    /// The key of an event: source, organization and id.
    pub(crate) fn of(&mut self, event: &Event<'_>) -> &[u8] {
        self.bytes.clear();
        let parts = [
            event.source().word(),
            event.get(Field::SourceOrg).unwrap_or_default(),
            event.get(Field::Uid).unwrap_or_default(),
        ];
        for part in parts {
            self.bytes.extend_from_slice(part.as_bytes());
            self.bytes.push(0);
        }
        &self.bytes
    }
}

impl Ids {
    /// Knows a key from then on.
    pub(crate) fn insert(&mut self, key: &[u8]) {
        self.keys.insert(key.into());
    }

    pub(crate) fn contains(&self, key: &[u8]) -> bool {
        self.keys.contains(key)
    }

    pub(crate) fn remove(&mut self, key: &[u8]) {
        self.keys.remove(key);
    }

    /// Takes in all of another.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.keys.extend(other.keys);
    }
}
