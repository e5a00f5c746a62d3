//! Sending a browser to the provider (OpenID Connect Core 3.1.2.1, RFC 7636).

use ring::digest::{SHA256, digest};
use url::Url;

use crate::discovery::Discovery;
use crate::json::encoded;
use crate::refusal::Refusal;

/// A secret that only the one who began a sign-in knows, so that a stolen code is worth nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Pkce {
    verifier: String,
}

impl std::fmt::Debug for Pkce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pkce")
    }
}

impl Pkce {
    /// One out of 32 bytes from a cryptographic source.
    #[must_use]
    pub fn new(entropy: [u8; 32]) -> Self {
        Self {
            verifier: encoded(&entropy),
        }
    }

    /// One that was remembered.
    #[must_use]
    pub const fn known(verifier: String) -> Self {
        Self { verifier }
    }

    /// What is shown when the code is exchanged, and to be remembered until then.
    #[must_use]
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// What is shown before.
    #[must_use]
    pub fn challenge(&self) -> String {
        encoded(digest(&SHA256, self.verifier.as_bytes()).as_ref())
    }
}

/// A request for a sign-in.
#[derive(Debug, Clone, Copy)]
pub struct AuthorizationRequest<'a> {
    /// The provider.
    pub provider: &'a Discovery,
    /// Our name there.
    pub client_id: &'a str,
    /// Where the answer goes.
    pub redirect_uri: &'a str,
    /// What is asked for; `openid` is always among it.
    pub scopes: &'a [String],
    /// Binds the answer to the browser.
    pub state: &'a str,
    /// Binds the ID token to the request.
    pub nonce: &'a str,
    /// Binds the code to the one who asked.
    pub pkce: &'a Pkce,
    /// Whether the person must authenticate anew.
    pub force_authn: bool,
}

impl AuthorizationRequest<'_> {
    /// Where to send the browser.
    ///
    /// # Errors
    /// When the provider's address is none.
    pub fn url(&self) -> Result<String, Refusal> {
        let mut url = Url::parse(&self.provider.authorization_endpoint)
            .map_err(|_| Refusal::Discovery("its `authorization_endpoint` is no address".to_owned()))?;
        let others = self
            .scopes
            .iter()
            .map(String::as_str)
            .filter(|scope| *scope != "openid");
        let scopes: Vec<&str> = std::iter::once("openid").chain(others).collect();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("response_mode", "query")
            .append_pair("client_id", self.client_id)
            .append_pair("redirect_uri", self.redirect_uri)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", self.state)
            .append_pair("nonce", self.nonce)
            .append_pair("code_challenge", &self.pkce.challenge())
            .append_pair("code_challenge_method", "S256");
        if self.force_authn {
            url.query_pairs_mut().append_pair("prompt", "login");
        }
        Ok(url.into())
    }
}
