//! Runs one SELECT.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::{Body as AnswerBody, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE};
use query::{QueryRequest, QueryResult};

use super::cell::{Cells, Csv, Lines, Write, type_word};
use super::running::Ticket;
use crate::app::{App, Shared};
use crate::error::ApiError;
use crate::extract::Body;
use crate::past::snapshot_named;
use crate::session::{Principal, rights_of};
use crate::view::{ErrorBody, QueryBody, QueryColumn, QueryView, SnapshotRef, time_text};

/// Runs one `SELECT`. With `Accept: application/x-ndjson` or `text/csv` the rows are streamed in that form. In CSV, a text
/// that begins like a formula gets a quote before it, for spreadsheets; `text/csv; formulas=as-is` leaves values alone.
#[utoipa::path(
    post,
    path = "/api/v1/query",
    operation_id = "query",
    tag = "sql",
    request_body = QueryBody,
    responses(
        (status = 200, description = "The rows", body = QueryView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<QueryBody>,
) -> Result<Response, ApiError> {
    let form = form_of(&headers);
    let request = request_of(&app, &wanted, form).await?;
    let ticket = app.running.admit(&principal.user_id, wanted.id.as_deref())?;
    let request = QueryRequest {
        cancel: ticket.cancel(),
        rights: rights_of(&principal.roles),
        ..request
    };
    let result = app.parts.engine.run(request).await?;
    tracing::info!(
        user.id = principal.user_id,
        query.id = ticket.id(),
        fast_path = result.fast_path,
        "query begun"
    );
    match form {
        Form::Json => whole(&app, result, ticket).await,
        Form::Lines => Ok(streamed::<Lines>(result, ticket, "application/x-ndjson")),
        Form::Csv { for_sheets: true } => Ok(streamed::<Csv<true>>(result, ticket, CSV)),
        Form::Csv { for_sheets: false } => Ok(streamed::<Csv<false>>(result, ticket, CSV)),
    }
}

/// Rows of a JSON answer where the request does not say, and at most.
const ROWS_DEFAULT: u64 = 1000;
const ROWS_MAX: u64 = 100_000;
const CSV: &str = "text/csv; charset=utf-8";

/// How rows are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Lines,
    Csv { for_sheets: bool },
}

fn form_of(headers: &HeaderMap) -> Form {
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if accept.contains("application/x-ndjson") {
        Form::Lines
    } else if accept.contains("text/csv") {
        Form::Csv {
            for_sheets: !accept.contains("formulas=as-is"),
        }
    } else {
        Form::Json
    }
}

async fn request_of(app: &Shared, wanted: &QueryBody, form: Form) -> Result<QueryRequest, ApiError> {
    if form == Form::Json
        && wanted
            .max_rows
            .is_some_and(|rows| !(1..=ROWS_MAX).contains(&rows))
    {
        return Err(
            ApiError::invalid("max_rows", format!("`max_rows` must be 1 to {ROWS_MAX}"))
                .hint("more rows come as `Accept: application/x-ndjson` or `text/csv`"),
        );
    }
    let max_rows = if form == Form::Json {
        Some(wanted.max_rows.unwrap_or(ROWS_DEFAULT))
    } else {
        wanted.max_rows
    };
    let as_of = match wanted.as_of.clone().filter(|text| !text.trim().is_empty()) {
        None => None,
        Some(text) => {
            let (app, charted) = (app.clone(), app.charted()?);
            let found = move || snapshot_named(&app, &charted.snapshot.info().organization.url, text.trim());
            let found = tokio::task::spawn_blocking(found)
                .await
                .map_err(ApiError::internal)??;
            Some(found.info().taken_at)
        }
    };
    Ok(QueryRequest {
        as_of,
        max_rows,
        ..QueryRequest::new(wanted.sql.as_str())
    })
}

/// All rows in one JSON answer.
async fn whole(app: &App, result: QueryResult, ticket: Ticket) -> Result<Response, ApiError> {
    let answer = result.collect().await?;
    let columns = answer.columns();
    let cells = Cells::new(&columns);
    let rows = answer
        .batches
        .iter()
        .flat_map(|batch| cells.rows(batch))
        .collect();
    let view = QueryView {
        id: ticket.id().to_owned(),
        columns: columns
            .iter()
            .map(|column| QueryColumn {
                name: column.name.clone(),
                type_: type_word(&column.sql_type).to_owned(),
            })
            .collect(),
        rows,
        row_count: answer.stats.rows,
        truncated: answer.stats.truncated,
        elapsed_us: answer.stats.elapsed_us,
        snapshot: Some(snapshot(app, &answer.snapshot)),
        notices: answer.notices,
    };
    Ok(Json(view).into_response())
}

fn snapshot(app: &App, name: &query::SnapshotName) -> SnapshotRef {
    let shown = app
        .parts
        .current
        .load_full()
        .map(|charted| charted.snapshot.info().organization.url.clone());
    SnapshotRef {
        id: name.id.clone(),
        org_url: shown.unwrap_or_default(),
        taken_at: time_text(name.taken_at),
        age_s: u64::try_from(app.now().since_ms(name.taken_at) / 1000).unwrap_or(0),
        whole_at: name.whole_at.map(time_text),
    }
}

/// Rows as they are found. Dropping the answer, as when the caller goes away, ends the query.
fn streamed<W: Write + 'static>(result: QueryResult, ticket: Ticket, content_type: &'static str) -> Response {
    let writer = Arc::new(W::new(&result.columns()));
    let head = stream::once(std::future::ready(Ok::<_, Infallible>(Bytes::from(
        writer.head(),
    ))));
    let pieces = stream::unfold(
        (result, ticket, writer, false),
        |(mut result, ticket, writer, over)| async move {
            if over {
                return None;
            }
            let piece = result.rows.next().await;
            let (text, over) = match piece {
                Some(Ok(batch)) => (writer.rows(&batch), false),
                Some(Err(error)) => (writer.error(&ApiError::from(error)), true),
                None if result.rows.stats().truncated => (writer.truncated(result.rows.stats().rows), true),
                None => return None,
            };
            Some((Ok(Bytes::from(text)), (result, ticket, writer, over)))
        },
    );
    let body = AnswerBody::from_stream(head.chain(pieces).fuse());
    let extension = if content_type.starts_with("text/csv") {
        "csv"
    } else {
        "ndjson"
    };
    let disposition = format!("attachment; filename=\"portolan.{extension}\"");
    (
        [
            (CONTENT_TYPE, content_type.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        body,
    )
        .into_response()
}
