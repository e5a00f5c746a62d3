//! Web sessions of people, seen and ended by administrators.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use store::state::{AuditEntry, SessionRow};
use utoipa::IntoParams;

use super::person;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
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

/// What ends with the sessions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ending {
    /// Whether the person's API tokens are revoked, too: whoever had the account may have made some.
    #[serde(default)]
    tokens: bool,
}

/// Ends all sessions of a person; with `tokens`, revokes their API tokens as well.
#[utoipa::path(
    delete,
    path = "/api/v1/users/{id}/sessions",
    operation_id = "user_sessions_end",
    tag = "people",
    params(("id" = String, Path, description = "Id of the person"), Ending),
    responses(
        (status = 200, description = "The sessions that are left: none", body = SessionList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user_sessions_end(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Params(ending): Params<Ending>,
) -> Answer<SessionList> {
    let whose = person(&app, &id).await?;
    app.parts.state.delete_web_sessions_of(&id).await?;
    let (actor, target) = (principal.actor(), format!("user/{}", whose.name));
    let entry = AuditEntry::new(&actor, "session.end_all", &target);
    app.parts.state.record(&entry, app.now()).await?;
    if ending.tokens {
        let entry = AuditEntry::new(&actor, "token.delete_all", &target);
        let state = &app.parts.state;
        state.delete_api_tokens_of(&id, &entry, app.now()).await?;
    }
    Ok(Json(list(&app, &id, None).await?))
}

/// The sessions of a person; `current` is the hash of the one this request came with.
pub(super) async fn list(app: &App, id: &str, current: Option<&str>) -> Result<SessionList, ApiError> {
    let rows = app.parts.state.web_sessions_of(id, app.now()).await?;
    let tokens = app.parts.state.api_tokens(Some(id)).await?.len() as u64;
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
        tokens,
    })
}
