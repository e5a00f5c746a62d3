//! From names of roles to what they permit.

use std::sync::Arc;

use domain::Timestamp;
use domain::role::{Role, preset};
use http::Method;
use store::state::{State, StateError};

use super::policy::{Asker, Verdict, decide, required};
use crate::people::role_spec;

/// The roles with these names. One that is locked, unknown, or cannot be read gives nothing.
pub(crate) async fn resolve(
    state: &State,
    names: &[String],
    now: Timestamp,
) -> Result<Arc<[Role]>, StateError> {
    let locked = state.locked_roles(now).await?;
    let mut roles = Vec::with_capacity(names.len());
    for name in names.iter().filter(|name| !locked.contains(name)) {
        if let Some(role) = preset(name) {
            roles.push(role);
        } else if let Some(row) = state.role(name).await? {
            match role_spec::read(&row) {
                Ok(role) => roles.push(role),
                Err(error) => {
                    tracing::error!(role = %name, %error, "a role cannot be read and gives nothing")
                }
            }
        }
    }
    Ok(roles.into())
}

/// What SQL clients with these roles may read besides the graph; `None` where they may not ask at all.
pub async fn sql_rights(
    state: &State,
    names: &[String],
    now: Timestamp,
) -> Result<Option<query::Rights>, StateError> {
    let roles = resolve(state, names, now).await?;
    Ok(may_call(&Method::POST, "/api/v1/query", &roles).then(|| rights_of(&roles)))
}

/// The tables of events and alerts are open in SQL to whoever may open their pages.
pub(crate) fn rights_of(roles: &[Role]) -> query::Rights {
    query::Rights {
        activity: may_call(&Method::GET, "/api/v1/activity/events", roles),
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
