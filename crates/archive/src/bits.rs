//! Numbers packed into as few bits as the largest of them needs, above their least.

use crate::bytes::{Reader, put_varint};

/// Bytes that must follow a packed stream so that eight can be read at its last bit.
pub(crate) const PADDING: usize = 8;

/// Microseconds of a time that knows only milliseconds.
const THOUSAND: u64 = 1_000;
const SCALED: u8 = 0x80;

/// Appends the numbers.
pub(crate) fn pack(values: &[u64], out: &mut Vec<u8>) {
    let base = values.iter().copied().min().unwrap_or(0);
    let mut top = 0;
    let mut is_scaled = true;
    for value in values {
        top |= value - base;
        is_scaled &= (value - base) % THOUSAND == 0;
    }
    is_scaled &= top >= THOUSAND;
    if is_scaled {
        top = values
            .iter()
            .map(|value| (value - base) / THOUSAND)
            .fold(0, |a, b| a | b);
    }
    let scale = if is_scaled { THOUSAND } else { 1 };
    let width = match 64 - top.leading_zeros() {
        wide @ 57.. => {
            let _ = wide;
            64
        }
        width => width,
    };
    out.push(width as u8 | if is_scaled { SCALED } else { 0 });
    put_varint(out, base);
    let (mut pending, mut filled) = (0_u128, 0);
    for value in values {
        pending |= u128::from((value - base) / scale) << filled;
        filled += width;
        while filled >= 8 {
            out.push(pending as u8);
            pending >>= 8;
            filled -= 8;
        }
    }
    if filled > 0 {
        out.push(pending as u8);
    }
}

/// A packed stream, read by index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Packed<'a> {
    bytes: &'a [u8],
    base: u64,
    width: u32,
    scale: u64,
}

impl<'a> Packed<'a> {
    /// The stream that begins there.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let head = reader.byte()?;
        let base = reader.varint()?;
        Some(Self {
            bytes: reader.rest(),
            base,
            width: u32::from(head & !SCALED),
            scale: if head & SCALED == 0 { 1 } else { THOUSAND },
        })
    }

    /// The value that all have, when they have but one.
    pub(crate) const fn constant(&self) -> Option<u64> {
        if self.width == 0 { Some(self.base) } else { None }
    }

    /// The number at an index; nonsense beyond the end, never a fault.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> u64 {
        if self.width == 0 {
            return self.base;
        }
        let bit = index * self.width as usize;
        let word = self
            .bytes
            .get(bit / 8..bit / 8 + 8)
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, u64::from_le_bytes);
        let mask = u64::MAX >> (64 - self.width);
        self.base
            .wrapping_add(((word >> (bit % 8)) & mask).wrapping_mul(self.scale))
    }

    /// Unpacks the first `count` numbers.
    pub(crate) fn unpack(&self, count: usize, out: &mut Vec<u64>) {
        out.clear();
        if self.width == 0 {
            out.resize(count, self.base);
        } else {
            out.extend((0..count).map(|index| self.get(index)));
        }
    }
}

/// A signed number as an unsigned one in the same order.
pub(crate) const fn ordered(value: i64) -> u64 {
    (value as u64) ^ (1 << 63)
}

/// The signed number of [`ordered`].
pub(crate) const fn unordered(value: u64) -> i64 {
    (value ^ (1 << 63)) as i64
}
