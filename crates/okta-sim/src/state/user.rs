//! A person of the organization.

use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::table::Keyed;

/// Okta's user statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Staged,
    Provisioned,
    Active,
    Recovery,
    PasswordExpired,
    LockedOut,
    Suspended,
    Deprovisioned,
}

impl Status {
    pub(crate) const ALL: [Self; 8] = [
        Self::Staged,
        Self::Provisioned,
        Self::Active,
        Self::Recovery,
        Self::PasswordExpired,
        Self::LockedOut,
        Self::Suspended,
        Self::Deprovisioned,
    ];

    /// The word in JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Staged => "STAGED",
            Self::Provisioned => "PROVISIONED",
            Self::Active => "ACTIVE",
            Self::Recovery => "RECOVERY",
            Self::PasswordExpired => "PASSWORD_EXPIRED",
            Self::LockedOut => "LOCKED_OUT",
            Self::Suspended => "SUSPENDED",
            Self::Deprovisioned => "DEPROVISIONED",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// Where a profile comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Profile {
    /// Written out: hand-made, created through the API, changed, or recorded.
    Own(Box<Object>),
    /// Made from a seed; the number stands for the whole person.
    Made(u64),
}

/// One user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct User {
    pub(crate) id: Box<str>,
    /// As in `profile.login`.
    pub(crate) login: Box<str>,
    pub(crate) status: Status,
    /// The status that an asynchronous change leads to.
    pub(crate) transition: Option<Status>,
    pub(crate) created: Stamp,
    pub(crate) activated: Option<Stamp>,
    pub(crate) status_changed: Option<Stamp>,
    pub(crate) last_login: Option<Stamp>,
    pub(crate) last_updated: Stamp,
    pub(crate) password_changed: Option<Stamp>,
    pub(crate) profile: Profile,
    /// Members of the user object that are none of the above (`credentials`, `type`, `realmId`, and what
    /// a recording brought), and private ones with a leading `~`.
    pub(crate) extra: Option<Box<Object>>,
    /// Ordinals of the groups, ascending; the built-in group of everybody is not among them.
    pub(crate) groups: Vec<u32>,
    /// Ordinals of the apps assigned directly, ascending.
    pub(crate) apps: Vec<u32>,
}

impl Keyed for User {
    fn id(&self) -> &str {
        &self.id
    }
}

impl User {
    /// Whether lists, groups and apps show the person.
    pub(crate) fn is_living(&self) -> bool {
        self.status != Status::Deprovisioned
    }
}
