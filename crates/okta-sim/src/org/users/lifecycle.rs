//! The life cycle of a user: what may happen in which status, and where it leads.
//!
//! Statuses change on events only; nothing here sweeps.

use serde_json::json;

use crate::call::Call;
use crate::org::events::Target;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{Effect, Org, Status};

use super::change::{answer, before};

/// A step of the life cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Activate,
    Reactivate,
    Deactivate,
    Suspend,
    Unsuspend,
    Unlock,
    ExpirePassword,
    ResetPassword,
}

/// Where a step leads; `Err` when Okta refuses it in this status.
pub(crate) fn next(status: Status, step: Step, has_password: bool) -> Result<Status, Refusal> {
    use Status::{
        Active, Deprovisioned, LockedOut, PasswordExpired, Provisioned, Recovery, Staged, Suspended,
    };
    let ready = if has_password { Active } else { Provisioned };
    match (step, status) {
        (Step::Activate, Staged | Deprovisioned) => Ok(ready),
        (Step::Activate, Active) => Err(Refusal::new(
            403,
            "E0000016",
            "Activation failed because the user is already active",
        )),
        (Step::Reactivate, Provisioned) => Ok(Provisioned),
        (Step::Reactivate, Recovery) => Ok(Recovery),
        (Step::Deactivate, Deprovisioned) => Ok(Deprovisioned),
        (Step::Deactivate, _) => Ok(Deprovisioned),
        (Step::Suspend, Active) => Ok(Suspended),
        (Step::Suspend, _) => Err(not_possible("Cannot suspend a user that is not active")),
        (Step::Unsuspend, Suspended) => Ok(Active),
        (Step::Unsuspend, _) => Err(not_possible("Cannot unsuspend a user that is not suspended")),
        (Step::Unlock, LockedOut) => Ok(Active),
        (Step::Unlock, _) => {
            let refusal = Refusal::new(403, "E0000032", "Unlock is not allowed for this user.");
            Err(refusal.cause("The user is not locked out."))
        }
        (Step::ExpirePassword, Active | PasswordExpired) => Ok(PasswordExpired),
        (Step::ResetPassword, Active | Recovery | PasswordExpired | LockedOut) => Ok(Recovery),
        (Step::ResetPassword, Provisioned) => Ok(Provisioned),
        _ => Err(Refusal::wrong_status()),
    }
}

fn not_possible(cause: &str) -> Refusal {
    Refusal::new(400, "E0000001", "Api validation failed: suspendUser").cause(cause)
}

/// `POST /api/v1/users/{id}/lifecycle/{step}`
pub(crate) fn run(org: &mut Org, call: &Call<'_>) -> Answer {
    let word = call.param(1);
    let (step, event) = match word {
        "activate" => (Step::Activate, "user.lifecycle.activate"),
        "reactivate" => (Step::Reactivate, "user.lifecycle.reactivate"),
        "deactivate" => (Step::Deactivate, "user.lifecycle.deactivate"),
        "suspend" => (Step::Suspend, "user.lifecycle.suspend"),
        "unsuspend" => (Step::Unsuspend, "user.lifecycle.unsuspend"),
        "unlock" => (Step::Unlock, "user.account.unlock_by_admin"),
        "expire_password" | "expire_password_with_temp_password" => {
            (Step::ExpirePassword, "user.account.expire_password")
        }
        "reset_password" => (Step::ResetPassword, "user.account.reset_password"),
        "reset_factors" => return reset_factors(org, call),
        _ => return Err(Refusal::not_found(call.request.path.as_str(), "Endpoint")),
    };
    let right = match step {
        Step::Unlock | Step::ExpirePassword | Step::ResetPassword => super::CREDENTIALS,
        _ => super::MANAGE,
    };
    let (ordinal, _) = super::within(org, call, right)?;
    let user = org
        .users
        .get(ordinal)
        .ok_or_else(|| Refusal::not_found(call.param(0), "User"))?;
    let to = next(user.status, step, user.password_changed.is_some())?;
    let seen = before(org, ordinal);
    org.unseen_user(call, ordinal, seen);
    let target = Target::user(org, ordinal);
    org.log_event(call, event, &[target]);
    if matches!(step, Step::Activate | Step::Deactivate) && org.effects.delay_ms > 0 {
        if let Some(user) = org.users.get_mut(ordinal) {
            user.transition = Some(to);
        }
        org.later(
            call.now,
            Effect::Reach {
                user: ordinal,
                status: to,
            },
        );
    } else {
        if step == Step::Deactivate {
            log_lost_apps(org, call, ordinal);
        }
        org.reach(ordinal, to, call.now);
    }
    finish(org, call, ordinal, step)
}

