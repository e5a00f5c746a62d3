//! What roles and resource sets there are, and the lists of who may hold one.

use super::{Bound, Roles};
use crate::scan::ScanError;
use crate::scan::context::{Context, Tally};
use crate::scan::directory::time;
use domain::facts::{FactSink, ObjectClass, ResourceSet, Role, Rows};
use okta::{Fault, FaultKind, Object};

/// Okta ids of people with a role of their own or through a group, or why there is no list of them.
pub(in crate::scan) type Assignees = Result<Vec<okta::Id>, Fault>;

/// Reads who has a role of their own or through a group.
pub(in crate::scan) async fn assignees<S: FactSink>(context: &Context<'_, S>) -> Assignees {
    let class = ObjectClass::UserRoles;
    context.begin(class, None);
    let found = context.client(class).role_assignees().all().await?;
    Ok(found.into_iter().map(|assignee| assignee.value.id).collect())
}

/// Reads custom roles, and resource sets with their resources and bindings.
pub(in crate::scan) async fn definitions<S: FactSink>(context: &Context<'_, S>) -> Result<Roles, ScanError> {
    let mut roles = Roles::default();
    context.begin(ObjectClass::Roles, None);
    let outcome = custom_roles(context, &mut roles).await;
    context.end(ObjectClass::Roles, outcome)?;
    context.begin(ObjectClass::ResourceSets, None);
    let outcome = resource_sets(context, &mut roles).await?;
    context.end(ObjectClass::ResourceSets, outcome)?;
    Ok(roles)
}

/// Puts the roles out: custom ones, and standard ones that somebody holds.
pub(in crate::scan) fn put_roles<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
) -> Result<(), ScanError> {
    put_custom(context, roles)?;
    let in_use = roles.standard();
    let standard: Vec<Role<'_>> = in_use
        .iter()
        .map(|(id, label)| Role {
            id,
            label,
            ..Role::default()
        })
        .collect();
    context.put(ObjectClass::Roles, Rows::Roles(&standard))
}

/// Puts the custom roles out.
pub(in crate::scan) fn put_custom<S: FactSink>(
    context: &Context<'_, S>,
    roles: &Roles,
) -> Result<(), ScanError> {
    for (role, permissions) in &roles.custom {
        let permissions: Vec<&str> = permissions.iter().map(String::as_str).collect();
        let row = Role {
            id: &role.id,
            label: &role.label,
            is_custom: true,
            description: role.description.as_deref(),
            permissions: &permissions,
            created: time(role.created),
            last_updated: time(role.last_updated),
        };
        context.put(ObjectClass::Roles, Rows::Roles(&[row]))?;
    }
    Ok(())
}

async fn custom_roles<S: FactSink>(context: &Context<'_, S>, roles: &mut Roles) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    for role in context.client(ObjectClass::Roles).custom_roles().all().await? {
        let labels = match context
            .client(ObjectClass::Roles)
            .role_permissions(&role.id)
            .all()
            .await
        {
            Ok(permissions) => permissions
                .into_iter()
                .map(|permission| permission.value.label)
                .collect(),
            Err(fault) if matches!(fault.kind, FaultKind::Refused | FaultKind::Gone) => {
                tally.refused += 1;
                tally
                    .first_refusal
                    .get_or_insert_with(|| format!("permissions of {}: {fault}", role.label));
                Vec::new()
            }
            Err(fault) => return Err(fault),
        };
        tally.read += 1;
        context.step(ObjectClass::Roles, 1);
        roles.custom.push((role, labels));
    }
    Ok(tally)
}

async fn resource_sets<S: FactSink>(
    context: &Context<'_, S>,
    roles: &mut Roles,
) -> Result<Result<Tally, Fault>, ScanError> {
    let sets = match context
        .client(ObjectClass::ResourceSets)
        .resource_sets()
        .all()
        .await
    {
        Ok(sets) => sets,
        Err(fault) => return Ok(Err(fault)),
    };
    for set in &sets {
        let resources = match context
            .client(ObjectClass::ResourceSets)
            .resource_set_resources(&set.id)
            .all()
            .await
        {
            Ok(resources) => resources,
            Err(fault) => return Ok(Err(fault)),
        };
        let names: Vec<&str> = resources.iter().map(|resource| resource.value.name()).collect();
        put_set(context, set, &names)?;
        if let Err(fault) = bindings(context, set, roles).await {
            return Ok(Err(fault));
        }
    }
    Ok(Ok(Tally::default()))
}

fn put_set<S: FactSink>(
    context: &Context<'_, S>,
    set: &Object<okta::ResourceSet>,
    resources: &[&str],
) -> Result<(), ScanError> {
    let row = ResourceSet {
        id: &set.id,
        label: &set.label,
        description: set.description.as_deref(),
        resources,
        created: time(set.created),
        last_updated: time(set.last_updated),
    };
    context.put(ObjectClass::ResourceSets, Rows::ResourceSets(&[row]))?;
    context.step(ObjectClass::ResourceSets, 1);
    Ok(())
}

async fn bindings<S: FactSink>(
    context: &Context<'_, S>,
    set: &Object<okta::ResourceSet>,
    roles: &mut Roles,
) -> Result<(), Fault> {
    for binding in context
        .client(ObjectClass::ResourceSets)
        .resource_set_bindings(&set.id)
        .all()
        .await?
    {
        for member in context
            .client(ObjectClass::ResourceSets)
            .binding_members(&set.id, &binding.id)
            .all()
            .await?
        {
            let Some((kind, id)) = member.value.member() else {
                continue;
            };
            roles.bindings.push(Bound {
                id: member.id.clone(),
                role: binding.id.clone(),
                set: set.id.clone(),
                kind,
                member: id.to_owned(),
            });
        }
    }
    Ok(())
}
