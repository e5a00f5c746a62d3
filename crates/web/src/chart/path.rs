//! The shortest way from one node to another.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{ErrorBody, PathView};

/// From where to where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PathParams {
    /// Text id, native id or exact name.
    from: String,
    /// Text id, native id or exact name.
    to: String,
    /// Take Okta's barriers as absent.
    #[serde(default)]
    assume_worst: bool,
}

/// The shortest way from one node to another, step by step.
#[utoipa::path(
    get,
    path = "/api/v1/graph/path",
    operation_id = "path",
    tag = "graph",
    params(PathParams),
    responses(
        (status = 200, description = "The way, or that there is none", body = PathView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn path(
    State(_app): State<Shared>,
    Params(_wanted): Params<PathParams>,
) -> Answer<PathView> {
    Err(ApiError::no_snapshot())
}
