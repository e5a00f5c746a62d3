//! Who is asking.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PasskeyProof;

/// Who is signed in, and what the page needs to know before anybody is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionView {
    /// Whether this request carries a valid session or token.
    pub signed_in: bool,
    /// The person or token, when signed in.
    pub principal: Option<PrincipalView>,
    /// Send it as `x-portolan-csrf` with every POST, PATCH, PUT and DELETE. Only with a cookie session.
    pub csrf_token: Option<String>,
    /// When the session ends at the latest, RFC 3339.
    pub expires_at: Option<String>,
    /// After signing out: where the browser can go on to, to end the session at the identity provider too.
    pub logout_url: Option<String>,
    /// No administrator exists yet: the one-time link that the server printed at its first start makes one.
    pub setup_required: bool,
    /// This server asks for a passkey or a second factor, and this account has none: until it has, only the account's own
    /// calls are open.
    pub second_factor_required: bool,
    /// Version of the server.
    pub version: String,
}

/// A person or a token.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PrincipalView {
    /// Name of the person, or of the token.
    pub name: String,
    /// How they came in.
    pub via: SignInWay,
    /// Names of the roles.
    pub roles: Vec<String>,
    /// The connector that vouched for the person; none with a password.
    pub connector: Option<String>,
    /// What the roles permit, as `kind.verb`: `plugin.update`, `user.list`, …
    pub permissions: Vec<String>,
}

/// How a request proved who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// Session cookie of a local account.
    Session,
    /// `Authorization: Bearer`.
    Token,
}

/// Name and password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Name of the local account.
    pub name: String,
    /// Its password.
    #[schema(format = "password")]
    pub password: String,
    /// The one-time password, where a second factor is set up.
    #[serde(default)]
    pub code: Option<String>,
    /// A passkey in its place, with a challenge of `POST /api/v1/session/passkey/challenge`.
    #[serde(default)]
    pub passkey: Option<PasskeyProof>,
}

/// Makes the account that a one-time link stands for.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The code of the link (`/setup?code=…`).
    pub code: String,
    /// Name of the new account.
    pub name: String,
    /// Its password: at least 12 characters, not the name, not a common one.
    #[schema(format = "password")]
    pub password: String,
}
