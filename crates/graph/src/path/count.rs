//! Counts access paths without making them.

use super::filter::{Among, Limits};
use super::{ActionType, ActionTypeSet, PathFilter, paths, small};
use crate::{Graph, NodeKind};

/// How many access paths `filter` admits.
pub fn count(graph: &Graph, filter: &PathFilter) -> u64 {
    if filter.identities.is_some() || filter.resources.is_some() || filter.groups.is_some() {
        return paths(graph, filter).count();
    }
    let types = filter.action_types.unwrap_or(ActionTypeSet::ALL);
    let mut count = 0;
    let links = &graph.links;
    if types.contains(ActionType::Membership) {
        count += links.members.links();
    }
    if types.contains(ActionType::Assignment) {
        let through = graph.through_groups.get_or_init(|| {
            let groups = graph.nodes_of(NodeKind::Group);
            groups
                .map(|group| graph.effective_member_count(group) * graph.apps_of_group(group).len())
                .sum()
        });
        count += links.direct_users.links() + links.unseen_users.links() + through;
    }
    let limits = Limits {
        identities: Among::Any,
        resources: Among::Any,
        groups: Among::Any,
        types,
    };
    small::all(graph, &mut |row| count += usize::from(limits.admit(&row)));
    count as u64
}
