//! Time-based identifiers (RFC 9562, version 1), the form of Okta's event uuids.

use crate::stamp::Stamp;

/// 100-nanosecond steps between 1582-10-15 and 1970-01-01.
const GREGORIAN: u64 = 0x01B2_1DD2_1381_4000;

/// One identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Uuid {
    ticks: u64,
    clock: u16,
    node: u64,
}

impl Uuid {
    /// The identifier number `step` of the millisecond `at` on the machine `node`. Steps above 9999 spill into the
    /// clock sequence, so that identifiers stay distinct.
    pub(crate) fn at(at: Stamp, step: u64, node: u64) -> Self {
        let ms = u64::try_from(at.0).unwrap_or(0);
        let ticks = GREGORIAN
            .wrapping_add(ms.wrapping_mul(10_000))
            .wrapping_add(step % 10_000);
        let clock = u16::try_from((step / 10_000) & 0x3FFF).unwrap_or(0);
        Self {
            ticks,
            clock,
            node: node & 0xFFFF_FFFF_FFFF,
        }
    }
}

impl std::fmt::Display for Uuid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let low = self.ticks & 0xFFFF_FFFF;
        let mid = (self.ticks >> 32) & 0xFFFF;
        let high = (self.ticks >> 48) & 0x0FFF;
        write!(
            f,
            "{low:08x}-{mid:04x}-1{high:03x}-{:04x}-{:012x}",
            self.clock | 0x8000,
            self.node
        )
    }
}
