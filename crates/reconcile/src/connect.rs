//! From a stored credential to a client that can call.

use domain::{OrgUrl, Reach};
use okta::{Client, Config, ConfigError, Credential, SigningKey};
use store::OktaCredential;

/// What a scan reads, as OAuth scopes; asked for when the administrator named none.
pub const READ_SCOPES: [&str; 9] = [
    "okta.users.read",
    "okta.groups.read",
    "okta.apps.read",
    "okta.roles.read",
    "okta.apiTokens.read",
    "okta.appGrants.read",
    "okta.idps.read",
    "okta.policies.read",
    "okta.networkZones.read",
];

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

/// Makes a client for `org` that uses at most `share_percent` of Okta's limits.
pub fn connect(
    org: &OrgUrl,
    reach: Reach,
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
        reach: match reach {
            Reach::Public => okta::Reach::Public,
            Reach::Loopback => okta::Reach::Loopback,
        },
        share_percent,
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
