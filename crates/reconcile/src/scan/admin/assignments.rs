//! Who holds which role over what. What a person has through a group is left to the graph: only a holder's own
//! assignments are facts.

use super::{Assignees, Holders, Roles};
use crate::scan::ScanError;
use crate::scan::apps::Apps;
use crate::scan::context::Context;
use crate::scan::directory::time;
use crate::scan::groups::{Groups, asked};
use crate::scan::plan::groups_with_roles;
use domain::facts::{AssigneeKind, FactSink, ObjectClass, RoleAssignment, RoleTarget, Rows};
use okta::{Fault, FaultKind, MemberKind, Object, RoleHolder};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Reads the roles of the people who have one.
pub(in crate::scan) async fn user_roles<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    assignees: Assignees,
) -> Result<Holders, ScanError> {
    let class = ObjectClass::UserRoles;
    let groups = Mutex::new(BTreeSet::new());
    let outcome = match assignees {
        Ok(assignees) => {
            context.begin(class, Some(assignees.len() as u64));
            context
                .each(class, &assignees, |id| async {
                    let Some(ordinal) = context.book().users.get(id) else {
                        return Ok(Ok(0));
                    };
                    let holder = Holder {
                        kind: AssigneeKind::User,
                        ordinal,
                        at: RoleHolder::User(id),
                    };
                    read(context, roles, class, holder, &groups).await
                })
                .await?
        }
        Err(fault) => Err(fault),
    };
    put_unlisted(context, roles, class, AssigneeKind::User, MemberKind::User)?;
    context.end(class, outcome)?;
    let mut groups = groups.into_inner().unwrap_or_else(PoisonError::into_inner);
    let book = context.book();
    let bound = roles
        .bindings
        .iter()
        .filter(|bound| bound.kind == MemberKind::Group);
    groups.extend(bound.filter_map(|bound| book.groups.get(&bound.member)));
    Ok(Holders {
        groups: groups.into_iter().collect(),
    })
}

/// Reads the roles of groups: those that Okta marks, and those that turned out to give a role to their members.
pub(in crate::scan) async fn group_roles<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    groups: &Groups,
    holders: &Holders,
) -> Result<(), ScanError> {
    let class = ObjectClass::GroupRoles;
    let wanted = groups_with_roles(&groups.sizes, &holders.groups);
    context.begin(class, Some(wanted.len() as u64));
    let ignored = Mutex::new(BTreeSet::new());
    let outcome = context
        .each(class, asked(groups, &wanted), |(ordinal, id)| {
            let holder = Holder {
                kind: AssigneeKind::Group,
                ordinal,
                at: RoleHolder::Group(id),
            };
            read(context, roles, class, holder, &ignored)
        })
        .await?;
    put_unlisted(context, roles, class, AssigneeKind::Group, MemberKind::Group)?;
    context.end(class, outcome)
}

/// Reads the roles of service apps.
pub(in crate::scan) async fn client_roles<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    apps: &Apps,
) -> Result<(), ScanError> {
    let class = ObjectClass::ClientRoles;
    let services: Vec<_> = apps.all.iter().filter(|app| app.is_service).collect();
    context.begin(class, Some(services.len() as u64));
    let ignored = Mutex::new(BTreeSet::new());
    let outcome = context
        .each(class, services, |app| {
            let client_id = app.client_id.as_deref().unwrap_or(&app.id);
            let holder = Holder {
                kind: AssigneeKind::Client,
                ordinal: app.ordinal,
                at: RoleHolder::Client(client_id),
            };
            read(context, roles, class, holder, &ignored)
        })
        .await?;
    put_unlisted(context, roles, class, AssigneeKind::Client, MemberKind::Client)?;
    context.end(class, outcome)
}

/// Somebody who is asked for roles.
#[derive(Clone, Copy)]
pub(in crate::scan) struct Holder<'a> {
    pub(in crate::scan) kind: AssigneeKind,
    pub(in crate::scan) ordinal: u32,
    pub(in crate::scan) at: RoleHolder<'a>,
}

