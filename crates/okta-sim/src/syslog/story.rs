//! Attack stories for people who want to see detections at work: told as events, step by step.
//!
//! A story writes only what the log of such an attack shows; the changes that an attack makes to the organization are
//! made through its own endpoints by whoever plays the story.

mod plots;

use super::event::{Client, Draft, Party, Transaction};
use super::people::{self, Person, Thing};
use crate::stamp::Stamp;

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Story {
    /// Push requests until the victim gives in.
    PushBombing,
    /// A session goes on from another network and device.
    SessionTheft,
    /// One password tried on many people.
    PasswordSpray,
    /// An API token used from a strange place.
    TokenTheft,
    /// Somebody of the help desk resets a super administrator's second factor and password; the caller signs in as
    /// that administrator and makes another account a super administrator.
    HelpDeskTakeover,
}

impl Story {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::PushBombing,
        Self::SessionTheft,
        Self::PasswordSpray,
        Self::TokenTheft,
        Self::HelpDeskTakeover,
    ];

    /// The name in options and control requests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PushBombing => "push_bombing",
            Self::SessionTheft => "session_theft",
            Self::PasswordSpray => "password_spray",
            Self::TokenTheft => "token_theft",
            Self::HelpDeskTakeover => "help_desk_takeover",
        }
    }

    /// The story of this name; hyphens do as well.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|story| story.name() == name)
    }
}

/// Who plays.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    /// The victim first; the second is the help desk's, the last gets rights that it should not have; all of them are
    /// targets of a spray.
    pub(crate) people: Vec<Person>,
    /// What the attacker opens.
    pub(crate) app: Option<Thing>,
    /// Id and name of the token that is stolen.
    pub(crate) token: Option<(String, String)>,
}

/// The events of a story with their times; the first happens at `start`. The same seed tells the same story.
pub(crate) fn events(story: Story, cast: &Cast, seed: u64, start: Stamp) -> Vec<(Draft, Stamp)> {
    let Some(victim) = cast.people.first() else {
        return Vec::new();
    };
    let mut teller = Teller {
        at: start,
        told: Vec::new(),
        seed,
        attacker: people::attacker(seed, people::home(victim.index).browser),
    };
    match story {
        Story::PushBombing => plots::push_bombing(&mut teller, victim),
        Story::SessionTheft => plots::session_theft(&mut teller, victim, cast.app.as_ref()),
        Story::PasswordSpray => plots::password_spray(&mut teller, &cast.people, cast.app.as_ref()),
        Story::TokenTheft => plots::token_theft(&mut teller, victim, cast),
        Story::HelpDeskTakeover => plots::help_desk_takeover(&mut teller, victim, &cast.people),
    }
    teller.told
}

/// The ordinary use of an API token: its program, at its owner's place, writes a profile.
pub(crate) fn token_use(owner: &Person, token: &str, at: Stamp) -> Draft {
    let home = people::home(owner.index);
    let mut client = Client::api(&home.ip, "okta-sdk-java/20.0.0");
    client.place = home.place;
    let transaction = Transaction {
        id: format!("Zuse{:012x}{}", at.0, owner.index).into(),
        token_id: Some(token.into()),
        token_client_id: None,
    };
    let draft = Draft::new("user.account.update_profile", owner.party())
        .client(client)
        .transaction(transaction);
    draft.target(owner.party()).debug("requestUri", "/api/v1/users")
}

/// Writes the events down with their times.
struct Teller {
    at: Stamp,
    told: Vec<(Draft, Stamp)>,
    seed: u64,
    attacker: Client,
}

impl Teller {
    /// Something that somebody does `after_ms` milliseconds after the event before.
    fn tell(
        &mut self,
        after_ms: i64,
        person: &Person,
        client: Client,
        kind: &str,
        finish: impl FnOnce(Draft) -> Draft,
    ) {
        self.at = self.at.plus_ms(after_ms);
        let id = format!(
            "Z{:012x}{:04x}{:04x}",
            self.at.0,
            self.seed & 0xffff,
            self.told.len()
        );
        let transaction = Transaction {
            id: id.into(),
            ..Transaction::default()
        };
        let device = client.device_hash();
        let draft = Draft::new(kind, person.party())
            .client(client)
            .transaction(transaction);
        let draft = draft.debug("dtHash", &device).debug("threatSuspected", "false");
        self.told.push((finish(draft), self.at));
    }

    /// The attacker does something as somebody.
    fn attack(&mut self, after_ms: i64, person: &Person, kind: &str, finish: impl FnOnce(Draft) -> Draft) {
        self.tell(after_ms, person, self.attacker.clone(), kind, finish);
    }

    /// Somebody does something from where they always are.
    fn at_home(&mut self, after_ms: i64, person: &Person, kind: &str, finish: impl FnOnce(Draft) -> Draft) {
        self.tell(after_ms, person, people::home(person.index), kind, finish);
    }

    /// The id of a session, another one in every telling.
    fn session(&self, what: &str) -> String {
        format!("102{what}{:011x}{:04x}", self.at.0, self.seed & 0xffff)
    }
}

/// How Okta says that everything about a sign-in is new for this person.
const ALL_NEW: &str = "{New Geo-Location=POSITIVE, New Device=POSITIVE, New IP=POSITIVE, New State=POSITIVE, \
     New Country=POSITIVE, Velocity=POSITIVE, New City=POSITIVE}";

/// The Admin Console as a target.
fn console() -> Party {
    Party::new(
        "AppInstance",
        "0oaadminconsole00005d7",
        "Okta Admin Console",
        "Okta Admin Console",
    )
    .with_detail("signOnModeType", "OPENID_CONNECT")
}

/// A sign-in where everything is new.
fn strange(draft: Draft) -> Draft {
    draft.debug("behaviors", ALL_NEW).debug(
        "risk",
        "{level=HIGH, reasons=Anomalous Device, Anomalous Location}",
    )
}
