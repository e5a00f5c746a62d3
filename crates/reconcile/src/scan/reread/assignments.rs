//! Who and which group is assigned to which app.

use super::{Reread, RereadError, Settled};
use crate::scan::apps::{groups_of, put_users};
use domain::facts::{FactSink, ObjectClass};
use std::collections::{BTreeMap, BTreeSet};

/// A page of an app's people.
const PEOPLE_A_PAGE: u64 = 500;

impl<S: FactSink> Reread<'_, '_, S> {
    /// Reads the groups of apps.
    pub(super) async fn app_groups(&mut self) -> Result<(), RereadError> {
        let class = ObjectClass::AppGroups;
        if !self.may(class) {
            return Ok(());
        }
        let named = self.touched.group_assignments.iter().map(|(app, _)| app);
        let named: BTreeSet<&String> = named.chain(&self.touched.app_lives).collect();
        let apps: Vec<_> = named
            .into_iter()
            .filter_map(|name| self.brief(name))
            .filter(|app| !self.replaced.gone_apps.contains(&app.ordinal))
            .collect();
        self.plan(apps.len() as u64)?;
        let context = self.context;
        let read = self
            .each(apps, |app| async move {
                let outcome = groups_of(context, &app).await?;
                Ok::<_, RereadError>((app.ordinal, outcome))
            })
            .await?;
        for (app, outcome) in read {
            match self.settle(class, outcome)? {
                Settled::Read(_) => {
                    self.replaced.app_groups.insert(app);
                }
                Settled::Gone => {
                    self.replaced.gone_apps.insert(app);
                }
                Settled::Kept => {}
            }
        }
        Ok(())
    }

    /// Reads the people of apps: one by one, or all of an app where that is cheaper.
    pub(super) async fn assignments(&mut self) -> Result<(), RereadError> {
        if !self.may(ObjectClass::AppUsers) {
            return Ok(());
        }
        let (mut whole, pairs) = self.reached();
        let mut single = Vec::new();
        for (app, people) in pairs {
            if whole.contains(&app) {
                continue;
            }
            if people.len() as u64 > self.people_pages(app) {
                whole.insert(app);
            } else {
                single.extend(people.into_iter().map(|person| (app, person)));
            }
        }
        let pages: u64 = whole.iter().map(|app| self.people_pages(*app)).sum();
        self.plan(pages + single.len() as u64)?;
        self.whole_apps(whole).await?;
        self.single_assignments(single).await
    }

    fn people_pages(&self, app: u32) -> u64 {
        let base = self.around.base.apps.get(&app);
        base.map_or(0, |app| app.users) / PEOPLE_A_PAGE + 1
    }

    /// Apps whose people may all have changed, and single people by app.
    fn reached(&self) -> (BTreeSet<u32>, BTreeMap<u32, BTreeSet<u32>>) {
        let base = self.around.base;
        let mut whole: BTreeSet<u32> = self
            .touched
            .app_lives
            .iter()
            .filter_map(|name| self.brief(name))
            .map(|app| app.ordinal)
            .collect();
        let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
        let book = self.context.book();
        let assigned = self.touched.assignments.iter();
        pairs.extend(assigned.filter_map(|(app, user)| Some((book.apps.get(app)?, book.users.get(user)?))));
        // A membership that came or went carries the group's apps with it.
        for (group, person) in &self.changed {
            pairs.extend(self.apps_of_group(*group).map(|app| (app, *person)));
        }
        // So does a change of the person's state.
        for id in &self.lives {
            let Some(person) = book.users.get(id) else {
                continue;
            };
            let direct = base.apps_of.get(&person).into_iter().flatten().copied();
            pairs.extend(direct.map(|app| (app, person)));
            let groups = self
                .memberships
                .get(&person)
                .or_else(|| base.groups_of.get(&person));
            let groups = groups.into_iter().flatten().copied().chain(base.everyone);
            for group in groups {
                pairs.extend(self.apps_of_group(group).map(|app| (app, person)));
            }
        }
        let mut fan_out = |app: u32, group: u32| match base.members_of.get(&group) {
            Some(members) => {
                pairs.extend(members.iter().map(|person| (app, *person)));
            }
            // An empty group, or everybody.
            None if base.everyone == Some(group) => {
                whole.insert(app);
            }
            None => {}
        };
        for (app, group) in &self.touched.group_assignments {
            if let (Some(app), Some(group)) = (book.apps.get(app), book.groups.get(group)) {
                fan_out(app, group);
            }
        }
        for group in &self.replaced.gone_groups {
            for app in base.groups.get(group).into_iter().flat_map(|group| &group.apps) {
                fan_out(*app, *group);
            }
        }
        let mut by_app: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let counts = |app: &u32| !self.replaced.gone_apps.contains(app);
        let living = pairs
            .into_iter()
            .filter(|(app, person)| counts(app) && !self.replaced.gone_users.contains(person));
        for (app, person) in living {
            by_app.entry(app).or_default().insert(person);
        }
        whole.retain(counts);
        (whole, by_app)
    }

    fn apps_of_group(&self, group: u32) -> impl Iterator<Item = u32> {
        let base = self.around.base.groups.get(&group);
        base.into_iter().flat_map(|group| group.apps.iter().copied())
    }

    /// Okta's id of an app.
    fn app_id(&self, app: u32) -> Option<String> {
        let read = self.apps.get(&app).map(|app| app.id.to_string());
        read.or_else(|| self.around.base.apps.get(&app).map(|app| app.id.clone()))
    }

    async fn whole_apps(&mut self, apps: BTreeSet<u32>) -> Result<(), RereadError> {
        let class = ObjectClass::AppUsers;
        let named: Vec<(u32, String)> = apps
            .into_iter()
            .filter_map(|app| Some((app, self.app_id(app)?)))
            .collect();
        let context = self.context;
        let read = self
            .each(named, |(app, id)| async move {
                Ok((app, context.client(class).app_users(&id).all().await))
            })
            .await?;
        for (app, people) in read {
            match self.settle(class, people)? {
                Settled::Read(people) => {
                    put_users(context, app, &people)?;
                    self.replaced.app_users.insert(app);
                }
                Settled::Gone => {
                    self.replaced.gone_apps.insert(app);
                }
                Settled::Kept => {}
            }
        }
        Ok(())
    }

    async fn single_assignments(&mut self, pairs: Vec<(u32, u32)>) -> Result<(), RereadError> {
        let class = ObjectClass::AppUsers;
        let named: Vec<(u32, u32, String, String)> = {
            let book = self.context.book();
            let names = book.users.names(pairs.iter().map(|(_, person)| *person));
            let named = pairs.into_iter().filter_map(|(app, person)| {
                Some((app, person, self.app_id(app)?, names.get(&person)?.clone()))
            });
            named.collect()
        };
        let context = self.context;
        let read = self
            .each(named, |(app, person, app_id, user_id)| async move {
                let found = context.client(class).app_user(&app_id, &user_id).await;
                Ok((app, person, found))
            })
            .await?;
        for (app, person, found) in read {
            match self.settle(class, found)? {
                Settled::Read(found) => {
                    put_users(context, app, &[found.value])?;
                    self.replaced.assignments.insert((app, person));
                }
                Settled::Gone => {
                    self.replaced.assignments.insert((app, person));
                }
                Settled::Kept => {}
            }
        }
        Ok(())
    }
}
