//! What one person or workload did, over all sources.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{question, seen_by};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::session::Principal;
use crate::view::{ErrorBody, IdentityActivity};

/// Who, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityParams {
    /// A person's login, an account's name or id, text id of a node of the graph, or the id of a credential or session.
    name: String,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`; 90 days when left out.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same; now when left out.
    #[serde(default)]
    until: Option<String>,
}

/// Accounts, time line, sessions, places, devices and alerts of one person or workload.
#[utoipa::path(
    get,
    path = "/api/v1/activity/identity",
    operation_id = "activity_identity",
    tag = "activity",
    params(IdentityParams),
    responses(
        (status = 200, description = "What it did", body = IdentityActivity),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_identity(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<IdentityParams>,
) -> Answer<IdentityActivity> {
    let name = wanted.name.trim();
    if name.is_empty() {
        return Err(ApiError::invalid("name", "`name` must name somebody"));
    }
    let from = wanted.from.or_else(|| Some("90d".to_owned()));
    let asked = seen_by(&principal, question(None, from, wanted.until));
    Ok(Json(app.parts.activity.identity(name, asked).await?))
}
