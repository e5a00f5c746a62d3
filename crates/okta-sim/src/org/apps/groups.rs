//! Groups assigned to an app. The members get their records a moment later.

use serde_json::{Value, json};

use crate::call::Call;
use crate::org::events::Target;
use crate::org::groups::view::GroupView;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::state::{AppGroup, Effect, Org};

/// `GET /api/v1/apps/{id}/groups`, in order of priority.
pub(crate) fn list(org: &Org, call: &Call<'_>) -> Answer {
    let (app, found) = super::within(org, call, super::READ)?;
    let limit = call.limit(20, 200)?.max(20);
    let mut groups: Vec<(u32, u32)> = found
        .groups
        .iter()
        .map(|(group, assignment)| (assignment.priority, *group))
        .collect();
    groups.sort_unstable();
    let prefix = call.query("q").map(str::to_lowercase);
    groups.retain(|(_, group)| {
        let name = org
            .groups
            .get(*group)
            .map(|group| group.name.to_lowercase())
            .unwrap_or_default();
        prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix))
    });
    let start = match call.after() {
        None => 0,
        Some(cursor) => {
            let place = org.groups.place(cursor).ok_or_else(Refusal::bad_cursor)?;
            groups
                .iter()
                .position(|(_, group)| *group == place)
                .map_or(groups.len(), |at| at + 1)
        }
    };
    let page = groups.get(start..).unwrap_or_default();
    let shown = page.get(..limit.min(page.len())).unwrap_or_default();
    let last = shown.last().and_then(|(_, group)| org.groups.get(*group));
    let next = if page.len() > limit {
        last.map(|group| group.id.to_string())
    } else {
        None
    };
    let list: Vec<Value> = shown
        .iter()
        .filter_map(|(_, group)| render(org, call, app, *group))
        .collect();
    Ok(Reply::json(Value::Array(list)).paged(limit, next))
}

/// `GET /api/v1/apps/{id}/groups/{group}`
pub(crate) fn get(org: &Org, call: &Call<'_>) -> Answer {
    let (app, _) = super::within(org, call, super::READ)?;
    let group = the_group(org, call.param(1))?;
    let found = render(org, call, app, group);
    Ok(Reply::json(found.ok_or_else(|| {
        Refusal::not_found(call.param(1), "ApplicationGroupAssignment")
    })?))
}

/// `PUT /api/v1/apps/{id}/groups/{group}`: 200, also when assigned already.
pub(crate) fn assign(org: &mut Org, call: &Call<'_>) -> Answer {
    let (app, found) = super::within(org, call, super::ASSIGN)?;
    let group = the_group(org, call.param(1))?;
    let body = call.object()?;
    let known = found.groups.get(&group).cloned();
    let last = found
        .groups
        .values()
        .map(|assignment| assignment.priority + 1)
        .max()
        .unwrap_or(0);
    let mut assignment = known.clone().unwrap_or(AppGroup {
        priority: last,
        pending: true,
        ..AppGroup::default()
    });
    change(&mut assignment, &body);
    assignment.last_updated = call.now;
    org.assign_group(app, group, assignment);
    let targets = [Target::group(org, group), Target::app(org, app)];
    if known.is_some() {
        org.log_event(call, "group.application_assignment.update", &targets);
    } else {
        org.log_event(call, "group.application_assignment.add", &targets);
        org.later(call.now, Effect::FanOut { app, group });
    }
    Ok(Reply::json(render(org, call, app, group).unwrap_or_default()))
}

/// `PATCH /api/v1/apps/{id}/groups/{group}` with a JSON patch (RFC 6902) of `/priority` and `/profile`.
pub(crate) fn patch(org: &mut Org, call: &Call<'_>) -> Answer {
    let (app, found) = super::within(org, call, super::ASSIGN)?;
    let group = the_group(org, call.param(1))?;
    let missing = || Refusal::not_found(call.param(1), "ApplicationGroupAssignment");
    let mut assignment = found.groups.get(&group).cloned().ok_or_else(missing)?;
    let Ok(Value::Array(steps)) = serde_json::from_slice(&call.request.body) else {
        return Err(Refusal::malformed());
    };
    for step in &steps {
        let path = step.get("path").and_then(Value::as_str).unwrap_or_default();
        let value = step.get("value").cloned().unwrap_or_default();
        let (first, rest) = path
            .trim_start_matches('/')
            .split_once('/')
            .unwrap_or((path.trim_start_matches('/'), ""));
        let mut body = Object::new();
        if first == "profile" && !rest.is_empty() {
            let mut profile = assignment.profile.as_deref().cloned().unwrap_or_default();
            profile.insert(rest.to_owned(), value);
            body.insert("profile".to_owned(), Value::Object(profile));
        } else {
            body.insert(first.to_owned(), value);
        }
        change(&mut assignment, &body);
    }
    assignment.last_updated = call.now;
    org.assign_group(app, group, assignment);
    let targets = [Target::group(org, group), Target::app(org, app)];
    org.log_event(call, "group.application_assignment.update", &targets);
    Ok(Reply::json(render(org, call, app, group).unwrap_or_default()))
}

/// `DELETE /api/v1/apps/{id}/groups/{group}`: the group's records go, direct ones stay.
pub(crate) fn unassign(org: &mut Org, call: &Call<'_>) -> Answer {
    let (app, _) = super::within(org, call, super::ASSIGN)?;
    let group = the_group(org, call.param(1))?;
    if !org.unassign_group(app, group) {
        return Err(Refusal::not_found(call.param(1), "ApplicationGroupAssignment"));
    }
    let targets = [Target::group(org, group), Target::app(org, app)];
    org.log_event(call, "group.application_assignment.remove", &targets);
    Ok(Reply::none())
}

fn change(assignment: &mut AppGroup, body: &Object) {
    if let Some(priority) = body.get("priority").and_then(Value::as_u64) {
        assignment.priority = u32::try_from(priority).unwrap_or(u32::MAX);
    }
    if let Some(Value::Object(profile)) = body.get("profile") {
        assignment.profile = (!profile.is_empty()).then(|| Box::new(profile.clone()));
    }
}

fn render(org: &Org, call: &Call<'_>, app: u32, group: u32) -> Option<Value> {
    let (app, group_id) = (org.apps.get(app)?, &org.groups.get(group)?.id);
    let assignment = app.groups.get(&group)?;
    let base = format!("{}/api/v1", call.base);
    let mut shown = json!({
        "id": group_id,
        "lastUpdated": assignment.last_updated,
        "priority": assignment.priority,
        "profile": assignment.profile.as_deref().cloned().unwrap_or_default(),
        "_links": {
            "app": {"href": format!("{base}/apps/{}", app.id)},
            "self": {"href": format!("{base}/apps/{}/groups/{group_id}", app.id)},
            "group": {"href": format!("{base}/groups/{group_id}")},
        },
    });
    if call.expands("group") {
        let view =
            serde_json::to_value(GroupView::new(org.groups.get(group)?, call.base)).unwrap_or_default();
        if let Value::Object(members) = &mut shown {
            members.insert("_embedded".to_owned(), json!({"group": view}));
        }
    }
    Some(shown)
}

fn the_group(org: &Org, id: &str) -> Result<u32, Refusal> {
    org.groups
        .find(id)
        .ok_or_else(|| Refusal::not_found(id, "UserGroup"))
}
