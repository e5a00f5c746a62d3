//! The last snapshot without what was read anew: a filter between its replay and the next snapshot.

use crate::scan::Everyone;
use domain::facts::{
    AppGroup, AppGroups, AppUser, AppUsers, AssigneeKind, AssignmentScope, FactSink, Memberships,
    ObjectClass, OwnerKind, Role, RoleAssignment, Rows,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What was read anew, or is gone: the last snapshot's rows of it do not count any more. All by ordinal.
#[derive(Clone, Debug, Default)]
pub struct Replaced {
    pub(super) users: HashSet<u32>,
    pub(super) gone_users: HashSet<u32>,
    pub(super) groups: HashSet<u32>,
    pub(super) gone_groups: HashSet<u32>,
    pub(super) apps: HashSet<u32>,
    pub(super) gone_apps: HashSet<u32>,
    /// Groups whose member lists were read.
    pub(super) members_of: HashSet<u32>,
    /// People whose lists of groups were read.
    pub(super) groups_of: HashSet<u32>,
    pub(super) app_groups: HashSet<u32>,
    /// Apps whose lists of people were read.
    pub(super) app_users: HashSet<u32>,
    /// Single assignments: app and person.
    pub(super) assignments: HashSet<(u32, u32)>,
    pub(super) owners_of: HashSet<u32>,
    pub(super) roles_of: HashSet<(AssigneeKind, u32)>,
    /// Apps whose grants, secrets and keys were read, each by its class.
    pub(super) credentials: HashSet<(ObjectClass, u32)>,
    /// Classes that were read as a whole.
    pub(super) classes: HashSet<ObjectClass>,
    /// Standard roles that came with assignments: type and label.
    pub(super) standard: BTreeMap<String, String>,
    /// Who is in the group of everybody, where that follows from the list of people.
    pub(super) everyone: Option<Everyone>,
    /// That group: nobody's own list of groups says who is in it.
    pub(super) everyones_group: Option<u32>,
}

impl Replaced {
    fn is_gone(&self, kind: AssigneeKind, ordinal: u32) -> bool {
        match kind {
            AssigneeKind::User => self.gone_users.contains(&ordinal),
            AssigneeKind::Group => self.gone_groups.contains(&ordinal),
            AssigneeKind::Client => self.gone_apps.contains(&ordinal),
        }
    }

    fn app_is_read(&self, class: ObjectClass, app: u32) -> bool {
        self.gone_apps.contains(&app) || self.credentials.contains(&(class, app))
    }
}

/// Lets pass what still counts.
pub struct Overlay<'a, S> {
    replaced: &'a Replaced,
    sink: &'a mut S,
    /// Standard roles that a kept assignment names.
    in_use: BTreeSet<String>,
    /// Standard roles of the last snapshot: type and label.
    standard: BTreeMap<String, String>,
}

impl<'a, S: FactSink> Overlay<'a, S> {
    /// Leaves `replaced` out of what goes into `sink`.
    pub fn new(replaced: &'a Replaced, sink: &'a mut S) -> Self {
        Self {
            replaced,
            sink,
            in_use: BTreeSet::new(),
            standard: BTreeMap::new(),
        }
    }

    /// After the whole replay: adds the standard roles that somebody holds.
    pub fn finish(self) -> Result<(), S::Error> {
        let kept = self
            .standard
            .iter()
            .filter(|(id, _)| self.in_use.contains(*id) && !self.replaced.standard.contains_key(*id));
        let rows: Vec<Role<'_>> = kept
            .chain(&self.replaced.standard)
            .map(|(id, label)| Role {
                id,
                label,
                ..Role::default()
            })
            .collect();
        self.sink.put(Rows::Roles(&rows))
    }

    fn memberships(&mut self, rows: Memberships<'_>) -> Result<(), S::Error> {
        let replaced = self.replaced;
        let is_everyone = replaced
            .everyone
            .is_some_and(|everyone| everyone.group == rows.group);
        if is_everyone
            || replaced.members_of.contains(&rows.group)
            || replaced.gone_groups.contains(&rows.group)
        {
            return Ok(());
        }
        let of_all = replaced.everyones_group == Some(rows.group);
        let counts = |user: &u32| {
            !replaced.gone_users.contains(user) && (of_all || !replaced.groups_of.contains(user))
        };
        if rows.users.iter().all(counts) {
            return self.sink.put(Rows::Memberships(rows));
        }
        let users: Vec<u32> = rows.users.iter().copied().filter(counts).collect();
        self.sink.put(Rows::Memberships(Memberships {
            group: rows.group,
            users: &users,
        }))
    }

    fn app_users(&mut self, rows: AppUsers<'_>) -> Result<(), S::Error> {
        let replaced = self.replaced;
        if replaced.gone_apps.contains(&rows.app) || replaced.app_users.contains(&rows.app) {
            return Ok(());
        }
        let users: Vec<AppUser<'_>> = rows
            .users
            .iter()
            .filter(|row| {
                !replaced.gone_users.contains(&row.user)
                    && !replaced.assignments.contains(&(rows.app, row.user))
            })
            .map(|row| AppUser {
                scope: match row.scope {
                    AssignmentScope::Group(Some(group)) if replaced.gone_groups.contains(&group) => {
                        AssignmentScope::Group(None)
                    }
                    scope => scope,
                },
                ..*row
            })
            .collect();
        self.sink.put(Rows::AppUsers(AppUsers {
            app: rows.app,
            users: &users,
        }))
    }

