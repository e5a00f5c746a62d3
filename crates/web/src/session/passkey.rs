//! Passkeys: giving out challenges, and judging what browsers answer.

use axum::Json;
use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{ORIGIN, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use passkey::{ClientData, PasskeyFault, Registered, Site};
use serde_json::json;
use store::state::{AuditEntry, Challenge, TokenHash};

use super::account::begin_session;
use super::principal::{Visitor, too_many};
use super::sign_in::{WithCookie, beginning};
use super::token::new_secret;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::view::{ErrorBody, NewPasskeyRequest, PasskeyChallenge, PasskeyProof, SessionView};

/// How long a person may take.
const WAIT_MS: i64 = 300_000;
/// What a challenge is for.
const REGISTER: &str = "register";
const SIGN_IN: &str = "sign_in";

/// The site that passkeys are for: the public address, or this machine under its name.
pub(crate) struct OwnSite {
    /// The host.
    pub(crate) id: String,
    origin: String,
}

impl OwnSite {
    /// The site as the browser that asks sees it. Without a public address only `localhost` will do: browsers make no
    /// passkeys for bare addresses.
    pub(crate) fn of(app: &App, headers: &HeaderMap) -> Result<Self, ApiError> {
        let asked = headers.get(ORIGIN).and_then(|value| value.to_str().ok());
        let address = app.parts.settings.public_url.as_deref().or(asked);
        let url = address.and_then(|address| url::Url::parse(address).ok());
        let named = url.filter(|url| {
            let is_name = matches!(url.host(), Some(url::Host::Domain(_)));
            is_name && (app.parts.settings.public_url.is_some() || url.host_str() == Some("localhost"))
        });
        let url = named.ok_or_else(|| {
            ApiError::new(
                StatusCode::CONFLICT,
                "no_name",
                "passkeys need a server with a name, not a bare address",
            )
            .hint("set `public_url`, or on the same machine open Portolan as `localhost`")
        })?;
        Ok(Self {
            id: url.host_str().unwrap_or_default().to_owned(),
            origin: url.origin().ascii_serialization(),
        })
    }

    fn site(&self) -> Site<'_> {
        Site {
            id: &self.id,
            origin: &self.origin,
        }
    }
}

/// Gives out a challenge for making a passkey.
pub(crate) async fn registration_challenge(app: &App, user_id: &str) -> Result<String, ApiError> {
    give(app, REGISTER, Some(user_id)).await
}

/// Verifies a passkey that a browser made for this person.
pub(crate) async fn registered(
    app: &App,
    headers: &HeaderMap,
    user_id: &str,
    wanted: &NewPasskeyRequest,
) -> Result<Registered, ApiError> {
    let site = OwnSite::of(app, headers)?;
    let client_data = client_data(&wanted.client_data)?;
    take(app, &client_data, REGISTER, Some(user_id)).await?;
    passkey::register(
        &client_data,
        &bytes("attestation", &wanted.attestation)?,
        site.site(),
    )
    .map_err(|fault| refused(&fault))
}

