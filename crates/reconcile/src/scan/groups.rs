//! Groups: themselves, their members, rules and owners.

use super::context::{Context, Tally};
use super::directory::{People, time};
use super::{CallPlan, GroupSize, ScanError};
use domain::facts::{
    FactSink, Group, GroupKind, GroupOwner, GroupRule, Memberships, ObjectClass, OwnerKind, Reading, Rows,
};
use okta::{Fault, Object};
use std::collections::HashMap;

/// What the listing of groups told.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub(super) sizes: Vec<GroupSize>,
    /// Okta's id of each group, by ordinal.
    pub(super) ids: HashMap<u32, okta::Id>,
}

/// Reads all groups.
pub(super) async fn list<S: FactSink>(context: &Context<'_, S>) -> Result<Groups, ScanError> {
    let class = ObjectClass::Groups;
    context.begin(class, None);
    let mut groups = Groups::default();
    let mut pages = context.client(class).groups();
    let mut outcome = Ok(Tally::default());
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => put(context, &page, &mut groups)?,
            Err(fault) => {
                outcome = Err(fault);
                break;
            }
        }
    }
    if outcome.is_ok() && groups.sizes.is_empty() {
        let why = "Okta showed no group, though every organization has Everyone: give the credential's role the right \
                   to view groups";
        context.end_as(class, Reading::NotRead(why.to_owned()));
    } else {
        context.end(class, outcome)?;
    }
    Ok(groups)
}

/// Reads the members of the groups of the plan; those of Everyone follow from the list of people.
pub(super) async fn members<S: FactSink>(
    context: &Context<'_, S>,
    groups: &Groups,
    plan: &CallPlan,
    people: &People,
) -> Result<(), ScanError> {
    let class = ObjectClass::Memberships;
    context.begin(class, Some(plan.members_of.len() as u64));
    if let Some(everyone) = plan.everyone {
        let users = people.members_of(everyone);
        context.put(
            class,
            Rows::Memberships(Memberships {
                group: everyone.group,
                users: &users,
            }),
        )?;
        context.step(class, users.len() as u64);
    }
    let outcome = context
        .each(class, asked(groups, &plan.members_of), |(group, id)| {
            members_of(context, group, id)
        })
        .await?;
    context.end(class, outcome)
}

/// Reads the rules that put people into groups.
pub(super) async fn rules<S: FactSink>(context: &Context<'_, S>) -> Result<(), ScanError> {
    let class = ObjectClass::GroupRules;
    context.begin(class, None);
    let outcome = match context.client(class).group_rules().all().await {
        Ok(rules) => {
            for rule in &rules {
                put_rule(context, rule)?;
            }
            Ok(Tally::default())
        }
        Err(fault) => Err(fault),
    };
    context.end(class, outcome)
}

/// Reads the owners of the groups of the plan.
pub(super) async fn owners<S: FactSink>(
    context: &Context<'_, S>,
    groups: &Groups,
    plan: &CallPlan,
) -> Result<(), ScanError> {
    let class = ObjectClass::GroupOwners;
    context.begin(class, Some(plan.owners_of.len() as u64));
    let outcome = context
        .each(class, asked(groups, &plan.owners_of), |(group, id)| owners_of(context, group, id))
        .await?
        .map(|mut tally| {
            if plan.owners_left_out > 0 {
                tally.left_out = Some(format!(
                    "{} groups without administrator rights were not asked for owners, to spare Okta a call each",
                    plan.owners_left_out
                ));
            }
            tally
        });
    context.end(class, outcome)
}

/// Groups with the ids to ask Okta by.
pub(super) fn asked<'g>(groups: &'g Groups, ordinals: &[u32]) -> Vec<(u32, &'g okta::Id)> {
    ordinals
        .iter()
        .filter_map(|ordinal| Some((*ordinal, groups.ids.get(ordinal)?)))
        .collect()
}

