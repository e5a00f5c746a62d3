//! Which columns say something about which part of a path.

use crate::world::NodeColumn;

/// The columns of `access_path`, in the order of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Identity(NodeColumn),
    Resource(NodeColumn),
    SubResource,
    IdentityGroup,
    ResourceGroup,
    Action,
    ActionType,
    Kind,
    Level,
    Temporary,
    Expires,
    Path,
    Grantors,
    Source,
    Org,
    LastUsed,
    Used90d,
    Effective,
}

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The identity alone.
    Identity,
    /// The resource alone.
    Resource,
    /// The group on the way.
    Group,
    /// The resource set on the way.
    ResourceGroup,
    /// The action and its type.
    Action,
    /// What is the same in all rows.
    Constant,
    /// The whole row.
    Row,
}

impl Column {
    /// All columns with their names.
    pub(crate) const ALL: [(&'static str, Self); 27] = [
        ("identity", Self::Identity(NodeColumn::Name)),
        ("identity_id", Self::Identity(NodeColumn::Id)),
        ("identity_kind", Self::Identity(NodeColumn::Kind)),
        ("identity_labels", Self::Identity(NodeColumn::Labels)),
        ("resource", Self::Resource(NodeColumn::Name)),
        ("resource_id", Self::Resource(NodeColumn::Id)),
        ("resource_kind", Self::Resource(NodeColumn::Kind)),
        ("resource_labels", Self::Resource(NodeColumn::Labels)),
        ("sub_resource", Self::SubResource),
        ("identity_group", Self::IdentityGroup),
        ("resource_group", Self::ResourceGroup),
        ("action", Self::Action),
        ("action_type", Self::ActionType),
        ("kind", Self::Kind),
        ("level", Self::Level),
        ("temporary", Self::Temporary),
        ("expires", Self::Expires),
        ("path", Self::Path),
        ("grantors", Self::Grantors),
        ("standing_privileges", Self::Identity(NodeColumn::Standing)),
        ("source", Self::Source),
        ("org", Self::Org),
        ("last_used", Self::LastUsed),
        ("used_90d", Self::Used90d),
        ("identity_sub_kind", Self::Identity(NodeColumn::SubKind)),
        ("resource_sub_kind", Self::Resource(NodeColumn::SubKind)),
        ("effective", Self::Effective),
    ];

    /// The column called `name`.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, column)| column)
    }

    /// What a condition on the column is about.
    pub(crate) const fn side(self) -> Side {
        match self {
            Self::Identity(_) => Side::Identity,
            Self::Resource(_) => Side::Resource,
            Self::IdentityGroup => Side::Group,
            Self::ResourceGroup => Side::ResourceGroup,
            Self::Action | Self::ActionType => Side::Action,
            Self::Path | Self::Grantors | Self::Effective | Self::LastUsed | Self::Used90d => Side::Row,
            Self::SubResource
            | Self::Kind
            | Self::Level
            | Self::Temporary
            | Self::Expires
            | Self::Source
            | Self::Org => Side::Constant,
        }
    }
}
