//! Whole scans, kept.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{ErrorBody, SnapshotList};

/// Which snapshots.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnapshotParams {
    /// Address of the organization, where several are connected.
    #[serde(default)]
    org: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Snapshots, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/snapshots",
    operation_id = "snapshots",
    tag = "integrations",
    params(SnapshotParams),
    responses(
        (status = 200, description = "The snapshots", body = SnapshotList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn snapshots(
    State(_app): State<Shared>,
    Params(_wanted): Params<SnapshotParams>,
) -> Answer<SnapshotList> {
    Err(ApiError::no_snapshot())
}
