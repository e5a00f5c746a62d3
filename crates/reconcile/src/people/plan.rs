//! What is to be done so that people here are as the organization has them. Pure.

#[cfg(test)]
mod tests;

mod brake;
mod names;
mod roles;

use std::collections::{HashMap, HashSet};

use domain::Timestamp;
use store::state::{MappedBy, PersonFacts, PersonOrigin, PersonStep, SyncedPerson, plan_hash};

use super::settings::UserSync;
pub use brake::{Held, Later};

/// How somebody stands in the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Assigned, and may work.
    Active,
    /// Assigned, and suspended.
    Suspended,
    /// Deactivated or deleted.
    Deprovisioned,
    /// There, but no longer one of those that are kept in step.
    Unassigned,
    /// Not among those that were read.
    Absent,
}

/// Somebody in the organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InOkta {
    /// What is said of them.
    pub facts: PersonFacts,
    /// How they stand.
    pub standing: Standing,
    /// Which of [`InOrg::groups`] they are in.
    pub groups: Vec<String>,
}

/// An organization as a scan read it.
#[derive(Clone, Copy, Debug)]
pub struct InOrg<'a> {
    /// Everybody.
    pub people: &'a [InOkta],
    /// Whether the scan read everybody and everything that decides who is meant; otherwise nobody is removed.
    pub is_whole: bool,
    /// When the scan began.
    pub taken_at: Timestamp,
    /// The time.
    pub now: Timestamp,
    /// Names that groups there have, of those that gave roles; `None` when groups or members were not all read.
    pub groups: Option<&'a HashSet<String>>,
}

/// What SCIM or a sign-in said is not contradicted before so long: the System Log, by which scans are refreshed, runs
/// behind by seconds.
const SETTLES_MS: i64 = 120_000;

impl InOrg<'_> {
    /// Whether the scan knows what was so at that time.
    fn knows(&self, at: Option<Timestamp>) -> bool {
        at.is_none_or(|at| self.taken_at.since_ms(at) >= 0 && self.now.since_ms(at) >= SETTLES_MS)
    }

    /// Whether it will be said to know soon.
    fn will_know(&self, at: Option<Timestamp>) -> bool {
        at.is_some_and(|at| self.taken_at.since_ms(at) >= 0) && !self.knows(at)
    }
}

/// A name that is taken by somebody of another origin: reported, not overwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The name.
    pub name: String,
    /// The id in the organization of who should have it.
    pub okta_id: String,
    /// Whose it is here.
    pub taken_by: String,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The changes, in order.
    pub steps: Vec<PersonStep>,
    /// Names that are taken.
    pub clashes: Vec<Clash>,
    /// How many people of the organization are active here before the run.
    pub active: usize,
    /// Removals that are left out because the scan did not read everything.
    pub withheld: usize,
    /// Removals that are left out because SCIM spoke of the person lately, in order.
    pub later: Vec<Later>,
    /// What is known by now of what gave roles, by the person's id here; nothing that anybody has to hear of.
    pub confirmed: Vec<(String, Vec<MappedBy>)>,
    /// Whether the same scan may say more in some minutes.
    pub waits: bool,
}

impl Plan {
    /// How many steps of each kind there are, in the order of their words.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let words = ["create", "update", "deactivate", "lock", "restore", "withdraw"];
        let count = |word| self.steps.iter().filter(|step| step.word() == word).count();
        words.into_iter().map(|word| (word, count(word))).collect()
    }

    /// What tells this plan from every other one of the organization; empty where there is nothing to do.
    pub fn hash(&self, org_url: &str) -> String {
        match self.steps.as_slice() {
            [] => String::new(),
            steps => plan_hash(org_url, steps),
        }
    }
}

