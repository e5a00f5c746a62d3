//! What can be done to the person an alert is about, or to who did it to them, and doing it.
//!
//! A deed is written down before it is done and again with what came of it, so that nothing happens in Okta that the
//! audit log does not know of.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use domain::role::{Resource, Verb};
use domain::{OrgUrl, Reach};
use futures_util::FutureExt as _;
use http::StatusCode;
use serde_json::json;
use store::state::{AuditEntry, Lock, LockTarget, cause, new_id};

use super::whom::{OktaUser, Whom, whom};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Segment};
use crate::loops::OktaDeed;
use crate::people::change::keep_an_editor;
use crate::people::locks;
use crate::session::Principal;
use crate::view::{
    AlertAction, AlertActionDone, AlertActionList, AlertActionRequest, AlertActionTo, AlertActionWord,
    AlertView, ErrorBody,
};

const NOTE_CHARS_MAX: usize = 300;
const ALL: [AlertActionWord; 3] = [
    AlertActionWord::Lock,
    AlertActionWord::ClearSessions,
    AlertActionWord::Suspend,
];

/// What can be done to the person an alert is about, and what to send to do it.
#[utoipa::path(
    get,
    path = "/api/v1/alerts/{id}/actions",
    operation_id = "alert_actions",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the alert, or its first eight characters or more where no other begins so")),
    responses(
        (status = 200, description = "The actions", body = AlertActionList),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn alert_actions(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
) -> Answer<AlertActionList> {
    let alert = app.parts.activity.alert(&id).await?;
    let subject = whom(&app, &alert, AlertActionTo::Subject).boxed().await?;
    let actor = match alert.victim.is_some() {
        true => Some(whom(&app, &alert, AlertActionTo::Actor).boxed().await?),
        false => None,
    };
    let mut actions = Vec::new();
    let both = [
        (AlertActionTo::Subject, Some(&subject)),
        (AlertActionTo::Actor, actor.as_ref()),
    ];
    let each = both.into_iter().filter_map(|(to, whom)| Some((to, whom?)));
    for (kind, (to, whom)) in each.flat_map(|one| ALL.map(|kind| (kind, one))) {
        let refusal = refused(&app, &principal, whom, kind).boxed().await?;
        let (why_not, hint) = match refusal {
            Some(error) => (Some(error.detail().message.clone()), error.detail().hint.clone()),
            None => (None, None),
        };
        actions.push(AlertAction {
            kind,
            to,
            does: does(kind, whom),
            available: why_not.is_none(),
            confirm: confirmation(kind, whom),
            why_not,
            hint,
        });
    }
    Ok(Json(AlertActionList {
        person: subject.name,
        actor: actor.map(|actor| actor.name),
        actions,
    }))
}

/// Does something to the person an alert is about: locks them here, ends their sessions with Okta, suspends them there.
#[utoipa::path(
    post,
    path = "/api/v1/alerts/{id}/actions",
    operation_id = "alert_act",
    tag = "alerts",
    params(("id" = String, Path, description = "Id of the alert, or its first eight characters or more where no other begins so")),
    request_body = AlertActionRequest,
    responses(
        (status = 200, description = "What came of it, and the alert now", body = AlertActionDone),
        (status = "default", description = "Failure", body = ErrorBody)
    )
)]
pub(crate) async fn alert_act(
    State(app): State<Shared>,
    principal: Principal,
    Segment(id): Segment<String>,
    Body(wanted): Body<AlertActionRequest>,
) -> Answer<AlertActionDone> {
    if wanted.note.chars().count() > NOTE_CHARS_MAX {
        let message = format!("a note has at most {NOTE_CHARS_MAX} characters");
        return Err(ApiError::invalid("note", message));
    }
    let alert = app.parts.activity.alert(&id).await?;
    if wanted.to == AlertActionTo::Actor && alert.victim.is_none() {
        let message = "this alert is about who did it: leave `to` out";
        return Err(ApiError::invalid("to", message));
    }
    let whom = whom(&app, &alert, wanted.to).boxed().await?;
    if let Some(refusal) = refused(&app, &principal, &whom, wanted.kind).boxed().await? {
        return Err(refusal);
    }
    let confirm = confirmation(wanted.kind, &whom);
    if wanted.confirm.trim() != confirm {
        return Err(ApiError::invalid(
            "confirm",
            format!("{}: send `{confirm}` as `confirm`", does(wanted.kind, &whom)),
        ));
    }
    let done = match wanted.kind {
        AlertActionWord::Lock => {
            lock(&app, &principal, &alert, &whom, &wanted.note)
                .boxed()
                .await?
        }
        AlertActionWord::ClearSessions | AlertActionWord::Suspend => {
            in_okta(&app, &principal, &alert, &whom, &wanted).boxed().await?
        }
    };
    Ok(Json(AlertActionDone {
        message: done,
        alert: app.parts.activity.alert(&id).await?,
    }))
}

