//! The organization's authorization server, as far as service apps need it: `POST /oauth2/v1/token` with a client
//! assertion (RFC 7523), DPoP (RFC 9449), the access tokens it gives out, its keys and its discovery documents; and as
//! far as people sign in to apps by OpenID Connect: the authorization code flow with its pages, and the user info.
//!
//! Access tokens are real signed JWTs, but a call is judged by what was remembered when the token was issued, so a
//! token of another organization, a forged or an expired one is simply unknown.

mod assertion;
mod authorize;
mod bearer;
mod clients;
mod code;
mod discovery;
mod dpop;
mod jose;
mod signer;
mod store;
#[cfg(test)]
mod tests;
mod token;

pub(crate) use bearer::by_access_token;
pub(crate) use signer::Source;
pub(crate) use store::OAuth;
pub(crate) use token::wanted_jwks;

use serde_json::Value;

use crate::reply::Refusal;
use crate::route::{Route, read, write};
use crate::state::{App, Org};

pub(crate) const ROUTES: &[Route] = &[
    write("POST", "/oauth2/v1/token", "", token::token),
    write("GET", "/oauth2/v1/authorize", "", authorize::authorize),
    write("POST", "/oauth2/v1/authorize", "", authorize::authorize),
    read("GET", "/oauth2/v1/userinfo", "", code::user_info),
    read("POST", "/oauth2/v1/userinfo", "", code::user_info),
    write("GET", "/oauth2/v1/logout", "", code::log_out),
    read("GET", "/oauth2/v1/clients", "okta.clients.read", clients::list),
    read("GET", "/oauth2/v1/clients/{}", "okta.clients.read", clients::get),
    read("GET", "/oauth2/v1/keys", "", discovery::keys),
    read(
        "GET",
        "/.well-known/oauth-authorization-server",
        "",
        discovery::authorization_server,
    ),
    read("GET", "/.well-known/openid-configuration", "", discovery::openid),
    read(
        "GET",
        "/.well-known/okta-organization",
        "",
        discovery::organization,
    ),
];

/// The OAuth client id of an app: written in its credentials, or the app's own id.
pub(crate) fn client_id(app: &App) -> &str {
    let written = app
        .body
        .get("credentials")
        .and_then(|all| all.get("oauthClient")?.get("client_id")?.as_str());
    written.unwrap_or(&app.id)
}

/// The app with this client id.
pub(crate) fn find_client(org: &Org, client: &str) -> Option<u32> {
    let own = org
        .apps
        .find(client)
        .filter(|ordinal| org.apps.get(*ordinal).is_some_and(|app| client_id(app) == client));
    own.or_else(|| {
        org.apps
            .iter()
            .find(|(_, app)| client_id(app) == client)
            .map(|(ordinal, _)| ordinal)
    })
}

/// A setting below `settings.oauthClient`.
fn oauth_setting<'a>(app: &'a App, name: &str) -> Option<&'a Value> {
    app.body
        .get("settings")?
        .get("oauthClient")?
        .get(name)
        .filter(|value| !value.is_null())
}

fn invalid_client(description: &str) -> Refusal {
    Refusal::oauth(401, "invalid_client", description)
}
