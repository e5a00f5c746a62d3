//! The private key of a service app.

/// A private key that signs. Printing it prints dots.
#[derive(Clone)]
pub struct SigningKey(());

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(•••)")
    }
}
