//! Disconnects an organization.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use store::snapshot::SnapshotError;
use store::state::AuditEntry;
use utoipa::IntoParams;

use super::draft::connected_org;
use super::status::chosen;
use crate::app::Shared;
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
    let (actor, target) = (principal.actor(), format!("integration/{org}"));
    let entry = AuditEntry::new(&actor, "integration.delete", &target);
    app.parts
        .state
        .delete_integration(&integration.id, &entry, app.now())
        .await?;
    app.parts.loops.integration_deleted(&org).await;
    let deletes = wanted.snapshots == Some(SnapshotsWord::Delete);
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
        org_url: integration.org_url,
        snapshots_kept,
        snapshots_deleted,
    }))
}
