use domain::facts::UserStatus;
use proptest::prelude::*;

use super::*;
use crate::fixture::{self, random::world as world_text};
use crate::{EdgeType, NodeKind, NodeSet};

/// People, groups, apps, roles of all sorts in a few lines.
const WORLD: &str = r#"
    user alice@acme.example name="Alice Liddell" email=alice@acme.example
    user bob@acme.example email=bob@other.example
    user bob@other.example
    user carol SUSPENDED
    group eng: alice@acme.example bob@acme.example
    group admins: carol
    app github catalog=github: eng, carol, ~bob@acme.example, ~bob@other.example
    app slack catalog=slack: bob@acme.example
    app slack2 catalog=slack: eng
    app worker service client_id=0oaclient
    role SUPER_ADMIN: carol
    role APP_ADMIN: admins over catalog:slack, unseen:0oagone
    role READ_ONLY_ADMIN: worker
    custom-role reset: okta.users.userprofile.manage
    resource-set people: users, eng
    role reset: alice@acme.example in people
    token ci: carol
    grant worker: okta.users.read
    secret s1: worker
"#;

fn world() -> Graph {
    fixture::graph(WORLD).unwrap()
}

fn one(graph: &Graph, name: &str) -> NodeIx {
    let found: Vec<NodeIx> = graph.lookup(name).collect();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found[0]
}

fn list(graph: &Graph, filter: &PathFilter) -> Vec<PathRow> {
    let mut rows = Vec::new();
    let mut cursor = paths(graph, filter);
    while cursor.next_batch(&mut rows, 3) > 0 {}
    rows.sort_unstable();
    rows
}

fn text(graph: &Graph, rows: &[PathRow]) -> String {
    let line = |row: &PathRow| {
        let why = graph.why(row);
        let path: Vec<&str> = why.path.iter().map(|&node| graph.name(node)).collect();
        let kind = row.action_type().as_str();
        format!(
            "{kind:<10} {} | {} | {}\n",
            path.join(" > "),
            why.grantors.join(", "),
            why.explanation
        )
    };
    rows.iter().map(line).collect()
}

