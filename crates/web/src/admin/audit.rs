//! What was done to this server.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use store::state::AuditRow;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::paging::Page;
use crate::view::{AuditEntryView, AuditPage, ErrorBody, time_text};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditParams {
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// The audit log, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    operation_id = "audit",
    tag = "administration",
    params(AuditParams),
    responses(
        (status = 200, description = "A page of entries", body = AuditPage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn audit(
    State(app): State<Shared>,
    Params(wanted): Params<AuditParams>,
) -> Answer<AuditPage> {
    let limit = Page::read(None, wanted.limit)?.limit;
    let before = wanted
        .cursor
        .as_deref()
        .filter(|cursor| !cursor.is_empty())
        .map(before_of)
        .transpose()?;
    let rows = app
        .parts
        .state
        .audit_rows(before, u32::try_from(limit).unwrap_or(u32::MAX))
        .await?;
    // Numbers have no gaps and begin with 1, so the last row tells whether there are more.
    let next_cursor = rows
        .last()
        .filter(|row| row.seq > 1)
        .map(|row| row.seq.to_string());
    Ok(Json(AuditPage {
        entries: rows.iter().map(entry).collect(),
        next_cursor,
    }))
}

fn before_of(cursor: &str) -> Result<i64, ApiError> {
    cursor
        .parse()
        .map_err(|_| ApiError::invalid("cursor", "this is no cursor of a page before"))
}

fn entry(row: &AuditRow) -> AuditEntryView {
    let is_refusal = row.action.ends_with(".refuse");
    AuditEntryView {
        id: row.seq,
        at: time_text(row.at),
        actor: row.actor.clone(),
        action: row.action.clone(),
        target: Some(row.target.clone()).filter(|target| !target.is_empty()),
        outcome: if is_refusal { "failure" } else { "success" }.to_owned(),
        detail: Some(row.detail.clone()).filter(|detail| detail != "{}"),
    }
}
