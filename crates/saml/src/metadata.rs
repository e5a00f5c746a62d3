//! Metadata: reading the identity provider's, comparing it with what is pinned, renewing it, writing our own.

mod compare;
mod read;
mod renew;
#[cfg(test)]
mod tests;
mod write;

pub use compare::{MetadataChange, compare_metadata};
pub use read::{Locations, MetadataFault, read_metadata};
pub use renew::{Renewal, read_again_after, renewal, signed_metadata};
pub use write::write_metadata;
