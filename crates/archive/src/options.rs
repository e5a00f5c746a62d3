//! How an archive keeps its events. The defaults suit one machine.

use crate::archive::Rebuilding;
use std::sync::Arc;

/// Sizes and strengths.
#[derive(Clone, Debug)]
pub struct Options {
    /// Recent events in memory beyond which they are sealed into a segment.
    pub seal_rows: usize,
    /// Bytes of recent raw text beyond which they are sealed.
    pub seal_bytes: usize,
    /// Events of the largest segment that compaction makes.
    pub segment_rows: usize,
    /// Strength of zstd, 1 to 19.
    pub level: i32,
    /// Bytes of raw text that are compressed together in a Parquet file: more is smaller.
    pub page_bytes: usize,
    /// Whether sealing and compaction happen by themselves on a thread of their own. Without, call
    /// [`crate::Archive::seal`] and [`crate::Archive::compact`].
    pub background: bool,
    /// Who is told when opening takes long.
    pub told: Told,
}

/// Is told, before each index that opening must make anew, how far it is.
#[derive(Clone, Default)]
pub struct Told(Option<Arc<dyn Fn(Rebuilding) + Send + Sync>>);

impl Told {
    /// Tells that.
    pub fn new(tell: impl Fn(Rebuilding) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    pub(crate) fn tell(&self, progress: Rebuilding) {
        if let Some(tell) = &self.0 {
            tell(progress);
        }
    }
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seal_rows: 32_768,
            seal_bytes: 96 << 20,
            segment_rows: 262_144,
            level: 1,
            page_bytes: 1 << 20,
            background: true,
            told: Told::default(),
        }
    }
}
