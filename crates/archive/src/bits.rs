//! Numbers packed into as few bits as the largest of them needs, above their least.

use crate::bytes::{Reader, put_varint};

/// Bytes that must follow a packed stream so that eight can be read at its last bit.
pub(crate) const PADDING: usize = 8;

/// Numbers of so many bits are unpacked eight at a time.
const NARROW: u32 = 16;

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
        match self.width {
            0 => out.resize(count, self.base),
            1..=NARROW if self.scale == 1 => self.unpack_narrow(count, out),
            _ => out.extend((0..count).map(|index| self.get(index))),
        }
    }

    /// Eight at a time: they fill as many bytes as each of them has bits.
    fn unpack_narrow(&self, count: usize, out: &mut Vec<u64>) {
        let (width, mask) = (self.width as usize, u128::from(u64::MAX >> (64 - self.width)));
        out.reserve(count.next_multiple_of(8));
        for eight in self.bytes.chunks(width).take(count.div_ceil(8)) {
            let mut bits = [0; NARROW as usize];
            bits[..eight.len()].copy_from_slice(eight);
            let bits = u128::from_le_bytes(bits);
            out.extend((0..8).map(|place| self.base.wrapping_add((bits >> (place * width) & mask) as u64)));
        }
        out.resize(count, self.base);
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

/// Numbers of few bits, one after another.
#[derive(Debug, Default)]
pub(crate) struct BitsWriter {
    out: Vec<u8>,
    pending: u64,
    filled: u32,
}

impl BitsWriter {
    /// Appends the lowest bits of a number, at most 32.
    #[inline]
    pub(crate) fn put(&mut self, value: u64, width: u32) {
        self.pending |= value << self.filled;
        self.filled += width;
        if self.filled >= 32 {
            self.out.extend_from_slice(&(self.pending as u32).to_le_bytes());
            self.pending >>= 32;
            self.filled -= 32;
        }
    }

    /// What comes next begins at a byte.
    pub(crate) fn end_byte(&mut self) {
        while self.filled > 0 {
            self.out.push(self.pending as u8);
            self.pending >>= 8;
            self.filled = self.filled.saturating_sub(8);
        }
    }

    /// Whole bytes so far.
    pub(crate) const fn bytes(&self) -> usize {
        self.out.len()
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.end_byte();
        self.out
    }
}

/// Reads what a [`BitsWriter`] wrote; beyond the end, nonsense and never a fault. [`PADDING`] must follow.
#[derive(Clone, Debug)]
pub(crate) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next number of that many bits, at most 32.
    #[inline]
    pub(crate) fn take(&mut self, width: u32) -> u64 {
        if width == 0 {
            return 0;
        }
        let word = self.bytes.get(self.at / 8..self.at / 8 + 8);
        let word = word
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, u64::from_le_bytes);
        let value = (word >> (self.at % 8)) & (u64::MAX >> (64 - width));
        self.at += width as usize;
        value
    }

    pub(crate) const fn skip(&mut self, bits: usize) {
        self.at += bits;
    }
}
