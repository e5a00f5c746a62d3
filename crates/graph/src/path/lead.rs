//! Which column of the access paths is walked: the one that is limited to the fewest links.

use std::ops::Range;

use super::{ActionType, ActionTypeSet, PathFilter};
use crate::{Graph, NodeIx, NodeKind};

/// Kinds of which some are identities, in the order in which their rows are listed.
const IDENTITIES: [NodeKind; 5] = [
    NodeKind::User,
    NodeKind::App,
    NodeKind::ApiToken,
    NodeKind::ClientSecret,
    NodeKind::ClientKey,
];

/// What is walked.
#[derive(Clone, Debug)]
pub(super) enum Lead {
    Everything([Range<u32>; 5]),
    /// Only what is few, all at once.
    Few,
    Identity(NodeIx),
    Identities(Vec<NodeIx>),
    Resources(Vec<NodeIx>),
    Groups(Vec<NodeIx>),
}

impl Lead {
    pub(super) fn choose(graph: &Graph, filter: &PathFilter) -> Self {
        let cost = |nodes: &Option<Vec<NodeIx>>, links: fn(&Graph, NodeIx) -> usize| {
            nodes
                .as_ref()
                .map(|nodes| nodes.iter().map(|&node| links(graph, node)).sum::<usize>())
        };
        let identities = cost(&filter.identities, |graph, node| {
            1 + graph.memberships_of(node).len()
        });
        let resources = cost(&filter.resources, |graph, node| {
            let through = graph
                .groups_of_app(node)
                .iter()
                .map(|&group| graph.effective_member_count(group));
            1 + graph.members_of(node).len() + graph.direct_users(node).len() + through.sum::<usize>()
        });
        let groups = cost(&filter.groups, |graph, node| {
            1 + graph.members_of(node).len() * graph.apps_of_group(node).len()
        });
        let cheapest = [identities, resources, groups].into_iter().flatten().min();
        let listed = |nodes: &Option<Vec<NodeIx>>| {
            let mut nodes = nodes.clone().unwrap_or_default();
            if nodes.len() > 1 {
                nodes.sort_unstable();
                nodes.dedup();
            }
            nodes
        };
        let types = filter.action_types.unwrap_or(ActionTypeSet::ALL);
        let is_few = !types.contains(ActionType::Membership) && !types.contains(ActionType::Assignment);
        match cheapest {
            None if is_few => Self::Few,
            None => Self::Everything(
                IDENTITIES.map(|kind| graph.bases[kind.range()]..graph.bases[kind.range() + 1]),
            ),
            least if least == identities => match filter.identities.as_deref() {
                Some(&[identity]) => Self::Identity(identity),
                _ => Self::Identities(listed(&filter.identities)),
            },
            least if least == resources => Self::Resources(listed(&filter.resources)),
            _ => Self::Groups(listed(&filter.groups)),
        }
    }

    /// The node at a place of the walk.
    pub(super) fn get(&self, at: usize) -> Option<NodeIx> {
        match self {
            Self::Few => (at == 0).then_some(NodeIx(0)),
            Self::Identity(node) => (at == 0).then_some(*node),
            Self::Identities(nodes) | Self::Resources(nodes) | Self::Groups(nodes) => nodes.get(at).copied(),
            Self::Everything(ranges) => {
                let mut at = at;
                for range in ranges {
                    if at < range.len() {
                        return Some(NodeIx(range.start + at as u32));
                    }
                    at -= range.len();
                }
                None
            }
        }
    }
}