    fn app_groups(&mut self, rows: AppGroups<'_>) -> Result<(), S::Error> {
        let replaced = self.replaced;
        if replaced.gone_apps.contains(&rows.app) || replaced.app_groups.contains(&rows.app) {
            return Ok(());
        }
        let groups: Vec<AppGroup> = rows
            .groups
            .iter()
            .filter(|row| !replaced.gone_groups.contains(&row.group))
            .copied()
            .collect();
        self.sink.put(Rows::AppGroups(AppGroups {
            app: rows.app,
            groups: &groups,
        }))
    }

    fn roles(&mut self, rows: &[Role<'_>]) -> Result<(), S::Error> {
        let (custom, standard): (Vec<Role<'_>>, Vec<Role<'_>>) =
            rows.iter().copied().partition(|role| role.is_custom);
        for role in standard {
            self.standard.insert(role.id.to_owned(), role.label.to_owned());
        }
        match self.replaced.classes.contains(&ObjectClass::Roles) {
            true => Ok(()),
            false => self.sink.put(Rows::Roles(&custom)),
        }
    }

    fn role_assignments(&mut self, rows: &[RoleAssignment<'_>]) -> Result<(), S::Error> {
        let replaced = self.replaced;
        let kept: Vec<RoleAssignment<'_>> = rows
            .iter()
            .filter(|row| {
                !replaced.roles_of.contains(&(row.assignee_kind, row.assignee))
                    && !replaced.is_gone(row.assignee_kind, row.assignee)
            })
            .copied()
            .collect();
        let standard = kept.iter().filter(|row| row.resource_set.is_none());
        self.in_use.extend(standard.map(|row| row.role.to_owned()));
        self.sink.put(Rows::RoleAssignments(&kept))
    }
}

impl<S: FactSink> FactSink for Overlay<'_, S> {
    type Error = S::Error;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), S::Error> {
        let replaced = self.replaced;
        let is_read = |class| replaced.classes.contains(&class);
        macro_rules! kept {
            ($rows:expr, $is_kept:expr) => {
                $rows.iter().filter($is_kept).copied().collect::<Vec<_>>()
            };
        }
        match rows {
            Rows::Users(rows) => {
                let kept = kept!(rows, |row| !replaced.users.contains(&row.ordinal)
                    && !replaced.gone_users.contains(&row.ordinal));
                self.sink.put(Rows::Users(&kept))
            }
            Rows::Groups(rows) => {
                let kept = kept!(rows, |row| !replaced.groups.contains(&row.ordinal)
                    && !replaced.gone_groups.contains(&row.ordinal));
                self.sink.put(Rows::Groups(&kept))
            }
            Rows::Apps(rows) => {
                let kept = kept!(rows, |row| !replaced.apps.contains(&row.ordinal)
                    && !replaced.gone_apps.contains(&row.ordinal));
                self.sink.put(Rows::Apps(&kept))
            }
            Rows::Memberships(rows) => self.memberships(rows),
            Rows::AppUsers(rows) => self.app_users(rows),
            Rows::AppGroups(rows) => self.app_groups(rows),
            Rows::Roles(rows) => self.roles(rows),
            Rows::RoleAssignments(rows) => self.role_assignments(rows),
            Rows::GroupOwners(rows) => {
                let kept = kept!(rows, |row| !replaced.owners_of.contains(&row.group)
                    && !replaced.gone_groups.contains(&row.group)
                    && match row.kind {
                        OwnerKind::User => !replaced.gone_users.contains(&row.owner),
                        OwnerKind::Group => !replaced.gone_groups.contains(&row.owner),
                    });
                self.sink.put(Rows::GroupOwners(&kept))
            }
            Rows::Grants(rows) => {
                let kept = kept!(rows, |row| !replaced.app_is_read(ObjectClass::Grants, row.app));
                self.sink.put(Rows::Grants(&kept))
            }
            Rows::ClientSecrets(rows) => {
                let kept = kept!(rows, |row| !replaced
                    .app_is_read(ObjectClass::ClientSecrets, row.app));
                self.sink.put(Rows::ClientSecrets(&kept))
            }
            Rows::ClientKeys(rows) => {
                let kept = kept!(rows, |row| !replaced
                    .app_is_read(ObjectClass::ClientKeys, row.app));
                self.sink.put(Rows::ClientKeys(&kept))
            }
            Rows::GroupRules(_) if is_read(ObjectClass::GroupRules) => Ok(()),
            Rows::ResourceSets(_) if is_read(ObjectClass::ResourceSets) => Ok(()),
            Rows::ApiTokens(_) if is_read(ObjectClass::ApiTokens) => Ok(()),
            Rows::IdentityProviders(_) if is_read(ObjectClass::IdentityProviders) => Ok(()),
            Rows::Policies(_) | Rows::PolicyRules(_) if is_read(ObjectClass::Policies) => Ok(()),
            Rows::NetworkZones(_) if is_read(ObjectClass::NetworkZones) => Ok(()),
            other => self.sink.put(other),
        }
    }
}
