//! API tokens of this server.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::json;
use store::state::{ALL_PERMITTED, ApiToken, AuditEntry, NewApiToken, TokenHash, new_id};

use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::people::change::check_roles;
use crate::session::{Principal, new_api_token};
use crate::view::{ErrorBody, TokenCreated, TokenList, TokenRequest, TokenView, time_text};

const DAYS_DEFAULT: u32 = 90;
const DAYS_MAX: u32 = 366;
const DAY_MS: i64 = 24 * 3_600_000;

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
pub(crate) async fn tokens(State(app): State<Shared>) -> Answer<TokenList> {
    Ok(Json(list(&app, None).await?))
}

/// One's own API tokens, newest first; never their values.
#[utoipa::path(
    get,
    path = "/api/v1/account/tokens",
    operation_id = "account_tokens",
    tag = "account",
    responses(
        (status = 200, description = "The tokens", body = TokenList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account_tokens(State(app): State<Shared>, principal: Principal) -> Answer<TokenList> {
    Ok(Json(list(&app, Some(&principal.user_id)).await?))
}

/// Revokes one of one's own API tokens.
#[utoipa::path(
    delete,
    path = "/api/v1/account/tokens/{id}",
    operation_id = "account_token_delete",
    tag = "account",
    params(("id" = String, Path, description = "Id of the token")),
    responses(
        (status = 200, description = "The tokens that are left", body = TokenList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account_token_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<TokenList> {
    let own = app.parts.state.api_tokens(Some(&principal.user_id)).await?;
    if !own.iter().any(|token| token.id == id) {
        return Err(ApiError::not_found(
            "none of your API tokens has this id",
            "it may have been revoked in the meantime: the list of your tokens has those that are left",
        ));
    }
    revoke(&app, &principal, &id).await?;
    Ok(Json(list(&app, Some(&principal.user_id)).await?))
}

/// Makes an API token; its value is in this answer and nowhere else. One that is made with a token ends no later than
/// that one.
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
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<TokenRequest>,
) -> Result<(StatusCode, Json<TokenCreated>), ApiError> {
    let name = wanted.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(ApiError::invalid(
            "name",
            "the name must have 1 to 100 characters",
        ));
    }
    let days = wanted.days.unwrap_or(DAYS_DEFAULT);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(ApiError::invalid(
            "days",
            format!("a token can last 1 to {DAYS_MAX} days"),
        ));
    }
    if wanted.roles.is_empty() {
        return Err(ApiError::invalid("roles", "a token needs at least one role"));
    }
    check_roles(&app, &wanted.roles).await?;
    let has_all = principal.role_names.iter().any(|role| role == ALL_PERMITTED);
    let foreign = wanted
        .roles
        .iter()
        .find(|role| !has_all && !principal.role_names.contains(role));
    if let Some(foreign) = foreign {
        return Err(ApiError::invalid(
            "roles",
            format!("you do not have the role `{foreign}`, so you cannot give it to a token"),
        ));
    }
    let (now, value) = (app.now(), new_api_token());
    let ends = now.plus_ms(i64::from(days) * DAY_MS);
    // One that leaks does not make itself a successor that outlives it, by its end or by being revoked.
    let own_end = principal.expires.filter(|_| principal.csrf.is_none());
    let ends = own_end.map_or(ends, |own| own.min(ends));
    let new = NewApiToken {
        id: new_id(),
        hash: TokenHash::of(&value),
        name,
        user_id: principal.user_id.clone(),
        roles: wanted.roles.clone(),
        expires: Some(ends),
        maker: principal.is_token().then(|| principal.proof.clone()),
    };
    let (actor, target) = (principal.actor(), format!("token/{}", new.id));
    let detail = json!({"name": new.name, "roles": wanted.roles, "days": days});
    let entry = AuditEntry {
        detail,
        ..AuditEntry::new(&actor, "token.create", &target)
    };
    app.parts.state.create_api_token(&new, &entry, now).await?;
    let view = list(&app, None)
        .await?
        .tokens
        .into_iter()
        .find(|token| token.id == new.id);
    let view = view.ok_or_else(|| ApiError::internal("the new token is gone"))?;
    Ok((StatusCode::CREATED, Json(TokenCreated { token: value, view })))
}

/// Revokes an API token, and those that were made with it.
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
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<TokenList> {
    revoke(&app, &principal, &id).await?;
    Ok(Json(list(&app, None).await?))
}

async fn revoke(app: &App, principal: &Principal, id: &str) -> Result<(), ApiError> {
    let (actor, target) = (principal.actor(), format!("token/{id}"));
    let entry = AuditEntry::new(&actor, "token.delete", &target);
    Ok(app.parts.state.delete_api_token(id, &entry, app.now()).await?)
}

/// All tokens, or those of one person.
async fn list(app: &App, whose: Option<&str>) -> Result<TokenList, ApiError> {
    let now = app.now();
    let tokens = app.parts.state.api_tokens(whose).await?;
    let view = |token: ApiToken| TokenView {
        created_at: time_text(token.created),
        expires_at: token.expires.map(time_text),
        last_used_at: token.last_used.map(time_text),
        expired: token.expires.is_some_and(|expires| expires <= now),
        id: token.id,
        name: token.name,
        roles: token.roles,
        created_by: token.user_name,
    };
    Ok(TokenList {
        tokens: tokens.into_iter().map(view).collect(),
    })
}
