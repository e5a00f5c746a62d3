//! Is the server there, and ready to answer.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;

use crate::app::Shared;
use crate::view::HealthView;

/// Alive: the process answers.
pub(crate) async fn healthz() -> Json<HealthView> {
    Json(HealthView {
        status: "ok".to_owned(),
    })
}

/// Ready: the database answers too. Without a snapshot the server is ready all the same: its pages say what to do.
pub(crate) async fn readyz(State(app): State<Shared>) -> impl IntoResponse {
    match app.parts.state.has_users().await {
        Ok(_) => (
            StatusCode::OK,
            Json(HealthView {
                status: "ok".to_owned(),
            }),
        ),
        Err(error) => {
            tracing::error!(%error, "not ready");
            let status = "the database does not answer".to_owned();
            (StatusCode::SERVICE_UNAVAILABLE, Json(HealthView { status }))
        }
    }
}
