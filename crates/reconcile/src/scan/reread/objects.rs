//! People, apps and groups themselves.

use super::{Reread, RereadError, Settled};
use crate::scan::apps::{self, AppBrief, Apps};
use crate::scan::directory::{self, People};
use crate::scan::groups::{self, Groups};
use crate::scan::{PeopleCount, ScanError, plan};
use domain::facts::{FactSink, Memberships, ObjectClass, Rows};
use okta::IDS_A_CALL;
use std::collections::BTreeSet;

impl<S: FactSink> Reread<'_, '_, S> {
    /// Reads people. Who is not found is gone.
    pub(super) async fn people(&mut self) -> Result<(), RereadError> {
        let class = ObjectClass::Users;
        let wanted: Vec<&str> = self
            .touched
            .users
            .union(&self.touched.lives)
            .map(String::as_str)
            .collect();
        self.plan(wanted.len().div_ceil(IDS_A_CALL) as u64)?;
        let context = self.context;
        let pages = self
            .each(wanted.chunks(IDS_A_CALL).collect(), |ids| async move {
                let found = context.client(class).users_by_id(ids).all().await;
                found.map_err(|fault| ScanError::Okta { class, fault }.into())
            })
            .await?;
        let mut people = People::default();
        for page in &pages {
            directory::put(context, page, &mut people)?;
        }
        self.people
            .extend(people.enabled.iter().map(|person| (*person, false)));
        self.people
            .extend(people.deactivated.iter().map(|person| (*person, true)));
        // Accounts in apps are named after the login.
        let logins = &self.around.base.logins;
        let renamed = pages.iter().flatten().filter(|user| {
            let before = context
                .book()
                .users
                .get(&user.id)
                .and_then(|person| logins.get(&person));
            before.is_some_and(|before| *before != user.profile.login)
        });
        self.lives.extend(renamed.map(|user| user.id.to_string()));
        for id in wanted {
            let known = context.book().users.get(id);
            let Some(person) = known.filter(|person| !self.people.contains_key(person)) else {
                continue;
            };
            self.replaced.gone_users.insert(person);
            self.recount_groups_of(person);
        }
        self.replaced.users = self.people.keys().copied().collect();
        Ok(())
    }

    /// The groups of a person, as the last snapshot has them, count anew.
    pub(super) fn recount_groups_of(&mut self, person: u32) {
        let before = self.around.base.groups_of.get(&person);
        self.recount.extend(before.into_iter().flatten());
    }

    /// Reads apps.
    pub(super) async fn apps(&mut self) -> Result<(), RereadError> {
        let class = ObjectClass::Apps;
        let named = self.touched.apps.union(&self.touched.app_lives);
        let wanted: BTreeSet<String> = named
            .map(|name| {
                self.brief(name)
                    .map_or_else(|| name.clone(), |app| app.id.to_string())
            })
            .collect();
        self.plan(wanted.len() as u64)?;
        let context = self.context;
        let found = self
            .each(wanted.into_iter().collect(), |id: String| async move {
                let app = context.client(class).app(&id).await;
                Ok((id, app))
            })
            .await?;
        let mut all = Apps::default();
        for (id, app) in found {
            match self.settle(class, app)? {
                Settled::Read(app) => apps::put(context, &app, &mut all)?,
                Settled::Gone => {
                    let gone = context.book().apps.get(&id);
                    self.replaced.gone_apps.extend(gone);
                }
                Settled::Kept => {}
            }
        }
        self.replaced.apps = all.all.iter().map(|app| app.ordinal).collect();
        self.apps = all.all.into_iter().map(|app| (app.ordinal, app)).collect();
        for gone in &self.replaced.gone_apps {
            let app = self.around.base.apps.get(gone);
            self.recount
                .extend(app.into_iter().flat_map(|app| app.groups.iter().copied()));
            let holders = self.around.base.holders_over_app.get(gone);
            self.holders.extend(holders.into_iter().flatten().copied());
        }
        Ok(())
    }

    /// What is known of an app, by its id or client id.
    pub(super) fn brief(&self, name: &str) -> Option<AppBrief> {
        let ordinal = self.context.book().apps.get(name);
        let is_it = |app: &AppBrief| &*app.id == name || app.client_id.as_deref() == Some(name);
        if let Some(app) = self.apps.values().find(|app| is_it(app)) {
            return Some(app.clone());
        }
        let base = &self.around.base.apps;
        let (ordinal, app) = match ordinal {
            Some(ordinal) => (ordinal, base.get(&ordinal)?),
            None => base
                .iter()
                .find(|(_, app)| app.client_id.as_deref() == Some(name))
                .map(|(ordinal, app)| (*ordinal, app))?,
        };
        Some(AppBrief {
            ordinal,
            id: okta::Id::new(&app.id),
            client_id: app.client_id.clone(),
            is_service: app.is_service,
        })
    }