/// Reads one holder's roles; groups that gave an inherited one are collected.
pub(in crate::scan) async fn read<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    class: ObjectClass,
    holder: Holder<'_>,
    inherited_from: &Mutex<BTreeSet<u32>>,
) -> Result<Result<u64, Fault>, ScanError> {
    let assignments = match context.client(class).roles_of(holder.at).all().await {
        Ok(assignments) => assignments,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut put = 0;
    for assignment in &assignments {
        if holder.kind == AssigneeKind::User && assignment.assignment_type == "GROUP" {
            let group = assignment
                .assignee_id()
                .and_then(|id| context.book().groups.get(id));
            lock(inherited_from).extend(group);
            continue;
        }
        let targets = match targets(context, class, holder.at, assignment).await {
            Ok(targets) => targets,
            // A scope that cannot be read is neither nothing nor everything.
            Err(fault) if matches!(fault.kind, FaultKind::Refused | FaultKind::Gone) => {
                vec![Target::Unseen("targets not readable".to_owned())]
            }
            Err(fault) => return Ok(Err(fault)),
        };
        put_assignment(context, roles, class, holder, assignment, &targets)?;
        put += 1;
    }
    Ok(Ok(put))
}

/// What a standard role is limited to; empty for the whole organization.
async fn targets<S: FactSink>(
    context: &Context<'_, S>,
    class: ObjectClass,
    holder: RoleHolder<'_>,
    assignment: &Object<okta::RoleAssignment>,
) -> Result<Vec<Target>, Fault> {
    if !assignment.is_targetable() {
        return Ok(Vec::new());
    }
    if assignment.role_type == "APP_ADMIN" {
        let apps = context
            .client(class)
            .role_app_targets(holder, &assignment.id)
            .all()
            .await?;
        let book = context.book();
        return Ok(apps
            .into_iter()
            .map(|app| match &app.id {
                Some(id) => book
                    .apps
                    .get(id)
                    .map_or_else(|| Target::Unseen(id.to_string()), Target::App),
                None => Target::CatalogApp(app.value.name),
            })
            .collect());
    }
    let groups = context
        .client(class)
        .role_group_targets(holder, &assignment.id)
        .all()
        .await?;
    let book = context.book();
    Ok(groups
        .into_iter()
        .map(|group| {
            book.groups
                .get(&group.id)
                .map_or_else(|| Target::Unseen(group.id.to_string()), Target::Group)
        })
        .collect())
}

enum Target {
    Group(u32),
    App(u32),
    CatalogApp(String),
    Unseen(String),
}

impl Target {
    fn as_row(&self) -> RoleTarget<'_> {
        match self {
            Self::Group(ordinal) => RoleTarget::Group(*ordinal),
            Self::App(ordinal) => RoleTarget::App(*ordinal),
            Self::CatalogApp(name) => RoleTarget::CatalogApp(name),
            Self::Unseen(id) => RoleTarget::Unseen(id),
        }
    }
}

fn put_assignment<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    class: ObjectClass,
    holder: Holder<'_>,
    assignment: &Object<okta::RoleAssignment>,
    targets: &[Target],
) -> Result<(), ScanError> {
    let role = match &assignment.role {
        Some(custom) => custom.to_string(),
        None => {
            lock(&roles.in_use)
                .entry(assignment.role_type.clone())
                .or_insert_with(|| assignment.label.clone());
            assignment.role_type.clone()
        }
    };
    let set = assignment.resource_set.as_deref();
    lock(&roles.put).insert((
        holder.kind,
        holder.ordinal,
        role.clone(),
        set.unwrap_or("").to_owned(),
    ));
    let targets: Vec<RoleTarget<'_>> = targets.iter().map(Target::as_row).collect();
    let row = RoleAssignment {
        id: &assignment.id,
        role: &role,
        assignee_kind: holder.kind,
        assignee: holder.ordinal,
        status: &assignment.status,
        targets: &targets,
        resource_set: set,
        created: time(assignment.created),
        last_updated: time(assignment.last_updated),
    };
    context.put(class, Rows::RoleAssignments(&[row]))
}

/// Puts what the bindings know and the holders' own lists left out, so that no custom role is missed.
fn put_unlisted<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    class: ObjectClass,
    kind: AssigneeKind,
    member_kind: MemberKind,
) -> Result<(), ScanError> {
    put_unlisted_of(context, roles, class, (kind, member_kind), |_| true)
}

/// The same for those holders that are wanted.
pub(in crate::scan) fn put_unlisted_of<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
    class: ObjectClass,
    (kind, member_kind): (AssigneeKind, MemberKind),
    wanted: impl Fn(u32) -> bool,
) -> Result<(), ScanError> {
    for bound in roles.bindings.iter().filter(|bound| bound.kind == member_kind) {
        let Some(assignee) = bound.holder(&context.book()) else {
            continue;
        };
        if !wanted(assignee) {
            continue;
        }
        let key = (kind, assignee, bound.role.to_string(), bound.set.to_string());
        if !lock(&roles.put).insert(key) {
            continue;
        }
        let row = RoleAssignment {
            id: &bound.id,
            role: &bound.role,
            assignee_kind: kind,
            assignee,
            status: "ACTIVE",
            targets: &[],
            resource_set: Some(&bound.set),
            created: None,
            last_updated: None,
        };
        context.put(class, Rows::RoleAssignments(&[row]))?;
        context.step(class, 1);
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
