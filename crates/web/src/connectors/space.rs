//! Name spaces: of which organization a connector speaks. A login is somebody's within one alone.

use domain::{OrgUrl, Reach};
use store::state::{Connector, Integration};
use url::Url;

use super::oidc::{self, Client, OIDC};
use super::provider::{Provider, provider};
use crate::app::App;
use crate::error::ApiError;

/// A connector, and whose people it can vouch for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Space {
    /// Name of the connector.
    pub(crate) connector: String,
    /// Origin of its organization: the one that the administrator named, else that of the address where people sign in.
    pub(crate) org: Option<String>,
}

impl Space {
    /// That of a SAML connector.
    pub(crate) fn of_saml(provider: &Provider) -> Self {
        let (idp, named) = (&provider.idp, provider.spec.organization.as_deref());
        let address = idp.sso_redirect.as_deref().or(idp.sso_post.as_deref());
        Self {
            connector: provider.row.name.clone(),
            org: named.or(address).and_then(origin),
        }
    }

    /// That of an OpenID Connect connector.
    pub(crate) fn of_oidc(client: &Client) -> Self {
        let named = client.spec.organization.as_deref();
        Self {
            connector: client.row.name.clone(),
            org: origin(named.unwrap_or(&client.spec.issuer)),
        }
    }

    /// That of a stored connector.
    pub(crate) fn of(app: &App, row: Connector) -> Result<Self, ApiError> {
        Ok(match row.kind.as_str() {
            OIDC => Self::of_oidc(&oidc::client(app, row)?),
            _ => Self::of_saml(&provider(app, row)?),
        })
    }

    /// The address of its organization: as it is connected here, else as the connector has it.
    pub(crate) fn connected(&self, integrations: Vec<Integration>) -> Option<String> {
        let mut urls = integrations.into_iter().map(|one| one.org_url);
        urls.find(|url| self.is_of(url)).or_else(|| self.org.clone())
    }

    /// Whether it speaks for the organization at this address.
    pub(crate) fn is_of(&self, org_url: &str) -> bool {
        self.org.is_some() && self.org == origin(org_url)
    }
}

/// Scheme, host and port; nothing for what has none.
fn origin(address: &str) -> Option<String> {
    let origin = Url::parse(address).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// The organization that an administrator names, tidied; none when blank.
pub(super) fn named(app: &App, wanted: Option<String>) -> Result<Option<String>, ApiError> {
    let Some(text) = wanted.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let reach = match app.parts.settings.allow_private_org_urls {
        true => Reach::Loopback,
        false => Reach::Public,
    };
    match OrgUrl::parse(&text, reach) {
        Ok(org) => Ok(Some(org.as_str().to_owned())),
        Err(error) => Err(ApiError::invalid("organization", error.to_string())),
    }
}
