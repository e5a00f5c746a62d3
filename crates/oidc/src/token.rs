//! Exchanging the code (OpenID Connect Core 3.1.3).

use crate::client::{ClientAuth, basic};
use crate::discovery::Discovery;
use crate::json::{self, shown};
use crate::refusal::Refusal;
use crate::request::Pkce;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What is posted to the token endpoint. Holds secrets.
pub struct TokenRequest {
    /// The body, as a form.
    pub form: String,
    /// The `Authorization` header.
    pub authorization: Option<String>,
}

impl std::fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenRequest")
    }
}

impl TokenRequest {
    /// A request for the tokens of a code. `id` is a random text that no other request has.
    ///
    /// # Errors
    /// When the system gives no random numbers for a signature.
    pub fn new(
        provider: &Discovery,
        client_id: &str,
        auth: ClientAuth<'_>,
        (code, pkce, redirect_uri): (&str, &Pkce, &str),
        (id, now_s): (&str, i64),
    ) -> Result<Self, Refusal> {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("code_verifier", pkce.verifier());
        let mut authorization = None;
        match auth {
            ClientAuth::Basic(secret) => authorization = Some(basic(client_id, secret)),
            ClientAuth::Post(secret) => {
                form.append_pair("client_id", client_id)
                    .append_pair("client_secret", secret);
            }
            ClientAuth::Key(key) => {
                let assertion = key.assertion(client_id, &provider.token_endpoint, id, now_s);
                let assertion = assertion.ok_or(Refusal::TokenAnswer("no assertion could be signed"))?;
                form.append_pair("client_id", client_id)
                    .append_pair("client_assertion_type", ASSERTION_TYPE)
                    .append_pair("client_assertion", &assertion);
            }
        }
        Ok(Self {
            form: form.finish(),
            authorization,
        })
    }
}

/// What the token endpoint gives. Holds secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenAnswer {
    /// Says who it is; not verified yet.
    pub id_token: String,
    /// Opens the user info.
    pub access_token: String,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenAnswer")
    }
}

impl TokenAnswer {
    /// Reads the endpoint's answer.
    ///
    /// # Errors
    /// [`Refusal::Token`] with the provider's word, [`Refusal::TokenAnswer`].
    pub fn read(status: u16, body: &[u8]) -> Result<Self, Refusal> {
        let members = json::object(body).ok_or(Refusal::TokenAnswer("it is no JSON object"))?;
        if status != 200 {
            let word = json::text(&members, "error").unwrap_or("no reason");
            return Err(Refusal::Token(shown(word)));
        }
        let kind = json::text(&members, "token_type").unwrap_or_default();
        if !kind.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::TokenAnswer("its token is no bearer token"));
        }
        let token = |name, missing| json::text(&members, name).ok_or(Refusal::TokenAnswer(missing));
        Ok(Self {
            id_token: token("id_token", "it has no ID token")?.to_owned(),
            access_token: token("access_token", "it has no access token")?.to_owned(),
        })
    }
}
