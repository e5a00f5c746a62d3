//! Tries a credential.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use store::OktaCredential;
use store::state::Integration;

use super::draft::{credential_of, org_url_of};
use super::status::chosen;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Params};
use crate::integrations::show::OrgParams;
use crate::loops::CredentialDraft;
use crate::view::{CheckRequest, CheckView, ErrorBody};

/// Tries a draft, or (with an empty object) the installed credential, endpoint by endpoint.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/check",
    operation_id = "integration_check",
    tag = "integrations",
    params(OrgParams),
    request_body = CheckRequest,
    responses(
        (status = 200, description = "What it may do", body = CheckView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_check(
    State(app): State<Shared>,
    Params(which): Params<OrgParams>,
    Body(wanted): Body<CheckRequest>,
) -> Answer<CheckView> {
    let draft = match (wanted.org_url, wanted.credential) {
        (Some(org), Some(credential)) => CredentialDraft {
            org: org_url_of(&app, &org)?,
            credential: credential_of(&app, credential).await?,
        },
        (None, None) => installed(&app, which.org.as_deref(), None).await?,
        (None, Some(credential)) => {
            let credential = credential_of(&app, credential).await?;
            installed(&app, which.org.as_deref(), Some(credential)).await?
        }
        (Some(_), None) => {
            // The stored credential goes nowhere but to the organization it was stored for.
            return Err(ApiError::invalid(
                "credential",
                "an address without a credential cannot be checked",
            ));
        }
    };
    Ok(Json(app.parts.loops.check(draft).await?))
}

/// The installed integration, with its own credential or a new one.
async fn installed(
    app: &App,
    org: Option<&str>,
    credential: Option<OktaCredential>,
) -> Result<CredentialDraft, ApiError> {
    let integration = chosen(app, org).await?;
    let org = org_url_of(app, &integration.org_url)?;
    if let Some(credential) = credential {
        return Ok(CredentialDraft { org, credential });
    }
    let unreadable = |error: &dyn std::error::Error| {
        ApiError::new(StatusCode::CONFLICT, "credential_unreadable", error.to_string())
            .hint("enter the credential again in the integration's settings")
    };
    let place = Integration::credential_place(&integration.id);
    let opened = app
        .parts
        .vault
        .open(&integration.sealed_credential, &place)
        .map_err(|error| unreadable(&error))?;
    let credential = OktaCredential::from_secret(&opened).map_err(|error| unreadable(&error))?;
    Ok(CredentialDraft { org, credential })
}
