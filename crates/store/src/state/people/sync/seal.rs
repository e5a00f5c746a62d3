//! A plan's hash: two plans that have the same one are the same plan, step by step.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

use super::PersonStep;
use crate::hash::hex;

/// Bytes of the hash that are shown.
const SHOWN: usize = 16;

/// The hash of these steps in this order: 32 hexadecimal digits. An approval names it, so that it holds for the plan that
/// was seen and for no other.
pub fn plan_hash(org_url: &str, steps: &[PersonStep]) -> String {
    let mut hashing = Hashing(Sha256::new());
    // Writing to a hash cannot fail.
    let _ = write!(hashing, "{org_url:?}");
    for step in steps {
        let _ = write!(hashing, "{step:?}");
    }
    hex(hashing.0.finalize().get(..SHOWN).unwrap_or_default())
}

/// Text is hashed as it is written: that of a hundred thousand steps is never in memory.
struct Hashing(Sha256);

impl fmt::Write for Hashing {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
