//! Connectors, and the ways to sign in that they offer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Ways to sign in, for the sign-in page.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignInWays {
    /// Through identity providers.
    pub connectors: Vec<SignInConnector>,
}

/// A way to sign in through an identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SignInConnector {
    /// Name of the connector.
    pub name: String,
    /// What the button says.
    pub display: String,
    /// Where the button leads; add `?go=` with a path of this server.
    pub login_url: String,
}

/// All connectors by name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectorList {
    /// By name.
    pub connectors: Vec<ConnectorView>,
}

/// A way to sign in through an identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectorView {
    /// Unique; stands in addresses.
    pub name: String,
    /// `saml` or `oidc`.
    pub kind: String,
    /// What the button on the sign-in page says.
    pub display: String,
    /// Where a sign-in begins.
    pub login_url: String,
    /// What the administrator set, of a SAML connector.
    pub spec: Option<SamlSpec>,
    /// What to enter in Okta, for a SAML connector.
    pub service_provider: Option<ServiceProviderView>,
    /// What the pinned metadata says, of a SAML connector.
    pub identity_provider: Option<IdentityProviderView>,
    /// How reading the metadata again by itself goes, of a SAML connector with an address of it.
    pub refresh: Option<RefreshView>,
    /// What the administrator set, of an OpenID Connect connector.
    pub oidc: Option<OidcSpec>,
    /// What to enter in Okta, for an OpenID Connect connector.
    pub oidc_client: Option<OidcClientView>,
    /// Origin of the organization for whose people it can vouch.
    pub organization: Option<String>,
    /// The last time that somebody who is here came through it, RFC 3339.
    pub last_sign_in: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// Send it back with a change.
    pub revision: i64,
}

/// How reading a connector's metadata again by itself goes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RefreshView {
    /// When it was tried last, RFC 3339.
    pub checked_at: Option<String>,
    /// When it was read last, RFC 3339.
    pub read_at: Option<String>,
    /// When it is read the next time, RFC 3339.
    pub next_at: Option<String>,
    /// What went wrong, or what waits for an administrator's word.
    pub message: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// Changes that wait for an administrator's word, in sentences.
    pub changes: Vec<String>,
}

/// An OpenID Connect connector as its administrator sets it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OidcSpec {
    /// What the button on the sign-in page says.
    #[serde(default)]
    pub display: String,
    /// The issuer, letter by letter: the organization's address, or that of an authorization server of it.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// How we prove to be that client.
    #[serde(default)]
    pub client_auth: OidcClientAuth,
    /// What is asked for beside `openid`.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// The claim that holds the person's login; `preferred_username` when left out.
    #[serde(default)]
    pub name_claim: Option<String>,
    /// The organization's address, where the one at which people sign in is another one, such as a custom domain of it; else
    /// it is told by that. The connector vouches for people of this organization, and for those whom it brought itself.
    #[serde(default)]
    pub organization: Option<String>,
    /// Whether the person must authenticate anew each time.
    #[serde(default)]
    pub force_authn: bool,
    /// From claims to roles: the union of all that match.
    #[serde(default)]
    pub attributes_to_roles: Vec<RoleMapping>,
}

/// What an OpenID Connect connector asks for unless it says otherwise.
pub(crate) fn usual_scopes() -> Vec<String> {
    ["profile", "email", "groups"].map(str::to_owned).to_vec()
}

/// How a client proves to be itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OidcClientAuth {
    /// A secret in the `Authorization` header.
    #[default]
    ClientSecretBasic,
    /// A secret in the form.
    ClientSecretPost,
    /// A key of our own, whose public half is entered in Okta.
    PrivateKeyJwt,
}

/// What to enter in Okta for an OpenID Connect connector.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OidcClientView {
    /// "Sign-in redirect URI".
    pub redirect_url: String,
    /// "Sign-out redirect URI".
    pub post_logout_url: String,
    /// Whether a client secret is kept.
    pub has_secret: bool,
    /// Our public key as a JWK, for `private_key_jwt`.
    pub public_jwk: Option<String>,
}

/// What a look at an OpenID Connect provider shows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProviderCheck {
    /// As it names itself.
    pub issuer: String,
    /// Where browsers are sent.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where its sessions are ended, if it says so.
    pub end_session_endpoint: Option<String>,
    /// Algorithm and id of each key that it may sign with.
    pub keys: Vec<String>,
    /// Whether it takes the client with its secret or key; `null` when its answer does not tell.
    pub client_taken: Option<bool>,
    /// What is wrong.
    pub message: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
}

