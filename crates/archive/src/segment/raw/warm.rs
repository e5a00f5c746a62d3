//! Blocks of texts that were unpacked lately, of all segments: to unpack one takes longer than all else that is done for
//! a row. A fixed number of places, so that memory is bounded; what falls on the same place goes.

use super::texts::Block;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Blocks that are kept: with some kilobytes each, 50 MB in all.
const PLACES: usize = 16_384;
/// Larger blocks, of very long texts, are not kept.
const BYTES_MAX: usize = 16 << 10;

/// Whose block it is, and which; and the block.
type Place = Mutex<Option<(u64, usize, Arc<Block>)>>;

static PLACES_OF_ALL: LazyLock<Vec<Place>> =
    LazyLock::new(|| std::iter::repeat_with(|| Mutex::new(None)).take(PLACES).collect());

/// Stands for one segment while the process lives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner(u64);

impl Owner {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    fn place(self, index: usize) -> Option<&'static Place> {
        let mixed = (self.0 ^ (index as u64).rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        PLACES_OF_ALL.get((mixed >> 50) as usize % PLACES)
    }

    /// A block that was unpacked lately.
    pub(super) fn get(self, index: usize) -> Option<Arc<Block>> {
        let place = self.place(index)?.lock().unwrap_or_else(PoisonError::into_inner);
        let known = place.as_ref();
        let known = known.filter(|(owner, known, _)| *owner == self.0 && *known == index);
        known.map(|(.., block)| Arc::clone(block))
    }

    /// Keeps a block for a while.
    pub(super) fn put(self, index: usize, block: &Arc<Block>) {
        if let Some(place) = self.place(index).filter(|_| block.bytes() <= BYTES_MAX) {
            let kept = Some((self.0, index, Arc::clone(block)));
            *place.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        }
    }
}
