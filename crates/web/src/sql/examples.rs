//! Ready questions.

use axum::extract::State;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::view::{ErrorBody, ExamplesView};

/// Ready questions, which run as they are.
#[utoipa::path(
    get,
    path = "/api/v1/query/examples",
    operation_id = "query_examples",
    tag = "sql",
    responses(
        (status = 200, description = "The examples", body = ExamplesView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn query_examples(State(_app): State<Shared>) -> Answer<ExamplesView> {
    Err(ApiError::no_snapshot())
}
