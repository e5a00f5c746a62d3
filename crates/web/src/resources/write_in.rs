//! Resources brought in, replaced and removed.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use domain::role::Verb;
use futures_util::FutureExt as _;
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::apply::{Wish, apply, permit};
use super::document::{BYTES_MAX, Sent, read};
use super::kind::Asked;
use super::list::{known, missing};
use crate::app::Shared;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Segment};
use crate::session::Principal;
use crate::view::{ErrorBody, ResourcesApplied};

/// What may be done with those that are there.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplyParams {
    /// Replace those that are there and differ.
    #[serde(default)]
    force: bool,
    /// Only look whether all of it would be taken.
    #[serde(default)]
    dry_run: bool,
    /// Agree to new or missing signing keys of a connector.
    #[serde(default)]
    confirm: bool,
}

/// Brings resources in: YAML or JSON, one, several documents, or a list. All of them are looked at before the first is
/// changed; what is there already as it is sent stays as it is.
#[utoipa::path(
    post,
    path = "/api/v1/resources",
    operation_id = "resources_apply",
    tag = "resources",
    params(ApplyParams),
    request_body(content = String, content_type = "application/yaml", description = "The resources"),
    responses(
        (status = 200, description = "What became of them", body = ResourcesApplied),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn resources_apply(
    State(app): State<Shared>,
    principal: Principal,
    Params(wanted): Params<ApplyParams>,
    request: Request,
) -> Answer<ResourcesApplied> {
    let sent = sent(request).boxed().await?;
    let wish = Wish {
        force: wanted.force,
        dry_run: wanted.dry_run,
        confirm: wanted.confirm,
    };
    Ok(Json(apply(&app, &principal, sent, wish).boxed().await?))
}

/// Replaces one resource, or makes it.
#[utoipa::path(
    put,
    path = "/api/v1/resources/{kind}/{name}",
    operation_id = "resource_put",
    tag = "resources",
    params(
        ("kind" = String, Path, description = "The kind, singular or plural"),
        ("name" = String, Path, description = "Its name"),
        ApplyParams
    ),
    request_body(content = String, content_type = "application/yaml", description = "The resource"),
    responses(
        (status = 200, description = "What became of it", body = ResourcesApplied),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn resource_put(
    State(app): State<Shared>,
    principal: Principal,
    Segment((word, name)): Segment<(String, String)>,
    Params(wanted): Params<ApplyParams>,
    request: Request,
) -> Answer<ResourcesApplied> {
    let kind = known(&word)?;
    permit(&principal, kind, Verb::Update).or_else(|_| permit(&principal, kind, Verb::Create))?;
    let sent = sent(request).boxed().await?;
    let is_it = |one: &Sent| one.is(kind.about().word, &name);
    if sent.len() != 1 || !sent.iter().all(is_it) {
        let message = format!("what was sent is not one {} named `{name}`", kind.about().word);
        return Err(ApiError::bad_request(message).hint("a name cannot be changed: make another resource"));
    }
    let wish = Wish {
        force: true,
        dry_run: wanted.dry_run,
        confirm: wanted.confirm,
    };
    Ok(Json(apply(&app, &principal, sent, wish).boxed().await?))
}

/// Removes a resource.
#[utoipa::path(
    delete,
    path = "/api/v1/resources/{kind}/{name}",
    operation_id = "resource_delete",
    tag = "resources",
    params(
        ("kind" = String, Path, description = "The kind, singular or plural"),
        ("name" = String, Path, description = "Its name")
    ),
    responses(
        (status = 204, description = "Removed"),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn resource_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment((word, name)): Segment<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let kind = known(&word)?;
    permit(&principal, kind, Verb::Delete)?;
    if kind.one(&app, &name).await?.is_none() {
        return Err(missing(kind, &name));
    }
    let asked = Asked::alone(&app, &principal);
    kind.remove(&asked, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The resources in a body. A large one is read apart from the threads that serve calls.
async fn sent(request: Request) -> Result<Vec<Sent>, ApiError> {
    let body = to_bytes(request.into_body(), BYTES_MAX).await.map_err(|_| {
        ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "the request's body is larger than this call takes, or broke off",
        )
        .hint("send fewer resources at once")
    })?;
    let read_in = tokio::task::spawn_blocking(move || {
        let text = std::str::from_utf8(&body).map_err(|_| ApiError::bad_request("the text is not UTF-8"))?;
        read(text)
    });
    read_in.await.map_err(ApiError::internal)?
}
