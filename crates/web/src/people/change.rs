//! Makes, changes and removes people of this server.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::StatusCode;
use serde_json::json;
use store::state::{AuditEntry, Person, PersonOrigin};

use super::giving::{check_giving, check_over};
use super::{person, view};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::integrations::sync;
use crate::provision::settings::ScimSettings;
use crate::session::{EDITOR, Principal, new_admin, not_by_token};
use crate::view::{ErrorBody, NewPerson, PersonChange, PersonView};

/// Makes a local person with a password.
#[utoipa::path(
    post,
    path = "/api/v1/users",
    operation_id = "user_create",
    tag = "people",
    request_body = NewPerson,
    responses(
        (status = 201, description = "Made", body = PersonView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<NewPerson>,
) -> Result<(StatusCode, Json<PersonView>), ApiError> {
    check_roles(&app, &wanted.roles).await?;
    check_giving(&app, &principal, &[], &wanted.roles).await?;
    let mut new = new_admin(&wanted.name, &wanted.password).await?;
    new.roles = wanted.roles;
    let (actor, target) = (principal.actor(), format!("user/{}", new.name));
    let entry = AuditEntry {
        detail: json!({"roles": new.roles}),
        ..AuditEntry::new(&actor, "user.create", &target)
    };
    app.parts.state.create_user(&new, &entry, app.now()).await?;
    Ok((StatusCode::CREATED, Json(view(person(&app, &new.id).await?))))
}

/// Changes roles, bars from signing in, sets a new first password, or takes a lost second factor away.
#[utoipa::path(
    patch,
    path = "/api/v1/users/{id}",
    operation_id = "user_change",
    tag = "people",
    params(("id" = String, Path, description = "Id of the person")),
    request_body = PersonChange,
    responses(
        (status = 200, description = "Changed", body = PersonView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Body(wanted): Body<PersonChange>,
) -> Answer<PersonView> {
    let before = person(&app, &id).await?;
    let (state, now) = (&app.parts.state, app.now());
    let (actor, target) = (principal.actor(), format!("user/{}", before.name));
    if wanted.second_factor == Some(true) {
        return Err(ApiError::invalid(
            "second_factor",
            "only the person can set a second factor up, on their account page",
        ));
    }
    if wanted.second_factor == Some(false) && principal.is_token() && principal.user_id == id {
        return Err(not_by_token());
    }
    if let Some(roles) = &wanted.roles {
        check_roles(&app, roles).await?;
        check_giving(&app, &principal, &before.roles, roles).await?;
    }
    if wanted.password.is_some() || wanted.second_factor == Some(false) {
        check_over(&app, &principal, &before).await?;
    }
    check_standing(&app, &before, &wanted).await?;
    let new_password = match &wanted.password {
        Some(password) => Some(password_for(&before, password).await?),
        None => None,
    };
    if let Some(roles) = &wanted.roles {
        let entry = AuditEntry {
            detail: json!({"before": before.roles, "after": roles}),
            ..AuditEntry::new(&actor, "user.update", &target)
        };
        let roles = (roles.as_slice(), wanted.revision);
        state.set_user_roles(&id, roles, &entry, now).await?;
    }
    if let Some(is_disabled) = wanted.disabled {
        let action = if is_disabled {
            "user.disable"
        } else {
            "user.enable"
        };
        let entry = AuditEntry::new(&actor, action, &target);
        state.set_user_disabled(&id, is_disabled, &entry, now).await?;
    }
    if wanted.second_factor == Some(false) {
        let entry = AuditEntry::new(&actor, "user.second_factor.remove", &target);
        state.clear_second_factors(&id, &entry, now).await?;
    }
    if let Some(hash) = new_password {
        let entry = AuditEntry::new(&actor, "user.password.reset", &target);
        state.set_password_hash(&id, &hash, &entry, now).await?;
    }
    Ok(Json(view(person(&app, &id).await?)))
}

/// The hash of a new first password; people of an identity provider have none here.
async fn password_for(person: &Person, password: &str) -> Result<String, ApiError> {
    if person.origin != PersonOrigin::Local {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "no_password",
            "this person signs in through an identity provider, which keeps password and factors",
        ));
    }
    new_admin(&person.name, password)
        .await
        .map(|new| new.password_hash)
}

