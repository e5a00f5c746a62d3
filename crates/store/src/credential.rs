//! How a credential is written down before the vault seals it: one form for whoever stores and whoever uses it.

use domain::Secret;
use serde::{Deserialize, Serialize};

/// A way to sign in to Okta, as the administrator gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OktaCredential {
    /// An API token (SSWS).
    ApiToken(Secret),
    /// An API services app with `private_key_jwt` (RFC 7523).
    ServiceApp {
        /// `0oa…`
        client_id: String,
        /// JWK or PEM.
        private_key: Secret,
        /// `kid`, when the key does not name one.
        key_id: Option<String>,
        /// Scopes to ask for; empty means all that a scan reads.
        scopes: Vec<String>,
    },
}

/// A sealed text that is not a credential of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored credential is not readable by this version: enter it again")]
pub struct CredentialUnreadable;

impl OktaCredential {
    /// `api_token` or `service_app`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ApiToken(_) => "api_token",
            Self::ServiceApp { .. } => "service_app",
        }
    }

    /// The text to seal.
    pub fn to_secret(&self) -> Secret {
        let written = match self {
            Self::ApiToken(token) => Written::ApiToken {
                token: token.reveal().to_owned(),
            },
            Self::ServiceApp {
                client_id,
                private_key,
                key_id,
                scopes,
            } => Written::ServiceApp {
                client_id: client_id.clone(),
                private_key: private_key.reveal().to_owned(),
                key_id: key_id.clone(),
                scopes: scopes.clone(),
            },
        };
        // Texts and lists of texts always have a JSON form.
        Secret::new(serde_json::to_string(&written).unwrap_or_default())
    }

    /// The credential in an opened text.
    pub fn from_secret(opened: &Secret) -> Result<Self, CredentialUnreadable> {
        let written: Written = serde_json::from_str(opened.reveal()).map_err(|_| CredentialUnreadable)?;
        Ok(match written {
            Written::ApiToken { token } => Self::ApiToken(Secret::new(token)),
            Written::ServiceApp {
                client_id,
                private_key,
                key_id,
                scopes,
            } => Self::ServiceApp {
                client_id,
                private_key: Secret::new(private_key),
                key_id,
                scopes,
            },
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Written {
    ApiToken {
        token: String,
    },
    ServiceApp {
        client_id: String,
        private_key: String,
        #[serde(default)]
        key_id: Option<String>,
        #[serde(default)]
        scopes: Vec<String>,
    },
}

#[cfg(test)]
mod tests;
