//! Progress of scans, as it happens.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;

use super::draft::connected_org;
use super::status::chosen;
use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Params;
use crate::integrations::show::OrgParams;
use crate::session::{Visitor, stay};
use crate::view::{ErrorBody, ProgressView};

/// Server-sent events named `progress`; the data is a `ProgressView`. The first comes at once. The
/// stream ends within a second of the asker's right to it.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/events",
    operation_id = "integration_events",
    tag = "integrations",
    params(OrgParams),
    responses(
        (status = 200, description = "The stream", body = ProgressView, content_type = "text/event-stream"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_events(
    State(app): State<Shared>,
    visitor: Visitor,
    Params(which): Params<OrgParams>,
) -> Result<Response, ApiError> {
    let integration = chosen(&app, which.org.as_deref()).await?;
    let org = connected_org(&integration)?;
    let progress = app.parts.loops.progress(&org).ok_or_else(|| {
        ApiError::not_found(
            "nothing scans this organization",
            "switch scanning on in the integration's settings",
        )
    })?;
    let events = stay::while_allowed(&app, visitor, stream::unfold((progress, true), next_event));
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Ok(Sse::new(events).keep_alive(keep_alive).into_response())
}

type Watching = (watch::Receiver<ProgressView>, bool);

/// The present state first, then one event a change; a slow reader misses what is overtaken.
async fn next_event((mut progress, is_first): Watching) -> Option<(Result<Event, Infallible>, Watching)> {
    if !is_first {
        progress.changed().await.ok()?;
    }
    let view = progress.borrow_and_update().clone();
    let event = Event::default()
        .event("progress")
        .json_data(view)
        .unwrap_or_default();
    Some((Ok(event), (progress, false)))
}