    /// Reads groups that the last snapshot does not have: memberships name them.
    pub(super) async fn new_groups(&mut self) -> Result<(), RereadError> {
        let wanted: Vec<String> = {
            let book = self.context.book();
            let new = self
                .touched
                .groups
                .iter()
                .filter(|id| book.groups.get(id).is_none());
            new.cloned().collect()
        };
        self.read_groups(wanted).await
    }

    /// Reads groups that changed, and those whose counts did.
    pub(super) async fn other_groups(&mut self) -> Result<(), RereadError> {
        if !self.lives.is_empty() {
            self.recount.extend(self.around.base.everyone);
        }
        self.recount.extend(self.changed.iter().map(|(group, _)| *group));
        let base = &self.around.base.groups;
        let recounted = self
            .recount
            .iter()
            .filter(|group| !self.replaced.groups.contains(*group))
            .filter_map(|group| base.get(group))
            .map(|group| group.id.clone());
        let mut wanted: BTreeSet<String> = recounted.collect();
        {
            let book = self.context.book();
            let is_read = |id: &str| {
                let group = book.groups.get(id);
                group.is_none_or(|group| self.replaced.groups.contains(&group))
            };
            wanted.extend(self.touched.groups.iter().filter(|id| !is_read(id)).cloned());
        }
        self.read_groups(wanted.into_iter().collect()).await?;
        for gone in &self.replaced.gone_groups {
            let holders = self.around.base.holders_over_group.get(gone);
            self.holders.extend(holders.into_iter().flatten().copied());
        }
        Ok(())
    }

    async fn read_groups(&mut self, wanted: Vec<String>) -> Result<(), RereadError> {
        let class = ObjectClass::Groups;
        let ids: Vec<&str> = wanted.iter().map(String::as_str).collect();
        self.plan(ids.len().div_ceil(IDS_A_CALL) as u64)?;
        let context = self.context;
        let pages = self
            .each(ids.chunks(IDS_A_CALL).collect(), |ids| async move {
                let found = context.client(class).groups_by_id(ids).all().await;
                found.map_err(|fault| ScanError::Okta { class, fault }.into())
            })
            .await?;
        let mut found = Groups::default();
        for page in &pages {
            groups::put(context, page, &mut found)?;
        }
        for id in ids {
            let known = context.book().groups.get(id);
            let gone = known.filter(|group| !found.ids.contains_key(group));
            self.replaced.gone_groups.extend(gone);
        }
        self.replaced.groups.extend(found.ids.keys().copied());
        self.groups.ids.extend(found.ids);
        self.groups.sizes.extend(found.sizes);
        Ok(())
    }

    /// Puts the members of the group of everybody, when people came or went.
    pub(super) async fn everyone(&mut self) -> Result<(), RereadError> {
        if self.lives.is_empty() || !self.may(ObjectClass::Memberships) {
            return Ok(());
        }
        let size = self.groups.sizes.iter().find(|group| group.is_everyone);
        let Some(size) = size.copied() else { return Ok(()) };
        let before = self
            .around
            .base
            .people
            .iter()
            .filter(|(person, _)| !self.replaced.gone_users.contains(*person));
        let mut all: std::collections::BTreeMap<u32, bool> = before
            .map(|(person, is_deactivated)| (*person, *is_deactivated))
            .collect();
        all.extend(&self.people);
        let enabled = all.values().filter(|is_deactivated| !**is_deactivated).count();
        let count = PeopleCount {
            all: all.len() as u64,
            enabled: enabled as u64,
        };
        let Some(everyone) = plan::everyone(&size, count) else {
            return self.read_everyone(size.group).await;
        };
        let members = all
            .iter()
            .filter(|(_, is_deactivated)| everyone.holds_deactivated || !**is_deactivated);
        let users: Vec<u32> = members.map(|(person, _)| *person).collect();
        self.replaced.everyone = Some(everyone);
        let rows = Memberships {
            group: everyone.group,
            users: &users,
        };
        Ok(self
            .context
            .put(ObjectClass::Memberships, Rows::Memberships(rows))?)
    }
}
