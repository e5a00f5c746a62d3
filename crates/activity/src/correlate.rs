//! One person over all sources: which account belongs to whom, and why we think so.
//!
//! Links are a side table by account. Events keep what they bear; who reads old events asks the table, so that a
//! correction by hand changes the past without rewriting it.

mod as_list;
mod told;

#[cfg(test)]
mod tests;

use crate::event::{Batch, Field, Moment, Source, View};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use told::{Claim, evidence};

pub use told::account_of;
pub(crate) use told::is_name_chosen;

/// Links that are kept, at most; accounts beyond stay without a person, and are counted.
const LINKS_MAX: usize = 2_000_000;

/// An account in one source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Account {
    /// The source.
    pub source: Source,
    /// Its organization.
    pub org: String,
    /// The actor's id there.
    pub id: String,
}

/// Why an account is thought to be a person's. Weaker reasons come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The session of an assumed role bears the name, which whoever takes a role may choose: a hint, and no link.
    SessionName,
    /// The name equals the part before `@` of exactly one person's login.
    LocalName,
    /// The name is a mail address or login of the person.
    Mail,
    /// The identity provider named the session: SAML, or AWS's own single sign-on.
    SamlSubject,
    /// The identity provider told it at sign-in (Teleport's attributes).
    SignInAttribute,
    /// The source itself links the account to its SSO subject (GitHub's SAML name id).
    ExternalIdentity,
    /// The directory has the account.
    Directory,
    /// A person said so.
    Manual,
}

/// An account's person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The person: their first known login, in lower case.
    pub person: String,
    /// Why.
    pub reason: Reason,
    /// The value that told it, or who corrected it.
    pub evidence: String,
    /// The event that told it, as `source/org/uid`; empty for the directory.
    pub event: String,
    /// When it was told.
    pub since: Moment,
}

/// A correction by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The account is this person's.
    Is {
        /// The person.
        person: String,
        /// Who says so, and why.
        by: String,
    },
    /// The account is nobody's that we know; no evidence may link it again.
    Nobody {
        /// Who says so, and why.
        by: String,
    },
}

/// A person of the directory.
#[derive(Clone, Debug, Default)]
pub struct Person<'p> {
    /// The directory's organization.
    pub org: &'p str,
    /// The id there.
    pub id: &'p str,
    /// The login.
    pub login: &'p str,
    /// Mail addresses and other logins.
    pub mails: &'p [&'p str],
}

/// Knows the persons and what events told of accounts. Write it with `serde`.
///
/// What was told is kept, not what followed from it: whose an account is comes out of the names that are known when
/// somebody asks. So it does not matter whether the directory was read before the events or after them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Correlator {
    /// Login or mail to person; several claims make it useless.
    names: BTreeMap<String, BTreeSet<String>>,
    /// Part before `@` to persons.
    local: BTreeMap<String, BTreeSet<String>>,
    /// Accounts of the directory itself: person and login.
    #[serde(with = "as_list")]
    directory: BTreeMap<Account, (String, String)>,
    #[serde(with = "as_list")]
    claims: BTreeMap<Account, Vec<Claim>>,
    #[serde(with = "as_list")]
    corrections: BTreeMap<Account, (Correction, Moment)>,
    /// Accounts left without a person because there were too many.
    left_off: u64,
}

impl Correlator {
    /// Takes a person from the directory. The first known login names the person from then on.
    pub fn person(&mut self, person: &Person<'_>) {
        let login = person.login.to_ascii_lowercase();
        let account = Account {
            source: Source::Okta,
            org: person.org.to_owned(),
            id: person.id.to_owned(),
        };
        let known = self.directory.get(&account).map(|(person, _)| person.clone());
        let name = known.unwrap_or_else(|| login.clone());
        for alias in person
            .mails
            .iter()
            .map(|mail| mail.to_ascii_lowercase())
            .chain([login.clone(), name.clone()])
        {
            if let Some((before, _)) = alias.split_once('@') {
                self.local
                    .entry(before.to_owned())
                    .or_default()
                    .insert(name.clone());
            }
            self.names.entry(alias).or_default().insert(name.clone());
        }
        self.directory.insert(account, (name, login));
    }

    /// Corrects by hand; the newest correction of an account holds.
    pub fn correct(&mut self, account: Account, correction: Correction, now: Moment) {
        self.corrections.insert(account, (correction, now));
    }

