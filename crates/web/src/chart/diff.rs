//! What changed between two snapshots.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{DiffView, ErrorBody};

/// Which snapshots.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DiffParams {
    /// Snapshot id or moment (RFC 3339); the snapshot before `to` when left out.
    #[serde(default)]
    from: Option<String>,
    /// Snapshot id or moment; the newest when left out.
    #[serde(default)]
    to: Option<String>,
    /// Only changes of this class.
    #[serde(default)]
    class: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Access gained and lost between two snapshots.
#[utoipa::path(
    get,
    path = "/api/v1/graph/diff",
    operation_id = "diff",
    tag = "graph",
    params(DiffParams),
    responses(
        (status = 200, description = "The changes", body = DiffView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn diff(
    State(_app): State<Shared>,
    Params(_wanted): Params<DiffParams>,
) -> Answer<DiffView> {
    Err(ApiError::no_snapshot())
}
