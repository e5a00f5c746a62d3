//! User sync: seen, set, planned, run.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};
use store::state::{AuditEntry, Integration, IntegrationChange, SyncRun};

use super::draft::org_url_of;
use super::status::chosen;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::loops::CheckFault;
use crate::people::change::check_roles_and;
use crate::people::giving::check_giving;
use crate::session::Principal;
use crate::view::{
    ErrorBody, SyncOutcome, SyncPlanView, SyncRunRequest, SyncRunView, SyncScope, UserSyncSettings,
    UserSyncView, time_text,
};

/// The member of the integration's settings that holds it.
const MEMBER: &str = "user_sync";
/// The loop's name in the store.
const LOOP: &str = "people";

/// User sync with its last runs.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/sync",
    operation_id = "sync",
    tag = "integrations",
    responses(
        (status = 200, description = "Settings and runs", body = UserSyncView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sync(State(app): State<Shared>) -> Answer<UserSyncView> {
    let integration = chosen(&app, None).await?;
    Ok(Json(view(&app, &integration).await?))
}

/// Sets user sync; when it is switched on, it runs at once.
#[utoipa::path(
    put,
    path = "/api/v1/integrations/okta/sync",
    operation_id = "sync_set",
    tag = "integrations",
    request_body = UserSyncSettings,
    responses(
        (status = 200, description = "Set", body = UserSyncView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sync_set(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<UserSyncSettings>,
) -> Answer<UserSyncView> {
    check(&app, &wanted, &BTreeSet::new()).await?;
    let before = chosen(&app, None).await?;
    let roles = |settings: &UserSyncSettings| settings.role.iter().cloned().collect::<Vec<_>>();
    check_giving(&app, &principal, &roles(&settings_of(&before)), &roles(&wanted)).await?;
    let mut settings = before.settings.clone();
    let value = serde_json::to_value(&wanted).map_err(ApiError::internal)?;
    settings.other.insert(MEMBER.to_owned(), value);
    let change = IntegrationChange {
        settings: Some(settings),
        ..IntegrationChange::default()
    };
    let (actor, target) = (principal.actor(), format!("integration/{}", before.org_url));
    let entry = AuditEntry {
        detail: json!({"before": settings_of(&before), "after": wanted}),
        ..AuditEntry::new(&actor, "user_sync.update", &target)
    };
    let after = app
        .parts
        .state
        .update_integration(&before.id, before.revision, change, &entry, app.now())
        .await?;
    let org = org_url_of(&app, &after.org_url)?;
    app.parts.loops.people_changed(&org);
    Ok(Json(view(&app, &after).await?))
}

/// What a run with these settings would do now; changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/sync/plan",
    operation_id = "sync_plan",
    tag = "integrations",
    request_body = UserSyncSettings,
    responses(
        (status = 200, description = "The plan", body = SyncPlanView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sync_plan(
    State(app): State<Shared>,
    Body(wanted): Body<UserSyncSettings>,
) -> Answer<SyncPlanView> {
    check(&app, &wanted, &BTreeSet::new()).await?;
    let integration = chosen(&app, None).await?;
    let org = org_url_of(&app, &integration.org_url)?;
    let plan = app.parts.loops.plan_people(&org, wanted).await.map_err(told)?;
    Ok(Json(plan))
}

/// Runs user sync now, switched on or not.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/sync/run",
    operation_id = "sync_run",
    tag = "integrations",
    request_body = SyncRunRequest,
    responses(
        (status = 200, description = "What it came to", body = SyncOutcome),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn sync_run(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<SyncRunRequest>,
) -> Answer<SyncOutcome> {
    let integration = chosen(&app, None).await?;
    let org = org_url_of(&app, &integration.org_url)?;
    if let Some(hash) = &wanted.approve {
        check_hash(hash)?;
        let (actor, target) = (principal.actor(), format!("integration/{}", integration.org_url));
        let entry = AuditEntry {
            detail: json!({ "plan": hash }),
            ..AuditEntry::new(&actor, "user_sync.approve", &target)
        };
        app.parts.state.record(&entry, app.now()).await?;
    }
    let outcome = app
        .parts
        .loops
        .run_people(&org, settings_of(&integration), wanted.approve)
        .await
        .map_err(told)?;
    Ok(Json(outcome))
}

/// Whether this can be the hash of a plan.
fn check_hash(hash: &str) -> Result<(), ApiError> {
    match hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => Ok(()),
        false => Err(ApiError::invalid("approve", "this is no hash of a plan")
            .hint("a plan that is held carries it: see `POST /api/v1/integrations/okta/sync/plan`")),
    }
}

/// Whether these settings can be set, with roles that are about to be made.
pub(crate) async fn check(
    app: &App,
    wanted: &UserSyncSettings,
    coming: &BTreeSet<String>,
) -> Result<(), ApiError> {
    if wanted.brake_percent > 100 {
        return Err(ApiError::invalid("brake_percent", "the share must be 0 to 100"));
    }
    if let Some(role) = &wanted.role {
        check_roles_and(app, std::slice::from_ref(role), coming).await?;
    }
    let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    match wanted.scope {
        SyncScope::App if is_blank(&wanted.app) => Err(ApiError::invalid(
            "app",
            "name the app whose people are kept in step",
        )),
        SyncScope::Groups if wanted.groups.is_empty() => Err(ApiError::invalid(
            "groups",
            "name at least one group; `*` stands for any text",
        )),
        _ => Ok(()),
    }
}

async fn view(app: &App, integration: &Integration) -> Result<UserSyncView, ApiError> {
    let runs = app.parts.state.sync_runs(LOOP, &integration.org_url).await?;
    let is_held = runs.first().is_some_and(|run| run.outcome == "held");
    Ok(UserSyncView {
        settings: settings_of(integration),
        is_held,
        runs: runs.into_iter().map(run_view).collect(),
        apps: apps(app),
    })
}

/// Settings of user sync of an integration.
pub(crate) fn settings_of(integration: &Integration) -> UserSyncSettings {
    let kept = integration
        .settings
        .other
        .get(MEMBER)
        .cloned()
        .unwrap_or(Value::Null);
    serde_json::from_value(kept).unwrap_or_default()
}

fn run_view(run: SyncRun) -> SyncRunView {
    SyncRunView {
        id: run.id,
        started_at: time_text(run.started),
        ended_at: time_text(run.ended),
        outcome: run.outcome,
        woken_by: run.woken_by,
        repeats: run.repeats,
        plan: serde_json::from_str(&run.plan).unwrap_or_default(),
    }
}

/// Labels of the apps of the last scan.
fn apps(app: &App) -> Vec<String> {
    let Ok(charted) = app.charted() else {
        return Vec::new();
    };
    let graph = &charted.graph;
    let apps = graph.nodes_of(graph::NodeKind::App);
    let mut labels: Vec<String> = apps.map(|node| graph.name(node).to_owned()).collect();
    labels.sort_unstable();
    labels.truncate(2000);
    labels
}

fn told(fault: CheckFault) -> ApiError {
    let error = ApiError::new(StatusCode::CONFLICT, "cannot_plan", fault.message);
    match fault.advice {
        Some(advice) => error.hint(advice),
        None => error,
    }
}
