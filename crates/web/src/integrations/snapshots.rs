//! Whole scans, kept.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::status::snapshot_infos;
use crate::app::Shared;
use crate::error::Answer;
use crate::extract::Params;
use crate::paging::Page;
use crate::snapshot::{coverage_rows, snapshot_ref};
use crate::view::{ErrorBody, SnapshotList, SnapshotView};

/// Which snapshots.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnapshotParams {
    /// Address of the organization, where several are connected.
    #[serde(default)]
    org: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Snapshots, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/snapshots",
    operation_id = "snapshots",
    tag = "integrations",
    params(SnapshotParams),
    responses(
        (status = 200, description = "The snapshots", body = SnapshotList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn snapshots(
    State(app): State<Shared>,
    Params(wanted): Params<SnapshotParams>,
) -> Answer<SnapshotList> {
    let page = Page::read(wanted.cursor.as_deref(), wanted.limit)?;
    let all = snapshot_infos(&app, wanted.org.as_deref()).await?;
    let current = app
        .parts
        .current
        .load_full()
        .map(|charted| charted.snapshot.info().id.clone());
    let now = app.now();
    let view = |info: &std::sync::Arc<store::snapshot::SnapshotInfo>| SnapshotView {
        snapshot: snapshot_ref(info, now),
        current: current.as_deref() == Some(info.id.as_str()),
        coverage: coverage_rows(&info.coverage),
    };
    let snapshots = page.of(&all).iter().map(view).collect();
    Ok(axum::Json(SnapshotList {
        snapshots,
        next_cursor: page.next(all.len()),
    }))
}
