//! What the last snapshot says about the objects around a change: who else may be reached by it.

use domain::facts::{
    AppGroups, AppUsers, AssigneeKind, FactSink, GroupKind, Memberships, RoleTarget, Rows, UserStatus,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::convert::Infallible;

/// Somebody who holds roles: a person, a group or a service app, by ordinal.
pub(in crate::scan) type Holder = (AssigneeKind, u32);

/// A custom role over a resource set, by Okta's ids.
pub(in crate::scan) type Custom = (String, String);

/// A group as the last snapshot has it.
#[derive(Clone, Debug, Default)]
pub(in crate::scan) struct BaseGroup {
    /// Okta's id.
    pub id: String,
    /// Apps it is assigned to.
    pub apps: Vec<u32>,
    /// Members in number.
    pub members: u64,
}

/// An app as the last snapshot has it.
#[derive(Clone, Debug, Default)]
pub(in crate::scan) struct BaseApp {
    /// Okta's id.
    pub id: String,
    /// OAuth client id.
    pub client_id: Option<String>,
    /// Whether it acts for itself.
    pub is_service: bool,
    /// Groups assigned to it.
    pub groups: Vec<u32>,
    /// People assigned to it, in number.
    pub users: u64,
}

/// The parts of a snapshot that say what a change leads to. A sink: replay the snapshot into it.
#[derive(Debug, Default)]
pub struct Base {
    /// People whose links are of interest.
    interest: HashSet<u32>,
    /// Groups whose members are of interest.
    interest_groups: HashSet<u32>,
    /// Whether each person is deactivated.
    pub(in crate::scan) people: HashMap<u32, bool>,
    /// Logins of the people of interest.
    pub(in crate::scan) logins: HashMap<u32, String>,
    pub(in crate::scan) groups: HashMap<u32, BaseGroup>,
    pub(in crate::scan) apps: HashMap<u32, BaseApp>,
    pub(in crate::scan) everyone: Option<u32>,
    /// Groups of the people of interest, Everyone left out.
    pub(in crate::scan) groups_of: HashMap<u32, BTreeSet<u32>>,
    /// Apps of the people of interest.
    pub(in crate::scan) apps_of: HashMap<u32, BTreeSet<u32>>,
    /// Members of the groups of interest.
    pub(in crate::scan) members_of: HashMap<u32, BTreeSet<u32>>,
    /// Custom roles by holder.
    pub(in crate::scan) custom: BTreeMap<Holder, BTreeSet<Custom>>,
    /// Who holds a role that is limited to a group.
    pub(in crate::scan) holders_over_group: HashMap<u32, BTreeSet<Holder>>,
    /// Who holds a role that is limited to an app.
    pub(in crate::scan) holders_over_app: HashMap<u32, BTreeSet<Holder>>,
    pub(in crate::scan) resource_sets: u64,
}

impl Base {
    /// A base that keeps the links of these people and the members of these groups.
    pub fn around(people: impl IntoIterator<Item = u32>, groups: impl IntoIterator<Item = u32>) -> Self {
        Self {
            interest: people.into_iter().collect(),
            interest_groups: groups.into_iter().collect(),
            ..Self::default()
        }
    }

    fn memberships(&mut self, rows: Memberships<'_>) {
        if Some(rows.group) == self.everyone {
            return;
        }
        if let Some(group) = self.groups.get_mut(&rows.group) {
            group.members += rows.users.len() as u64;
        }
        for user in rows.users.iter().filter(|user| self.interest.contains(*user)) {
            self.groups_of.entry(*user).or_default().insert(rows.group);
        }
        if self.interest_groups.contains(&rows.group) {
            self.members_of.entry(rows.group).or_default().extend(rows.users);
        }
    }

    fn app_users(&mut self, rows: AppUsers<'_>) {
        if let Some(app) = self.apps.get_mut(&rows.app) {
            app.users += rows.users.len() as u64;
        }
        for user in rows.users.iter().filter(|row| self.interest.contains(&row.user)) {
            self.apps_of.entry(user.user).or_default().insert(rows.app);
        }
    }

    fn app_groups(&mut self, rows: AppGroups<'_>) {
        for row in rows.groups {
            if let Some(group) = self.groups.get_mut(&row.group) {
                group.apps.push(rows.app);
            }
            if let Some(app) = self.apps.get_mut(&rows.app) {
                app.groups.push(row.group);
            }
        }
    }

    fn role_assignments(&mut self, rows: &[domain::facts::RoleAssignment<'_>]) {
        for row in rows {
            let holder = (row.assignee_kind, row.assignee);
            if let Some(set) = row.resource_set {
                let held = self.custom.entry(holder).or_default();
                held.insert((row.role.to_owned(), set.to_owned()));
            }
            for target in row.targets {
                match target {
                    RoleTarget::Group(group) => {
                        self.holders_over_group.entry(*group).or_default().insert(holder);
                    }
                    RoleTarget::App(app) => {
                        self.holders_over_app.entry(*app).or_default().insert(holder);
                    }
                    RoleTarget::CatalogApp(_) | RoleTarget::Unseen(_) => {}
                }
            }
        }
    }
}

impl FactSink for Base {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        match rows {
            Rows::Users(rows) => {
                let people = rows
                    .iter()
                    .map(|row| (row.ordinal, row.status == UserStatus::Deprovisioned));
                self.people.extend(people);
                let known = rows.iter().filter(|row| self.interest.contains(&row.ordinal));
                self.logins
                    .extend(known.map(|row| (row.ordinal, row.login.to_owned())));
            }
            Rows::Groups(rows) => {
                for row in rows {
                    if row.kind == GroupKind::BuiltIn && row.name == "Everyone" {
                        self.everyone = Some(row.ordinal);
                    }
                    let group = BaseGroup {
                        id: row.id.to_owned(),
                        ..BaseGroup::default()
                    };
                    self.groups.insert(row.ordinal, group);
                }
            }
            Rows::Apps(rows) => {
                for row in rows {
                    let app = BaseApp {
                        id: row.id.to_owned(),
                        client_id: row.client_id.map(str::to_owned),
                        is_service: row.is_service,
                        ..BaseApp::default()
                    };
                    self.apps.insert(row.ordinal, app);
                }
            }
            Rows::Memberships(rows) => self.memberships(rows),
            Rows::AppUsers(rows) => self.app_users(rows),
            Rows::AppGroups(rows) => self.app_groups(rows),
            Rows::RoleAssignments(rows) => self.role_assignments(rows),
            Rows::ResourceSets(rows) => self.resource_sets += rows.len() as u64,
            _ => {}
        }
        Ok(())
    }
}
