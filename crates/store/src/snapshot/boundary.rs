//! Where a table is cut into parts.
//!
//! Whether a part ends after a row depends on that row's key alone, never on its position. So a row that comes or
//! goes moves no other cut, and a row whose content changes moves none at all.

/// Whether a part ends after the row with `key`, when parts are to have `mean` rows (a power of two) on average.
pub(super) const fn ends_part(key: u64, mean: u64) -> bool {
    mix(key) & (mean - 1) == 0
}

/// SplitMix64's finalizer: spreads neighbouring keys evenly.
const fn mix(key: u64) -> u64 {
    let mut x = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
