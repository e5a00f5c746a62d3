//! OpenID Connect connectors: as they are kept, checked and shown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Secret;
use oidc::{ClientKey, Discovery, Places};
use serde::{Deserialize, Serialize};
use store::state::Connector;

use super::change::check_mapping;
use super::provider::shown_as;
use super::space::{self, Space};
use crate::app::App;
use crate::error::ApiError;
use crate::view::{ConnectorView, OidcClientAuth, OidcClientView, OidcSpec, time_text};

/// The word for connectors of this kind.
pub(crate) const OIDC: &str = "oidc";
const TEXT_BYTES_MAX: usize = 512;
const SCOPES_MAX: usize = 20;

/// A connector that can be used.
pub(crate) struct Client {
    /// As it is kept.
    pub(crate) row: Connector,
    /// What the administrator set.
    pub(crate) spec: OidcSpec,
    /// What proves to be the client.
    pub(crate) proof: Proof,
}

/// What proves to be the client.
pub(crate) struct Proof {
    /// A secret that Okta made.
    pub(crate) secret: Option<Secret>,
    /// A key that was made here.
    pub(crate) key: Option<ClientKey>,
    text: ProofText,
}

/// The same, as it is sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
struct ProofText {
    secret: Option<String>,
    /// PKCS#8, DER, base64.
    key: Option<String>,
}

/// The OpenID Connect connector with this name, ready for use.
pub(crate) async fn load(app: &App, name: &str) -> Result<Option<Client>, ApiError> {
    let row = app.parts.state.connector(name).await?;
    row.filter(|row| row.kind == OIDC)
        .map(|row| client(app, row))
        .transpose()
}

/// The same, or 404.
pub(crate) async fn named(app: &App, name: &str) -> Result<Client, ApiError> {
    load(app, name).await?.ok_or_else(|| {
        ApiError::not_found(
            format!("there is no OpenID Connect connector `{name}`"),
            "the list of connectors has the names; the kind of a connector never changes",
        )
    })
}

/// A stored connector, ready for use.
pub(crate) fn client(app: &App, row: Connector) -> Result<Client, ApiError> {
    let spec: OidcSpec = serde_json::from_str(&row.spec).map_err(ApiError::internal)?;
    let sealed = row.sealed_secret.as_deref().unwrap_or_default();
    let opened = app.parts.vault.open(sealed, &Connector::secret_place(&row.name));
    let opened = opened.map_err(ApiError::internal)?;
    let text: ProofText = serde_json::from_str(opened.reveal()).map_err(ApiError::internal)?;
    let key = match &text.key {
        Some(key) => {
            let der = STANDARD.decode(key).map_err(ApiError::internal)?;
            let read = ClientKey::read(&der);
            Some(read.ok_or_else(|| ApiError::internal("the key of a connector cannot be read"))?)
        }
        None => None,
    };
    let secret = text.secret.clone().map(Secret::new);
    Ok(Client {
        row,
        spec,
        proof: Proof { secret, key, text },
    })
}

/// Checks what is set, and asks the issuer whether it is there.
pub(super) async fn complete(app: &App, spec: OidcSpec) -> Result<OidcSpec, ApiError> {
    check_mapping(app, &spec.attributes_to_roles).await?;
    let spec = fit(app, spec)?;
    app.oidc
        .discover(app, &spec.issuer)
        .await
        .map_err(|refusal| ApiError::invalid("issuer", refusal.to_string()).hint(refusal.advice()))?;
    Ok(spec)
}

/// What is set, tidied, when it can be meant.
pub(crate) fn fit(app: &App, mut spec: OidcSpec) -> Result<OidcSpec, ApiError> {
    spec.display = spec.display.trim().to_owned();
    spec.issuer = spec.issuer.trim().to_owned();
    spec.client_id = spec.client_id.trim().to_owned();
    spec.name_claim = spec.name_claim.filter(|claim| !claim.trim().is_empty());
    spec.organization = space::named(app, spec.organization)?;
    let is_plain = |text: &str| {
        !text.is_empty() && text.len() <= TEXT_BYTES_MAX && text.bytes().all(|b| b.is_ascii_graphic())
    };
    if !is_plain(&spec.client_id) {
        return Err(ApiError::invalid(
            "client_id",
            "the client id is needed: copy it from the app in Okta",
        ));
    }
    if spec.scopes.len() > SCOPES_MAX || !spec.scopes.iter().all(|scope| is_plain(scope)) {
        return Err(ApiError::invalid(
            "scopes",
            format!("at most {SCOPES_MAX} scopes are allowed, each a word without blanks"),
        ));
    }
    if Discovery::address(&spec.issuer, places(app)).is_none() {
        return Err(ApiError::invalid(
            "issuer",
            "the issuer must be an https address without a slash at the end",
        )
        .hint("for example https://acme.okta.com, or https://acme.okta.com/oauth2/default"));
    }
    Ok(spec)
}

