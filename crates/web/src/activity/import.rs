//! Events from files.

use axum::Json;
use axum::extract::{Request, State};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::activity_port::{Import, ImportAlerts};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
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
    /// More files follow: all of them are judged together, with the last, which comes without. After two minutes without
    /// a next one they are judged as well.
    #[serde(default)]
    more: bool,
    /// What becomes of alerts: `marked`, when left out: they are raised, marked as found in history, and forwarded to
    /// nobody; `told`: they are forwarded too; `none`: none are raised, rules only remember the events.
    #[serde(default)]
    alerts: Option<String>,
}

/// Takes events in: JSON lines, one array, `{"Records": []}`, one event or several, plain or gzip. What was kept
/// before is counted and left. The body may be of any length and is read as it comes. Rules judge what was kept in the
/// order of its time once it is there; an empty body judges what files before have brought.
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
    let what = Import {
        source: wanted.source,
        org: wanted.org.unwrap_or_default(),
        more: wanted.more,
        alerts: match wanted.alerts.as_deref() {
            None | Some("" | "marked") => ImportAlerts::Marked,
            Some("told") => ImportAlerts::Told,
            Some("none") => ImportAlerts::Unsaid,
            Some(_) => return Err(ApiError::invalid("alerts", "it must be marked, told or none")),
        },
    };
    let port = &app.parts.activity;
    Ok(Json(port.import(what, body, &principal.actor()).await?))
}
