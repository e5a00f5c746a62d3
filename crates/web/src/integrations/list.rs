//! All integrations.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
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
pub(crate) async fn integrations(State(_app): State<Shared>) -> Answer<IntegrationList> {
    Err(ApiError::no_snapshot())
}
