//! What is recent: rows in memory, and the ids of all of them.

use crate::chunk::Chunk;
use activity::event::{Event, Field};
use std::collections::HashSet;
use std::sync::Arc;

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

    /// Adds rows. Chunks at least double from the last to the first, so that there are few and each row is copied
    /// seldom.
    pub(crate) fn push(&mut self, chunk: Chunk) {
        if chunk.len() == 0 {
            return;
        }
        let mut chunk = chunk;
        while let Some(last) = self.chunks.pop_if(|last| last.len() <= chunk.len()) {
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

impl Ids {
    /// Whether the id is new; it is known from then on.
    pub(crate) fn insert(&mut self, event: &Event<'_>) -> bool {
        self.keys.insert(key(event))
    }

    pub(crate) fn contains(&self, event: &Event<'_>) -> bool {
        self.keys.contains(&key(event))
    }

    pub(crate) fn remove(&mut self, event: &Event<'_>) {
        self.keys.remove(&key(event));
    }

    /// Takes in all of another.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.keys.extend(other.keys);
    }
}

/// What an event is kept once by: source, organization and id.
fn key(event: &Event<'_>) -> Box<[u8]> {
    let parts = [
        event.source().word(),
        event.get(Field::SourceOrg).unwrap_or_default(),
        event.get(Field::Uid).unwrap_or_default(),
    ];
    parts.join("\0").into_bytes().into()
}
