//! Makes, changes and removes connectors.

use axum::Json;
use axum::extract::State;
use futures_util::FutureExt as _;
use http::StatusCode;
use saml::compare_metadata;
use serde_json::json;
use store::state::{AuditEntry, Connector};

use super::list::{named, one, row};
use super::metadata::fetch;
use super::oidc::{self, OIDC};
use super::provider::{SAML, new_key};
use super::space;
use super::trust::{check_lines, gives_oidc, gives_saml};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::people::change::check_roles;
use crate::people::giving::check_trusting;
use crate::session::Principal;
use crate::view::{ConnectorRequest, ConnectorView, ErrorBody, OidcSpec, RoleMapping, SamlSpec};

const NAME_CHARS_MAX: usize = 40;
const MAPPINGS_MAX: usize = 500;

/// Makes a connector: SAML with a key of its own, or OpenID Connect.
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
    check_trusting(&principal)?;
    let (now, actor) = (app.now(), principal.actor());
    let row = |kind: &str, spec: String, sealed: String| Connector {
        sealed_secret: Some(sealed),
        spec,
        kind: kind.to_owned(),
        created: now,
        updated: now,
        revision: 1,
        name: name.clone(),
    };
    let (row, mappings) = match one_of(wanted.spec, wanted.oidc)? {
        Wanted::Saml(spec) => {
            let (spec, _) = complete(&app, spec).await?;
            let text = serde_json::to_string(&spec).map_err(ApiError::internal)?;
            (
                row(SAML, text, new_key(&app, &name).await?),
                spec.attributes_to_roles,
            )
        }
        Wanted::Oidc(spec) => {
            let spec = oidc::complete(&app, spec).await?;
            let secret = oidc::secret(&app, &name, &spec, wanted.client_secret, None)?;
            let text = serde_json::to_string(&spec).map_err(ApiError::internal)?;
            (row(OIDC, text, secret), spec.attributes_to_roles)
        }
    };
    let (action, target) = (format!("{}.create", row.kind), format!("{}/{name}", row.kind));
    let entry = AuditEntry {
        detail: json!({"mappings": mappings}),
        ..AuditEntry::new(&actor, &action, &target)
    };
    app.parts.state.create_connector(&row, &entry, now).await?;
    Ok((StatusCode::CREATED, Json(one(&app, &name).await?)))
}

/// What a request sets.
enum Wanted {
    Saml(SamlSpec),
    Oidc(OidcSpec),
}

fn one_of(saml: Option<SamlSpec>, oidc: Option<OidcSpec>) -> Result<Wanted, ApiError> {
    match (saml, oidc) {
        (Some(spec), None) => Ok(Wanted::Saml(spec)),
        (None, Some(spec)) => Ok(Wanted::Oidc(spec)),
        _ => Err(ApiError::invalid(
            "spec",
            "either `spec` (SAML) or `oidc` (OpenID Connect) is needed, and not both",
        )),
    }
}

/// Changes a connector; its kind stays. New signing keys, another entity id and other addresses must be agreed to.
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
    match one_of(wanted.spec, wanted.oidc)? {
        Wanted::Saml(spec) => {
            change_saml(&app, &principal, &name, spec, wanted.revision, wanted.confirm).await?;
        }
        Wanted::Oidc(spec) => {
            let (secret, revision) = (wanted.client_secret, wanted.revision);
            change_oidc(&app, &principal, &name, spec, secret, revision).await?;
        }
    }
    Ok(Json(one(&app, &name).await?))
}

