//! Disconnects an organization.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use store::snapshot::SnapshotError;
use store::state::{AuditEntry, Integration};
use utoipa::IntoParams;

use super::cleanup::part;
use super::draft::connected_org;
use super::status::chosen;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, Chain};
use crate::extract::Params;
use crate::session::Principal;
use crate::view::{DeletedView, ErrorBody};

/// What to delete.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteParams {
    /// Address of the organization, where several are connected.
    #[serde(default)]
    org: Option<String>,
    /// What becomes of its snapshots; `keep` when left out.
    #[serde(default)]
    #[param(inline)]
    snapshots: Option<SnapshotsWord>,
    /// Only tell what would be deleted.
    #[serde(default)]
    dry_run: bool,
}

/// What becomes of the snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SnapshotsWord {
    /// They stay on disk.
    Keep,
    /// They are deleted.
    Delete,
}

/// Disconnects an organization: its scan stops, its credential is destroyed, and nothing is shown of it any more.
/// Snapshots that are kept are shown again when it is connected again.
#[utoipa::path(
    delete,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_delete",
    tag = "integrations",
    params(DeleteParams),
    responses(
        (status = 200, description = "Deleted", body = DeletedView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_delete(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<DeleteParams>,
) -> Answer<DeletedView> {
    let integration = chosen(&app, wanted.org.as_deref()).await?;
    let org = connected_org(&integration)?;
    let deletes = wanted.snapshots == Some(SnapshotsWord::Delete);
    if wanted.dry_run {
        let kept = snapshot_count(&app, &integration.org_url).await?;
        return Ok(Json(told(&app, &integration, kept, deletes).await?));
    }
    let (actor, target) = (principal.actor(), format!("integration/{org}"));
    let entry = AuditEntry::new(&actor, "integration.delete", &target);
    app.parts
        .state
        .delete_integration(&integration.id, &entry, app.now())
        .await?;
    app.provision.callers.forget();
    app.parts.loops.integration_deleted(&org).await;
    let (snapshots, url) = (app.parts.snapshots.clone(), integration.org_url.clone());
    let counted = tokio::task::spawn_blocking(move || {
        if deletes {
            Ok((0, snapshots.remove_all(&url)?.snapshots.len()))
        } else {
            Ok((snapshots.list(&url)?.len(), 0))
        }
    });
    let counted: Result<_, SnapshotError> = counted.await.map_err(ApiError::internal)?;
    let (kept, deleted) = counted.map_err(|error| ApiError::internal(Chain(&error)))?;
    app.forget(&integration.org_url);
    let (snapshots_kept, snapshots_deleted) = (kept as u64, deleted as u64);
    Ok(Json(DeletedView {
        dry_run: false,
        snapshots_kept,
        snapshots_deleted,
        ..told(&app, &integration, 0, deletes).await?
    }))
}

async fn snapshot_count(app: &App, org_url: &str) -> Result<u64, ApiError> {
    let (snapshots, url) = (app.parts.snapshots.clone(), org_url.to_owned());
    let counted = tokio::task::spawn_blocking(move || Ok(snapshots.list(&url)?.len()));
    let counted: Result<_, SnapshotError> = counted.await.map_err(ApiError::internal)?;
    counted
        .map(|count| count as u64)
        .map_err(|error| ApiError::internal(Chain(&error)))
}

/// What a deletion takes and leaves, with so many snapshots.
async fn told(
    app: &App,
    integration: &Integration,
    snapshots: u64,
    deletes: bool,
) -> Result<DeletedView, ApiError> {
    let left = app.parts.state.left_behind().await?;
    let goes = [
        "the credential is destroyed; revoke it in Okta yourself",
        "scans stop, and nothing is shown of the organization any more",
        "the System Log is not read any more",
        "user sync stops: nobody is locked here any more for what changes in Okta",
        "SCIM stops: Okta's calls are refused",
    ];
    Ok(DeletedView {
        org_url: integration.org_url.clone(),
        dry_run: true,
        goes: goes.map(str::to_owned).to_vec(),
        stays: left.left.iter().filter(|left| left.count > 0).map(part).collect(),
        snapshots_kept: if deletes { 0 } else { snapshots },
        snapshots_deleted: if deletes { snapshots } else { 0 },
    })
}
