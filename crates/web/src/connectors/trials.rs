//! Trial sign-ins: what a sign-in would be, without letting anybody in.

use axum::Json;
use axum::extract::State;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName};
use store::state::SsoTrial;

use super::list::{named, row};
use super::oidc::{self, OIDC};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::sso::{self, Purpose};
use crate::view::{ErrorBody, TrialBegun, TrialList, TrialView, time_text};

/// Begins a trial sign-in in this browser.
#[utoipa::path(
    post,
    path = "/api/v1/connectors/{name}/trials",
    operation_id = "connector_try",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    responses(
        (status = 200, description = "Where to go", body = TrialBegun),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_try(
    State(app): State<Shared>,
    Segment(name): Segment<String>,
    headers: HeaderMap,
) -> Result<([(HeaderName, String); 1], Json<TrialBegun>), ApiError> {
    let begun = if row(&app, &name).await?.kind == OIDC {
        let client = oidc::named(&app, &name).await?;
        sso::openid::begin(&app, &client, &headers, Purpose::Trial).await?
    } else {
        let provider = named(&app, &name).await?;
        sso::begin(&app, &provider, &headers, Purpose::Trial).await?
    };
    Ok((
        [(SET_COOKIE, begun.cookie)],
        Json(TrialBegun {
            id: begun.id,
            url: begun.url,
        }),
    ))
}

/// The last trial sign-ins, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/connectors/{name}/trials",
    operation_id = "connector_trials",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    responses(
        (status = 200, description = "The trials", body = TrialList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_trials(
    State(app): State<Shared>,
    Segment(name): Segment<String>,
) -> Answer<TrialList> {
    let trials = app.parts.state.sso_trials(&name).await?;
    let trials = trials.into_iter().map(view).collect::<Result<_, _>>()?;
    Ok(Json(TrialList { trials }))
}

fn view(trial: SsoTrial) -> Result<TrialView, ApiError> {
    let kept: sso::Outcome = serde_json::from_str(&trial.detail).map_err(ApiError::internal)?;
    let is_accepted = trial.outcome == sso::ACCEPTED;
    Ok(TrialView {
        id: trial.id,
        at: time_text(trial.at),
        accepted: is_accepted,
        refusal: (!is_accepted).then_some(trial.outcome),
        message: kept.message,
        advice: kept.advice,
        name: kept.name,
        attributes: kept.attributes,
        matched: kept.matched,
        roles: kept.roles,
        assertion_xml: kept.assertion_xml,
    })
}
