//! Keeps every event, and finds it in a moment.
//!
//! Events come as batches of `activity` and are durable when [`Archive::append`] returns, each once. What is recent is
//! a log with its rows in memory; what is older is immutable Parquet with an index file beside it. This room never
//! changes an event, knows no source, and asks no clock: whoever calls brings the time.

mod archive;
mod bitmap;
mod bits;
mod bytes;
mod chunk;
mod compact;
mod error;
mod event;
mod export;
mod files;
mod hash;
mod hot;
pub mod language;
mod log;
mod manifest;
mod notes;
mod options;
mod query;
mod retain;
mod scan;
mod search;
mod segment;
mod stats;
mod still;
mod table;
mod watch;
mod zip;

#[cfg(test)]
mod tests;

pub use archive::{Appended, Archive, Rebuilding, Store};
pub use compact::Compacted;
pub use error::{AppendError, OpenError, SearchError};
pub use event::{Event, Position};
pub use files::{Disk, Files, Objects, Sink, Source};
pub use options::{Options, Told};
pub use query::{Column, Filter, Operator, Query};
pub use retain::{Outdated, Retained, Retention};
pub use scan::Scanned;
pub use search::{Count, Facet, Page};
pub use stats::{SourceStats, Stats};
pub use still::{Still, Wanted};
pub use table::Table;