/// Makes the plan for one organization.
pub fn plan(settings: &UserSync, org_url: &str, org: &InOrg<'_>, here: &[SyncedPerson]) -> Plan {
    let ours = |person: &SyncedPerson| {
        person.origin == PersonOrigin::Okta && person.org_url.as_deref().is_none_or(|org| org == org_url)
    };
    let by_id: HashMap<&str, &SyncedPerson> = here
        .iter()
        .filter(|person| ours(person))
        .filter_map(|person| Some((person.okta_id.as_deref()?, person)))
        .collect();
    let by_name: HashMap<String, &SyncedPerson> =
        here.iter().map(|person| (key(&person.name), person)).collect();
    let known = Known {
        settings,
        org_url,
        org,
        here,
        by_id,
        by_name,
    };
    let mut leaving = names::given_up(org, &known.by_id);
    loop {
        let (made, kept) = attempt(&known, &leaving);
        let before = leaving.len();
        leaving.retain(|name| !kept.contains(name));
        // Who cannot take the new name keeps the old one, so nobody else can have that.
        if leaving.len() == before {
            let waits = |person: &&SyncedPerson| {
                org.will_know(person.scim_told)
                    || (!person.mapped_by.is_empty() && org.will_know(person.last_sign_in))
            };
            return Plan {
                waits: here
                    .iter()
                    .filter(|person| ours(person))
                    .any(|person| waits(&person)),
                ..made
            };
        }
    }
}

/// What a plan is made from.
struct Known<'a> {
    settings: &'a UserSync,
    org_url: &'a str,
    org: &'a InOrg<'a>,
    here: &'a [SyncedPerson],
    by_id: HashMap<&'a str, &'a SyncedPerson>,
    by_name: HashMap<String, &'a SyncedPerson>,
}

impl Known<'_> {
    fn is_ours(&self, person: &SyncedPerson) -> bool {
        person.origin == PersonOrigin::Okta && person.org_url.as_deref().is_none_or(|org| org == self.org_url)
    }

    /// Who this is here: by id, else by name if the account is of this organization and bound to nobody.
    fn find(&self, there: &InOkta) -> Option<&SyncedPerson> {
        self.by_id.get(there.facts.okta_id.as_str()).copied().or_else(|| {
            let named = self.by_name.get(&key(&there.facts.name)).copied()?;
            let is_free = match named.origin {
                PersonOrigin::Local => false,
                PersonOrigin::Okta => named.okta_id.is_none() && self.is_ours(named),
                PersonOrigin::SingleSignOn => self.is_unbound(named),
            };
            is_free.then_some(named)
        })
    }

    /// Whether an account came by a sign-in alone, by way of this organization, and is nobody's yet. Another identity
    /// provider may have the same login for somebody else.
    fn is_unbound(&self, person: &SyncedPerson) -> bool {
        let is_vouched = person.connector.is_none() || person.vouched_org.as_deref() == Some(self.org_url);
        person.origin == PersonOrigin::SingleSignOn && person.okta_id.is_none() && is_vouched
    }

    /// What is to be said of somebody here. The name that SCIM gave since the scan is newer than the scan's.
    fn facts(&self, there: &InOkta, found: Option<&SyncedPerson>) -> PersonFacts {
        let newer = found.filter(|found| !self.org.knows(found.scim_told));
        PersonFacts {
            name: newer.map_or(&there.facts.name, |found| &found.name).clone(),
            ..there.facts.clone()
        }
    }
}

