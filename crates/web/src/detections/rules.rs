//! Rules: list, one, what is changed about it here, and what it would have said.

use axum::Json;
use axum::extract::State;

use crate::activity::{AskedParams, asked};
use crate::app::Shared;
use crate::error::Answer;
use crate::extract::{Body, Params, Segment};
use crate::session::Principal;
use crate::view::{ErrorBody, ReplayRequest, ReplayView, RuleChange, RuleList, RuleView, RulesReplayView};

/// All rules, by id.
#[utoipa::path(
    get,
    path = "/api/v1/rules",
    operation_id = "rules",
    tag = "rules",
    responses(
        (status = 200, description = "The rules", body = RuleList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rules(State(app): State<Shared>) -> Answer<RuleList> {
    Ok(Json(app.parts.activity.rules().await?))
}

/// One rule: what it sees, what may be tuned, its file and its examples.
#[utoipa::path(
    get,
    path = "/api/v1/rules/{id}",
    operation_id = "rule",
    tag = "rules",
    params(("id" = String, Path, description = "Id of the rule")),
    responses(
        (status = 200, description = "The rule", body = RuleView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rule(State(app): State<Shared>, Segment(id): Segment<String>) -> Answer<RuleView> {
    Ok(Json(app.parts.activity.rule(&id).await?))
}

/// Switches a rule on or off, tunes it, excepts events from it.
#[utoipa::path(
    patch,
    path = "/api/v1/rules/{id}",
    operation_id = "rule_change",
    tag = "rules",
    params(("id" = String, Path, description = "Id of the rule")),
    request_body = RuleChange,
    responses(
        (status = 200, description = "The rule now", body = RuleView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rule_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Body(wanted): Body<RuleChange>,
) -> Answer<RuleView> {
    let port = &app.parts.activity;
    Ok(Json(port.rule_change(&id, wanted, &principal.actor()).await?))
}

/// What the rule would have said about the events that are kept; nothing is raised.
#[utoipa::path(
    post,
    path = "/api/v1/rules/{id}/replay",
    operation_id = "rule_replay",
    tag = "rules",
    params(("id" = String, Path, description = "Id of the rule"), AskedParams),
    responses(
        (status = 200, description = "What it would have said", body = ReplayView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rule_replay(
    State(app): State<Shared>,
    Segment(id): Segment<String>,
    Params(wanted): Params<AskedParams>,
) -> Answer<ReplayView> {
    Ok(Json(app.parts.activity.rule_replay(&id, asked(wanted)).await?))
}

/// What several rules, or all that are switched on, would have said about the events that are kept, which are read once
/// for all of them; nothing is raised.
#[utoipa::path(
    post,
    path = "/api/v1/rules/replay",
    operation_id = "rules_replay",
    tag = "rules",
    request_body = ReplayRequest,
    responses(
        (status = 200, description = "What they would have said", body = RulesReplayView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn rules_replay(
    State(app): State<Shared>,
    Body(wanted): Body<ReplayRequest>,
) -> Answer<RulesReplayView> {
    Ok(Json(app.parts.activity.rules_replay(wanted).await?))
}
