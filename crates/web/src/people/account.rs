//! One's own account: password, second factor, sessions.

use axum::Json;
use axum::extract::State;
use domain::{Secret, Timestamp};
use futures_util::FutureExt as _;
use http::HeaderMap;
use store::state::{AuditEntry, LocalUser, TokenHash};

use super::{person, sessions, view};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::{Principal, cookie, password, proof, second_factor};
use crate::view::{
    AccountView, ErrorBody, PasswordChange, SecondFactorOffer, SecondFactorProof, SessionList,
};

/// How long an offer of a second factor can be taken, at least; at most twice as long.
const OFFER_MS: i64 = 5 * 60_000;

/// Where an offered seed is sealed for: nobody can take another's, nor one's own later, nor once the factor is another.
fn ticket_place(user: &LocalUser, period: i64) -> String {
    let present = user.sealed_totp.as_deref().unwrap_or_default();
    format!("user/{}/totp-offer/{period}/{present}", user.id)
}

/// The period of offers that a moment is in.
fn offer_period(now: Timestamp) -> i64 {
    now.as_ms().div_euclid(OFFER_MS)
}

/// One's own account.
#[utoipa::path(
    get,
    path = "/api/v1/account",
    operation_id = "account",
    tag = "account",
    responses(
        (status = 200, description = "The account", body = AccountView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account(State(app): State<Shared>, principal: Principal) -> Answer<AccountView> {
    Ok(Json(own(&app, &principal).await?))
}

/// Changes one's password, with the present one or a fresh proof; every session ends, this one too.
#[utoipa::path(
    post,
    path = "/api/v1/account/password",
    operation_id = "account_password",
    tag = "account",
    request_body = PasswordChange,
    responses(
        (status = 200, description = "Changed; sign in anew", body = AccountView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account_password(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<PasswordChange>,
) -> Answer<AccountView> {
    let now = app.now();
    let user = with_password(&app, &principal).boxed().await?;
    match wanted.current {
        Some(current) => {
            let judged = is_present(&app, &principal, current, &user.password_hash);
            judged.boxed().await?;
        }
        None => proof::require(&app, &principal, &headers).boxed().await?,
    }
    password::check(&user.name, &wanted.new).map_err(|weak| {
        ApiError::invalid("new", weak.to_string()).hint("several unrelated words make a good one")
    })?;
    let hash = password::hash(wanted.new).await.map_err(ApiError::internal)?;
    let (actor, target) = (principal.actor(), format!("user/{}", user.name));
    let entry = AuditEntry::new(&actor, "user.password", &target);
    app.parts
        .state
        .set_password_hash(&user.id, &hash, &entry, now)
        .await?;
    Ok(Json(own(&app, &principal).await?))
}

/// Whether this is the present password; guesses are counted.
async fn is_present(app: &App, principal: &Principal, text: String, hash: &str) -> Result<(), ApiError> {
    let (now, key) = (app.now(), principal.name.to_lowercase());
    app.guards
        .name
        .check(&key, now)
        .map_err(crate::session::too_many)?;
    let matches = password::verify(text, Some(hash.to_owned())).await;
    if matches.map_err(ApiError::internal)? {
        return Ok(());
    }
    app.guards.name.failed(&key, now);
    Err(ApiError::invalid("current", "this is not your present password"))
}

/// Offers a second factor, upon a fresh proof: nothing changes until its first code proves that it works.
#[utoipa::path(
    post,
    path = "/api/v1/account/second-factor",
    operation_id = "second_factor_offer",
    tag = "account",
    responses(
        (status = 200, description = "The offer", body = SecondFactorOffer),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn second_factor_offer(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
) -> Answer<SecondFactorOffer> {
    let user = with_password(&app, &principal).boxed().await?;
    if user.sealed_totp.is_some() {
        return Err(ApiError::new(
            http::StatusCode::CONFLICT,
            "exists",
            "a second factor is set up already",
        )
        .hint("take it away first"));
    }
    proof::require(&app, &principal, &headers).boxed().await?;
    let seed = second_factor::new_seed();
    let ticket = app
        .parts
        .vault
        .seal(
            &Secret::new(seed.clone()),
            &ticket_place(&user, offer_period(app.now())),
        )
        .map_err(ApiError::internal)?;
    Ok(Json(SecondFactorOffer {
        url: second_factor::url(&seed, &user.name),
        secret: seed,
        ticket,
    }))
}

/// Puts the offered second factor in force.
#[utoipa::path(
    put,
    path = "/api/v1/account/second-factor",
    operation_id = "second_factor_set",
    tag = "account",
    request_body = SecondFactorProof,
    responses(
        (status = 200, description = "In force", body = AccountView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn second_factor_set(
    State(app): State<Shared>,
    principal: Principal,
    Body(proof): Body<SecondFactorProof>,
) -> Answer<AccountView> {
    let user = with_password(&app, &principal).boxed().await?;
    let now = app.now();
    let period = offer_period(now);
    let open = |period| app.parts.vault.open(&proof.ticket, &ticket_place(&user, period));
    let seed = open(period).or_else(|_| open(period - 1));
    let seed = seed.map_err(|_| {
        ApiError::invalid(
            "ticket",
            "this offer is not yours, or it is over: ask for a new one",
        )
    })?;
    if second_factor::step_of(seed.reveal(), &proof.code, now).is_none() {
        return Err(ApiError::invalid("code", "this is not the code of now")
            .hint("check that the clock of the phone is right"));
    }
    let sealed = second_factor::seal(&app, &user.id, seed.reveal())?;
    let (actor, target) = (principal.actor(), format!("user/{}", user.name));
    let entry = AuditEntry::new(&actor, "user.second_factor.add", &target);
    app.parts
        .state
        .set_second_factor(&user.id, Some(&sealed), &entry, now)
        .await?;
    Ok(Json(own(&app, &principal).await?))
}

/// Takes one's second factor away, upon a fresh proof.
#[utoipa::path(
    delete,
    path = "/api/v1/account/second-factor",
    operation_id = "second_factor_remove",
    tag = "account",
    responses(
        (status = 200, description = "Removed", body = AccountView),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn second_factor_remove(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
) -> Answer<AccountView> {
    let user = with_password(&app, &principal).boxed().await?;
    proof::require(&app, &principal, &headers).boxed().await?;
    let (actor, target) = (principal.actor(), format!("user/{}", user.name));
    let entry = AuditEntry::new(&actor, "user.second_factor.remove", &target);
    app.parts
        .state
        .set_second_factor(&user.id, None, &entry, app.now())
        .await?;
    Ok(Json(own(&app, &principal).await?))
}

/// One's own sessions, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/account/sessions",
    operation_id = "account_sessions",
    tag = "account",
    responses(
        (status = 200, description = "The sessions", body = SessionList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account_sessions(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
) -> Answer<SessionList> {
    Ok(Json(
        sessions::list(&app, &principal.user_id, current(&app, &headers).as_deref()).await?,
    ))
}

/// Ends one of one's own sessions.
#[utoipa::path(
    delete,
    path = "/api/v1/account/sessions/{id}",
    operation_id = "account_session_end",
    tag = "account",
    params(("id" = String, Path, description = "Id of the session")),
    responses(
        (status = 200, description = "Ended; the sessions that are left", body = SessionList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account_session_end(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Segment(id): Segment<String>,
) -> Answer<SessionList> {
    let is_ended = app
        .parts
        .state
        .delete_web_session_of(&principal.user_id, &id)
        .await?;
    if !is_ended {
        return Err(ApiError::not_found(
            "there is no such session",
            "it may be over: list them again",
        ));
    }
    Ok(Json(
        sessions::list(&app, &principal.user_id, current(&app, &headers).as_deref()).await?,
    ))
}

async fn own(app: &App, principal: &Principal) -> Result<AccountView, ApiError> {
    let person = view(person(app, &principal.user_id).await?);
    let user = app.parts.state.user(&principal.user_id).await?;
    let mut advice = Vec::new();
    if principal.needs_second_factor {
        advice.push(
            "this server asks for a passkey or a second factor: add one here, and everything else opens"
                .to_owned(),
        );
    } else if person.has_password && !person.has_second_factor {
        advice.push("add a passkey or a second factor: a password alone can be guessed or stolen".to_owned());
    }
    Ok(AccountView {
        person,
        has_codes: user.is_some_and(|user| user.sealed_totp.is_some()),
        advice,
    })
}

/// The account, if it has a password: others have nothing to change here.
pub(crate) async fn with_password(
    app: &App,
    principal: &Principal,
) -> Result<store::state::LocalUser, ApiError> {
    let user = app.parts.state.user(&principal.user_id).await?;
    user.filter(|user| !user.password_hash.is_empty()).ok_or_else(|| {
        ApiError::new(
            http::StatusCode::CONFLICT,
            "no_password",
            "you sign in through an identity provider, which keeps password and factors",
        )
    })
}

fn current(app: &App, headers: &HeaderMap) -> Option<String> {
    let secret = cookie::read(headers, app.parts.settings.is_https())?;
    Some(TokenHash::of(secret).as_str().to_owned())
}
