//! Passkeys: made on the account page, used on the sign-in page. All bytes are base64url without padding.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One's own passkeys, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeyList {
    /// Oldest first.
    pub passkeys: Vec<PasskeyView>,
}

/// A passkey.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeyView {
    /// The credential id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// RFC 3339.
    pub created_at: String,
    /// When somebody last signed in with it, RFC 3339.
    pub last_used_at: Option<String>,
}

/// What the browser is asked to make (`PublicKeyCredentialCreationOptions`).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeyOffer {
    /// Answered once, within five minutes.
    pub challenge: String,
    /// The host that the passkey is for.
    pub rp_id: String,
    /// The person's handle.
    pub user_id: String,
    /// The person's name.
    pub user_name: String,
    /// Passkeys that the person has: no second one on the same authenticator.
    pub exclude: Vec<String>,
}

/// A passkey that the browser made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasskeyRequest {
    /// What its owner calls it.
    pub name: String,
    /// `response.clientDataJSON`.
    pub client_data: String,
    /// `response.attestationObject`.
    pub attestation: String,
}

/// Renames a passkey.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyChange {
    /// What its owner calls it.
    pub name: String,
}

/// What the browser is asked to prove (`PublicKeyCredentialRequestOptions`).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasskeyChallenge {
    /// Answered once, within five minutes.
    pub challenge: String,
    /// The host that the passkey is for.
    pub rp_id: String,
}

/// What the browser proves.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyProof {
    /// The credential id.
    pub id: String,
    /// `response.clientDataJSON`.
    pub client_data: String,
    /// `response.authenticatorData`.
    pub authenticator_data: String,
    /// `response.signature`.
    pub signature: String,
    /// `response.userHandle`, where the authenticator gives it.
    #[serde(default)]
    pub user_handle: Option<String>,
}
