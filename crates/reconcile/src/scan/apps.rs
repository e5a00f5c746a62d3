//! Applications: themselves, and the groups and people assigned to them.

use super::context::{Context, Tally};
use super::directory::time;
use super::groups::{Groups, asked};
use super::{AppGroupsFrom, CallPlan, ScanError};
use domain::facts::{
    App, AppGroup, AppGroups, AppUser, AppUsers, AssignmentScope, FactSink, ObjectClass, Rows,
};
use okta::{Fault, Object};
use std::collections::HashMap;
use std::sync::Mutex;

/// What the listing of apps told.
#[derive(Clone, Debug, Default)]
pub(super) struct Apps {
    pub(super) all: Vec<AppBrief>,
}

/// What later calls need of an app.
#[derive(Clone, Debug)]
pub(super) struct AppBrief {
    pub(super) ordinal: u32,
    pub(super) id: okta::Id,
    pub(super) client_id: Option<String>,
    pub(super) is_service: bool,
}

/// Reads all apps.
pub(super) async fn list<S: FactSink>(context: &Context<'_, S>) -> Result<Apps, ScanError> {
    let class = ObjectClass::Apps;
    context.begin(class, None);
    let mut apps = Apps::default();
    let mut pages = context.client(class).apps();
    let mut outcome = Ok(Tally::default());
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                for app in &page {
                    put(context, app, &mut apps)?;
                }
                context.step(class, page.len() as u64);
            }
            Err(fault) => {
                outcome = Err(fault);
                break;
            }
        }
    }
    context.end(class, outcome)?;
    Ok(apps)
}

/// Reads which groups are assigned to which apps, from the side that the plan chose.
pub(super) async fn groups<S: FactSink>(
    context: &Context<'_, S>,
    apps: &Apps,
    groups: &Groups,
    plan: &CallPlan,
) -> Result<(), ScanError> {
    let class = ObjectClass::AppGroups;
    let outcome = match plan.app_groups {
        AppGroupsFrom::Apps => {
            context.begin(class, Some(apps.all.len() as u64));
            context
                .each(class, &apps.all, |app| groups_of(context, app))
                .await?
        }
        AppGroupsFrom::Groups => {
            context.begin(class, Some(plan.apps_of.len() as u64));
            let found = Mutex::new(HashMap::<u32, Vec<AppGroup>>::new());
            let outcome = context
                .each(class, asked(groups, &plan.apps_of), |(group, id)| {
                    apps_of(context, group, id, &found)
                })
                .await?;
            put_found(context, found.into_inner().unwrap_or_default())?;
            outcome
        }
    };
    context.end(class, outcome)
}

/// Reads who is assigned to which app.
pub(super) async fn users<S: FactSink>(context: &Context<'_, S>, apps: &Apps) -> Result<(), ScanError> {
    let class = ObjectClass::AppUsers;
    context.begin(class, Some(apps.all.len() as u64));
    let outcome = context
        .each(class, &apps.all, |app| users_of(context, app))
        .await?;
    context.end(class, outcome)
}

/// Puts an app out.
pub(super) fn put<S: FactSink>(
    context: &Context<'_, S>,
    app: &Object<okta::App>,
    apps: &mut Apps,
) -> Result<(), ScanError> {
    let ordinal = context.book().apps.intern(&app.id);
    let features: Vec<&str> = app.features.iter().map(String::as_str).collect();
    let row = App {
        ordinal,
        id: &app.id,
        name: &app.name,
        label: &app.label,
        status: &app.status,
        sign_on_mode: app.sign_on_mode.as_deref(),
        client_id: app.client_id(),
        is_service: app.is_service(),
        features: &features,
        created: time(app.created),
        last_updated: time(app.last_updated),
        raw: app.raw.get(),
    };
    context.put(ObjectClass::Apps, Rows::Apps(&[row]))?;
    apps.all.push(AppBrief {
        ordinal,
        id: app.id.clone(),
        client_id: app.client_id().map(str::to_owned),
        is_service: app.is_service(),
    });
    Ok(())
}

