//! An OpenID Connect provider, looked at again.

use axum::Json;
use axum::extract::State;
use futures_util::FutureExt as _;
use http::StatusCode;

use super::oidc;
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::sso;
use crate::view::{ErrorBody, ProviderCheck};

/// Reads an OpenID Connect provider's description and keys again, and asks it whether it takes the client.
#[utoipa::path(
    post,
    path = "/api/v1/connectors/{name}/check",
    operation_id = "connector_look",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    responses(
        (status = 200, description = "What it says", body = ProviderCheck),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_look(
    State(app): State<Shared>,
    Segment(name): Segment<String>,
) -> Answer<ProviderCheck> {
    let client = oidc::named(&app, &name).boxed().await?;
    let looked = sso::openid::look(&app, &client).boxed().await;
    Ok(Json(looked.map_err(|refusal| {
        ApiError::new(StatusCode::BAD_GATEWAY, "provider", refusal.to_string()).hint(refusal.advice())
    })?))
}
