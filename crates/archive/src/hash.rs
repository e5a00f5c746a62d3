//! One hash for ids, words and checksums. It is written to disk, so it never changes.

use std::hash::{BuildHasher, Hasher, RandomState};
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

/// Longer ids are put into lower case in memory of their own.
const SHORT: usize = 128;

/// The hash of an id, without regard to case.
pub(crate) fn id(uid: &str) -> u64 {
    let mut lowered = [0; SHORT];
    match lowered.get_mut(..uid.len()) {
        Some(lowered) => {
            lowered.copy_from_slice(uid.as_bytes());
            lowered.make_ascii_lowercase();
            of(lowered)
        }
        None => of(uid.to_ascii_lowercase().as_bytes()),
    }
}

/// A hash of bytes that come in parts.
#[derive(Default)]
pub(crate) struct Stream(XxHash64);

impl Stream {
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        Hasher::write(&mut self.0, bytes);
    }

    /// The checksum of all parts, as if they were one.
    pub(crate) fn checksum(&self) -> u32 {
        self.0.finish() as u32
    }
}

/// Hashes the keys of a table quickly, with a seed that nobody knows.
#[derive(Clone, Debug)]
pub(crate) struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0) | 1)
    }
}

impl BuildHasher for Seeded {
    type Hasher = Quick;

    fn build_hasher(&self) -> Quick {
        Quick(self.0)
    }
}

/// The hash of a key so far.
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = quick(bytes, self.0);
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(8) ^ u64::from(byte);
    }
}

/// A hash that lives as long as the process: whoever does not know the seed cannot choose texts that collide.
#[inline]
pub(crate) fn quick(text: &[u8], seed: u64) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| {
        let wide = u128::from(hash ^ word) * u128::from(FACTOR);
        (wide as u64) ^ (wide >> 64) as u64
    };
    let mut hash = seed ^ text.len() as u64;
    let (words, tail) = text.as_chunks::<8>();
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    mix(mix(hash, u64::from_le_bytes(last)), seed)
}

/// What orders two events of the same microsecond: the lower half of the hash of their id.
pub(crate) fn tie(uid: &str) -> u32 {
    id(uid) as u32
}
