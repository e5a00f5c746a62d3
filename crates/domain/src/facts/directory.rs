//! People, groups, and what binds them.

use crate::Timestamp;

/// An Okta user. Source: `GET /api/v1/users`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct User<'a> {
    /// Dense number of this person in this organization, kept over snapshots.
    pub ordinal: u32,
    /// `00u…`
    pub id: &'a str,
    /// `profile.login`
    pub login: &'a str,
    /// `profile.email`
    pub email: Option<&'a str>,
    /// `profile.displayName`, or first and last name joined; empty when Okta has neither.
    pub display_name: &'a str,
    /// Life-cycle state.
    pub status: UserStatus,
    /// `profile.userType`
    pub user_type: Option<&'a str>,
    /// `profile.title`
    pub title: Option<&'a str>,
    /// `profile.department`
    pub department: Option<&'a str>,
    /// `profile.managerId` or `profile.manager`, as the organization fills it in.
    pub manager: Option<&'a str>,
    /// When the user was created.
    pub created: Option<Timestamp>,
    /// When the user was activated.
    pub activated: Option<Timestamp>,
    /// When the state last changed.
    pub status_changed: Option<Timestamp>,
    /// Last sign-in.
    pub last_login: Option<Timestamp>,
    /// Last change of profile.
    pub last_updated: Option<Timestamp>,
    /// Last change of password.
    pub password_changed: Option<Timestamp>,
    /// The whole `profile` object, as JSON text.
    pub profile: &'a str,
    /// The whole object as Okta sent it, as JSON text, without credentials.
    pub raw: &'a str,
}

/// Life-cycle state of a user. Source: Okta, `UserStatus`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UserStatus {
    /// Created, not yet activated.
    Staged,
    /// Activated, has not signed in yet.
    Provisioned,
    /// Can sign in.
    Active,
    /// Resetting a password.
    Recovery,
    /// Must change the password at the next sign-in.
    PasswordExpired,
    /// Too many failed sign-ins.
    LockedOut,
    /// Barred by an administrator; keeps groups and assignments.
    Suspended,
    /// Deactivated; assignments are gone.
    Deprovisioned,
    /// A state this version does not know.
    #[default]
    Unknown,
}

impl UserStatus {
    /// All known states, in the order of Okta's life-cycle picture.
    pub const ALL: [Self; 9] = [
        Self::Staged,
        Self::Provisioned,
        Self::Active,
        Self::Recovery,
        Self::PasswordExpired,
        Self::LockedOut,
        Self::Suspended,
        Self::Deprovisioned,
        Self::Unknown,
    ];

    /// Okta's word for the state.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Staged => "STAGED",
            Self::Provisioned => "PROVISIONED",
            Self::Active => "ACTIVE",
            Self::Recovery => "RECOVERY",
            Self::PasswordExpired => "PASSWORD_EXPIRED",
            Self::LockedOut => "LOCKED_OUT",
            Self::Suspended => "SUSPENDED",
            Self::Deprovisioned => "DEPROVISIONED",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// The state Okta calls `word`; a word of a later Okta is [`UserStatus::Unknown`].
    pub fn from_word(word: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .unwrap_or_default()
    }

    /// Whether the person can use access today, or after resetting a password or unlocking the account.
    pub const fn is_enabled(self) -> bool {
        !matches!(self, Self::Staged | Self::Suspended | Self::Deprovisioned)
    }
}

/// An Okta group. Source: `GET /api/v1/groups`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group<'a> {
    /// Dense number of this group in this organization, kept over snapshots.
    pub ordinal: u32,
    /// `00g…`
    pub id: &'a str,
    /// `profile.name`
    pub name: &'a str,
    /// `profile.description`
    pub description: Option<&'a str>,
    /// Who masters the group.
    pub kind: GroupKind,
    /// For [`GroupKind::App`]: id of the app or directory it was imported from.
    pub source_app: Option<&'a str>,
    /// When the group was created.
    pub created: Option<Timestamp>,
    /// Last change of profile.
    pub last_updated: Option<Timestamp>,
    /// Last change of members.
    pub last_membership_updated: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text.
    pub raw: &'a str,
}

/// Who masters a group. Source: Okta, `GroupType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// `OKTA_GROUP`: members are kept in Okta.
    #[default]
    Okta,
    /// `APP_GROUP`: imported from an app or directory; members cannot be changed in Okta.
    App,
    /// `BUILT_IN`: Everyone and Okta Administrators; nothing can be changed.
    BuiltIn,
}

impl GroupKind {
    /// Okta's word for the kind.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Okta => "OKTA_GROUP",
            Self::App => "APP_GROUP",
            Self::BuiltIn => "BUILT_IN",
        }
    }

    /// The kind Okta calls `word`; `None` for a word of a later Okta.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Okta, Self::App, Self::BuiltIn]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// Members of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memberships<'a> {
    /// Ordinal of the group.
    pub group: u32,
    /// Ordinals of members, in any order, no doubles within the group.
    pub users: &'a [u32],
}

/// A rule that puts people into groups. Source: `GET /api/v1/groups/rules`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupRule<'a> {
    /// `0pr…`
    pub id: &'a str,
    /// Name of the rule.
    pub name: &'a str,
    /// `ACTIVE`, `INACTIVE` or `INVALID`.
    pub status: &'a str,
    /// The condition, in Okta's expression language.
    pub expression: &'a str,
    /// Ids of the groups that people are put into.
    pub target_groups: &'a [&'a str],
    /// Ids of people the rule leaves out.
    pub excluded_users: &'a [&'a str],
    /// When the rule was created.
    pub created: Option<Timestamp>,
    /// Last change.
    pub last_updated: Option<Timestamp>,
    /// The whole object as Okta sent it, as JSON text.
    pub raw: &'a str,
}

/// Somebody who may manage a group's members. Source: `GET /api/v1/groups/{id}/owners`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupOwner<'a> {
    /// Ordinal of the group.
    pub group: u32,
    /// Whether a person or a group owns it.
    pub kind: OwnerKind,
    /// Ordinal of the owner, among users or among groups.
    pub owner: u32,
    /// `originType`: `OKTA_DIRECTORY` or `APPLICATION`.
    pub origin: &'a str,
}

/// What an owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerKind {
    /// A person.
    User,
    /// All members of a group.
    Group,
}
