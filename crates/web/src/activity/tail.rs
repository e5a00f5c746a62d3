//! Events as they are taken in.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::{question, seen_by};
use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Params;
use crate::session::{Principal, Visitor, stay};
use crate::view::{ErrorBody, EventView};

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TailParams {
    /// The question in the query language; all events when left out.
    #[serde(default)]
    q: Option<String>,
}

/// Server-sent events named `event`; the data is an `EventView` without raw text. `missed` tells how many a reader
/// that is too slow did not get. The stream ends within a second of the asker's right to it.
#[utoipa::path(
    get,
    path = "/api/v1/activity/tail",
    operation_id = "activity_tail",
    tag = "activity",
    params(TailParams),
    responses(
        (status = 200, description = "The stream", body = EventView, content_type = "text/event-stream"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_tail(
    State(app): State<Shared>,
    principal: Principal,
    visitor: Visitor,
    Params(wanted): Params<TailParams>,
) -> Result<Response, ApiError> {
    let asked = seen_by(&principal, question(wanted.q, None, None));
    let tail = app.parts.activity.tail(asked).await?;
    let events = tail.map(|item| {
        let event = match item {
            Ok(event) => Event::default().event("event").json_data(event),
            Err(missed) => Event::default()
                .event("missed")
                .json_data(json!({ "missed": missed })),
        };
        Ok::<_, Infallible>(event.unwrap_or_default())
    });
    let events = stay::while_allowed(&app, visitor, events);
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Ok(Sse::new(events).keep_alive(keep_alive).into_response())
}
