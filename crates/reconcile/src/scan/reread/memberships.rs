//! Who is in which group, and who owns it.

use super::{Reread, RereadError, Settled};
use crate::scan::ScanError;
use crate::scan::groups::{member_ordinals, owners_of};
use domain::facts::{FactSink, Memberships, ObjectClass, Rows};
use okta::Fault;
use std::collections::{BTreeMap, BTreeSet};

/// Objects with their ordinals and ids.
type Numbered = Vec<(u32, String)>;

/// A group page holds 1,000 members.
const MEMBERS_A_PAGE: u64 = 1000;

impl<S: FactSink> Reread<'_, '_, S> {
    /// Reads memberships, each from its cheaper side: all members of the group, or all groups of the person.
    pub(super) async fn memberships(&mut self) -> Result<(), RereadError> {
        if !self.may(ObjectClass::Memberships) {
            return Ok(());
        }
        let (groups, people) = self.sides();
        let pages: u64 = groups.iter().map(|(group, _)| self.pages(*group)).sum();
        self.plan(pages + people.len() as u64)?;
        let context = self.context;
        let lists = self
            .each(groups, |(group, id)| async move {
                Ok((group, member_ordinals(context, &id).await))
            })
            .await?;
        for (group, members) in lists {
            self.put_members(group, members)?;
        }
        let lists = self
            .each(people, |(person, id)| async move {
                let groups = context.client(ObjectClass::Memberships).user_group_ids(&id);
                Ok((person, groups.all().await))
            })
            .await?;
        for (person, groups) in lists {
            let groups = groups.map(|groups| {
                let book = context.book();
                groups
                    .iter()
                    .filter_map(|group| book.groups.get(&group.id))
                    .collect()
            });
            self.put_groups_of(person, groups)?;
        }
        Ok(())
    }

    fn pages(&self, group: u32) -> u64 {
        let known = self.around.base.groups.get(&group);
        known.map_or(0, |group| group.members) / MEMBERS_A_PAGE + 1
    }

    /// Groups whose members are read, and people whose groups are.
    fn sides(&self) -> (Numbered, Numbered) {
        let book = self.context.book();
        let person = |id: &String| {
            let person = book.users.get(id)?;
            (!self.replaced.gone_users.contains(&person)).then_some((person, id.clone()))
        };
        let mut people: BTreeMap<u32, String> = self.lives.iter().filter_map(person).collect();
        let mut by_group: BTreeMap<&String, BTreeMap<u32, String>> = BTreeMap::new();
        for (group, user) in &self.touched.members {
            by_group.entry(group).or_default().extend(person(user));
        }
        let mut groups = Vec::new();
        for (id, members) in by_group {
            let Some(group) = book.groups.get(id) else {
                continue;
            };
            let left = members
                .keys()
                .filter(|person| !people.contains_key(*person))
                .count();
            if left as u64 > self.pages(group) && self.around.base.everyone != Some(group) {
                groups.push((group, id.clone()));
            } else {
                people.extend(members);
            }
        }
        (groups, people.into_iter().collect())
    }

    fn put_members(&mut self, group: u32, members: Result<Vec<u32>, Fault>) -> Result<(), RereadError> {
        let class = ObjectClass::Memberships;
        let members = match self.settle(class, members)? {
            Settled::Read(members) => members,
            Settled::Gone => {
                self.replaced.gone_groups.insert(group);
                return Ok(());
            }
            Settled::Kept => return Ok(()),
        };
        let after: BTreeSet<u32> = members.iter().copied().collect();
        let nobody = BTreeSet::new();
        let before = self.around.base.members_of.get(&group).unwrap_or(&nobody);
        let changed = before.symmetric_difference(&after).map(|person| (group, *person));
        self.changed.extend(changed);
        self.replaced.members_of.insert(group);
        let rows = Memberships {
            group,
            users: &members,
        };
        Ok(self.context.put(class, Rows::Memberships(rows))?)
    }

    fn put_groups_of(
        &mut self,
        person: u32,
        groups: Result<BTreeSet<u32>, Fault>,
    ) -> Result<(), RereadError> {
        let class = ObjectClass::Memberships;
        let mut after = match self.settle(class, groups)? {
            Settled::Read(groups) => groups,
            Settled::Gone => {
                self.replaced.gone_users.insert(person);
                self.recount_groups_of(person);
                return Ok(());
            }
            Settled::Kept => return Ok(()),
        };
        let everyone = self.around.base.everyone;
        // Everybody's group follows from the list of people.
        if let Some(everyone) = everyone {
            after.remove(&everyone);
        }
        let nothing = BTreeSet::new();
        let before = self.around.base.groups_of.get(&person).unwrap_or(&nothing);
        let changed = before.symmetric_difference(&after).map(|group| (*group, person));
        self.changed.extend(changed);
        for group in &after {
            let rows = Memberships {
                group: *group,
                users: &[person],
            };
            self.context.put(class, Rows::Memberships(rows))?;
        }
        self.replaced.groups_of.insert(person);
        self.memberships.insert(person, after);
        Ok(())
    }

    /// Reads the members of the group of everybody, where its count does not prove who they are.
    pub(super) async fn read_everyone(&mut self, everyone: u32) -> Result<(), RereadError> {
        let Some(id) = self.groups.ids.get(&everyone).cloned() else {
            return Ok(());
        };
        self.plan(self.around.base.people.len() as u64 / MEMBERS_A_PAGE + 1)?;
        let class = ObjectClass::Memberships;
        let members = member_ordinals(self.context, &id).await;
        let users = members.map_err(|fault| ScanError::Okta { class, fault })?;
        self.replaced.members_of.insert(everyone);
        let rows = Memberships {
            group: everyone,
            users: &users,
        };
        Ok(self.context.put(class, Rows::Memberships(rows))?)
    }

    /// Reads the owners of groups.
    pub(super) async fn owners(&mut self) -> Result<(), RereadError> {
        let class = ObjectClass::GroupOwners;
        if !self.may(class) {
            return Ok(());
        }
        let wanted: Vec<(u32, String)> = {
            let book = self.context.book();
            let known = self
                .touched
                .owners
                .iter()
                .filter_map(|id| Some((book.groups.get(id)?, id.clone())));
            known
                .filter(|(group, _)| !self.replaced.gone_groups.contains(group))
                .collect()
        };
        self.plan(wanted.len() as u64)?;
        for (group, id) in wanted {
            let outcome = owners_of(self.context, group, &id).await?;
            if let Settled::Read(_) = self.settle(class, outcome)? {
                self.replaced.owners_of.insert(group);
            }
        }
        Ok(())
    }
}
