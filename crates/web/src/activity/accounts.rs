//! Corrections of whose account it is.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Shared;
use crate::error::Answer;
use crate::extract::{Body, Params};
use crate::session::Principal;
use crate::view::{AccountCorrection, ErrorBody, LinkedAccounts};

/// Says whose account it is, or that it is nobody's; it holds for old events too.
#[utoipa::path(
    post,
    path = "/api/v1/activity/accounts",
    operation_id = "activity_account_correct",
    tag = "activity",
    request_body = AccountCorrection,
    responses(
        (status = 200, description = "The person's accounts now", body = LinkedAccounts),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_account_correct(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<AccountCorrection>,
) -> Answer<LinkedAccounts> {
    let port = &app.parts.activity;
    Ok(Json(port.account_correct(wanted, &principal.actor()).await?))
}

/// Which account.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountParams {
    /// The source.
    source: String,
    /// Its organization.
    org: String,
    /// The account's id there.
    id: String,
}

/// Takes back a correction.
#[utoipa::path(
    delete,
    path = "/api/v1/activity/accounts",
    operation_id = "activity_account_uncorrect",
    tag = "activity",
    params(AccountParams),
    responses(
        (status = 200, description = "The account as evidence has it", body = LinkedAccounts),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn activity_account_uncorrect(
    State(app): State<Shared>,
    principal: Principal,
    Params(which): Params<AccountParams>,
) -> Answer<LinkedAccounts> {
    let port = &app.parts.activity;
    let (source, org, id) = (&which.source, &which.org, &which.id);
    Ok(Json(
        port.account_uncorrect(source, org, id, &principal.actor())
            .await?,
    ))
}
