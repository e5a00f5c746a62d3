//! Targets of standard roles. None means the whole organization; the first one narrows the role, the last one cannot
//! be taken away.

use serde_json::{Map, Value, json};

use super::{Assignee, find};
use crate::call::Call;
use crate::org::groups::view::GroupView;
use crate::org::iam::Resource;
use crate::org::text;
use crate::reply::{Answer, Object, Refusal, Reply};
use crate::state::Org;

/// Catalogue apps that are known although no instance of them exists.
const CATALOGUE: &[&str] = &[
    "facebook",
    "salesforce",
    "slack",
    "google",
    "googleapps",
    "office365",
    "oidc_client",
];

pub(super) fn groups(org: &Org, call: &Call<'_>) -> Answer {
    let (collection, _) = place(org, call, "groups")?;
    let limit = call.limit(20, 200)?;
    let (page, next) = org.docs.page(&collection, call.after(), limit, |_| true)?;
    Ok(Reply::json(Value::Array(group_views(org, call, page.into_iter()))).paged(limit, next))
}

pub(super) fn apps(org: &Org, call: &Call<'_>) -> Answer {
    let (collection, _) = place(org, call, "catalog/apps")?;
    let limit = call.limit(20, 200)?;
    let (page, next) = org.docs.page(&collection, call.after(), limit, |_| true)?;
    Ok(Reply::json(Value::Array(
        page.into_iter().map(|app| app_view(org, app)).collect(),
    ))
    .paged(limit, next))
}

pub(super) fn add_group(org: &mut Org, call: &Call<'_>) -> Answer {
    let (collection, kind) = place(org, call, "groups")?;
    if kind == "APP_ADMIN" || !super::takes_targets(&kind) {
        return Err(Refusal::forbidden());
    }
    let id = call.param(2).to_owned();
    org.groups
        .find(&id)
        .ok_or_else(|| Refusal::not_found(&id, "UserGroup"))?;
    org.docs.put(&collection, &id, object(json!({"id": id})));
    touched(org, call)
}

/// `…/apps/{name}` and `…/apps/{name}/{id}`. A whole catalogue app replaces its single instances.
pub(super) fn add_app(org: &mut Org, call: &Call<'_>) -> Answer {
    let (collection, kind) = place(org, call, "catalog/apps")?;
    if kind != "APP_ADMIN" {
        return Err(Refusal::forbidden());
    }
    let name = call.param(2).to_owned();
    let known = CATALOGUE.contains(&name.as_str()) || org.apps.iter().any(|(_, app)| *app.name == *name);
    if !known {
        return Err(Refusal::not_found(&name, "App"));
    }
    let id = call.param(3).to_owned();
    if id.is_empty() {
        let instances: Vec<String> = org
            .docs
            .entries(&collection)
            .filter(|(_, app)| text(app, "name") == Some(&name))
            .map(|(id, _)| id.to_owned())
            .collect();
        for instance in instances {
            org.docs.remove(&collection, &instance);
        }
        org.docs.put(&collection, &name, object(json!({"name": name})));
    } else {
        let found = org
            .apps
            .find(&id)
            .and_then(|app| org.apps.get(app))
            .filter(|app| *app.name == *name);
        found.ok_or_else(|| Refusal::not_found(&id, "AppInstance"))?;
        org.docs.remove(&collection, &name);
        org.docs
            .put(&collection, &id, object(json!({"name": name, "id": id})));
    }
    touched(org, call)
}

/// `PUT …/targets/catalog/apps`: the role is for all apps again.
pub(super) fn widen_apps(org: &mut Org, call: &Call<'_>) -> Answer {
    let (collection, _) = place(org, call, "catalog/apps")?;
    org.docs.remove_tree(&collection);
    touched(org, call)
}

pub(super) fn remove(org: &mut Org, call: &Call<'_>) -> Answer {
    let what = if call.request.path.contains("/targets/groups/") {
        "groups"
    } else {
        "catalog/apps"
    };
    let (collection, _) = place(org, call, what)?;
    let last = if call.param(3).is_empty() {
        call.param(2)
    } else {
        call.param(3)
    }
    .to_owned();
    if org.docs.get(&collection, &last).is_none() {
        return Err(Refusal::not_found(
            &last,
            if what == "groups" {
                "UserGroup"
            } else {
                "AppInstance"
            },
        ));
    }
    if org.docs.len(&collection) == 1 {
        let cause =
            "The last target of a role assignment cannot be removed. Remove the role assignment instead.";
        return Err(Refusal::validation("targets", cause));
    }
    org.docs.remove(&collection, &last);
    touched(org, call)
}

