//! Why an answer is refused.

/// Why a browser's answer is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasskeyFault {
    /// Not what a browser sends.
    #[error("the browser's answer cannot be read: {0}")]
    Unreadable(&'static str),
    /// An answer to something else.
    #[error("the browser answered something else than it was asked")]
    OtherCeremony,
    /// It comes from another site, or out of a frame of one.
    #[error("the answer was given to `{0}`")]
    OtherOrigin(String),
    /// The passkey is for another site.
    #[error("the passkey belongs to another site")]
    OtherSite,
    /// Nobody touched the authenticator.
    #[error("nobody was there")]
    NotPresent,
    /// The authenticator did not look who is there.
    #[error("the authenticator did not verify who uses it: it needs a PIN, a fingerprint or the like")]
    NotVerified,
    /// An algorithm that is not taken.
    #[error("the authenticator's kind of key is not supported")]
    Algorithm,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Signature,
}
