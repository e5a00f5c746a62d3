//! One hash for ids, words and checksums. It is written to disk, so it never changes.

use twox_hash::XxHash64;

/// The hash of some bytes.
pub(crate) fn of(bytes: &[u8]) -> u64 {
    XxHash64::oneshot(0, bytes)
}

/// Another hash of some bytes for each seed.
pub(crate) fn seeded(bytes: &[u8], seed: u64) -> u64 {
    XxHash64::oneshot(seed, bytes)
}

/// The checksum of some bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    of(bytes) as u32
}

/// The hash of an id, without regard to case.
pub(crate) fn id(uid: &str) -> u64 {
    of(uid.to_ascii_lowercase().as_bytes())
}

/// What orders two events of the same microsecond: the lower half of the hash of their id.
pub(crate) fn tie(uid: &str) -> u32 {
    id(uid) as u32
}
