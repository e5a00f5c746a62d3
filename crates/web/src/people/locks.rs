//! Locks: seen, made, lifted.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::json;
use store::state::{AuditEntry, Lock, LockTarget, cause, new_id};

use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::session::{EDITOR, Principal};
use crate::view::{ErrorBody, LockList, LockRequest, LockTargetWord, LockView, time_text};

const HOUR_MS: i64 = 3_600_000;
const MESSAGE_CHARS_MAX: usize = 500;

/// Locks in force, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/locks",
    operation_id = "locks",
    tag = "people",
    responses(
        (status = 200, description = "The locks", body = LockList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn locks(State(app): State<Shared>) -> Answer<LockList> {
    Ok(Json(list(&app).await?))
}

/// Locks a person, a role or a token: sessions and tokens stop at once.
#[utoipa::path(
    post,
    path = "/api/v1/locks",
    operation_id = "lock_create",
    tag = "people",
    request_body = LockRequest,
    responses(
        (status = 201, description = "Made; the locks that are in force", body = LockList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn lock_create(
    State(app): State<Shared>,
    principal: Principal,
    Body(wanted): Body<LockRequest>,
) -> Result<(StatusCode, Json<LockList>), ApiError> {
    let now = app.now();
    let lock = Lock {
        id: new_id(),
        kind: kind_of(wanted.kind),
        target: wanted.target.trim().to_owned(),
        cause: cause::MANUAL.to_owned(),
        message: wanted.message.trim().to_owned(),
        created: now,
        created_by: principal.actor(),
        expires: wanted
            .hours
            .map(|hours| now.plus_ms(i64::from(hours.max(1)) * HOUR_MS)),
    };
    check(&app, &principal, &lock, &BTreeSet::new()).await?;
    make(&app, &lock).await?;
    Ok((StatusCode::CREATED, Json(list(&app).await?)))
}

/// Makes a lock that was checked, or changes message and end of the one that is there for the same.
pub(crate) async fn make(app: &App, lock: &Lock) -> Result<(), ApiError> {
    let named = format!("{}/{}", lock.kind.as_str(), lock.target);
    let entry = AuditEntry {
        detail: json!({"message": lock.message, "expires": lock.expires.map(time_text)}),
        ..AuditEntry::new(&lock.created_by, "lock.create", &named)
    };
    Ok(app.parts.state.lock(lock, &entry, app.now()).await?)
}

/// Lifts a lock.
#[utoipa::path(
    delete,
    path = "/api/v1/locks/{id}",
    operation_id = "lock_delete",
    tag = "people",
    params(("id" = String, Path, description = "Id of the lock")),
    responses(
        (status = 200, description = "Lifted; the locks that are left", body = LockList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn lock_delete(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<LockList> {
    let locks = app.parts.state.locks(app.now()).await?;
    let named = locks.iter().find(|lock| lock.id == id).map_or_else(
        || format!("lock/{id}"),
        |lock| format!("{}/{}", lock.kind.as_str(), lock.target),
    );
    let actor = principal.actor();
    let entry = AuditEntry::new(&actor, "lock.delete", &named);
    app.parts.state.unlock(&id, &entry, app.now()).await?;
    Ok(Json(list(&app).await?))
}

/// A lock must name what is there, or a role that is about to be, and not the one who makes it.
pub(crate) async fn check(
    app: &App,
    principal: &Principal,
    lock: &Lock,
    coming: &BTreeSet<String>,
) -> Result<(), ApiError> {
    if lock.message.chars().count() > MESSAGE_CHARS_MAX {
        return Err(ApiError::invalid(
            "message",
            format!("the message must have at most {MESSAGE_CHARS_MAX} characters"),
        ));
    }
    let target = &lock.target;
    match lock.kind {
        LockTarget::User => {
            let person = app.parts.state.person_named(target, app.now()).await?;
            let person = person
                .ok_or_else(|| ApiError::invalid("target", format!("there is no person `{target}`")))?;
            if person.id == principal.user_id {
                return Err(ApiError::invalid("target", "you cannot lock yourself"));
            }
            super::change::keep_an_editor(app, &person).await
        }
        LockTarget::Role => {
            super::change::check_roles_and(app, std::slice::from_ref(target), coming).await?;
            if target == EDITOR {
                return Err(ApiError::new(
                    StatusCode::CONFLICT,
                    "last_editor",
                    "nobody could administer this server while the role `editor` is locked, not even to lift the lock",
                )
                .hint("lock the people who have it, one by one: the last one with a password stays"));
            }
            if principal.role_names.iter().any(|role| role == target) {
                return Err(ApiError::invalid(
                    "target",
                    "you have this role yourself: locking it would lock you out",
                ));
            }
            Ok(())
        }
        LockTarget::Token => {
            let tokens = app.parts.state.api_tokens(None).await?;
            if tokens.iter().any(|token| token.id == *target) {
                Ok(())
            } else {
                Err(ApiError::invalid("target", "there is no token with this id"))
            }
        }
    }
}

async fn list(app: &App) -> Result<LockList, ApiError> {
    let locks = app.parts.state.locks(app.now()).await?;
    let view = |lock: Lock| LockView {
        id: lock.id,
        kind: match lock.kind {
            LockTarget::User => LockTargetWord::User,
            LockTarget::Role => LockTargetWord::Role,
            LockTarget::Token => LockTargetWord::Token,
        },
        target: lock.target,
        cause: lock.cause,
        message: lock.message,
        created_at: time_text(lock.created),
        created_by: lock.created_by,
        expires_at: lock.expires.map(time_text),
    };
    Ok(LockList {
        locks: locks.into_iter().map(view).collect(),
    })
}

fn kind_of(word: LockTargetWord) -> LockTarget {
    match word {
        LockTargetWord::User => LockTarget::User,
        LockTargetWord::Role => LockTarget::Role,
        LockTargetWord::Token => LockTarget::Token,
    }
}
