//! All integrations.

use axum::Json;
use axum::extract::State;

use super::status::view;
use crate::app::Shared;
use crate::error::Answer;
use crate::view::{ErrorBody, IntegrationList};

/// All integrations.
#[utoipa::path(
    get,
    path = "/api/v1/integrations",
    operation_id = "integrations",
    tag = "integrations",
    responses(
        (status = 200, description = "The integrations", body = IntegrationList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integrations(State(app): State<Shared>) -> Answer<IntegrationList> {
    let mut integrations = Vec::new();
    for integration in app.parts.state.integrations().await? {
        integrations.push(view(&app, &integration).await?);
    }
    Ok(Json(IntegrationList { integrations }))
}
