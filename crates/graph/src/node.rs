//! Nodes: one number space for everything that the graph knows of, a range of numbers for each kind.

/// A node of one [`Graph`](crate::Graph). Numbers mean nothing outside their graph: keep ids, not these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeIx(pub u32);

impl NodeIx {
    /// The number as a table index.
    #[inline]
    pub(crate) const fn at(self) -> usize {
        self.0 as usize
    }
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeKind {
    /// The organization itself.
    Organization,
    /// A person.
    User,
    /// A group.
    Group,
    /// An application that people sign in to.
    App,
    /// An application that acts for itself: identity and resource at once, one node.
    ServiceApp,
    /// An administrator role.
    Role,
    /// A resource set of custom roles.
    ResourceSet,
    /// An API token.
    ApiToken,
    /// A client secret of an app.
    ClientSecret,
    /// A public key of an app.
    ClientKey,
    /// A group rule.
    GroupRule,
    /// An external identity provider.
    IdentityProvider,
    /// A policy.
    Policy,
    /// A network zone.
    NetworkZone,
    /// Something that a role is limited to and that the scan did not see.
    Unseen,
}

/// Kinds in the order of their number ranges. Service apps lie among the apps.
pub(crate) const RANGES: [NodeKind; 14] = [
    NodeKind::Organization,
    NodeKind::User,
    NodeKind::Group,
    NodeKind::App,
    NodeKind::Role,
    NodeKind::ResourceSet,
    NodeKind::ApiToken,
    NodeKind::ClientSecret,
    NodeKind::ClientKey,
    NodeKind::GroupRule,
    NodeKind::IdentityProvider,
    NodeKind::Policy,
    NodeKind::NetworkZone,
    NodeKind::Unseen,
];

impl NodeKind {
    /// All kinds.
    pub const ALL: [Self; 15] = [
        Self::Organization,
        Self::User,
        Self::Group,
        Self::App,
        Self::ServiceApp,
        Self::Role,
        Self::ResourceSet,
        Self::ApiToken,
        Self::ClientSecret,
        Self::ClientKey,
        Self::GroupRule,
        Self::IdentityProvider,
        Self::Policy,
        Self::NetworkZone,
        Self::Unseen,
    ];

    /// The kind as SQL and the web application call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::User | Self::ServiceApp => "identity",
            Self::Group => "identity_group",
            Self::Role => "action",
            Self::ResourceSet => "resource_group",
            Self::ApiToken | Self::ClientSecret | Self::ClientKey => "credential",
            Self::App
            | Self::GroupRule
            | Self::IdentityProvider
            | Self::Policy
            | Self::NetworkZone
            | Self::Unseen => "resource",
        }
    }

    /// The exact sort of thing, as SQL and the web application call it.
    pub const fn sub_kind(self) -> &'static str {
        match self {
            Self::Organization => "okta_org",
            Self::User => "okta_user",
            Self::Group => "okta_group",
            Self::App => "okta_app",
            Self::ServiceApp => "service_app",
            Self::Role => "okta_role",
            Self::ResourceSet => "okta_resource_set",
            Self::ApiToken => "api_token",
            Self::ClientSecret => "client_secret",
            Self::ClientKey => "client_key",
            Self::GroupRule => "okta_group_rule",
            Self::IdentityProvider => "okta_identity_provider",
            Self::Policy => "okta_policy",
            Self::NetworkZone => "okta_network_zone",
            Self::Unseen => "okta_unseen",
        }
    }

    /// The kind whose [`sub_kind`](Self::sub_kind) is `word`.
    pub fn from_sub_kind(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.sub_kind() == word)
    }

    /// Whether nodes of this kind stand as `identity` in access paths.
    pub const fn is_identity(self) -> bool {
        matches!(self, Self::User | Self::ServiceApp | Self::ApiToken)
    }

    /// Position of the kind's number range in [`RANGES`].
    pub(crate) const fn range(self) -> usize {
        match self {
            Self::Organization => 0,
            Self::User => 1,
            Self::Group => 2,
            Self::App | Self::ServiceApp => 3,
            Self::Role => 4,
            Self::ResourceSet => 5,
            Self::ApiToken => 6,
            Self::ClientSecret => 7,
            Self::ClientKey => 8,
            Self::GroupRule => 9,
            Self::IdentityProvider => 10,
            Self::Policy => 11,
            Self::NetworkZone => 12,
            Self::Unseen => 13,
        }
    }
}