/// Puts a page of groups out.
pub(super) fn put<S: FactSink>(
    context: &Context<'_, S>,
    page: &[Object<okta::Group>],
    groups: &mut Groups,
) -> Result<(), ScanError> {
    let mut rows = Vec::with_capacity(page.len());
    for group in page {
        let ordinal = context.book().groups.intern(&group.id);
        let kind = GroupKind::from_word(&group.kind).unwrap_or_default();
        let stats = group.embedded.stats.as_ref();
        groups.sizes.push(GroupSize {
            group: ordinal,
            users: stats.and_then(|stats| stats.users_count),
            apps: stats.and_then(|stats| stats.apps_count),
            is_admin: stats.and_then(|stats| stats.has_admin_privileges),
            is_everyone: kind == GroupKind::BuiltIn && group.profile.name == "Everyone",
        });
        groups.ids.insert(ordinal, group.id.clone());
        rows.push(Group {
            ordinal,
            id: &group.id,
            name: &group.profile.name,
            description: group.profile.description.as_deref(),
            kind,
            source_app: group.source.as_ref().and_then(|source| source.id.as_deref()),
            created: time(group.created),
            last_updated: time(group.last_updated),
            last_membership_updated: time(group.last_membership_updated),
            raw: group.raw.get(),
        });
    }
    context.put(ObjectClass::Groups, Rows::Groups(&rows))?;
    context.step(ObjectClass::Groups, rows.len() as u64);
    Ok(())
}

/// The members of one group. All pages are read before any row goes out, so a group is whole or not there.
async fn members_of<S: FactSink>(
    context: &Context<'_, S>,
    group: u32,
    id: &str,
) -> Result<Result<u64, Fault>, ScanError> {
    let users = match member_ordinals(context, id).await {
        Ok(users) => users,
        Err(fault) => return Ok(Err(fault)),
    };
    context.put(
        ObjectClass::Memberships,
        Rows::Memberships(Memberships { group, users: &users }),
    )?;
    Ok(Ok(users.len() as u64))
}

/// The members of one group, ascending.
pub(super) async fn member_ordinals<S: FactSink>(
    context: &Context<'_, S>,
    id: &str,
) -> Result<Vec<u32>, Fault> {
    let mut users = Vec::new();
    let mut pages = context.client(ObjectClass::Memberships).group_member_ids(id);
    while let Some(page) = pages.next().await {
        match page {
            // A member that the list of people did not have was created since; the next scan sees that person.
            Ok(page) => {
                let book = context.book();
                users.extend(page.iter().filter_map(|member| book.users.get(&member.id)));
            }
            Err(fault) => return Err(fault),
        }
    }
    users.sort_unstable();
    users.dedup();
    Ok(users)
}

fn put_rule<S: FactSink>(context: &Context<'_, S>, rule: &Object<okta::GroupRule>) -> Result<(), ScanError> {
    let targets: Vec<&str> = rule.target_groups().iter().map(String::as_str).collect();
    let excluded: Vec<&str> = rule.excluded_users().iter().map(String::as_str).collect();
    let row = GroupRule {
        id: &rule.id,
        name: &rule.name,
        status: &rule.status,
        expression: rule.expression(),
        target_groups: &targets,
        excluded_users: &excluded,
        created: time(rule.created),
        last_updated: time(rule.last_updated),
        raw: rule.raw.get(),
    };
    context.put(ObjectClass::GroupRules, Rows::GroupRules(&[row]))?;
    context.step(ObjectClass::GroupRules, 1);
    Ok(())
}

/// The owners of one group.
pub(super) async fn owners_of<S: FactSink>(
    context: &Context<'_, S>,
    group: u32,
    id: &str,
) -> Result<Result<u64, Fault>, ScanError> {
    let owners = match context
        .client(ObjectClass::GroupOwners)
        .group_owners(id)
        .all()
        .await
    {
        Ok(owners) => owners,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut rows = Vec::new();
    for owner in &owners {
        let book = context.book();
        let (kind, ordinal) = match owner.kind.as_str() {
            "GROUP" => (OwnerKind::Group, book.groups.get(&owner.id)),
            _ => (OwnerKind::User, book.users.get(&owner.id)),
        };
        rows.extend(ordinal.map(|owner_ordinal| GroupOwner {
            group,
            kind,
            owner: owner_ordinal,
            origin: &owner.origin_type,
        }));
    }
    context.put(ObjectClass::GroupOwners, Rows::GroupOwners(&rows))?;
    Ok(Ok(rows.len() as u64))
}