/// Why this cannot be done by this person to that one; `None` when it can be tried.
async fn refused(
    app: &App,
    principal: &Principal,
    whom: &Whom,
    kind: AlertActionWord,
) -> Result<Option<ApiError>, ApiError> {
    let conflict = |message: &str| ApiError::new(StatusCode::CONFLICT, "cannot_act", message);
    if let Some(forbidden) = forbidden(principal, kind) {
        return Ok(Some(forbidden));
    }
    if whom.is(principal) {
        return Ok(Some(
            conflict("this is you yourself").hint("ask another administrator: you would lock yourself out"),
        ));
    }
    match (kind, &whom.person, &whom.user) {
        (AlertActionWord::Lock, None, _) => Ok(Some(
            conflict("this person has no account here, so there is nothing to lock")
                .hint("clear their sessions or suspend them in Okta"),
        )),
        (AlertActionWord::Lock, Some(person), _) => match keep_an_editor(app, person).await {
            Ok(()) => Ok(None),
            Err(refusal) => Ok(Some(refusal)),
        },
        (_, _, None) => Ok(Some(
            conflict("this identity is no person of the organization that is connected")
                .hint("the last scan did not see anybody of this name, or more than one"),
        )),
        (AlertActionWord::Suspend, _, Some(user)) if user.is_last_super => Ok(Some(
            conflict("this is the last active super administrator of the organization")
                .hint("make another one in Okta first: nobody could undo it"),
        )),
        (_, _, Some(_)) => Ok(None),
    }
}

/// Whether the roles do not permit it: locks are made by those who may make them, Okta is touched by those who may use
/// the integration.
fn forbidden(principal: &Principal, kind: AlertActionWord) -> Option<ApiError> {
    let (resource, verb) = match kind {
        AlertActionWord::Lock => (Resource::Lock, Verb::Create),
        AlertActionWord::ClearSessions | AlertActionWord::Suspend => (Resource::Plugin, Verb::Use),
    };
    if principal.may(resource, verb) {
        return None;
    }
    let error = ApiError::new(
        StatusCode::FORBIDDEN,
        "forbidden",
        "your role does not allow this",
    );
    Some(error.hint(format!(
        "it takes the verb `{}` on `{}`",
        verb.as_str(),
        resource.as_str()
    )))
}

/// What an action does, as a sentence about this person.
fn does(kind: AlertActionWord, whom: &Whom) -> String {
    let user = whom
        .user
        .as_ref()
        .map_or(whom.name.as_str(), |user| user.name.as_str());
    match kind {
        AlertActionWord::Lock => format!(
            "locks {} here: sessions end, tokens rest",
            confirmation(kind, whom)
        ),
        AlertActionWord::ClearSessions => {
            format!("ends every session of {user} with Okta and revokes their OAuth tokens")
        }
        AlertActionWord::Suspend => format!("suspends {user} in Okta until somebody unsuspends them there"),
    }
}

