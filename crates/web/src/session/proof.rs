//! A fresh proof of being oneself, asked for before anything changes that protects an account: whoever finds a browser
//! signed in, or steals its cookie, must not be able to stay.

use axum::Json;
use axum::extract::State;
use futures_util::FutureExt as _;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use store::state::{AuditEntry, Challenge, TokenHash};

use super::passkey;
use super::password;
use super::principal::{Principal, too_many};
use super::token::new_secret;
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::Body;
use crate::people::account::with_password;
use crate::view::{ErrorBody, ProofRequest, ProofTicket};

/// Carries the ticket.
const HEADER: &str = "x-portolan-proof";
/// How long a ticket holds.
const HOLDS_MS: i64 = 300_000;

/// Proves anew who one is, with the password or a passkey; gives a ticket for one change of what protects the account.
#[utoipa::path(
    post,
    path = "/api/v1/account/proof",
    operation_id = "account_prove",
    tag = "account",
    request_body = ProofRequest,
    responses(
        (status = 200, description = "Send it as `x-portolan-proof` with the change", body = ProofTicket),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn account_prove(
    State(app): State<Shared>,
    principal: Principal,
    headers: HeaderMap,
    Body(wanted): Body<ProofRequest>,
) -> Answer<ProofTicket> {
    let (now, key) = (app.now(), principal.name.to_lowercase());
    app.guards.name.check(&key, now).map_err(too_many)?;
    let user = with_password(&app, &principal).boxed().await?;
    let is_proven = match (wanted.password, &wanted.passkey) {
        (Some(password), None) => {
            let judged = password::verify(password, Some(user.password_hash)).await;
            judged.map_err(ApiError::internal)?
        }
        (None, Some(proof)) => {
            let owner = passkey::owner(&app, &headers, proof).boxed().await?;
            owner.as_deref() == Some(principal.user_id.as_str())
        }
        _ => {
            return Err(ApiError::invalid(
                "password",
                "send either `password` or `passkey`",
            ));
        }
    };
    if !is_proven {
        app.guards.name.failed(&key, now);
        let actor = principal.actor();
        let entry = AuditEntry {
            detail: json!({"name": user.name}),
            ..AuditEntry::new(&actor, "user.proof.refuse", "session")
        };
        app.parts.state.record(&entry, now).boxed().await?;
        return Err(ApiError::invalid(
            "password",
            "this is neither your password nor a passkey of yours",
        ));
    }
    app.guards.name.succeeded(&key);
    let ticket = new_secret();
    let challenge = Challenge {
        hash: TokenHash::of(&ticket),
        purpose: purpose(&principal),
        user_id: Some(principal.user_id.clone()),
        expires: now.plus_ms(HOLDS_MS),
    };
    app.parts.state.give_challenge(&challenge, now).boxed().await?;
    Ok(Json(ProofTicket { ticket }))
}

/// Uses up the ticket that came with a request.
pub(crate) async fn require(app: &App, principal: &Principal, headers: &HeaderMap) -> Result<(), ApiError> {
    let sent = headers.get(HEADER).and_then(|value| value.to_str().ok());
    let is_proven = match sent {
        Some(ticket) => {
            let (hash, purpose) = (TokenHash::of(ticket), purpose(principal));
            let whose = Some(principal.user_id.as_str());
            app.parts
                .state
                .take_challenge(&hash, &purpose, whose, app.now())
                .boxed()
                .await?
        }
        None => false,
    };
    if is_proven {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::FORBIDDEN,
        "proof_required",
        "this changes what protects your account: prove anew who you are",
    )
    .hint("enter your password or show a passkey; a proof holds for five minutes, and for one change"))
}

/// A ticket is worth something in the session alone that it was given to.
fn purpose(principal: &Principal) -> String {
    format!("proof:{}", principal.proof.as_str())
}
