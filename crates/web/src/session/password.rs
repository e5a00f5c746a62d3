//! Passwords of local accounts: the rules, and Argon2id (RFC 9106) for keeping them.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Fewest characters. Source: NIST SP 800-63B, 3.1.1.2, asks for 15 where a password is all there is and 8 beside
/// a second factor; 12 with the list of common ones and rate limits is what administrators accept.
const CHARS_MIN: usize = 12;
/// Most bytes: longer ones only cost time.
const BYTES_MAX: usize = 256;
/// Hashing takes 19 MiB and some tens of milliseconds of a core each; more than this at once would be a way to
/// exhaust the server.
const HASHES_AT_ONCE: usize = 2;

static HASHING: Semaphore = Semaphore::const_new(HASHES_AT_ONCE);

/// What is wrong with a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WeakPassword {
    /// Under the minimum.
    #[error("the password must have at least {CHARS_MIN} characters")]
    Short,
    /// Over the maximum.
    #[error("the password must have at most {BYTES_MAX} bytes")]
    Long,
    /// Holds the account's name.
    #[error("the password must not contain the account's name")]
    HoldsName,
    /// One of those that are tried first.
    #[error("the password is one of those that attackers try first")]
    Common,
}

/// Checks a new password.
pub(crate) fn check(name: &str, password: &str) -> Result<(), WeakPassword> {
    let lower = password.to_lowercase();
    let name = name.to_lowercase();
    if password.chars().count() < CHARS_MIN {
        Err(WeakPassword::Short)
    } else if password.len() > BYTES_MAX {
        Err(WeakPassword::Long)
    } else if name.chars().count() >= 3 && lower.contains(&name) {
        Err(WeakPassword::HoldsName)
    } else if is_common(&lower) {
        Err(WeakPassword::Common)
    } else {
        Ok(())
    }
}

/// Words that people build their passwords around.
const COMMON_STEMS: [&str; 20] = [
    "password",
    "passwort",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "123456789012",
    "qwertyuiop",
    "qwertzuiop",
    "administrator",
    "adminadmin",
    "letmein",
    "welcome",
    "changeme",
    "iloveyou",
    "portolan",
    "okta",
    "summer",
    "winter",
    "secret",
    "abcdefghij",
];

/// Common: a common stem with little else, or few different characters.
fn is_common(lower: &str) -> bool {
    let mut kinds: Vec<char> = lower.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < 5 {
        return true;
    }
    let rest = COMMON_STEMS
        .iter()
        .fold(lower.to_owned(), |rest, stem| rest.replace(stem, ""));
    let letters_left = rest.chars().filter(|c| c.is_alphabetic()).count();
    rest.len() < lower.len() && letters_left < 5
}

/// Why a hash could not be made or compared.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HashFault {
    /// The hashing itself failed, for example for want of memory.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
    /// The server is going down.
    #[error("password hashing was interrupted")]
    Interrupted,
}

/// Makes a hash to keep: Argon2id with 19 MiB, 2 passes, 1 lane (OWASP's minimum), random salt, as a PHC string.
pub(crate) async fn hash(password: String) -> Result<String, HashFault> {
    apart(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
            .map_err(|error| HashFault::Hash(error.to_string()))
    })
    .await?
}

/// Compares a password with a kept hash. Without a hash (an unknown name) the same work is done for nothing, so
/// that the time taken does not tell which names exist.
pub(crate) async fn verify(password: String, kept: Option<String>) -> Result<bool, HashFault> {
    apart(move || {
        let known = kept.is_some();
        let kept = kept.unwrap_or_else(|| DECOY.to_owned());
        let hash = PasswordHash::new(&kept).map_err(|error| HashFault::Hash(error.to_string()))?;
        let matches = Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok();
        Ok(known && matches)
    })
    .await?
}

/// A hash that nothing is kept behind, with the same cost as real ones.
pub(crate) const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$cG9ydG9sYW4tZGVjb3k$0123456789abcdefghijklmnopqrstuvwxyzABCDEFE";

/// Runs the work off the threads that serve calls, a few at a time.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, HashFault> {
    let _permit = HASHING.acquire().await.map_err(|_| HashFault::Interrupted)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| HashFault::Interrupted)
}

#[cfg(test)]
mod tests;