/// A connector as its administrator sets it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SamlSpec {
    /// What the button on the sign-in page says.
    #[serde(default)]
    pub display: String,
    /// The identity provider's metadata, as XML.
    #[serde(default)]
    pub metadata_xml: String,
    /// Where its metadata can be read again.
    #[serde(default)]
    pub metadata_url: Option<String>,
    /// Our entity id; the ACS address when left out.
    #[serde(default)]
    pub audience: Option<String>,
    /// Whether a sign-in may begin in Okta.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether our requests are signed.
    #[serde(default)]
    pub sign_requests: bool,
    /// Whether signing out here ends the session at the identity provider, too, where its metadata says how.
    #[serde(default)]
    pub single_logout: bool,
    /// Whether the person must authenticate anew each time.
    #[serde(default)]
    pub force_authn: bool,
    /// The name format that is asked for; none for any.
    #[serde(default)]
    pub name_id_format: Option<String>,
    /// The attribute that holds the person's login; the NameID when left out.
    #[serde(default)]
    pub name_attribute: Option<String>,
    /// The organization's address, where the one at which people sign in is another one, such as a custom domain of it; else
    /// it is told by that. The connector vouches for people of this organization, and for those whom it brought itself.
    #[serde(default)]
    pub organization: Option<String>,
    /// From attributes to roles: the union of all that match.
    #[serde(default)]
    pub attributes_to_roles: Vec<RoleMapping>,
}

/// One line of the mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleMapping {
    /// Name of the attribute, for example `groups`.
    pub name: String,
    /// One of its values must be like this; `*` stands for any text.
    pub value: String,
    /// Names of roles.
    pub roles: Vec<String>,
}

/// What to enter in Okta.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ServiceProviderView {
    /// "Single sign-on URL".
    pub acs_url: String,
    /// "Audience URI (SP Entity ID)".
    pub entity_id: String,
    /// Where our metadata is.
    pub metadata_url: String,
    /// "Single Logout URL".
    pub slo_url: String,
    /// Where a sign-in begins.
    pub login_url: String,
    /// Our certificate, for encryption and signed log-out, as PEM.
    pub certificate_pem: String,
}

/// What the pinned metadata says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IdentityProviderView {
    /// Its entity id.
    pub entity_id: String,
    /// Where people are sent.
    pub sso_url: Option<String>,
    /// Where log-outs are sent.
    pub slo_url: Option<String>,
    /// Pinned keys.
    pub keys: Vec<PinnedKey>,
    /// Until when the metadata holds, RFC 3339.
    pub valid_until: Option<String>,
}

/// A pinned signing key.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PinnedKey {
    /// SHA-256 of the certificate, in hexadecimal.
    pub fingerprint: String,
    /// RFC 3339.
    pub expires_at: Option<String>,
}

/// Makes or changes a connector.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectorRequest {
    /// Unique, of letters, digits, `-` and `_`; needed to make one.
    #[serde(default)]
    pub name: Option<String>,
    /// What is set of a SAML connector. Without `metadata_xml` the metadata is read from `metadata_url`. Either this or
    /// `oidc`.
    #[serde(default)]
    pub spec: Option<SamlSpec>,
    /// What is set of an OpenID Connect connector.
    #[serde(default)]
    pub oidc: Option<OidcSpec>,
    /// The client secret of an OpenID Connect connector; the one that is kept stays when it is left out.
    #[serde(default)]
    #[schema(format = "password")]
    pub client_secret: Option<String>,
    /// The revision that was read; needed to change one.
    #[serde(default)]
    pub revision: Option<i64>,
    /// Agrees to new signing keys, another entity id or other addresses in changed metadata. A key that goes needs no
    /// agreement: it takes trust away.
    #[serde(default)]
    pub confirm: bool,
}

/// Metadata to look at before anything is kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MetadataRequest {
    /// As XML.
    #[serde(default)]
    pub metadata_xml: Option<String>,
    /// Where it can be read.
    #[serde(default)]
    pub metadata_url: Option<String>,
    /// The connector whose pinned metadata it is compared with.
    #[serde(default)]
    pub connector: Option<String>,
}

/// What metadata says.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MetadataView {
    /// What it says.
    pub identity_provider: IdentityProviderView,
    /// As it was read.
    pub metadata_xml: String,
    /// What is other than in the connector, in sentences.
    pub changes: Vec<String>,
    /// Whether one of them must be agreed to.
    pub needs_confirmation: bool,
}

/// A trial sign-in that begins: open the address in this browser.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialBegun {
    /// Names the trial.
    pub id: String,
    /// Where to go.
    pub url: String,
}

/// Trial sign-ins, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialList {
    /// Newest first.
    pub trials: Vec<TrialView>,
}

/// What a sign-in would be.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TrialView {
    /// Names the trial.
    pub id: String,
    /// RFC 3339.
    pub at: String,
    /// Whether the person could sign in.
    pub accepted: bool,
    /// The code of the refusal.
    pub refusal: Option<String>,
    /// The refusal in words.
    pub message: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
    /// The login.
    pub name: Option<String>,
    /// Every attribute.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// Lines of the mapping that match.
    pub matched: Vec<RoleMapping>,
    /// The roles that result.
    pub roles: Vec<String>,
    /// The assertion as it was signed.
    pub assertion_xml: Option<String>,
}
