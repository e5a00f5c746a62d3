//! API tokens: that they exist and whose they are, never their value. Source: Okta, "API Tokens".

use serde::Deserialize;

use super::wire::nullable;
use crate::{Class, Client, Endpoint, Id, Moment, Object, Pages};

pub(crate) static API_TOKENS: Endpoint =
    Endpoint::plain("GET /api/v1/api-tokens", Class::ApiTokens, "okta.apiTokens.read");

/// An API token.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiToken {
    /// `00T…`
    pub id: Id,
    /// Name given when it was created.
    #[serde(default, deserialize_with = "nullable")]
    pub name: String,
    /// Id of the owner.
    #[serde(default, deserialize_with = "nullable")]
    pub user_id: String,
    /// What made it.
    pub client_name: Option<String>,
    /// How long it lives without use, as an ISO 8601 duration.
    pub token_window: Option<String>,
    /// From where it may be used.
    #[serde(default, deserialize_with = "nullable")]
    pub network: TokenNetwork,
    /// When it stops working if it is not used before.
    pub expires_at: Option<Moment>,
    /// When it was created.
    pub created: Option<Moment>,
    /// Moves with use.
    pub last_updated: Option<Moment>,
}

/// From where a token may be used.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TokenNetwork {
    /// `ANYWHERE` or `ZONE`.
    #[serde(default, deserialize_with = "nullable")]
    pub connection: String,
    /// Ids of zones it is limited to.
    #[serde(default, deserialize_with = "nullable")]
    pub include: Vec<String>,
    /// Ids of zones it is barred from.
    #[serde(default, deserialize_with = "nullable")]
    pub exclude: Vec<String>,
}

impl Client {
    /// All active API tokens.
    pub fn api_tokens(&self) -> Pages<Object<ApiToken>> {
        self.list(&API_TOKENS, "/api/v1/api-tokens".to_owned())
    }
}
