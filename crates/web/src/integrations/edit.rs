//! Changes settings or credential.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::json;
use store::state::{AuditEntry, Integration, IntegrationChange};
use utoipa::IntoParams;

use super::draft::{changed_settings, credential_of, org_url_of, try_draft};
use super::effects::effects;
use super::status::{chosen, settings, view};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, Chain};
use crate::extract::{Body, Params};
use crate::loops::CredentialDraft;
use crate::session::Principal;
use crate::view::{EditRequest, ErrorBody, IntegrationView};

/// Which integration, and whether to change it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditParams {
    /// Address of the organization, where several are connected.
    #[serde(default)]
    org: Option<String>,
    /// Only tell what the change would do (`effects`); no credential is tried then.
    #[serde(default)]
    dry_run: bool,
}

/// Changes settings or credential; what is left out stays.
#[utoipa::path(
    patch,
    path = "/api/v1/integrations/okta",
    operation_id = "integration_edit",
    tag = "integrations",
    params(EditParams),
    request_body = EditRequest,
    responses(
        (status = 200, description = "Changed", body = IntegrationView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn integration_edit(
    State(app): State<Shared>,
    principal: Principal,
    Params(which): Params<EditParams>,
    Body(wanted): Body<EditRequest>,
) -> Answer<IntegrationView> {
    let before = chosen(&app, which.org.as_deref()).await?;
    let org = org_url_of(&app, &before.org_url)?;
    let what = json!({
        "credential": wanted.credential.is_some(), "scan_interval_s": wanted.scan_interval_s,
        "share_percent": wanted.share_percent, "scan_enabled": wanted.scan_enabled,
        "refresh_interval_s": wanted.refresh_interval_s, "log_interval_s": wanted.log_interval_s,
        "log_history_days": wanted.log_history_days,
    });
    if which.dry_run {
        let changed = Integration {
            settings: changed_settings(&before.settings, &wanted)?,
            ..before.clone()
        };
        let mut shown = view(&app, &before).await?;
        shown.effects = effects(&settings(&before), &settings(&changed));
        return Ok(Json(shown));
    }
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
    let mut shown = view(&app, &after).await?;
    shown.effects = effects(&settings(&before), &settings(&after));
    Ok(Json(shown))
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
