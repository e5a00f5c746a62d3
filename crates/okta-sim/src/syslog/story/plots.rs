//! What happens in each story.

use super::{Cast, Teller, console, strange};
use crate::syslog::event::{Client, Draft, Party};
use crate::syslog::people::{Person, Thing};

pub(super) fn push_bombing(teller: &mut Teller, victim: &Person) {
    let session = teller.session("push");
    let session = session.as_str();
    let target = || victim.party();
    teller.attack(0, victim, "policy.evaluate_sign_on", |draft| {
        let policy = Party::unnamed("PolicyEntity", "00pdefault0signon5d7", "Default Policy");
        strange(draft)
            .session(session)
            .target(policy)
            .outcome("CHALLENGE", "Sign-on policy evaluation resulted in CHALLENGE")
    });
    for _ in 0..11 {
        teller.attack(9_000, victim, "system.push.send_factor_verify_push", |draft| {
            draft
                .session(session)
                .target(target())
                .debug("factor", "OKTA_VERIFY_PUSH")
        });
        teller.at_home(6_000, victim, "user.mfa.okta_verify.deny_push", |draft| {
            draft
                .session(session)
                .target(target())
                .outcome("FAILURE", "USER_REJECTED")
        });
    }
    teller.attack(9_000, victim, "system.push.send_factor_verify_push", |draft| {
        draft
            .session(session)
            .target(target())
            .debug("factor", "OKTA_VERIFY_PUSH")
    });
    // The phone that gives in is the victim's; what is new is the browser that it lets in.
    teller.at_home(11_000, victim, "user.authentication.auth_via_mfa", |mut draft| {
        draft.credential = Some(("FACTOR_PROVIDER", "OTP"));
        strange(draft)
            .session(session)
            .target(target())
            .debug("factor", "OKTA_VERIFY_PUSH")
    });
    teller.attack(2_000, victim, "user.session.start", |draft| {
        strange(draft).session(session)
    });
    open_console(teller, victim, session);
}

pub(super) fn session_theft(teller: &mut Teller, victim: &Person, app: Option<&Thing>) {
    let session = teller.session("cook");
    let session = session.as_str();
    let opens = |draft: Draft| {
        let user = Party::new("AppUser", &victim.id, &victim.login, &victim.name);
        let draft = draft
            .session(session)
            .debug("signOnMode", "SAML 2.0")
            .debug("initiationType", "SP_INITIATED");
        app.map(Thing::app_party)
            .into_iter()
            .fold(draft, Draft::target)
            .target(user)
    };
    teller.at_home(0, victim, "user.session.start", |draft| draft.session(session));
    teller.at_home(45_000, victim, "user.authentication.sso", opens);
    teller.attack(90_000, victim, "user.authentication.sso", opens);
    teller.attack(
        20_000,
        victim,
        "security.session.detect_client_roaming",
        |draft| draft.session(session),
    );
    open_console(teller, victim, session);
    teller.attack(40_000, victim, "user.mfa.factor.activate", |draft| {
        draft
            .session(session)
            .target(victim.party())
            .debug("factor", "OKTA_VERIFY_PUSH")
    });
    teller.at_home(45_000, victim, "user.authentication.sso", opens);
}

pub(super) fn password_spray(teller: &mut Teller, people: &[Person], app: Option<&Thing>) {
    for round in 0..2 {
        for person in people {
            let pause = 3_000 + i64::try_from(teller.seed.wrapping_mul(7 + round) % 2_000).unwrap_or(0);
            teller.attack(pause, person, "user.session.start", |draft| {
                draft
                    .outcome("FAILURE", "INVALID_CREDENTIALS")
                    .debug("threatSuspected", "true")
            });
        }
    }
    let Some(last) = people.last() else { return };
    let session = teller.session("spry");
    teller.attack(4_000, last, "user.session.start", |draft| {
        strange(draft).session(&session).debug("threatSuspected", "true")
    });
    teller.attack(15_000, last, "user.authentication.sso", |draft| {
        let draft = draft.session(&session).debug("signOnMode", "SAML 2.0");
        app.map(Thing::app_party).into_iter().fold(draft, Draft::target)
    });
}

