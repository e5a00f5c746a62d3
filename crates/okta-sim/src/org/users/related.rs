//! What hangs on a user: groups, app links, sessions.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::groups::view::GroupView;
use crate::reply::{Answer, Refusal, Reply};
use crate::state::Org;

/// `GET /api/v1/users/{id}/groups`: one array, no paging.
pub(crate) fn groups(org: &Org, call: &Call<'_>) -> Answer {
    let (ordinal, _) = super::within(org, call, super::READ)?;
    let groups = org.groups_of(ordinal);
    let groups = groups.iter().filter_map(|group| org.groups.get(*group));
    let views: Vec<GroupView<'_>> = groups.map(|group| GroupView::new(group, call.base)).collect();
    Ok(Reply::raw(&views).paged(200, None))
}

/// `GET /api/v1/users/{id}/appLinks`: the chiclets of the dashboard.
pub(crate) fn app_links(org: &Org, call: &Call<'_>) -> Answer {
    let (ordinal, _) = super::within(org, call, super::READ)?;
    let apps = org.apps_of(ordinal);
    let active = apps
        .iter()
        .filter_map(|app| org.apps.get(*app))
        .filter(|app| app.active);
    let links = active.enumerate().map(|(position, app)| {
        json!({
            "id": app.id.replacen("0oa", "0ua", 1),
            "label": app.label,
            "linkUrl": format!("{{{{org}}}}/home/{}/{}/1", app.name, app.id),
            "logoUrl": format!("{{{{org}}}}/img/logos/{}.png", app.name),
            "appName": app.name,
            "appInstanceId": app.id,
            "appAssignmentId": app.id.replacen("0oa", "0ua", 1),
            "credentialsSetup": false,
            "hidden": false,
            "sortOrder": position,
        })
    });
    Ok(Reply::json(Value::Array(links.collect())))
}

/// `GET /api/v1/users/{id}/blocks`: nobody is blocked here.
pub(crate) fn blocks(org: &Org, call: &Call<'_>) -> Answer {
    super::within(org, call, super::READ)?;
    Ok(Reply::json(json!([])))
}

/// Lists about a user that are always empty here, or what a recording brought.
pub(crate) fn none(org: &Org, call: &Call<'_>) -> Answer {
    let (_, user) = super::within(org, call, super::READ)?;
    let what = call.request.path.rsplit('/').next().unwrap_or_default();
    let known = org
        .docs
        .list(&format!("users/{}/{what}", user.id))
        .cloned()
        .map(Value::Object);
    Ok(Reply::json(Value::Array(known.collect())))
}

/// `DELETE /api/v1/users/{id}/sessions`
pub(crate) fn clear_sessions(org: &mut Org, call: &Call<'_>) -> Answer {
    let (ordinal, _) = super::within(org, call, super::MANAGE)?;
    if call.caller.user() == Some(ordinal) && call.query("forgetDevices") == Some("deny") {
        return Err(Refusal::forbidden());
    }
    let target = Target::user(org, ordinal);
    org.sessions.clear(ordinal);
    org.log_event(call, "user.session.clear", &[target]);
    Ok(Reply::none())
}