/// What proves to be the client, sealed: a new secret, or what is known already; a key is made when one is needed.
pub(crate) fn secret(
    app: &App,
    name: &str,
    spec: &OidcSpec,
    given: Option<String>,
    before: Option<&Client>,
) -> Result<String, ApiError> {
    // A secret is for one client of one issuer: it must not be sent to another.
    let same =
        before.filter(|client| client.spec.client_id == spec.client_id && client.spec.issuer == spec.issuer);
    let mut text = same.map(|client| client.proof.text.clone()).unwrap_or_default();
    if let Some(given) = given
        .map(|given| given.trim().to_owned())
        .filter(|given| !given.is_empty())
    {
        if given.len() > TEXT_BYTES_MAX {
            return Err(ApiError::invalid(
                "client_secret",
                "this is too long to be a client secret",
            ));
        }
        text.secret = Some(given);
    }
    match spec.client_auth {
        OidcClientAuth::PrivateKeyJwt => {
            if text.key.is_none() {
                let made = ClientKey::generate();
                let made = made.ok_or_else(|| ApiError::internal("the system gives no random numbers"))?;
                text.key = Some(STANDARD.encode(made));
            }
            text.secret = None;
        }
        OidcClientAuth::ClientSecretBasic | OidcClientAuth::ClientSecretPost => {
            if text.secret.is_none() {
                return Err(ApiError::invalid(
                    "client_secret",
                    "the client secret is needed: copy it from the app in Okta",
                ));
            }
            text.key = None;
        }
    }
    let text = serde_json::to_string(&text).map_err(ApiError::internal)?;
    app.parts
        .vault
        .seal(&Secret::new(text), &Connector::secret_place(name))
        .map_err(ApiError::internal)
}

/// What pages show of a connector.
pub(crate) fn view(app: &App, client: &Client) -> ConnectorView {
    let name = &client.row.name;
    ConnectorView {
        name: name.clone(),
        kind: client.row.kind.clone(),
        display: shown_as(&client.spec.display, name),
        login_url: login_url(app, name),
        spec: None,
        service_provider: None,
        identity_provider: None,
        refresh: None,
        oidc: Some(client.spec.clone()),
        oidc_client: Some(OidcClientView {
            redirect_url: redirect_url(app, name),
            post_logout_url: post_logout_url(app),
            has_secret: client.proof.secret.is_some(),
            public_jwk: client.proof.key.as_ref().map(|key| key.public_jwk().to_string()),
        }),
        organization: Space::of_oidc(client).org,
        last_sign_in: None,
        created_at: time_text(client.row.created),
        updated_at: time_text(client.row.updated),
        revision: client.row.revision,
    }
}

/// Where a sign-in begins.
pub(crate) fn login_url(app: &App, name: &str) -> String {
    format!("{}/v1/webapi/oidc/login/{name}", app.parts.settings.base_url)
}

/// Where answers come in: another address for every connector, so that one provider's answer is never taken for
/// another's.
pub(crate) fn redirect_url(app: &App, name: &str) -> String {
    format!("{}/v1/webapi/oidc/callback/{name}", app.parts.settings.base_url)
}

/// Where people come back to after signing out at the provider.
pub(crate) fn post_logout_url(app: &App) -> String {
    format!("{}/sign-in", app.parts.settings.base_url)
}

/// Which addresses of providers this server allows.
pub(crate) fn places(app: &App) -> Places {
    if app.parts.settings.allow_private_org_urls {
        Places::HttpToo
    } else {
        Places::Https
    }
}
