//! Who holds which admin role, and what custom roles and resource sets are.

use super::base::{Custom, Holder};
use super::{Reread, RereadError, Settled};
use crate::scan::admin::{self, Roles};
use domain::facts::{AssigneeKind, FactSink, ObjectClass};
use okta::{MemberKind, RoleHolder};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// Each kind of holder: its class of assignments, and what bindings call it.
const KINDS: [(AssigneeKind, ObjectClass, MemberKind); 3] = [
    (AssigneeKind::User, ObjectClass::UserRoles, MemberKind::User),
    (AssigneeKind::Group, ObjectClass::GroupRoles, MemberKind::Group),
    (AssigneeKind::Client, ObjectClass::ClientRoles, MemberKind::Client),
];

impl<S: FactSink> Reread<'_, '_, S> {
    /// Reads the roles of everybody whose may have changed.
    pub(super) async fn roles(&mut self) -> Result<(), RereadError> {
        let roles = self.definitions().await?;
        self.touched_holders();
        for (kind, class, member_kind) in KINDS {
            if self.may(class) {
                self.roles_of(&roles, kind, class, member_kind).await?;
            }
        }
        self.replaced.standard = roles.standard();
        Ok(())
    }

    /// Reads roles and resource sets, where they or what they name changed; finds out whose bindings changed.
    async fn definitions(&mut self) -> Result<Roles, RereadError> {
        let something_gone = !self.replaced.gone_groups.is_empty() || !self.replaced.gone_apps.is_empty();
        let wanted = self.touched.definitions || (something_gone && self.around.base.resource_sets > 0);
        let could = [ObjectClass::Roles, ObjectClass::ResourceSets]
            .iter()
            .all(|class| self.around.coverage.is_whole(*class));
        if !wanted || !could {
            return Ok(Roles::default());
        }
        let roles = admin::definitions(self.context).await?;
        self.ended(ObjectClass::Roles)?;
        self.ended(ObjectClass::ResourceSets)?;
        admin::put_custom(self.context, &roles)?;
        let mut now: BTreeMap<Holder, BTreeSet<Custom>> = BTreeMap::new();
        for (kind, holder, role, set) in roles.bound(&self.context.book()) {
            now.entry((kind, holder)).or_default().insert((role, set));
        }
        let before = &self.around.base.custom;
        let nothing = BTreeSet::new();
        for holder in now.keys().chain(before.keys()) {
            if now.get(holder).unwrap_or(&nothing) != before.get(holder).unwrap_or(&nothing) {
                self.holders.insert(*holder);
            }
        }
        Ok(roles)
    }

    /// Adds those that events named.
    fn touched_holders(&mut self) {
        let book = self.context.book();
        let people = self.touched.user_roles.iter().chain(&self.lives);
        let people = people.filter_map(|id| book.users.get(id));
        self.holders
            .extend(people.map(|person| (AssigneeKind::User, person)));
        let groups = self
            .touched
            .group_roles
            .iter()
            .filter_map(|id| book.groups.get(id));
        self.holders
            .extend(groups.map(|group| (AssigneeKind::Group, group)));
        drop(book);
        let apps = self.touched.client_roles.iter().chain(&self.touched.app_lives);
        let apps: Vec<u32> = apps
            .filter_map(|name| self.brief(name))
            .filter(|app| app.is_service)
            .map(|app| app.ordinal)
            .collect();
        self.holders
            .extend(apps.into_iter().map(|app| (AssigneeKind::Client, app)));
        let (gone_users, gone_groups, gone_apps) = (
            &self.replaced.gone_users,
            &self.replaced.gone_groups,
            &self.replaced.gone_apps,
        );
        self.holders.retain(|(kind, holder)| match kind {
            AssigneeKind::User => !gone_users.contains(holder),
            AssigneeKind::Group => !gone_groups.contains(holder),
            AssigneeKind::Client => !gone_apps.contains(holder),
        });
    }

    async fn roles_of(
        &mut self,
        roles: &Roles,
        kind: AssigneeKind,
        class: ObjectClass,
        member_kind: MemberKind,
    ) -> Result<(), RereadError> {
        let named = self.named(kind);
        // A role that is limited to groups or apps takes a second request.
        self.plan(named.len() as u64 * 2)?;
        let (context, inherited) = (self.context, Mutex::new(BTreeSet::new()));
        let inherited = &inherited;
        let read = self
            .each(named, |(ordinal, id)| async move {
                let at = match kind {
                    AssigneeKind::User => RoleHolder::User(&id),
                    AssigneeKind::Group => RoleHolder::Group(&id),
                    AssigneeKind::Client => RoleHolder::Client(&id),
                };
                let holder = admin::Holder { kind, ordinal, at };
                let outcome = admin::read(context, roles, class, holder, inherited).await?;
                Ok::<_, RereadError>((ordinal, outcome))
            })
            .await?;
        for (ordinal, outcome) in read {
            match self.settle(class, outcome)? {
                // Of roles of service apps Okta says "not found" where there are none.
                Settled::Read(_) | Settled::Gone => {
                    self.replaced.roles_of.insert((kind, ordinal));
                }
                Settled::Kept => {}
            }
        }
        let wanted = |holder| self.replaced.roles_of.contains(&(kind, holder));
        Ok(admin::put_unlisted_of(
            context,
            roles,
            class,
            (kind, member_kind),
            wanted,
        )?)
    }

    /// Holders of one kind, with the id to ask for.
    fn named(&self, wanted: AssigneeKind) -> Vec<(u32, String)> {
        let holders = self.holders.iter().filter(|(kind, _)| *kind == wanted);
        let ordinals: Vec<u32> = holders.map(|(_, holder)| *holder).collect();
        let book = self.context.book();
        match wanted {
            AssigneeKind::User => book.users.names(ordinals).into_iter().collect(),
            AssigneeKind::Group => book.groups.names(ordinals).into_iter().collect(),
            AssigneeKind::Client => {
                let names = book.apps.names(ordinals);
                drop(book);
                let asked = names.into_iter().map(|(app, id)| {
                    let client = self.brief(&id).and_then(|app| app.client_id);
                    (app, client.unwrap_or(id))
                });
                asked.collect()
            }
        }
    }
}
