//! Changes settings or credential.

use axum::Json;
use axum::extract::State;
use serde_json::json;
use store::state::{AuditEntry, Integration, IntegrationChange};

use super::draft::{changed_settings, credential_of, org_url_of, try_draft};
use super::status::{chosen, view};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, Chain};
use crate::extract::{Body, Params};
use crate::integrations::show::OrgParams;
use crate::loops::CredentialDraft;
use crate::session::Principal;
use crate::view::{EditRequest, ErrorBody, IntegrationView};

/// Changes settings or credential; what is left out stays.
#[utoipa::path(
    patch,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_edit",
    tag = "integrations",
    params(OrgParams),
    request_body = EditRequest,
    responses(
        (status = 200, description = "Changed", body = IntegrationView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_edit(
    State(app): State<Shared>,
    principal: Principal,
    Params(which): Params<OrgParams>,
    Body(wanted): Body<EditRequest>,
) -> Answer<IntegrationView> {
    let before = chosen(&app, which.org.as_deref()).await?;
    let org = org_url_of(&app, &before.org_url)?;
    let what = json!({
        "credential": wanted.credential.is_some(), "scan_interval_s": wanted.scan_interval_s,
        "share_percent": wanted.share_percent, "scan_enabled": wanted.scan_enabled,
        "refresh_interval_s": wanted.refresh_interval_s,
    });
    let change = change_of(&app, &before, wanted).await?;
    let (actor, target) = (principal.actor(), format!("integration/{org}"));
    let entry = AuditEntry {
        detail: what,
        ..AuditEntry::new(&actor, "integration.update", &target)
    };
    let after = app
        .parts
        .state
        .update_integration(&before.id, before.revision, change, &entry, app.now())
        .await?;
    app.parts.loops.integration_changed(&org).await;
    if after.sealed_credential != before.sealed_credential {
        app.parts.loops.wake_scan(&org, "settings");
    }
    Ok(Json(view(&app, &after).await?))
}

/// What changes; a new credential is tried first and sealed.
async fn change_of(
    app: &App,
    before: &Integration,
    wanted: EditRequest,
) -> Result<IntegrationChange, ApiError> {
    let mut settings = changed_settings(&before.settings, &wanted)?;
    let mut change = IntegrationChange::default();
    if let Some(given) = wanted.credential {
        let credential = credential_of(app, given).await?;
        let org = org_url_of(app, &before.org_url)?;
        try_draft(
            app,
            CredentialDraft {
                org,
                credential: credential.clone(),
            },
        )
        .await?;
        let place = Integration::credential_place(&before.id);
        let sealed = app.parts.vault.seal(&credential.to_secret(), &place);
        let sealed = sealed.map_err(|error| ApiError::internal(Chain(&error)))?;
        super::draft::note_client_id(&mut settings, &credential);
        change.credential = Some((credential.kind().to_owned(), sealed));
    }
    change.settings = Some(settings);
    Ok(change)
}
