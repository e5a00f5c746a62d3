//! Snapshots: what one scan read of one organization, as immutable Parquet files.
//!
//! A snapshot is a manifest (JSON) that names, for each table, the part files that hold its rows. Part files are
//! named after the SHA-256 of their content and cut where the content says so, so that two snapshots share every
//! part in which nothing changed. The format is described for other tools in `docs/reference/snapshots.md`.
//!
//! INVARIANT: a snapshot becomes visible by one rename of its manifest, after all it names is on the disk. Nothing
//! ever changes a visible file; only [`SnapshotStore::prune`] removes some.

mod boundary;
mod buffer;
mod columns;
mod disk;
mod draft;
mod error;
mod manifest;
mod org_dir;
mod parts;
mod prune;
mod record;
mod replay;
mod stored;
mod table;
#[cfg(test)]
mod tests;
mod traits;

pub use draft::Draft;
pub use error::SnapshotError;
pub use manifest::{NextOrdinals, OrganizationInfo, PartInfo, SnapshotInfo, TableInfo};
pub use prune::{Keep, Pruned};
pub use replay::{OrdinalKind, ReplayError, ReplayOptions};
pub use stored::{Snapshot, SnapshotStore};
pub use table::Table;
pub use traits::traits_of;
