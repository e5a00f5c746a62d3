//! Connects an organization.

use axum::Json;
use axum::extract::State;
use domain::OrgUrl;
use http::StatusCode;
use serde_json::json;
use store::state::{AuditEntry, Integration, NewIntegration, new_id};

use super::draft::{credential_of, org_url_of, settings_of, try_draft};
use super::status::view;
use crate::app::{App, Shared};
use crate::error::{ApiError, Chain};
use crate::extract::Body;
use crate::loops::CredentialDraft;
use crate::session::Principal;
use crate::view::{ErrorBody, InstallRequest, IntegrationView};

/// Connects an organization: checks address and credential, seals the credential, starts the first scan.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_install",
    tag = "integrations",
    request_body = InstallRequest,
    responses(
        (status = 201, description = "Installed", body = IntegrationView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_install(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<InstallRequest>,
) -> Result<(StatusCode, Json<IntegrationView>), ApiError> {
    let org = org_url_of(&app, &wanted.org_url)?;
    refuse_a_second(&app, &org).await?;
    let credential = credential_of(&app, wanted.credential).await?;
    let settings = settings_of(&wanted.settings, &credential)?;
    if !wanted.skip_check {
        try_draft(
            &app,
            CredentialDraft {
                org: org.clone(),
                credential: credential.clone(),
            },
        )
        .await?;
    }
    let id = new_id();
    let sealed = app
        .parts
        .vault
        .seal(&credential.to_secret(), &Integration::credential_place(&id));
    let new = NewIntegration {
        id,
        plugin: "okta".to_owned(),
        name: org.authority().to_owned(),
        org_url: org.as_str().to_owned(),
        org_id: None,
        credential_kind: credential.kind().to_owned(),
        sealed_credential: sealed.map_err(|error| ApiError::internal(Chain(&error)))?,
        settings,
    };
    let (actor, target) = (principal.actor(), format!("integration/{org}"));
    let detail = json!({"credential": credential.kind(), "checked": !wanted.skip_check});
    let entry = AuditEntry {
        detail,
        ..AuditEntry::new(&actor, "integration.create", &target)
    };
    let made = app.parts.state.create_integration(new, &entry, app.now()).await?;
    app.parts.loops.integration_changed(&org).await;
    app.parts.loops.wake_scan(&org, "install");
    Ok((StatusCode::CREATED, Json(view(&app, &made).await?)))
}

/// One server charts one organization: pages, SQL and rights would otherwise mix two of them unseen.
async fn refuse_a_second(app: &App, org: &OrgUrl) -> Result<(), ApiError> {
    let known = app.parts.state.integrations().await?;
    match known
        .iter()
        .find(|integration| integration.org_url != org.as_str())
    {
        None => Ok(()),
        Some(other) => Err(ApiError::new(
            StatusCode::CONFLICT,
            "another_organization",
            format!("{} is connected already", other.org_url),
        )
        .hint("delete that integration first, or run another server for this organization")),
    }
}
