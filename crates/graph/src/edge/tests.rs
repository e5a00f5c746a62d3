use std::collections::BTreeSet;

use super::*;
use crate::fixture;

const WORLD: &str = r#"
    user alice
    user bob
    group eng: alice
    group leads: bob
    app github: eng, ~bob
    app worker service: bob
    role APP_ADMIN INACTIVE: worker
    role APP_ADMIN: alice over github
    role SUPER_ADMIN: leads
    custom-role reset: okta.users.manage
    resource-set people: eng, members-of:leads, apps, github
    role reset: bob in people
    token ci: alice
    grant worker: okta.users.read
    secret s1: worker
    key k1: worker
    rule newcomers: eng leads
    owner eng: bob leads
"#;

fn told(graph: &Graph, edges: impl Iterator<Item = Edge>) -> String {
    let mut lines: Vec<String> = edges
        .map(|edge| {
            format!(
                "{} {} {}",
                graph.name(edge.from),
                edge.kind.as_str(),
                graph.name(edge.to)
            )
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

#[test]
fn every_fact_is_an_edge() {
    let graph = fixture::graph(WORLD).unwrap();
    insta::assert_snapshot!(told(&graph, graph.edges()), @r#"
    App Admin scoped_to Acme
    App Admin scoped_to github
    Super Admin scoped_to Acme
    alice has_role App Admin
    alice member_of eng
    bob assigned_by_unseen_group github
    bob assigned_to worker
    bob has_role reset
    bob member_of leads
    bob owns eng
    ci token_of alice
    eng assigned_to github
    k1 key_of worker
    leads has_role Super Admin
    leads owns eng
    newcomers rule_adds_to eng
    newcomers rule_adds_to leads
    ocss1 secret_of worker
    people contains eng
    people contains github
    people contains leads
    reset scoped_to people
    worker granted_scope Acme
    worker has_role App Admin
    "#);
}

#[test]
fn edges_to_a_node_are_those_that_end_there() {
    let graph = fixture::graph(WORLD).unwrap();
    for node in graph.nodes() {
        let wanted: BTreeSet<Edge> = graph.edges().filter(|edge| edge.to == node).collect();
        let found: Vec<Edge> = graph.edges_to(node).collect();
        assert_eq!(found.len(), wanted.len(), "{}", graph.name(node));
        assert_eq!(
            found.into_iter().collect::<BTreeSet<_>>(),
            wanted,
            "{}",
            graph.name(node)
        );
    }
}

#[test]
fn words_name_their_types() {
    for kind in EdgeType::ALL {
        assert_eq!(EdgeType::from_word(kind.as_str()), Some(kind));
    }
    assert_eq!(EdgeType::from_word("MEMBER_OF"), None);
}
