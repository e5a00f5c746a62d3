//! What was done to this server, and whether that is all of it.

use axum::Json;
use axum::extract::State;
use domain::Timestamp;
use futures_util::FutureExt as _;
use serde::Deserialize;
use store::state::{AuditFilter, AuditRow};
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::paging::Page;
use crate::view::{AuditCheckView, AuditEntryView, AuditPage, ErrorBody, time_text};
use crate::when::{TIME_FORMS, time_of};

/// Most actions that one question may name.
const ACTIONS_MAX: usize = 20;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditParams {
    /// Who; `*` stands for any text.
    #[serde(default)]
    actor: Option<String>,
    /// What was done: `user.create`, `user.*`; several with commas.
    #[serde(default)]
    action: Option<String>,
    /// To what: `role/ops`, `user/*`.
    #[serde(default)]
    target: Option<String>,
    /// `success` or `failure`.
    #[serde(default)]
    outcome: Option<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h`.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same.
    #[serde(default)]
    until: Option<String>,
    /// Text anywhere in the entry.
    #[serde(default)]
    q: Option<String>,
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
    let before = given(wanted.cursor.as_deref()).map(before_of).transpose()?;
    let filter = filter_of(&wanted, app.now())?;
    let more = u32::try_from(limit + 1).unwrap_or(u32::MAX);
    let mut rows = app
        .parts
        .state
        .audit_search(&filter, before, more)
        .boxed()
        .await?;
    let is_full = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| is_full).map(|row| row.seq.to_string());
    Ok(Json(AuditPage {
        entries: rows.iter().map(entry).collect(),
        next_cursor,
    }))
}

/// Checks every entry against its hash and the one before it.
#[utoipa::path(
    get,
    path = "/api/v1/audit/verify",
    operation_id = "audit_verify",
    tag = "administration",
    responses(
        (status = 200, description = "Whether the log is whole", body = AuditCheckView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn audit_verify(State(app): State<Shared>) -> Answer<AuditCheckView> {
    let check = app.parts.state.verify_audit().await?;
    Ok(Json(AuditCheckView {
        whole: check.broken_at.is_none(),
        entries: check.rows,
        last_hash: check.last_hash,
        broken_at: check.broken_at,
    }))
}

fn filter_of(wanted: &AuditParams, now: Timestamp) -> Result<AuditFilter, ApiError> {
    let time = |field: &str, text: &Option<String>| match given(text.as_deref()) {
        None => Ok(None),
        Some(text) => time_of(text, now)
            .map(Some)
            .ok_or_else(|| ApiError::invalid(field, format!("`{text}` is no time: {TIME_FORMS}"))),
    };
    let actions = given(wanted.action.as_deref()).unwrap_or_default().split(',');
    let actions: Vec<String> = actions
        .map(|action| action.trim().to_owned())
        .filter(|action| !action.is_empty())
        .collect();
    if actions.len() > ACTIONS_MAX {
        return Err(ApiError::invalid(
            "action",
            format!("at most {ACTIONS_MAX} actions at once"),
        ));
    }
    Ok(AuditFilter {
        actor: given(wanted.actor.as_deref()).map(str::to_owned),
        actions,
        target: given(wanted.target.as_deref()).map(str::to_owned),
        succeeded: match given(wanted.outcome.as_deref()) {
            None => None,
            Some("success") => Some(true),
            Some("failure") => Some(false),
            Some(_) => {
                return Err(ApiError::invalid(
                    "outcome",
                    "`outcome` must be success or failure",
                ));
            }
        },
        from: time("from", &wanted.from)?,
        until: time("until", &wanted.until)?,
        text: given(wanted.q.as_deref()).map(str::to_owned),
    })
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn before_of(cursor: &str) -> Result<i64, ApiError> {
    cursor
        .parse()
        .map_err(|_| ApiError::invalid("cursor", "this is no cursor of a page before"))
}

fn entry(row: &AuditRow) -> AuditEntryView {
    let (event, code) = row.public_name().unwrap_or_default();
    let named = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
    AuditEntryView {
        event: named(event),
        code: named(code),
        id: row.seq,
        at: time_text(row.at),
        actor: row.actor.clone(),
        action: row.action.clone(),
        target: Some(row.target.clone()).filter(|target| !target.is_empty()),
        outcome: if row.succeeded() { "success" } else { "failure" }.to_owned(),
        detail: Some(row.detail.clone()).filter(|detail| detail != "{}"),
    }
}
