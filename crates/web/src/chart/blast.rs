//! All that a node can come to control.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{BlastView, ErrorBody};

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlastParams {
    /// Text id, native id or exact name.
    node: String,
    /// Take Okta's barriers as absent.
    #[serde(default)]
    assume_worst: bool,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// All that whoever holds this node can come to control.
#[utoipa::path(
    get,
    path = "/api/v1/graph/blast",
    operation_id = "blast",
    tag = "graph",
    params(BlastParams),
    responses(
        (status = 200, description = "What is reached", body = BlastView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn blast(
    State(_app): State<Shared>,
    Params(_wanted): Params<BlastParams>,
) -> Answer<BlastView> {
    Err(ApiError::no_snapshot())
}
