//! Metadata: reading the identity provider's, comparing it with what is pinned, writing our own.

mod compare;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use compare::{MetadataChange, compare_metadata};
pub use read::{Locations, MetadataFault, read_metadata};
pub use write::write_metadata;
