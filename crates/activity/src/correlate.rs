//! One person over all sources: which account belongs to whom, and why we think so.
//!
//! Links are a side table by account. Events keep what they bear; who reads old events asks the table, so that a
//! correction by hand changes the past without rewriting it.

#[cfg(test)]
mod tests;

use crate::event::{Batch, Event, Field, Moment, Source, View};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The name equals the part before `@` of exactly one person's login.
    LocalName,
    /// The name is a mail address or login of the person.
    Mail,
    /// The session of an assumed role is named for the person, as SAML does.
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

/// Knows the persons and the links. Write it with `serde`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Correlator {
    /// Login or mail to person; several claims make it useless.
    names: BTreeMap<String, BTreeSet<String>>,
    /// Part before `@` to persons.
    local: BTreeMap<String, BTreeSet<String>>,
    #[serde(with = "as_list")]
    links: BTreeMap<Account, Link>,
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
        let known = self.links.get(&account).map(|link| link.person.clone());
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
        let link = Link {
            person: name,
            reason: Reason::Directory,
            evidence: login,
            event: String::new(),
            since: Moment::default(),
        };
        self.links.insert(account, link);
    }

    /// Corrects by hand; the newest correction of an account holds.
    pub fn correct(&mut self, account: Account, correction: Correction, now: Moment) {
        self.corrections.insert(account, (correction, now));
    }

    /// Takes back a correction.
    pub fn uncorrect(&mut self, account: &Account) {
        self.corrections.remove(account);
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
            None => self.links.get(account).cloned(),
        }
    }

    /// All links as they hold now: the side table for old events.
    pub fn links(&self) -> impl Iterator<Item = (&Account, Link)> {
        let accounts: BTreeSet<&Account> = self.links.keys().chain(self.corrections.keys()).collect();
        accounts
            .into_iter()
            .filter_map(|account| Some((account, self.link(account)?)))
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
            let person = batch.event(index, None).and_then(|event| self.learn(&event));
            if let Some(person) = person {
                batch.set_identity(index, &person);
            }
        }
    }

    /// Learns from one event; returns the person behind its actor.
    pub fn learn(&mut self, event: &Event<'_>) -> Option<String> {
        if event.get(Field::ActorKind) == Some("system") {
            return None;
        }
        let account = Account {
            source: event.source(),
            org: event.get(Field::SourceOrg).unwrap_or("").to_owned(),
            id: event
                .get(Field::ActorId)
                .or(event.get(Field::ActorName))?
                .to_owned(),
        };
        if let Some((correction, _)) = self.corrections.get(&account) {
            return match correction {
                Correction::Is { person, .. } => Some(person.to_ascii_lowercase()),
                Correction::Nobody { .. } => None,
            };
        }
        let known = self.links.get(&account);
        if known.is_some_and(|link| link.reason >= Reason::ExternalIdentity) {
            return known.map(|link| link.person.clone());
        }
        match self.evidence(event) {
            Some((reason, value, person)) if known.is_none_or(|link| reason > link.reason) => {
                self.put(account, event, reason, value, person)
            }
            _ => known.map(|link| link.person.clone()),
        }
    }

    fn put(
        &mut self,
        account: Account,
        event: &Event<'_>,
        reason: Reason,
        value: String,
        person: String,
    ) -> Option<String> {
        if self.links.len() >= LINKS_MAX && !self.links.contains_key(&account) {
            self.left_off += 1;
            return None;
        }
        let uid = event.get(Field::Uid).unwrap_or("");
        let link = Link {
            person: person.clone(),
            reason,
            evidence: value,
            event: format!("{}/{}/{uid}", account.source.word(), account.org),
            since: event.time(),
        };
        self.links.insert(account, link);
        Some(person)
    }

    /// What an event tells of who its actor is, the strongest first.
    fn evidence(&self, event: &Event<'_>) -> Option<(Reason, String, String)> {
        let told = event.get(Field::IdentityId).filter(|told| told.contains('@'));
        let name = event.get(Field::ActorName)?;
        let mail = Some(name).filter(|name| name.contains('@'));
        let (reason, value) = match (event.source(), told, mail) {
            (Source::Github, Some(told), _) => (Reason::ExternalIdentity, told),
            (_, Some(told), _) => (Reason::SignInAttribute, told),
            (Source::Aws, None, Some(mail)) if event.get(Field::ActorKind) == Some("role") => {
                (Reason::SamlSubject, mail)
            }
            (_, None, Some(mail)) => (Reason::Mail, mail),
            (_, None, None) => {
                let person = only(self.local.get(&name.to_ascii_lowercase())?)?;
                return Some((Reason::LocalName, name.to_owned(), person.to_owned()));
            }
        };
        let value = value.to_ascii_lowercase();
        let person = match self.names.get(&value) {
            // Two people claim the address: it says nothing.
            Some(claims) => only(claims)?.to_owned(),
            None => value.clone(),
        };
        Some((reason, value, person))
    }
}

fn only(claims: &BTreeSet<String>) -> Option<&str> {
    claims.first().filter(|_| claims.len() == 1).map(String::as_str)
}

/// Maps by account are written as lists: formats such as JSON want texts as keys.
mod as_list {
    use super::{Account, BTreeMap};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(
        map: &BTreeMap<Account, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Account, T>, D::Error> {
        Ok(Vec::<(Account, T)>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
