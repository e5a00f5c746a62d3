//! What is stored of a token.

use crate::hash::hex_sha256;

/// SHA-256 of a token, session id or link code.
///
/// Tokens are long and random, so a plain hash is enough; looking the hash up tells an attacker nothing by its
/// timing, because nobody can choose a token whose hash begins as another's.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash(String);

impl TokenHash {
    /// The hash of a token as its holder presents it.
    pub fn of(token: &str) -> Self {
        Self(hex_sha256(token.as_bytes()))
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
