//! Ids in Okta's form: a three-character prefix that tells the kind, then base 62, 20 characters.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A source of ids and secrets that gives the same ones for the same seed.
#[derive(Debug)]
pub(crate) struct Mint {
    rng: ChaCha8Rng,
    counter: u64,
}

impl Mint {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            counter: 0,
        }
    }

    /// A new id such as `00u1a2B3c4…`. Ids of one prefix grow with time, as Okta's mostly do.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        self.counter += 1;
        made_id(prefix, self.counter, self.rng.random::<u32>())
    }

    /// `length` random base 62 characters.
    pub(crate) fn secret(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(DIGITS[self.rng.random_range(0..62)]))
            .collect()
    }
}

/// The id that belongs to a number: 6 digits that count, 7 that look random, and the cell's suffix.
pub(crate) fn made_id(prefix: &str, number: u64, salt: u32) -> String {
    let mut tail = [b'0'; 13];
    let mut rest = number;
    for slot in tail.iter_mut().take(6).rev() {
        *slot = DIGITS[usize::try_from(rest % 62).unwrap_or(0)];
        rest /= 62;
    }
    let mut mixed = (number ^ (u64::from(salt) << 17)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for slot in tail.iter_mut().skip(6) {
        *slot = DIGITS[usize::try_from(mixed % 62).unwrap_or(0)];
        mixed /= 62;
    }
    let mut id = String::with_capacity(20);
    id.push_str(prefix);
    id.push(char::from(b'a' + u8::try_from(prefix.len() % 26).unwrap_or(0)));
    id.extend(tail.iter().map(|digit| char::from(*digit)));
    while id.len() < 17 {
        id.push('0');
    }
    id.truncate(17);
    id.push_str("5d7");
    id
}
