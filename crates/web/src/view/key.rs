//! Keys that this server makes for service apps of Okta.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Keys made here. Private halves are never shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct KeyList {
    /// Newest first.
    pub keys: Vec<KeyView>,
    /// Address of the public halves as JWKS (RFC 7517), for "Use a URL to fetch keys dynamically" in Okta. Okta must
    /// be able to reach it over https.
    pub jwks_url: String,
}

/// One key.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct KeyView {
    /// Key id (`kid`).
    pub kid: String,
    /// `ES256` or `RS256`.
    pub algorithm: String,
    /// The public half as JWK, to paste in Okta under the app's Public keys.
    #[schema(value_type = Object)]
    pub public_jwk: Value,
    /// Whether the installed credential signs with it.
    pub in_use: bool,
    /// RFC 3339.
    pub created_at: String,
}

/// Public keys, as Okta fetches them (RFC 7517 section 5).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Jwks {
    /// One JWK a key.
    #[schema(value_type = Vec<Object>)]
    pub keys: Vec<Value>,
}
