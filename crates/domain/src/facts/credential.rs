//! What opens doors without a person: tokens, secrets, keys, granted scopes. Never their values.

use crate::Timestamp;

/// An SSWS API token. Source: `GET /api/v1/api-tokens`. It has its owner's rights of the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApiToken<'a> {
    /// `00T…`
    pub id: &'a str,
    /// Name given when it was created.
    pub name: &'a str,
    /// Okta id of the owner.
    pub owner_id: &'a str,
    /// Ordinal of the owner among users, where the scan saw that person.
    pub owner: Option<u32>,
    /// What made it, usually `Okta API`.
    pub client_name: Option<&'a str>,
    /// From where it may be used.
    pub network: NetworkLimit<'a>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// Moves with use: Okta sets `expires` to last use plus the token's window.
    pub last_updated: Option<Timestamp>,
    /// When it stops working if it is not used before.
    pub expires: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text.
    pub raw: &'a str,
}

/// From where a token may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetworkLimit<'a> {
    /// `ANYWHERE` or `ZONE`; empty when Okta told none.
    pub connection: &'a str,
    /// Ids of zones it is limited to.
    pub include: &'a [&'a str],
    /// Ids of zones it is barred from.
    pub exclude: &'a [&'a str],
}

/// An OAuth scope granted to a service app. Source: `GET /api/v1/apps/{id}/grants`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grant<'a> {
    /// `oag…`
    pub id: &'a str,
    /// Ordinal of the app.
    pub app: u32,
    /// For example `okta.users.manage`.
    pub scope: &'a str,
    /// `ACTIVE` or `REVOKED`.
    pub status: &'a str,
    /// When it was granted.
    pub created: Option<Timestamp>,
}

/// A client secret. Source: `GET /api/v1/apps/{id}/credentials/secrets`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientSecret<'a> {
    /// `ocs…`
    pub id: &'a str,
    /// Ordinal of the app.
    pub app: u32,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
}

/// A public key that an app signs its assertions with. Source: `GET /api/v1/apps/{id}/credentials/jwks`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientKey<'a> {
    /// Okta's id of the key, or its `kid`.
    pub id: &'a str,
    /// Ordinal of the app.
    pub app: u32,
    /// Key id in tokens.
    pub kid: &'a str,
    /// `RSA`, `EC`.
    pub key_type: &'a str,
    /// `ACTIVE` or `INACTIVE`.
    pub status: &'a str,
    /// When it was added.
    pub created: Option<Timestamp>,
}
