//! One's own passkeys: listed, added, renamed, removed.

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt as _;
use http::HeaderMap;
use serde_json::json;
use store::state::{AuditEntry, NewPasskey};

use super::account::with_password;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::{Principal, passkey, proof};
use crate::view::{
    ErrorBody, NewPasskeyRequest, PasskeyChange, PasskeyList, PasskeyOffer, PasskeyView, time_text,
};

const NAME_CHARS_MAX: usize = 64;
/// Passkeys of one person at most.
const PASSKEYS_MAX: usize = 20;

/// One's own passkeys.
#[utoipa::path(
    get,
    path = "/api/v1/account/passkeys",
    operation_id = "passkeys",
    tag = "account",
    responses(
        (status = 200, description = "The passkeys", body = PasskeyList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkeys(State(app): State<Shared>, principal: Principal) -> Answer<PasskeyList> {
    Ok(Json(list(&app, &principal.user_id).await?))
}

/// Begins to make a passkey, upon a fresh proof.
#[utoipa::path(
    post,
    path = "/api/v1/account/passkeys/offer",
    operation_id = "passkey_offer",
    tag = "account",
    responses(
        (status = 200, description = "What the browser is to make", body = PasskeyOffer),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkey_offer(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
) -> Answer<PasskeyOffer> {
    let user = with_password(&app, &principal).await?;
    let site = passkey::OwnSite::of(&app, &headers)?;
    proof::require(&app, &principal, &headers).boxed().await?;
    let known = app.parts.state.passkeys_of(&user.id).await?;
    if known.len() >= PASSKEYS_MAX {
        return Err(ApiError::invalid(
            "name",
            format!("nobody needs more than {PASSKEYS_MAX} passkeys: remove one first"),
        ));
    }
    Ok(Json(PasskeyOffer {
        challenge: passkey::registration_challenge(&app, &user.id).await?,
        rp_id: site.id,
        user_id: passkey::user_handle(&user.id),
        user_name: user.name,
        exclude: known.into_iter().map(|passkey| passkey.id).collect(),
    }))
}

/// Keeps a passkey that the browser made.
#[utoipa::path(
    post,
    path = "/api/v1/account/passkeys",
    operation_id = "passkey_add",
    tag = "account",
    request_body = NewPasskeyRequest,
    responses(
        (status = 200, description = "Kept; all passkeys", body = PasskeyList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkey_add(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<NewPasskeyRequest>,
) -> Answer<PasskeyList> {
    let user = with_password(&app, &principal).await?;
    let name = fit(&wanted.name)?;
    let made = passkey::registered(&app, &headers, &user.id, &wanted).await?;
    let new = NewPasskey {
        id: URL_SAFE_NO_PAD.encode(made.id),
        user_id: user.id.clone(),
        name,
        public_key: URL_SAFE_NO_PAD.encode(made.public_key),
        counter: made.counter,
    };
    let (actor, target) = (principal.actor(), format!("user/{}", user.name));
    let entry = AuditEntry {
        detail: json!({"passkey": new.name}),
        ..AuditEntry::new(&actor, "user.passkey.add", &target)
    };
    app.parts.state.add_passkey(&new, &entry, app.now()).await?;
    Ok(Json(list(&app, &user.id).await?))
}

/// Renames a passkey.
#[utoipa::path(
    patch,
    path = "/api/v1/account/passkeys/{id}",
    operation_id = "passkey_rename",
    tag = "account",
    params(("id" = String, Path, description = "Credential id")),
    request_body = PasskeyChange,
    responses(
        (status = 200, description = "Renamed; all passkeys", body = PasskeyList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkey_rename(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Body(wanted): Body<PasskeyChange>,
) -> Answer<PasskeyList> {
    let name = fit(&wanted.name)?;
    let (actor, target) = (principal.actor(), format!("user/{}", principal.name));
    let entry = AuditEntry {
        detail: json!({"passkey": name}),
        ..AuditEntry::new(&actor, "user.passkey.rename", &target)
    };
    let is_done = app
        .parts
        .state
        .rename_passkey(&principal.user_id, &id, &name, &entry, app.now())
        .await?;
    done(&app, &principal, is_done).await
}

/// Removes a passkey, upon a fresh proof.
#[utoipa::path(
    delete,
    path = "/api/v1/account/passkeys/{id}",
    operation_id = "passkey_remove",
    tag = "account",
    params(("id" = String, Path, description = "Credential id")),
    responses(
        (status = 200, description = "Removed; the passkeys that are left", body = PasskeyList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkey_remove(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Segment(id): Segment<String>,
) -> Answer<PasskeyList> {
    proof::require(&app, &principal, &headers).boxed().await?;
    let (actor, target) = (principal.actor(), format!("user/{}", principal.name));
    let entry = AuditEntry::new(&actor, "user.passkey.remove", &target);
    let is_done = app
        .parts
        .state
        .remove_passkey(&principal.user_id, &id, &entry, app.now())
        .await?;
    done(&app, &principal, is_done).await
}

async fn done(app: &App, principal: &Principal, is_done: bool) -> Answer<PasskeyList> {
    if !is_done {
        return Err(ApiError::not_found(
            "you have no such passkey",
            "it may have been removed: list them again",
        ));
    }
    Ok(Json(list(app, &principal.user_id).await?))
}

async fn list(app: &App, user_id: &str) -> Result<PasskeyList, ApiError> {
    let passkeys = app.parts.state.passkeys_of(user_id).await?;
    Ok(PasskeyList {
        passkeys: passkeys
            .into_iter()
            .map(|passkey| PasskeyView {
                id: passkey.id,
                name: passkey.name,
                created_at: time_text(passkey.created),
                last_used_at: passkey.last_used.map(time_text),
            })
            .collect(),
    })
}

fn fit(name: &str) -> Result<String, ApiError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(ApiError::invalid(
            "name",
            format!("the name must have 1 to {NAME_CHARS_MAX} characters"),
        ));
    }
    Ok(name.to_owned())
}
