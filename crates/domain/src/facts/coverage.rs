//! How much of each object class a scan could read: "not read" is never "empty".

/// The object classes of a scan, in the order in which they matter to a waiting person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectClass {
    /// People.
    Users,
    /// Groups.
    Groups,
    /// Applications.
    Apps,
    /// Custom roles (standard ones are known).
    Roles,
    /// Resource sets.
    ResourceSets,
    /// Roles of people.
    UserRoles,
    /// Roles of groups.
    GroupRoles,
    /// Roles of service apps.
    ClientRoles,
    /// API tokens.
    ApiTokens,
    /// Group members.
    Memberships,
    /// Group rules.
    GroupRules,
    /// Group owners.
    GroupOwners,
    /// Group assignments of apps.
    AppGroups,
    /// User assignments of apps.
    AppUsers,
    /// OAuth grants of service apps.
    Grants,
    /// Client secrets of service apps.
    ClientSecrets,
    /// Public keys of service apps.
    ClientKeys,
    /// External identity providers.
    IdentityProviders,
    /// Policies and their rules.
    Policies,
    /// Network zones.
    NetworkZones,
}

impl ObjectClass {
    /// All classes.
    pub const ALL: [Self; 20] = [
        Self::Users,
        Self::Groups,
        Self::Apps,
        Self::Roles,
        Self::ResourceSets,
        Self::UserRoles,
        Self::GroupRoles,
        Self::ClientRoles,
        Self::ApiTokens,
        Self::Memberships,
        Self::GroupRules,
        Self::GroupOwners,
        Self::AppGroups,
        Self::AppUsers,
        Self::Grants,
        Self::ClientSecrets,
        Self::ClientKeys,
        Self::IdentityProviders,
        Self::Policies,
        Self::NetworkZones,
    ];

    /// The class as a stable word: in files, in the API, in `coverage` rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Apps => "apps",
            Self::Roles => "roles",
            Self::ResourceSets => "resource_sets",
            Self::UserRoles => "user_roles",
            Self::GroupRoles => "group_roles",
            Self::ClientRoles => "client_roles",
            Self::ApiTokens => "api_tokens",
            Self::Memberships => "memberships",
            Self::GroupRules => "group_rules",
            Self::GroupOwners => "group_owners",
            Self::AppGroups => "app_groups",
            Self::AppUsers => "app_users",
            Self::Grants => "grants",
            Self::ClientSecrets => "client_secrets",
            Self::ClientKeys => "client_keys",
            Self::IdentityProviders => "identity_providers",
            Self::Policies => "policies",
            Self::NetworkZones => "network_zones",
        }
    }

    /// The class that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

/// How a class was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// To the end.
    Whole,
    /// Some objects of the class could not be read; which and why, in words.
    Partial(String),
    /// Nothing of the class was read; why, in words.
    NotRead(String),
}

impl Reading {
    /// `whole`, `partial` or `not_read`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial(_) => "partial",
            Self::NotRead(_) => "not_read",
        }
    }

    /// Why it is not whole.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Whole => None,
            Self::Partial(why) | Self::NotRead(why) => Some(why),
        }
    }
}

/// How one class was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassCoverage {
    /// Which class.
    pub class: ObjectClass,
    /// How.
    pub reading: Reading,
    /// Rows read.
    pub rows: u64,
    /// Requests it took.
    pub requests: u64,
}

/// What a whole scan read of every class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// One entry a class.
    pub classes: Vec<ClassCoverage>,
}

impl Coverage {
    /// How `class` was read; `None` when the scan did not come to it.
    pub fn of(&self, class: ObjectClass) -> Option<&ClassCoverage> {
        self.classes.iter().find(|entry| entry.class == class)
    }

    /// Whether every row of `class` is there, so that absence means absence.
    pub fn is_whole(&self, class: ObjectClass) -> bool {
        self.of(class)
            .is_some_and(|entry| entry.reading == Reading::Whole)
    }
}
