//! Connectors, seen; and the ways to sign in that the sign-in page offers.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::Timestamp;
use store::state::{Connector, Refresh};

use super::oidc::{self, OIDC};
use super::provider::{login_url, provider, shown_as, view};
use super::{Provider, load};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::view::{
    ConnectorList, ConnectorView, ErrorBody, OidcSpec, SamlSpec, SignInConnector, SignInWays, time_text,
};

/// All connectors by name.
#[utoipa::path(
    get,
    path = "/api/v1/connectors",
    operation_id = "connectors",
    tag = "connectors",
    responses(
        (status = 200, description = "The connectors", body = ConnectorList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connectors(State(app): State<Shared>) -> Answer<ConnectorList> {
    let refreshes: BTreeMap<_, _> = app.parts.state.refreshes().await?.into_iter().collect();
    let used: BTreeMap<_, _> = app.parts.state.last_sign_ins().await?.into_iter().collect();
    let mut connectors = Vec::new();
    for row in app.parts.state.connectors().await? {
        let (refresh, last) = (refreshes.get(&row.name), used.get(&row.name).copied());
        connectors.push(shown(&app, row, refresh, last)?);
    }
    Ok(Json(ConnectorList { connectors }))
}

/// One connector.
#[utoipa::path(
    get,
    path = "/api/v1/connectors/{name}",
    operation_id = "connector",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    responses(
        (status = 200, description = "The connector", body = ConnectorView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector(
    State(app): State<Shared>,
    Segment(name): Segment<String>,
) -> Answer<ConnectorView> {
    Ok(Json(one(&app, &name).await?))
}

/// Ways to sign in, for people who are not signed in.
#[utoipa::path(
    get,
    path = "/api/v1/sign-in",
    operation_id = "sign_in_ways",
    tag = "session",
    responses(
        (status = 200, description = "The ways", body = SignInWays),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sign_in_ways(State(app): State<Shared>) -> Answer<SignInWays> {
    let mut connectors = Vec::new();
    for row in app.parts.state.connectors().await? {
        let (display, login_url) = match row.kind.as_str() {
            OIDC => {
                let spec: OidcSpec = serde_json::from_str(&row.spec).map_err(ApiError::internal)?;
                (spec.display, oidc::login_url(&app, &row.name))
            }
            _ => {
                let spec: SamlSpec = serde_json::from_str(&row.spec).map_err(ApiError::internal)?;
                (spec.display, login_url(&app, &row.name))
            }
        };
        connectors.push(SignInConnector {
            display: shown_as(&display, &row.name),
            login_url,
            name: row.name,
        });
    }
    Ok(Json(SignInWays { connectors }))
}

/// What pages show of the connector with this name, or 404.
pub(super) async fn one(app: &App, name: &str) -> Result<ConnectorView, ApiError> {
    let row = row(app, name).await?;
    let refresh = app.parts.state.refresh(name).await?;
    let used = app.parts.state.last_sign_ins().await?;
    let last = used.into_iter().find(|(connector, _)| connector == name);
    shown(app, row, refresh.as_ref(), last.map(|(_, at)| at))
}

fn shown(
    app: &App,
    row: Connector,
    refresh: Option<&Refresh>,
    last_sign_in: Option<Timestamp>,
) -> Result<ConnectorView, ApiError> {
    let shown = match row.kind.as_str() {
        OIDC => oidc::view(app, &oidc::client(app, row)?),
        _ => view(app, &provider(app, row)?, refresh),
    };
    Ok(ConnectorView {
        last_sign_in: last_sign_in.map(time_text),
        ..shown
    })
}

/// The connector with this name as it is kept, or 404.
pub(super) async fn row(app: &App, name: &str) -> Result<Connector, ApiError> {
    let row = app.parts.state.connector(name).await?;
    row.ok_or_else(|| {
        ApiError::not_found(
            format!("there is no connector `{name}`"),
            "the list of connectors has the names",
        )
    })
}

/// The SAML connector with this name, or 404.
pub(super) async fn named(app: &App, name: &str) -> Result<Provider, ApiError> {
    load(app, name).await?.ok_or_else(|| {
        ApiError::not_found(
            format!("there is no SAML connector `{name}`"),
            "the list of connectors has the names",
        )
    })
}
