//! From names of roles to what they permit.

use std::sync::Arc;

use domain::Timestamp;
use domain::role::{Conditions, Role, Rule, preset};
use http::Method;
use store::state::{ApiToken, State, StateError};

use super::policy::{Asker, Verdict, decide, required};
use crate::people::role_spec;

/// The roles with these names, as they hold now. One that is locked gives nothing, and still forbids what it forbids; one
/// that cannot be read forbids everything, for nobody knows what it was to forbid.
pub(crate) async fn resolve(
    state: &State,
    names: &[String],
    now: Timestamp,
) -> Result<Arc<[Role]>, StateError> {
    let locked = state.locked_roles(now).await?;
    let mut roles = named(state, names).await?;
    for role in roles.iter_mut().filter(|role| locked.contains(&role.name)) {
        role.allow = Conditions::default();
    }
    roles.retain(|role| role.allow != Conditions::default() || role.deny != Conditions::default());
    Ok(roles.into())
}

/// What a token may do: what its own roles permit, as long as its owner has them, and nothing that any role of the owner
/// forbids.
pub(crate) async fn of_token(
    state: &State,
    token: &ApiToken,
    now: Timestamp,
) -> Result<Arc<[Role]>, StateError> {
    let names = token.effective_roles();
    let others: Vec<String> = token
        .user_roles
        .iter()
        .filter(|name| !names.contains(name))
        .cloned()
        .collect();
    let own = resolve(state, &names, now).await?;
    let forbidding = named(state, &others).await?.into_iter().map(|role| Role {
        allow: Conditions::default(),
        ..role
    });
    let forbidding = forbidding.filter(|role| role.deny != Conditions::default());
    Ok(own.iter().cloned().chain(forbidding).collect())
}

/// Whether anything is permitted at all.
pub(crate) fn give_something(roles: &[Role]) -> bool {
    roles.iter().any(|role| role.allow != Conditions::default())
}

/// The roles with these names, as they are written down, locked or not; unknown ones are left out.
pub(crate) async fn named(state: &State, names: &[String]) -> Result<Vec<Role>, StateError> {
    let mut roles = Vec::with_capacity(names.len());
    for name in names {
        if let Some(role) = preset(name) {
            roles.push(role);
        } else if let Some(row) = state.role(name).await? {
            roles.push(role_spec::read(&row).unwrap_or_else(|error| {
                tracing::error!(role = %name, %error, "a role cannot be read: who has it may do nothing");
                forbids_all(name)
            }));
        }
    }
    Ok(roles)
}

fn forbids_all(name: &str) -> Role {
    let everything = Rule {
        resources: Vec::new(),
        verbs: Vec::new(),
    };
    Role {
        name: name.to_owned(),
        deny: Conditions {
            rules: vec![everything],
            ..Conditions::default()
        },
        ..Role::default()
    }
}

/// What SQL clients with this token may read besides the graph; `None` where they may not ask at all.
pub async fn sql_rights(
    state: &State,
    token: &ApiToken,
    now: Timestamp,
) -> Result<Option<query::Rights>, StateError> {
    let roles = of_token(state, token, now).await?;
    Ok(may_call(&Method::POST, "/api/v1/query", &roles).then(|| rights_of(&roles)))
}

/// The tables of events and alerts are open in SQL to whoever may open their pages; events of this server itself to whoever
/// may read the audit log.
pub(crate) fn rights_of(roles: &[Role]) -> query::Rights {
    let activity = may_call(&Method::GET, "/api/v1/activity/events", roles);
    query::Rights {
        activity,
        own_events: activity && may_call(&Method::GET, "/api/v1/audit", roles),
        alerts: may_call(&Method::GET, "/api/v1/alerts", roles),
    }
}

fn may_call(method: &Method, path: &str, roles: &[Role]) -> bool {
    // None of these calls is for browsers alone.
    let asker = Asker {
        roles,
        is_token: true,
    };
    decide(required(method, path), Some(asker)) == Verdict::Allowed
}
