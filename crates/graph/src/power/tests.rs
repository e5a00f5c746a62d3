use super::*;
use crate::fixture;

fn told(world: &str) -> String {
    let graph = fixture::graph(world).unwrap();
    let part = |part: &PowerScope| match *part {
        PowerScope::All => "all".to_owned(),
        PowerScope::Node(node) => graph.name(node).to_owned(),
        PowerScope::MembersOf(node) => format!("members of {}", graph.name(node)),
        PowerScope::SecretsOf(node) => format!("secrets of {}", graph.name(node)),
    };
    let line = |power: &Power| {
        let scope: Vec<String> = power.scope.iter().map(part).collect();
        let barrier = if power.barrier { "" } else { " without barrier" };
        format!(
            "{} {} {}{barrier}\n",
            graph.name(power.holder),
            power.rule.as_str(),
            scope.join(", ")
        )
    };
    graph.powers().iter().map(line).collect()
}

#[test]
fn standard_roles_give_the_powers_that_okta_documents() {
    insta::assert_snapshot!(told("
        user super
        user org
        user appy
        user grace
        user members
        user desk
        user read
        user report
        group eng
        app github
        role SUPER_ADMIN: super
        role ORG_ADMIN: org
        role APP_ADMIN: appy over github
        role USER_ADMIN: grace over eng
        role GROUP_MEMBERSHIP_ADMIN: members
        role HELP_DESK_ADMIN: desk over eng
        role READ_ONLY_ADMIN: read
        role REPORT_ADMIN: report
    "), @r#"
    super control_org all without barrier
    super take_over all without barrier
    super add_member all without barrier
    super manage_app all without barrier
    super read_secret all without barrier
    org take_over all
    org add_member all
    appy manage_app github
    appy read_secret secrets of github without barrier
    grace take_over members of eng
    grace add_member eng
    members add_member all
    desk take_over members of eng
    read read_secret all without barrier
    "#);
}

#[test]
fn a_service_app_can_do_what_role_and_scopes_both_allow() {
    let app = |scopes: &str| {
        told(&format!(
            "app robot service\nrole SUPER_ADMIN: robot\ngrant robot: {scopes}"
        ))
    };
    insta::assert_snapshot!(app("okta.users.read"), @"");
    insta::assert_snapshot!(app("okta.users.manage okta.groups.manage"), @r#"
    robot take_over all without barrier
    robot add_member all without barrier
    "#);
    insta::assert_snapshot!(app("okta.roles.manage"), @"robot control_org all without barrier");
    insta::assert_snapshot!(told("app robot service\nrole SUPER_ADMIN: robot\ngrant robot REVOKED: okta.roles.manage"), @"");
}

#[test]
fn permissions_of_a_custom_role_add_up() {
    let role = |permissions: &str| {
        told(&format!(
            "user a\ncustom-role c: {permissions}\nresource-set s: users groups apps\nrole c: a in s"
        ))
    };
    insta::assert_snapshot!(role("okta.users.read"), @"");
    insta::assert_snapshot!(role("okta.users.credentials.resetPassword"), @"a reset_password all");
    insta::assert_snapshot!(role("okta.users.credentials.resetPassword okta.users.credentials.resetFactors"), @"a take_over all");
    insta::assert_snapshot!(role("okta.groups.members.manage okta.apps.clientCredentials.read okta.apps.manage"), @r#"
    a add_member all
    a manage_app all
    a read_secret all without barrier
    "#);
}

#[test]
fn powers_over_a_node_stop_at_the_barrier() {
    let graph = fixture::graph(
        "user desk\nuser sam\nuser dora\ngroup eng: dora sam\nrole HELP_DESK_ADMIN: desk over eng\nrole SUPER_ADMIN: sam",
    )
    .unwrap();
    let over = |name: &str, assume_worst: bool| {
        let node = graph.lookup(name).next().unwrap();
        let holders = graph
            .powers_over(node, assume_worst)
            .map(|power| graph.name(power.holder));
        holders.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(over("dora", false), "desk sam");
    assert_eq!(over("sam", false), "sam");
    assert_eq!(over("sam", true), "desk sam");
}

#[test]
fn every_rule_stands_at_its_place() {
    for rule in &crate::rules::RULES {
        assert_eq!(rule.id.rule(), rule);
        assert!(rule.cost <= 3, "{:?}", rule.id);
    }
}