async fn change_saml(
    app: &App,
    principal: &Principal,
    name: &str,
    spec: SamlSpec,
    revision: Option<i64>,
    is_agreed: bool,
) -> Result<(), ApiError> {
    let before = named(app, name).await?;
    let (spec, idp) = complete(app, spec).await?;
    let (had, gives) = (&before.spec.attributes_to_roles, &spec.attributes_to_roles);
    check_lines(app, principal, had, gives).boxed().await?;
    let changes = compare_metadata(&before.idp, &idp);
    if gives_saml(&before.spec, &spec, &changes) {
        check_trusting(principal)?;
    }
    let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
    if !is_agreed && changes.iter().any(saml::MetadataChange::needs_confirmation) {
        return Err(
            ApiError::new(StatusCode::CONFLICT, "needs_confirmation", told.join("; "))
                .hint("if that is what changed in Okta, send the same with `confirm`"),
        );
    }
    let row = Connector {
        spec: serde_json::to_string(&spec).map_err(ApiError::internal)?,
        revision: revision.unwrap_or(before.row.revision),
        ..before.row
    };
    let (actor, target) = (principal.actor(), format!("saml/{name}"));
    let entry = AuditEntry {
        detail: json!({"metadata": told, "organization": spec.organization, "mappings": spec.attributes_to_roles}),
        ..AuditEntry::new(&actor, "saml.update", &target)
    };
    app.parts.state.update_connector(&row, &entry, app.now()).await?;
    // What was waiting for a word has it now, or is found again with the next reading.
    Ok(app.parts.state.forget_refresh(name).await?)
}

async fn change_oidc(
    app: &App,
    principal: &Principal,
    name: &str,
    spec: OidcSpec,
    client_secret: Option<String>,
    revision: Option<i64>,
) -> Result<(), ApiError> {
    let before = oidc::named(app, name).await?;
    let spec = oidc::complete(app, spec).await?;
    let (had, gives) = (&before.spec.attributes_to_roles, &spec.attributes_to_roles);
    check_lines(app, principal, had, gives).boxed().await?;
    if gives_oidc(&before.spec, &spec) {
        check_trusting(principal)?;
    }
    let sealed = oidc::secret(app, name, &spec, client_secret, Some(&before))?;
    let row = Connector {
        spec: serde_json::to_string(&spec).map_err(ApiError::internal)?,
        sealed_secret: Some(sealed),
        revision: revision.unwrap_or(before.row.revision),
        ..before.row
    };
    let (actor, target) = (principal.actor(), format!("oidc/{name}"));
    let entry = AuditEntry {
        detail: json!({
            "issuer": spec.issuer, "client_id": spec.client_id, "organization": spec.organization,
            "mappings": spec.attributes_to_roles,
        }),
        ..AuditEntry::new(&actor, "oidc.update", &target)
    };
    app.parts.state.update_connector(&row, &entry, app.now()).await?;
    Ok(())
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
    let kind = row(&app, &name).await?.kind;
    let (actor, action, target) = (
        principal.actor(),
        format!("{kind}.delete"),
        format!("{kind}/{name}"),
    );
    let entry = AuditEntry::new(&actor, &action, &target);
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
    check_mapping(app, &spec.attributes_to_roles).await?;
    let (xml, idp) = fetch(app, &spec.metadata_xml, spec.metadata_url.as_deref()).await?;
    spec.metadata_xml = xml;
    if spec.single_logout && idp.slo_redirect.is_none() {
        return Err(ApiError::invalid(
            "single_logout",
            "the metadata names no address at which to log out by redirect",
        )
        .hint(
            "in Okta, give the app this connector's certificate and switch single log-out on, and read the metadata again",
        ));
    }
    let blank = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    spec.metadata_url = blank(spec.metadata_url);
    spec.audience = blank(spec.audience);
    spec.name_id_format = blank(spec.name_id_format);
    spec.name_attribute = blank(spec.name_attribute);
    spec.organization = space::named(app, spec.organization)?;
    spec.display = spec.display.trim().to_owned();
    Ok((spec, idp))
}

/// Every line of a mapping must be able to give something.
pub(super) async fn check_mapping(app: &App, lines: &[RoleMapping]) -> Result<(), ApiError> {
    if lines.len() > MAPPINGS_MAX {
        return Err(ApiError::invalid(
            "attributes_to_roles",
            format!("at most {MAPPINGS_MAX} lines are allowed"),
        ));
    }
    for mapping in lines {
        if mapping.name.is_empty() || mapping.value.is_empty() {
            return Err(ApiError::invalid(
                "attributes_to_roles",
                "every line needs the name of an attribute and a value; `*` stands for any text",
            ));
        }
        check_roles(app, &mapping.roles).await?;
    }
    Ok(())
}
