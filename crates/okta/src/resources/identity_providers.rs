//! External identity providers. Source: Okta, "Identity Providers".

use serde::Deserialize;

use super::wire::nullable;
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static LIST_IDPS: Endpoint =
    Endpoint::plain("GET /api/v1/idps", Class::IdentityProviders, "okta.idps.read");

/// An external identity provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityProvider {
    /// `0oa…`
    pub id: Id,
    /// Name.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// `SAML2`, `OIDC`, `GOOGLE`, …
    #[serde(default, rename = "type", deserialize_with = "nullable")]
    pub provider_type: String,
    /// `ACTIVE` or `INACTIVE`.
    #[serde(default, deserialize_with = "nullable")]
    pub status: String,
    /// What happens with the people it vouches for.
    #[serde(default, deserialize_with = "nullable")]
    pub policy: IdpPolicy,
    /// When it was made.
    pub created: Option<Moment>,
    /// Last change.
    pub last_updated: Option<Moment>,
}

/// What happens with the people a provider vouches for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdpPolicy {
    /// Whether users are made.
    #[serde(default, deserialize_with = "nullable")]
    pub provisioning: IdpProvisioning,
    /// Whether they are linked to users that exist.
    #[serde(default, deserialize_with = "nullable")]
    pub account_link: IdpAction,
}

/// Whether users are made.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct IdpProvisioning {
    /// `AUTO`, `CALLOUT`, `DISABLED`.
    pub action: Option<String>,
    /// Into which groups they are put.
    #[serde(default, deserialize_with = "nullable")]
    pub groups: IdpAction,
}

/// A choice.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct IdpAction {
    /// `AUTO`, `NONE`, …
    pub action: Option<String>,
}

impl Client {
    /// All identity providers. Their raw text may hold a client secret: see [`Object::without_secrets`].
    pub fn identity_providers(&self) -> Pages<Object<IdentityProvider>> {
        self.list(&LIST_IDPS, "/api/v1/idps?limit=200".to_owned())
    }
}