/// Gives out a challenge for signing in with a passkey, whoever has one.
#[utoipa::path(
    post,
    path = "/api/v1/session/passkey/challenge",
    operation_id = "passkey_challenge",
    tag = "session",
    responses(
        (status = 200, description = "What to answer", body = PasskeyChallenge),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkey_challenge(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Answer<PasskeyChallenge> {
    let now = app.now();
    app.guards
        .address
        .check(&visitor.address, now)
        .map_err(too_many)?;
    let site = OwnSite::of(&app, &headers)?;
    Ok(Json(PasskeyChallenge {
        challenge: give(&app, SIGN_IN, None).await?,
        rp_id: site.id,
    }))
}

/// Signs in with a passkey; sets the session cookie.
#[utoipa::path(
    post,
    path = "/api/v1/session/passkey",
    operation_id = "passkey_sign_in",
    tag = "session",
    request_body = PasskeyProof,
    responses(
        (status = 200, description = "Signed in", body = SessionView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn passkey_sign_in(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Body(proof): Body<PasskeyProof>,
) -> Result<WithCookie, ApiError> {
    let now = app.now();
    app.guards
        .address
        .check(&visitor.address, now)
        .map_err(too_many)?;
    let proven = owner(&app, &headers, &proof).await?;
    let user = match proven {
        Some(user_id) if app.parts.state.may_sign_in(&user_id, now).await? => {
            app.parts.state.user(&user_id).await?
        }
        _ => None,
    };
    let Some(user) = user else {
        app.guards.address.failed(&visitor.address, now);
        let entry = AuditEntry {
            detail: json!({"address": visitor.address, "way": "passkey"}),
            ..AuditEntry::new("anonymous", "session.refuse", "session")
        };
        app.parts.state.record(&entry, now).await?;
        return Err(ApiError::new(
            StatusCode::UNAUTHORIZED,
            "wrong_credentials",
            "this passkey does not sign anybody in here",
        )
        .hint("it may have been removed, or its owner may be locked: sign in another way"));
    };
    let entry = AuditEntry {
        detail: json!({"address": visitor.address, "way": "passkey"}),
        ..AuditEntry::new(&user.name, "session.create", "session")
    };
    app.parts.state.record(&entry, now).await?;
    let (cookie, principal) = begin_session(&app, &user, beginning(&headers, &visitor)).await?;
    Ok(([(SET_COOKIE, cookie)], Json(principal.view())))
}

/// Whose passkey it is that the browser proved to have; nobody's when anything is wrong.
pub(super) async fn owner(
    app: &App,
    headers: &HeaderMap,
    proof: &PasskeyProof,
) -> Result<Option<String>, ApiError> {
    let site = OwnSite::of(app, headers)?;
    let client_data = client_data(&proof.client_data)?;
    take(app, &client_data, SIGN_IN, None).await?;
    let Some(known) = app.parts.state.passkey(&proof.id).await? else {
        return Ok(None);
    };
    let handle = proof.user_handle.as_deref().filter(|handle| !handle.is_empty());
    if handle.is_some_and(|handle| handle != user_handle(&known.user_id)) {
        return Ok(None);
    }
    let judged = passkey::sign_in(
        &client_data,
        &bytes("authenticator_data", &proof.authenticator_data)?,
        &bytes("signature", &proof.signature)?,
        &bytes("public_key", &known.public_key)?,
        site.site(),
    );
    let counter = match judged {
        Ok(counter) => counter,
        Err(fault) => {
            tracing::info!(%fault, "a passkey was refused");
            return Ok(None);
        }
    };
    if !app.parts.state.use_passkey(&known.id, counter, app.now()).await? {
        tracing::warn!(
            user = known.user_id,
            passkey = known.name,
            "a passkey's counter did not grow: it may have been copied"
        );
        return Ok(None);
    }
    Ok(Some(known.user_id))
}

/// A person's handle for authenticators.
pub(crate) fn user_handle(user_id: &str) -> String {
    URL_SAFE_NO_PAD.encode(user_id)
}

async fn give(app: &App, purpose: &str, user_id: Option<&str>) -> Result<String, ApiError> {
    let (text, now) = (new_secret(), app.now());
    let challenge = Challenge {
        hash: TokenHash::of(&text),
        purpose: purpose.to_owned(),
        user_id: user_id.map(str::to_owned),
        expires: now.plus_ms(WAIT_MS),
    };
    app.parts.state.give_challenge(&challenge, now).await?;
    Ok(text)
}

/// Uses up the challenge that an answer names. The text is itself base64url, so it comes back letter by letter.
async fn take(app: &App, answer: &ClientData, purpose: &str, user_id: Option<&str>) -> Result<(), ApiError> {
    let hash = TokenHash::of(&answer.challenge);
    if app
        .parts
        .state
        .take_challenge(&hash, purpose, user_id, app.now())
        .await?
    {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::CONFLICT,
        "challenge_spent",
        "this was answered before, or took longer than five minutes",
    )
    .hint("try again"))
}

fn client_data(text: &str) -> Result<ClientData, ApiError> {
    ClientData::read(&bytes("client_data", text)?).map_err(|fault| refused(&fault))
}

fn bytes(field: &str, text: &str) -> Result<Vec<u8>, ApiError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| ApiError::invalid(field, "this is not base64url without padding"))
}

fn refused(fault: &PasskeyFault) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "passkey", fault.to_string())
        .hint("use an authenticator that asks for a PIN or a fingerprint, on this very site")
}
