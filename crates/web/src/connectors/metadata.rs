//! Metadata of an identity provider, looked at before anything is kept.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use saml::{IdentityProvider, compare_metadata};

use super::Refresher;
use super::list::{named, one};
use super::provider::{idp_view, read};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::view::{ConnectorView, ErrorBody, MetadataRequest, MetadataView};

/// Reads metadata, by XML or address, and says what it would change.
#[utoipa::path(
    post,
    path = "/api/v1/connectors/check",
    operation_id = "connector_check",
    tag = "connectors",
    request_body = MetadataRequest,
    responses(
        (status = 200, description = "What it says", body = MetadataView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_check(
    State(app): State<Shared>,
    Body(wanted): Body<MetadataRequest>,
) -> Answer<MetadataView> {
    let (metadata_xml, idp) = fetch(
        &app,
        wanted.metadata_xml.as_deref().unwrap_or_default(),
        wanted.metadata_url.as_deref(),
    )
    .await?;
    let changes = match wanted.connector.as_deref() {
        Some(name) => compare_metadata(&named(&app, name).await?.idp, &idp),
        None => Vec::new(),
    };
    Ok(Json(MetadataView {
        identity_provider: idp_view(&idp),
        metadata_xml,
        needs_confirmation: changes.iter().any(saml::MetadataChange::needs_confirmation),
        changes: changes.iter().map(ToString::to_string).collect(),
    }))
}

/// Reads a SAML connector's metadata from its address now, as the server does by itself.
#[utoipa::path(
    post,
    path = "/api/v1/connectors/{name}/refresh",
    operation_id = "connector_refresh",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    responses(
        (status = 200, description = "The connector, with what came of it in `refresh`", body = ConnectorView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_refresh(
    State(app): State<Shared>,
    Segment(name): Segment<String>,
) -> Answer<ConnectorView> {
    let provider = named(&app, &name).await?;
    if provider.spec.metadata_url.is_none() {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "no_address",
            "this connector has no address that its metadata could be read from",
        )
        .hint("set `metadata_url`, or paste the new metadata"));
    }
    let refresher = Refresher {
        state: app.parts.state.clone(),
        loops: app.parts.loops.clone(),
        clock: app.parts.clock.clone(),
        allow_private: app.parts.settings.allow_private_org_urls,
    };
    if !refresher.one(&name).await? {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "busy",
            "metadata is being read at the moment, here or on another server",
        )
        .hint("try again in a minute"));
    }
    Ok(Json(one(&app, &name).await?))
}

/// The metadata that was given, or that is at the address; text and meaning.
pub(super) async fn fetch(
    app: &App,
    xml: &str,
    url: Option<&str>,
) -> Result<(String, IdentityProvider), ApiError> {
    let text = match (xml.trim(), url.map(str::trim).filter(|url| !url.is_empty())) {
        ("", None) => {
            return Err(ApiError::invalid(
                "metadata_url",
                "the identity provider's metadata is needed: its address, or its XML",
            ));
        }
        ("", Some(url)) => app.parts.loops.fetch_metadata(url).await.map_err(|fault| {
            let error = ApiError::invalid("metadata_url", fault.message);
            match fault.advice {
                Some(advice) => error.hint(advice),
                None => error,
            }
        })?,
        (xml, _) => xml.to_owned(),
    };
    let idp = read(app, &text).map_err(|fault| {
        ApiError::invalid("metadata_xml", fault.to_string())
            .hint("in Okta: the app, tab Sign On, SAML Signing Certificates, Actions, View IdP metadata")
    })?;
    Ok((text, idp))
}
