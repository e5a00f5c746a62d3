//! What a service app may do and proves itself with. Source: Okta, "Application Grants", "SSO Credential Keys".

use serde::Deserialize;

use super::wire::{nullable, segment};
use crate::parse::{self, Defect, Item};
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static APP_GRANTS: Endpoint = Endpoint::plain(
    "GET /api/v1/apps/{appId}/grants",
    Class::Apps,
    "okta.appGrants.read",
);
pub(crate) static APP_SECRETS: Endpoint = Endpoint::plain(
    "GET /api/v1/apps/{appId}/credentials/secrets",
    Class::Apps,
    "okta.apps.read",
);
pub(crate) static APP_JWKS: Endpoint = Endpoint::plain(
    "GET /api/v1/apps/{appId}/credentials/jwks",
    Class::Apps,
    "okta.apps.read",
);
pub(crate) static APP_SIGNING_KEYS: Endpoint = Endpoint::plain(
    "GET /api/v1/apps/{appId}/credentials/keys",
    Class::Apps,
    "okta.apps.read",
);

/// An OAuth scope granted to an app.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// `oag…`
    pub id: Id,
    /// For example `okta.users.manage`.
    #[serde(default, deserialize_with = "nullable")]
    pub scope_id: String,
    /// `ACTIVE` or `REVOKED`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// Who granted it: `ADMIN` or `END_USER`.
    pub source: Option<String>,
    /// When it was granted.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

/// A client secret. Okta sends its value; it is never read, so this type carries no raw text.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecret {
    /// `ocs…`
    pub id: Id,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

impl Item for ClientSecret {
    fn read_all(array: &str) -> Result<Vec<Self>, Defect> {
        parse::light(array)
    }
}

/// A public key of an app.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientKey {
    /// `pks…`; missing for keys that only have a `kid`.
    pub id: Option<String>,
    /// Key id in tokens.
    pub kid: Option<String>,
    /// `RSA`, `EC`.
    #[serde(default, deserialize_with = "nullable")]
    pub kty: String,
    /// `sig` or `enc`.
    #[serde(rename = "use")]
    pub usage: Option<String>,
    /// `ACTIVE` or `INACTIVE`; missing for keys that cannot be switched off.
    pub status: Option<String>,
    /// When it was added.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
    /// When it ends.
    pub expires_at: Option<Moment>,
}

impl Client {
    /// OAuth scopes granted to an app. Needs Super Administrator.
    pub fn app_grants(&self, app: &str) -> Pages<Object<Grant>> {
        self.list(
            &APP_GRANTS,
            format!("/api/v1/apps/{}/grants?limit=200", segment(app)),
        )
    }

    /// Client secrets of an app, without their values.
    pub fn app_secrets(&self, app: &str) -> Pages<ClientSecret> {
        self.list(
            &APP_SECRETS,
            format!("/api/v1/apps/{}/credentials/secrets", segment(app)),
        )
    }

    /// Public keys that an OAuth app proves itself with.
    pub fn app_keys(&self, app: &str) -> Pages<Object<ClientKey>> {
        self.list(
            &APP_JWKS,
            format!("/api/v1/apps/{}/credentials/jwks", segment(app)),
        )
    }

    /// Keys that Okta signs assertions to the app with.
    pub fn app_signing_keys(&self, app: &str) -> Pages<Object<ClientKey>> {
        self.list(
            &APP_SIGNING_KEYS,
            format!("/api/v1/apps/{}/credentials/keys", segment(app)),
        )
    }
}
