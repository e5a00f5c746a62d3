//! The vault: seals credentials, so that the database alone is worth nothing to a thief.
//!
//! A sealed text is `v1.<key id>.<nonce>.<ciphertext>`. It is bound to its place (table, row and field), so that a
//! credential moved to another row does not open. Several keys can be held at once: the first seals, all open,
//! and [`Vault::reseal`] moves what was sealed with an older one.
//!
//! Sealing is AES-256-GCM-SIV (RFC 8452): a nonce drawn twice by bad luck shows only that two texts were equal.

mod key;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Secret;
use secrecy::zeroize::Zeroizing;

use key::MasterKey;

const VERSION: &str = "v1";
const NONCE_BYTES: usize = 12;

/// Why something could not be sealed or opened. Never says anything about what is sealed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file cannot be read or made.
    #[error("cannot {action} the master key `{}`: check that the directory exists and who may read it", .path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// The key file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Others may read the key file.
    #[error("the master key `{}` can be read by other users of this machine: run `chmod 600` on it", .path.display())]
    Exposed {
        /// The key file.
        path: PathBuf,
    },
    /// A key is not 32 bytes of base64.
    #[error(
        "the master key is not 32 bytes of base64: put the right key back, or generate one with `head -c 32 /dev/urandom | base64`"
    )]
    BadKey,
    /// No key was given.
    #[error("there is no master key: give at least one")]
    NoKey,
    /// The text was sealed with a key that is not held.
    #[error(
        "this was sealed with the key `{key_id}`, which is not here: add that key after the current one, or enter the credential again"
    )]
    UnknownKey {
        /// Which key.
        key_id: String,
    },
    /// The text is not what was sealed, or was sealed for another place.
    #[error("this sealed text was altered or belongs to another place: enter the credential again")]
    Altered,
    /// The sealing itself failed.
    #[error("the text is too long to be sealed")]
    TooLong,
}

/// Seals and opens.
pub struct Vault {
    /// The first seals.
    keys: Vec<MasterKey>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("key_ids", &self.key_ids())
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Reads the keys from a file, one a line, the current one first. A missing file is made, with a new key that
    /// only this user can read.
    pub fn open_file(path: &Path) -> Result<Self, VaultError> {
        let text = key::read_or_make(path)?;
        Self::from_text(&text)
    }

    /// Takes the keys from text: 32 bytes in base64 each, separated by white space or commas, the current one first.
    pub fn from_text(text: &str) -> Result<Self, VaultError> {
        let words = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty());
        let keys = words.map(MasterKey::from_base64).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            Err(VaultError::NoKey)
        } else {
            Ok(Self { keys })
        }
    }

    /// Ids of the keys held, the current one first. An id says nothing about its key.
    pub fn key_ids(&self) -> Vec<&str> {
        self.keys.iter().map(MasterKey::id).collect()
    }

    /// Seals `secret` for `place`, for example `integrations/0f…/credential`.
    pub fn seal(&self, secret: &Secret, place: &str) -> Result<String, VaultError> {
        let key = self.keys.first().ok_or(VaultError::NoKey)?;
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let header = header(key.id(), place);
        let payload = Payload {
            msg: secret.reveal().as_bytes(),
            aad: header.as_bytes(),
        };
        let sealed = cipher(key)?
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| VaultError::TooLong)?;
        let (nonce, sealed) = (URL_SAFE_NO_PAD.encode(nonce), URL_SAFE_NO_PAD.encode(sealed));
        Ok(format!("{VERSION}.{}.{nonce}.{sealed}", key.id()))
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, sealed: &str, place: &str) -> Result<Secret, VaultError> {
        let mut words = sealed.split('.');
        let (Some(VERSION), Some(key_id), Some(nonce), Some(text), None) = (
            words.next(),
            words.next(),
            words.next(),
            words.next(),
            words.next(),
        ) else {
            return Err(VaultError::Altered);
        };
        let key = self.keys.iter().find(|key| key.id() == key_id);
        let key = key.ok_or_else(|| VaultError::UnknownKey {
            key_id: key_id.chars().take(32).collect(),
        })?;
        let bytes = |word: &str| URL_SAFE_NO_PAD.decode(word).map_err(|_| VaultError::Altered);
        let nonce: [u8; NONCE_BYTES] = bytes(nonce)?.try_into().map_err(|_| VaultError::Altered)?;
        let (text, header) = (bytes(text)?, header(key_id, place));
        let payload = Payload {
            msg: &text,
            aad: header.as_bytes(),
        };
        let opened = cipher(key)?
            .decrypt(&Nonce::from(nonce), payload)
            .map_err(|_| VaultError::Altered)?;
        let opened = Zeroizing::new(opened);
        std::str::from_utf8(&opened)
            .map(Secret::new)
            .map_err(|_| VaultError::Altered)
    }

    /// Seals again, with the current key, what an older one sealed; `None` when the current one did.
    pub fn reseal(&self, sealed: &str, place: &str) -> Result<Option<String>, VaultError> {
        let current = self.keys.first().map(MasterKey::id);
        let opened = self.open(sealed, place)?;
        if sealed.split('.').nth(1) == current {
            Ok(None)
        } else {
            self.seal(&opened, place).map(Some)
        }
    }
}

/// What a sealed text is bound to besides its key.
fn header(key_id: &str, place: &str) -> String {
    format!("portolan {VERSION} {key_id} {place}")
}

fn cipher(key: &MasterKey) -> Result<Aes256GcmSiv, VaultError> {
    Aes256GcmSiv::new_from_slice(key.bytes()).map_err(|_| VaultError::BadKey)
}
