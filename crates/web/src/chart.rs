//! Questions about the graph as a whole: ways, blast radius, differences, pictures.

pub(crate) mod blast;
pub(crate) mod diff;
pub(crate) mod explore;
pub(crate) mod path;
mod picture;
pub(crate) mod subgraph;

use graph::NodeKind;

use crate::view::GraphColumn;

/// Where a node is drawn: identity, group, action, resource, from left to right.
pub(crate) const fn column_of(kind: NodeKind) -> GraphColumn {
    match kind {
        NodeKind::User
        | NodeKind::ServiceApp
        | NodeKind::ApiToken
        | NodeKind::ClientSecret
        | NodeKind::ClientKey => GraphColumn::Identity,
        NodeKind::Group | NodeKind::GroupRule => GraphColumn::Group,
        NodeKind::Role => GraphColumn::Action,
        NodeKind::Organization
        | NodeKind::App
        | NodeKind::ResourceSet
        | NodeKind::IdentityProvider
        | NodeKind::Policy
        | NodeKind::NetworkZone
        | NodeKind::Unseen => GraphColumn::Resource,
    }
}