    /// Takes back a correction.
    pub fn uncorrect(&mut self, account: &Account) {
        self.corrections.remove(account);
    }

    /// Takes back all corrections: they are kept elsewhere.
    pub fn uncorrect_all(&mut self) {
        self.corrections.clear();
    }

    /// The link of an account, corrections first; `None` when nobody is known.
    pub fn link(&self, account: &Account) -> Option<Link> {
        match self.corrections.get(account) {
            Some((Correction::Nobody { .. }, _)) => None,
            Some((Correction::Is { person, by }, since)) => Some(Link {
                person: person.to_ascii_lowercase(),
                reason: Reason::Manual,
                evidence: by.clone(),
                event: String::new(),
                since: *since,
            }),
            None => self.found(account),
        }
    }

    /// The link that the directory or events tell: the strongest that names one person.
    fn found(&self, account: &Account) -> Option<Link> {
        if let Some((person, login)) = self.directory.get(account) {
            return Some(Link {
                person: person.clone(),
                reason: Reason::Directory,
                evidence: login.clone(),
                event: String::new(),
                since: Moment::default(),
            });
        }
        let claims = self.claims.get(account)?;
        let told = claims
            .iter()
            .filter(|claim| claim.reason != Reason::SessionName)
            .filter_map(|claim| Some((claim, self.meant(claim)?)));
        let (claim, person) = told.max_by_key(|(claim, _)| claim.reason)?;
        Some(linked(account, claim, person))
    }

    /// The one person that a claim means.
    fn meant(&self, claim: &Claim) -> Option<String> {
        let value = claim.value.to_ascii_lowercase();
        let is_short = claim.reason == Reason::SessionName && !value.contains('@');
        if claim.reason == Reason::LocalName || is_short {
            return only(self.local.get(&value)?).map(str::to_owned);
        }
        match self.names.get(&value) {
            // Two people claim the address: it says nothing.
            Some(claims) => only(claims).map(str::to_owned),
            None => Some(value),
        }
    }

    /// Whether somebody corrected that account by hand.
    pub fn is_corrected(&self, account: &Account) -> bool {
        self.corrections.contains_key(account)
    }

    /// All accounts that anything is known of, each once.
    fn accounts(&self) -> impl Iterator<Item = &Account> {
        let all = self.directory.keys().chain(self.claims.keys());
        let all: BTreeSet<&Account> = all.chain(self.corrections.keys()).collect();
        all.into_iter()
    }

    /// All links as they hold now: the side table for old events.
    pub fn links(&self) -> impl Iterator<Item = (&Account, Link)> {
        self.accounts()
            .filter_map(|account| Some((account, self.link(account)?)))
    }

    /// Every account that is somebody's, and whose.
    pub fn persons(&self) -> impl Iterator<Item = (&Account, String)> {
        self.accounts()
            .filter_map(|account| Some((account, self.person_of(account)?)))
    }

    /// Whose an account is.
    fn person_of(&self, account: &Account) -> Option<String> {
        match self.corrections.get(account) {
            Some((Correction::Nobody { .. }, _)) => None,
            Some((Correction::Is { person, .. }, _)) => Some(person.to_ascii_lowercase()),
            None => match self.directory.get(account) {
                Some((person, _)) => Some(person.clone()),
                None => self.found(account).map(|link| link.person),
            },
        }
    }

    /// Whether events of an account may bear a person that `is` names, though it is not that person's now.
    pub fn may_have_been(&self, account: &Account, is: &dyn Fn(&str) -> bool) -> bool {
        let claims = self.claims.get(account).map_or(&[][..], Vec::as_slice);
        let meant = |claim: &Claim| self.meant(claim).is_some_and(|person| is(&person));
        self.corrections.contains_key(account) || claims.iter().any(meant)
    }

    /// Accounts whose events may bear another person than theirs now, and whose they are now.
    pub fn moved(&self) -> Vec<(Account, Option<String>)> {
        let is_moved = |account: &&Account| {
            let now = self.person_of(account);
            self.corrections.contains_key(account)
                || self.may_have_been(account, &|person| now.as_deref() != Some(person))
        };
        let claimed = self
            .claims
            .keys()
            .filter(|account| !self.corrections.contains_key(account));
        let accounts = self.corrections.keys().chain(claimed).filter(is_moved);
        accounts
            .map(|account| (account.clone(), self.person_of(account)))
            .collect()
    }

