//! What a node can reach, and who can reach it, each way with its reason.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::view::{AccessDirection, AccessPage, ErrorBody};

/// Which ways.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessParams {
    /// Which end the node is; `from` for identities and credentials, else `to`.
    #[serde(default)]
    direction: Option<AccessDirection>,
    /// Only `assignment`, `membership`, `admin_role`, `oauth_scope` or `credential`.
    #[serde(default)]
    action_type: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Access paths from or to a node.
#[utoipa::path(
    get,
    path = "/api/v1/nodes/{id}/access",
    operation_id = "access",
    tag = "nodes",
    params(("id" = String, Path, description = "Text id, native id or exact name of a node, URL-encoded"), AccessParams),
    responses(
        (status = 200, description = "The ways", body = AccessPage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn access(
    State(_app): State<Shared>,
    Segment(_id): Segment<String>,
    Params(_wanted): Params<AccessParams>,
) -> Answer<AccessPage> {
    Err(ApiError::no_snapshot())
}
