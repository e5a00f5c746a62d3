//! Organizations of any size from a seed, with the proportions of real ones: group sizes log-normal, some people in
//! many groups, a few apps for everybody and a long tail.
//!
//! Sizes of the large one: 200,000 users, 20,000 groups, 2,000 apps, 5 million memberships, 7,600 app-group and
//! 300,000 direct assignments, 727 role assignments, 239 API tokens.

mod admins;
mod groups;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use super::people::{FIRST, LAST, Person, pack};
use crate::ids::made_id;
use crate::sim::{Sim, SimCredentials};
use crate::stamp::Stamp;
use crate::state::{AppGroup, Identity, Org, Profile, Status, User};
use crate::syslog::SystemLog;

/// The newest date in a made world: 2026-09-01T08:00:00Z.
const TODAY: Stamp = Stamp(1_788_249_600_000);
const DAY: i64 = 86_400_000;
/// How far back the oldest object lies, in days.
const AGE: i64 = 3000;

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) users: u32,
    pub(crate) groups: u32,
    pub(crate) apps: u32,
    /// Assignments of groups to apps.
    pub(crate) app_groups: u32,
    /// Direct assignments of users to apps.
    pub(crate) app_users: u32,
    /// Role assignments to users, groups and clients.
    pub(crate) roles: u32,
    pub(crate) tokens: u32,
}

impl Size {
    pub(crate) const MEDIUM: Self = Self {
        users: 20_000,
        groups: 2_000,
        apps: 300,
        app_groups: 1_100,
        app_users: 30_000,
        roles: 120,
        tokens: 60,
    };
    pub(crate) const LARGE: Self = Self {
        users: 200_000,
        groups: 20_000,
        apps: 2_000,
        app_groups: 7_600,
        app_users: 300_000,
        roles: 727,
        tokens: 239,
    };
}

/// A world in the making.
struct Making {
    org: Org,
    rng: ChaCha8Rng,
    size: Size,
}

impl Making {
    /// Some time in the life of the organization.
    fn past(&mut self) -> Stamp {
        TODAY.plus_ms(-self.rng.random_range(1..AGE * DAY))
    }

    /// An index below `end`, small ones far more often.
    fn skewed(&mut self, end: u32) -> u32 {
        let draw: f64 = self.rng.random();
        let spread = f64::from(end.max(1));
        // The inverse of a truncated 1/x distribution.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the value lies between 0 and end"
        )]
        let index = (spread.powf(draw) - 1.0) as u32;
        index.min(end.saturating_sub(1))
    }
}

/// Makes the world.
pub(crate) fn sim(size: Size, seed: u64) -> Sim {
    let identity = Identity {
        id: made_id("00o", seed, 7),
        subdomain: format!("sim{seed}"),
        company: "Meridian Group".to_owned(),
        user_type: made_id("oty", seed, 7),
        created: TODAY.plus_ms(-AGE * DAY),
    };
    let org = Org::empty(identity, seed);
    let mut making = Making {
        org,
        rng: ChaCha8Rng::seed_from_u64(seed),
        size,
    };
    people(&mut making);
    groups::make(&mut making);
    apps(&mut making);
    let credentials = admins::make(&mut making);
    making.org.log = SystemLog::default();
    making.org.version = 0;
    Sim::new(making.org, credentials)
}

fn people(making: &mut Making) {
    for number in 0..making.size.users {
        let created = making.past();
        let kind = if making.rng.random_bool(0.88) {
            0
        } else {
            making.rng.random_range(1..3)
        };
        let packed = pack(
            making
                .rng
                .random_range(0..u8::try_from(FIRST.len()).unwrap_or(u8::MAX)),
            making
                .rng
                .random_range(0..u8::try_from(LAST.len()).unwrap_or(u8::MAX)),
            u8::try_from(making.skewed(12)).unwrap_or(0),
            making.rng.random_range(0..16),
            making.rng.random_range(0..10),
            kind,
            number,
        );
        let person = Person::unpack(packed);
        let name = format!("{}.{}", person.first, person.last).to_lowercase();
        let login = format!("{name}{number}@meridian.example");
        let status = match making.rng.random_range(0..1000) {
            0..930 => Status::Active,
            930..960 => Status::Deprovisioned,
            960..970 => Status::Suspended,
            970..980 => Status::Staged,
            980..990 => Status::Provisioned,
            990..995 => Status::PasswordExpired,
            995..998 => Status::LockedOut,
            _ => Status::Recovery,
        };
        let changed = created.plus_ms(making.rng.random_range(0..(TODAY.0 - created.0).max(1)));
        let begun = status != Status::Staged;
        let password = begun && status != Status::Provisioned;
        making.org.push_user(User {
            id: made_id("00u", u64::from(number) + 1, 3).into(),
            login: login.into(),
            status,
            transition: None,
            created,
            activated: begun.then(|| created.plus_ms(3_600_000)),
            status_changed: begun.then_some(changed),
            last_login: password
                .then(|| TODAY.plus_ms(-i64::from(making.rng.random_range(0u32..2_000_000_000)) * 2)),
            last_updated: changed,
            password_changed: password.then_some(changed),
            profile: Profile::Made(packed),
            extra: None,
            groups: Vec::new(),
            apps: Vec::new(),
        });
    }
}

