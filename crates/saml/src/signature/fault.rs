//! Why a signature does not count.

/// Why a signature does not count. Texts are for the administrator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureFault {
    /// More than one signature in one element.
    #[error("one element carries several signatures")]
    SeveralSignatures,
    /// A signature that is no direct child of the response or of its assertion: the mark of signature wrapping.
    #[error("a signature stands where none belongs, inside `{0}`")]
    Misplaced(String),
    /// A part of the signature is missing, repeated, foreign or in the wrong place.
    #[error("the signature is not built as SAML asks, at `{0}`")]
    Shape(&'static str),
    /// Comments inside what must be read exactly.
    #[error("the signature holds a comment")]
    Comment,
    /// More than one reference.
    #[error("the signature has several references")]
    SeveralReferences,
    /// The signed element has no usable `ID`.
    #[error("the signed element has no usable `ID`")]
    NoId,
    /// The reference points to something else than the element that carries the signature.
    #[error("the signature is for `{0}`, not for the element that carries it")]
    OtherElement(String),
    /// A transform or canonicalisation that is not accepted.
    #[error(
        "the transform `{0}` is not accepted, only enveloped-signature and then exclusive canonicalisation"
    )]
    Transform(String),
    /// SHA-1, MD5, HMAC, DSA and whatever else is not on the list.
    #[error("the algorithm `{0}` is not accepted, only RSA or ECDSA with SHA-256, SHA-384 or SHA-512")]
    Algorithm(String),
    /// The canonical form is longer than is read.
    #[error("the signed content is too large in canonical form")]
    TooLarge,
    /// Not base64.
    #[error("the signature or digest is not base64")]
    Base64,
    /// The content is not what was signed.
    #[error("the signed content was changed")]
    Changed,
    /// No pinned key made this signature.
    #[error("the signature was made by none of the pinned certificates")]
    NoPinnedKey,
}
