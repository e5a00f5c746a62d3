//! What administrators see of SCIM.

use axum::Json;
use axum::extract::State;
use domain::Timestamp;
use http::HeaderMap;
use store::state::{Integration, ScimToken};

use super::PLUGIN;
use super::journal::{Call, Refusal};
use super::serve::{base_url, last_call_name};
use super::settings::ScimSettings;
use crate::app::App;
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::integrations::status::chosen;
use crate::view::{ErrorBody, ScimCallView, ScimRefusalView, ScimTokenView, ScimView, time_text};

/// The state of SCIM: address, tokens (never their values), last call, refusals, counts.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/scim",
    operation_id = "scim",
    tag = "integrations",
    responses(
        (status = 200, description = "The state", body = ScimView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn scim_show(State(app): State<Shared>, headers: HeaderMap) -> Answer<ScimView> {
    let integration = chosen(&app, None).await?;
    Ok(Json(view(&app, &integration, &headers).await?))
}

/// What there is to see.
pub(super) async fn view(
    app: &App,
    integration: &Integration,
    headers: &HeaderMap,
) -> Result<ScimView, ApiError> {
    let settings = ScimSettings::of(&integration.settings);
    let state = &app.parts.state;
    let tokens = state.scim_tokens(PLUGIN, app.now()).await?;
    let counts = state.scim_counts(PLUGIN).await?;
    let written = state.meta(&last_call_name(PLUGIN)).await?;
    let written: Option<Call> = written.and_then(|text| serde_json::from_str(&text).ok());
    let (last, refusals) = {
        let journal = app.provision.journal();
        (journal.last(), journal.refusals())
    };
    // Another server on the same database may have written a later one.
    let last_call = [last, written]
        .into_iter()
        .flatten()
        .max_by_key(|call| call.at_ms);
    Ok(ScimView {
        on: settings.on,
        base_url: base_url(app, headers, PLUGIN),
        purge_after_days: settings.purge_after_days,
        requests_per_s: settings.requests_per_s,
        tokens: tokens.into_iter().map(token_view).collect(),
        last_call: last_call.map(call_view),
        users: counts.users,
        inactive_users: counts.inactive,
        groups: counts.groups,
        refusals: refusals.into_iter().map(refusal_view).collect(),
    })
}

fn token_view(token: ScimToken) -> ScimTokenView {
    ScimTokenView {
        id: token.id,
        created_at: time_text(token.created),
        last_used_at: token.last_used.map(time_text),
        expires_at: token.expires.map(time_text),
    }
}

fn call_view(call: Call) -> ScimCallView {
    ScimCallView {
        at: time_text(Timestamp::from_ms(call.at_ms)),
        method: call.method,
        path: call.path,
        status: call.status,
    }
}

fn refusal_view(refusal: Refusal) -> ScimRefusalView {
    ScimRefusalView {
        call: call_view(refusal.call),
        reason: refusal.reason,
        address: refusal.address,
    }
}
