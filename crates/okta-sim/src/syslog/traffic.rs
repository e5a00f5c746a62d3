//! Everyday traffic from a seed: people sign in, pass a second factor, open apps, mistype passwords, now and then
//! somebody joins or leaves a group.
//!
//! The generator writes nothing itself. It tells what happens by now; sign-ins and the like come as finished events,
//! changes of the organization come as wishes, because only a real change may be logged.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::event::{Client, Draft, Party, Transaction};
use super::people::{self, Person, Population};
use crate::stamp::Stamp;

/// Something that happens.
#[derive(Debug)]
pub(crate) enum Happening {
    /// An event that changes nothing, published at this time.
    Event(Box<Draft>, Stamp),
    /// A change that somebody makes.
    Change(Change),
}

/// A change of the organization, to be carried out by its own operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The person with this id joins the group with this id, or leaves it when a member already.
    ToggleMember {
        /// `00u…`
        user: String,
        /// `00g…`
        group: String,
    },
}

/// A source of traffic.
#[derive(Debug)]
pub(crate) struct Traffic {
    rng: ChaCha8Rng,
    per_minute: f64,
    last: Option<Stamp>,
    owed: f64,
}

/// More than this is never made up for after a pause, so that a sleeping machine does not wake into a flood.
const MOST_AT_ONCE: f64 = 20_000.0;

impl Traffic {
    /// About `per_minute` events a minute.
    pub(crate) fn new(seed: u64, per_minute: u32) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed ^ 0x5EED),
            per_minute: f64::from(per_minute),
            last: None,
            owed: 0.0,
        }
    }

    /// What happens between the last call and `now`.
    pub(crate) fn due(&mut self, now: Stamp, population: &dyn Population) -> Vec<Happening> {
        let since = self.last.replace(now).unwrap_or(now);
        let minutes = (now.0 - since.0).max(0) as f64 / 60_000.0;
        self.owed = (self.owed + minutes * self.per_minute).min(MOST_AT_ONCE);
        let mut happenings = Vec::new();
        let mut idle = 0;
        while self.owed >= 1.0 && idle < 100 {
            let before = happenings.len();
            self.visit(since, now, population, &mut happenings);
            idle = if happenings.len() == before { idle + 1 } else { 0 };
            self.owed -= (happenings.len() - before) as f64;
        }
        if idle == 100 {
            self.owed = 0.0;
        }
        happenings
    }

    /// One person's visit, some events long.
    fn visit(&mut self, since: Stamp, now: Stamp, population: &dyn Population, out: &mut Vec<Happening>) {
        let index = self.rng.random_range(0..population.people().max(1));
        let Some(person) = population.person(index) else {
            return;
        };
        let at = Stamp(if now.0 > since.0 {
            self.rng.random_range(since.0..now.0)
        } else {
            now.0
        });
        let mut visit = Visit {
            rng: &mut self.rng,
            person,
            client: people::home(index),
            at,
            out,
        };
        match visit.rng.random_range(0..100) {
            0..4 => visit.mistyped_password(),
            4..6 => visit.change(population),
            6..9 => visit.own_password(),
            _ => visit.sign_in(index, population),
        }
    }
}

/// How Okta says that nothing about a sign-in is new for this person.
const NOTHING_NEW: &str = "{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=NEGATIVE, New State=NEGATIVE, \
     New Country=NEGATIVE, Velocity=NEGATIVE, New City=NEGATIVE}";

struct Visit<'v> {
    rng: &'v mut ChaCha8Rng,
    person: Person,
    client: Client,
    at: Stamp,
    out: &'v mut Vec<Happening>,
}

impl Visit<'_> {
    fn sign_in(&mut self, index: usize, population: &dyn Population) {
        let session = self.token("102");
        self.event("policy.evaluate_sign_on", &session, |draft| {
            draft
                .outcome("ALLOW", "Sign-on policy evaluation resulted in ALLOW")
                .debug("behaviors", NOTHING_NEW)
                .target(Party::unnamed(
                    "PolicyEntity",
                    "00pdefault0signon5d7",
                    "Default Policy",
                ))
        });
        self.event("user.session.start", &session, |draft| {
            draft.debug("risk", "{level=LOW}")
        });
        if self.rng.random_bool(0.7) {
            let person = self.person.party();
            self.event("user.authentication.auth_via_mfa", &session, |mut draft| {
                draft.credential = Some(("FACTOR_PROVIDER", "OTP"));
                draft.target(person).debug("factor", "OKTA_VERIFY_PUSH")
            });
        }
        for _ in 0..self.rng.random_range(1..5_u8) {
            let pick = self.rng.random();
            let Some(app) = population.app_of(index, pick) else {
                break;
            };
            let user = Party::new("AppUser", &self.person.id, &self.person.login, &self.person.name);
            self.event("user.authentication.sso", &session, |draft| {
                let draft = draft.target(app.app_party()).target(user);
                draft
                    .debug("signOnMode", &app.sign_on)
                    .debug("initiationType", "SP_INITIATED")
            });
        }
    }

    fn mistyped_password(&mut self) {
        let session = self.token("102");
        let tries = self.rng.random_range(1..4_u8);
        for _ in 0..tries {
            self.event("user.session.start", &session, |draft| {
                draft.outcome("FAILURE", "INVALID_CREDENTIALS")
            });
        }
    }

    fn own_password(&mut self) {
        let session = self.token("102");
        let person = self.person.party();
        self.event("user.account.update_password", &session, |draft| {
            draft.target(person)
        });
    }

    fn change(&mut self, population: &dyn Population) {
        let pick = self.rng.random();
        if let Some(group) = population.group(pick) {
            let change = Change::ToggleMember {
                user: self.person.id.clone(),
                group: group.id,
            };
            self.out.push(Happening::Change(change));
        }
    }

    fn event(&mut self, kind: &str, session: &str, finish: impl FnOnce(Draft) -> Draft) {
        self.at = self.at.plus_ms(self.rng.random_range(40..1500));
        let transaction = Transaction {
            id: self.token("Z").into(),
            ..Transaction::default()
        };
        let draft = Draft::new(kind, self.person.party())
            .client(self.client.clone())
            .session(session)
            .debug("dtHash", &self.client.device_hash())
            .debug("threatSuspected", "false");
        self.out.push(Happening::Event(
            Box::new(finish(draft.transaction(transaction))),
            self.at,
        ));
    }

    fn token(&mut self, prefix: &str) -> String {
        let number: u128 = self.rng.random();
        format!("{prefix}{number:024x}")
    }
}

/// When an event that happened at `published` is persisted, seen from `now`: most at once, one in twenty up to half a
/// minute late. That is what makes the order of persistence differ from the order of time.
pub(crate) fn persisted(published: Stamp, now: Stamp, draw: u64) -> Stamp {
    let late = if draw.is_multiple_of(20) {
        i64::try_from(draw / 20 % 30_000).unwrap_or(0)
    } else {
        0
    };
    published.plus_ms(60 + late).max(now)
}
