//! Tries a credential.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Params};
use crate::integrations::show::OrgParams;
use crate::view::{CheckRequest, CheckView, ErrorBody};

/// Tries a draft, or (with an empty object) the installed credential, endpoint by endpoint.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/check",
    operation_id = "integration_check",
    tag = "integrations",
    params(OrgParams),
    request_body = CheckRequest,
    responses(
        (status = 200, description = "What it may do", body = CheckView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_check(
    State(_app): State<Shared>,
    Params(_which): Params<OrgParams>,
    Body(_wanted): Body<CheckRequest>,
) -> Answer<CheckView> {
    Err(ApiError::no_snapshot())
}
