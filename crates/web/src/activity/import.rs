//! Events from files.

use axum::Json;
use axum::extract::{Request, State};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::Answer;
use crate::extract::Params;
use crate::session::Principal;
use crate::view::{ErrorBody, ImportView};

/// Whose events they are.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportParams {
    /// `okta`, `aws`, `github` or `teleport`.
    source: String,
    /// Organization, for events that do not say it themselves.
    #[serde(default)]
    org: Option<String>,
}

/// Takes events in: JSON lines, one array, `{"Records": []}`, one event or several, plain or gzip. What was kept
/// before is counted and left. The body may be of any length and is read as it comes.
#[utoipa::path(
    post,
    path = "/api/v1/activity/import",
    operation_id = "activity_import",
    tag = "activity",
    params(ImportParams),
    request_body(content = String, content_type = "application/x-ndjson", description = "The events"),
    responses(
        (status = 200, description = "What became of them", body = ImportView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_import(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<ImportParams>,
    request: Request,
) -> Answer<ImportView> {
    let body = request.into_body().into_data_stream();
    let body = body.map_err(std::io::Error::other).boxed();
    let org = wanted.org.unwrap_or_default();
    let port = &app.parts.activity;
    let done = port
        .import(&wanted.source, &org, body, &principal.actor())
        .await?;
    Ok(Json(done))
}
