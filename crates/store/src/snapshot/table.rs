//! The tables of a snapshot.

use arrow::datatypes::SchemaRef;

use super::columns::schema_of;
use super::record::{AppGroupRow, AppUserRow, CoverageRow, MembershipRow};

/// A table of a snapshot: one object class of the facts, or the coverage of the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// People.
    Users,
    /// Groups.
    Groups,
    /// Applications.
    Apps,
    /// Who is in which group: pairs of ordinals.
    Memberships,
    /// Who is assigned to which app.
    AppUsers,
    /// Which group is assigned to which app.
    AppGroups,
    /// Group rules.
    GroupRules,
    /// Group owners.
    GroupOwners,
    /// Roles.
    Roles,
    /// Resource sets.
    ResourceSets,
    /// Who holds which role.
    RoleAssignments,
    /// API tokens.
    ApiTokens,
    /// OAuth scopes of service apps.
    Grants,
    /// Client secrets, without their values.
    ClientSecrets,
    /// Public keys of apps.
    ClientKeys,
    /// External identity providers.
    IdentityProviders,
    /// Policies.
    Policies,
    /// Rules of policies.
    PolicyRules,
    /// Network zones.
    NetworkZones,
    /// How well each object class was read.
    Coverage,
}

impl Table {
    /// All tables, in the order in which a replay gives them: objects before the links that name them.
    pub const ALL: [Self; 20] = [
        Self::Users,
        Self::Groups,
        Self::Apps,
        Self::Roles,
        Self::ResourceSets,
        Self::RoleAssignments,
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
        Self::PolicyRules,
        Self::NetworkZones,
        Self::Coverage,
    ];

    /// The name of the table in manifests and file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Apps => "apps",
            Self::Memberships => "memberships",
            Self::AppUsers => "app_users",
            Self::AppGroups => "app_groups",
            Self::GroupRules => "group_rules",
            Self::GroupOwners => "group_owners",
            Self::Roles => "roles",
            Self::ResourceSets => "resource_sets",
            Self::RoleAssignments => "role_assignments",
            Self::ApiTokens => "api_tokens",
            Self::Grants => "grants",
            Self::ClientSecrets => "client_secrets",
            Self::ClientKeys => "client_keys",
            Self::IdentityProviders => "identity_providers",
            Self::Policies => "policies",
            Self::PolicyRules => "policy_rules",
            Self::NetworkZones => "network_zones",
            Self::Coverage => "coverage",
        }
    }

    /// The table that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.as_str() == word)
    }

    /// Columns of the table's files. Files of an empty table do not exist, so readers take the columns from here.
    pub fn schema(self) -> SchemaRef {
        use domain::facts as f;
        match self {
            Self::Users => schema_of::<f::User<'static>>(),
            Self::Groups => schema_of::<f::Group<'static>>(),
            Self::Apps => schema_of::<f::App<'static>>(),
            Self::Memberships => schema_of::<MembershipRow>(),
            Self::AppUsers => schema_of::<AppUserRow<'static>>(),
            Self::AppGroups => schema_of::<AppGroupRow>(),
            Self::GroupRules => schema_of::<f::GroupRule<'static>>(),
            Self::GroupOwners => schema_of::<f::GroupOwner<'static>>(),
            Self::Roles => schema_of::<f::Role<'static>>(),
            Self::ResourceSets => schema_of::<f::ResourceSet<'static>>(),
            Self::RoleAssignments => schema_of::<f::RoleAssignment<'static>>(),
            Self::ApiTokens => schema_of::<f::ApiToken<'static>>(),
            Self::Grants => schema_of::<f::Grant<'static>>(),
            Self::ClientSecrets => schema_of::<f::ClientSecret<'static>>(),
            Self::ClientKeys => schema_of::<f::ClientKey<'static>>(),
            Self::IdentityProviders => schema_of::<f::IdentityProvider<'static>>(),
            Self::Policies => schema_of::<f::Policy<'static>>(),
            Self::PolicyRules => schema_of::<f::PolicyRule<'static>>(),
            Self::NetworkZones => schema_of::<f::NetworkZone<'static>>(),
            Self::Coverage => schema_of::<CoverageRow<'static>>(),
        }
    }

    /// Mean number of rows a part; always a power of two.
    ///
    /// Small enough that a change rewrites little, large enough that a table has some hundred files at most.
    pub(super) const fn mean_part_rows(self) -> u64 {
        match self {
            Self::Memberships => 1 << 15,
            Self::AppUsers => 1 << 14,
            Self::Users => 1 << 11,
            Self::Apps => 1 << 10,
            _ => 1 << 12,
        }
    }
}
