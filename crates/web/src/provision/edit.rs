//! Changes SCIM's settings.

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde_json::json;

use super::settings::ScimSettings;
use super::show::view;
use super::switch::{Act, apply};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::integrations::status::chosen;
use crate::session::Principal;
use crate::view::{ErrorBody, ScimEditRequest, ScimView};

const DAYS_MAX: u32 = 3650;
const REQUESTS_PER_S_MAX: u32 = 100_000;

/// Changes SCIM's settings; what is left out stays.
#[utoipa::path(
    patch,
    path = "/api/v1/integrations/okta/scim",
    operation_id = "scim_edit",
    tag = "integrations",
    request_body = ScimEditRequest,
    responses(
        (status = 200, description = "Changed", body = ScimView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn scim_edit(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<ScimEditRequest>,
) -> Answer<ScimView> {
    let integration = chosen(&app, None).await?;
    let mut settings = ScimSettings::of(&integration.settings);
    if let Some(wanted) = wanted.purge_after_days {
        settings.purge_after_days = days(wanted)?;
    }
    if let Some(wanted) = wanted.requests_per_s {
        if wanted > REQUESTS_PER_S_MAX {
            let message = format!("there can be at most {REQUESTS_PER_S_MAX} calls a second");
            return Err(ApiError::invalid("requests_per_s", message));
        }
        settings.requests_per_s = wanted;
    }
    let act = Act {
        action: "scim.update",
        detail: json!({
            "purge_after_days": settings.purge_after_days, "requests_per_s": settings.requests_per_s,
        }),
        earlier_end: None,
    };
    apply(&app, &principal, &integration, &settings, act, None).await?;
    let integration = chosen(&app, None).await?;
    Ok(Json(view(&app, &integration, &headers).await?))
}

/// A number of days that a record can be kept.
pub(super) fn days(wanted: u32) -> Result<u32, ApiError> {
    if wanted > DAYS_MAX {
        let message = format!("a record can be kept 0 to {DAYS_MAX} days");
        return Err(ApiError::invalid("purge_after_days", message));
    }
    Ok(wanted)
}
