//! Reach against a second opinion: every hop written out in a petgraph graph and searched there.
//!
//! The rules are stated again here, without powers, closures or fronts: two vertices a node, one for each
//! strength.

use std::collections::BTreeSet;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Dfs;
use proptest::prelude::*;

use super::*;
use crate::ScopePart;
use crate::fixture::random::world;

/// Vertex `2n` is node n in part, `2n + 1` in full.
fn written_out(graph: &Graph, assume_worst: bool) -> DiGraph<(), ()> {
    let mut hops = DiGraph::new();
    for _ in 0..graph.node_count() * 2 {
        hops.add_node(());
    }
    let part = |node: NodeIx| NodeIndex::new(node.at() * 2);
    let full = |node: NodeIx| NodeIndex::new(node.at() * 2 + 1);
    for node in graph.nodes() {
        hops.add_edge(full(node), part(node), ());
        hops.add_edge(full(graph.organization()), full(node), ());
    }
    let is_out = |node| graph.user_status(node) == Some(domain::facts::UserStatus::Deprovisioned);
    for edge in graph.edges().filter(|edge| !is_out(edge.from)) {
        let (from, to) = (edge.from, edge.to);
        match edge.kind {
            crate::EdgeType::MemberOf => {
                hops.add_edge(full(from), full(to), ());
                if graph.is_role_bearing(to) {
                    hops.add_edge(part(from), part(to), ());
                }
            }
            crate::EdgeType::AssignedTo | crate::EdgeType::AssignedByUnseenGroup => {
                hops.add_edge(full(from), part(to), ());
            }
            crate::EdgeType::TokenOf if graph.user_status(to).unwrap().is_enabled() => {
                hops.add_edge(full(from), part(to), ());
            }
            crate::EdgeType::SecretOf | crate::EdgeType::KeyOf if graph.is_active(from) => {
                hops.add_edge(full(from), full(to), ());
            }
            _ => {}
        }
    }
    for holder in graph.nodes().filter(|&holder| !is_out(holder)) {
        for target in graph.nodes() {
            let can = graph
                .assignments_of(holder)
                .any(|ix| gives(graph, ix, target, assume_worst));
            let is_app = matches!(graph.kind(holder), NodeKind::App | NodeKind::ServiceApp);
            if can {
                hops.add_edge(if is_app { full(holder) } else { part(holder) }, full(target), ());
            }
        }
    }
    hops
}

