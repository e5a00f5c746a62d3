//! Ending the provider's session when the one here ends.

use oidc::logout_url;
use store::state::{SingleSignOn, hint_place};

use crate::app::App;
use crate::connectors::oidc::{load, post_logout_url};

/// Where the browser should go to end the session at the provider, too. Signing out here never waits for anybody: what
/// is not known at the moment is left out.
pub(crate) async fn goodbye(app: &App, behind: &SingleSignOn) -> Option<String> {
    let client = load(app, &behind.connector).await.ok().flatten()?;
    let provider = app.oidc.remembered(app, &client.spec.issuer)?;
    let opened = behind
        .sealed_hint
        .as_deref()
        .and_then(|sealed| app.parts.vault.open(sealed, &hint_place(&behind.connector)).ok());
    logout_url(
        &provider,
        &client.spec.client_id,
        opened.as_ref().map(|hint| hint.reveal()),
        &post_logout_url(app),
    )
}
