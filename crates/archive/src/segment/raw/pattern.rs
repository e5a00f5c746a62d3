//! Values of one length that are ever new: at each place one of a few letters.

use crate::bits::{Bits, BitsWriter};
use crate::bytes::{Reader, put_varint};

/// Values longer than that have no pattern.
const LENGTH_MAX: usize = 128;

/// What may stand at each place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pattern {
    places: Vec<Place>,
    bits: usize,
}

/// The letters of one place, ascending; one letter takes no bits.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Place {
    letters: Vec<u8>,
    width: u32,
}

impl Pattern {
    /// The pattern of some values, if they are of one length.
    pub(crate) fn of<'t>(values: impl Iterator<Item = &'t [u8]>) -> Option<Self> {
        let mut seen: Vec<[bool; 256]> = Vec::new();
        let mut length = None;
        for value in values {
            if *length.get_or_insert(value.len()) != value.len() || value.len() > LENGTH_MAX {
                return None;
            }
            seen.resize(value.len(), [false; 256]);
            for (place, byte) in seen.iter_mut().zip(value) {
                place[usize::from(*byte)] = true;
            }
        }
        let letters = |seen: &[bool; 256]| (0..=255).filter(|byte| seen[usize::from(*byte)]).collect();
        Some(Self::new(seen.iter().map(letters).collect()))
    }

    fn new(letters: Vec<Vec<u8>>) -> Self {
        let place = |letters: Vec<u8>| Place {
            width: usize::BITS - letters.len().saturating_sub(1).leading_zeros(),
            letters,
        };
        let places: Vec<Place> = letters.into_iter().map(place).collect();
        let bits = places.iter().map(|place| place.width as usize).sum();
        Self { places, bits }
    }

    /// Bits of one value.
    pub(crate) const fn bits(&self) -> usize {
        self.bits
    }

    /// Bytes of the pattern itself, about.
    pub(crate) fn size(&self) -> usize {
        self.places.iter().map(|place| place.letters.len() + 1).sum()
    }

    /// The numbers of the letters by place, for writing many values.
    pub(crate) fn codes(&self) -> Vec<[u8; 256]> {
        let table = |place: &Place| {
            let mut table = [0; 256];
            for (number, letter) in place.letters.iter().enumerate() {
                table[usize::from(*letter)] = number as u8;
            }
            table
        };
        self.places.iter().map(table).collect()
    }

    /// Appends a value that has the pattern.
    pub(crate) fn write(&self, codes: &[[u8; 256]], value: &[u8], out: &mut BitsWriter) {
        for ((place, codes), byte) in self.places.iter().zip(codes).zip(value) {
            if place.width > 0 {
                out.put(codes[usize::from(*byte)].into(), place.width);
            }
        }
    }

    /// Reads a value.
    #[inline]
    pub(crate) fn read(&self, bits: &mut Bits<'_>, out: &mut Vec<u8>) {
        for place in &self.places {
            let number = bits.take(place.width);
            out.push(place.letters.get(number as usize).copied().unwrap_or(b'?'));
        }
    }

    /// Whether some value may have a text in lower case, wherever it begins.
    pub(crate) fn may_have(&self, text: &[u8]) -> bool {
        let may_stand = |(place, byte): (&Place, &u8)| {
            place
                .letters
                .iter()
                .any(|letter| letter.to_ascii_lowercase() == *byte)
        };
        self.places
            .windows(text.len().max(1))
            .any(|places| places.iter().zip(text).all(may_stand))
    }

    /// Whether some value may have a part of a text in lower case, the rest of which stands before or after it.
    pub(crate) fn may_lie(&self, before: &[u8], text: &[u8], after: &[u8]) -> bool {
        let length = before.len() + self.places.len() + after.len();
        let may_stand = |at: usize, byte: u8| match at.checked_sub(before.len()) {
            None => before[at] == byte,
            Some(place) => match self.places.get(place) {
                Some(place) => place
                    .letters
                    .iter()
                    .any(|letter| letter.to_ascii_lowercase() == byte),
                None => after.get(place - self.places.len()) == Some(&byte),
            },
        };
        (0..(length + 1).saturating_sub(text.len())).any(|start| {
            text.iter()
                .enumerate()
                .all(|(at, byte)| may_stand(start + at, *byte))
        })
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        put_varint(out, self.places.len() as u64);
        for place in &self.places {
            put_varint(out, place.letters.len() as u64);
            out.extend_from_slice(&place.letters);
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Option<Self> {
        let places = reader.size().filter(|places| *places <= LENGTH_MAX)?;
        let letters = (0..places).map(|_| Some(reader.bytes()?.to_vec()));
        let letters: Option<Vec<_>> = letters.collect();
        let letters = letters.filter(|letters| letters.iter().all(|letters| !letters.is_empty()));
        Some(Self::new(letters?))
    }
}
