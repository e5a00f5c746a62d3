//! Alerts: list, one with its evidence, and what people do with it.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::activity_port::{AlertFilter, Part};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Params, Segment};
use crate::paging::Page;
use crate::session::Principal;
use crate::view::{AlertChange, AlertPage, AlertView, ErrorBody};

/// What an alert can be.
const STATUSES: [&str; 5] = ["open", "in_progress", "triaged", "resolved", "closed"];
/// How bad it can be.
pub const ALERT_SEVERITIES: [&str; 5] = ["info", "low", "medium", "high", "critical"];

/// What attackers are after. Source: MITRE ATT&CK, enterprise, version 17.
pub const TACTICS: [&str; 14] = [
    "reconnaissance",
    "resource-development",
    "initial-access",
    "execution",
    "persistence",
    "privilege-escalation",
    "defense-evasion",
    "credential-access",
    "discovery",
    "lateral-movement",
    "collection",
    "command-and-control",
    "exfiltration",
    "impact",
];

/// Which alerts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlertParams {
    /// `open`, `in_progress`, `triaged`, `resolved`, `closed`; several with commas.
    #[serde(default)]
    status: Option<String>,
    /// `info`, `low`, `medium`, `high`, `critical`; several with commas.
    #[serde(default)]
    severity: Option<String>,
    /// Id of the rule.
    #[serde(default)]
    rule: Option<String>,
    /// The person or workload it is about.
    #[serde(default)]
    identity: Option<String>,
    /// Text in the title or the entity.
    #[serde(default)]
    q: Option<String>,
    /// MITRE tactics of the rule, such as `initial-access`; several with commas.
    #[serde(default)]
    tactic: Option<String>,
    /// `true`: only those that were found in history, in files that were imported or in events of long ago; `false`: only
    /// the others.
    #[serde(default)]
    from_history: Option<bool>,
    /// Last seen at or after: RFC 3339, a date, or a span before now such as `7d`.
    #[serde(default)]
    from: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Alerts, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/alerts",
    operation_id = "alerts",
    tag = "alerts",
    params(AlertParams),
    responses(
        (status = 200, description = "A page of alerts", body = AlertPage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn alerts(
    State(app): State<Shared>,
    Params(wanted): Params<AlertParams>,
) -> Answer<AlertPage> {
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = AlertFilter {
        statuses: words("status", wanted.status, &STATUSES)?,
        severities: words("severity", wanted.severity, &ALERT_SEVERITIES)?,
        rule: given(wanted.rule),
        identity: given(wanted.identity),
        text: given(wanted.q),
        tactics: words("tactic", wanted.tactic, &TACTICS)?,
        from_history: wanted.from_history,
        from: given(wanted.from),
    };
    let part = Part {
        limit: Page::read(None, wanted.limit)?.limit,
        cursor: given(wanted.cursor),
    };
    Ok(Json(app.parts.activity.alerts(filter, part).await?))
}

/// One alert: evidence, steps, history, whom it was told.
#[utoipa::path(
    get,
    path = "/api/v1/alerts/{id}",
    operation_id = "alert",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the alert, or its first eight characters or more where no other begins so")),
    responses(
        (status = 200, description = "The alert", body = AlertView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn alert(State(app): State<Shared>, Segment(id): Segment<String>) -> Answer<AlertView> {
    Ok(Json(app.parts.activity.alert(&id).await?))
}

/// Sets status or owner, or adds a note.
#[utoipa::path(
    patch,
    path = "/api/v1/alerts/{id}",
    operation_id = "alert_change",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the alert, or its first eight characters or more where no other begins so")),
    request_body = AlertChange,
    responses(
        (status = 200, description = "The alert now", body = AlertView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn alert_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Body(wanted): Body<AlertChange>,
) -> Answer<AlertView> {
    words("status", wanted.status.clone(), &STATUSES)?;
    let too_long =
        |text: &Option<String>, most: usize| text.as_ref().is_some_and(|text| text.chars().count() > most);
    if too_long(&wanted.owner, 200) {
        return Err(ApiError::invalid("owner", "a name has at most 200 characters"));
    }
    if too_long(&wanted.note, 4_000) {
        return Err(ApiError::invalid("note", "a note has at most 4000 characters"));
    }
    if let Some(owner) = wanted.owner.as_deref().filter(|owner| !owner.is_empty())
        && app.parts.state.person_named(owner, app.now()).await?.is_none()
    {
        return Err(
            ApiError::invalid("owner", format!("there is no person `{owner}` here"))
                .hint("`portolan users ls` lists them"),
        );
    }
    let port = &app.parts.activity;
    Ok(Json(port.alert_change(&id, wanted, &principal.actor()).await?))
}

/// Words with commas between them, each of which must be known.
fn words(field: &str, text: Option<String>, known: &[&str]) -> Result<Vec<String>, ApiError> {
    let text = text.unwrap_or_default();
    let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        if known.contains(&word) {
            Ok(word.to_owned())
        } else {
            Err(ApiError::invalid(
                field,
                format!("`{field}` must be one of {}", known.join(", ")),
            ))
        }
    });
    words.collect()
}
