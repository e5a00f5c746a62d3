//! From a stored connector to the two sides of a sign-in, and to what pages show of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{Secret, Timestamp};
use saml::{IdentityProvider, Locations, MetadataFault, ServiceProvider, SpKey, TrustedKey, read_metadata};
use serde::{Deserialize, Serialize};
use store::state::{Connector, Refresh};

use super::space::Space;
use crate::app::App;
use crate::error::ApiError;
use crate::view::{
    ConnectorView, IdentityProviderView, PinnedKey, RefreshView, SamlSpec, ServiceProviderView, time_text,
};

/// The word for connectors of this kind.
pub(crate) const SAML: &str = "saml";
/// Characters of base64 on a line of PEM (RFC 7468 section 2).
const PEM_LINE: usize = 64;

/// A connector that can be used.
pub(crate) struct Provider {
    /// As it is kept.
    pub(crate) row: Connector,
    /// What the administrator set.
    pub(crate) spec: SamlSpec,
    /// This side.
    pub(crate) sp: ServiceProvider,
    /// The other side.
    pub(crate) idp: IdentityProvider,
}

/// Key and certificate of the service provider, as they are sealed.
#[derive(Serialize, Deserialize)]
struct KeyText {
    /// PKCS#8, DER, base64.
    key: String,
    /// X.509, DER, base64.
    certificate: String,
}

/// The SAML connector with this name, ready for use.
pub(crate) async fn load(app: &App, name: &str) -> Result<Option<Provider>, ApiError> {
    let row = app.parts.state.connector(name).await?;
    row.filter(|row| row.kind == SAML)
        .map(|row| provider(app, row))
        .transpose()
}

/// A stored connector, ready for use.
pub(crate) fn provider(app: &App, row: Connector) -> Result<Provider, ApiError> {
    let spec: SamlSpec = serde_json::from_str(&row.spec).map_err(ApiError::internal)?;
    let idp = pinned(&spec.metadata_xml, app.parts.settings.allow_private_org_urls);
    let idp = idp.map_err(ApiError::internal)?;
    let sealed = row.sealed_secret.as_deref().unwrap_or_default();
    let opened = app
        .parts
        .vault
        .open(sealed, &Connector::secret_place(&row.name))
        .map_err(ApiError::internal)?;
    let key = key_of(opened.reveal()).map_err(ApiError::internal)?;
    let sp = ServiceProvider {
        entity_id: spec.audience.clone().unwrap_or_else(|| acs_url(app, &row.name)),
        acs_url: acs_url(app, &row.name),
        slo_url: Some(slo_url(app, &row.name)),
        key: Some(key),
        retired_keys: Vec::new(),
    };
    Ok(Provider { row, spec, sp, idp })
}

/// Reads metadata with the addresses that this server allows.
pub(crate) fn read(app: &App, xml: &str) -> Result<IdentityProvider, MetadataFault> {
    read_at(xml, app.parts.settings.allow_private_org_urls, instant(app.now()))
}

/// Reads metadata that is pinned. What was valid then is shown also when it is over; the verifier refuses it then.
pub(super) fn pinned(xml: &str, allow_private: bool) -> Result<IdentityProvider, MetadataFault> {
    read_at(xml, allow_private, jiff::Timestamp::MIN)
}

/// Reads metadata as of a moment.
pub(super) fn read_at(
    xml: &str,
    allow_private: bool,
    now: jiff::Timestamp,
) -> Result<IdentityProvider, MetadataFault> {
    let locations = if allow_private {
        Locations::HttpToo
    } else {
        Locations::Https
    };
    read_metadata(xml, None, locations, now)
}

/// A new key for a connector, sealed. Takes up to a second of processor time.
pub(crate) async fn new_key(app: &App, name: &str) -> Result<String, ApiError> {
    let (common_name, now) = (format!("Portolan {name}"), instant(app.now()));
    let made = tokio::task::spawn_blocking(move || SpKey::generate(&common_name, now)).await;
    let (key, certificate) = made.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    let text = serde_json::to_string(&KeyText {
        key: STANDARD.encode(key),
        certificate: STANDARD.encode(certificate),
    });
    let secret = Secret::new(text.map_err(ApiError::internal)?);
    app.parts
        .vault
        .seal(&secret, &Connector::secret_place(name))
        .map_err(ApiError::internal)
}

