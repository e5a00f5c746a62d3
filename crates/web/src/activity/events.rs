//! Pages of events, and one event.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{question, seen_by, sees_own};
use crate::activity_port::Part;
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::paging::Page;
use crate::session::Principal;
use crate::view::{ErrorBody, EventPage, EventView};

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventParams {
    /// The question in the query language; all events when left out.
    #[serde(default)]
    q: Option<String>,
    /// Earliest time: RFC 3339, a date, or a span before now such as `24h` or `90d`.
    #[serde(default)]
    from: Option<String>,
    /// Latest time, the same; now when left out.
    #[serde(default)]
    until: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows of a page, 1 to 1000; 50 when left out.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// Whether `raw` comes with each event.
    #[serde(default)]
    raw: Option<bool>,
}

/// Events of all sources, newest first. Those of this server itself, which are its audit log, are found by whoever may read
/// that; so it is for counts, time lines, files and all else that asks for events.
#[utoipa::path(
    get,
    path = "/api/v1/activity/events",
    operation_id = "activity_events",
    tag = "activity",
    params(EventParams),
    responses(
        (status = 200, description = "A page of events", body = EventPage),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_events(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<EventParams>,
) -> Answer<EventPage> {
    let part = Part {
        limit: Page::read(None, wanted.limit)?.limit,
        cursor: wanted.cursor.filter(|cursor| !cursor.is_empty()),
    };
    let asked = seen_by(&principal, question(wanted.q, wanted.from, wanted.until));
    let page = app
        .parts
        .activity
        .events(asked, part, wanted.raw.unwrap_or(false))
        .await?;
    Ok(Json(page))
}

/// One event, with the source's text.
#[utoipa::path(
    get,
    path = "/api/v1/activity/events/{id}",
    operation_id = "activity_event",
    tag = "activity",
    params(("id" = String, Path, description = "`source/source_org/uid`, URL-encoded")),
    responses(
        (status = 200, description = "The event", body = EventView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_event(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<EventView> {
    if id.starts_with("self/") && !sees_own(&principal) {
        let message = "events of this server itself are its audit log, which your role does not open";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "forbidden", message)
            .hint("an administrator can give you a role with `list` on `event`"));
    }
    Ok(Json(app.parts.activity.event(&id).await?))
}
