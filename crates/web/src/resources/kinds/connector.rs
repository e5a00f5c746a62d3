//! What both kinds of connector have as resources.

use axum::extract::State;
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::Method;

use crate::connectors::change as pages;
use crate::error::ApiError;
use crate::extract::{Body, Segment};
use crate::people::change::check_roles_and;
use crate::resources::kind::{Asked, Change};
use crate::view::{ConnectorRequest, RoleMapping};

/// The page's calls.
pub(super) const CALLS: [(Verb, Method, &str); 5] = [
    (Verb::List, Method::GET, "/api/v1/connectors"),
    (Verb::Read, Method::GET, "/api/v1/connectors/{name}"),
    (Verb::Create, Method::POST, "/api/v1/connectors"),
    (Verb::Update, Method::PUT, "/api/v1/connectors/{name}"),
    (Verb::Delete, Method::DELETE, "/api/v1/connectors/{name}"),
];

/// Whether name and mapping would be taken; `field` is the mapping's name in the spec.
pub(super) async fn check(
    asked: &Asked<'_>,
    change: &Change,
    lines: &[RoleMapping],
    field: &str,
) -> Result<(), ApiError> {
    pages::check_name(change.name())?;
    let other = asked.app.parts.state.connector(change.name()).boxed().await?;
    if let Some(other) = other.filter(|row| row.kind != change.wanted.kind) {
        return Err(ApiError::invalid(
            "metadata.name",
            format!("there is a connector of this name of the kind {}", other.kind),
        )
        .hint("connectors of both kinds share their names"));
    }
    for (index, line) in lines.iter().enumerate() {
        let roles = check_roles_and(asked.app, &line.roles, &asked.roles)
            .boxed()
            .await;
        roles.map_err(|error| error.about(&format!("spec.{field}.{index}.roles")))?;
    }
    Ok(())
}

/// Makes or changes it.
pub(super) async fn put(
    asked: &Asked<'_>,
    change: &Change,
    wanted: ConnectorRequest,
) -> Result<(), ApiError> {
    let (state, who) = (State(asked.app.clone()), asked.principal.clone());
    if change.before.is_some() {
        let name = Segment(change.name().to_owned());
        let _ = pages::connector_change(state, who, name, Body(wanted))
            .boxed()
            .await?;
    } else {
        let _ = pages::connector_create(state, who, Body(wanted)).boxed().await?;
    }
    Ok(())
}

/// Removes it.
pub(super) async fn remove(asked: &Asked<'_>, name: &str) -> Result<(), ApiError> {
    let (state, who) = (State(asked.app.clone()), asked.principal.clone());
    pages::connector_delete(state, who, Segment(name.to_owned()))
        .boxed()
        .await?;
    Ok(())
}