/// What a step answers.
fn finish(org: &mut Org, call: &Call<'_>, ordinal: u32, step: Step) -> Answer {
    let send = call.flag("sendEmail", true);
    let token = org.mint.secret(20);
    match step {
        Step::Activate | Step::Reactivate if !send => Ok(Reply::json(json!({
            "activationUrl": format!("{{{{org}}}}/welcome/{token}"), "activationToken": token,
        }))),
        Step::ResetPassword if !send => Ok(Reply::json(
            json!({"resetPasswordUrl": format!("{{{{org}}}}/signin/reset-password/{token}")}),
        )),
        Step::ExpirePassword
            if call.param(1).ends_with("temp_password") || call.flag("tempPassword", false) =>
        {
            Ok(Reply::json(json!({"tempPassword": org.mint.secret(12)})))
        }
        Step::ExpirePassword => answer(org, call, ordinal),
        _ => Ok(Reply::json(json!({}))),
    }
}

fn log_lost_apps(org: &mut Org, call: &Call<'_>, ordinal: u32) {
    for app in org.apps_of(ordinal) {
        let targets = crate::org::apps::users::targets(org, app, ordinal);
        org.log_event(call, "application.user_membership.remove", &targets);
    }
}

fn reset_factors(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = super::within(org, call, super::CREDENTIALS)?;
    let collection = format!("users/{}/factors", user.id);
    let ids: Vec<String> = org
        .docs
        .entries(&collection)
        .map(|(id, _)| id.to_owned())
        .collect();
    for id in ids {
        org.docs.remove(&collection, &id);
    }
    org.docs.declare(&collection);
    let target = Target::user(org, ordinal);
    org.log_event(call, "user.mfa.factor.reset_all", &[target]);
    Ok(Reply::json(json!({})))
}

/// `POST /api/v1/users/{id}/credentials/{change_password, change_recovery_question, forgot_password}`
pub(crate) fn credentials(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = super::within(org, call, super::CREDENTIALS)?;
    if matches!(
        user.status,
        Status::Deprovisioned | Status::Suspended | Status::Staged
    ) {
        return Err(Refusal::wrong_status());
    }
    let target = Target::user(org, ordinal);
    match call.param(1) {
        "change_password" => {
            let body = call.object()?;
            if body
                .get("newPassword")
                .and_then(|given| given.get("value"))
                .is_none()
            {
                return Err(Refusal::validation(
                    "newPassword",
                    "newPassword: The field cannot be left blank",
                ));
            }
            if let Some(user) = org.users.get_mut(ordinal) {
                user.password_changed = Some(call.now);
            }
            org.reach(ordinal, Status::Active, call.now);
            org.log_event(call, "user.account.update_password", &[target]);
            Ok(Reply::json(
                json!({"password": {}, "provider": {"type": "OKTA", "name": "OKTA"}}),
            ))
        }
        "change_recovery_question" => {
            let body = call.object()?;
            let question = body
                .get("recovery_question")
                .and_then(|given| given.get("question"))
                .cloned();
            org.log_event(call, "user.account.update_profile", &[target]);
            Ok(Reply::json(json!({
                "password": {}, "recovery_question": {"question": question},
                "provider": {"type": "OKTA", "name": "OKTA"},
            })))
        }
        "forgot_password" => {
            let to = next(user.status, Step::ResetPassword, true)?;
            org.reach(ordinal, to, call.now);
            org.log_event(call, "user.account.reset_password", &[target]);
            if call.flag("sendEmail", true) {
                return Ok(Reply::json(json!({})));
            }
            let token = org.mint.secret(20);
            Ok(Reply::json(
                json!({"resetPasswordUrl": format!("{{{{org}}}}/signin/reset-password/{token}")}),
            ))
        }
        _ => Err(Refusal::not_found(call.request.path.as_str(), "Endpoint")),
    }
}

/// `DELETE /api/v1/users/{id}`: the first call deactivates, the second one deletes.
pub(crate) fn delete(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, user) = super::within(org, call, super::MANAGE)?;
    let target = Target::user(org, ordinal);
    if user.status != Status::Deprovisioned {
        let seen = before(org, ordinal);
        org.unseen_user(call, ordinal, seen);
        log_lost_apps(org, call, ordinal);
        org.reach(ordinal, Status::Deprovisioned, call.now);
        org.log_event(call, "user.lifecycle.deactivate", &[target]);
        return Ok(Reply::none());
    }
    let id = user.id.to_string();
    for group in user.groups.clone() {
        org.remove_member(group, ordinal, call.now);
    }
    if let Some(user) = org.users.remove(ordinal) {
        org.logins.remove(user.login.to_lowercase().as_str());
    }
    org.docs.remove_tree(&format!("users/{id}/"));
    org.log_event(
        call,
        "user.lifecycle.delete.initiated",
        std::slice::from_ref(&target),
    );
    org.log_event(call, "user.lifecycle.delete.completed", &[target]);
    Ok(Reply::none())
}
