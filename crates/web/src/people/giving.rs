//! Nobody hands out more than they hold: not by roles, not by taking over the account of somebody who holds more.

use domain::role::{Resource, Role, Verb, beyond, preset};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::StatusCode;
use store::state::Person;

use crate::app::App;
use crate::error::ApiError;
use crate::session::{EDITOR, Principal, roles_named};

const BEYOND: &str = "beyond_own_rights";

/// Refuses a change of somebody's roles that gives what the caller may not do.
pub(crate) fn check_giving<'a>(
    app: &'a App,
    giver: &'a Principal,
    before: &'a [String],
    after: &'a [String],
) -> BoxFuture<'a, Result<(), ApiError>> {
    async move {
        let state = &app.parts.state;
        let (before, after) = (
            roles_named(state, before).await?,
            roles_named(state, after).await?,
        );
        within(giver, &before, &after)
    }
    .boxed()
}

/// Refuses to take hold of an account (a new password, a factor taken away) that may do more than the caller.
pub(crate) fn check_over<'a>(
    app: &'a App,
    caller: &'a Principal,
    person: &'a Person,
) -> BoxFuture<'a, Result<(), ApiError>> {
    async move {
        let names: Vec<String> = person.roles.iter().chain(&person.mapped_roles).cloned().collect();
        let theirs = roles_named(&app.parts.state, &names).await?;
        within(caller, &[], &theirs)
    }
    .boxed()
}

/// Refuses a change of a role that gives those who have it what the caller may not do.
pub(crate) fn check_changing(giver: &Principal, before: &Role, after: &Role) -> Result<(), ApiError> {
    within(giver, std::slice::from_ref(before), std::slice::from_ref(after))
}

/// Refuses to decide whom a connector trusts, and in what: whoever is trusted can sign in as anybody, so it takes somebody
/// who may do everything.
pub(crate) fn check_trusting(caller: &Principal) -> Result<(), ApiError> {
    check_everything(caller, "whoever a connector trusts can sign in as anybody")
}

/// Refuses to hand out a SCIM token: whoever has it can give any account the name of another, and sign in as that one.
pub(crate) fn check_provisioning(caller: &Principal) -> Result<(), ApiError> {
    check_everything(caller, "whoever holds a SCIM token decides who everybody is")
}

fn check_everything(caller: &Principal, because: &str) -> Result<(), ApiError> {
    let everything: Vec<Role> = preset(EDITOR).into_iter().collect();
    match beyond(&[], &everything, &caller.roles) {
        None => Ok(()),
        Some((resource, verb)) => Err(ApiError::new(
            StatusCode::FORBIDDEN,
            BEYOND,
            format!(
                "{because}, and you may not `{}` on `{}` yourself",
                verb.as_str(),
                resource.as_str()
            ),
        )
        .hint("somebody who may do everything, such as an `editor`, can do it")),
    }
}

fn within(giver: &Principal, before: &[Role], after: &[Role]) -> Result<(), ApiError> {
    match beyond(before, after, &giver.roles) {
        None => Ok(()),
        Some(what) => Err(refusal(what)),
    }
}

fn refusal((resource, verb): (Resource, Verb)) -> ApiError {
    ApiError::new(
        StatusCode::FORBIDDEN,
        BEYOND,
        format!(
            "this would hand out `{}` on `{}`, which you may not do yourself",
            verb.as_str(),
            resource.as_str()
        ),
    )
    .hint("somebody who holds that right, such as an `editor`, can do it")
}
