//! Makes the account that a one-time link stands for.

use axum::Json;
use axum::extract::State;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use store::state::{AuditEntry, StateError, TokenHash};

use super::account::{SETUP, begin_session, new_admin};
use super::principal::{Visitor, too_many};
use super::sign_in::WithCookie;
use super::sign_in::beginning;
use crate::app::Shared;
use crate::error::ApiError;
use crate::extract::Body;
use crate::view::{ErrorBody, SessionView, Setup};

/// Makes an administrator from a one-time link and signs them in.
#[utoipa::path(
    post,
    path = "/api/v1/setup",
    operation_id = "setup",
    tag = "session",
    request_body = Setup,
    responses(
        (status = 200, description = "Made and signed in", body = SessionView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn setup(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(wanted): Body<Setup>,
) -> Result<WithCookie, ApiError> {
    let (state, now, code) = (&app.parts.state, app.now(), TokenHash::of(&wanted.code));
    app.guards
        .address
        .check(&visitor.address, now)
        .map_err(too_many)?;
    let link = state
        .one_time_link(&code, now)
        .await?
        .filter(|link| link.purpose == SETUP);
    if link.is_none() {
        app.guards.address.failed(&visitor.address, now);
        return Err(spent());
    }
    let new = new_admin(&wanted.name, &wanted.password).await?;
    let target = format!("user/{}", new.name);
    let entry = AuditEntry::new(&new.name, "user.create", &target);
    state
        .create_user_by_link(&code, SETUP, &new, &entry, now)
        .await
        .map_err(|error| match error {
            StateError::LinkSpent => spent(),
            other => other.into(),
        })?;
    let user = state
        .user(&new.id)
        .await?
        .ok_or_else(|| ApiError::internal("the new account is gone"))?;
    let (cookie, principal) = begin_session(&app, &user, beginning(&headers, &visitor)).await?;
    Ok(([(SET_COOKIE, cookie)], Json(principal.view())))
}

fn spent() -> ApiError {
    ApiError::new(
        StatusCode::GONE,
        "link_spent",
        "this link was used before, or is too old",
    )
    .hint(
        "restart the server, which prints a new one while there is no administrator, or ask an administrator",
    )
}