    /// Accounts that are nobody's because somebody said so.
    pub fn nobodys(&self) -> impl Iterator<Item = &Account> {
        let corrected = self.corrections.iter();
        let nobodys = corrected.filter(|(_, (what, _))| matches!(what, Correction::Nobody { .. }));
        nobodys.map(|(account, _)| account)
    }

    /// All accounts of a person, with the evidence.
    pub fn accounts_of<'c>(&'c self, person: &'c str) -> impl Iterator<Item = (&'c Account, Link)> {
        self.links()
            .filter(move |(_, link)| link.person.eq_ignore_ascii_case(person))
    }

    /// Accounts left without a person because there were too many.
    pub const fn left_off(&self) -> u64 {
        self.left_off
    }

    /// Learns from the events of a batch and writes the person behind each actor into it.
    pub fn fill(&mut self, batch: &mut Batch) {
        for index in 0..batch.len() {
            let person = batch.event(index, None).and_then(|event| {
                let told = event.get(Field::IdentityId);
                self.learn(&event, told)
            });
            if let Some(person) = person {
                batch.set_identity(index, &person);
            }
        }
    }

    /// Learns from one event, of which its source itself told that identity; returns the person behind its actor.
    pub fn learn(&mut self, event: &dyn View, told: Option<&str>) -> Option<String> {
        let account = self.hear(event, told)?;
        self.link(&account).map(|link| link.person)
    }

    /// The same without an answer but whose actor it is.
    pub fn hear(&mut self, event: &dyn View, told: Option<&str>) -> Option<Account> {
        if let Some((session, subject)) = told::session_of(event) {
            self.put(&session, event, Reason::SamlSubject, subject);
        }
        let account = account_of(event)?;
        if let Some((reason, value)) = evidence(event, told) {
            self.put(&account, event, reason, value);
        }
        Some(account)
    }

    /// Accounts that are nobody's and may be a person's by a name that somebody chose, with that hint.
    pub fn hints_of<'c>(&'c self, person: &'c str) -> impl Iterator<Item = (&'c Account, Link)> {
        let hinted = self.claims.iter().filter_map(|(account, claims)| {
            let claim = claims.iter().find(|claim| claim.reason == Reason::SessionName)?;
            Some((account, claim, self.meant(claim)?))
        });
        let theirs = hinted.filter(move |(account, _, meant)| {
            meant.eq_ignore_ascii_case(person)
                && !self.corrections.contains_key(account)
                && self.found(account).is_none()
        });
        theirs.map(|(account, claim, person)| (account, linked(account, claim, person)))
    }

    fn put(&mut self, account: &Account, event: &dyn View, reason: Reason, value: &str) {
        // The directory knows its own accounts, and nothing is stronger but a person's word.
        if self.directory.contains_key(account) {
            return;
        }
        if self.claims.len() >= LINKS_MAX && !self.claims.contains_key(account) {
            self.left_off += 1;
            return;
        }
        let uid = event.text(Field::Uid).unwrap_or("");
        let since = event.time();
        let claims = match self.claims.get_mut(account) {
            Some(claims) => claims,
            None => self.claims.entry(account.clone()).or_default(),
        };
        let known = claims.iter_mut().find(|claim| claim.reason == reason);
        if known
            .as_ref()
            .is_some_and(|claim| (claim.since, claim.uid.as_str()) <= (since, uid))
        {
            return;
        }
        let claim = Claim {
            reason,
            value: value.to_owned(),
            uid: uid.to_owned(),
            since,
        };
        match known {
            Some(known) => *known = claim,
            None => claims.push(claim),
        }
    }

    /// Whether an event of that time can tell for the first time what its source itself tells of an account.
    pub fn may_be_told(&self, account: &Account, time: Moment) -> bool {
        if self.directory.contains_key(account) {
            return false;
        }
        let claims = self.claims.get(account).map_or(&[][..], Vec::as_slice);
        let told = |claim: &&Claim| claim.reason >= Reason::SignInAttribute;
        !claims.iter().filter(told).any(|claim| claim.since <= time)
    }
}

/// The link that a claim makes.
fn linked(account: &Account, claim: &Claim, person: String) -> Link {
    Link {
        person,
        reason: claim.reason,
        evidence: claim.value.clone(),
        event: format!("{}/{}/{}", account.source.word(), account.org, claim.uid),
        since: claim.since,
    }
}

fn only(claims: &BTreeSet<String>) -> Option<&str> {
    claims.first().filter(|_| claims.len() == 1).map(String::as_str)
}
