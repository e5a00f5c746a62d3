//! Events to files.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{question, seen_by};
use crate::activity_port::{Export, ExportFormat, OcsfVersion};
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
    /// Version of OCSF, for `ocsf`: `1.5`, `1.8` or `1.9`; `1.8` when left out.
    #[serde(default)]
    ocsf: Option<String>,
    /// Events at most, 1 to 10,000,000; 100,000 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 10_000_000)]
    limit: Option<u32>,
}

/// Events as a file, newest first. The headers `x-portolan-found` and `x-portolan-written` tell how many events the question
/// finds and how many of them are written; where the file is cut off by `limit`, its name says so too.
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
    principal: Principal,
    visitor: Visitor,
    Params(wanted): Params<ExportParams>,
) -> Result<Response, ApiError> {
    let (format, kind, ending) = match wanted.format.as_deref() {
        None | Some("" | "ndjson") => (ExportFormat::Ndjson, "application/x-ndjson", "ndjson"),
        Some("csv") => (ExportFormat::Csv, "text/csv; charset=utf-8", "csv"),
        Some("ocsf") => (
            ExportFormat::Ocsf(ocsf_version(wanted.ocsf.as_deref())?),
            "application/x-ndjson",
            "ocsf.ndjson",
        ),
        Some("parquet") => (ExportFormat::Parquet, "application/vnd.apache.parquet", "parquet"),
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
    let asked = seen_by(&principal, question(wanted.q, wanted.from, wanted.until));
    let Export { found, bytes } = app.parts.activity.export(asked, format, limit).await?;
    let bytes = stay::or_broken_off(&app, visitor, bytes);
    let written = found.min(limit as u64);
    let name = name_of(written, found, ending);
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (HeaderName::from_static("x-portolan-found"), found.to_string()),
        (HeaderName::from_static("x-portolan-written"), written.to_string()),
    ];
    Ok((headers, Body::from_stream(bytes)).into_response())
}

/// The name of the file; one that is cut off says so.
fn name_of(written: u64, found: u64, ending: &str) -> String {
    if written < found {
        format!("events.newest-{written}-of-{found}.{ending}")
    } else {
        format!("events.{ending}")
    }
}

fn ocsf_version(word: Option<&str>) -> Result<OcsfVersion, ApiError> {
    match word {
        None | Some("" | "1.8" | "1.8.0") => Ok(OcsfVersion::V1_8),
        Some("1.5" | "1.5.0") => Ok(OcsfVersion::V1_5),
        Some("1.9" | "1.9.0") => Ok(OcsfVersion::V1_9),
        Some(_) => Err(ApiError::invalid("ocsf", "`ocsf` must be 1.5, 1.8 or 1.9")),
    }
}

#[cfg(test)]
mod tests {
    use super::{name_of, ocsf_version};
    use crate::activity_port::OcsfVersion;

    #[test]
    fn a_file_that_is_cut_off_says_so() {
        assert_eq!(name_of(5, 5, "csv"), "events.csv");
        assert_eq!(name_of(5, 9, "ocsf.ndjson"), "events.newest-5-of-9.ocsf.ndjson");
    }

    #[test]
    fn versions_of_ocsf_have_words() {
        assert_eq!(ocsf_version(None).ok(), Some(OcsfVersion::V1_8));
        assert_eq!(ocsf_version(Some("1.5")).ok(), Some(OcsfVersion::V1_5));
        assert_eq!(ocsf_version(Some("1.9")).ok(), Some(OcsfVersion::V1_9));
        assert!(ocsf_version(Some("2")).is_err());
    }
}