/// What `expand=targets/groups` or `expand=targets/catalog/apps` adds to an assignment.
pub(super) fn embedded(org: &Org, call: &Call<'_>, holder: Assignee, role: &Object) -> Option<Value> {
    let id = text(role, "id")?;
    let collection = |what: &str| format!("{}/{id}/targets/{what}", holder.collection(org));
    let mut targets = Map::new();
    if call.expands("targets/groups") {
        let groups = org.docs.list(&collection("groups")).collect::<Vec<_>>();
        targets.insert(
            "groups".to_owned(),
            Value::Array(group_views(org, call, groups.into_iter())),
        );
    }
    if call.expands("targets/catalog/apps") {
        let apps: Vec<Value> = org
            .docs
            .list(&collection("catalog/apps"))
            .map(|app| app_view(org, app))
            .collect();
        targets.insert("catalog".to_owned(), json!({"apps": apps}));
    }
    (!targets.is_empty()).then(|| json!({"targets": targets}))
}

/// `GET …/roles/{role}/targets`: every target of a role, own or through a group, as resource names. `{role}` is an
/// assignment's id, or a type such as `USER_ADMIN`; `assignmentType` keeps own or inherited ones only.
pub(super) fn all(org: &Org, call: &Call<'_>) -> Answer {
    let of = Assignee::of(org, call)?;
    let Assignee::User(user) = of else {
        return Err(Refusal::not_found(call.param(1), "RoleAssignment"));
    };
    let named = |role: &Object| {
        [text(role, "id"), text(role, "type"), text(role, "role")].contains(&Some(call.param(1)))
    };
    let wanted = call.query("assignmentType");
    let mut rows = Vec::new();
    for (holder, role) in super::of_user(org, user)
        .into_iter()
        .filter(|(_, role)| named(role))
    {
        if wanted.is_some_and(|wanted| wanted != holder.word()) {
            continue;
        }
        let collection = format!(
            "{}/{}/targets",
            holder.collection(org),
            text(role, "id").unwrap_or_default()
        );
        let groups = org
            .docs
            .entries(&format!("{collection}/groups"))
            .map(|(id, _)| Resource::Group(id.to_owned()))
            .collect::<Vec<_>>();
        let apps = org
            .docs
            .entries(&format!("{collection}/catalog/apps"))
            .map(|(id, _)| app_resource(id))
            .collect::<Vec<_>>();
        for resource in groups.into_iter().chain(apps) {
            let href = resource.path().map(|path| format!("{{{{org}}}}/api/v1/{path}"));
            rows.push(json!({
                "assignmentType": holder.word(), "orn": resource.orn(org), "_links": {"self": {"href": href}},
            }));
        }
    }
    Ok(Reply::json(Value::Array(rows)))
}

fn app_resource(id: &str) -> Resource {
    if id.starts_with("0oa") {
        Resource::App(id.to_owned())
    } else {
        Resource::AppName(id.to_owned())
    }
}

/// The collection of an assignment's targets, and the type of the role.
fn place(org: &Org, call: &Call<'_>, what: &str) -> Result<(String, String), Refusal> {
    let of = Assignee::of(org, call)?;
    let id = call.param(1);
    let (holder, role) = find(org, of, id)?;
    let kind = text(role, "type").unwrap_or_default().to_owned();
    Ok((format!("{}/{id}/targets/{what}", holder.collection(org)), kind))
}

fn touched(org: &mut Org, call: &Call<'_>) -> Answer {
    let of = Assignee::of(org, call)?;
    let collection = of.collection(org);
    if let Some(role) = org.docs.get_mut(&collection, call.param(1)) {
        role.insert("lastUpdated".to_owned(), json!(call.now.to_string()));
    }
    let kind = find(org, of, call.param(1))
        .ok()
        .and_then(|(_, role)| text(role, "type").map(str::to_owned));
    let change = super::Change::Standard {
        id: call.param(1),
        kind: kind.as_deref().unwrap_or_default(),
        added: true,
    };
    super::log_change(org, call, of, change);
    Ok(Reply::none())
}

fn group_views<'o>(org: &Org, call: &Call<'_>, targets: impl Iterator<Item = &'o Object>) -> Vec<Value> {
    let groups = targets.filter_map(|target| org.groups.get(org.groups.find(text(target, "id")?)?));
    groups
        .filter_map(|group| serde_json::to_value(GroupView::new(group, call.base)).ok())
        .collect()
}

fn app_view(org: &Org, target: &Object) -> Value {
    let name = text(target, "name").unwrap_or_default();
    let Some(app) = text(target, "id")
        .and_then(|id| org.apps.find(id))
        .and_then(|app| org.apps.get(app))
    else {
        return json!({
            "name": name, "displayName": name, "status": "ACTIVE", "category": "SSO", "verificationStatus": "OKTA_VERIFIED",
            "signOnModes": ["SAML_2_0"], "features": [],
            "_links": {"self": {"href": format!("{{{{org}}}}/api/v1/catalog/apps/{name}")}},
        });
    };
    json!({
        "name": app.label, "status": crate::org::apps::view::status(app), "id": app.id,
        "_links": {"self": {"href": format!("{{{{org}}}}/api/v1/apps/{}", app.id)}},
    })
}

fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}
