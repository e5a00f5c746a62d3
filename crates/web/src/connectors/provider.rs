//! From a stored connector to the two sides of a sign-in, and to what pages show of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{Secret, Timestamp};
use saml::{IdentityProvider, Locations, MetadataFault, ServiceProvider, SpKey, TrustedKey, read_metadata};
use serde::{Deserialize, Serialize};
use store::state::Connector;

use crate::app::App;
use crate::error::ApiError;
use crate::view::{ConnectorView, IdentityProviderView, PinnedKey, SamlSpec, ServiceProviderView, time_text};

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

/// The connector with this name, ready for use.
pub(crate) async fn load(app: &App, name: &str) -> Result<Option<Provider>, ApiError> {
    let Some(row) = app.parts.state.connector(name).await? else {
        return Ok(None);
    };
    provider(app, row).map(Some)
}

/// A stored connector, ready for use.
pub(crate) fn provider(app: &App, row: Connector) -> Result<Provider, ApiError> {
    let spec: SamlSpec = serde_json::from_str(&row.spec).map_err(ApiError::internal)?;
    // What was valid when it was pinned is shown also when it is over; the verifier refuses it then.
    let idp = read(app, &spec.metadata_xml).map_err(ApiError::internal)?;
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
    let locations = if app.parts.settings.allow_private_org_urls {
        Locations::HttpToo
    } else {
        Locations::Https
    };
    read_metadata(xml, None, locations, instant(app.now()))
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

/// What pages show of a connector.
pub(crate) fn view(app: &App, provider: &Provider) -> ConnectorView {
    let name = &provider.row.name;
    let certificate = provider.sp.key.as_ref().map(|key| pem(key.certificate()));
    ConnectorView {
        name: name.clone(),
        kind: provider.row.kind.clone(),
        spec: provider.spec.clone(),
        service_provider: ServiceProviderView {
            acs_url: provider.sp.acs_url.clone(),
            entity_id: provider.sp.entity_id.clone(),
            metadata_url: address(app, &format!("metadata/{name}")),
            slo_url: slo_url(app, name),
            login_url: login_url(app, name),
            certificate_pem: certificate.unwrap_or_default(),
        },
        identity_provider: idp_view(&provider.idp),
        created_at: time_text(provider.row.created),
        updated_at: time_text(provider.row.updated),
        revision: provider.row.revision,
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
