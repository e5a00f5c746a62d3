//! Small numbers as Parquet packs them: what repeats as a run, the rest in bits, eight at a time.

use crate::bytes::put_varint;

/// A run that is worth being one.
const RUN: usize = 16;
/// Numbers that are packed together.
const GROUP: usize = 8;

/// Bits that tell one of so many, at least one.
pub(super) fn width(of: usize) -> u32 {
    (usize::BITS - of.saturating_sub(1).leading_zeros()).max(1)
}

/// Appends numbers of so many bits.
pub(super) fn put(values: &[u32], width: u32, out: &mut Vec<u8>) {
    let (mut packed, mut at) = (0, 0);
    while let Some(value) = values.get(at) {
        let rest = values.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|other| *other == value).count();
        // The numbers before the run are filled up to a whole group with some of it.
        let fill = (at - packed).next_multiple_of(GROUP) - (at - packed);
        if run >= RUN + fill {
            put_bits(values.get(packed..at + fill).unwrap_or_default(), width, out);
            put_varint(out, ((run - fill) as u64) << 1);
            let bytes = value.to_le_bytes();
            out.extend(bytes.iter().take(width.div_ceil(8) as usize));
            packed = at + run;
        }
        at += run;
    }
    put_bits(values.get(packed..).unwrap_or_default(), width, out);
}

/// Appends numbers in bits, and zeros up to a whole group.
fn put_bits(values: &[u32], width: u32, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(GROUP);
    put_varint(out, (groups as u64) << 1 | 1);
    let end = out.len() + groups * width as usize;
    let (mut pending, mut filled) = (0_u64, 0);
    for value in values {
        pending |= u64::from(*value) << filled;
        filled += width;
        if filled >= 32 {
            out.extend_from_slice(&(pending as u32).to_le_bytes());
            pending >>= 32;
            filled -= 32;
        }
    }
    out.extend_from_slice(&(pending as u32).to_le_bytes());
    out.resize(end, 0);
}

#[cfg(test)]
mod tests {
    use super::{put, width};

    /// As a reader does it.
    fn read(bytes: &[u8], width: u32, count: usize) -> Vec<u32> {
        let mut reader = crate::bytes::Reader::new(bytes);
        let mut values = Vec::new();
        while values.len() < count {
            let head = reader.varint().unwrap();
            if head & 1 == 0 {
                let mut value = [0; 4];
                let bytes = width.div_ceil(8) as usize;
                value[..bytes].copy_from_slice(reader.take(bytes).unwrap());
                values.extend(std::iter::repeat_n(
                    u32::from_le_bytes(value),
                    (head >> 1) as usize,
                ));
            } else {
                let groups = (head >> 1) as usize;
                let bytes = reader.take(groups * width as usize).unwrap();
                for index in 0..groups * 8 {
                    let bit = |bit: usize| u32::from(bytes[bit / 8] >> (bit % 8) & 1);
                    let at = index * width as usize;
                    values.push((0..width as usize).map(|place| bit(at + place) << place).sum());
                }
            }
        }
        assert!(reader.is_empty());
        values.truncate(count);
        values
    }

    #[test]
    fn runs_and_bits_come_back() {
        let mut dice = crate::tests::Dice(3);
        for round in 0..200 {
            let most = 1 + dice.next(1 << (round % 18)) as u32;
            let mut values = Vec::new();
            for _ in 0..dice.next(12) {
                let value = dice.next(most.into()) as u32;
                let times = [1, 3, 15, 16, 17, 24, 400][dice.next(7) as usize];
                values.extend(std::iter::repeat_n(value, times));
            }
            let width = width(most as usize);
            let mut out = Vec::new();
            put(&values, width, &mut out);
            assert_eq!(read(&out, width, values.len()), values);
        }
    }

    #[test]
    fn what_repeats_is_short() {
        let mut out = Vec::new();
        put(&[5; 30_000], 3, &mut out);
        assert_eq!(out.len(), 4);
    }
}