/// The groups of one app.
pub(super) async fn groups_of<S: FactSink>(
    context: &Context<'_, S>,
    app: &AppBrief,
) -> Result<Result<u64, Fault>, ScanError> {
    let assigned = match context
        .client(ObjectClass::AppGroups)
        .app_groups(&app.id)
        .all()
        .await
    {
        Ok(assigned) => assigned,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut rows = Vec::new();
    for group in &assigned {
        let ordinal = context.book().groups.get(&group.id);
        rows.extend(ordinal.map(|ordinal| AppGroup {
            group: ordinal,
            priority: group.priority,
            last_updated: time(group.last_updated),
        }));
    }
    context.put(
        ObjectClass::AppGroups,
        Rows::AppGroups(AppGroups {
            app: app.ordinal,
            groups: &rows,
        }),
    )?;
    Ok(Ok(rows.len() as u64))
}

async fn apps_of<S: FactSink>(
    context: &Context<'_, S>,
    group: u32,
    id: &str,
    found: &Mutex<HashMap<u32, Vec<AppGroup>>>,
) -> Result<Result<u64, Fault>, ScanError> {
    let apps = match context.client(ObjectClass::AppGroups).group_apps(id).all().await {
        Ok(apps) => apps,
        Err(fault) => return Ok(Err(fault)),
    };
    let ordinals: Vec<u32> = apps
        .iter()
        .filter_map(|app| context.book().apps.get(&app.id))
        .collect();
    let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for app in &ordinals {
        found.entry(*app).or_default().push(AppGroup {
            group,
            priority: None,
            last_updated: None,
        });
    }
    Ok(Ok(ordinals.len() as u64))
}

fn put_found<S: FactSink>(
    context: &Context<'_, S>,
    found: HashMap<u32, Vec<AppGroup>>,
) -> Result<(), ScanError> {
    let mut by_app: Vec<_> = found.into_iter().collect();
    by_app.sort_unstable_by_key(|(app, _)| *app);
    for (app, groups) in &mut by_app {
        groups.sort_unstable_by_key(|group| group.group);
        context.put(
            ObjectClass::AppGroups,
            Rows::AppGroups(AppGroups { app: *app, groups }),
        )?;
    }
    Ok(())
}

/// The people of one app, page by page: an app may have as many as the organization.
async fn users_of<S: FactSink>(
    context: &Context<'_, S>,
    app: &AppBrief,
) -> Result<Result<u64, Fault>, ScanError> {
    let mut rows_read = 0;
    let mut pages = context.client(ObjectClass::AppUsers).app_users(&app.id);
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(fault) => return Ok(Err(fault)),
        };
        rows_read += put_users(context, app.ordinal, &page)?;
    }
    Ok(Ok(rows_read))
}

/// Puts people of one app out, and tells how many.
pub(super) fn put_users<S: FactSink>(
    context: &Context<'_, S>,
    app: u32,
    page: &[okta::AppUser],
) -> Result<u64, ScanError> {
    let mut rows = Vec::with_capacity(page.len());
    for user in page {
        let book = context.book();
        let Some(ordinal) = book.users.get(&user.id) else {
            continue;
        };
        let scope = match user.is_direct() {
            true => AssignmentScope::Direct,
            false => AssignmentScope::Group(user.group_id().and_then(|group| book.groups.get(group))),
        };
        rows.push(AppUser {
            user: ordinal,
            scope,
            status: user.status.as_deref().unwrap_or(""),
            user_name: user.credentials.user_name.as_deref(),
            created: time(user.created),
            last_updated: time(user.last_updated),
        });
    }
    context.put(
        ObjectClass::AppUsers,
        Rows::AppUsers(AppUsers { app, users: &rows }),
    )?;
    Ok(rows.len() as u64)
}
