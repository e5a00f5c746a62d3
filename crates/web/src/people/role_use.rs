//! What holds a role or gives it away: while anything does, the role is not removed, since whoever made one of the same name
//! anew would decide what all of those have.

use http::StatusCode;
use serde::Deserialize;
use store::state::Connector;

use super::roles::people_with;
use crate::app::App;
use crate::error::ApiError;
use crate::integrations::sync;
use crate::view::RoleMapping;

/// Refuses the removal of a role that somebody or something still names.
///
/// # Errors
/// 409 `in_use`, with what uses it.
pub(super) async fn refuse_used(app: &App, role: &str) -> Result<(), ApiError> {
    let state = &app.parts.state;
    let people = people_with(app, role).await?;
    if people > 0 {
        return Err(in_use(
            format!("{people} people have this role"),
            "take it from them first: the list of users can be filtered by role",
        ));
    }
    let tokens = state.api_tokens(None).await?;
    let tokens = tokens
        .iter()
        .filter(|token| token.roles.iter().any(|held| held == role))
        .count();
    if tokens > 0 {
        return Err(in_use(
            format!("{tokens} API tokens have this role"),
            "revoke them first: the list of API tokens has them",
        ));
    }
    for connector in state.connectors().await? {
        if gives(&connector, role) {
            return Err(in_use(
                format!(
                    "the mapping of the connector `{}` gives this role",
                    connector.name
                ),
                "take the role out of the mapping first",
            ));
        }
    }
    for integration in state.integrations().await? {
        if sync::settings_of(&integration).role.as_deref() == Some(role) {
            return Err(in_use(
                format!("user sync of {} gives this role", integration.org_url),
                "choose another role for user sync first",
            ));
        }
    }
    Ok(())
}

fn in_use(message: String, hint: &str) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, "in_use", message).hint(hint)
}

/// What both kinds of connectors have.
#[derive(Default, Deserialize)]
struct Mapped {
    #[serde(default)]
    attributes_to_roles: Vec<RoleMapping>,
}

fn gives(connector: &Connector, role: &str) -> bool {
    let mapped: Mapped = serde_json::from_str(&connector.spec).unwrap_or_default();
    let mut roles = mapped.attributes_to_roles.iter().flat_map(|line| &line.roles);
    roles.any(|given| given == role)
}