pub(super) fn token_theft(teller: &mut Teller, victim: &Person, cast: &Cast) {
    let (id, name) = cast
        .token
        .clone()
        .unwrap_or_else(|| ("00Tstolen0token005d7".to_owned(), "API token".to_owned()));
    let mut thief = Client::api(&teller.attacker.ip, "python-requests/2.32.3");
    (thief.place, thief.proxy) = (teller.attacker.place, teller.attacker.proxy);
    let with_token = |mut draft: Draft, path: &str| {
        draft.transaction.token_id = Some(id.as_str().into());
        draft.debug("requestUri", path).debug("url", &format!("{path}?"))
    };
    for path in ["/api/v1/users", "/api/v1/groups", "/api/v1/apps"] {
        teller.tell(
            2_000,
            victim,
            thief.clone(),
            "system.api_token.request_outside_allowed_range",
            |draft| {
                let token = Party::unnamed("Token", &id, &name);
                with_token(draft, path)
                    .target(token)
                    .outcome("DENY", "API token used outside of its network zone")
            },
        );
    }
    // From inside the zone's proxy it goes on: an account of the thief's own, with all rights.
    let made = Party::new(
        "User",
        "00ustolentoken000005d7",
        "svc-sync@harborline.example",
        "svc sync",
    );
    let steps = [
        ("user.lifecycle.create", "/api/v1/users"),
        ("user.lifecycle.activate", "/api/v1/users"),
        (
            "user.account.privilege.grant",
            "/api/v1/users/00ustolentoken000005d7/roles",
        ),
    ];
    for (kind, path) in steps {
        teller.tell(7_000, victim, thief.clone(), kind, |draft| {
            let draft = with_token(draft, path).target(made.clone());
            if kind == "user.account.privilege.grant" {
                super_admin(draft)
            } else {
                draft
            }
        });
    }
}

pub(super) fn help_desk_takeover(teller: &mut Teller, victim: &Person, people: &[Person]) {
    let desk = people.get(1).unwrap_or(victim);
    let friend = people.last().unwrap_or(desk);
    let (own, stolen) = (teller.session("desk"), teller.session("take"));
    teller.at_home(0, desk, "user.session.start", |draft| draft.session(&own));
    teller.at_home(8_000, desk, "user.session.access_admin_app", |draft| {
        draft.session(&own).target(console())
    });
    for (pause, kind) in [
        (40_000, "user.mfa.factor.reset_all"),
        (15_000, "user.account.reset_password"),
    ] {
        teller.at_home(pause, desk, kind, |draft| {
            draft.session(&own).target(victim.party())
        });
    }
    teller.attack(90_000, victim, "user.account.update_password", |draft| {
        draft.session(&stolen).target(victim.party())
    });
    teller.attack(5_000, victim, "user.session.start", |draft| {
        strange(draft).session(&stolen)
    });
    teller.attack(20_000, victim, "user.mfa.factor.activate", |draft| {
        draft
            .session(&stolen)
            .target(victim.party())
            .debug("factor", "OKTA_VERIFY_PUSH")
    });
    open_console(teller, victim, &stolen);
    teller.attack(30_000, victim, "user.account.privilege.grant", |draft| {
        super_admin(draft.session(&stolen).target(friend.party()))
    });
}

/// The attacker opens the Admin Console.
fn open_console(teller: &mut Teller, victim: &Person, session: &str) {
    teller.attack(5_000, victim, "policy.evaluate_sign_on", |draft| {
        let draft = strange(draft).session(session).target(console());
        draft.outcome("ALLOW", "Sign-on policy evaluation resulted in ALLOW")
    });
    teller.attack(1_000, victim, "user.session.access_admin_app", |draft| {
        draft
            .session(session)
            .target(Party::new("AppUser", &victim.id, &victim.login, &victim.name))
    });
}

fn super_admin(draft: Draft) -> Draft {
    draft
        .target(Party::unnamed("ROLE_ASSIGNED", "ROLE_ASSIGNED", "Role Assigned"))
        .target(Party::unnamed("ROLE", "SuperAdmin", "Super Administrator"))
        .debug("privilegeGranted", "Super administrator")
}
