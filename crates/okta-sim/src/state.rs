//! The organization in memory: people, groups, apps and who is in what as numbers both ways;
//! everything smaller as JSON documents in named collections.
//!
//! Users, groups and apps have an ordinal each, in order of creation; it is never used again after a
//! deletion, so a cursor that names a deleted object still has its place.

pub(crate) mod app;
pub(crate) mod docs;
pub(crate) mod effect;
pub(crate) mod group;
pub(crate) mod habits;
pub(crate) mod relations;
mod shift;
pub(crate) mod table;
pub(crate) mod token_use;
pub(crate) mod user;

use crate::ids::Mint;
use crate::oauth::OAuth;
use crate::saml::session::Sessions;
use crate::stamp::Stamp;
use crate::syslog::SystemLog;

pub(crate) use app::{App, AppGroup};
pub(crate) use docs::Docs;
pub(crate) use effect::{Effect, Effects};
pub(crate) use group::{Group, GroupKind};
pub(crate) use habits::Habits;
pub(crate) use table::Table;
pub(crate) use token_use::TokenUse;
pub(crate) use user::{Profile, Status, User};

/// Facts about the organization itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identity {
    /// `00o…`
    pub(crate) id: String,
    /// First label of the host, `acme` in `acme.okta.com`.
    pub(crate) subdomain: String,
    /// Name of the company.
    pub(crate) company: String,
    /// `otyp…` of the default user type.
    pub(crate) user_type: String,
    /// When the organization was made.
    pub(crate) created: Stamp,
}

/// The whole organization.
#[derive(Debug)]
pub(crate) struct Org {
    pub(crate) identity: Identity,
    pub(crate) users: Table<User>,
    pub(crate) groups: Table<Group>,
    pub(crate) apps: Table<App>,
    /// Ordinals of the groups that hold everybody (one, when an organization has been set up).
    pub(crate) everyone: Vec<u32>,
    /// Login in lower case to ordinal.
    pub(crate) logins: std::collections::HashMap<Box<str>, u32>,
    /// Everything else, by collection path without `/api/v1/`: `idps`, `policies/{id}/rules`,
    /// `users/{id}/roles`, `api-tokens`, `apps/{id}/grants` …
    pub(crate) docs: Docs,
    pub(crate) log: SystemLog,
    pub(crate) oauth: OAuth,
    /// Who is signed in at the sign-in page.
    pub(crate) sessions: Sessions,
    /// When API tokens were used.
    pub(crate) token_use: TokenUse,
    /// Endpoints (by the path of their route) that a recording has answers of; `None` for an organization that was
    /// not recorded, whose every endpoint answers.
    pub(crate) recorded: Option<std::collections::BTreeSet<&'static str>>,
    pub(crate) mint: Mint,
    /// Grows with every change.
    pub(crate) version: u64,
    /// What happens later.
    pub(crate) effects: Effects,
    /// What late-consistent search does not see yet.
    pub(crate) lag: Lag,
    /// Who comes and which apps are opened, when people make traffic.
    pub(crate) habits: Habits,
}

/// The lag of search: for a while it sees objects as they were before their last change.
#[derive(Debug, Default)]
pub(crate) struct Lag {
    /// Length of the lag in milliseconds; 0 turns it off.
    pub(crate) ms: i64,
    pub(crate) users: std::collections::HashMap<u32, Before>,
    pub(crate) groups: std::collections::HashMap<u32, Before>,
}

/// The state that search still sees.
#[derive(Debug)]
pub(crate) struct Before {
    pub(crate) until: Stamp,
    /// `None`: the object did not exist.
    pub(crate) seen: Option<serde_json::Value>,
}

impl Org {
    /// An organization without people, groups or apps.
    pub(crate) fn empty(identity: Identity, seed: u64) -> Self {
        Self {
            identity,
            users: Table::new(),
            groups: Table::new(),
            apps: Table::new(),
            everyone: Vec::new(),
            logins: std::collections::HashMap::new(),
            docs: Docs::default(),
            log: SystemLog::default(),
            oauth: OAuth::new(seed),
            sessions: Sessions::default(),
            token_use: TokenUse::default(),
            recorded: None,
            mint: Mint::new(seed),
            version: 0,
            effects: Effects::default(),
            lag: Lag::default(),
            habits: Habits::default(),
        }
    }

    /// Adds a user and the way to it by login.
    pub(crate) fn push_user(&mut self, user: User) -> u32 {
        let login = user.login.to_lowercase();
        let ordinal = self.users.push(user);
        self.logins.insert(login.into(), ordinal);
        ordinal
    }

    /// Adds a group.
    pub(crate) fn push_group(&mut self, group: Group) -> u32 {
        let everyone = group.everyone;
        let ordinal = self.groups.push(group);
        if everyone {
            relations::insert_sorted(&mut self.everyone, ordinal);
        }
        ordinal
    }

    /// A user by id or login (login without regard to case).
    pub(crate) fn find_user(&self, id_or_login: &str) -> Option<u32> {
        self.users.find(id_or_login).or_else(|| {
            let ordinal = self.logins.get(id_or_login.to_lowercase().as_str()).copied();
            ordinal.filter(|ordinal| self.users.get(*ordinal).is_some())
        })
    }
}