/// What pages show of a SAML connector.
pub(crate) fn view(app: &App, provider: &Provider, refresh: Option<&Refresh>) -> ConnectorView {
    let name = &provider.row.name;
    let certificate = provider.sp.key.as_ref().map(|key| pem(key.certificate()));
    let is_refreshed = provider.spec.metadata_url.is_some();
    ConnectorView {
        name: name.clone(),
        kind: provider.row.kind.clone(),
        display: shown_as(&provider.spec.display, name),
        login_url: login_url(app, name),
        spec: Some(provider.spec.clone()),
        service_provider: Some(ServiceProviderView {
            acs_url: provider.sp.acs_url.clone(),
            entity_id: provider.sp.entity_id.clone(),
            metadata_url: address(app, &format!("metadata/{name}")),
            slo_url: slo_url(app, name),
            login_url: login_url(app, name),
            certificate_pem: certificate.unwrap_or_default(),
        }),
        identity_provider: Some(idp_view(&provider.idp)),
        refresh: is_refreshed.then(|| refresh_view(refresh)),
        oidc: None,
        oidc_client: None,
        organization: Space::of_saml(provider).org,
        last_sign_in: None,
        created_at: time_text(provider.row.created),
        updated_at: time_text(provider.row.updated),
        revision: provider.row.revision,
    }
}

/// What the button says.
pub(super) fn shown_as(display: &str, name: &str) -> String {
    if display.is_empty() { name } else { display }.to_owned()
}

fn refresh_view(refresh: Option<&Refresh>) -> RefreshView {
    let known = refresh.cloned().unwrap_or_default();
    RefreshView {
        checked_at: known.checked.map(time_text),
        read_at: known.succeeded.map(time_text),
        next_at: refresh.map(|refresh| time_text(refresh.due)),
        message: known.message,
        advice: known.advice,
        changes: known.changes,
    }
}

/// What metadata says, for pages.
pub(crate) fn idp_view(idp: &IdentityProvider) -> IdentityProviderView {
    let key = |key: &TrustedKey| PinnedKey {
        fingerprint: key.fingerprint(),
        expires_at: key.expires().map(|at| at.to_string()),
    };
    IdentityProviderView {
        entity_id: idp.entity_id.clone(),
        sso_url: idp.sso_redirect.clone().or_else(|| idp.sso_post.clone()),
        slo_url: idp.slo_redirect.clone().or_else(|| idp.slo_post.clone()),
        keys: idp.keys.iter().map(key).collect(),
        valid_until: idp.valid_until.map(|at| at.to_string()),
    }
}

/// Where a sign-in begins.
pub(crate) fn login_url(app: &App, name: &str) -> String {
    address(app, &format!("login/{name}"))
}

/// The same moment in the protocol room's type.
pub(crate) fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_ms()).unwrap_or(jiff::Timestamp::MAX)
}

fn acs_url(app: &App, name: &str) -> String {
    address(app, &format!("acs/{name}"))
}

fn slo_url(app: &App, name: &str) -> String {
    address(app, &format!("slo/{name}"))
}

/// What tells people that the session at the provider may be open still.
pub(crate) fn still_url(app: &App, name: &str) -> String {
    slo_url(app, name)
}

fn address(app: &App, path: &str) -> String {
    format!("{}/v1/webapi/saml/{path}", app.parts.settings.base_url)
}

fn key_of(text: &str) -> Result<SpKey, Box<dyn std::error::Error + Send + Sync>> {
    let text: KeyText = serde_json::from_str(text)?;
    let (key, certificate) = (STANDARD.decode(text.key)?, STANDARD.decode(text.certificate)?);
    Ok(SpKey::from_der(&key, &certificate)?)
}

fn pem(der: &[u8]) -> String {
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    let letters: Vec<char> = STANDARD.encode(der).chars().collect();
    for line in letters.chunks(PEM_LINE) {
        text.extend(line);
        text.push('\n');
    }
    text.push_str("-----END CERTIFICATE-----\n");
    text
}
