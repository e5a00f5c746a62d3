//! What attackers can do, told in small worlds.

use super::*;

/// An over-privileged help desk, a forgotten token of a super admin, a service app with a readable secret.
const WORLD: &str = "
    user helen
    user sam
    user dora
    user rita
    user gus
    user old DEPROVISIONED
    group everyone BUILT_IN: *
    group finance: dora
    group imported APP_GROUP: dora
    group admins: gus
    app payroll: finance
    app chat: everyone
    app robot service
    role HELP_DESK_ADMIN: helen
    role SUPER_ADMIN: sam, old
    role READ_ONLY_ADMIN: rita
    role USER_ADMIN: admins over finance, imported
    role ORG_ADMIN: robot
    grant robot: okta.users.manage okta.apps.read
    secret robot-secret: robot
    token forgotten: sam
    token dead: old
";

fn told(graph: &Graph, hops: Option<Vec<Hop>>) -> String {
    let line = |hop: &Hop| {
        format!(
            "[{} {}] {}\n",
            hop.rule.edge,
            hop.rule.cost,
            hop.explanation(graph)
        )
    };
    hops.map_or("no way".to_owned(), |hops| hops.iter().map(line).collect())
}

fn names(graph: &Graph, nodes: impl Iterator<Item = NodeIx>) -> String {
    let mut names: Vec<&str> = nodes.map(|node| graph.name(node)).collect();
    names.sort_unstable();
    names.join(" ")
}

fn reached(graph: &Graph, start: &str, options: ReachOptions) -> String {
    names(graph, reach(graph, one(graph, start), options).nodes())
}

#[test]
fn a_person_without_roles_reaches_groups_and_apps() {
    let graph = fixture::graph(WORLD).unwrap();
    insta::assert_snapshot!(reached(&graph, "dora", WORST), @"chat everyone finance imported payroll");
}