/// Kinds of app in the order of their frequency: catalogue name, sign-on mode.
const KINDS: [(&str, &str); 12] = [
    ("bookmark", "BOOKMARK"),
    ("oidc_client", "OPENID_CONNECT"),
    ("template_swa", "BROWSER_PLUGIN"),
    ("amazon_aws", "SAML_2_0"),
    ("salesforce", "SAML_2_0"),
    ("githubcloud", "SAML_2_0"),
    ("slack", "SAML_2_0"),
    ("zoomus", "SAML_2_0"),
    ("google", "SAML_2_0"),
    ("boxnet", "SAML_2_0"),
    ("pagerduty", "SAML_2_0"),
    ("docusign", "SAML_2_0"),
];

fn apps(making: &mut Making) {
    let everyone = making.org.everyone.first().copied().unwrap_or(0);
    let services = making.size.apps * 15 / 100;
    for number in 0..making.size.apps {
        let service = number >= making.size.apps - services;
        let (name, mode) = KINDS[usize::try_from(number).unwrap_or(0) % KINDS.len()];
        let (name, mode) = if service {
            ("oidc_client", "OPENID_CONNECT")
        } else {
            (name, mode)
        };
        let mut body = json!({"name": name, "signOnMode": mode, "label": label(number, service, name)});
        if service {
            body = json!({
                "name": name, "signOnMode": mode, "label": label(number, service, name),
                "credentials": {"oauthClient": {"token_endpoint_auth_method": "private_key_jwt"}},
                "settings": {"oauthClient": {
                    "application_type": "service", "grant_types": ["client_credentials"], "response_types": ["token"],
                }},
            });
        } else if name == "bookmark" {
            body = json!({
                "name": name, "signOnMode": mode, "label": label(number, service, name),
                "settings": {"app": {"url": format!("https://a{number}.meridian.example")}},
            });
        }
        let created = making.past();
        let id = made_id("0oa", u64::from(number) + 1, 5);
        let Some(app) = making.org.build_app(&id, body, created) else {
            continue;
        };
        if number % 40 == 39
            && let Some(found) = making.org.apps.get_mut(app)
        {
            found.active = false;
        }
        if number < 5 {
            let assignment = AppGroup {
                last_updated: created,
                ..AppGroup::default()
            };
            making.org.assign_group(app, everyone, assignment);
        }
    }
    assign(making, making.size.apps - services);
}

fn label(number: u32, service: bool, name: &str) -> String {
    let words = [
        "Atlas", "Beacon", "Compass", "Delta", "Ember", "Fjord", "Garnet", "Harbor", "Iris", "Jade",
    ];
    let word = words[usize::try_from(number / 7).unwrap_or(0) % words.len()];
    if service {
        format!("{word} service {number}")
    } else {
        format!("{word} {name} {number}")
    }
}

/// Groups and people to apps; service apps have none.
fn assign(making: &mut Making, apps: u32) {
    let groups = making.org.groups.end();
    for _ in 0..making.size.app_groups {
        let app = making.skewed(apps);
        let group = making.rng.random_range(1..groups);
        let Some(found) = making.org.apps.get(app) else {
            continue;
        };
        let priority = u32::try_from(found.groups.len()).unwrap_or(0);
        let assignment = AppGroup {
            priority,
            last_updated: found.created,
            pending: false,
            profile: None,
        };
        making.org.assign_group(app, group, assignment);
    }
    // Direct assignments are collected first: inserting into sorted lists one by one would take long.
    let mut lists: Vec<Vec<u32>> = (0..apps).map(|_| Vec::new()).collect();
    for _ in 0..making.size.app_users {
        let app = making.skewed(apps);
        let user = making.rng.random_range(0..making.size.users);
        if making.org.users.get(user).is_some_and(User::is_living)
            && let Some(list) = lists.get_mut(app as usize)
        {
            list.push(user);
        }
    }
    for (app, mut list) in (0u32..).zip(lists) {
        list.sort_unstable();
        list.dedup();
        for user in &list {
            if let Some(found) = making.org.users.get_mut(*user) {
                found.apps.push(app);
            }
        }
        if let Some(found) = making.org.apps.get_mut(app) {
            found.users = list;
        }
    }
}
