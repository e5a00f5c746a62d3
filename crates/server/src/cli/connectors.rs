//! The words of `portolan connectors`.

use super::Asking;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(crate) enum Connectors {
    /// Ways to sign in through an identity provider, of both kinds.
    Ls {
        #[command(flatten)]
        asking: Asking,
    },
    /// One connector: what to enter in Okta, mapping, pinned keys.
    Show {
        /// Name of the connector.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Make a connector; prints what to enter in Okta.
    Add {
        #[command(subcommand)]
        what: AddConnector,
    },
    /// Change a connector: what is left out stays as it is.
    Edit {
        /// Name of the connector.
        name: String,
        #[command(flatten)]
        shared: SharedSet,
        #[command(flatten)]
        saml: SamlSet,
        #[command(flatten)]
        oidc: OidcSet,
        /// Agree to new signing keys, another entity id or other addresses in a SAML provider's metadata.
        #[arg(long)]
        confirm: bool,
        #[command(flatten)]
        asking: Asking,
    },
    /// Look at the provider again: metadata against the pinned keys, or description, keys and client; show the last
    /// trial sign-in.
    Test {
        /// Name of the connector.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
    /// Remove a connector; sessions that began with it end.
    Rm {
        /// Name of the connector.
        name: String,
        #[command(flatten)]
        asking: Asking,
    },
}

#[derive(Subcommand)]
pub(crate) enum AddConnector {
    /// Sign in by SAML: with `--metadata-url` or `--metadata-file`.
    Saml {
        /// What to call it: letters, digits, `-` and `_`.
        name: String,
        #[command(flatten)]
        shared: SharedSet,
        #[command(flatten)]
        saml: SamlSet,
        #[command(flatten)]
        asking: Asking,
    },
    /// Sign in by OpenID Connect: with `--issuer`, `--client-id`, and a secret or `--client-auth private-key-jwt`.
    Oidc {
        /// What to call it: letters, digits, `-` and `_`.
        name: String,
        #[command(flatten)]
        shared: SharedSet,
        #[command(flatten)]
        oidc: OidcSet,
        #[command(flatten)]
        asking: Asking,
    },
}

/// What connectors of both kinds have.
#[derive(Args, Default)]
pub(crate) struct SharedSet {
    /// What the button on the sign-in page says.
    #[arg(long, value_name = "TEXT")]
    pub(crate) display: Option<String>,
    /// The organization's address, where people sign in at another one, such as a custom domain of it.
    #[arg(long, value_name = "URL")]
    pub(crate) organization: Option<String>,
    /// A line of the mapping, several times: `groups=IT-*=editor,auditor`. These are all lines, in place of those before.
    #[arg(long = "map", value_name = "NAME=VALUE=ROLES")]
    pub(crate) mapping: Vec<String>,
    /// Whether people authenticate anew each time.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub(crate) force_authn: Option<bool>,
}

/// What a SAML connector has.
#[derive(Args, Default)]
pub(crate) struct SamlSet {
    /// Where the identity provider's metadata is; it is read again by itself.
    #[arg(long, value_name = "URL")]
    pub(crate) metadata_url: Option<String>,
    /// File with the metadata, `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "metadata_url")]
    pub(crate) metadata_file: Option<String>,
    /// Our entity id; the address for answers unless set.
    #[arg(long, value_name = "URI")]
    pub(crate) audience: Option<String>,
    /// Whether a sign-in may begin in Okta.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub(crate) allow_idp_initiated: Option<bool>,
    /// Whether our requests are signed.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub(crate) sign_requests: Option<bool>,
    /// Whether signing out here ends the session at the identity provider, too.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    pub(crate) single_logout: Option<bool>,
    /// The name format that is asked for.
    #[arg(long, value_name = "URI")]
    pub(crate) name_id_format: Option<String>,
    /// The attribute that holds the login; the NameID unless set.
    #[arg(long, value_name = "NAME")]
    pub(crate) name_attribute: Option<String>,
}

/// What an OpenID Connect connector has.
#[derive(Args, Default)]
pub(crate) struct OidcSet {
    /// The organization's address, or that of an authorization server, without a slash at the end.
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,
    /// Client id of the app in Okta.
    #[arg(long, value_name = "ID")]
    pub(crate) client_id: Option<String>,
    /// File with the client secret, `-` for standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) client_secret_file: Option<String>,
    /// How to prove to be the client; with a key, the half to enter in Okta is printed.
    #[arg(long, value_enum)]
    pub(crate) client_auth: Option<ClientAuth>,
    /// What is asked for beside `openid`, with commas.
    #[arg(long, value_delimiter = ',', value_name = "SCOPES")]
    pub(crate) scopes: Option<Vec<String>>,
    /// The claim that holds the login; `preferred_username` unless set.
    #[arg(long, value_name = "NAME")]
    pub(crate) name_claim: Option<String>,
}

/// How a client proves to be itself.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ClientAuth {
    ClientSecretBasic,
    ClientSecretPost,
    PrivateKeyJwt,
}
