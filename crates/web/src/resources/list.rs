//! The kinds, and resources as YAML or JSON.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::role::Verb;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::apply::permit;
use super::kind::{KINDS, Kind, kind_named, kinds_near};
use super::shape::{Field, Shape};
use super::write;
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::Segment;
use crate::session::Principal;
use crate::view::{ErrorBody, ResourceField, ResourceKindList, ResourceKindView, ResourceList, ResourceView};

/// The kinds of resource, what stands in each, and what may be done with them.
#[utoipa::path(
    get,
    path = "/api/v1/resources",
    operation_id = "resource_kinds",
    tag = "resources",
    responses(
        (status = 200, description = "The kinds", body = ResourceKindList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn resource_kinds(principal: Principal) -> Answer<ResourceKindList> {
    let kinds = KINDS.iter().map(|kind| kind_view(*kind, &principal));
    Ok(Json(ResourceKindList {
        kinds: kinds.collect(),
    }))
}

/// All resources of a kind, by name; YAML when `Accept` asks for it.
#[utoipa::path(
    get,
    path = "/api/v1/resources/{kind}",
    operation_id = "resources",
    tag = "resources",
    params(("kind" = String, Path, description = "The kind, singular or plural")),
    responses(
        (status = 200, description = "The resources", content(
            (ResourceList = "application/json"), (String = "application/yaml")
        )),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn resources(
    State(app): State<Shared>,
    principal: Principal,
    Segment(word): Segment<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let kind = known(&word)?;
    permit(&principal, kind, Verb::List)?;
    permit(&principal, kind, Verb::Read)?;
    let resources = kind.all(&app).await?;
    if wants_yaml(&headers) {
        return Ok(as_yaml(kind, &resources));
    }
    Ok(Json(ResourceList { resources }).into_response())
}

/// One resource; YAML when `Accept` asks for it.
#[utoipa::path(
    get,
    path = "/api/v1/resources/{kind}/{name}",
    operation_id = "resource",
    tag = "resources",
    params(
        ("kind" = String, Path, description = "The kind, singular or plural"),
        ("name" = String, Path, description = "Its name")
    ),
    responses(
        (status = 200, description = "The resource", content(
            (ResourceView = "application/json"), (String = "application/yaml")
        )),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn resource(
    State(app): State<Shared>,
    principal: Principal,
    Segment((word, name)): Segment<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let kind = known(&word)?;
    permit(&principal, kind, Verb::Read)?;
    let found = kind.one(&app, &name).await?;
    let found = found.ok_or_else(|| missing(kind, &name))?;
    if wants_yaml(&headers) {
        return Ok(as_yaml(kind, std::slice::from_ref(&found)));
    }
    Ok(Json(found).into_response())
}

/// The kind of this word.
pub(super) fn known(word: &str) -> Result<&'static dyn Kind, ApiError> {
    kind_named(word).ok_or_else(|| {
        ApiError::new(
            StatusCode::NOT_FOUND,
            "unknown_kind",
            format!("there is no kind `{word}`{}", kinds_near(word)),
        )
        .hint("`GET /api/v1/resources` describes all kinds")
    })
}

/// Nothing of this kind has this name.
pub(super) fn missing(kind: &dyn Kind, name: &str) -> ApiError {
    let about = kind.about();
    ApiError::not_found(
        format!("there is no {} `{name}`", about.word),
        format!("`portolan get {}` shows all", about.plural),
    )
}

fn kind_view(kind: &dyn Kind, principal: &Principal) -> ResourceKindView {
    let about = kind.about();
    let verbs = [Verb::List, Verb::Read, Verb::Create, Verb::Update, Verb::Delete];
    let may = verbs
        .into_iter()
        .filter(|verb| permit(principal, kind, *verb).is_ok());
    ResourceKindView {
        kind: about.word.to_owned(),
        plural: about.plural.to_owned(),
        versions: about
            .versions
            .iter()
            .map(|version| (*version).to_owned())
            .collect(),
        meaning: about.meaning.to_owned(),
        may: may.map(|verb| verb.as_str().to_owned()).collect(),
        fields: fields_of(kind),
    }
}

/// All fields of a kind that have a use, with their paths.
pub(super) fn fields_of(kind: &dyn Kind) -> Vec<ResourceField> {
    let mut out = Vec::new();
    describe("spec", kind.about().fields, &mut out);
    out
}

fn describe(above: &str, fields: &[Field], out: &mut Vec<ResourceField>) {
    for field in fields {
        if matches!(field.shape, Shape::Not(_)) {
            continue;
        }
        let path = format!("{above}.{}", field.name);
        out.push(ResourceField {
            path: path.clone(),
            holds: field.shape.word().to_owned(),
            meaning: field.meaning.to_owned(),
        });
        let below = if matches!(field.shape, Shape::Many(_)) {
            format!("{path}[]")
        } else {
            path
        };
        describe(&below, field.shape.fields(), out);
    }
}

fn wants_yaml(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("yaml"))
}

fn as_yaml(kind: &dyn Kind, resources: &[ResourceView]) -> Response {
    let fields = kind.about().fields;
    let documents = resources.iter().map(|resource| write::yaml(resource, fields));
    let text: String = documents.map(|document| format!("---\n{document}")).collect();
    ([(CONTENT_TYPE, "application/yaml; charset=utf-8")], text).into_response()
}
