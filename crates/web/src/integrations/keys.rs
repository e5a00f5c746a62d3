//! Keys made here for service apps: the private half never leaves the vault, Okta gets the public one.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::Value;
use store::state::{AuditEntry, ClientKey};

use super::draft::KEY_ID;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, Chain};
use crate::session::Principal;
use crate::view::{ErrorBody, Jwks, KeyList, KeyView, time_text};

/// Where the public halves are, below the server's own address.
const JWKS_PATH: &str = "/api/v1/integrations/okta/jwks";

/// More keys than a rotation needs would be a mistake.
const KEYS_MAX: usize = 10;

/// Keys made here, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/keys",
    operation_id = "keys",
    tag = "integrations",
    responses(
        (status = 200, description = "The keys", body = KeyList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn keys(State(app): State<Shared>) -> Answer<KeyList> {
    Ok(Json(list(&app).await?))
}

/// Makes a key. The old ones stay until they are deleted, so that Okta can learn the new one first.
#[utoipa::path(
    post,
    path = "/api/v1/integrations/okta/keys",
    operation_id = "key_create",
    tag = "integrations",
    responses(
        (status = 201, description = "Made", body = KeyView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn key_create(
    State(app): State<Shared>,
    principal: Principal,
) -> Result<(StatusCode, Json<KeyView>), ApiError> {
    if app.parts.state.client_keys().await?.len() >= KEYS_MAX {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "too_many_keys",
            format!("there are {KEYS_MAX} keys already"),
        )
        .hint("delete those that Okta does not know any more"));
    }
    let made = app.parts.loops.new_key().map_err(ApiError::internal)?;
    let place = ClientKey::private_place(&made.kid);
    let sealed = app.parts.vault.seal(&made.private_key, &place);
    let key = ClientKey {
        kid: made.kid,
        algorithm: made.algorithm,
        public_jwk: made.public_jwk,
        sealed_private: sealed.map_err(|error| ApiError::internal(Chain(&error)))?,
        created: app.now(),
    };
    let (actor, target) = (principal.actor(), format!("key/{}", key.kid));
    let entry = AuditEntry::new(&actor, "key.create", &target);
    app.parts.state.create_client_key(&key, &entry).await?;
    Ok((StatusCode::CREATED, Json(view(&key, &[]))))
}

/// Destroys a key. One that the integration signs with is refused.
#[utoipa::path(
    delete,
    path = "/api/v1/integrations/okta/keys/{id}",
    operation_id = "key_delete",
    tag = "integrations",
    params(("id" = String, Path, description = "Key id (`kid`)")),
    responses(
        (status = 200, description = "The keys that are left", body = KeyList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn key_delete(
    State(app): State<Shared>,
    principal: Principal,
    Path(kid): Path<String>,
) -> Answer<KeyList> {
    if in_use(&app).await?.contains(&kid) {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "in_use",
            "the integration signs with this key",
        )
        .hint("give the integration another key or token first"));
    }
    let (actor, target) = (principal.actor(), format!("key/{kid}"));
    let entry = AuditEntry::new(&actor, "key.delete", &target);
    app.parts.state.delete_client_key(&kid, &entry, app.now()).await?;
    Ok(Json(list(&app).await?))
}

/// The public halves of the keys made here, for Okta to fetch. Public on purpose: it holds no secret.
#[utoipa::path(
    get,
    path = "/api/v1/integrations/okta/jwks",
    operation_id = "jwks",
    tag = "integrations",
    responses((status = 200, description = "A JWK set (RFC 7517)", body = Jwks))
)]
pub(crate) async fn jwks(State(app): State<Shared>) -> Answer<Jwks> {
    let keys = app.parts.state.client_keys().await?;
    let keys = keys.iter().map(public_jwk).collect();
    Ok(Json(Jwks { keys }))
}

/// Ids of the keys that an integration signs with.
pub(super) async fn in_use(app: &App) -> Result<Vec<String>, ApiError> {
    let integrations = app.parts.state.integrations().await?;
    let used = integrations.iter().filter_map(|integration| {
        integration
            .settings
            .other
            .get(KEY_ID)
            .and_then(Value::as_str)
            .map(str::to_owned)
    });
    Ok(used.collect())
}

async fn list(app: &App) -> Result<KeyList, ApiError> {
    let used = in_use(app).await?;
    let keys = app.parts.state.client_keys().await?;
    let base = app.parts.settings.public_url.as_deref().unwrap_or_default();
    Ok(KeyList {
        keys: keys.iter().map(|key| view(key, &used)).collect(),
        jwks_url: format!("{}{JWKS_PATH}", base.trim_end_matches('/')),
    })
}

fn view(key: &ClientKey, used: &[String]) -> KeyView {
    KeyView {
        kid: key.kid.clone(),
        algorithm: key.algorithm.clone(),
        public_jwk: public_jwk(key),
        in_use: used.contains(&key.kid),
        created_at: time_text(key.created),
    }
}

fn public_jwk(key: &ClientKey) -> Value {
    serde_json::from_str(&key.public_jwk).unwrap_or_default()
}