#[test]
fn a_person_reaches_groups_apps_and_what_roles_are_over() {
    let graph = world();
    let rows = list(&graph, &PathFilter::of_identity(one(&graph, "alice")));
    insta::assert_snapshot!(text(&graph, &rows), @r#"
    membership alice@acme.example > eng | direct group membership | alice@acme.example is a member of eng
    admin_role alice@acme.example > reset > people > eng | direct role assignment | alice@acme.example holds the role reset over eng (resource set people)
    assignment alice@acme.example > eng > github | direct group membership, eng | alice@acme.example is a member of eng, which is assigned to github
    assignment alice@acme.example > eng > slack2 | direct group membership, eng | alice@acme.example is a member of eng, which is assigned to slack2
    admin_role alice@acme.example > reset > people | direct role assignment | alice@acme.example holds the role reset over people
    "#);
}

#[test]
fn every_row_says_why() {
    let graph = world();
    insta::assert_snapshot!(text(&graph, &list(&graph, &PathFilter::default())), @r#"
    membership alice@acme.example > eng | direct group membership | alice@acme.example is a member of eng
    admin_role alice@acme.example > reset > people > eng | direct role assignment | alice@acme.example holds the role reset over eng (resource set people)
    assignment alice@acme.example > eng > github | direct group membership, eng | alice@acme.example is a member of eng, which is assigned to github
    assignment alice@acme.example > eng > slack2 | direct group membership, eng | alice@acme.example is a member of eng, which is assigned to slack2
    admin_role alice@acme.example > reset > people | direct role assignment | alice@acme.example holds the role reset over people
    membership bob@acme.example > eng | direct group membership | bob@acme.example is a member of eng
    assignment bob@acme.example > eng > github | direct group membership, eng | bob@acme.example is a member of eng, which is assigned to github
    assignment bob@acme.example > slack | direct assignment | bob@acme.example is assigned to slack directly
    assignment bob@acme.example > eng > slack2 | direct group membership, eng | bob@acme.example is a member of eng, which is assigned to slack2
    assignment bob@other.example > github | group (unseen) | bob@other.example is assigned to github by a group that the scan did not see
    admin_role carol > Super Admin > Acme | direct role assignment | carol holds the role Super Admin over Acme, and cannot sign in while suspended
    membership carol > admins | direct group membership | carol is a member of admins, and cannot sign in while suspended
    assignment carol > github | direct assignment | carol is assigned to github directly, and cannot sign in while suspended
    admin_role carol > admins > App Admin > slack | direct group membership, admins | carol is a member of admins, which holds the role App Admin over slack, and cannot sign in while suspended
    admin_role carol > admins > App Admin > slack2 | direct group membership, admins | carol is a member of admins, which holds the role App Admin over slack2, and cannot sign in while suspended
    credential carol > ci | token ownership | carol owns the API token ci, which acts with all rights of carol, and cannot sign in while suspended
    admin_role carol > admins > App Admin > 0oagone | direct group membership, admins | carol is a member of admins, which holds the role App Admin over 0oagone, and cannot sign in while suspended
    admin_role worker > Read Only Admin > Acme | direct role assignment | worker holds the role Read Only Admin over Acme
    oauth_scope worker > Acme | OAuth grant | worker was granted the OAuth scope okta.users.read
    admin_role ci > carol > Super Admin > Acme | direct role assignment | the token ci acts as its owner carol, who holds the role Super Admin over Acme
    admin_role ci > carol > admins > App Admin > slack | direct group membership, admins | the token ci acts as its owner carol, who is a member of admins, which holds the role App Admin over slack
    admin_role ci > carol > admins > App Admin > slack2 | direct group membership, admins | the token ci acts as its owner carol, who is a member of admins, which holds the role App Admin over slack2
    admin_role ci > carol > admins > App Admin > 0oagone | direct group membership, admins | the token ci acts as its owner carol, who is a member of admins, which holds the role App Admin over 0oagone
    admin_role ocss1 > worker > Read Only Admin > Acme | direct role assignment | the client secret ocss1 signs in as worker, which holds the role Read Only Admin over Acme
    oauth_scope ocss1 > worker > Acme | OAuth grant | the client secret ocss1 signs in as worker, which was granted the OAuth scope okta.users.read
    "#);
}

#[test]
fn every_filter_gives_the_rows_of_the_whole_list_that_it_admits() {
    let graph = world();
    let all = list(&graph, &PathFilter::default());
    assert_eq!(count(&graph, &PathFilter::default()), all.len() as u64);
    let nodes: Vec<NodeIx> = graph.nodes().collect();
    for &node in &nodes {
        check(&graph, &all, &PathFilter::of_identity(node));
        check(&graph, &all, &PathFilter::to_resource(node));
        check(
            &graph,
            &all,
            &PathFilter {
                groups: Some(vec![node]),
                ..PathFilter::default()
            },
        );
        for &other in &nodes {
            check(
                &graph,
                &all,
                &PathFilter {
                    resources: Some(vec![other]),
                    ..PathFilter::of_identity(node)
                },
            );
        }
    }
    for kind in ActionType::ALL {
        let action_types = Some(ActionTypeSet::NONE.with(kind));
        check(
            &graph,
            &all,
            &PathFilter {
                action_types,
                ..PathFilter::default()
            },
        );
        check(
            &graph,
            &all,
            &PathFilter {
                action_types,
                ..PathFilter::to_resource(one(&graph, "github"))
            },
        );
    }
    check(
        &graph,
        &all,
        &PathFilter {
            identities: Some(nodes.clone()),
            ..PathFilter::default()
        },
    );
    let thirds = |rest| {
        Some(
            nodes
                .iter()
                .copied()
                .filter(|node| node.0 % 3 != rest)
                .collect::<Vec<_>>(),
        )
    };
    let filter = PathFilter {
        identities: thirds(0),
        resources: thirds(1),
        groups: thirds(2),
        action_types: None,
    };
    check(&graph, &all, &filter);
    check(
        &graph,
        &all,
        &PathFilter {
            groups: None,
            ..filter
        },
    );
    check(
        &graph,
        &all,
        &PathFilter {
            identities: Some(Vec::new()),
            ..PathFilter::default()
        },
    );
}

/// The rows once more, from the edges alone: a person's memberships, apps of their own, apps of their groups.
fn memberships_and_apps(graph: &Graph) -> Vec<(NodeIx, NodeIx, Option<NodeIx>)> {
    let edges: Vec<crate::Edge> = graph.edges().collect();
    let is_out = |node| graph.user_status(node) == Some(UserStatus::Deprovisioned);
    let mut rows = Vec::new();
    for edge in edges
        .iter()
        .filter(|edge| graph.kind(edge.from) == NodeKind::User)
    {
        match edge.kind {
            EdgeType::AssignedTo | EdgeType::AssignedByUnseenGroup => rows.push((edge.from, edge.to, None)),
            EdgeType::MemberOf => {
                rows.push((edge.from, edge.to, None));
                let of_group = |next: &&crate::Edge| {
                    next.from == edge.to && next.kind == EdgeType::AssignedTo && !is_out(edge.from)
                };
                rows.extend(
                    edges
                        .iter()
                        .filter(of_group)
                        .map(|next| (edge.from, next.to, Some(edge.to))),
                );
            }
            _ => {}
        }
    }
    rows.sort_unstable();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_those_of_the_edges_whatever_is_asked(text in world_text()) {
        let graph = fixture::graph(&text).unwrap();
        let all = list(&graph, &PathFilter::default());
        let types = [ActionType::Membership, ActionType::Assignment];
        let mut found: Vec<_> = all
            .iter()
            .filter(|row| types.contains(&row.action_type()))
            .map(|row| (row.identity, row.resource, row.group))
            .collect();
        found.sort_unstable();
        prop_assert_eq!(found, memberships_and_apps(&graph));
        let mut found: Vec<_> = all
            .iter()
            .filter(|row| matches!(row.action_type(), ActionType::AdminRole | ActionType::OauthScope))
            .map(|row| (row.identity, row.resource, row.group, row.cause))
            .collect();
        found.sort_unstable();
        prop_assert_eq!(found, roles_and_scopes(&graph));
        prop_assert_eq!(count(&graph, &PathFilter::default()), all.len() as u64);
        for kind in ActionType::ALL {
            check(&graph, &all, &PathFilter { action_types: Some(ActionTypeSet::NONE.with(kind)), ..PathFilter::default() });
        }
        let mut whole = Vec::new();
        for node in graph.nodes() {
            graph.paths_of_identity(node, &mut whole);
            let mut resources: Vec<NodeIx> = whole.iter().filter(|row| row.identity == node).map(|row| row.resource).collect();
            resources.sort_unstable();
            resources.dedup();
            prop_assert_eq!(graph.standing_privileges(node), resources.len() as u32);
            prop_assert_eq!(graph.standing_privileges_of_all()[node.at()], resources.len() as u32, "{}", graph.name(node));
        }
        let mut batch = Vec::new();
        prop_assert_eq!(paths(&graph, &PathFilter::default()).next_batch(&mut batch, whole.len() + 1), whole.len());
        prop_assert_eq!(batch, whole, "in the order of identities");
        let some: Vec<NodeIx> = graph.nodes().filter(|node| node.0 % 2 == 0).collect();
        let limited = PathFilter { identities: Some(some.clone()), ..PathFilter::default() };
        check(&graph, &all, &limited);
        for node in graph.nodes() {
            check(&graph, &all, &PathFilter { resources: Some(vec![node]), ..limited.clone() });
            check(&graph, &all, &PathFilter { groups: Some(vec![node]), ..limited.clone() });
            check(&graph, &all, &PathFilter { resources: Some(some.clone()), ..PathFilter::of_identity(node) });
        }
        for node in graph.nodes() {
            check(&graph, &all, &PathFilter::of_identity(node));
            check(&graph, &all, &PathFilter::to_resource(node));
            check(&graph, &all, &PathFilter { groups: Some(vec![node]), ..PathFilter::default() });
            let mut rows = Vec::new();
            graph.paths_of_identity(node, &mut rows);
            prop_assert_eq!(sorted(rows), list(&graph, &PathFilter::of_identity(node)));
            let mut rows = Vec::new();
            graph.paths_to_resource(node, &mut rows);
            prop_assert_eq!(sorted(rows), list(&graph, &PathFilter::to_resource(node)));
        }
    }
}

/// Rows of roles and scopes once more, from the assignments and grants alone.
fn roles_and_scopes(graph: &Graph) -> Vec<(NodeIx, NodeIx, Option<NodeIx>, u32)> {
    let is_out = |node| graph.user_status(node) == Some(UserStatus::Deprovisioned);
    let users: Vec<NodeIx> = graph.nodes_of(NodeKind::User).collect();
    let mut rows = Vec::new();
    let mut put = |identity: NodeIx, resource, group, cause| {
        rows.push((identity, resource, group, cause));
        for credential in graph
            .nodes()
            .filter(|&node| graph.owner_of_credential(node) == Some(identity))
        {
            if !is_out(identity) && graph.is_active(credential) {
                rows.push((credential, resource, group, cause));
            }
        }
    };
    for (ix, assignment) in graph.assignments() {
        for &target in assignment.targets {
            if graph.kind(assignment.assignee) != NodeKind::Group {
                put(assignment.assignee, target, None, ix.0);
                continue;
            }
            for &user in &users {
                if graph.memberships_of(user).contains(&assignment.assignee) && !is_out(user) {
                    put(user, target, Some(assignment.assignee), ix.0);
                }
            }
        }
    }
    for (ix, grant) in graph.grants() {
        if graph.kind(grant.app) == NodeKind::ServiceApp {
            put(grant.app, graph.organization(), None, ix.0);
        }
    }
    rows.sort_unstable();
    rows
}

fn sorted(mut rows: Vec<PathRow>) -> Vec<PathRow> {
    rows.sort_unstable();
    rows
}

#[test]
fn a_service_app_needs_a_role_and_a_scope() {
    let graph = fixture::graph(
        "app both service\napp role service\napp scope service\nrole ORG_ADMIN: both role\n\
         grant both: okta.users.read\ngrant scope: okta.users.read",
    )
    .unwrap();
    let rows = list(&graph, &PathFilter::default());
    let useless: Vec<PathRow> = rows
        .iter()
        .copied()
        .filter(|row| !graph.is_effective(row))
        .collect();
    insta::assert_snapshot!(text(&graph, &useless), @r#"
    admin_role role > Org Admin > Acme | direct role assignment | role holds the role Org Admin over Acme, and was granted no OAuth scope, so the role gives nothing
    oauth_scope scope > Acme | OAuth grant | scope was granted the OAuth scope okta.users.read, and holds no role, so the scope gives nothing
    "#);
    assert_eq!(rows.len(), 4);
}

#[test]
fn access_of_people_who_cannot_sign_in_stands_and_is_not_effective() {
    let graph = fixture::graph(
        "user here\nuser away SUSPENDED\nuser soon STAGED\nuser stuck LOCKED_OUT\nuser left DEPROVISIONED\n\
         app slack: here away soon stuck left",
    )
    .unwrap();
    let rows = list(&graph, &PathFilter::default());
    let told: Vec<(&str, bool)> = rows
        .iter()
        .map(|row| (graph.name(row.identity), graph.is_effective(row)))
        .collect();
    let expected = [
        ("here", true),
        ("away", false),
        ("soon", false),
        ("stuck", true),
        ("left", false),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        graph.why(&rows[1]).explanation,
        "away is assigned to slack directly, and cannot sign in while suspended"
    );
}

#[test]
fn who_has_apps_and_which_apps_are_had_is_what_the_paths_say() {
    let graph = fixture::graph(
        "user a\nuser b\nuser idle\nuser left DEPROVISIONED\ngroup g: a left\ngroup gone: left\ngroup none: idle\n\
         app one: g\napp two: b\napp three: gone\napp four",
    )
    .unwrap();
    let only = PathFilter {
        action_types: Some(ActionTypeSet::NONE.with(ActionType::Assignment)),
        ..PathFilter::default()
    };
    let rows = list(&graph, &only);
    let people: NodeSet = rows.iter().map(|row| row.identity).collect();
    let apps: NodeSet = rows.iter().map(|row| row.resource).collect();
    assert_eq!((people.len(), apps.len()), (2, 2));
    assert_eq!(app_reach(&graph), (2, 2));
}

#[test]
fn a_membership_says_what_may_have_made_it() {
    let graph = fixture::graph(
        "user a\ngroup eng: a\ngroup ops: a\ngroup hand: a\napp slack\n\
         group feed APP_GROUP from=slack: a\ngroup ad APP_GROUP from=gone: a\ngroup Everyone BUILT_IN: *\nrule zeal: eng ops\nrule engineers: eng\n\
         rule asleep INACTIVE: eng hand\nrule vain: feed",
    )
    .unwrap();
    let rows = list(&graph, &PathFilter::default());
    insta::assert_snapshot!(text(&graph, &rows), @r#"
    membership a > eng | group membership, possibly by rules engineers, zeal | a is a member of eng
    membership a > ops | group membership, possibly by rule zeal | a is a member of ops
    membership a > hand | direct group membership | a is a member of hand
    membership a > feed | group membership, imported from slack | a is a member of feed
    membership a > ad | group membership, imported from an app or directory | a is a member of ad
    membership a > Everyone | group membership, kept by Okta | a is a member of Everyone
    "#);
    for row in rows {
        let (start, len) = graph.membership_grantor_span(row.resource);
        let span = graph.arena_bytes()[start as usize..(start + len) as usize].to_vec();
        assert_eq!(graph.grantors(&row), [String::from_utf8(span).unwrap()]);
    }
    assert_eq!(graph.membership_grantor(graph.organization()), "group membership");
}

#[test]
fn credentials_of_a_service_app_have_what_it_has_while_they_are_in_force() {
    let graph = fixture::graph(
        "app robot service\napp plain\nrole ORG_ADMIN: robot\ngrant robot: okta.users.read\n\
         secret on: robot\nsecret off INACTIVE: robot\nkey k: robot\nsecret other: plain",
    )
    .unwrap();
    let of = |kind: NodeKind| {
        let identities = Some(graph.nodes_of(kind).collect());
        let filter = PathFilter {
            identities,
            ..PathFilter::default()
        };
        text(&graph, &list(&graph, &filter))
    };
    insta::assert_snapshot!(of(NodeKind::ClientSecret), @r#"
    admin_role ocson > robot > Org Admin > Acme | direct role assignment | the client secret ocson signs in as robot, which holds the role Org Admin over Acme
    oauth_scope ocson > robot > Acme | OAuth grant | the client secret ocson signs in as robot, which was granted the OAuth scope okta.users.read
    "#);
    insta::assert_snapshot!(of(NodeKind::ClientKey), @r#"
    admin_role k > robot > Org Admin > Acme | direct role assignment | the key k signs in as robot, which holds the role Org Admin over Acme
    oauth_scope k > robot > Acme | OAuth grant | the key k signs in as robot, which was granted the OAuth scope okta.users.read
    "#);
    let all = list(&graph, &PathFilter::default());
    assert_eq!(all.len(), 6);
    for node in graph.nodes() {
        check(&graph, &all, &PathFilter::of_identity(node));
        check(&graph, &all, &PathFilter::to_resource(node));
    }
    let robot = one(&graph, "robot");
    assert_eq!(graph.standing_privileges(robot), 1);
    assert!(all.iter().all(|row| graph.is_effective(row)));
    let useless = fixture::graph("app r service\nsecret s: r\ngrant r: okta.users.read").unwrap();
    let rows = list(&useless, &PathFilter::default());
    assert_eq!(
        (
            rows.len(),
            rows.iter().filter(|row| useless.is_effective(row)).count()
        ),
        (2, 0)
    );
}

fn check(graph: &Graph, all: &[PathRow], filter: &PathFilter) {
    let has = |nodes: &Option<Vec<NodeIx>>, node: Option<NodeIx>| {
        nodes
            .as_ref()
            .is_none_or(|nodes| node.is_some_and(|node| nodes.contains(&node)))
    };
    let wanted: Vec<PathRow> = all
        .iter()
        .copied()
        .filter(|row| has(&filter.identities, Some(row.identity)))
        .filter(|row| has(&filter.resources, Some(row.resource)))
        .filter(|row| has(&filter.groups, row.group))
        .filter(|row| {
            filter
                .action_types
                .is_none_or(|types| types.contains(row.action_type()))
        })
        .collect();
    assert_eq!(
        text(graph, &list(graph, filter)),
        text(graph, &wanted),
        "{filter:?}"
    );
    assert_eq!(count(graph, filter), wanted.len() as u64, "{filter:?}");
}

#[test]
fn standing_privileges_count_different_resources() {
    let graph = world();
    let all = list(&graph, &PathFilter::default());
    let lazily: Vec<u32> = graph
        .nodes()
        .map(|node| graph.standing_privileges(node))
        .collect();
    for node in graph.nodes() {
        let resources: std::collections::BTreeSet<NodeIx> = all
            .iter()
            .filter(|row| row.identity == node)
            .map(|row| row.resource)
            .collect();
        assert_eq!(
            graph.standing_privileges_of_all()[node.at()],
            resources.len() as u32,
            "{}",
            graph.name(node)
        );
    }
    assert_eq!(graph.standing_privileges_of_all(), lazily);
}

#[test]
fn a_row_is_small() {
    assert!(size_of::<PathRow>() <= 32);
}
