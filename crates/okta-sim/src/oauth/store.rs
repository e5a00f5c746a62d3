//! What the authorization server remembers: tokens, ids it has seen, fetched key sets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::code::{Code, Opened};
use super::signer::Signer;
use crate::stamp::Stamp;

/// Nonces are renewed once a day; the one of the day before still counts.
const NONCE_MS: i64 = 86_400_000;

/// State of the authorization server.
#[derive(Debug)]
pub(crate) struct OAuth {
    seed: u64,
    /// Whether a request for several scopes is refused when one of them is not granted. Otherwise those that are
    /// granted are given: both have been seen.
    pub(crate) strict_scopes: bool,
    signer: Mutex<Option<Arc<Signer>>>,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    issued: HashMap<[u8; 32], Issued>,
    seen: HashMap<String, Stamp>,
    key_sets: HashMap<String, Value>,
    codes: HashMap<String, Code>,
    opened: HashMap<[u8; 32], Opened>,
    /// Public keys that were signed with before.
    retired: Vec<Value>,
    /// How many keys there were before.
    rotations: u64,
}

/// An access token that was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Issued {
    pub(super) jti: String,
    pub(super) client_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) expires: Stamp,
    /// Thumbprint of the key that it is bound to.
    pub(super) bound_to: Option<String>,
}

impl OAuth {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            strict_scopes: false,
            signer: Mutex::default(),
            memory: Mutex::default(),
        }
    }

    /// The signing key, made on first use because that takes a moment.
    pub(super) fn signer(&self) -> Option<Arc<Signer>> {
        let rotations = self.memory().rotations;
        let mut signer = self.signer.lock().unwrap_or_else(PoisonError::into_inner);
        if signer.is_none() {
            // Keys that follow each other are as different as organizations'.
            let seed = self.seed ^ rotations.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            *signer = Signer::new(seed).map(Arc::new);
        }
        signer.clone()
    }

    /// Public keys that tokens may be signed with: the one in use, then earlier ones.
    pub(super) fn public_keys(&self) -> Vec<Value> {
        let mut keys: Vec<Value> = self
            .signer()
            .map(|signer| signer.public().clone())
            .into_iter()
            .collect();
        keys.extend(self.memory().retired.iter().cloned());
        keys
    }

    /// Signs with a new key from now on; with `forget` the old ones are named no more.
    pub(crate) fn rotate(&self, forget: bool) {
        let keys = self.public_keys();
        let mut memory = self.memory();
        memory.retired = if forget { Vec::new() } else { keys };
        memory.rotations += 1;
        drop(memory);
        *self.signer.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn give_code(&self, secret: &str, code: Code) {
        self.memory().codes.insert(secret.to_owned(), code);
    }

    /// A code that was not exchanged before and is not over.
    pub(super) fn take_code(&self, secret: &str, now: Stamp) -> Option<Code> {
        self.memory().codes.remove(secret).filter(|code| code.until > now)
    }

    pub(super) fn open(&self, token: &str, opened: Opened) {
        self.memory().opened.insert(Sha256::digest(token).into(), opened);
    }

    /// What a person's access token opens.
    pub(super) fn opened(&self, token: &str, now: Stamp) -> Option<Opened> {
        let key: [u8; 32] = Sha256::digest(token).into();
        self.memory()
            .opened
            .get(&key)
            .filter(|opened| opened.until > now)
            .cloned()
    }

    /// The nonce of the day.
    pub(super) fn nonce(&self, now: Stamp) -> String {
        self.nonce_of(now.0.div_euclid(NONCE_MS))
    }

    /// Whether a proof's nonce is today's or yesterday's.
    pub(super) fn knows_nonce(&self, nonce: &str, now: Stamp) -> bool {
        let day = now.0.div_euclid(NONCE_MS);
        nonce == self.nonce_of(day) || nonce == self.nonce_of(day - 1)
    }

    fn nonce_of(&self, day: i64) -> String {
        let digest = Sha256::digest(format!("dpop nonce {} {day}", self.seed));
        URL_SAFE_NO_PAD.encode(digest.get(..24).unwrap_or_default())
    }

    pub(super) fn remember(&self, token: &str, issued: Issued, now: Stamp) {
        let mut memory = self.memory();
        if memory.issued.len() > 10_000 {
            memory.issued.retain(|_, issued| issued.expires > now);
        }
        memory.issued.insert(Sha256::digest(token).into(), issued);
    }

    /// A token that was issued here and has not expired.
    pub(super) fn issued(&self, token: &str, now: Stamp) -> Option<Issued> {
        let key: [u8; 32] = Sha256::digest(token).into();
        self.memory()
            .issued
            .get(&key)
            .filter(|issued| issued.expires > now)
            .cloned()
    }

    /// Notes an id that may be used once until `until`; `false` when it was used before.
    pub(super) fn first_use(&self, id: String, now: Stamp, until: Stamp) -> bool {
        let mut memory = self.memory();
        if memory.seen.len() > 100_000 {
            memory.seen.retain(|_, until| *until > now);
        }
        match memory.seen.get(&id) {
            Some(known) if *known > now => false,
            _ => {
                memory.seen.insert(id, until);
                true
            }
        }
    }

    /// Whether an id was used before.
    pub(super) fn was_used(&self, id: &str, now: Stamp) -> bool {
        self.memory().seen.get(id).is_some_and(|until| *until > now)
    }

    /// Keeps a key set that was fetched from a client's `jwks_uri`.
    pub(crate) fn keep_key_set(&self, url: &str, keys: Value) {
        self.memory().key_sets.insert(url.to_owned(), keys);
    }

    pub(super) fn key_set(&self, url: &str) -> Option<Value> {
        self.memory().key_sets.get(url).cloned()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
