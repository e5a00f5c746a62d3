//! Pages of events, and one event.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::question;
use crate::activity_port::Part;
use crate::app::Shared;
use crate::error::Answer;
use crate::extract::{Params, Segment};
use crate::paging::Page;
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

/// Events of all sources, newest first.
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
    Params(wanted): Params<EventParams>,
) -> Answer<EventPage> {
    let part = Part {
        limit: Page::read(None, wanted.limit)?.limit,
        cursor: wanted.cursor.filter(|cursor| !cursor.is_empty()),
    };
    let asked = question(wanted.q, wanted.from, wanted.until);
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
    Segment(id): Segment<String>,
) -> Answer<EventView> {
    Ok(Json(app.parts.activity.event(&id).await?))
}
