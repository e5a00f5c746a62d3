//! What surrounds a node.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::view::{ConnectionsView, DirectionWord, ErrorBody};

/// Which edges.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionParams {
    /// Edge type whose page is wanted; without it only the counts come.
    #[serde(default)]
    edge: Option<String>,
    /// Direction; both when left out.
    #[serde(default)]
    direction: Option<DirectionWord>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Edges of a node, folded by type and direction; with `edge` and `direction` also a page of them.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}/connections",
    operation_id = "connections",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded"), ConnectionParams),
    responses(
        (status = 200, description = "The connections", body = ConnectionsView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connections(
    State(_app): State<Shared>,
    Segment(_id): Segment<String>,
    Params(_wanted): Params<ConnectionParams>,
) -> Answer<ConnectionsView> {
    Err(ApiError::no_snapshot())
}
