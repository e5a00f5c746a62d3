//! Is the server there, and ready to answer.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::Timestamp;
use http::StatusCode;
use http::header::RETRY_AFTER;
use store::state::StateError;
use tokio::sync::Mutex;

use crate::app::{App, Shared};
use crate::error::Chain;
use crate::view::HealthView;

/// Whether the database can be written is tried at most so often, however often somebody asks.
const TRY_EVERY_MS: i64 = 5_000;
/// Under this name the try is written.
const TRIED: &str = "ready.tried";
/// As long as what is written: more than an ordinary change, so that a disk without room for one is noticed.
const TRIED_BYTES: usize = 32 << 10;

/// What the last try to write came to.
#[derive(Default)]
pub(crate) struct Ready(Mutex<Option<Tried>>);

struct Tried {
    at: Timestamp,
    outcome: Result<(), Unready>,
}

/// Why the server is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unready {
    status: &'static str,
    retry_after_s: u64,
}

/// Alive: the process answers.
pub(crate) async fn healthz() -> Json<HealthView> {
    Json(HealthView {
        status: "ok".to_owned(),
    })
}

/// Ready: the database answers too, and takes a change. Without a snapshot the server is ready all the same: its pages say
/// what to do.
pub(crate) async fn readyz(State(app): State<Shared>) -> Response {
    match look(&app).await {
        Ok(()) => healthz().await.into_response(),
        Err(unready) => {
            let status = unready.status.to_owned();
            let mut response = (StatusCode::SERVICE_UNAVAILABLE, Json(HealthView { status })).into_response();
            response
                .headers_mut()
                .insert(RETRY_AFTER, unready.retry_after_s.into());
            response
        }
    }
}

async fn look(app: &App) -> Result<(), Unready> {
    judged(app.parts.state.has_users().await.map(|_| ()))?;
    // Who asks meanwhile waits for the same answer.
    let mut tried = app.ready.0.lock().await;
    let now = app.now();
    if let Some(last) = tried.as_ref().filter(|last| is_recent(last.at, now)) {
        return last.outcome;
    }
    let text = format!("{:>TRIED_BYTES$}", now.as_ms());
    let written = app.parts.state.set_meta(TRIED, &text).await;
    let outcome = judged(written);
    *tried = Some(Tried { at: now, outcome });
    outcome
}

fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    (0..TRY_EVERY_MS).contains(&now.since_ms(at))
}

/// Whoever waits behind another writer is ready.
fn judged(done: Result<(), StateError>) -> Result<(), Unready> {
    let Err(error) = done else { return Ok(()) };
    let status = match &error {
        StateError::Busy => return Ok(()),
        StateError::NoSpace => "the disk of the database is full",
        _ => "the database does not answer",
    };
    tracing::error!(error = %Chain(&error), "not ready");
    Err(Unready {
        status,
        retry_after_s: error.retry_after_s().unwrap_or(5),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_a_server_unready() {
        assert_eq!(judged(Err(StateError::Busy)), Ok(()));
        let full = judged(Err(StateError::NoSpace)).unwrap_err();
        assert_eq!(
            (full.status, full.retry_after_s),
            ("the disk of the database is full", 30)
        );
        assert!(judged(Err(StateError::Damaged { field: "meta.value" })).is_err());
        let at = Timestamp::from_ms;
        assert!(is_recent(at(0), at(4_999)) && !is_recent(at(0), at(5_000)) && !is_recent(at(1), at(0)));
    }
}
