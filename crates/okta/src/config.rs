//! What a client needs to know before it can speak to an organization.

use secrecy::SecretString;

use crate::auth::{KeyError, SigningKey};
use crate::patience::Patience;

/// How to reach one organization.
#[derive(Clone, Debug)]
pub struct Config {
    /// `https://host[:port]`, checked by the caller: no path, no user information.
    pub org_url: String,
    /// What to show at the door.
    pub credential: Credential,
    /// Which addresses the host's name may resolve to.
    pub reach: Reach,
    /// Share of each rate limit that we may use, in percent from 1 to 100; the rest is left to others.
    pub share_percent: u8,
    /// How many requests may be under way at once.
    pub concurrency: u16,
    /// How long to keep trying one request.
    pub patience: Patience,
    /// Certificate authorities to trust besides the system's, as PEM: for a proxy that opens TLS, or a simulated
    /// organization.
    pub extra_authorities: Option<String>,
    /// `http://[user:password@]host[:port]` of the proxy that leads out, where there is one. The organization's
    /// host is held to the same rule behind it; the proxy itself may stand in our own network.
    pub proxy: Option<Dots>,
    /// How the client names itself, for example `portolan/0.1`.
    pub user_agent: String,
}

impl Config {
    /// The defaults: public addresses, half of each limit, ten requests at once.
    pub fn new(org_url: impl Into<String>, credential: Credential) -> Self {
        Self {
            org_url: org_url.into(),
            credential,
            reach: Reach::Public,
            share_percent: 50,
            concurrency: 10,
            patience: Patience::SCAN,
            extra_authorities: None,
            proxy: None,
            user_agent: concat!("portolan/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// What to show at the door. Printing it prints dots.
#[derive(Clone, Debug)]
pub enum Credential {
    /// An SSWS API token.
    ApiToken(Dots),
    /// A service app with a private key (OAuth 2.0 client credentials, RFC 7523).
    ServiceApp {
        /// `0oa…`
        client_id: String,
        /// Signs the client assertion.
        key: SigningKey,
        /// Scopes to ask for: all must be granted, or Okta refuses the whole request.
        scopes: Vec<String>,
        /// Whether to bind the token to a key (RFC 9449). With `false` it is done all the same when Okta demands it.
        dpop: bool,
    },
}

impl Credential {
    /// An SSWS API token.
    pub fn api_token(token: impl Into<String>) -> Self {
        Self::ApiToken(Dots(SecretString::from(token.into())))
    }
}

/// A secret text that prints as dots.
#[derive(Clone)]
pub struct Dots(pub SecretString);

impl From<String> for Dots {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl std::fmt::Debug for Dots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

/// Which addresses a connection may go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public addresses over https.
    Public,
    /// Also loopback and private addresses, and plain http: for a simulated organization.
    Loopback,
}

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The organization's address is not one.
    #[error("the organization's address {0:?} is not of the form https://host")]
    OrgUrl(String),
    /// The share is not from 1 to 100.
    #[error("a share of {0} % of the rate limit is not from 1 to 100")]
    Share(u8),
    /// No request may be under way.
    #[error("at least one request must be allowed at once")]
    Concurrency,
    /// A credential that cannot stand in a header.
    #[error("the API token holds characters that no token has: paste it again, without spaces or line ends")]
    Token,
    /// No key could be made to bind tokens to.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The additional certificate authorities cannot be read.
    #[error("the additional certificate authorities are not certificates in PEM form: {0}")]
    Authorities(String),
    /// The proxy's address is not one. The address is not shown: it may hold a password.
    #[error("the proxy's address is not of the form http://host:port")]
    Proxy,
    /// The TLS stack could not start.
    #[error("cannot prepare https: {0}")]
    Tls(String),
}
