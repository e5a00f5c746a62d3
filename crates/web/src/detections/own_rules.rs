//! Rules of one's own, as YAML.

use axum::Json;
use axum::extract::State;
use http::StatusCode;

use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::Principal;
use crate::view::{ErrorBody, RuleChecked, RuleList, RuleRequest};

/// Checks a file of rules and, unless it is a trial, keeps and runs them; rules with the same id are replaced.
#[utoipa::path(
    post,
    path = "/api/v1/rules",
    operation_id = "rule_create",
    tag = "rules",
    request_body = RuleRequest,
    responses(
        (status = 200, description = "Checked", body = RuleChecked),
        (status = 201, description = "Kept", body = RuleChecked),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rule_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<RuleRequest>,
) -> Result<(StatusCode, Json<RuleChecked>), ApiError> {
    let port = &app.parts.activity;
    let checked = port.rule_create(wanted, &principal.actor()).await?;
    let status = if checked.saved {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(checked)))
}

/// Removes a rule of one's own. Shipped rules are switched off instead.
#[utoipa::path(
    delete,
    path = "/api/v1/rules/{id}",
    operation_id = "rule_delete",
    tag = "rules",
    params(("id" = String, Path, description = "Id of the rule")),
    responses(
        (status = 200, description = "The rules that are left", body = RuleList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rule_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<RuleList> {
    let port = &app.parts.activity;
    Ok(Json(port.rule_delete(&id, &principal.actor()).await?))
}
