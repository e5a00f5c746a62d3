//! Counts access paths without making them.

use super::filter::{Among, Limits};
use super::{ActionType, ActionTypeSet, PathFilter, paths, small};
use crate::{Graph, NodeIx, NodeKind, NodeSet};

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

/// How many people have at least one app, and how many apps at least one person, by an assignment of their own or
/// through a group.
pub fn app_reach(graph: &Graph) -> (u64, u64) {
    let opens: NodeSet = graph
        .nodes_of(NodeKind::Group)
        .filter(|&group| !graph.apps_of_group(group).is_empty())
        .collect();
    let has_app = |user: &NodeIx| {
        let is_open = |group: &NodeIx| opens.contains(*group);
        !graph.direct_apps(*user).is_empty()
            || !graph.unseen_apps(*user).is_empty()
            || graph.effective_groups_of(*user).iter().any(is_open)
    };
    let has_person = |app: &NodeIx| {
        let is_filled = |group: &NodeIx| graph.effective_member_count(*group) > 0;
        !graph.direct_users(*app).is_empty()
            || !graph.unseen_users(*app).is_empty()
            || graph.groups_of_app(*app).iter().any(is_filled)
    };
    let users = graph.nodes_of(NodeKind::User).filter(has_app).count();
    let apps = graph.nodes_of(NodeKind::App).filter(has_person).count();
    let services = graph.nodes_of(NodeKind::ServiceApp).filter(has_person).count();
    (users as u64, (apps + services) as u64)
}
