//! Attack stories for people who want to see detections at work: told as events, step by step.
//!
//! A story writes only what the log of such an attack shows; the changes that an attack makes to the organization are
//! made through its own endpoints by whoever plays the story.

use super::event::{Client, Draft, Party, Transaction};
use super::people::{self, Person, Thing};
use crate::stamp::Stamp;

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    /// Push requests until the victim gives in.
    PushBombing,
    /// A session goes on from another network and device.
    SessionTheft,
    /// One password tried on many people.
    PasswordSpray,
    /// An API token used from a strange place.
    TokenTheft,
    /// Somebody of the help desk resets a super administrator's second factor and password, signs in as that
    /// administrator, and makes the own account a super administrator.
    HelpDeskTakeover,
}

impl Story {
    /// The story by its name in control requests.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "push_bombing" => Self::PushBombing,
            "session_theft" => Self::SessionTheft,
            "password_spray" => Self::PasswordSpray,
            "token_theft" => Self::TokenTheft,
            "help_desk_takeover" => Self::HelpDeskTakeover,
            _ => return None,
        })
    }
}

/// The events of a story with their times; the first happens at `start`. `people` starts with the victim; the others
/// are further targets of a spray, the second is the help desk's. `app` is what the attacker opens.
pub(crate) fn events(
    story: Story,
    people: &[Person],
    app: Option<&Thing>,
    start: Stamp,
) -> Vec<(Draft, Stamp)> {
    let Some(victim) = people.first() else {
        return Vec::new();
    };
    let mut teller = Teller {
        at: start,
        told: Vec::new(),
        step: 0,
    };
    match story {
        Story::PushBombing => push_bombing(&mut teller, victim),
        Story::SessionTheft => session_theft(&mut teller, victim, app),
        Story::PasswordSpray => password_spray(&mut teller, people),
        Story::TokenTheft => token_theft(&mut teller, victim),
        Story::HelpDeskTakeover => {
            let desk = people.get(1).unwrap_or(victim);
            help_desk_takeover(&mut teller, victim, desk);
        }
    }
    teller.told
}

struct Teller {
    at: Stamp,
    told: Vec<(Draft, Stamp)>,
    step: u32,
}

impl Teller {
    fn tell(
        &mut self,
        after_ms: i64,
        person: &Person,
        client: Client,
        kind: &str,
        finish: impl FnOnce(Draft) -> Draft,
    ) {
        self.at = self.at.plus_ms(after_ms);
        self.step += 1;
        let id = format!("Zstory{:018x}{:04x}", self.at.0, self.step);
        let transaction = Transaction {
            id: id.into(),
            ..Transaction::default()
        };
        let draft = Draft::new(kind, person.party())
            .client(client)
            .transaction(transaction);
        self.told.push((finish(draft), self.at));
    }
}

fn push_bombing(teller: &mut Teller, victim: &Person) {
    let session = "102story0push0bombing";
    teller.tell(0, victim, people::attacker(), "user.session.start", |draft| {
        draft.session(session)
    });
    for _ in 0..11 {
        teller.tell(
            9_000,
            victim,
            people::attacker(),
            "system.push.send_factor_verify_push",
            |draft| {
                draft
                    .session(session)
                    .target(victim.party())
                    .debug("factor", "OKTA_VERIFY_PUSH")
            },
        );
        teller.tell(
            6_000,
            victim,
            people::home(0),
            "user.mfa.okta_verify.deny_push",
            |draft| {
                draft
                    .session(session)
                    .target(victim.party())
                    .outcome("FAILURE", "USER_REJECTED")
            },
        );
    }
    teller.tell(
        20_000,
        victim,
        people::attacker(),
        "user.authentication.auth_via_mfa",
        |draft| {
            draft
                .session(session)
                .target(victim.party())
                .debug("factor", "OKTA_VERIFY_PUSH")
        },
    );
    teller.tell(
        4_000,
        victim,
        people::attacker(),
        "user.session.access_admin_app",
        |draft| {
            draft
                .session(session)
                .target(Party::new("AppUser", &victim.id, &victim.login, &victim.name))
        },
    );
}

fn session_theft(teller: &mut Teller, victim: &Person, app: Option<&Thing>) {
    let session = "102story0session0theft";
    teller.tell(0, victim, people::home(3), "user.session.start", |draft| {
        draft.session(session)
    });
    let clients = [
        people::home(3),
        people::attacker(),
        people::attacker(),
        people::home(3),
    ];
    for client in clients {
        teller.tell(45_000, victim, client, "user.authentication.sso", |draft| {
            let draft = draft.session(session).debug("signOnMode", "SAML 2.0");
            app.map(Thing::app_party).into_iter().fold(draft, Draft::target)
        });
    }
}

fn password_spray(teller: &mut Teller, people: &[Person]) {
    for person in people {
        teller.tell(1_300, person, people::attacker(), "user.session.start", |draft| {
            draft
                .outcome("FAILURE", "INVALID_CREDENTIALS")
                .debug("threatSuspected", "true")
        });
    }
    if let Some(last) = people.last() {
        teller.tell(1_300, last, people::attacker(), "user.session.start", |draft| {
            draft.debug("threatSuspected", "true")
        });
    }
}

fn token_theft(teller: &mut Teller, victim: &Person) {
    for path in ["/api/v1/users", "/api/v1/groups", "/api/v1/apps"] {
        teller.tell(
            2_000,
            victim,
            people::attacker(),
            "system.api_token.request_outside_allowed_range",
            |draft| {
                draft
                    .outcome("DENY", "API token used outside of its network zone")
                    .debug("requestUri", path)
            },
        );
    }
}

fn help_desk_takeover(teller: &mut Teller, victim: &Person, desk: &Person) {
    let (own, stolen) = ("102story0help0desk0own", "102story0help0desk0vic");
    let reset = |draft: Draft| draft.session(own).target(victim.party());
    teller.tell(0, desk, people::home(1), "user.session.start", |draft| {
        draft.session(own)
    });
    teller.tell(
        8_000,
        desk,
        people::home(1),
        "user.session.access_admin_app",
        |draft| draft.session(own),
    );
    teller.tell(40_000, desk, people::home(1), "user.mfa.factor.reset_all", reset);
    teller.tell(
        15_000,
        desk,
        people::home(1),
        "user.account.reset_password",
        reset,
    );
    teller.tell(
        90_000,
        victim,
        people::home(1),
        "user.account.update_password",
        |draft| draft.session(stolen).target(victim.party()),
    );
    teller.tell(5_000, victim, people::home(1), "user.session.start", |draft| {
        draft.session(stolen)
    });
    teller.tell(
        20_000,
        victim,
        people::home(1),
        "user.mfa.factor.activate",
        |draft| {
            draft
                .session(stolen)
                .target(victim.party())
                .debug("factor", "OKTA_VERIFY_PUSH")
        },
    );
    teller.tell(
        6_000,
        victim,
        people::home(1),
        "user.session.access_admin_app",
        |draft| draft.session(stolen),
    );
    teller.tell(
        30_000,
        victim,
        people::home(1),
        "user.account.privilege.grant",
        |draft| {
            draft
                .session(stolen)
                .target(desk.party())
                .target(Party::unnamed("ROLE_ASSIGNED", "ROLE_ASSIGNED", "Role Assigned"))
                .target(Party::unnamed("ROLE", "SuperAdmin", "Super Administrator"))
                .debug("privilegeGranted", "Super administrator")
        },
    );
}
