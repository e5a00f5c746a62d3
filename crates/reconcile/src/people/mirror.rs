//! Who is in the organization and who is meant, from a snapshot.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use domain::facts::{FactSink, ObjectClass, Rows, UserStatus};
use domain::role::is_like;
use store::snapshot::{ReplayError, ReplayOptions, Snapshot, Table, traits_of};
use store::state::PersonFacts;

use super::plan::{InOkta, Standing};
use super::settings::{Scope, UserSync};

/// What the plan is made of.
#[derive(Clone, Debug)]
pub struct Mirrored {
    /// Everybody of the organization, with how they stand.
    pub people: Vec<InOkta>,
    /// Whether all was read that decides who is meant.
    pub is_whole: bool,
    /// Why nobody can be meant: the app or group that is named is not there.
    pub missing: Option<String>,
    /// Names that groups have, of those that were asked for; `None` when groups or members were not all read.
    pub groups: Option<HashSet<String>>,
}

/// Reads the people of a snapshot, and who is in groups of these names. Blocking: a large organization takes a second.
///
/// # Errors
/// When a file of the snapshot is missing or damaged.
pub fn people_of(
    snapshot: &Snapshot,
    settings: &UserSync,
    names: &HashSet<String>,
) -> Result<Mirrored, ReplayError<Infallible>> {
    let coverage = &snapshot.info().coverage;
    let mut meant = Meant {
        settings,
        targets: HashSet::new(),
        users: HashSet::new(),
    };
    let plain = ReplayOptions { raw: false };
    let class = match settings.scope {
        Scope::All => None,
        Scope::App => {
            snapshot.replay_table(Table::Apps, plain, &mut meant)?;
            snapshot.replay_table(Table::AppUsers, plain, &mut meant)?;
            Some(ObjectClass::AppUsers)
        }
        Scope::Groups => {
            snapshot.replay_table(Table::Groups, plain, &mut meant)?;
            snapshot.replay_table(Table::Memberships, plain, &mut meant)?;
            Some(ObjectClass::Memberships)
        }
    };
    let missing = (class.is_some() && meant.targets.is_empty()).then(|| missing(settings));
    let mut in_groups = InGroups {
        names,
        found: HashMap::new(),
        of_users: HashMap::new(),
    };
    let groups_are_whole =
        coverage.is_whole(ObjectClass::Groups) && coverage.is_whole(ObjectClass::Memberships);
    if !names.is_empty() && groups_are_whole {
        snapshot.replay_table(Table::Groups, plain, &mut in_groups)?;
        snapshot.replay_table(Table::Memberships, plain, &mut in_groups)?;
    }
    let mut people = People {
        groups: in_groups.of_users,
        meant: class.map(|_| &meant.users),
        people: Vec::new(),
    };
    snapshot.replay_table(Table::Users, ReplayOptions::default(), &mut people)?;
    let is_whole = missing.is_none()
        && coverage.is_whole(ObjectClass::Users)
        && class.is_none_or(|class| coverage.is_whole(class));
    Ok(Mirrored {
        people: if missing.is_some() {
            Vec::new()
        } else {
            people.people
        },
        is_whole,
        missing,
        groups: groups_are_whole.then(|| in_groups.found.into_values().collect()),
    })
}

fn missing(settings: &UserSync) -> String {
    match settings.scope {
        Scope::App => format!(
            "the app `{}` is not among the apps of the last scan",
            settings.app.as_deref().unwrap_or_default()
        ),
        _ => format!("no group is called {}", settings.groups.join(", ")),
    }
}

/// Ordinals of the people who are assigned.
struct Meant<'a> {
    settings: &'a UserSync,
    targets: HashSet<u32>,
    users: HashSet<u32>,
}

impl FactSink for Meant<'_> {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        match rows {
            Rows::Apps(apps) => {
                let wanted = self.settings.app.as_deref().unwrap_or_default();
                let named = apps.iter().filter(|app| app.id == wanted || app.label == wanted);
                self.targets.extend(named.map(|app| app.ordinal));
            }
            Rows::AppUsers(assigned) if self.targets.contains(&assigned.app) => {
                self.users.extend(assigned.users.iter().map(|user| user.user));
            }
            Rows::Groups(groups) => {
                let patterns = &self.settings.groups;
                let is_named = |name: &str| patterns.iter().any(|pattern| is_like(pattern, name));
                let named = groups.iter().filter(|group| is_named(group.name));
                self.targets.extend(named.map(|group| group.ordinal));
            }
            Rows::Memberships(members) if self.targets.contains(&members.group) => {
                self.users.extend(members.users);
            }
            _ => {}
        }
        Ok(())
    }
}

/// Who is in groups of some names.
struct InGroups<'a> {
    names: &'a HashSet<String>,
    /// By ordinal.
    found: HashMap<u32, String>,
    of_users: HashMap<u32, Vec<String>>,
}

impl FactSink for InGroups<'_> {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        match rows {
            Rows::Groups(groups) => {
                let named = groups.iter().filter(|group| self.names.contains(group.name));
                self.found
                    .extend(named.map(|group| (group.ordinal, group.name.to_owned())));
            }
            Rows::Memberships(members) => {
                if let Some(name) = self.found.get(&members.group) {
                    for user in members.users {
                        self.of_users.entry(*user).or_default().push(name.clone());
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

struct People<'a> {
    /// Names of groups by the ordinal of their members.
    groups: HashMap<u32, Vec<String>>,
    /// Who is meant; everybody when there is no restriction.
    meant: Option<&'a HashSet<u32>>,
    people: Vec<InOkta>,
}

impl FactSink for People<'_> {
    type Error = Infallible;

    fn put(&mut self, rows: Rows<'_>) -> Result<(), Infallible> {
        let Rows::Users(users) = rows else {
            return Ok(());
        };
        for user in users {
            let is_meant = self.meant.is_none_or(|meant| meant.contains(&user.ordinal));
            let standing = match user.status {
                UserStatus::Deprovisioned => Standing::Deprovisioned,
                _ if !is_meant => Standing::Unassigned,
                UserStatus::Suspended => Standing::Suspended,
                _ => Standing::Active,
            };
            self.people.push(InOkta {
                facts: PersonFacts {
                    okta_id: user.id.to_owned(),
                    name: user.login.to_owned(),
                    display_name: user.display_name.to_owned(),
                    email: user.email.unwrap_or_default().to_owned(),
                    traits: traits_of(user.profile),
                },
                standing,
                groups: self.groups.remove(&user.ordinal).unwrap_or_default(),
            });
        }
        Ok(())
    }
}
