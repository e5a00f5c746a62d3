//! Disconnects an organization.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{DeletedView, ErrorBody};

/// What to delete.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteParams {
    /// Address of the organization, where several are connected.
    #[serde(default)]
    org: Option<String>,
    /// What becomes of its snapshots; `keep` when left out.
    #[serde(default)]
    #[param(inline)]
    snapshots: Option<SnapshotsWord>,
}

/// What becomes of the snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SnapshotsWord {
    /// They stay on disk.
    Keep,
    /// They are deleted.
    Delete,
}

/// Disconnects an organization: its scan stops, its credential is destroyed.
#[utoipa::path(
    delete,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_delete",
    tag = "integrations",
    params(DeleteParams),
    responses(
        (status = 200, description = "Deleted", body = DeletedView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_delete(
    State(_app): State<Shared>,
    Params(_wanted): Params<DeleteParams>,
) -> Answer<DeletedView> {
    Err(ApiError::no_snapshot())
}
