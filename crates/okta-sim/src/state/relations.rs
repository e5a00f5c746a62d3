//! Who is in which group and who has which app, kept in both directions.
//!
//! Leavers (DEPROVISIONED) keep their group memberships, and member lists show them (recorded so); their app
//! assignments are gone.

use crate::stamp::Stamp;
use crate::state::{AppGroup, Org};

/// Adds to an ascending list; `false` when it is already there.
pub(crate) fn insert_sorted(list: &mut Vec<u32>, value: u32) -> bool {
    match list.binary_search(&value) {
        Ok(_) => false,
        Err(at) => {
            list.insert(at, value);
            true
        }
    }
}

/// Takes from an ascending list; `false` when it is not there.
pub(crate) fn remove_sorted(list: &mut Vec<u32>, value: u32) -> bool {
    match list.binary_search(&value) {
        Ok(at) => {
            list.remove(at);
            true
        }
        Err(_) => false,
    }
}

impl Org {
    /// Makes a user a member; `false` when nothing changed.
    pub(crate) fn add_member(&mut self, group: u32, user: u32, now: Stamp) -> bool {
        let Some(found) = self.groups.get_mut(group).filter(|found| !found.everyone) else {
            return false;
        };
        if !insert_sorted(&mut found.members, user) {
            return false;
        }
        found.last_membership_updated = now;
        if let Some(found) = self.users.get_mut(user) {
            insert_sorted(&mut found.groups, group);
        }
        true
    }

    /// Ends a membership; `false` when there was none.
    pub(crate) fn remove_member(&mut self, group: u32, user: u32, now: Stamp) -> bool {
        let Some(found) = self.groups.get_mut(group) else {
            return false;
        };
        if !remove_sorted(&mut found.members, user) {
            return false;
        }
        found.by_rule.remove(&user);
        found.last_membership_updated = now;
        if let Some(found) = self.users.get_mut(user) {
            remove_sorted(&mut found.groups, group);
        }
        true
    }

    /// Whether the user is a member who has not left: what grants apps and roles.
    pub(crate) fn is_member(&self, group: u32, user: u32) -> bool {
        self.is_living(user)
            && self
                .groups
                .get(group)
                .is_some_and(|found| found.everyone || found.members.binary_search(&user).is_ok())
    }

    /// Ordinals of all groups of a user, the built-in one of everybody included, ascending.
    pub(crate) fn groups_of(&self, user: u32) -> Vec<u32> {
        let Some(found) = self.users.get(user) else {
            return Vec::new();
        };
        let mut groups = found.groups.clone();
        for everyone in self.everyone.iter().copied() {
            insert_sorted(&mut groups, everyone);
        }
        groups
    }

    /// Members from an ordinal on, ascending, leavers included.
    pub(crate) fn members_from(&self, group: u32, start: u32) -> Box<dyn Iterator<Item = u32> + '_> {
        let Some(found) = self.groups.get(group) else {
            return Box::new(std::iter::empty());
        };
        if found.everyone {
            return Box::new(self.users.from(start).map(|(ordinal, _)| ordinal));
        }
        let skip = found.members.partition_point(|member| *member < start);
        Box::new(found.members.get(skip..).unwrap_or_default().iter().copied())
    }

    fn is_living(&self, user: u32) -> bool {
        self.users.get(user).is_some_and(|found| found.is_living())
    }

    /// Assigns a group to an app; the fan-out to its members is up to the caller.
    pub(crate) fn assign_group(&mut self, app: u32, group: u32, assignment: AppGroup) {
        if let Some(found) = self.apps.get_mut(app) {
            found.groups.insert(group, assignment);
        }
        if let Some(found) = self.groups.get_mut(group) {
            insert_sorted(&mut found.apps, app);
        }
    }

    /// Takes a group from an app; `false` when it was not assigned.
    pub(crate) fn unassign_group(&mut self, app: u32, group: u32) -> bool {
        let gone = self
            .apps
            .get_mut(app)
            .and_then(|found| found.groups.remove(&group))
            .is_some();
        if let Some(found) = self.groups.get_mut(group) {
            remove_sorted(&mut found.apps, app);
        }
        gone
    }

    /// Assigns an app to a user directly; `false` when it was.
    pub(crate) fn assign_user(&mut self, app: u32, user: u32) -> bool {
        let Some(found) = self.apps.get_mut(app) else {
            return false;
        };
        if !insert_sorted(&mut found.users, user) {
            return false;
        }
        if let Some(found) = self.users.get_mut(user) {
            insert_sorted(&mut found.apps, app);
        }
        true
    }

    /// Ends a direct assignment; `false` when there was none.
    pub(crate) fn unassign_user(&mut self, app: u32, user: u32) -> bool {
        let Some(found) = self.apps.get_mut(app) else {
            return false;
        };
        found.assignments.remove(&user);
        let gone = remove_sorted(&mut found.users, user);
        if let Some(found) = self.users.get_mut(user) {
            remove_sorted(&mut found.apps, app);
        }
        gone
    }

    /// The group whose assignment gives the user the app: the one with the lowest priority number.
    pub(crate) fn granting_group(&self, app: u32, user: u32) -> Option<u32> {
        let found = self.apps.get(app)?;
        let granting = found.groups.iter().filter(|(_, assignment)| !assignment.pending);
        granting
            .filter(|(group, _)| self.is_member(**group, user))
            .min_by_key(|(group, assignment)| (assignment.priority, **group))
            .map(|(group, _)| *group)
    }

    /// At most `limit` users of an app, from an ordinal on, ascending.
    pub(crate) fn app_users_from(&self, app: u32, start: u32, limit: usize) -> Vec<u32> {
        let Some(found) = self.apps.get(app) else {
            return Vec::new();
        };
        let skip = found.users.partition_point(|user| *user < start);
        let mut users: Vec<u32> = found.users.iter().copied().skip(skip).take(limit).collect();
        for (group, _) in found.groups.iter().filter(|(_, assignment)| !assignment.pending) {
            users.extend(
                self.members_from(*group, start)
                    .filter(|user| self.is_living(*user))
                    .take(limit),
            );
        }
        users.sort_unstable();
        users.dedup();
        users.truncate(limit);
        users
    }

    /// Every app of a user: ordinals, ascending.
    pub(crate) fn apps_of(&self, user: u32) -> Vec<u32> {
        let Some(found) = self.users.get(user) else {
            return Vec::new();
        };
        let mut apps = found.apps.clone();
        for group in self
            .groups_of(user)
            .iter()
            .filter_map(|group| self.groups.get(*group))
        {
            apps.extend(&group.apps);
        }
        apps.sort_unstable();
        apps.dedup();
        apps.retain(|app| found.apps.binary_search(app).is_ok() || self.granting_group(*app, user).is_some());
        apps
    }
}
