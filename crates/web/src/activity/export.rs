//! Events to files.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;
use utoipa::IntoParams;

use super::question;
use crate::activity_port::ExportFormat;
use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Params;
use crate::session::{Visitor, stay};
use crate::view::ErrorBody;

const EXPORT_DEFAULT: usize = 100_000;
const EXPORT_MAX: usize = 10_000_000;

/// Which events, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportParams {
    /// The question in the query language; all events when left out.
    #[serde(default)]
    q: Option<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same; now when left out.
    #[serde(default)]
    until: Option<String>,
    /// `csv` (columns), `ndjson` (columns and raw text), `ocsf` (one OCSF event a line) or `parquet` (columns and raw
    /// text); `ndjson` when left out.
    #[serde(default)]
    format: Option<String>,
    /// Events at most, 1 to 10,000,000; 100,000 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 10_000_000)]
    limit: Option<u32>,
}

/// Events as a file, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/activity/export",
    operation_id = "activity_export",
    tag = "activity",
    params(ExportParams),
    responses(
        (status = 200, description = "The events", body = String, content_type = "application/x-ndjson"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_export(
    State(app): State<Shared>,
    visitor: Visitor,
    Params(wanted): Params<ExportParams>,
) -> Result<Response, ApiError> {
    let (format, kind, name) = match wanted.format.as_deref() {
        None | Some("" | "ndjson") => (ExportFormat::Ndjson, "application/x-ndjson", "events.ndjson"),
        Some("csv") => (ExportFormat::Csv, "text/csv; charset=utf-8", "events.csv"),
        Some("ocsf") => (ExportFormat::Ocsf, "application/x-ndjson", "events.ocsf.ndjson"),
        Some("parquet") => (
            ExportFormat::Parquet,
            "application/vnd.apache.parquet",
            "events.parquet",
        ),
        Some(_) => {
            return Err(ApiError::invalid(
                "format",
                "`format` must be csv, ndjson, ocsf or parquet",
            ));
        }
    };
    let limit = wanted.limit.map_or(EXPORT_DEFAULT, |limit| limit as usize);
    if !(1..=EXPORT_MAX).contains(&limit) {
        return Err(ApiError::invalid(
            "limit",
            format!("`limit` must be 1 to {EXPORT_MAX}"),
        ));
    }
    let asked = question(wanted.q, wanted.from, wanted.until);
    let bytes = app.parts.activity.export(asked, format, limit).await?;
    let bytes = stay::or_broken_off(&app, visitor, bytes);
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}
