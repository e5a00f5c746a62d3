//! One integration, and which one is meant.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::status::{chosen, view};
use crate::app::Shared;
use crate::error::Answer;
use crate::extract::Params;
use crate::view::{ErrorBody, IntegrationView};

/// Which organization.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrgParams {
    /// Address of the organization, where several are connected.
    #[serde(default)]
    pub(super) org: Option<String>,
}

/// The integration: state, settings, last scan. Credentials are never shown.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta",
    operation_id = "integration",
    tag = "integrations",
    params(OrgParams),
    responses(
        (status = 200, description = "The integration", body = IntegrationView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration(
    State(app): State<Shared>,
    Params(which): Params<OrgParams>,
) -> Answer<IntegrationView> {
    let integration = chosen(&app, which.org.as_deref()).await?;
    Ok(Json(view(&app, &integration).await?))
}
