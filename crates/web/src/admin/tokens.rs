//! API tokens of this server.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::view::{ErrorBody, TokenCreated, TokenList, TokenRequest};

/// API tokens, newest first; never their values.
#[utoipa::path(
    get,
    path = "/api/v1/tokens",
    operation_id = "tokens",
    tag = "administration",
    responses(
        (status = 200, description = "The tokens", body = TokenList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn tokens(State(_app): State<Shared>) -> Answer<TokenList> {
    Err(ApiError::no_snapshot())
}

/// Makes an API token; its value is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/api/v1/tokens",
    operation_id = "token_create",
    tag = "administration",
    request_body = TokenRequest,
    responses(
        (status = 201, description = "Made", body = TokenCreated),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn token_create(
    State(_app): State<Shared>,
    Body(_wanted): Body<TokenRequest>,
) -> Result<(StatusCode, Json<TokenCreated>), ApiError> {
    Err(ApiError::no_snapshot())
}

/// Revokes an API token.
#[utoipa::path(
    delete,
    path = "/api/v1/tokens/{id}",
    operation_id = "token_delete",
    tag = "administration",
    params(("id" = String, Path, description = "Id of the token")),
    responses(
        (status = 200, description = "The tokens that are left", body = TokenList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn token_delete(
    State(_app): State<Shared>,
    Segment(_id): Segment<String>,
) -> Answer<TokenList> {
    Err(ApiError::no_snapshot())
}