#[test]
fn a_help_desk_stops_before_administrators_unless_the_worst_is_assumed() {
    let graph = fixture::graph(WORLD).unwrap();
    insta::assert_snapshot!(reached(&graph, "helen", TRUSTING), @"chat dora everyone finance imported payroll");
    let everything = reach(&graph, one(&graph, "helen"), WORST);
    assert!(everything.is_everything());
    assert_eq!(everything.len(), graph.node_count() - 1);
    insta::assert_snapshot!(told(&graph, everything.path_to(one(&graph, "robot"))), @r#"
    [can_take_over 1] helen holds the role Help Desk Admin: it can reset password and factors of sam
    [can_manage_app 1] sam holds the role Super Admin: it can change the settings, keys and assignments of robot
    "#);
}

#[test]
fn a_token_has_the_roles_of_its_owner_and_not_the_apps() {
    let graph = fixture::graph(WORLD).unwrap();
    insta::assert_snapshot!(told(&graph, reach(&graph, one(&graph, "forgotten"), TRUSTING).path_to(one(&graph, "payroll"))), @r#"
    [acts_as 0] the API token forgotten acts with the administrator roles of its owner sam
    [controls 0] sam holds the role Super Admin: it controls the whole organization Acme
    [controls 0] who controls the organization Acme controls payroll
    "#);
    insta::assert_snapshot!(reached(&graph, "dead", TRUSTING), @"");
    let graph =
        fixture::graph("user a\nuser b\ngroup g: a\napp x: a\nrole HELP_DESK_ADMIN: g\ntoken t: a").unwrap();
    insta::assert_snapshot!(reached(&graph, "t", TRUSTING), @"a b g");
}

#[test]
fn reading_a_secret_leads_through_the_service_app_to_what_role_and_scopes_allow() {
    let graph = fixture::graph(WORLD).unwrap();
    let reach = reach(&graph, one(&graph, "rita"), TRUSTING);
    insta::assert_snapshot!(told(&graph, reach.path_to(one(&graph, "payroll"))), @r#"
    [can_read_secret 1] rita holds the role Read Only Admin: it can read the client secret ocsrobot-secret
    [signs_in_as 0] the client secret ocsrobot-secret signs in as robot
    [can_take_over 1] robot holds the role Org Admin: it can reset password and factors of dora
    [member_of 0] dora is a member of finance and has what the group has
    [can_access 0] payroll is assigned to the group finance: every member can open it
    "#);
    assert!(!reach.contains(one(&graph, "sam")));
}

#[test]
fn a_group_admin_manages_members_of_groups_that_okta_keeps() {
    let graph = fixture::graph(WORLD).unwrap();
    insta::assert_snapshot!(reached(&graph, "gus", TRUSTING), @"admins chat dora everyone finance imported payroll");
    let reach = reach(&graph, one(&graph, "gus"), TRUSTING);
    insta::assert_snapshot!(told(&graph, reach.path_to(one(&graph, "imported"))), @r#"
    [member_of 0] gus is a member of admins and has what the group has
    [can_take_over 1] admins holds the role User Admin: it can reset password and factors of dora
    [member_of 0] dora is a member of imported and has what the group has
    "#);
}

#[test]
fn a_resource_set_keeps_a_group_and_its_members_apart() {
    let world = |set: &str| {
        let text = format!(
            "user a\nuser b\nuser c\ngroup g: b\ngroup h: c\ncustom-role desk: okta.users.credentials.resetPassword \
             okta.groups.members.manage\nresource-set s: {set}\nrole desk: a in s"
        );
        let graph = fixture::graph(&text).unwrap();
        reached(&graph, "a", TRUSTING)
    };
    insta::assert_snapshot!(world("g"), @"g");
    insta::assert_snapshot!(world("members-of:g"), @"b g");
    insta::assert_snapshot!(world("users"), @"b c g h");
    insta::assert_snapshot!(world("groups"), @"g h");
    insta::assert_snapshot!(world("orn:okta:governance:00o:x:y"), @"");
}

#[test]
fn the_shortest_way_goes_through_what_everybody_reaches() {
    let graph = fixture::graph(WORLD).unwrap();
    let way = |from: &str, to: &str, options| {
        told(
            &graph,
            shortest_path(&graph, one(&graph, from), one(&graph, to), options),
        )
    };
    insta::assert_snapshot!(way("helen", "payroll", TRUSTING), @r#"
    [can_take_over 1] helen holds the role Help Desk Admin: it can reset password and factors of dora
    [member_of 0] dora is a member of finance and has what the group has
    [can_access 0] payroll is assigned to the group finance: every member can open it
    "#);
    insta::assert_snapshot!(way("helen", "robot", WORST), @r#"
    [can_take_over 1] helen holds the role Help Desk Admin: it can reset password and factors of sam
    [can_manage_app 1] sam holds the role Super Admin: it can change the settings, keys and assignments of robot
    "#);
    insta::assert_snapshot!(way("dora", "sam", WORST), @"no way");
}

#[test]
fn who_reaches_a_node_is_the_same_question_turned_round() {
    let graph = fixture::graph(WORLD).unwrap();
    let who = |name: &str, options| names(&graph, who_reaches(&graph, one(&graph, name), options).nodes());
    insta::assert_snapshot!(who("payroll", TRUSTING), @"Acme admins dora finance forgotten gus helen ocsrobot-secret rita robot sam");
    insta::assert_snapshot!(who("Acme", TRUSTING), @"forgotten sam");
    insta::assert_snapshot!(who("Acme", WORST), @"forgotten helen ocsrobot-secret rita robot sam");
    let who = who_reaches(&graph, one(&graph, "payroll"), TRUSTING);
    insta::assert_snapshot!(told(&graph, who.path_from(one(&graph, "ocsrobot-secret"))), @r#"
    [signs_in_as 0] the client secret ocsrobot-secret signs in as robot
    [can_take_over 1] robot holds the role Org Admin: it can reset password and factors of dora
    [member_of 0] dora is a member of finance and has what the group has
    [can_access 0] payroll is assigned to the group finance: every member can open it
    "#);
}

#[test]
fn a_hop_names_its_facts() {
    let graph = fixture::graph(WORLD).unwrap();
    let hop = reach(&graph, one(&graph, "gus"), TRUSTING)
        .hop(one(&graph, "dora"))
        .unwrap();
    let facts: Vec<String> = hop
        .causes(&graph)
        .iter()
        .map(|edge| {
            format!(
                "{} {} {}",
                graph.name(edge.from),
                edge.kind.as_str(),
                graph.name(edge.to)
            )
        })
        .collect();
    insta::assert_snapshot!(facts.join("; "), @"admins has_role User Admin; User Admin scoped_to finance; User Admin scoped_to imported");
    assert_eq!(
        names(&graph, hop.path(&graph).into_iter()),
        "User Admin admins dora"
    );
}

#[test]
fn single_hops_leave_out_powers_over_everybody() {
    let graph = fixture::graph(WORLD).unwrap();
    let hops = |name: &str| told(&graph, Some(hops_from(&graph, one(&graph, name), TRUSTING)));
    insta::assert_snapshot!(hops("helen"), @"[member_of 0] helen is a member of everyone and has what the group has");
    insta::assert_snapshot!(hops("admins"), @r#"
    [can_take_over 1] admins holds the role User Admin: it can reset password and factors of dora
    [can_add_member 1] admins holds the role User Admin: it can add members to finance, itself among them
    "#);
    insta::assert_snapshot!(hops("forgotten"), @"[acts_as 0] the API token forgotten acts with the administrator roles of its owner sam");
}

#[test]
fn where_roles_come_from_is_told() {
    let graph = fixture::graph(WORLD).unwrap();
    let sources = |name: &str| graph.role_sources(one(&graph, name));
    assert_eq!(
        sources("helen"),
        crate::RoleSources {
            own: true,
            through_groups: false
        }
    );
    assert_eq!(
        sources("gus"),
        crate::RoleSources {
            own: false,
            through_groups: true
        }
    );
    assert_eq!(sources("dora"), crate::RoleSources::default());
    assert!(sources("robot").own);
}
