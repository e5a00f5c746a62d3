use domain::facts::{App, AppGroup, AppGroups, Group, Memberships, Policy, PolicyRule, RoleAssignment, User};

use super::*;
use crate::fixture::ORGANIZATION;
use crate::{NodeIx, PathFilter, ScopePart};

fn builder() -> GraphBuilder {
    GraphBuilder::new(ORGANIZATION, Coverage::default(), Timestamp::from_ms(5))
}

fn user(ordinal: u32, login: &str) -> User<'_> {
    User {
        ordinal,
        id: login,
        login,
        ..User::default()
    }
}

fn group(ordinal: u32, name: &str) -> Group<'_> {
    Group {
        ordinal,
        id: name,
        name,
        ..Group::default()
    }
}

#[test]
fn an_empty_organization_is_a_graph() {
    let graph = builder().finish();
    assert_eq!(graph.node_count(), 1);
    assert_eq!(
        (graph.org_name(), graph.org_url()),
        ("Acme", "https://acme.okta.com")
    );
    assert_eq!(graph.taken_at(), Timestamp::from_ms(5));
    assert!(graph.search("acme", 5).len() == 1);
    assert_eq!(crate::path::count(&graph, &PathFilter::default()), 0);
}

#[test]
fn batches_may_come_in_any_order_and_twice() {
    let mut builder = builder();
    builder
        .put(Rows::Users(&[user(2, "carol"), user(0, "alice")]))
        .unwrap();
    builder
        .put(Rows::Groups(&[group(1, "ops"), group(0, "eng")]))
        .unwrap();
    for users in [&[2][..], &[0, 2], &[0]] {
        builder
            .put(Rows::Memberships(Memberships { group: 1, users }))
            .unwrap();
    }
    builder
        .put(Rows::Memberships(Memberships {
            group: 0,
            users: &[2, 0],
        }))
        .unwrap();
    builder.put(Rows::Users(&[user(2, "carla")])).unwrap();
    let graph = builder.finish();
    let names = |nodes: &[NodeIx]| nodes.iter().map(|&node| graph.name(node)).collect::<Vec<_>>();
    let of = |name: &str| graph.lookup(name).next().unwrap();
    assert_eq!(names(graph.members_of(of("eng"))), ["alice", "carla"]);
    assert_eq!(names(graph.members_of(of("ops"))), ["alice", "carla"]);
    assert_eq!(names(graph.memberships_of(of("carla"))), ["eng", "ops"]);
    assert_eq!(graph.lookup("carol").count(), 0);
    assert_eq!(graph.unresolved_links(), 2);
}

#[test]
fn links_to_what_was_never_seen_are_left_out_and_counted() {
    let mut builder = builder();
    builder.put(Rows::Users(&[user(0, "alice")])).unwrap();
    builder.put(Rows::Groups(&[group(0, "eng")])).unwrap();
    builder
        .put(Rows::Memberships(Memberships {
            group: 0,
            users: &[0, 1, u32::MAX],
        }))
        .unwrap();
    builder
        .put(Rows::Memberships(Memberships {
            group: 9,
            users: &[0],
        }))
        .unwrap();
    let groups = [AppGroup {
        group: 0,
        priority: None,
        last_updated: None,
    }];
    builder
        .put(Rows::AppGroups(AppGroups {
            app: 4,
            groups: &groups,
        }))
        .unwrap();
    let assignment = RoleAssignment {
        id: "x",
        role: "SUPER_ADMIN",
        assignee_kind: AssigneeKind::User,
        assignee: 7,
        status: "ACTIVE",
        targets: &[],
        resource_set: None,
        created: None,
        last_updated: None,
    };
    builder.put(Rows::RoleAssignments(&[assignment])).unwrap();
    let graph = builder.finish();
    assert_eq!(graph.unresolved_links(), 5);
    assert_eq!(graph.link_count(), 1);
    assert_eq!(graph.assignments().count(), 0);
}

