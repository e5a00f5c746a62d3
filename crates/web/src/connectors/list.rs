//! Connectors, seen; and the ways to sign in that the sign-in page offers.

use axum::Json;
use axum::extract::State;

use super::provider::{login_url, provider, view};
use super::{Provider, load};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::view::{ConnectorList, ConnectorView, ErrorBody, SamlSpec, SignInConnector, SignInWays};

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
    let mut connectors = Vec::new();
    for row in app.parts.state.connectors().await? {
        connectors.push(view(&app, &provider(&app, row)?));
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
    Ok(Json(view(&app, &named(&app, &name).await?)))
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
        let spec: SamlSpec = serde_json::from_str(&row.spec).map_err(ApiError::internal)?;
        connectors.push(SignInConnector {
            display: if spec.display.is_empty() {
                row.name.clone()
            } else {
                spec.display
            },
            login_url: login_url(&app, &row.name),
            name: row.name,
        });
    }
    Ok(Json(SignInWays { connectors }))
}

/// The connector with this name, or 404.
pub(super) async fn named(app: &App, name: &str) -> Result<Provider, ApiError> {
    load(app, name).await?.ok_or_else(|| {
        ApiError::not_found(
            format!("there is no connector `{name}`"),
            "the list of connectors has the names",
        )
    })
}