/// A plan that takes the names in `leaving` as free, with the names of those who keep theirs after all.
fn attempt(known: &Known<'_>, leaving: &HashSet<String>) -> (Plan, HashSet<String>) {
    let mut made = Plan {
        active: known
            .here
            .iter()
            .filter(|person| known.is_ours(person) && is_active(person))
            .count(),
        ..Plan::default()
    };
    let (mut seen, mut names, mut kept) = (HashSet::new(), HashSet::new(), HashSet::new());
    for there in known.org.people {
        let found = known.find(there);
        if let Some(found) = found {
            seen.insert(found.id.as_str());
        }
        if !is_assigned(there.standing) {
            match found.filter(|found| known.is_ours(found)) {
                Some(found) => {
                    let called = names::follow(&mut made, known, there, found, (leaving, &mut names));
                    if called.is_none() {
                        kept.insert(key(&found.name));
                    }
                    let name = called.unwrap_or_else(|| found.name.clone());
                    remove(&mut made, found, name, there.standing, known.org);
                }
                None => kept.extend(found.map(|found| key(&found.name))),
            }
            continue;
        }
        if found.is_none() && there.standing == Standing::Suspended {
            continue;
        }
        let facts = known.facts(there, found);
        let wanted = key(&facts.name);
        let holder = known
            .by_name
            .get(&wanted)
            .filter(|holder| found.is_none_or(|found| found.id != holder.id) && !leaving.contains(&wanted));
        // A sign-in was there before the rename: the account is the same person's.
        let absorbs = holder.is_some_and(|holder| known.is_unbound(holder) && found.is_some());
        if (holder.is_some() && !absorbs) || !names.insert(wanted) {
            kept.extend(found.map(|found| key(&found.name)));
            made.clashes.push(Clash {
                name: facts.name,
                okta_id: there.facts.okta_id.clone(),
                taken_by: holder.map_or("okta", |holder| holder.origin.as_str()).to_owned(),
            });
            continue;
        }
        match found {
            Some(found) => keep(&mut made, known, (there, facts), found, absorbs),
            None if there.standing == Standing::Active => made.steps.push(PersonStep::Create {
                facts,
                role: known.settings.role.clone(),
            }),
            None => {}
        }
    }
    for gone in known.here {
        // Somebody whom SCIM alone knows has no id of the organization yet: the scan cannot have seen them.
        if known.is_ours(gone) && gone.okta_id.is_some() && !seen.contains(gone.id.as_str()) {
            remove(&mut made, gone, gone.name.clone(), Standing::Absent, known.org);
        }
    }
    (made, kept)
}

const fn is_assigned(standing: Standing) -> bool {
    matches!(standing, Standing::Active | Standing::Suspended)
}

/// Steps for somebody who is assigned and known.
fn keep(
    made: &mut Plan,
    known: &Known<'_>,
    (there, facts): (&InOkta, PersonFacts),
    found: &SyncedPerson,
    absorbs: bool,
) {
    let (id, name) = (found.id.clone(), facts.name.clone());
    let add_role = known
        .settings
        .role
        .clone()
        .filter(|_| found.okta_id.is_none() && found.roles == "[]");
    if add_role.is_some() || differs(found, &facts, known.org_url) {
        made.steps.push(PersonStep::Update {
            id: id.clone(),
            name: found.name.clone(),
            facts,
            add_role,
            absorbs,
        });
    }
    roles::withdraw(made, known.org, there, found, &name);
    // Who is gone from the organization, and is suspended on the way back, is only suspended.
    let is_locked = found.is_sync_locked && !found.is_gone;
    match there.standing {
        Standing::Suspended if !is_locked => made.steps.push(PersonStep::Suspend { id, name }),
        // What SCIM made inactive, SCIM makes active: it may know less of who is meant, or more.
        Standing::Active
            if (found.is_inactive && !found.is_scim_inactive) || found.is_sync_locked || found.is_gone =>
        {
            made.steps.push(PersonStep::Restore { id, name });
        }
        _ => {}
    }
}

fn remove(made: &mut Plan, person: &SyncedPerson, name: String, standing: Standing, org: &InOrg<'_>) {
    if person.is_inactive && (person.is_gone || person.is_scim_inactive) {
        return;
    }
    let is_known = org.knows(person.scim_told);
    let is_sure = org.will_know(person.scim_told);
    // SCIM provisioned the person since the scan, which has never seen them.
    if !is_known && !is_sure && standing == Standing::Absent {
        return;
    }
    if !org.is_whole {
        made.withheld += 1;
        return;
    }
    if !is_known {
        made.later.push(Later { name, is_sure });
        return;
    }
    let why = match standing {
        Standing::Unassigned => "no longer assigned in Okta",
        _ => "deactivated or deleted in Okta",
    };
    made.steps.push(PersonStep::Deactivate {
        id: person.id.clone(),
        name,
        why: why.to_owned(),
    });
}

fn differs(found: &SyncedPerson, facts: &PersonFacts, org_url: &str) -> bool {
    found.name != facts.name
        || found.okta_id.as_deref() != Some(&facts.okta_id)
        || found.org_url.as_deref() != Some(org_url)
        || found.origin != PersonOrigin::Okta
        || found.display_name != facts.display_name
        || found.email != facts.email
        || found.traits != facts.traits
}

fn is_active(person: &SyncedPerson) -> bool {
    !person.is_inactive && !person.is_sync_locked
}

pub(super) fn key(name: &str) -> String {
    name.trim().to_lowercase()
}
