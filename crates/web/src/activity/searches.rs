//! Searches that people keep.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::Principal;
use crate::view::{ErrorBody, SearchList, SearchRequest};

/// One's own searches, and shared ones.
#[utoipa::path(
    get,
    path = "/api/v1/activity/searches",
    operation_id = "activity_searches",
    tag = "activity",
    responses(
        (status = 200, description = "The searches", body = SearchList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_searches(State(app): State<Shared>, principal: Principal) -> Answer<SearchList> {
    Ok(Json(app.parts.activity.searches(&principal.actor()).await?))
}

/// Keeps a search.
#[utoipa::path(
    post,
    path = "/api/v1/activity/searches",
    operation_id = "activity_search_create",
    tag = "activity",
    request_body = SearchRequest,
    responses(
        (status = 201, description = "Kept; all searches", body = SearchList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_search_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<SearchRequest>,
) -> Result<(StatusCode, Json<SearchList>), ApiError> {
    let name = wanted.name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(ApiError::invalid(
            "name",
            "the name must have 1 to 100 characters",
        ));
    }
    let list = app
        .parts
        .activity
        .search_create(wanted, &principal.actor())
        .await?;
    Ok((StatusCode::CREATED, Json(list)))
}

/// Forgets a search.
#[utoipa::path(
    delete,
    path = "/api/v1/activity/searches/{id}",
    operation_id = "activity_search_delete",
    tag = "activity",
    params(("id" = String, Path, description = "Id of the search")),
    responses(
        (status = 200, description = "The searches that are left", body = SearchList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_search_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<SearchList> {
    Ok(Json(
        app.parts.activity.search_delete(&id, &principal.actor()).await?,
    ))
}
