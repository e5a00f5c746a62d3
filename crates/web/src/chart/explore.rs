//! A part of the graph to draw.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{ErrorBody, ExploreView};

/// What to draw.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExploreParams {
    /// Text ids, native ids or exact names, with commas between; at most 100.
    nodes: String,
    /// What to draw; `connections` when left out.
    #[serde(default)]
    #[param(inline)]
    mode: Option<ExploreMode>,
    /// Ids of folds to open, with commas between.
    #[serde(default)]
    unfold: Option<String>,
    /// Fans larger than this are folded, 1 to 500; 12 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 500)]
    fold_above: Option<u32>,
}

/// What to draw around the nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExploreMode {
    /// Their edges.
    Connections,
    /// *View Access*: every way from them, or to them for groups, roles and resources.
    Access,
}

/// Nodes, edges and folds around some nodes.
#[utoipa::path(
    get,
    path = "/api/v1/graph/explore",
    operation_id = "explore",
    tag = "graph",
    params(ExploreParams),
    responses(
        (status = 200, description = "The picture", body = ExploreView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn explore(
    State(_app): State<Shared>,
    Params(_wanted): Params<ExploreParams>,
) -> Answer<ExploreView> {
    Err(ApiError::no_snapshot())
}
