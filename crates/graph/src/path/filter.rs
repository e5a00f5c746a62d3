//! Which access paths are asked for.

use super::{ActionType, PathRow};
use crate::{NodeIx, NodeSet};

/// A set of [`ActionType`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ActionTypeSet(u8);

impl ActionTypeSet {
    /// Every type.
    pub const ALL: Self = Self(0b1_1111);
    /// No type.
    pub const NONE: Self = Self(0);

    /// This set and one more type.
    #[must_use]
    pub const fn with(self, kind: ActionType) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// Whether `kind` is in the set.
    pub const fn contains(self, kind: ActionType) -> bool {
        self.0 >> kind as u8 & 1 == 1
    }
}

impl FromIterator<ActionType> for ActionTypeSet {
    fn from_iter<I: IntoIterator<Item = ActionType>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, Self::with)
    }
}

/// Limits the access paths; `None` is no limit, and an empty list matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathFilter {
    /// Only these identities.
    pub identities: Option<Vec<NodeIx>>,
    /// Only these resources.
    pub resources: Option<Vec<NodeIx>>,
    /// Only paths on which one of these groups lies.
    pub groups: Option<Vec<NodeIx>>,
    /// Only these sorts of action.
    pub action_types: Option<ActionTypeSet>,
}

impl PathFilter {
    /// The paths of one identity.
    pub fn of_identity(identity: NodeIx) -> Self {
        Self {
            identities: Some(vec![identity]),
            ..Self::default()
        }
    }

    /// The paths to one resource.
    pub fn to_resource(resource: NodeIx) -> Self {
        Self {
            resources: Some(vec![resource]),
            ..Self::default()
        }
    }
}

/// Nodes that a column is limited to.
#[derive(Clone, Debug)]
pub(super) enum Among {
    Any,
    Few(Vec<NodeIx>),
    Many(NodeSet),
}

impl Among {
    pub(super) fn new(nodes: Option<&[NodeIx]>) -> Self {
        match nodes {
            None => Self::Any,
            Some(few) if few.len() <= 8 => Self::Few(few.to_vec()),
            Some(many) => Self::Many(many.iter().copied().collect()),
        }
    }

    #[inline]
    pub(super) const fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    #[inline]
    pub(super) fn has(&self, node: NodeIx) -> bool {
        match self {
            Self::Any => true,
            Self::Few(few) => few.contains(&node),
            Self::Many(many) => many.contains(node),
        }
    }
}

/// A [`PathFilter`] ready to test rows.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    pub(super) identities: Among,
    pub(super) resources: Among,
    pub(super) groups: Among,
    pub(super) types: ActionTypeSet,
}

impl Limits {
    pub(super) fn admit(&self, row: &PathRow) -> bool {
        self.types.contains(row.action_type())
            && self.identities.has(row.identity)
            && self.resources.has(row.resource)
            && (self.groups.is_any() || row.group.is_some_and(|group| self.groups.has(group)))
    }
}
