//! Facts: what was read from one Okta organization in one scan, as rows.
//!
//! A scan puts rows into a [`FactSink`]; a stored snapshot replays them into one. The graph, the snapshot files
//! and the text printer of the tests are all sinks, so each sees the same rows in the same order.
//!
//! Users, groups and apps carry an *ordinal*: a dense number per kind that an object keeps over all snapshots of
//! its organization (a vanished object's number is never given to another). Links between them are pairs of
//! ordinals, four bytes an end, and the difference of two snapshots is a merge of sorted numbers.
//!
//! INVARIANT: objects come before the links that name them; a class that was not read whole is said so in
//! [`Coverage`] and is never mistaken for an empty one.

mod access;
mod admin;
mod coverage;
mod credential;
mod directory;
mod trust;

pub use access::{App, AppGroup, AppGroups, AppUser, AppUsers, AssignmentScope};
pub use admin::{AssigneeKind, ResourceSet, Role, RoleAssignment, RoleTarget};
pub use coverage::{ClassCoverage, Coverage, ObjectClass, Reading};
pub use credential::{ApiToken, ClientKey, ClientSecret, Grant, NetworkLimit};
pub use directory::{Group, GroupKind, GroupOwner, GroupRule, Memberships, OwnerKind, User, UserStatus};
pub use trust::{IdentityProvider, NetworkZone, Policy, PolicyRule};

/// One batch of rows of one class.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// People, in ordinal order or not.
    Users(&'a [User<'a>]),
    /// Groups of all three types.
    Groups(&'a [Group<'a>]),
    /// Applications of all kinds, service apps included.
    Apps(&'a [App<'a>]),
    /// The members of one group; a large group may come in several batches.
    Memberships(Memberships<'a>),
    /// The people assigned to one app; a large app may come in several batches.
    AppUsers(AppUsers<'a>),
    /// The groups assigned to one app.
    AppGroups(AppGroups<'a>),
    /// Group rules.
    GroupRules(&'a [GroupRule<'a>]),
    /// Group owners.
    GroupOwners(&'a [GroupOwner<'a>]),
    /// Standard roles that are in use, and all custom ones.
    Roles(&'a [Role<'a>]),
    /// Resource sets of custom roles.
    ResourceSets(&'a [ResourceSet<'a>]),
    /// Who holds which role over what.
    RoleAssignments(&'a [RoleAssignment<'a>]),
    /// API tokens.
    ApiTokens(&'a [ApiToken<'a>]),
    /// OAuth scopes granted to service apps.
    Grants(&'a [Grant<'a>]),
    /// Client secrets of apps: that they exist, never their value.
    ClientSecrets(&'a [ClientSecret<'a>]),
    /// Public keys of apps.
    ClientKeys(&'a [ClientKey<'a>]),
    /// External identity providers.
    IdentityProviders(&'a [IdentityProvider<'a>]),
    /// Policies of all types.
    Policies(&'a [Policy<'a>]),
    /// Rules of the policies.
    PolicyRules(&'a [PolicyRule<'a>]),
    /// Network zones.
    NetworkZones(&'a [NetworkZone<'a>]),
}

/// The organization that the facts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Organization<'a> {
    /// Okta's own id (`00o…`), from `/.well-known/okta-organization`.
    pub id: &'a str,
    /// Display name, or the host where Okta tells none.
    pub name: &'a str,
    /// Address as text, for example `https://acme.okta.com`.
    pub url: &'a str,
}

/// Takes facts in. Rows borrow from the caller; keep copies of what you need.
pub trait FactSink {
    /// What can go wrong while taking rows in, for example a full disk.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Takes one batch. Batches of one class may come in any number.
    fn put(&mut self, rows: Rows<'_>) -> Result<(), Self::Error>;
}
