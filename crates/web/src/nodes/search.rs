//! Finds nodes by what people type.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{ErrorBody, SearchView};

/// What to find.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchParams {
    /// What was typed; small mistakes are forgiven.
    q: String,
    /// Hits at most, 1 to 100; 20 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Search over names and aliases of every node.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    operation_id = "search",
    tag = "nodes",
    params(SearchParams),
    responses(
        (status = 200, description = "Hits, best first", body = SearchView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn search(
    State(_app): State<Shared>,
    Params(_wanted): Params<SearchParams>,
) -> Answer<SearchView> {
    Err(ApiError::no_snapshot())
}
