use std::collections::BTreeSet;

use crate::diff::diff;
use crate::fixture;
use crate::path::{ActionType, ActionTypeSet, PathFilter, count, paths};
use crate::reach::{ReachOptions, hops_from, reach, shortest_path, who_reaches};
use crate::{Graph, NodeIx};

/// `left` left the company: in the groups still, with a token and roles of both sorts. `away` is only suspended.
const WORLD: &str = "
    user here
    user left DEPROVISIONED
    user away SUSPENDED
    user new STAGED
    group everyone BUILT_IN: *
    group admins: here left away
    group leavers: left
    app chat: everyone
    app wiki: everyone, leavers, left
    app archive: leavers
    role HELP_DESK_ADMIN: admins
    role APP_ADMIN: left over chat
    token t-left: left
    token t-away: away
";

fn world() -> Graph {
    fixture::graph(WORLD).unwrap()
}

fn one(graph: &Graph, name: &str) -> NodeIx {
    graph.lookup(name).next().unwrap()
}

fn told(graph: &Graph, filter: &PathFilter) -> String {
    let mut rows = Vec::new();
    paths(graph, filter).next_batch(&mut rows, 1_000);
    let lines: BTreeSet<String> = rows
        .iter()
        .map(|row| {
            let path: Vec<&str> = graph
                .path_nodes(row)
                .iter()
                .map(|&node| graph.name(node))
                .collect();
            format!("{} {}", row.action_type().as_str(), path.join(" > "))
        })
        .collect();
    assert_eq!(count(graph, filter), lines.len() as u64);
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

fn names(graph: &Graph, nodes: impl Iterator<Item = NodeIx>) -> String {
    let names: BTreeSet<&str> = nodes.map(|node| graph.name(node)).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_deactivated_person_keeps_memberships_and_what_okta_assigned_directly() {
    let graph = world();
    let of = |name: &str| told(&graph, &PathFilter::of_identity(one(&graph, name)));
    insta::assert_snapshot!(of("left"), @r#"
    admin_role left > App Admin > chat
    assignment left > wiki
    credential left > t-left
    membership left > admins
    membership left > everyone
    membership left > leavers
    "#);
    insta::assert_snapshot!(of("t-left"), @"");
    insta::assert_snapshot!(of("away"), @r#"
    admin_role away > admins > Help Desk Admin > Acme
    assignment away > everyone > chat
    assignment away > everyone > wiki
    credential away > t-away
    membership away > admins
    membership away > everyone
    "#);
    insta::assert_snapshot!(of("t-away"), @"admin_role t-away > away > admins > Help Desk Admin > Acme");
    insta::assert_snapshot!(of("new"), @r#"
    assignment new > everyone > chat
    assignment new > everyone > wiki
    membership new > everyone
    "#);
}

#[test]
fn resources_and_groups_list_the_others_only() {
    let graph = world();
    insta::assert_snapshot!(told(&graph, &PathFilter::to_resource(one(&graph, "wiki"))), @r#"
    assignment away > everyone > wiki
    assignment here > everyone > wiki
    assignment left > wiki
    assignment new > everyone > wiki
    "#);
    insta::assert_snapshot!(told(&graph, &PathFilter::to_resource(one(&graph, "archive"))), @"");
    insta::assert_snapshot!(told(&graph, &PathFilter::to_resource(graph.organization())), @r#"
    admin_role away > admins > Help Desk Admin > Acme
    admin_role here > admins > Help Desk Admin > Acme
    admin_role t-away > away > admins > Help Desk Admin > Acme
    "#);
    let through = |group: &str| PathFilter {
        groups: Some(vec![one(&graph, group)]),
        ..PathFilter::default()
    };
    insta::assert_snapshot!(told(&graph, &through("leavers")), @"");
    insta::assert_snapshot!(told(&graph, &through("everyone")), @r#"
    assignment away > everyone > chat
    assignment away > everyone > wiki
    assignment here > everyone > chat
    assignment here > everyone > wiki
    assignment new > everyone > chat
    assignment new > everyone > wiki
    "#);
    insta::assert_snapshot!(told(&graph, &through("admins")), @r#"
    admin_role away > admins > Help Desk Admin > Acme
    admin_role here > admins > Help Desk Admin > Acme
    admin_role t-away > away > admins > Help Desk Admin > Acme
    "#);
}

#[test]
fn counting_does_not_count_them() {
    let graph = world();
    let of = |kind: ActionType| {
        let action_types = Some(ActionTypeSet::NONE.with(kind));
        count(
            &graph,
            &PathFilter {
                action_types,
                ..PathFilter::default()
            },
        )
    };
    assert_eq!(of(ActionType::Membership), 4 + 3 + 1);
    assert_eq!(of(ActionType::Assignment), 3 + 3 + 1);
    assert_eq!(of(ActionType::AdminRole), 2 + 1 + 1);
    assert_eq!(of(ActionType::Credential), 2);
    assert_eq!(count(&graph, &PathFilter::default()), 8 + 7 + 4 + 2);
    let privileges = |name: &str| graph.standing_privileges(one(&graph, name));
    // Three groups, the wiki, the chat that a role is over, a token.
    assert_eq!(privileges("left"), 6);
    assert_eq!(privileges("t-left"), 0);
    assert_eq!(privileges("away"), 2 + 2 + 1 + 1);
    let one_by_one: Vec<u32> = graph
        .nodes()
        .map(|node| graph.standing_privileges(node))
        .collect();
    assert_eq!(graph.standing_privileges_of_all(), one_by_one);
}

#[test]
fn a_batch_that_is_full_is_full_of_others() {
    let graph = world();
    let filter = PathFilter::to_resource(one(&graph, "chat"));
    let mut cursor = paths(&graph, &filter);
    let mut sizes = Vec::new();
    let mut rows = Vec::new();
    loop {
        sizes.push(cursor.next_batch(&mut rows, 2));
        if sizes.last() < Some(&2) {
            break;
        }
    }
    // here, away, new through everyone; left by its role.
    assert_eq!(sizes, [2, 2, 0]);
}

#[test]
fn nothing_is_reached_from_them_and_they_can_be_reached() {
    let graph = world();
    let trusting = ReachOptions::default();
    let left = one(&graph, "left");
    assert!(reach(&graph, left, trusting).is_empty());
    assert!(reach(&graph, one(&graph, "t-left"), trusting).is_empty());
    assert!(hops_from(&graph, left, trusting).is_empty());
    assert!(graph.powers_of(left).is_empty());
    assert_eq!(
        shortest_path(&graph, left, one(&graph, "everyone"), trusting),
        None
    );
    let who = |name: &str| names(&graph, who_reaches(&graph, one(&graph, name), trusting).nodes());
    insta::assert_snapshot!(who("archive"), @"Acme leavers");
    insta::assert_snapshot!(who("wiki"), @"Acme admins away everyone here leavers new");
    insta::assert_snapshot!(who("left"), @"Acme");
    insta::assert_snapshot!(names(&graph, reach(&graph, one(&graph, "here"), ReachOptions { assume_worst: true }).nodes()), @"admins away chat everyone left new wiki");
}

#[test]
fn deactivation_takes_access_away_and_activation_gives_it_back() {
    let before = world();
    let after = fixture::graph(&WORLD.replace("user left DEPROVISIONED", "user left")).unwrap();
    let told = |graph: &Graph, changes: &[crate::diff::AccessChange]| {
        let pairs = changes
            .iter()
            .map(|change| format!("{} {}", graph.name(change.user), graph.name(change.app)));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let back = diff(&before, &after);
    assert_eq!(back.edges_added, []);
    let (gained, lost) = back.access();
    assert_eq!(lost, []);
    assert_eq!(told(&after, &gained), "left chat, left wiki, left archive");
    assert!(
        gained
            .iter()
            .all(|&change| back.is_gain_by_status(change) && back.causes_of_gain(change).is_empty())
    );
    let out = diff(&after, &before);
    let (gained, lost) = out.access();
    assert_eq!(gained, []);
    assert_eq!(told(&after, &lost), "left chat, left wiki, left archive");
    assert!(
        lost.iter()
            .all(|&change| out.is_loss_by_status(change) && out.causes_of_loss(change).is_empty())
    );
}

#[test]
fn without_deactivated_people_nothing_is_kept_about_them() {
    let graph = fixture::graph("user a\nuser b SUSPENDED\ngroup g: a b").unwrap();
    assert_eq!(graph.deactivated.bytes(), 0);
    assert_eq!(graph.effective_member_count(one(&graph, "g")), 2);
    assert_eq!(graph.effective_groups_of(one(&graph, "b")).len(), 1);
}
