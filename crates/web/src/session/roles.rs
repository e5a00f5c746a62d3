//! From names of roles to what they permit.

use std::sync::Arc;

use domain::Timestamp;
use domain::role::{Resource, Role, Verb, preset};
use store::state::{State, StateError};

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

/// Whether these roles together permit to see the access graph: what SQL clients need.
pub async fn may_see(state: &State, names: &[String], now: Timestamp) -> Result<bool, StateError> {
    let roles = resolve(state, names, now).await?;
    Ok(domain::role::decide(&roles, Resource::AccessGraph, Verb::Read).is_allowed())
}
