//! Random values that prove something: session ids, API tokens, codes of one-time links. Only hashes are kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Secret, Timestamp};
use rand::RngCore;
use sha2::{Digest, Sha256};
use store::state::{AuditEntry, NewApiToken, State, StateError, TokenHash, new_id};

/// What API tokens begin with, so that secret scanners and people recognise them.
pub(crate) const API_TOKEN_PREFIX: &str = "portolan_";

/// 256 random bits as 43 letters, digits, `-` and `_`.
pub(crate) fn new_secret() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A new API token.
pub(crate) fn new_api_token() -> String {
    format!("{API_TOKEN_PREFIX}{}", new_secret())
}

/// Makes an API token for a local account and gives its value back, once.
pub async fn issue_token(
    state: &State,
    user_id: &str,
    name: &str,
    roles: &[&str],
    expires: Option<Timestamp>,
    now: Timestamp,
) -> Result<Secret, StateError> {
    let value = new_api_token();
    let new = NewApiToken {
        id: new_id(),
        hash: TokenHash::of(&value),
        name: name.to_owned(),
        user_id: user_id.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        expires,
        maker: None,
    };
    let target = format!("token/{}", new.id);
    state
        .create_api_token(&new, &AuditEntry::new("system", "token.create", &target), now)
        .await?;
    Ok(Secret::new(value))
}

/// The CSRF token of a session: follows from the session's secret, which no script can read, and cannot be turned
/// back into it.
pub(crate) fn csrf_of(session_secret: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"portolan csrf v1\0");
    hash.update(session_secret.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// Compares without telling by time how much is alike.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::{csrf_of, new_api_token, new_secret, same};

    #[test]
    fn secrets_are_long_and_differ() {
        let (a, b) = (new_secret(), new_secret());
        assert_eq!(a.len(), 43);
        assert_ne!(a, b);
        assert!(new_api_token().starts_with("portolan_"));
    }

    #[test]
    fn csrf_follows_from_the_session_alone() {
        assert_eq!(csrf_of("s"), csrf_of("s"));
        assert_ne!(csrf_of("s"), csrf_of("t"));
        assert!(!csrf_of("secret").contains("secret"));
    }

    #[test]
    fn comparison() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", "ab"));
        assert!(!same("", "a"));
    }
}
