//! Switches SCIM on and off, and makes tokens.

use axum::Json;
use axum::extract::State;
use domain::Timestamp;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use store::state::{AuditEntry, Integration, NewScimToken, ScimSwitch, TokenHash, new_id};

use super::settings::ScimSettings;
use super::show::view;
use super::{PLUGIN, edit};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::integrations::status::chosen;
use crate::people::giving::check_provisioning;
use crate::session::{Principal, new_secret};
use crate::view::{ErrorBody, ScimOnRequest, ScimRotateRequest, ScimTokenCreated, ScimView};

/// What SCIM tokens begin with, so that secret scanners and people tell them from others.
const TOKEN_PREFIX: &str = "portolan_scim_";

const OVERLAP_H_DEFAULT: u32 = 24;
const OVERLAP_H_MAX: u32 = 720;
const HOUR_MS: i64 = 3_600_000;

type Made = Result<(StatusCode, Json<ScimTokenCreated>), ApiError>;

/// Switches SCIM on and makes its first token; the value is in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/scim",
    operation_id = "scim_on",
    tag = "integrations",
    request_body = ScimOnRequest,
    responses(
        (status = 201, description = "On", body = ScimTokenCreated),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn scim_on(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<ScimOnRequest>,
) -> Made {
    check_provisioning(&principal)?;
    let integration = chosen(&app, None).await?;
    let mut settings = ScimSettings::of(&integration.settings);
    if settings.on {
        return Err(
            ApiError::new(StatusCode::CONFLICT, "already_on", "SCIM is on already")
                .hint("make another token by rotating"),
        );
    }
    settings.on = true;
    if let Some(days) = wanted.purge_after_days {
        settings.purge_after_days = edit::days(days)?;
    }
    let now = app.now();
    // Tokens of an earlier time do not come back to life.
    let act = Act {
        action: "scim.on",
        detail: json!({ "purge_after_days": settings.purge_after_days }),
        earlier_end: Some(now),
    };
    with_token(&app, &principal, &integration, &settings, act, &headers).await
}

/// Makes a new token; those there are hold for a while, so that Okta can be given the new one without a gap.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/scim/token",
    operation_id = "scim_rotate",
    tag = "integrations",
    request_body = ScimRotateRequest,
    responses(
        (status = 201, description = "Made", body = ScimTokenCreated),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn scim_rotate(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<ScimRotateRequest>,
) -> Made {
    check_provisioning(&principal)?;
    let integration = chosen(&app, None).await?;
    let settings = ScimSettings::of(&integration.settings);
    if !settings.on {
        return Err(off());
    }
    let overlap_h = wanted.overlap_h.unwrap_or(OVERLAP_H_DEFAULT);
    if overlap_h > OVERLAP_H_MAX {
        let message = format!("the overlap can be 0 to {OVERLAP_H_MAX} hours");
        return Err(ApiError::invalid("overlap_h", message));
    }
    let act = Act {
        action: "scim.token.create",
        detail: json!({ "overlap_h": overlap_h }),
        earlier_end: Some(app.now().plus_ms(i64::from(overlap_h) * HOUR_MS)),
    };
    with_token(&app, &principal, &integration, &settings, act, &headers).await
}

/// Switches SCIM off: its tokens are revoked, what was provisioned stays.
#[utoipa::path(
    delete,
    path = "/api/v1/integrations/okta/scim",
    operation_id = "scim_off",
    tag = "integrations",
    responses(
        (status = 200, description = "Off", body = ScimView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn scim_off(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
) -> Answer<ScimView> {
    let integration = chosen(&app, None).await?;
    let settings = ScimSettings {
        on: false,
        ..ScimSettings::of(&integration.settings)
    };
    let act = Act {
        action: "scim.off",
        detail: json!({}),
        earlier_end: Some(app.now()),
    };
    apply(&app, &principal, &integration, &settings, act, None).await?;
    let integration = chosen(&app, None).await?;
    Ok(Json(view(&app, &integration, &headers).await?))
}

/// What the audit log says, and what becomes of the tokens that there are.
pub(super) struct Act {
    pub(super) action: &'static str,
    pub(super) detail: Value,
    pub(super) earlier_end: Option<Timestamp>,
}

async fn with_token(
    app: &App,
    principal: &Principal,
    integration: &Integration,
    settings: &ScimSettings,
    act: Act,
    headers: &HeaderMap,
) -> Made {
    let value = format!("{TOKEN_PREFIX}{}", new_secret());
    let new = NewScimToken {
        id: new_id(),
        hash: TokenHash::of(&value),
    };
    apply(app, principal, integration, settings, act, Some(new)).await?;
    let integration = chosen(app, None).await?;
    let view = view(app, &integration, headers).await?;
    Ok((StatusCode::CREATED, Json(ScimTokenCreated { token: value, view })))
}

/// Writes settings, tokens and audit log: all or nothing.
pub(super) async fn apply(
    app: &App,
    principal: &Principal,
    integration: &Integration,
    settings: &ScimSettings,
    act: Act,
    token: Option<NewScimToken>,
) -> Result<(), ApiError> {
    let (actor, target) = (principal.actor(), format!("integration/{}", integration.org_url));
    let entry = AuditEntry {
        detail: act.detail,
        ..AuditEntry::new(&actor, act.action, &target)
    };
    let switch = ScimSwitch {
        integration: (&integration.id, integration.revision),
        plugin: PLUGIN,
        settings: &settings.within(&integration.settings),
        earlier_end: act.earlier_end,
        token,
    };
    let switched = app.parts.state.switch_scim(&switch, &entry, app.now()).await;
    // Also after a failure: the answer may have been lost, and not the change.
    app.provision.callers.forget();
    Ok(switched?)
}

/// 409: there is nothing to change while it is off.
fn off() -> ApiError {
    ApiError::new(StatusCode::CONFLICT, "scim_off", "SCIM is not switched on").hint("switch it on first")
}
