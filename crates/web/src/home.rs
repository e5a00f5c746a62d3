//! The first page: five questions, and whether the answers can be trusted.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::view::{ErrorBody, HomeView};

/// The first page.
#[utoipa::path(
    get,
    path = "/api/v1/home",
    operation_id = "home",
    tag = "home",
    responses(
        (status = 200, description = "The first page", body = HomeView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn home(State(_app): State<Shared>) -> Answer<HomeView> {
    Err(ApiError::no_snapshot())
}
