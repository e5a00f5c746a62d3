//! Every reason for a refusal, for the administrator; and the one sentence for everybody else.

mod advice;

use jiff::Timestamp;

use crate::signature::SignatureFault;
use crate::xml::XmlFault;

const SHOWN_CHARS_MAX: usize = 200;

/// Why a message of an identity provider was refused. Its text says what was found and is for the administrator only;
/// [`Refusal::advice`] says what to do; [`Refusal::code`] is for the audit log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each text says what the variant means")]
pub enum Refusal {
    #[error("the message is not base64")]
    NotBase64,
    #[error("{0}")]
    Xml(#[from] XmlFault),
    #[error("the redirect parameter `{0}` is missing, repeated or not readable")]
    RedirectParameter(&'static str),
    #[error("the message does not unpack, or unpacks to more than is read")]
    Inflate,
    #[error("the document is `{0}`, not what belongs here")]
    OtherMessage(String),
    #[error("the SAML version is not 2.0")]
    Version,
    #[error("`{0}` is missing")]
    Missing(&'static str),
    #[error("`{0}` is there more than once")]
    Repeated(&'static str),
    #[error("`{0}` has no readable value")]
    Unreadable(&'static str),
    #[error("`{0}` stands where it does not belong")]
    Unexpected(String),
    #[error("the response holds no assertion")]
    NoAssertion,
    #[error("the response holds several assertions")]
    SeveralAssertions,
    #[error("{0}")]
    Signature(#[from] SignatureFault),
    #[error("nothing signed covers what is to be believed")]
    Unsigned,
    #[error("no certificate of the identity provider is pinned")]
    NoPinnedKeys,
    #[error("the identity provider's metadata was valid until {0}")]
    MetadataExpired(Timestamp),
    #[error("the assertion is encrypted, but the response around it is not signed")]
    EncryptedInUnsigned,
    #[error("the assertion is encrypted, but this connector has no key")]
    NoDecryptionKey,
    #[error("the encryption `{0}` is not accepted")]
    EncryptionMethod(String),
    #[error("the encrypted assertion cannot be opened")]
    Undecryptable,
    #[error("the identity provider answered with status `{code}`: {message}")]
    Status { code: String, message: String },
    #[error("the issuer is `{found}`, not `{expected}`")]
    Issuer { expected: String, found: String },
    #[error("the destination is `{found}`, not `{expected}`")]
    Destination { expected: String, found: String },
    #[error("the recipient is `{found}`, not `{expected}`")]
    Recipient { expected: String, found: String },
    #[error("the audience is `{found}`, not `{expected}`")]
    Audience { expected: String, found: String },
    #[error(
        "no sign-in was asked for, and this connector does not allow sign-in from the identity provider's side"
    )]
    Unsolicited,
    #[error("the response answers request `{0}`, which this browser did not make or has used")]
    OtherRequest(String),
    #[error("response and assertion answer different requests")]
    RequestsDiffer,
    #[error("no bearer confirmation names the subject")]
    NoBearer,
    #[error("the condition `{0}` is not understood")]
    Condition(String),
    #[error("valid from {from}, but it is {now}")]
    NotYetValid { from: Timestamp, now: Timestamp },
    #[error("valid until {until}, but it is {now}")]
    Expired { until: Timestamp, now: Timestamp },
    #[error("valid until {until}, which is too far ahead of {now}")]
    LivesTooLong { until: Timestamp, now: Timestamp },
    #[error("the person was authenticated at {at}, but the request asked for a new authentication")]
    AuthenticatedBefore { at: Timestamp },
    #[error("the name format is `{found}`, not `{expected}`")]
    NameIdFormat { expected: String, found: String },
    #[error("names, ids or attributes are encrypted one by one")]
    EncryptedPart,
    #[error("the attribute `{0}` is stated twice")]
    RepeatedAttribute(String),
    #[error("the attribute `{0}` holds elements instead of text")]
    ComplexAttribute(String),
    #[error("this assertion was used before")]
    Replayed,
}

impl Refusal {
    /// All that a person who is not the administrator learns, whatever the reason.
    pub const PUBLIC: &'static str =
        "sign-in failed: try again from the beginning, and if it fails again, ask your administrator";

    /// A stable word for the audit log and for metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        advice::explain(self).0
    }

    /// What the administrator can do about it.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        advice::explain(self).1
    }
}

/// Foreign text made fit for a message: bounded, without line breaks and control characters.
pub(crate) fn shown(text: &str) -> String {
    text.chars()
        .take(SHOWN_CHARS_MAX)
        .flat_map(char::escape_debug)
        .collect()
}