/// Refuses a change that would leave nobody who can administer the server.
pub(crate) async fn check_standing(
    app: &App,
    before: &Person,
    wanted: &PersonChange,
) -> Result<(), ApiError> {
    let roles = wanted.roles.as_ref();
    let loses_editor = roles.is_some_and(|roles| !roles.iter().any(|role| role == EDITOR));
    if loses_editor || wanted.disabled == Some(true) {
        keep_an_editor(app, before).await?;
    }
    Ok(())
}

/// Removes a person with sessions and tokens. One who comes from Okta comes back with the next sync.
#[utoipa::path(
    delete,
    path = "/api/v1/users/{id}",
    operation_id = "user_delete",
    tag = "people",
    params(("id" = String, Path, description = "Id of the person")),
    responses(
        (status = 204, description = "Removed"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn user_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Result<StatusCode, ApiError> {
    let before = person(&app, &id).await?;
    if before.inactive.is_none() && comes_back(&app, &before).await? {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "managed_by_okta",
            "this person is kept in step with Okta and would come back",
        )
        .hint("deactivate or unassign the person in Okta, or lock the person here"));
    }
    keep_an_editor(&app, &before).await?;
    let (actor, target) = (principal.actor(), format!("user/{}", before.name));
    let entry = AuditEntry::new(&actor, "user.delete", &target);
    app.parts.state.delete_person(&id, &entry, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether somebody is kept in step with an organization: user sync or SCIM is switched on for it.
async fn comes_back(app: &App, person: &Person) -> Result<bool, ApiError> {
    let integrations = app.parts.state.integrations().await?;
    Ok(person.origin == PersonOrigin::Okta
        && integrations.iter().any(|integration| {
            let is_of_it = person
                .org_url
                .as_ref()
                .is_none_or(|org| *org == integration.org_url);
            is_of_it && (sync::settings_of(integration).enabled || ScimSettings::of(&integration.settings).on)
        }))
}

/// Every name must be a role: a misspelt one would give nothing, unnoticed.
pub(crate) async fn check_roles(app: &App, names: &[String]) -> Result<(), ApiError> {
    check_roles_and(app, names, &BTreeSet::new()).await
}

/// The same, with roles that are about to be made. Boxed: many ways lead here, and each would be checked anew by the
/// compiler, all the way down.
pub(crate) fn check_roles_and<'a>(
    app: &'a App,
    names: &'a [String],
    coming: &'a BTreeSet<String>,
) -> BoxFuture<'a, Result<(), ApiError>> {
    async move {
        for name in names {
            let is_known = coming.contains(name) || domain::role::preset(name).is_some();
            if !is_known && app.parts.state.role(name).await?.is_none() {
                return Err(ApiError::invalid("roles", format!("there is no role `{name}`"))
                    .hint("the list of roles has the names, and new ones can be made"));
            }
        }
        Ok(())
    }
    .boxed()
}

/// Refuses what would leave nobody with a password who can administer the server.
pub(crate) fn keep_an_editor<'a>(app: &'a App, person: &'a Person) -> BoxFuture<'a, Result<(), ApiError>> {
    keeps_an_editor(app, person).boxed()
}

async fn keeps_an_editor(app: &App, person: &Person) -> Result<(), ApiError> {
    let is_editor = person.has_password && person.roles.iter().any(|role| role == EDITOR);
    if !is_editor {
        return Ok(());
    }
    let others = app
        .parts
        .state
        .other_local_with_role(&person.id, EDITOR, app.now())
        .await?;
    if others > 0 {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::CONFLICT,
        "last_editor",
        "this is the last person with a password and the role `editor`",
    )
    .hint(
        "make another one first: without one, nobody can administer this server when Okta cannot be reached",
    ))
}
