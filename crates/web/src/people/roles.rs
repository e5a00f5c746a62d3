//! Roles: presets and one's own.

use axum::Json;
use axum::extract::State;
use domain::role::{PRESETS, Resource, Role, Verb, preset};
use futures_util::FutureExt as _;
use http::StatusCode;
use serde_json::json;
use store::state::{AuditEntry, PeopleFilter, RoleRow};

use super::giving::check_changing;
use super::role_spec;
use super::role_use::refuse_used;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::Principal;
use crate::view::{ErrorBody, RoleList, RoleRequest, RoleView};

const NAME_CHARS_MAX: usize = 64;
const SESSION_S_MIN: u32 = 60;

/// All roles, presets first.
#[utoipa::path(
    get,
    path = "/api/v1/roles",
    operation_id = "roles",
    tag = "people",
    responses(
        (status = 200, description = "The roles", body = RoleList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn roles(State(app): State<Shared>) -> Answer<RoleList> {
    Ok(Json(RoleList {
        roles: all(&app).await?,
        resources: Resource::ALL.iter().map(|one| one.as_str().to_owned()).collect(),
        verbs: Verb::ALL.iter().map(|one| one.as_str().to_owned()).collect(),
    }))
}

/// All roles, presets first.
pub(crate) async fn all(app: &App) -> Result<Vec<RoleView>, ApiError> {
    let locked = app.parts.state.locked_roles(app.now()).await?;
    let mut roles = Vec::new();
    for one in PRESETS {
        if let Some(role) = preset(one.name) {
            roles.push(view(app, &role, None, &locked).await?);
        }
    }
    for row in app.parts.state.roles().await? {
        let role = role_spec::read(&row).map_err(ApiError::internal)?;
        roles.push(view(app, &role, Some(&row), &locked).await?);
    }
    Ok(roles)
}

/// One role.
#[utoipa::path(
    get,
    path = "/api/v1/roles/{name}",
    operation_id = "role",
    tag = "people",
    params(("name" = String, Path, description = "Name of the role")),
    responses(
        (status = 200, description = "The role", body = RoleView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn role(State(app): State<Shared>, Segment(name): Segment<String>) -> Answer<RoleView> {
    Ok(Json(one(&app, &name).await?))
}

/// Makes a role.
#[utoipa::path(
    post,
    path = "/api/v1/roles",
    operation_id = "role_create",
    tag = "people",
    request_body = RoleRequest,
    responses(
        (status = 201, description = "Made", body = RoleView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn role_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<RoleRequest>,
) -> Result<(StatusCode, Json<RoleView>), ApiError> {
    let name = wanted.name.as_deref().unwrap_or_default().trim().to_owned();
    check_name(&name)?;
    if preset(&name).is_some() {
        return Err(ApiError::invalid("name", "a preset role has this name"));
    }
    let spec = spec_of(&wanted)?;
    // Tokens, mappings and user sync may name the role already: whoever makes it decides what they have.
    let new = RoleRow {
        name: name.clone(),
        description: String::new(),
        spec: spec.clone(),
        created: app.now(),
        updated: app.now(),
        revision: 0,
    };
    let wanted_role = role_spec::read(&new).map_err(ApiError::internal)?;
    check_changing(&principal, &Role::default(), &wanted_role)?;
    let (actor, target) = (principal.actor(), format!("role/{name}"));
    let entry = AuditEntry {
        detail: json!({"spec": spec}),
        ..AuditEntry::new(&actor, "role.create", &target)
    };
    let state = &app.parts.state;
    state
        .create_role(&name, wanted.description.trim(), &spec, &entry, app.now())
        .await?;
    Ok((StatusCode::CREATED, Json(one(&app, &name).await?)))
}

/// Changes a role. Everybody who has it has the change from the next request on.
#[utoipa::path(
    put,
    path = "/api/v1/roles/{name}",
    operation_id = "role_change",
    tag = "people",
    params(("name" = String, Path, description = "Name of the role")),
    request_body = RoleRequest,
    responses(
        (status = 200, description = "Changed", body = RoleView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn role_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
    Body(wanted): Body<RoleRequest>,
) -> Answer<RoleView> {
    refuse_preset(&name)?;
    let before = stored(&app, &name).await?;
    let spec = spec_of(&wanted)?;
    let changed = RoleRow {
        description: wanted.description.trim().to_owned(),
        revision: wanted.revision.unwrap_or(before.revision),
        spec,
        ..before.clone()
    };
    // A role that cannot be read permits nothing: whatever it is to permit from now on is new.
    let held = role_spec::read(&before).unwrap_or_default();
    let wanted = role_spec::read(&changed).map_err(ApiError::internal)?;
    check_changing(&principal, &held, &wanted)?;
    let (actor, target) = (principal.actor(), format!("role/{name}"));
    let entry = AuditEntry {
        detail: json!({"before": before.spec, "after": changed.spec}),
        ..AuditEntry::new(&actor, "role.update", &target)
    };
    app.parts.state.update_role(&changed, &entry, app.now()).await?;
    Ok(Json(one(&app, &name).await?))
}

/// Removes a role.
#[utoipa::path(
    delete,
    path = "/api/v1/roles/{name}",
    operation_id = "role_delete",
    tag = "people",
    params(("name" = String, Path, description = "Name of the role")),
    responses(
        (status = 204, description = "Removed"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn role_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
) -> Result<StatusCode, ApiError> {
    refuse_preset(&name)?;
    refuse_used(&app, &name).await?;
    let (actor, target) = (principal.actor(), format!("role/{name}"));
    let entry = AuditEntry::new(&actor, "role.delete", &target);
    app.parts.state.delete_role(&name, &entry, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a role can have this name.
pub(crate) fn check_name(name: &str) -> Result<(), ApiError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(is_plain) {
        return Err(ApiError::invalid(
            "name",
            format!("the name must have 1 to {NAME_CHARS_MAX} letters, digits, `-`, `_` or `.`"),
        ));
    }
    Ok(())
}

/// Presets are what they are.
pub(crate) fn refuse_preset(name: &str) -> Result<(), ApiError> {
    if preset(name).is_none() {
        return Ok(());
    }
    Err(
        ApiError::new(StatusCode::CONFLICT, "preset", "a preset role cannot be changed")
            .hint("make a role of your own with the rules you need"),
    )
}

/// What is kept of a role: checked, as JSON.
pub(crate) fn spec_of(wanted: &RoleRequest) -> Result<String, ApiError> {
    if wanted
        .max_session_ttl_s
        .is_some_and(|seconds| seconds < SESSION_S_MIN)
    {
        return Err(ApiError::invalid(
            "max_session_ttl_s",
            "a session must last at least 60 seconds",
        ));
    }
    role_spec::write(&wanted.allow, &wanted.deny, wanted.max_session_ttl_s)
        .map_err(|fault| ApiError::invalid("allow", fault.to_string()))
}

async fn stored(app: &App, name: &str) -> Result<RoleRow, ApiError> {
    let found = app.parts.state.role(name).await?;
    found.ok_or_else(|| {
        ApiError::not_found(
            format!("there is no role `{name}`"),
            "the list of roles has the names",
        )
    })
}

/// The role of this name, preset or own.
pub(crate) async fn one(app: &App, name: &str) -> Result<RoleView, ApiError> {
    let locked = app.parts.state.locked_roles(app.now()).await?;
    if let Some(role) = preset(name) {
        return view(app, &role, None, &locked).await;
    }
    let row = stored(app, name).await?;
    let role = role_spec::read(&row).map_err(ApiError::internal)?;
    view(app, &role, Some(&row), &locked).await
}

pub(super) async fn people_with(app: &App, role: &str) -> Result<u64, ApiError> {
    let filter = PeopleFilter {
        role: Some(role.to_owned()),
        ..PeopleFilter::default()
    };
    Ok(app.parts.state.count_people(&filter, app.now()).boxed().await?)
}

async fn view(
    app: &App,
    role: &Role,
    row: Option<&RoleRow>,
    locked: &[String],
) -> Result<RoleView, ApiError> {
    Ok(RoleView {
        name: role.name.clone(),
        description: role.description.clone(),
        preset: row.is_none(),
        allow: role_spec::show(&role.allow),
        deny: role_spec::show(&role.deny),
        max_session_ttl_s: role.max_session_ttl_s,
        locked: locked.contains(&role.name),
        people: people_with(app, &role.name).await?,
        revision: row.map_or(0, |row| row.revision),
    })
}
