//! Makes, changes and removes connectors.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use saml::compare_metadata;
use serde_json::json;
use store::state::{AuditEntry, Connector};

use super::list::named;
use super::metadata::fetch;
use super::provider::{new_key, view};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::people::change::check_roles;
use crate::session::Principal;
use crate::view::{ConnectorRequest, ConnectorView, ErrorBody, SamlSpec};

const NAME_CHARS_MAX: usize = 40;
const MAPPINGS_MAX: usize = 500;

/// Makes a connector with a key of its own.
#[utoipa::path(
    post,
    path = "/api/v1/connectors",
    operation_id = "connector_create",
    tag = "connectors",
    request_body = ConnectorRequest,
    responses(
        (status = 201, description = "Made", body = ConnectorView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<ConnectorRequest>,
) -> Result<(StatusCode, Json<ConnectorView>), ApiError> {
    let name = wanted.name.as_deref().unwrap_or_default().trim().to_owned();
    check_name(&name)?;
    let (spec, _) = complete(&app, wanted.spec).await?;
    let now = app.now();
    let row = Connector {
        sealed_secret: Some(new_key(&app, &name).await?),
        spec: serde_json::to_string(&spec).map_err(ApiError::internal)?,
        kind: "saml".to_owned(),
        created: now,
        updated: now,
        revision: 1,
        name,
    };
    let (actor, target) = (principal.actor(), format!("saml/{}", row.name));
    let entry = AuditEntry {
        detail: json!({"mappings": spec.attributes_to_roles, "idp_initiated": spec.allow_idp_initiated}),
        ..AuditEntry::new(&actor, "saml.create", &target)
    };
    app.parts.state.create_connector(&row, &entry, now).await?;
    Ok((
        StatusCode::CREATED,
        Json(view(&app, &named(&app, &row.name).await?)),
    ))
}

/// Changes a connector. New or missing signing keys must be agreed to.
#[utoipa::path(
    put,
    path = "/api/v1/connectors/{name}",
    operation_id = "connector_change",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    request_body = ConnectorRequest,
    responses(
        (status = 200, description = "Changed", body = ConnectorView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_change(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
    Body(wanted): Body<ConnectorRequest>,
) -> Answer<ConnectorView> {
    let before = named(&app, &name).await?;
    let (spec, idp) = complete(&app, wanted.spec).await?;
    let changes = compare_metadata(&before.idp, &idp);
    if !wanted.confirm && changes.iter().any(saml::MetadataChange::needs_confirmation) {
        let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
        return Err(
            ApiError::new(StatusCode::CONFLICT, "needs_confirmation", told.join("; "))
                .hint("if that is what changed in Okta, send the same with `confirm`"),
        );
    }
    let row = Connector {
        spec: serde_json::to_string(&spec).map_err(ApiError::internal)?,
        revision: wanted.revision.unwrap_or(before.row.revision),
        ..before.row
    };
    let (actor, target) = (principal.actor(), format!("saml/{name}"));
    let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let entry = AuditEntry {
        detail: json!({"metadata": told, "mappings": spec.attributes_to_roles}),
        ..AuditEntry::new(&actor, "saml.update", &target)
    };
    app.parts.state.update_connector(&row, &entry, app.now()).await?;
    Ok(Json(view(&app, &named(&app, &name).await?)))
}

/// Removes a connector; sessions that began with it end.
#[utoipa::path(
    delete,
    path = "/api/v1/connectors/{name}",
    operation_id = "connector_delete",
    tag = "connectors",
    params(("name" = String, Path, description = "Name of the connector")),
    responses(
        (status = 204, description = "Removed"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn connector_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(name): Segment<String>,
) -> Result<StatusCode, ApiError> {
    if principal.connector.as_deref() == Some(name.as_str()) {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "own_connector",
            "you signed in with this connector: deleting it would end your own session",
        )
        .hint("sign in with a password first"));
    }
    let (actor, target) = (principal.actor(), format!("saml/{name}"));
    let entry = AuditEntry::new(&actor, "saml.delete", &target);
    app.parts.state.delete_connector(&name, &entry, app.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a connector can have this name.
pub(crate) fn check_name(name: &str) -> Result<(), ApiError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(is_plain) {
        return Err(ApiError::invalid(
            "name",
            format!("the name must have 1 to {NAME_CHARS_MAX} letters, digits, `-` or `_`"),
        ));
    }
    Ok(())
}

/// Checks what is set and puts the metadata in.
async fn complete(app: &App, mut spec: SamlSpec) -> Result<(SamlSpec, saml::IdentityProvider), ApiError> {
    if spec.attributes_to_roles.len() > MAPPINGS_MAX {
        return Err(ApiError::invalid(
            "attributes_to_roles",
            format!("at most {MAPPINGS_MAX} lines are allowed"),
        ));
    }
    for mapping in &spec.attributes_to_roles {
        if mapping.name.is_empty() || mapping.value.is_empty() {
            return Err(ApiError::invalid(
                "attributes_to_roles",
                "every line needs the name of an attribute and a value; `*` stands for any text",
            ));
        }
        check_roles(app, &mapping.roles).await?;
    }
    let (xml, idp) = fetch(app, &spec.metadata_xml, spec.metadata_url.as_deref()).await?;
    spec.metadata_xml = xml;
    let blank = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    spec.metadata_url = blank(spec.metadata_url);
    spec.audience = blank(spec.audience);
    spec.name_id_format = blank(spec.name_id_format);
    spec.name_attribute = blank(spec.name_attribute);
    spec.display = spec.display.trim().to_owned();
    Ok((spec, idp))
}
