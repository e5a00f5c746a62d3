//! What kinds, classes and edges are called for people.

use domain::facts::ObjectClass;
use graph::{EdgeType, NodeKind};

use crate::view::{DirectionWord, KindWord};

/// The kind in the graph.
pub(crate) const fn kind_word(kind: NodeKind) -> KindWord {
    match kind {
        NodeKind::Organization => KindWord::Organization,
        NodeKind::User | NodeKind::ServiceApp => KindWord::Identity,
        NodeKind::Group => KindWord::IdentityGroup,
        NodeKind::Role => KindWord::Action,
        NodeKind::ResourceSet => KindWord::ResourceGroup,
        NodeKind::ApiToken | NodeKind::ClientSecret | NodeKind::ClientKey => KindWord::Credential,
        NodeKind::App
        | NodeKind::GroupRule
        | NodeKind::IdentityProvider
        | NodeKind::Policy
        | NodeKind::NetworkZone
        | NodeKind::Unseen => KindWord::Resource,
    }
}

/// Plural for people.
pub(crate) const fn kind_label(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Organization => "Organizations",
        NodeKind::User => "Users",
        NodeKind::ServiceApp => "Service apps",
        NodeKind::Group => "Groups",
        NodeKind::App => "Apps",
        NodeKind::Role => "Administrator roles",
        NodeKind::ResourceSet => "Resource sets",
        NodeKind::ApiToken => "API tokens",
        NodeKind::ClientSecret => "Client secrets",
        NodeKind::ClientKey => "Client keys",
        NodeKind::GroupRule => "Group rules",
        NodeKind::IdentityProvider => "Identity providers",
        NodeKind::Policy => "Policies",
        NodeKind::NetworkZone => "Network zones",
        NodeKind::Unseen => "Things the scan did not see",
    }
}

/// The class that nodes of this kind come from; `None` for the organization and for what was not seen.
pub(crate) const fn class_of(kind: NodeKind) -> Option<ObjectClass> {
    Some(match kind {
        NodeKind::Organization | NodeKind::Unseen => return None,
        NodeKind::User => ObjectClass::Users,
        NodeKind::App | NodeKind::ServiceApp => ObjectClass::Apps,
        NodeKind::Group => ObjectClass::Groups,
        NodeKind::Role => ObjectClass::Roles,
        NodeKind::ResourceSet => ObjectClass::ResourceSets,
        NodeKind::ApiToken => ObjectClass::ApiTokens,
        NodeKind::ClientSecret => ObjectClass::ClientSecrets,
        NodeKind::ClientKey => ObjectClass::ClientKeys,
        NodeKind::GroupRule => ObjectClass::GroupRules,
        NodeKind::IdentityProvider => ObjectClass::IdentityProviders,
        NodeKind::Policy => ObjectClass::Policies,
        NodeKind::NetworkZone => ObjectClass::NetworkZones,
    })
}

/// A folded edge as a heading.
pub(crate) const fn edge_label(edge: EdgeType, direction: DirectionWord) -> &'static str {
    use DirectionWord::{In, Out};
    match (edge, direction) {
        (EdgeType::MemberOf, Out) => "member of",
        (EdgeType::MemberOf, In) => "members",
        (EdgeType::AssignedTo, Out) => "assigned to",
        (EdgeType::AssignedTo, In) => "assigned",
        (EdgeType::AssignedByUnseenGroup, Out) => "assigned by a group that was not seen",
        (EdgeType::AssignedByUnseenGroup, In) => "assigned by a group that was not seen",
        (EdgeType::Owns, Out) => "owns",
        (EdgeType::Owns, In) => "owners",
        (EdgeType::HasRole, Out) => "administrator roles",
        (EdgeType::HasRole, In) => "holders",
        (EdgeType::ScopedTo, Out) => "limited to",
        (EdgeType::ScopedTo, In) => "roles over it",
        (EdgeType::Contains, Out) => "contains",
        (EdgeType::Contains, In) => "contained in",
        (EdgeType::TokenOf, Out) => "acts as",
        (EdgeType::TokenOf, In) => "API tokens",
        (EdgeType::SecretOf, Out) => "signs in as",
        (EdgeType::SecretOf, In) => "client secrets",
        (EdgeType::KeyOf, Out) => "signs in as",
        (EdgeType::KeyOf, In) => "client keys",
        (EdgeType::GrantedScope, Out) => "OAuth scopes over",
        (EdgeType::GrantedScope, In) => "granted OAuth scopes",
        (EdgeType::RuleAddsTo, Out) => "adds people to",
        (EdgeType::RuleAddsTo, In) => "group rules",
    }
}
