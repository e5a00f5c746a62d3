//! Members and apps of a group.

use crate::call::Call;
use crate::org::apps::view::AppView;
use crate::org::events::Target;
use crate::org::users::view::UserView;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::{Effect, Org};

/// `GET /api/v1/groups/{id}/users`
pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (group, _) = super::within(org, call, super::READ)?;
    let limit = call.limit(1000, 1000)?;
    let start = match call.after() {
        None => 0,
        Some(cursor) => org
            .users
            .place(cursor)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    let users = org
        .members_from(group, start)
        .take(limit + 1)
        .filter_map(|user| org.users.get(user));
    let mut views: Vec<UserView<'_>> = users.map(|user| UserView::listed(org, user, call.base)).collect();
    let more = views.len() > limit;
    views.truncate(limit);
    let next = if more {
        views.last().map(|view| view.user.id.to_string())
    } else {
        None
    };
    Ok(Reply::raw(&views).paged(limit, next))
}

/// `GET /api/v1/groups/{id}/apps`
pub(crate) fn apps(org: &Org, call: &Call<'_>) -> Answer {
    let (_, group) = super::within(org, call, super::READ)?;
    let limit = call.limit(20, 200)?;
    let start = match call.after() {
        None => 0,
        Some(cursor) => org
            .apps
            .place(cursor)
            .map(|place| place + 1)
            .ok_or_else(Refusal::bad_cursor)?,
    };
    let found = group
        .apps
        .iter()
        .filter(|app| **app >= start)
        .filter_map(|app| org.apps.get(*app));
    let mut views: Vec<AppView<'_>> = found
        .take(limit + 1)
        .map(|app| AppView {
            app,
            base: call.base,
            embedded: None,
        })
        .collect();
    let more = views.len() > limit;
    views.truncate(limit);
    let next = if more {
        views.last().map(|view| view.app.id.to_string())
    } else {
        None
    };
    Ok(Reply::raw(&views).paged(limit, next))
}

/// `PUT /api/v1/groups/{id}/users/{user}`: 204, also when the user is a member already.
pub(crate) fn add(org: &mut Org, call: &Call<'_>) -> Answer {
    let (group, user) = pair(org, call)?;
    if org.add_member(group, user, call.now) {
        let targets = [Target::user(org, user), Target::group(org, group)];
        org.log_event(call, "group.user_membership.add", &targets);
        org.later(call.now, Effect::RunRules { user });
    }
    Ok(Reply::none())
}

/// `DELETE /api/v1/groups/{id}/users/{user}`: 204, also when the user is no member. A member that an active rule
/// put there comes back with the rule's next run.
pub(crate) fn remove(org: &mut Org, call: &Call<'_>) -> Answer {
    let (group, user) = pair(org, call)?;
    if org.remove_member(group, user, call.now) {
        let targets = [Target::user(org, user), Target::group(org, group)];
        org.log_event(call, "group.user_membership.remove", &targets);
        org.later(call.now, Effect::RunRules { user });
    }
    Ok(Reply::none())
}

fn pair(org: &Org, call: &Call<'_>) -> Result<(u32, u32), Refusal> {
    let (group, found) = super::within(org, call, super::MEMBERS)?;
    super::editable(found)?;
    let id = call.param(1);
    let user = org.find_user(id).ok_or_else(|| Refusal::not_found(id, "User"))?;
    Ok((group, user))
}
