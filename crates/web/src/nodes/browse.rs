//! Lists nodes of a kind.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::view::{ErrorBody, KindWord, NodePage};

/// Which nodes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct BrowseParams {
    /// Kind in the graph.
    #[serde(default)]
    kind: Option<KindWord>,
    /// Kind in Okta's words (`okta_user`, `okta_group`, …).
    #[serde(default)]
    sub_kind: Option<String>,
    /// Only names and aliases that contain this, whatever the case.
    #[serde(default)]
    q: Option<String>,
    /// Only this state (`ACTIVE`, `SUSPENDED`, …).
    #[serde(default)]
    status: Option<String>,
    /// Order; `name` when left out.
    #[serde(default)]
    #[param(inline)]
    sort: Option<SortWord>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Orders of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub(crate) enum SortWord {
    /// By name.
    #[serde(rename = "name")]
    Name,
    /// By name, backwards.
    #[serde(rename = "-name")]
    NameBackwards,
    /// Most standing privileges first; only for identities.
    #[serde(rename = "-standing_privileges")]
    MostStanding,
    /// Most members, users or holders first.
    #[serde(rename = "-population")]
    MostPopulation,
}

/// Nodes, by page.
#[utoipa::path(
    get,
    path = "/api/v1/nodes",
    operation_id = "nodes",
    tag = "nodes",
    params(BrowseParams),
    responses(
        (status = 200, description = "A page of nodes", body = NodePage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn nodes(
    State(_app): State<Shared>,
    Params(_wanted): Params<BrowseParams>,
) -> Answer<NodePage> {
    Err(ApiError::no_snapshot())
}