/// What must be sent along: the name of whom it is done to.
fn confirmation(kind: AlertActionWord, whom: &Whom) -> String {
    let here = whom.person.as_ref().map(|person| &person.name);
    let there = whom.user.as_ref().map(|user| &user.name);
    let name = match kind {
        AlertActionWord::Lock => here.or(there),
        _ => there.or(here),
    };
    name.cloned().unwrap_or_else(|| whom.name.clone())
}

async fn lock(
    app: &App,
    principal: &Principal,
    alert: &AlertView,
    whom: &Whom,
    note: &str,
) -> Result<String, ApiError> {
    let name = confirmation(AlertActionWord::Lock, whom);
    let because = format!("alert {}: {}", alert.alert.id, alert.alert.title);
    let now = app.now();
    let lock = Lock {
        id: new_id(),
        kind: LockTarget::User,
        target: name.clone(),
        cause: cause::MANUAL.to_owned(),
        message: if note.is_empty() { because } else { note.to_owned() },
        created: now,
        created_by: principal.actor(),
        expires: None,
    };
    locks::check(app, principal, &lock, &BTreeSet::new())
        .boxed()
        .await?;
    locks::make(app, &lock).boxed().await?;
    let message = format!("locked {name} here");
    note_down(
        app,
        principal,
        alert,
        "alert.lock",
        &message,
        json!({"person": name}),
    )
    .boxed()
    .await?;
    Ok(message)
}

/// Has the loops' room do it in Okta.
async fn in_okta(
    app: &App,
    principal: &Principal,
    alert: &AlertView,
    whom: &Whom,
    wanted: &AlertActionRequest,
) -> Result<String, ApiError> {
    let Some(OktaUser {
        org_url, id, name, ..
    }) = whom.user.clone()
    else {
        return Err(ApiError::internal("a deed in Okta to nobody"));
    };
    let (deed, action, done) = match wanted.kind {
        AlertActionWord::Suspend => (OktaDeed::Suspend, "alert.suspend", "suspended"),
        _ => (
            OktaDeed::ClearSessions,
            "alert.clear_sessions",
            "cleared the sessions of",
        ),
    };
    let org = OrgUrl::parse(&org_url, Reach::Loopback).map_err(ApiError::internal)?;
    let detail = json!({"person": name, "okta_id": id, "org": org_url, "note": wanted.note});
    let (actor, target) = (principal.actor(), format!("alert/{}", alert.alert.id));
    let asked = format!("{action}.ask");
    let entry = AuditEntry {
        detail: detail.clone(),
        ..AuditEntry::new(&actor, &asked, &target)
    };
    app.parts.state.record(&entry, app.now()).await?;
    match app.parts.loops.act_in_okta(&org, &id, deed).await {
        Ok(is_new) => {
            let message = match is_new {
                true => format!("{done} {name} in Okta"),
                false => format!("{name} was suspended in Okta already"),
            };
            note_down(app, principal, alert, action, &message, detail)
                .boxed()
                .await?;
            Ok(message)
        }
        Err(fault) => {
            let message = format!("could not do it to {name} in Okta: {}", fault.message);
            let mut detail = detail;
            detail["error"] = fault.message.clone().into();
            note_down(app, principal, alert, &format!("{action}.fail"), &message, detail)
                .boxed()
                .await?;
            let error = ApiError::new(StatusCode::BAD_GATEWAY, "okta_refused", fault.message);
            Err(match fault.advice {
                Some(advice) => error.hint(advice),
                None => error,
            })
        }
    }
}

/// A line of the alert's history and one of the audit log: both or neither.
async fn note_down(
    app: &App,
    principal: &Principal,
    alert: &AlertView,
    action: &str,
    message: &str,
    detail: serde_json::Value,
) -> Result<(), ApiError> {
    let (actor, target) = (principal.actor(), format!("alert/{}", alert.alert.id));
    let entry = AuditEntry {
        detail,
        ..AuditEntry::new(&actor, action, &target)
    };
    let state = &app.parts.state;
    Ok(state
        .note_alert(&alert.alert.id, message, &entry, app.now())
        .await?)
}