fn gives(graph: &Graph, ix: crate::AssignmentIx, target: NodeIx, assume_worst: bool) -> bool {
    let assignment = graph.assignment(ix);
    let role = graph.native_id(assignment.role);
    let permissions: Vec<&str> = graph.permissions_of(assignment.role).collect();
    let scopes: Vec<&str> = graph
        .grants_of(assignment.assignee)
        .map(|ix| graph.grant(ix).scope)
        .collect();
    let needs = |scope: &str| {
        !matches!(
            graph.kind(assignment.assignee),
            NodeKind::App | NodeKind::ServiceApp
        ) || scopes.contains(&scope)
    };
    let is = |roles: &[&str], wanted: &[&str]| {
        roles.contains(&role) || permissions.iter().any(|p| wanted.contains(p))
    };
    let barred = graph.is_role_bearing(target) && role != "SUPER_ADMIN" && !assume_worst;
    let in_scope = |all: ScopePart, one: ScopePart| {
        role == "SUPER_ADMIN"
            || assignment
                .scope
                .iter()
                .any(|part| *part == ScopePart::Organization || *part == all || *part == one)
    };
    let is_custom = assignment.resource_set.is_some();
    match graph.kind(target) {
        NodeKind::Organization => role == "SUPER_ADMIN" && needs("okta.roles.manage"),
        NodeKind::User => {
            let through = graph.memberships_of(target).iter().any(|&group| {
                assignment.scope.contains(&ScopePart::GroupMembers(group))
                    || !is_custom && assignment.scope.contains(&ScopePart::Group(group))
            });
            is(
                &["SUPER_ADMIN", "ORG_ADMIN", "USER_ADMIN", "HELP_DESK_ADMIN"],
                &["okta.users.manage"],
            ) && needs("okta.users.manage")
                && !barred
                && (through || in_scope(ScopePart::AllUsers, ScopePart::User(target)))
        }
        NodeKind::Group => {
            is(
                &["SUPER_ADMIN", "ORG_ADMIN", "USER_ADMIN", "GROUP_MEMBERSHIP_ADMIN"],
                &["okta.groups.manage"],
            ) && needs("okta.groups.manage")
                && !barred
                && graph.properties_json(target).contains("OKTA_GROUP")
                && in_scope(ScopePart::AllGroups, ScopePart::Group(target))
        }
        NodeKind::App | NodeKind::ServiceApp => {
            is(&["SUPER_ADMIN", "APP_ADMIN"], &["okta.apps.manage"])
                && needs("okta.apps.manage")
                && !barred
                && in_scope(ScopePart::AllApps, ScopePart::App(target))
        }
        NodeKind::ClientSecret => {
            let app = graph.owner_of_credential(target).unwrap();
            is(&["SUPER_ADMIN", "APP_ADMIN", "READ_ONLY_ADMIN"], &[])
                && (needs("okta.apps.read") || needs("okta.apps.manage"))
                && in_scope(ScopePart::AllApps, ScopePart::App(app))
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reach_paths_and_their_reverse_agree_with_a_plain_search(text in world()) {
        let graph = fixture::graph(&text).unwrap();
        for options in [TRUSTING, WORST] {
            let hops = written_out(&graph, options.assume_worst);
            let reaches: Vec<BTreeSet<NodeIx>> = graph.nodes().map(|start| {
                let mut found = BTreeSet::new();
                let mut search = Dfs::new(&hops, NodeIndex::new(start.at() * 2 + 1));
                while let Some(vertex) = search.next(&hops) {
                    found.insert(NodeIx(vertex.index() as u32 / 2));
                }
                found.remove(&start);
                found
            }).collect();
            for start in graph.nodes() {
                let wanted = &reaches[start.at()];
                let reach = reach(&graph, start, options);
                let found: BTreeSet<NodeIx> = reach.nodes().collect();
                prop_assert_eq!(&found, wanted, "from {} {:?}", graph.name(start), options);
                prop_assert_eq!(reach.len(), wanted.len());
                let who = who_reaches(&graph, start, options);
                for node in graph.nodes() {
                    prop_assert_eq!(reach.contains(node), wanted.contains(&node));
                    prop_assert_eq!(who.contains(node), reaches[node.at()].contains(&start));
                    check_path(&graph, reach.path_to(node), start, node, wanted.contains(&node))?;
                    let shortest = shortest_path(&graph, start, node, options);
                    let longest = reach.path_to(node).map_or(0, |hops| hops.len());
                    prop_assert!(shortest.as_ref().map_or(0, Vec::len) <= longest);
                    check_path(&graph, shortest, start, node, wanted.contains(&node))?;
                    check_path(&graph, who.path_from(node), node, start, reaches[node.at()].contains(&start))?;
                }
            }
        }
    }
}

fn check_path(
    graph: &Graph,
    hops: Option<Vec<Hop>>,
    from: NodeIx,
    to: NodeIx,
    is_wanted: bool,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(
        hops.is_some(),
        is_wanted,
        "{} to {}",
        graph.name(from),
        graph.name(to)
    );
    let Some(hops) = hops else { return Ok(()) };
    prop_assert_eq!(hops.first().map(|hop| hop.from), Some(from));
    prop_assert_eq!(hops.last().map(|hop| hop.to), Some(to));
    prop_assert!(hops.windows(2).all(|pair| pair[0].to == pair[1].from));
    Ok(())
}
