//! Removes what disconnected organizations left behind: a plan is made, told, and with a second word applied. A removal
//! that ends in the middle goes on with the next call.

mod plan;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::json;
use store::snapshot::SnapshotError;
use store::state::{AuditEntry, PersonOrigin};

pub(super) use self::plan::part;
use self::plan::{Found, kinds, plan};
use super::keys::in_use;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, Chain};
use crate::extract::Body;
use crate::people::person;
use crate::session::Principal;
use crate::view::{CleanupRequest, CleanupView, ErrorBody, Leftover, time_text};

/// Tells, or removes, what disconnected organizations left behind. Refused while an organization is connected, so
/// that cleaning up can never be what takes somebody's access away.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/cleanup",
    operation_id = "integration_cleanup",
    tag = "integrations",
    request_body = CleanupRequest,
    responses(
        (status = 200, description = "What was, or would be, removed", body = CleanupView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_cleanup(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<CleanupRequest>,
) -> Answer<CleanupView> {
    if let Some(active) = app.parts.state.integrations().await?.first() {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "active",
            format!("the integration with {} is active", active.org_url),
        )
        .hint("delete it first: `portolan plugins delete okta`"));
    }
    let found = leftovers(&app).await?;
    if !wanted.dry_run {
        refuse_the_one_who_asks(&app, &principal).await?;
        remove(&app, &principal.actor(), &found).await?;
    }
    Ok(Json(CleanupView {
        dry_run: wanted.dry_run,
        ..found
    }))
}

/// Whoever cleans up must be there afterwards.
async fn refuse_the_one_who_asks(app: &App, principal: &Principal) -> Result<(), ApiError> {
    let asks = person(app, &principal.user_id).await?;
    if asks.origin != PersonOrigin::Okta {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::CONFLICT,
        "one_of_them",
        "you are one of the people who would be removed",
    )
    .hint("sign in as a local administrator, and clean up then"))
}

/// What is there to remove.
async fn leftovers(app: &App) -> Result<CleanupView, ApiError> {
    let snapshots = app.parts.snapshots.clone();
    let organizations = on_disk(move || {
        let mut found = Vec::new();
        for org_url in snapshots.organizations()? {
            let list = snapshots.list(&org_url)?;
            if list.is_empty() {
                continue;
            }
            found.push(Leftover {
                snapshots: list.len() as u64,
                oldest: list.first().map(|info| time_text(info.taken_at)),
                newest: list.last().map(|info| time_text(info.taken_at)),
                org_url,
            });
        }
        Ok(found)
    })
    .await?;
    let used = in_use(app).await?;
    let keys = app.parts.state.client_keys().await?;
    let unused = keys
        .into_iter()
        .map(|key| key.kid)
        .filter(|kid| !used.contains(kid));
    Ok(plan(Found {
        state: app.parts.state.left_behind().await?,
        organizations,
        keys: unused.collect(),
    }))
}

async fn remove(app: &App, actor: &str, found: &CleanupView) -> Result<(), ApiError> {
    for kind in kinds(found) {
        while app.parts.state.clear_left(kind, actor, app.now()).await? > 0 {}
    }
    for left in &found.organizations {
        let target = format!("snapshots/{}", left.org_url);
        let entry = AuditEntry {
            detail: json!({ "snapshots": left.snapshots }),
            ..AuditEntry::new(actor, "integration.cleanup", &target)
        };
        // Written down first: a removal that nobody can account for is worse than one that did not happen.
        app.parts.state.record(&entry, app.now()).await?;
        let (snapshots, url) = (app.parts.snapshots.clone(), left.org_url.clone());
        on_disk(move || snapshots.remove_all(&url)).await?;
    }
    for kid in &found.keys {
        let target = format!("key/{kid}");
        let entry = AuditEntry::new(actor, "key.delete", &target);
        app.parts.state.delete_client_key(kid, &entry, app.now()).await?;
    }
    Ok(())
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SnapshotError> + Send + 'static,
) -> Result<T, ApiError> {
    let done = tokio::task::spawn_blocking(work)
        .await
        .map_err(ApiError::internal)?;
    done.map_err(|error| ApiError::internal(Chain(&error)))
}
