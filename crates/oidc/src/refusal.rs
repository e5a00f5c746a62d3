//! Why a sign-in is refused: for the administrator. People outside read one sentence that says nothing.

/// Why a sign-in is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The provider's description cannot be used.
    #[error("the provider's description cannot be used: {0}")]
    Discovery(String),
    /// The keys cannot be read.
    #[error("the provider's keys cannot be read")]
    Keys,
    /// The answer carries neither code nor error, or something twice.
    #[error("the answer is not one of the authorization code flow: {0}")]
    Answer(&'static str),
    /// The provider says no.
    #[error("the provider answers `{0}`")]
    Provider(String),
    /// The answer says that another issuer sent it (RFC 9207).
    #[error("the answer comes from `{0}`, not from the issuer that was asked")]
    OtherIssuer(String),
    /// The answer belongs to no sign-in of this browser that waits for one.
    #[error("the answer belongs to no sign-in that this browser began, or to one that was answered before")]
    State,
    /// The token endpoint refused the code.
    #[error("the token endpoint refuses the code: `{0}`")]
    Token(String),
    /// The token endpoint's answer cannot be read.
    #[error("the token endpoint's answer is not one: {0}")]
    TokenAnswer(&'static str),
    /// The ID token cannot be taken apart.
    #[error("the ID token is malformed: {0}")]
    Malformed(&'static str),
    /// An algorithm that is not allowed, `none` and all with shared secrets among them.
    #[error("the ID token is signed with `{0}`: only RS256 and ES256 are taken")]
    Algorithm(String),
    /// No key of the provider has this id.
    #[error("the ID token is signed with the key `{0}`, which the provider does not name")]
    UnknownKey(String),
    /// The signature is wrong.
    #[error("the ID token's signature is wrong")]
    Signature,
    /// Another issuer.
    #[error("the ID token was issued by `{0}`")]
    Issuer(String),
    /// For somebody else.
    #[error("the ID token is not for this client alone")]
    Audience,
    /// A time is missing, or too far away.
    #[error("the ID token's `{0}` is missing, or not near the present")]
    Time(&'static str),
    /// It is over.
    #[error("the ID token has expired")]
    Expired,
    /// Not the answer to our request.
    #[error("the ID token does not carry the nonce of this sign-in")]
    Nonce,
    /// It belongs to another access token.
    #[error("the ID token belongs to another access token")]
    AccessToken,
    /// No subject.
    #[error("the ID token names nobody")]
    Subject,
    /// Older than the authentication that was asked for.
    #[error("the person did not authenticate anew, as this connector asks")]
    NotAnew,
    /// The user info is about somebody else, or unreadable.
    #[error("the user info is not about the one whom the ID token names")]
    UserInfo,
}

impl Refusal {
    /// What people outside are told, whatever the reason.
    pub const PUBLIC: &'static str = "You could not be signed in. Ask your administrator, who can see why";

    /// A stable word for the audit log.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Discovery(_) => "discovery",
            Self::Keys => "keys",
            Self::Answer(_) => "answer",
            Self::Provider(_) => "provider",
            Self::OtherIssuer(_) => "other_issuer",
            Self::State => "state",
            Self::Token(_) => "token",
            Self::TokenAnswer(_) => "token_answer",
            Self::Malformed(_) => "malformed",
            Self::Algorithm(_) => "algorithm",
            Self::UnknownKey(_) => "unknown_key",
            Self::Signature => "signature",
            Self::Issuer(_) => "issuer",
            Self::Audience => "audience",
            Self::Time(_) => "time",
            Self::Expired => "expired",
            Self::Nonce => "nonce",
            Self::AccessToken => "access_token",
            Self::Subject => "subject",
            Self::NotAnew => "not_anew",
            Self::UserInfo => "user_info",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Discovery(_) => {
                "the issuer must be written as in Okta: Security, API, or the organization's address, without a slash at the end"
            }
            Self::Keys | Self::TokenAnswer(_) => {
                "if it stays so, look at Okta's status page and its System Log"
            }
            Self::Answer(_) | Self::State => {
                "begin on the sign-in page; a sign-in takes a quarter of an hour at most, and is answered once"
            }
            Self::Provider(_) => {
                "Okta's System Log says why: often the person is not assigned to the app, or a policy denies"
            }
            Self::OtherIssuer(_) | Self::Issuer(_) => {
                "compare the connector's issuer with the one in Okta; if they are the same, somebody may be attacking"
            }
            Self::Token(_) => {
                "compare client id, client secret or key, and the sign-in redirect URI with the app in Okta"
            }
            Self::Algorithm(_) => "in Okta, let the app's ID tokens be signed with RS256",
            Self::UnknownKey(_) | Self::Signature | Self::Malformed(_) => {
                "if it stays so after an hour, the issuer is not the one that signs: compare it with Okta"
            }
            Self::Audience => "compare the connector's client id with the app in Okta",
            Self::Time(_) | Self::Expired => "check that the clock of this server is right",
            Self::Nonce | Self::AccessToken | Self::Subject | Self::UserInfo => {
                "somebody may be attacking: look at Okta's System Log around this time"
            }
            Self::NotAnew => "in Okta, the app's sign-on policy must let `prompt=login` ask again",
        }
    }
}
