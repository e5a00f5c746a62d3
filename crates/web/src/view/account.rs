//! One's own account.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PasskeyProof, PersonView};

/// One's own account.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// The person.
    pub person: PersonView,
    /// Whether one-time codes of an authenticator app are set up.
    pub has_codes: bool,
    /// What to do for the account's safety.
    pub advice: Vec<String>,
}

/// Changes one's own password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one; not needed with a proof by passkey.
    #[serde(default)]
    #[schema(format = "password")]
    pub current: Option<String>,
    /// The new one.
    #[schema(format = "password")]
    pub new: String,
}

/// Proves anew who one is: by one of them.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofRequest {
    /// One's password.
    #[serde(default)]
    #[schema(format = "password")]
    pub password: Option<String>,
    /// A passkey of one's own, over a challenge as for signing in.
    #[serde(default)]
    pub passkey: Option<PasskeyProof>,
}

/// What a proof is worth: one change of what protects the account, within five minutes, in this session.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct ProofTicket {
    /// Send it as the header `x-portolan-proof`.
    pub ticket: String,
}

/// A second factor that is offered, not yet in force.
#[derive(Clone, Serialize, ToSchema)]
pub struct SecondFactorOffer {
    /// For an authenticator app, as an `otpauth:` address.
    pub url: String,
    /// The seed in base32, to type it in.
    pub secret: String,
    /// Send it back with the first code.
    pub ticket: String,
}

/// Puts the offered second factor in force.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorProof {
    /// From the offer.
    pub ticket: String,
    /// What the authenticator app shows now.
    pub code: String,
}
