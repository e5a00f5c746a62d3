//! From a stored credential to a client that can call.

use domain::{OrgUrl, Reach, Secret};
use okta::{Client, Config, ConfigError, Credential, SigningKey};
use std::sync::Arc;
use store::state::Integration;
use store::vault::{Vault, VaultError};
use store::{CredentialUnreadable, OktaCredential};

/// What a scan reads, as OAuth scopes; asked for when the administrator named none. What is not granted costs its
/// part and nothing else.
pub const READ_SCOPES: [&str; 11] = [
    "okta.users.read",
    "okta.groups.read",
    "okta.apps.read",
    "okta.roles.read",
    "okta.apiTokens.read",
    "okta.appGrants.read",
    "okta.idps.read",
    "okta.policies.read",
    "okta.networkZones.read",
    "okta.logs.read",
    "okta.orgs.read",
];

/// Makes clients for the loops.
pub type Connect = Arc<dyn Fn(&OrgUrl, &OktaCredential, u8) -> Result<Client, ConnectError> + Send + Sync>;

/// The way out of this server, the same for all organizations.
#[derive(Clone, Debug)]
pub struct Way {
    /// Which addresses organizations may have.
    pub reach: Reach,
    /// `http://[user:password@]host[:port]` of the proxy that leads out; see [`proxy_for`].
    pub proxy: Option<Secret>,
    /// Certificate authorities to trust besides the system's, as PEM.
    pub extra_ca_pem: Option<String>,
}

impl Way {
    /// Straight out.
    pub fn straight(reach: Reach) -> Self {
        Self {
            reach,
            proxy: None,
            extra_ca_pem: None,
        }
    }
}

/// Clients that go `way`.
pub fn connector(way: Way) -> Connect {
    Arc::new(move |org, credential, share_percent| connect_by(&way, org, credential, share_percent))
}

/// The proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name for `host`, as other programs read them: a name in
/// `NO_PROXY` stands for itself and all below it, `*` for everything. `variable` gives an environment variable.
pub fn proxy_for(host: &str, variable: impl Fn(&str) -> Option<String>) -> Option<Secret> {
    let read = |names: [&str; 2]| {
        let found = names.into_iter().find_map(&variable);
        found.filter(|value| !value.trim().is_empty())
    };
    let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
    let excepted = read(["no_proxy", "NO_PROXY"]).is_some_and(|names| {
        names
            .split(',')
            .map(|name| name.trim().trim_start_matches('.').to_ascii_lowercase())
            .any(|name| {
                let is_below = host.strip_suffix(&name).is_some_and(|rest| rest.ends_with('.'));
                name == "*" || host == name || (!name.is_empty() && is_below)
            })
    });
    let proxy = read(["https_proxy", "HTTPS_PROXY"]).or_else(|| read(["all_proxy", "ALL_PROXY"]));
    proxy.filter(|_| !excepted).map(|proxy| Secret::new(proxy.trim()))
}

/// Why no client could be made. Never holds a credential.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The private key is not one.
    #[error("the private key of the service app cannot be used")]
    Key(#[source] okta::KeyError),
    /// The settings are not usable.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// Why the stored credential of an integration gives no client.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be opened.
    #[error("the credential cannot be opened: {0}")]
    Sealed(#[from] VaultError),
    /// It is not one of this version.
    #[error(transparent)]
    Credential(#[from] CredentialUnreadable),
    /// It is not usable.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The organization's address is not.
    #[error("the organization's address is not usable any more: {0}")]
    Address(#[from] domain::OrgUrlError),
}

impl OpenError {
    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Address(_) => "check the address and the setting `allow_private_org_urls`",
            _ => "enter the credential again: Integrations › Okta › Rotate, or `portolan plugins rotate`",
        }
    }
}

/// A client with the stored credential of an integration.
pub fn open(
    integration: &Integration,
    vault: &Vault,
    connect: &Connect,
    reach: Reach,
) -> Result<Client, OpenError> {
    let place = Integration::credential_place(&integration.id);
    let opened = vault.open(&integration.sealed_credential, &place)?;
    let credential = OktaCredential::from_secret(&opened)?;
    let org = OrgUrl::parse(&integration.org_url, reach)?;
    Ok(connect(&org, &credential, integration.settings.share_percent)?)
}

/// Makes a client for `org` that goes straight out and uses at most `share_percent` of Okta's limits.
pub fn connect(
    org: &OrgUrl,
    reach: Reach,
    credential: &OktaCredential,
    share_percent: u8,
) -> Result<Client, ConnectError> {
    connect_by(&Way::straight(reach), org, credential, share_percent)
}

/// Makes a client for `org` that goes `way` and uses at most `share_percent` of Okta's limits.
pub fn connect_by(
    way: &Way,
    org: &OrgUrl,
    credential: &OktaCredential,
    share_percent: u8,
) -> Result<Client, ConnectError> {
    let credential = match credential {
        OktaCredential::ApiToken(token) => Credential::api_token(token.reveal()),
        OktaCredential::ServiceApp {
            client_id,
            private_key,
            key_id,
            scopes,
        } => Credential::ServiceApp {
            client_id: client_id.clone(),
            key: signing_key(private_key.reveal(), key_id.as_deref())?,
            scopes: match scopes.is_empty() {
                true => READ_SCOPES.map(str::to_owned).to_vec(),
                false => scopes.clone(),
            },
            dpop: false,
        },
    };
    let config = Config {
        reach: match way.reach {
            Reach::Public => okta::Reach::Public,
            Reach::Loopback => okta::Reach::Loopback,
        },
        share_percent,
        proxy: way.proxy.as_ref().map(|proxy| proxy.reveal().to_owned().into()),
        extra_authorities: way.extra_ca_pem.clone(),
        ..Config::new(org.as_str(), credential)
    };
    Ok(Client::new(config)?)
}

fn signing_key(text: &str, key_id: Option<&str>) -> Result<SigningKey, ConnectError> {
    let key = SigningKey::parse(text).map_err(ConnectError::Key)?;
    Ok(match key_id {
        Some(key_id) => key.with_kid(key_id),
        None => key,
    })
}

#[cfg(test)]
mod tests;
