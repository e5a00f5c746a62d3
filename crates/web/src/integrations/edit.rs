//! Changes settings or credential.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Params};
use crate::integrations::show::OrgParams;
use crate::view::{EditRequest, ErrorBody, IntegrationView};

/// Changes settings or credential; what is left out stays.
#[utoipa::path(
    patch,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_edit",
    tag = "integrations",
    params(OrgParams),
    request_body = EditRequest,
    responses(
        (status = 200, description = "Changed", body = IntegrationView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_edit(
    State(_app): State<Shared>,
    Params(_which): Params<OrgParams>,
    Body(_wanted): Body<EditRequest>,
) -> Answer<IntegrationView> {
    Err(ApiError::no_snapshot())
}
