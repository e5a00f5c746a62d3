//! App and group sync: its filters, looked at over the last scan and kept. Nothing is synchronised before there are
//! Access Lists, and every answer says so.

mod filter;

use axum::Json;
use axum::extract::State;
use graph::NodeKind;
use serde_json::{Value, json};
use store::state::{AuditEntry, Integration, IntegrationChange};

use self::filter::Filter;
use super::status::chosen;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::session::Principal;
use crate::view::{ErrorBody, ListSyncPreview, ListSyncSettings, ListSyncView};

/// The member of the integration's settings that holds it.
const MEMBER: &str = "lists";
const OWNERS_MAX: usize = 50;
/// What is said wherever it is set.
const BEGINS: &str = "nothing is synchronised yet: the settings are kept, and begin to count with Access Lists, which \
                      this version does not have";

/// App and group sync, as it is set.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/lists",
    operation_id = "list_sync",
    tag = "integrations",
    responses(
        (status = 200, description = "What is set", body = ListSyncView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn list_sync(State(app): State<Shared>) -> Answer<ListSyncView> {
    let integration = chosen(&app, None).await?;
    Ok(Json(view(&integration)))
}

/// Sets app and group sync.
#[utoipa::path(
    put,
    path = "/api/v1/integrations/okta/lists",
    operation_id = "list_sync_set",
    tag = "integrations",
    request_body = ListSyncSettings,
    responses(
        (status = 200, description = "Set", body = ListSyncView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn list_sync_set(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<ListSyncSettings>,
) -> Answer<ListSyncView> {
    filters(&wanted)?;
    let unknown = unknown_owners(&app, &wanted).await?;
    if let Some(nobody) = unknown.first() {
        return Err(ApiError::invalid(
            "default_owners",
            format!("there is nobody called `{nobody}` here"),
        ));
    }
    let before = chosen(&app, None).await?;
    let mut settings = before.settings.clone();
    let value = serde_json::to_value(&wanted).map_err(ApiError::internal)?;
    settings.other.insert(MEMBER.to_owned(), value);
    let change = IntegrationChange {
        settings: Some(settings),
        ..IntegrationChange::default()
    };
    let (actor, target) = (principal.actor(), format!("integration/{}", before.org_url));
    let entry = AuditEntry {
        detail: json!({"lists": {"before": settings_of(&before), "after": wanted}}),
        ..AuditEntry::new(&actor, "integration.update", &target)
    };
    let state = &app.parts.state;
    let after = state.update_integration(&before.id, before.revision, change, &entry, app.now());
    Ok(Json(view(&after.await?)))
}

/// What these filters take of the last scan; changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/lists/preview",
    operation_id = "list_sync_preview",
    tag = "integrations",
    request_body = ListSyncSettings,
    responses(
        (status = 200, description = "What they take", body = ListSyncPreview),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn list_sync_preview(
    State(app): State<Shared>,
    Body(wanted): Body<ListSyncSettings>,
) -> Answer<ListSyncPreview> {
    let (apps, groups) = filters(&wanted)?;
    let unknown_owners = unknown_owners(&app, &wanted).await?;
    app.ask(move |charted| {
        let graph = &charted.graph;
        let names = |kind| {
            graph
                .nodes_of(kind)
                .map(|node| graph.name(node))
                .collect::<Vec<_>>()
        };
        Ok(ListSyncPreview {
            apps: apps.preview(&names(NodeKind::App)),
            groups: groups.preview(&names(NodeKind::Group)),
            unknown_owners,
            begins: BEGINS.to_owned(),
        })
    })
    .await
}

/// The filters of apps and of groups.
fn filters(set: &ListSyncSettings) -> Result<(Filter, Filter), ApiError> {
    let read = |field: &str, filter| Filter::read(filter).map_err(|why| ApiError::invalid(field, why));
    Ok((read("apps", &set.apps)?, read("groups", &set.groups)?))
}

/// Default owners who are nobody here.
async fn unknown_owners(app: &App, set: &ListSyncSettings) -> Result<Vec<String>, ApiError> {
    if set.default_owners.len() > OWNERS_MAX {
        return Err(ApiError::invalid(
            "default_owners",
            format!("at most {OWNERS_MAX} people own what nobody else does"),
        ));
    }
    let mut unknown = Vec::new();
    for name in &set.default_owners {
        if app.parts.state.person_named(name, app.now()).await?.is_none() {
            unknown.push(name.clone());
        }
    }
    Ok(unknown)
}

fn settings_of(integration: &Integration) -> ListSyncSettings {
    let kept = integration.settings.other.get(MEMBER).cloned();
    serde_json::from_value(kept.unwrap_or(Value::Null)).unwrap_or_default()
}

fn view(integration: &Integration) -> ListSyncView {
    ListSyncView {
        settings: settings_of(integration),
        begins: BEGINS.to_owned(),
    }
}
