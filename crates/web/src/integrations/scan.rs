//! Starts a scan.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use store::state::AuditEntry;

use super::draft::connected_org;
use super::status::chosen;
use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Params;
use crate::integrations::show::OrgParams;
use crate::session::Principal;
use crate::view::{ErrorBody, ScanStarted};

/// Starts a scan now; a running one goes on.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/scan",
    operation_id = "integration_scan",
    tag = "integrations",
    params(OrgParams),
    responses(
        (status = 202, description = "Started, or already running", body = ScanStarted),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_scan(
    State(app): State<Shared>,
    principal: Principal,
    Params(which): Params<OrgParams>,
) -> Result<(StatusCode, Json<ScanStarted>), ApiError> {
    let integration = chosen(&app, which.org.as_deref()).await?;
    let org = connected_org(&integration)?;
    let (actor, target) = (principal.actor(), format!("integration/{org}"));
    app.parts
        .state
        .record(&AuditEntry::new(&actor, "integration.scan", &target), app.now())
        .await?;
    let woken = app
        .parts
        .loops
        .wake_scan(&org, "request")
        .ok_or_else(|| ApiError::internal(format!("no loop is there for {org}")))?;
    let message = if woken.is_new {
        "the scan starts now"
    } else {
        "a scan is running already; it goes on"
    };
    Ok((
        StatusCode::ACCEPTED,
        Json(ScanStarted {
            started: woken.is_new,
            run: woken.run_id,
            message: message.to_owned(),
        }),
    ))
}
