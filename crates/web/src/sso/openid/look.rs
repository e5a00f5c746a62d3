//! A look at the provider without a sign-in.

use futures_util::FutureExt as _;
use oidc::Refusal;

use super::exchange::is_taken;
use crate::app::App;
use crate::connectors::oidc::Client;
use crate::view::ProviderCheck;

/// Reads description and keys anew, and asks whether the provider takes the client.
pub(crate) async fn look(app: &App, client: &Client) -> Result<ProviderCheck, Refusal> {
    let provider = app.oidc.discover(app, &client.spec.issuer).boxed().await?;
    let keys = app.oidc.keys(app, &provider).boxed().await?.names();
    let taken = is_taken(app, client, &provider).boxed().await?;
    let (message, advice) = match taken {
        Some(true) => (None, None),
        Some(false) => (
            Some("the provider does not take this client".to_owned()),
            Some(Refusal::Token(String::new()).advice().to_owned()),
        ),
        None => (
            Some("the provider does not say whether it takes this client".to_owned()),
            Some("a trial sign-in on the page of the connector will tell".to_owned()),
        ),
    };
    Ok(ProviderCheck {
        authorization_endpoint: provider.authorization_endpoint,
        token_endpoint: provider.token_endpoint,
        end_session_endpoint: provider.end_session_endpoint,
        issuer: provider.issuer,
        keys,
        client_taken: taken,
        message,
        advice,
    })
}
