//! What follows when an identity is taken over.

/// Answers that many questions share.
#[derive(Debug, Default)]
pub(crate) struct Closures {}
