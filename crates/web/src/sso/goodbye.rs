//! Ending the session at a SAML identity provider when the one here ends: a signed `LogoutRequest` by redirect (SAML 2.0
//! Profiles, section 4.4). The session here is over before anything of this begins.

use http::HeaderMap;
use rand::RngCore;
use saml::{LogoutRequest, NameId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::state::{SingleSignOn, hint_place};

use super::begin::{Purpose, Sent, remember};
use super::openid;
use crate::app::App;
use crate::connectors::provider::{instant, still_url};
use crate::connectors::{Provider, load};
use crate::error::{ApiError, Chain};
use crate::session::new_secret;

/// Where the browser goes on to after signing out here.
pub(crate) struct Onward {
    /// The address.
    pub(crate) url: String,
    /// `Set-Cookie` that binds the answer to the browser.
    pub(crate) cookie: Option<String>,
}

/// What a provider must see of a person's name beside its text, as it is sealed with the session.
#[derive(Serialize, Deserialize)]
struct Named {
    format: String,
    name_qualifier: Option<String>,
    sp_name_qualifier: Option<String>,
}

/// What is remembered of a log-out until it is answered.
#[derive(Serialize, Deserialize)]
pub(super) struct Asked {
    /// Must come back unchanged.
    pub(super) relay_state: String,
    /// Who signs out.
    pub(super) name: String,
}

/// Where the browser should go to end the session at the provider, too; nothing where none is to be ended. Signing out
/// here never waits for this, and never fails because of it.
pub(crate) async fn goodbye(
    app: &App,
    behind: &SingleSignOn,
    headers: &HeaderMap,
    name: &str,
) -> Option<Onward> {
    let provider = match load(app, &behind.connector).await {
        Ok(Some(provider)) => provider,
        Ok(None) | Err(_) => {
            let url = openid::goodbye(app, behind).await?;
            return Some(Onward { url, cookie: None });
        }
    };
    if !provider.spec.single_logout {
        return None;
    }
    match ask(app, &provider, behind, headers, name).await {
        Ok(onward) => Some(onward),
        Err(error) => {
            tracing::warn!(
                connector = provider.row.name,
                ?error,
                "no log-out could be asked for"
            );
            let url = still_url(app, &provider.row.name);
            Some(Onward { url, cookie: None })
        }
    }
}

async fn ask(
    app: &App,
    provider: &Provider,
    behind: &SingleSignOn,
    headers: &HeaderMap,
    name: &str,
) -> Result<Onward, ApiError> {
    let mut entropy = [0; 20];
    rand::rng().fill_bytes(&mut entropy);
    let asked = Asked {
        relay_state: new_secret(),
        name: name.to_owned(),
    };
    let request = LogoutRequest {
        sp: &provider.sp,
        idp: &provider.idp,
        now: instant(app.now()),
        entropy,
        relay_state: &asked.relay_state,
        name_id: &name_id(app, behind),
        session_index: behind.session_index.as_deref(),
    };
    let redirect = request
        .redirect()
        .map_err(|fault| ApiError::internal(Chain(&fault)))?;
    let sent = Sent {
        connector: &place(&provider.row.name),
        id: redirect.id,
        url: redirect.url,
        detail: json!(asked).to_string(),
    };
    let begun = remember(app, headers, Purpose::SignIn("/sign-in"), sent).await?;
    Ok(Onward {
        url: begun.url,
        cookie: Some(begun.cookie),
    })
}

/// Under what a log-out is remembered: a sign-in with the same connector must not be taken for it. No connector has such
/// a name.
pub(super) fn place(connector: &str) -> String {
    format!("{connector}/logout")
}

/// What must be known of a name to end the session later, sealed.
pub(super) fn hint(app: &App, connector: &str, name_id: &NameId) -> Option<String> {
    let named = Named {
        format: name_id.format.clone(),
        name_qualifier: name_id.name_qualifier.clone(),
        sp_name_qualifier: name_id.sp_name_qualifier.clone(),
    };
    let text = domain::Secret::new(serde_json::to_string(&named).ok()?);
    app.parts.vault.seal(&text, &hint_place(connector)).ok()
}

/// The person, as the sign-in named them.
fn name_id(app: &App, behind: &SingleSignOn) -> NameId {
    let opened = behind
        .sealed_hint
        .as_deref()
        .and_then(|sealed| app.parts.vault.open(sealed, &hint_place(&behind.connector)).ok());
    let named: Option<Named> = opened.and_then(|text| serde_json::from_str(text.reveal()).ok());
    let named = named.unwrap_or_else(|| Named {
        format: saml::names::NAME_ID_UNSPECIFIED.to_owned(),
        name_qualifier: None,
        sp_name_qualifier: None,
    });
    NameId {
        value: behind.name_id.clone(),
        format: named.format,
        name_qualifier: named.name_qualifier,
        sp_name_qualifier: named.sp_name_qualifier,
    }
}
