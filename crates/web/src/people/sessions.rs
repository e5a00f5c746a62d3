//! Web sessions of people, seen and ended by administrators.

use axum::Json;
use axum::extract::State;
use store::state::{AuditEntry, SessionRow};

use super::person;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::session::Principal;
use crate::view::{ErrorBody, SessionEntry, SessionList, time_text};

/// Sessions of a person, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/users/{id}/sessions",
    operation_id = "user_sessions",
    tag = "people",
    params(("id" = String, Path, description = "Id of the person")),
    responses(
        (status = 200, description = "The sessions", body = SessionList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user_sessions(
    State(app): State<Shared>,
    Segment(id): Segment<String>,
) -> Answer<SessionList> {
    person(&app, &id).await?;
    Ok(Json(list(&app, &id, None).await?))
}

/// Ends all sessions of a person.
#[utoipa::path(
    delete,
    path = "/api/v1/users/{id}/sessions",
    operation_id = "user_sessions_end",
    tag = "people",
    params(("id" = String, Path, description = "Id of the person")),
    responses(
        (status = 200, description = "The sessions that are left: none", body = SessionList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user_sessions_end(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<SessionList> {
    let whose = person(&app, &id).await?;
    app.parts.state.delete_web_sessions_of(&id).await?;
    let (actor, target) = (principal.actor(), format!("user/{}", whose.name));
    let entry = AuditEntry::new(&actor, "session.end_all", &target);
    app.parts.state.record(&entry, app.now()).await?;
    Ok(Json(list(&app, &id, None).await?))
}

/// The sessions of a person; `current` is the hash of the one this request came with.
pub(super) async fn list(app: &App, id: &str, current: Option<&str>) -> Result<SessionList, ApiError> {
    let rows = app.parts.state.web_sessions_of(id, app.now()).await?;
    let entry = |row: SessionRow| SessionEntry {
        is_current: current == Some(row.hash.as_str()),
        id: row.hash,
        created_at: time_text(row.created),
        last_seen_at: time_text(row.last_seen),
        expires_at: time_text(row.expires),
        address: row.address,
        user_agent: row.user_agent,
        connector: row.connector,
    };
    Ok(SessionList {
        sessions: rows.into_iter().map(entry).collect(),
    })
}