#[test]
fn ordinals_may_have_holes_and_be_huge() {
    for ordinals in [[0, 1, 2], [0, 5, 9], [3, 70_000, u32::MAX]] {
        let mut builder = builder();
        for (at, name) in ["a", "b", "c"].iter().enumerate() {
            builder.put(Rows::Users(&[user(ordinals[at], name)])).unwrap();
        }
        builder.put(Rows::Groups(&[group(ordinals[2], "g")])).unwrap();
        builder
            .put(Rows::Memberships(Memberships {
                group: ordinals[2],
                users: &ordinals[1..],
            }))
            .unwrap();
        let graph = builder.finish();
        let group = graph.lookup("g").next().unwrap();
        let members: Vec<&str> = graph
            .members_of(group)
            .iter()
            .map(|&node| graph.name(node))
            .collect();
        assert_eq!(members, ["b", "c"], "{ordinals:?}");
        assert_eq!(graph.unresolved_links(), 0);
    }
}

#[test]
fn roles_and_resource_sets_that_are_only_named_become_nodes() {
    let mut builder = builder();
    builder.put(Rows::Users(&[user(0, "alice")])).unwrap();
    let row = |role, resource_set| RoleAssignment {
        id: "x",
        role,
        assignee_kind: AssigneeKind::User,
        assignee: 0,
        status: "ACTIVE",
        targets: &[],
        resource_set,
        created: None,
        last_updated: None,
    };
    builder
        .put(Rows::RoleAssignments(&[
            row("SUPER_ADMIN", None),
            row("cr0x", Some("iamx")),
        ]))
        .unwrap();
    let graph = builder.finish();
    let held: Vec<_> = graph.roles_of(graph.lookup("alice").next().unwrap()).to_vec();
    let scopes: Vec<&[ScopePart]> = held
        .iter()
        .map(|holding| graph.assignment(holding.assignment).scope)
        .collect();
    let set = graph.by_id("okta/acme.okta.com/iamx").unwrap();
    assert_eq!(scopes, [&[ScopePart::Organization][..], &[ScopePart::Other(set)]]);
    assert!(graph.by_native_id(crate::NodeKind::Role, "SUPER_ADMIN").is_some());
}

#[test]
fn rules_of_a_policy_are_among_its_properties() {
    let mut builder = builder();
    let rule = PolicyRule {
        id: "0pr1",
        policy: "00p1",
        name: "Deny",
        status: "ACTIVE",
        ..PolicyRule::default()
    };
    builder
        .put(Rows::Policies(&[Policy {
            id: "00p1",
            name: "P",
            status: "ACTIVE",
            ..Policy::default()
        }]))
        .unwrap();
    builder
        .put(Rows::PolicyRules(&[
            rule,
            PolicyRule {
                policy: "00pgone",
                ..rule
            },
        ]))
        .unwrap();
    let graph = builder.finish();
    insta::assert_snapshot!(graph.properties_json(graph.lookup("P").next().unwrap()), @r#"
    {"status":"ACTIVE","is_system":false,"rules":[{"id":"0pr1","name":"Deny","status":"ACTIVE"}]}
    "#);
}

#[test]
fn things_without_names_go_by_their_ids() {
    let mut builder = builder();
    builder
        .put(Rows::Users(&[User {
            id: "00u1",
            ..User::default()
        }]))
        .unwrap();
    builder
        .put(Rows::Groups(&[Group {
            id: "00g1",
            ..Group::default()
        }]))
        .unwrap();
    builder
        .put(Rows::Apps(&[App {
            id: "0oa1",
            ..App::default()
        }]))
        .unwrap();
    let graph = builder.finish();
    let names: Vec<&str> = graph.nodes().map(|node| graph.name(node)).collect();
    assert_eq!(names, ["Acme", "00u1", "00g1", "0oa1"]);
    assert_eq!(
        graph
            .by_id("okta/acme.okta.com/00u1")
            .map(|node| graph.name(node)),
        Some("00u1")
    );
}
