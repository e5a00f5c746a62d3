//! A group of users.

use crate::reply::Object;
use crate::stamp::Stamp;
use crate::state::table::Keyed;

/// Okta's three types of group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum GroupKind {
    /// Made and managed in Okta.
    Okta,
    /// Imported from a directory or an app, managed there.
    App,
    /// `Everyone` and `Okta Administrators`.
    BuiltIn,
}

impl GroupKind {
    /// The word in JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Okta => "OKTA_GROUP",
            Self::App => "APP_GROUP",
            Self::BuiltIn => "BUILT_IN",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Okta, Self::App, Self::BuiltIn]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) id: Box<str>,
    pub(crate) kind: GroupKind,
    /// `profile.name`
    pub(crate) name: Box<str>,
    /// `profile.description`
    pub(crate) description: Option<Box<str>>,
    pub(crate) created: Stamp,
    pub(crate) last_updated: Stamp,
    pub(crate) last_membership_updated: Stamp,
    /// The app that an APP_GROUP comes from.
    pub(crate) source: Option<Box<str>>,
    /// Further members of `profile`.
    pub(crate) profile: Option<Box<Object>>,
    /// Further members of the group object (`objectClass` when unusual, and what a recording brought).
    pub(crate) extra: Option<Box<Object>>,
    /// All living users are members; `members` stays empty.
    pub(crate) everyone: bool,
    /// Ordinals of the members, ascending.
    pub(crate) members: Vec<u32>,
    /// Those of them that a group rule put there.
    pub(crate) by_rule: std::collections::BTreeSet<u32>,
    /// Ordinals of the apps assigned to the group, ascending.
    pub(crate) apps: Vec<u32>,
}

impl Keyed for Group {
    fn id(&self) -> &str {
        &self.id
    }
}
